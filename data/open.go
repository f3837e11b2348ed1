package data

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"time"

	bolt "go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"crmlab/domain/record"
)

// Option changes how a file is opened.
type Option func(*opening)

type opening struct {
	readOnly    bool
	noSync      bool // tests of behaviour need not wait for the disk
	likeWindows bool // tests: the memory map starts small and is as large as the file
	progress    func(done, total int)
	trouble     func(error)
	upgrades    []upgrade // nil: those of the program
}

// ReadOnly opens a file without the right to change it, for looking at the files of
// others. Several readers may have it open, but no writer.
func ReadOnly(o *opening) { o.readOnly = true }

// Progress is called while columns are read, from another goroutine, with records read
// and records expected.
func Progress(report func(done, total int)) Option {
	return func(o *opening) { o.progress = report }
}

// OnTrouble has a function called, on a goroutine of its own, when the open file as a whole
// is in trouble: the store is lost, or a step has found the file not in its place. Whoever
// asked for what failed gets the error as well.
func OnTrouble(tell func(error)) Option {
	return func(o *opening) { o.trouble = tell }
}

// lockWait is how long opening waits for another window to let go of the file.
const lockWait = time.Second

// growStep is by how much a full file grows at least: enough that few steps have to, and
// no burden on a small file.
const growStep = 1 << 20

// walkedAtOpen is up to what size every page of a file is looked at before it is used.
// The files of a class, which may come from anybody, stay far below it.
const walkedAtOpen = 64 << 20

// allPages is for those who wait until every page has been read, however many.
const allPages = math.MaxInt64

// lockRetry is how often opening asks again.
const lockRetry = 50 * time.Millisecond

func boltOptions(readOnly bool) *bolt.Options {
	return &bolt.Options{Timeout: lockWait, FreelistType: bolt.FreelistMapType, ReadOnly: readOnly, NoStatistics: true}
}

// lockable waits until nobody else has the file open, or says that somebody has. The
// lock lasts as long as the handle that is returned: bbolt maps a file and reads in it
// as soon as it has its own lock, so what must be checked before is checked under this one.
func lockable(path string, readOnly bool) (*os.File, error) {
	how := os.O_RDWR
	if readOnly {
		how = os.O_RDONLY
	}
	f, err := os.OpenFile(path, how, 0)
	if err != nil {
		return nil, err
	}
	for until := time.Now().Add(lockWait); ; time.Sleep(lockRetry) {
		err := tryLock(f, readOnly)
		if err == nil {
			return f, nil
		}
		if !errors.Is(err, berrors.ErrTimeout) || time.Now().After(until) {
			f.Close()
			return nil, err
		}
	}
}

// sound looks at a file that nobody has open before bbolt maps it; at its pages, unless
// they are more than walk bytes.
func sound(path string, readOnly bool, walk int64) (header, error) {
	if _, err := inspect(path); err != nil {
		return header{}, err
	}
	f, err := lockable(path, readOnly)
	if err != nil {
		return header{}, refusalOf(path, err)
	}
	defer f.Close()
	h, err := inspect(path) // who had it open before may have changed it
	if err == nil && h.used() <= walk && checkTree(f) != nil {
		err = refuseDamaged(path)
	}
	return h, err
}

// Create makes a new file with empty kinds and opens it. The file is made under a
// temporary name and renamed when it is whole, because a power cut while bbolt writes
// its very first pages would leave something that is no file at all.
func Create(path string, kinds []*record.Kind, opts ...Option) (*Store, error) {
	if _, err := os.Lstat(path); err == nil {
		return nil, refuseExists(path)
	} else if !errors.Is(err, fs.ErrNotExist) {
		return nil, refusalOf(path, err)
	}
	clearParts(path)
	temp, err := os.CreateTemp(filepath.Dir(path), partPattern(path))
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil, refuseMissing(filepath.Dir(path))
		}
		return nil, refusalOf(path, err)
	}
	name := temp.Name()
	temp.Close()
	defer os.Remove(name)
	if err := initialise(name, kinds); err != nil {
		return nil, refusalOf(path, err)
	}
	if err := os.Chmod(name, 0o644); err != nil {
		return nil, refusalOf(path, err)
	}
	if err := os.Rename(name, path); err != nil {
		return nil, refusalOf(path, err)
	}
	syncDir(filepath.Dir(path))
	return Open(path, kinds, opts...)
}

func initialise(path string, kinds []*record.Kind) (err error) {
	db, err := bolt.Open(path, 0o644, boltOptions(false))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return db.Update(func(b *bolt.Tx) error { return prepare(b, kinds) })
}

// Open opens a file with the kinds that the program knows. It returns as soon as the
// file is known to be sound; columns load in the background. Files that cannot be used
// are refused in words.
func Open(path string, kinds []*record.Kind, opts ...Option) (*Store, error) {
	var o opening
	for _, opt := range opts {
		opt(&o)
	}
	h, err := sound(path, o.readOnly, walkedAtOpen)
	if err != nil {
		return nil, err
	}
	s := &Store{path: path, header: h, trouble: o.trouble, kinds: kinds, tables: map[*record.Kind]*table{}, readOnly: o.readOnly,
		stop: make(chan struct{}), ready: make(chan struct{})}
	s.options = boltOptions(o.readOnly)
	s.options.NoSync = o.noSync
	if s.growBy = growStep; o.likeWindows {
		s.growBy = math.MaxInt
	} else if !o.readOnly {
		s.options.InitialMmapSize = firstMap(h.used())
	}
	s.options.OpenFile = func(name string, flag int, mode os.FileMode) (f *os.File, err error) {
		s.file, err = os.OpenFile(name, flag&^os.O_CREATE, mode)
		return s.file, err
	}
	s.upgrades = upgrades
	if o.upgrades != nil {
		s.upgrades = o.upgrades
	}
	s.mu.init()
	touching := true
	if err := s.guarded(&touching, s.open); err != nil {
		s.drop()
		return nil, err
	}
	if !o.readOnly {
		s.tidy()
	}
	for _, k := range kinds {
		s.tables[k] = newTable(k)
	}
	s.loading.Add(1)
	go s.load(o.progress)
	return s, nil
}

// drop lets go of a file that could not be opened.
func (s *Store) drop() {
	switch {
	case s.db != nil:
		s.abandon()
	case s.file != nil: // bbolt failed while it opened the file, and keeps no promise to close it
		_ = s.file.Close()
	}
}

// connect has bbolt open the file.
func (s *Store) connect() error {
	db, err := bolt.Open(s.path, 0o644, s.options)
	if err != nil {
		return refusalOf(s.path, err)
	}
	db.AllocSize = s.growBy
	s.db = db
	s.found, err = s.file.Stat()
	return refusalOf(s.path, err)
}

func (s *Store) open() error {
	if err := s.connect(); err != nil {
		return err
	}
	var format uint32
	current := false
	err := s.db.View(func(b *bolt.Tx) (err error) {
		if format, err = formatOf(s.path, b); err != nil {
			return err
		}
		if format > s.format() {
			return refuseNewer(s.path)
		}
		if !stamped(b) {
			return refuseStale(s.path)
		}
		current = format == s.format() && upToDate(b, s.kinds)
		return nil
	})
	if err != nil {
		return err
	}
	if !current && s.readOnly {
		return record.Refuse(codeReadOnly, "没有打开"+quoted(s.path), "它由较早版本的程序保存，要先升级", "以可写方式打开一次")
	}
	if format < s.format() {
		if err := s.upgrade(format); err != nil {
			return err
		}
	}
	if !current {
		if err := s.db.Update(func(b *bolt.Tx) error { return prepare(b, s.kinds) }); err != nil {
			return fmt.Errorf("prepare %s: %w", s.path, refusalOf(s.path, err))
		}
	}
	return s.db.View(func(b *bolt.Tx) error {
		s.txid = uint64(b.ID())
		s.end, err = journalEndOf(b)
		return refusalOf(s.path, err)
	})
}

// formatOf reads the number of a file's format; databases of other programs are refused.
func formatOf(path string, b *bolt.Tx) (uint32, error) {
	meta := b.Bucket(metaBucket)
	if meta == nil || string(meta.Get(metaProgram)) != program {
		return 0, refuseForeign(path)
	}
	format := meta.Get(metaFormat)
	if len(format) != 4 || binary.BigEndian.Uint32(format) < 1 {
		return 0, refuseDamaged(path)
	}
	return binary.BigEndian.Uint32(format), nil
}

// format is the newest that the program knows.
func (s *Store) format() uint32 { return uint32(len(s.upgrades)) + 1 }

// upgrade brings a file of an older format up to the newest, all steps in one transaction.
// The file as it was stays as a copy; where none can be made nothing is changed.
func (s *Store) upgrade(from uint32) error {
	have, err := Copies(s.path)
	if err != nil {
		return err
	}
	if len(have) == 0 || !s.unchangedSince(have[0].Path) {
		kept, err := nextCopy(s.path, have, s.found.ModTime())
		if err != nil {
			return err
		}
		if err := s.place(kept, checkCopy); err != nil {
			return err
		}
	}
	err = s.db.Update(func(b *bolt.Tx) error {
		for i, step := range s.upgrades[from-1:] {
			if err := step(b); err != nil {
				return fmt.Errorf("upgrade %s from format %d: %w", s.path, int(from)+i, err)
			}
		}
		end, err := journalEndOf(b)
		if err != nil {
			return err
		}
		return errors.Join(b.Bucket(metaBucket).Put(metaFormat, binary.BigEndian.AppendUint32(nil, s.format())), stamp(b, end))
	})
	return refusalOf(s.path, err)
}
