package data

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	bolt "go.etcd.io/bbolt"

	"crmlab/domain/record"
)

// Option changes how a file is opened.
type Option func(*opening)

type opening struct {
	readOnly bool
	noSync   bool // tests of behaviour need not wait for the disk
	progress func(done, total int)
}

// ReadOnly opens a file without the right to change it, for looking at the files of
// others. Several readers may have it open, but no writer.
func ReadOnly(o *opening) { o.readOnly = true }

// Progress is called while columns are read, from another goroutine, with records read
// and records expected.
func Progress(report func(done, total int)) Option {
	return func(o *opening) { o.progress = report }
}

// lockWait is how long opening waits for another window to let go of the file.
const lockWait = time.Second

// growStep is by how much a full file grows at least: enough that few steps have to, and
// no burden on a small file.
const growStep = 1 << 20

// walkedAtOpen is up to what size every page of a file is looked at before it is used.
// The files of a class, which may come from anybody, stay far below it.
const walkedAtOpen = 64 << 20

func boltOptions(readOnly bool) *bolt.Options {
	o := &bolt.Options{Timeout: lockWait, FreelistType: bolt.FreelistMapType, ReadOnly: readOnly,
		PreLoadFreelist: readOnly, NoStatistics: true}
	if !readOnly {
		o.InitialMmapSize = firstMap
	}
	return o
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
	temp, err := os.CreateTemp(filepath.Dir(path), ".new-*")
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
	o := boltOptions(false)
	o.InitialMmapSize = 0
	db, err := bolt.Open(path, 0o644, o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return db.Update(func(b *bolt.Tx) error { return prepare(b, kinds) })
}

// syncDir makes a rename last; not every system can, and none that can not needs it.
func syncDir(dir string) {
	if d, err := os.Open(dir); err == nil {
		_ = d.Sync()
		d.Close()
	}
}

// Open opens a file with the kinds that the program knows. It returns as soon as the
// file is known to be sound; columns load in the background. Files that cannot be used
// are refused in words.
func Open(path string, kinds []*record.Kind, opts ...Option) (*Store, error) {
	var o opening
	for _, opt := range opts {
		opt(&o)
	}
	h, err := inspect(path)
	if err != nil {
		return nil, err
	}
	s := &Store{path: path, header: h, kinds: kinds, tables: map[*record.Kind]*table{}, readOnly: o.readOnly,
		stop: make(chan struct{}), ready: make(chan struct{})}
	s.mu.init()
	touching := true
	if err := s.guarded(&touching, func() error { return s.open(o.noSync) }); err != nil {
		if s.db != nil && !IsLost(err) {
			_ = s.db.Close() // the first error is the one to tell
		}
		return nil, err
	}
	for _, k := range kinds {
		s.tables[k] = newTable(k)
	}
	s.loading.Add(1)
	go s.load(o.progress)
	return s, nil
}

func (s *Store) open(noSync bool) error {
	o := boltOptions(s.readOnly)
	o.NoSync = noSync
	db, err := bolt.Open(s.path, 0o644, o)
	if err != nil {
		return refusalOf(s.path, err)
	}
	db.AllocSize = growStep
	s.db = db
	if s.header.pages*uint64(s.header.pageSize) <= walkedAtOpen {
		if err := checkTree(s.path); err != nil {
			return refuseDamaged(s.path)
		}
	}
	current := false
	err = db.View(func(b *bolt.Tx) error {
		if err := checkFormat(s.path, b); err != nil {
			return err
		}
		current = upToDate(b, s.kinds)
		return nil
	})
	if err != nil {
		return err
	}
	if !current {
		if s.readOnly {
			return record.Refuse(codeReadOnly, "没有打开"+quoted(s.path), "它由较早版本的程序保存，要先升级", "以可写方式打开一次")
		}
		if err := db.Update(func(b *bolt.Tx) error { return prepare(b, s.kinds) }); err != nil {
			return fmt.Errorf("prepare %s: %w", s.path, refusalOf(s.path, err))
		}
	}
	return db.View(func(b *bolt.Tx) error {
		s.end, err = journalEndOf(b)
		return refusalOf(s.path, err)
	})
}

// checkFormat refuses databases of other programs and files of newer versions.
func checkFormat(path string, b *bolt.Tx) error {
	meta := b.Bucket(metaBucket)
	if meta == nil || string(meta.Get(metaProgram)) != program {
		return refuseForeign(path)
	}
	format := meta.Get(metaFormat)
	if len(format) != 4 {
		return refuseDamaged(path)
	}
	if n := binary.BigEndian.Uint32(format); n > fileFormat {
		return refuseNewer(path)
	}
	return nil
}
