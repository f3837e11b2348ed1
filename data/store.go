package data

import (
	"os"
	"sync"
	"sync/atomic"

	bolt "go.etcd.io/bbolt"

	"crmlab/domain/record"
)

// Store is an open file: a record.Store. All methods may be called from any goroutine.
//
// Readers and the writer meet at the columns. A View holds them still with a read lock
// for as long as its function runs; a committed step changes them under the write lock,
// for microseconds. A View that starts while a commit is on its way to the disk sees
// either the state before it, or the new file together with the step's overlay.
type Store struct {
	path     string
	kinds    []*record.Kind
	options  *bolt.Options
	upgrades []upgrade
	growBy   int // see growStep
	db       *bolt.DB
	file     *os.File    // bbolt's own handle
	found    os.FileInfo // which file the handle is of
	header   header      // as the file was found
	txid     uint64      // last transaction that is in the file; with writing held
	tables   map[*record.Kind]*table
	readOnly bool

	writing  sync.Mutex // one step at a time
	starting sync.Mutex // see begin
	mu       stateLock
	sights   sightings
	vectors  vectors
	end      journalEnd // of the columns' state
	bulk     *bulk      // not nil while Bulk runs
	pending  atomic.Pointer[overlay]

	trouble func(error) // see OnTrouble; may be nil
	lost    atomic.Pointer[Lost]
	closed  atomic.Bool
	sealed  atomic.Bool // a test forbids reading the file
	stop    chan struct{}
	loading sync.WaitGroup
	ready   chan struct{}
}

var _ record.Store = (*Store)(nil)

// Path is where the file lies.
func (s *Store) Path() string { return s.path }

// Size is the length of the file in bytes; 0 if it cannot be told.
func (s *Store) Size() int64 {
	info, err := os.Stat(s.path)
	if err != nil {
		return 0
	}
	return info.Size()
}

// Ready is closed when all columns have been read, or could not be. Before that a View
// waits only for the kinds it asks for.
func (s *Store) Ready() <-chan struct{} { return s.ready }

// Err says why the store can no longer be used; nil while it can.
func (s *Store) Err() error { return s.alive() }

// Close waits for a step in progress and closes the file.
func (s *Store) Close() error {
	if s.closed.Swap(true) {
		return nil
	}
	close(s.stop)
	s.writing.Lock()
	defer s.writing.Unlock()
	s.loading.Wait()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.lost.Load() != nil {
		s.abandon()
		return nil
	}
	return refusalOf(s.path, s.db.Close())
}

// ForbidFile makes every access to the file's records panic, for tests that prove that
// lists, searches and figures are answered from memory.
func (s *Store) ForbidFile(forbid bool) { s.sealed.Store(forbid) }

// View runs fn on one state of the file. fn must not keep rows or the transaction: they
// die with it. A View inside a View may see a later state, and waits for steps; better
// pass the outer one on.
func (s *Store) View(fn func(record.StoreTx) error) error {
	return s.view(func(t *tx) error { return fn(t) })
}

func (s *Store) view(fn func(*tx) error) error {
	t := &tx{s: s}
	return s.guarded(&t.touching, func() error {
		s.mu.RLock()
		if b := s.bulk; b != nil {
			s.mu.RUnlock()
			return b.view(t, fn)
		}
		defer s.mu.RUnlock()
		b, err := s.begin(false)
		if err != nil {
			return err
		}
		defer s.rollback(b)
		defer t.end()
		t.b = b
		if p := s.pending.Load(); p != nil && p.txid == b.ID() {
			t.over = p
		}
		return fn(t)
	})
}

// Update runs fn alone and commits what it wrote, or nothing.
func (s *Store) Update(fn func(record.StoreTx) error) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	t := &tx{s: s, write: true}
	return s.guarded(&t.touching, func() error {
		if s.readOnly {
			return refuseReadOnly(s.path)
		}
		if err := s.wait(); err != nil {
			return err
		}
		if s.bulk != nil {
			return s.bulk.update(t, fn)
		}
		b, err := s.begin(true)
		if err != nil {
			return err
		}
		committed := false
		defer func() {
			if !committed {
				s.rollback(b)
			}
		}()
		t.b, t.over = b, newOverlay(s.end)
		defer t.end()
		if err := fn(t); err != nil {
			return err
		}
		if t.over.empty() {
			return nil
		}
		if err := s.settle(t.over); err != nil {
			return err
		}
		t.touching = true // from here on a panic leaves file and columns apart
		if err := s.flush(t.over, b); err != nil {
			t.touching = false
			return err
		}
		if err := s.inPlace(b); err != nil {
			t.touching = false
			return err
		}
		err = s.commit(b, t.over)
		committed, t.touching = true, false
		return err
	})
}

// commit writes the transaction to the disk and then brings the columns up to it.
func (s *Store) commit(b *bolt.Tx, o *overlay) error {
	o.txid = b.ID()
	s.pending.Store(o)
	err := b.Commit()
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.pending.Store(nil)
	if err != nil {
		return s.commitFailed(o.txid, err)
	}
	s.txid = uint64(o.txid)
	if err := s.apply(o); err != nil {
		return s.giveUp(err)
	}
	return nil
}

// commitFailed tells a commit that left the file as it was (a full disk) from one whose
// outcome is not known.
func (s *Store) commitFailed(txid int, err error) error {
	if s.revive() != nil {
		return s.giveUp(err)
	}
	b, begin := s.begin(false)
	if begin != nil {
		return begin
	}
	defer s.rollback(b)
	if b.ID() == txid {
		return s.giveUp(err)
	}
	return refusalOf(s.path, err)
}

// Reshape makes columns for the fields defined at run time.
func (s *Store) Reshape(custom map[*record.Kind][]*record.Field) error {
	for _, k := range s.kinds {
		t := s.tables[k]
		if len(custom[k]) == 0 && len(t.custom) == 0 {
			continue
		}
		if err := s.reshape(k, custom[k]); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) reshape(k *record.Kind, fields []*record.Field) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	var out *columns
	err := s.view(func(t *tx) error {
		base := t.table(k)
		var fresh []int
		out, fresh = base.reshaped(newShape(k, fields))
		if len(fresh) == 0 {
			return nil
		}
		return t.eachStored(k, func(id record.ID, stored []byte) error {
			return out.fillFresh(int(id), stored, fresh)
		})
	})
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tables[k].columns = out
	return nil
}
