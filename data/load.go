package data

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"

	bolt "go.etcd.io/bbolt"

	"crmlab/domain/record"
)

// idSlack bounds how far IDs may run ahead of records. Columns are as long as the
// highest ID, so a hostile file with one record of a huge ID must not be believed.
const idSlack = 1 << 22

var errStopped = errors.New("loading was stopped")

// load reads the columns of all kinds, small kinds first, so that what the first page
// needs is there at once. It runs beside readers, who wait only for their own kinds.
func (s *Store) load(progress func(done, total int)) {
	defer s.loading.Done()
	defer close(s.ready)
	defer s.releaseWaiting()
	touching := true // whatever panics here comes from the file
	err := s.guarded(&touching, func() error {
		b, err := s.begin(false)
		if err != nil {
			return err
		}
		defer s.rollback(b)
		readAhead(s.db, s.header.used(), true)
		defer readAhead(s.db, s.header.used(), false)
		order := slices.Clone(s.kinds)
		last := func(k *record.Kind) uint64 { return b.Bucket(recordsBucket(k)).Sequence() }
		slices.SortStableFunc(order, func(x, y *record.Kind) int { return cmp.Compare(last(x), last(y)) })
		total := 0
		for _, k := range order {
			total += int(min(last(k), 1<<30))
		}
		if progress == nil {
			progress = func(int, int) {}
		}
		return s.loadKinds(order, &counted{total: total, report: progress})
	})
	if err != nil && !errors.Is(err, errStopped) && !s.closed.Load() && s.lost.Load() == nil {
		_ = s.giveUp(err) // who asks next is told
	}
}

// loadKinds spreads kinds over the processors.
func (s *Store) loadKinds(kinds []*record.Kind, n *counted) error {
	queue := make(chan *record.Kind)
	errs := make(chan error, len(kinds))
	var workers sync.WaitGroup
	for range min(2, runtime.NumCPU()) {
		workers.Go(func() {
			for k := range queue {
				errs <- s.loadKind(k, n)
			}
		})
	}
	for _, k := range kinds {
		queue <- k
	}
	close(queue)
	workers.Wait()
	close(errs)
	var all []error
	for err := range errs {
		all = append(all, err)
	}
	return errors.Join(all...)
}

func (s *Store) loadKind(k *record.Kind, n *counted) error {
	touching := true
	return s.guarded(&touching, func() error {
		b, err := s.begin(false)
		if err != nil {
			return err
		}
		defer s.rollback(b)
		t := s.tables[k]
		if err := t.load(b, func(rows int) error {
			n.add(rows)
			select {
			case <-s.stop:
				return errStopped
			default:
				return nil
			}
		}); err != nil {
			if errors.Is(err, errStopped) {
				return err
			}
			return s.giveUp(err)
		}
		t.warm()
		t.loaded.Store(true)
		close(t.ready)
		return nil
	})
}

// load fills the table from the file.
func (t *table) load(b *bolt.Tx, step func(rows int) error) error {
	c := b.Bucket(recordsBucket(t.kind)).Cursor()
	last, _ := c.Last()
	if last == nil {
		return nil
	}
	top, ok := keyID(last)
	if !ok || top >= 1<<31 {
		return fmt.Errorf("key of %s: %w", t.kind.Name, errCoded)
	}
	if top < idSlack {
		t.extend(int(top) + 1)
	}
	rows := 0
	for key, v := c.First(); key != nil; key, v = c.Next() {
		id, ok := keyID(key)
		if !ok || id == 0 || v == nil || uint64(id) > uint64(rows)*64+idSlack {
			return fmt.Errorf("key of %s: %w", t.kind.Name, errCoded)
		}
		if int(id) >= len(t.live) {
			t.extend(min(int(top), int(id)*2) + 1)
		}
		if err := t.fill(int(id), v); err != nil {
			return fmt.Errorf("%s %d: %w", t.kind.Name, id, err)
		}
		t.begin(int(id))
		if rows++; rows%4096 == 0 {
			if err := step(4096); err != nil {
				return err
			}
		}
	}
	t.settle()
	return step(rows % 4096)
}

// settle ends loading: it gives back what room was kept for growing, and adds up.
func (t *table) settle() {
	t.columns.settle()
	for _, y := range t.tallies {
		y.build(t)
	}
	t.countChoices()
}

// warm makes ready what the first search would otherwise wait for.
func (t *table) warm() {
	for i, f := range t.fields {
		if c, ok := t.cols[i].(*texts); ok && f.Search {
			c.dict.warm()
		}
	}
}

// releaseWaiting wakes readers of kinds that will not be loaded any more.
func (s *Store) releaseWaiting() {
	for _, t := range s.tables {
		if !t.loaded.Load() {
			select {
			case <-t.ready:
			default:
				close(t.ready)
			}
		}
	}
}

// wait is for steps, which need every kind.
func (s *Store) wait() error {
	<-s.ready
	return s.alive()
}

// counted adds up progress from several goroutines.
type counted struct {
	mu          sync.Mutex
	done, total int
	report      func(done, total int)
}

func (c *counted) add(rows int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.done += rows
	c.report(c.done, max(c.done, c.total))
}

// journalEndOf reads where the journal goes on.
func journalEndOf(b *bolt.Tx) (end journalEnd, err error) {
	key, v := b.Bucket(journalBucket).Cursor().Last()
	if key == nil {
		return end, nil
	}
	if len(key) != 8 || len(v) < journalHead {
		return end, fmt.Errorf("end of the journal: %w", errCoded)
	}
	end.seq = binary.BigEndian.Uint64(key)
	copy(end.hash[:], v[1+len(end.hash):])
	return end, nil
}
