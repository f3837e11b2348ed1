package data

import (
	"errors"
	"sync"

	bolt "go.etcd.io/bbolt"

	"crmlab/domain/record"
)

// Steps of a Bulk share a bbolt transaction until it holds this much.
const (
	bulkBytes = 8 << 20
	bulkSteps = 4096
)

// bulk is the shared transaction of a Bulk. While it lasts, columns run ahead of the
// committed file, so every View goes through it too.
type bulk struct {
	s     *Store
	mu    sync.Mutex
	b     *bolt.Tx // nil between two commits
	bytes int
	steps int
}

// Bulk runs fn with a cheaper commit: the steps it makes share transactions, each
// written to the disk when it has grown large. Every step is still all or nothing. When
// fn fails, the steps made before stay; after a crash, those of the last transactions
// are missing, and the file is whole. Other goroutines wait in View and Update for the
// step in hand. fn must not start a View inside an Update.
func (s *Store) Bulk(fn func() error) error {
	if err := s.beginBulk(); err != nil {
		return err
	}
	ended := false
	defer func() {
		if !ended { // fn panicked
			_ = s.endBulk()
		}
	}()
	err := fn()
	ended = true
	return errors.Join(err, s.endBulk())
}

func (s *Store) beginBulk() error {
	s.writing.Lock()
	defer s.writing.Unlock()
	if err := s.wait(); err != nil {
		return err
	}
	if s.readOnly {
		return refuseReadOnly(s.path)
	}
	if s.bulk != nil {
		return errors.New("data: Bulk inside Bulk")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.bulk = &bulk{s: s}
	return nil
}

func (s *Store) endBulk() error {
	s.writing.Lock()
	defer s.writing.Unlock()
	b := s.bulk
	b.mu.Lock()
	defer b.mu.Unlock()
	touching := true
	err := s.guarded(&touching, b.commit)
	if b.b != nil { // the store is lost; what had gathered goes with it
		s.rollback(b.b)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.bulk = nil
	return err
}

// open makes sure that there is a transaction. The caller holds b.mu.
func (b *bulk) open(t *tx) error {
	if b.b == nil {
		tx, err := b.s.begin(true)
		if err != nil {
			return err
		}
		b.b = tx
	}
	t.b = b.b
	return nil
}

func (b *bulk) view(t *tx, fn func(*tx) error) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if err := b.open(t); err != nil {
		return err
	}
	defer t.end()
	return fn(t)
}

func (b *bulk) update(t *tx, fn func(record.StoreTx) error) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if err := b.open(t); err != nil {
		return err
	}
	t.over = newOverlay(b.s.end)
	defer t.end()
	if err := fn(t); err != nil {
		return err
	}
	if t.over.empty() {
		return nil
	}
	if err := b.s.settle(t.over); err != nil {
		return err
	}
	t.touching = true // from here on a panic leaves file and columns apart
	if err := b.s.flush(t.over, b.b); err != nil {
		return b.s.giveUp(err)
	}
	b.s.mu.Lock()
	err := b.s.apply(t.over)
	b.s.mu.Unlock()
	if err != nil {
		return b.s.giveUp(err)
	}
	b.bytes += t.over.size
	b.steps++
	if b.bytes >= bulkBytes || b.steps >= bulkSteps {
		err = b.commit()
	}
	t.touching = false
	return err
}

// commit writes what has gathered. If that fails, the columns say more than the file,
// and the store is given up.
func (b *bulk) commit() error {
	if b.b == nil {
		return nil
	}
	if b.steps == 0 { // all failed
		err := b.b.Rollback()
		b.b = nil
		return err
	}
	err := b.s.inPlace(b.b)
	if err == nil {
		id := uint64(b.b.ID())
		err = b.b.Commit()
		b.b, b.bytes, b.steps = nil, 0, 0
		b.s.txid = id
	}
	if err != nil {
		return b.s.giveUp(err)
	}
	return nil
}
