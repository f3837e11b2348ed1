package data

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	bolt "go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"crmlab/domain/record"
)

// keptCopies is how many copies stay beside a file.
const keptCopies = 5

// Copy is one safety copy of a file. Copies are numbered, so a clock that was set back
// does not make an old one look new.
type Copy struct {
	Path    string
	Number  int
	Made    time.Time // as the clock stood, to the second
	Size    int64
	Unsound bool // Verify found something wrong when it was made
}

// CopyTo writes a checked copy of the file as it is now, while it stays in use. The copy
// appears under its name only when it is whole and has been read back.
func (s *Store) CopyTo(path string) error {
	if filepath.Clean(path) == filepath.Clean(s.path) {
		return refuseExists(path)
	}
	return s.place(path, checkCopy)
}

// place is placeFile with the present content of the store.
func (s *Store) place(path string, check func(temp string) error) error {
	touching := true
	return s.guarded(&touching, func() error {
		return placeFile(path, s.writeTo, check)
	})
}

// writeTo writes one state of the file. Steps go on beside it; only one that needs a
// larger memory map waits until the bytes are written (not until they are on the disk),
// see firstMap.
func (s *Store) writeTo(f *os.File) error {
	b, err := s.begin(false)
	if err != nil {
		return err
	}
	defer s.rollback(b)
	_, err = b.WriteTo(f)
	return err
}

// placeFile writes a data file under a temporary name, flushes it, has it read back and
// gives it its name. A file that only Verify objects to gets a name that says so.
func placeFile(path string, write func(*os.File) error, check func(temp string) error) error {
	temp, err := os.CreateTemp(filepath.Dir(path), partPattern(path))
	if err != nil {
		return refusalOf(path, err)
	}
	defer os.Remove(temp.Name())
	err = write(temp)
	err = errors.Join(err, temp.Sync(), temp.Chmod(0o644), temp.Close())
	if err != nil {
		return refusalOf(path, err)
	}
	checked := check(temp.Name())
	switch {
	case record.IsRefusal(checked, codeUnsound):
		path = unsoundName(path)
	case checked != nil:
		return fmt.Errorf("copy to %s: %w", path, checked)
	}
	if err := os.Rename(temp.Name(), path); err != nil {
		return refusalOf(path, err)
	}
	syncDir(filepath.Dir(path))
	return checked
}

// checkCopy reads every page of a file that nobody has open.
func checkCopy(path string) error {
	return readClosed(path, allPages, func(*bolt.Tx) error { return nil })
}

// readClosed reads a file that nobody has open, after looking at its pages unless they are
// more than walk bytes. What is no sound file of a format that we know is refused.
func readClosed(path string, walk int64, fn func(*bolt.Tx) error) error {
	if _, err := sound(path, true, walk); err != nil {
		return err
	}
	s := Store{path: path}
	touching := true
	return s.guarded(&touching, func() error {
		db, err := bolt.Open(path, 0o644, boltOptions(true))
		if err != nil {
			return refusalOf(path, err)
		}
		defer func() { _ = db.Close() }() // only read
		return db.View(func(b *bolt.Tx) error {
			format, err := formatOf(path, b)
			switch {
			case err != nil:
				return err
			case format > FileFormat:
				return refuseNewer(path)
			case !stamped(b):
				return refuseStale(path)
			}
			return fn(b)
		})
	})
}

// verifyCopy is checkCopy with Verify, where that does not take long.
func verifyCopy(path string, kinds []*record.Kind) (*Report, error) {
	if err := checkCopy(path); err != nil {
		return nil, err
	}
	info, err := os.Stat(path)
	if err != nil {
		return nil, refusalOf(path, err)
	}
	if info.Size() > walkedAtOpen {
		return &Report{}, nil
	}
	return VerifyFile(path, kinds)
}

// copiesDir is the folder of a file's copies, beside it.
func copiesDir(path string) string { return path + ".副本" }

var copyName = regexp.MustCompile(`^(\d{4,}) (\d{8}-\d{6})( 有损坏)?`)

const (
	copyTime    = "20060102-150405"
	unsoundMark = " 有损坏"
)

func unsoundName(path string) string {
	ext := filepath.Ext(path)
	return strings.TrimSuffix(path, ext) + unsoundMark + ext
}

// Copies lists the copies kept beside a file, the newest first.
func Copies(path string) ([]Copy, error) {
	entries, err := os.ReadDir(copiesDir(path))
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
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
		out = append(out, Copy{Path: filepath.Join(copiesDir(path), e.Name()), Number: n, Made: made, Size: info.Size(), Unsound: m[3] != ""})
	}
	slices.SortFunc(out, func(a, b Copy) int { return b.Number - a.Number })
	return out, nil
}

// Rotate adds a copy to those beside the file and removes all but the newest five. It
// does nothing, and returns false, when the file has not changed since the last copy. A
// copy in which Verify finds something wrong is kept beside the five, for they are what
// there is to go back to, and is reported as a refusal.
func (s *Store) Rotate(now time.Time) (made bool, err error) {
	if err := s.InPlace(); err != nil {
		return false, err
	}
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
	err = s.place(path, func(temp string) error {
		r, err := verifyCopy(temp, s.kinds)
		if err != nil {
			return err
		}
		return r.Refusal(s.path)
	})
	if err != nil && !record.IsRefusal(err, codeUnsound) {
		return false, cmp.Or(s.InPlace(), err) // which may have changed meanwhile
	}
	return true, errors.Join(err, prune(s.path))
}

// Check looks at everything that is in the file now, as Rotate does with a new copy, while
// steps go on; what it finds is a refusal.
func (s *Store) Check() error {
	temp, err := os.CreateTemp(copiesDir(s.path), partPattern(s.path))
	if err != nil {
		return refusalOf(s.path, err)
	}
	defer os.Remove(temp.Name())
	touching := true
	if err := s.guarded(&touching, func() error { return errors.Join(s.writeTo(temp), temp.Close()) }); err != nil {
		return refusalOf(s.path, err)
	}
	r, err := verifyCopy(temp.Name(), s.kinds)
	if err != nil {
		return err
	}
	return r.Refusal(s.path)
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
	if err := os.Mkdir(copiesDir(path), 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
		return "", refusalOf(copiesDir(path), err)
	}
	if info, err := os.Stat(copiesDir(path)); err == nil && !info.IsDir() {
		return "", refuseInTheWay(copiesDir(path))
	}
	name := fmt.Sprintf("%04d %s%s", n, now.Format(copyTime), filepath.Ext(path))
	return filepath.Join(copiesDir(path), name), nil
}

// prune keeps the newest copies, and the newest of those that are not sound.
func prune(path string) error {
	have, err := Copies(path)
	if err != nil {
		return err
	}
	left := map[bool]int{false: keptCopies, true: 1} // by Unsound
	for _, c := range have {
		if left[c.Unsound]--; left[c.Unsound] >= 0 {
			continue
		}
		if err := os.Remove(c.Path); err != nil {
			return refusalOf(c.Path, err)
		}
	}
	return nil
}

// tidy removes what interrupted copies left behind. A restore that was interrupted may
// have left a second name of the file itself among the copies, which is none.
func (s *Store) tidy() {
	clearParts(s.path)
	entries, err := os.ReadDir(copiesDir(s.path))
	if err != nil {
		return
	}
	for _, e := range entries {
		info, err := e.Info()
		if err != nil || !info.Mode().IsRegular() {
			continue
		}
		if strings.HasPrefix(e.Name(), ".") && strings.Contains(e.Name(), ".part-") || os.SameFile(info, s.found) {
			_ = os.Remove(filepath.Join(copiesDir(s.path), e.Name()))
		}
	}
}

// Look tells whether a file that nobody has open can be opened, and whether Verify finds
// nothing wrong with it.
func Look(path string, kinds []*record.Kind) (usable, sound bool) {
	r, err := verifyCopy(path, kinds)
	return err == nil, err == nil && r.OK()
}

// Choice is the copy to go back to.
type Choice struct {
	Copy
	Skipped int  // newer copies that are worse
	Sound   bool // Verify finds nothing wrong; otherwise it can at least be opened
}

// BestCopy finds the newest copy of a file that passes every check; if there is none, the
// newest that can be opened at all.
func BestCopy(path string, kinds []*record.Kind) (best Choice, found bool, err error) {
	have, err := Copies(path)
	if err != nil {
		return best, false, err
	}
	for i, c := range have {
		usable, sound := Look(c.Path, kinds)
		switch {
		case sound:
			return Choice{Copy: c, Skipped: i, Sound: true}, true, nil
		case usable && !found:
			best, found = Choice{Copy: c, Skipped: i}, true
		}
	}
	return best, found, nil
}

// Restore puts a copy in the place of a file that is closed. What was there, sound or
// not, is kept as the newest copy, whose path is returned ("" if nothing was there).
func Restore(path, copied string, now time.Time) (kept string, err error) {
	if err := checkCopy(copied); err != nil {
		return "", err
	}
	source, err := os.Open(copied)
	if err != nil {
		return "", refusalOf(copied, err)
	}
	defer source.Close()
	return replace(path, now, func(f *os.File) error { _, err := io.Copy(f, source); return err })
}

// replace puts a data file in the place of another, which is kept as the newest copy.
func replace(path string, now time.Time, write func(*os.File) error) (kept string, err error) {
	if err := notInUse(path); err != nil {
		return "", err
	}
	have, err := Copies(path)
	if err != nil {
		return "", err
	}
	if info, err := os.Lstat(path); err == nil {
		if info.IsDir() {
			return "", refuseInTheWay(path)
		}
		if kept, err = nextCopy(path, have, now); err != nil {
			return "", err
		}
		if err := keepAs(path, kept); err != nil {
			return "", refusalOf(kept, err)
		}
	}
	// The new file takes the name in one rename: at no moment is there none.
	return kept, placeFile(path, write, checkCopy)
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

// notInUse refuses to replace a file that another window has open.
func notInUse(path string) error {
	f, err := lockable(path, true)
	if err == nil {
		f.Close()
		return nil
	}
	if errors.Is(err, berrors.ErrTimeout) || saysAny(err, sharingErrors) {
		return refuseInUse(path)
	}
	return nil // it cannot even be read, so nobody has it open
}

// InPlace says why the open file is no longer to be found at its path; nil if it is.
func (s *Store) InPlace() error {
	if err := s.alive(); err != nil {
		return err
	}
	_, err := s.samePlace()
	return err
}

// PutBack writes the open file to its path again after it was moved, deleted or replaced
// while it was open. What lies there now is kept as the newest copy, whose path is returned
// ("" if nothing did). The store still works on the file that was moved: close it, and open
// the path.
func (s *Store) PutBack(now time.Time) (kept string, err error) {
	if s.InPlace() == nil {
		return "", nil
	}
	if err := os.MkdirAll(filepath.Dir(s.path), 0o755); err != nil {
		return "", refusalOf(s.path, err)
	}
	touching := true
	err = s.guarded(&touching, func() error {
		kept, err = replace(s.path, now, s.writeTo)
		return err
	})
	return kept, err
}
