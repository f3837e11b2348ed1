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
//
// Each processor has a share of about the same work from the start: were the kinds handed out
// as they come, the largest, which comes last, would be read by one while the others wait.
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
		total := 0
		for _, k := range s.kinds {
			total += int(min(b.Bucket(recordsBucket(k)).Sequence(), 1<<30))
		}
		if progress == nil {
			progress = func(int, int) {}
		}
		return s.loadKinds(shares(b, s.kinds, min(2, runtime.NumCPU())), &counted{total: total, report: progress})
	})
	if err != nil && !errors.Is(err, errStopped) && !s.closed.Load() && s.lost.Load() == nil {
		_ = s.giveUp(err) // who asks next is told
	}
}

// shares deals kinds out to n workers, so that all have about as much to read; the large ones
// come last in each share.
func shares(b *bolt.Tx, kinds []*record.Kind, n int) [][]*record.Kind {
	order := slices.Clone(kinds)
	weight := map[*record.Kind]uint64{}
	for _, k := range kinds {
		bucket := b.Bucket(recordsBucket(k))
		_, sample := bucket.Cursor().Seek(idKey(record.ID(bucket.Sequence() / 2)))
		weight[k] = bucket.Sequence() * uint64(len(sample)+1)
	}
	slices.SortStableFunc(order, func(x, y *record.Kind) int { return cmp.Compare(weight[x], weight[y]) })
	out, loads := make([][]*record.Kind, n), make([]uint64, n)
	for _, k := range slices.Backward(order) {
		least := slices.Index(loads, slices.Min(loads))
		out[least] = append(out[least], k)
		loads[least] += weight[k]
	}
	for _, share := range out {
		slices.Reverse(share)
	}
	return out
}

// loadKinds reads each share by itself.
func (s *Store) loadKinds(shares [][]*record.Kind, n *counted) error {
	errs := make([]error, len(shares))
	var workers sync.WaitGroup
	for i, share := range shares {
		workers.Go(func() {
			for _, k := range share {
				errs[i] = errors.Join(errs[i], s.loadKind(k, n))
			}
		})
	}
	workers.Wait()
	return errors.Join(errs...)
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
	t.columns.load()
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
