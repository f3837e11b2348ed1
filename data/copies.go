package data

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"time"

	bolt "go.etcd.io/bbolt"

	"crmlab/domain/record"
)

// keptCopies is how many copies stay beside a file.
const keptCopies = 5

// Copy is one safety copy of a file. Copies are numbered, so a clock that was set back
// does not make an old one look new.
type Copy struct {
	Path   string
	Number int
	Made   time.Time // as the clock stood, to the second
	Size   int64
}

// CopyTo writes a checked copy of the file as it is now, while it stays in use. The copy
// appears under its name only when it is whole and has been read back.
func (s *Store) CopyTo(path string) error {
	if filepath.Clean(path) == filepath.Clean(s.path) {
		return refuseExists(path)
	}
	touching := true
	return s.guarded(&touching, func() error {
		b, err := s.db.Begin(false)
		if err != nil {
			return s.beginFailed(err)
		}
		defer b.Rollback()
		return placeFile(path, func(f *os.File) error {
			_, err := b.WriteTo(f)
			return err
		})
	})
}

// placeFile writes a data file under a temporary name, flushes it, reads it back and
// gives it its name.
func placeFile(path string, write func(*os.File) error) error {
	temp, err := os.CreateTemp(filepath.Dir(path), ".copy-*")
	if err != nil {
		return refusalOf(path, err)
	}
	defer os.Remove(temp.Name())
	err = write(temp)
	err = errors.Join(err, temp.Sync(), temp.Chmod(0o644), temp.Close())
	if err != nil {
		return refusalOf(path, err)
	}
	if err := checkCopy(temp.Name()); err != nil {
		return fmt.Errorf("copy to %s: %w", path, err)
	}
	if err := os.Rename(temp.Name(), path); err != nil {
		return refusalOf(path, err)
	}
	syncDir(filepath.Dir(path))
	return nil
}

// checkCopy reads every page of a file that nobody has open.
func checkCopy(path string) error {
	if _, err := inspect(path); err != nil {
		return err
	}
	if checkTree(path) != nil {
		return refuseDamaged(path)
	}
	var s Store
	s.path = path
	touching := true
	return s.guarded(&touching, func() error {
		db, err := bolt.Open(path, 0o644, boltOptions(true))
		if err != nil {
			return refusalOf(path, err)
		}
		defer func() { _ = db.Close() }() // only read
		return db.View(func(b *bolt.Tx) error {
			if err := checkFormat(path, b); err != nil {
				return err
			}
			if checkPages(b) != nil {
				return refuseDamaged(path)
			}
			return nil
		})
	})
}

// copiesDir is the folder of a file's copies, beside it.
func copiesDir(path string) string { return path + ".副本" }

var copyName = regexp.MustCompile(`^(\d{4,}) (\d{8}-\d{6})`)

const copyTime = "20060102-150405"

// Copies lists the copies kept beside a file, the newest first.
func Copies(path string) ([]Copy, error) {
	entries, err := os.ReadDir(copiesDir(path))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, refusalOf(copiesDir(path), err)
	}
	var out []Copy
	for _, e := range entries {
		m := copyName.FindStringSubmatch(e.Name())
		info, err := e.Info()
		if m == nil || err != nil || !info.Mode().IsRegular() {
			continue
		}
		n, err := strconv.Atoi(m[1])
		if err != nil {
			continue
		}
		made, _ := time.ParseInLocation(copyTime, m[2], time.Local)
		out = append(out, Copy{Path: filepath.Join(copiesDir(path), e.Name()), Number: n, Made: made, Size: info.Size()})
	}
	slices.SortFunc(out, func(a, b Copy) int { return b.Number - a.Number })
	return out, nil
}

// Rotate adds a copy to those beside the file and removes all but the newest five. It
// does nothing, and returns false, when the file has not changed since the last copy.
func (s *Store) Rotate(now time.Time) (made bool, err error) {
	have, err := Copies(s.path)
	if err != nil {
		return false, err
	}
	if len(have) > 0 && s.unchangedSince(have[0].Path) {
		return false, nil
	}
	path, err := nextCopy(s.path, have, now)
	if err != nil {
		return false, err
	}
	if err := s.CopyTo(path); err != nil {
		return false, err
	}
	return true, prune(s.path)
}

// unchangedSince reports whether a copy was made of the present transaction.
func (s *Store) unchangedSince(copied string) bool {
	h, err := inspect(copied)
	if err != nil {
		return false
	}
	same := false
	_ = s.view(func(t *tx) error {
		same = uint64(t.b.ID()) == h.txid
		return nil
	})
	return same
}

func nextCopy(path string, have []Copy, now time.Time) (string, error) {
	n := 1
	if len(have) > 0 {
		n = have[0].Number + 1
	}
	if err := os.MkdirAll(copiesDir(path), 0o755); err != nil {
		return "", refusalOf(copiesDir(path), err)
	}
	name := fmt.Sprintf("%04d %s%s", n, now.Format(copyTime), filepath.Ext(path))
	return filepath.Join(copiesDir(path), name), nil
}

func prune(path string) error {
	have, err := Copies(path)
	if err != nil {
		return err
	}
	for _, c := range have[min(keptCopies, len(have)):] {
		if err := os.Remove(c.Path); err != nil {
			return refusalOf(c.Path, err)
		}
	}
	return nil
}

// Restore puts a copy in the place of a file that is closed. What was there, sound or
// not, is kept as the newest copy, whose path is returned ("" if nothing was there).
func Restore(path, copied string, now time.Time) (kept string, err error) {
	if err := checkCopy(copied); err != nil {
		return "", err
	}
	if err := notInUse(path); err != nil {
		return "", err
	}
	have, err := Copies(path)
	if err != nil {
		return "", err
	}
	source, err := os.Open(copied)
	if err != nil {
		return "", refusalOf(copied, err)
	}
	defer source.Close()
	if _, err := os.Lstat(path); err == nil {
		if kept, err = nextCopy(path, have, now); err != nil {
			return "", err
		}
		if err := keepAs(path, kept); err != nil {
			return "", refusalOf(kept, err)
		}
	}
	// The new file takes the name in one rename: at no moment is there none.
	return kept, placeFile(path, func(f *os.File) error { _, err := io.Copy(f, source); return err })
}

// keepAs gives a file a second name, or copies it where the disk knows no links.
func keepAs(path, kept string) error {
	if os.Link(path, kept) == nil {
		return nil
	}
	from, err := os.Open(path)
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := os.Create(kept)
	if err != nil {
		return err
	}
	_, err = io.Copy(to, from)
	return errors.Join(err, to.Sync(), to.Close())
}

// notInUse refuses to replace a file that another window has open. A file that is no
// database any more can not be open.
func notInUse(path string) error {
	if _, err := inspect(path); err != nil {
		return nil
	}
	var s Store
	s.path = path
	touching := true
	err := s.guarded(&touching, func() error {
		o := boltOptions(false)
		o.InitialMmapSize = 0
		db, err := bolt.Open(path, 0o644, o)
		if err != nil {
			return refusalOf(path, err)
		}
		return db.Close()
	})
	if record.IsRefusal(err, codeInUse) {
		return err
	}
	return nil
}
