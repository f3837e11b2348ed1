package data

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"

	bolt "go.etcd.io/bbolt"

	"crmlab/domain/record"
)

// denseFill packs pages of buckets that only grow at their end.
const denseFill = 0.9

// flush writes what a step did into a bbolt transaction, each bucket in the order of
// its keys.
func (s *Store) flush(o *overlay, b *bolt.Tx) error {
	given := &given{b: b}
	for _, k := range s.kinds {
		if t := o.kinds[k]; t != nil {
			if err := errors.Join(flushRecords(t, b), given.lastID(k, t.lastID)); err != nil {
				return fmt.Errorf("write %s: %w", k.Name, err)
			}
		}
		for _, f := range s.tables[k].unique {
			if err := flushUnique(f, o.unique[f], b.Bucket(uniqueBucket(f))); err != nil {
				return fmt.Errorf("index %s.%s: %w", k.Name, f.Name, err)
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(o.counters)) {
		if err := given.counter(name, o.counters[name]); err != nil {
			return err
		}
	}
	if err := given.seal(); err != nil {
		return err
	}
	for _, hash := range slices.Sorted(maps.Keys(o.contents)) {
		if err := b.Bucket(contentsBucket).Put([]byte(hash), o.contents[hash]); err != nil {
			return fmt.Errorf("keep a content: %w", err)
		}
	}
	if err := flushJournal(o, b); err != nil {
		return err
	}
	return stamp(b, o.journalEnd)
}

func flushRecords(t *touched, b *bolt.Tx) error {
	bucket := b.Bucket(recordsBucket(t.kind))
	bucket.FillPercent = denseFill
	rows := make([]int, len(t.ids))
	for i := range rows {
		rows[i] = i
	}
	slices.SortFunc(rows, func(x, y int) int { return cmp.Compare(t.ids[x], t.ids[y]) })
	for _, row := range rows {
		key := idKey(t.ids[row])
		var err error
		if t.stored[row] == nil {
			err = bucket.Delete(key)
		} else {
			err = bucket.Put(key, t.stored[row])
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func flushUnique(f *record.Field, values map[string]record.ID, bucket *bolt.Bucket) error {
	for _, key := range slices.Sorted(maps.Keys(values)) {
		var err error
		if id := values[key]; id == 0 {
			err = bucket.Delete([]byte(key))
		} else {
			err = bucket.Put([]byte(key), idKey(id))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func flushJournal(o *overlay, b *bolt.Tx) error {
	journal, touched := b.Bucket(journalBucket), b.Bucket(touchedBucket)
	journal.FillPercent = denseFill
	first := o.seq - uint64(len(o.entries)) + 1
	for i, e := range o.entries {
		if err := journal.Put(seqKey(first+uint64(i)), e); err != nil {
			return fmt.Errorf("journal: %w", err)
		}
	}
	slices.SortFunc(o.touches, slices.Compare)
	for _, key := range o.touches {
		if err := touched.Put(key, nil); err != nil {
			return fmt.Errorf("journal index: %w", err)
		}
	}
	return nil
}

// settle asks whether every contested value has found its one record.
func (s *Store) settle(o *overlay) error {
	for _, c := range o.contested {
		if err := s.settled(o, c); err != nil {
			return err
		}
	}
	return nil
}

// settled refuses a step that leaves two records with one unique value. The rules ask
// before they save, so this only stops a mistake in a rule or in an undo.
func (s *Store) settled(o *overlay, c contest) error {
	t := o.kinds[c.field.Kind]
	row, ok := t.rowOf[c.loser]
	if ok && t.stored[row] == nil {
		return nil
	}
	if ok {
		v, err := fieldOf(c.field, t.stored[row])
		if err != nil {
			return err
		}
		if string(uniqueKey(c.field, v)) != c.key {
			return nil
		}
	}
	return record.RefuseField("unique", c.field.Name, "没有保存"+c.field.Kind.Label, c.field.Label+"与另一条记录重复", "换一个"+c.field.Label)
}

// apply brings the columns to the state that was just committed. It can not fail: the
// bytes come from our own encoder and have been read once already.
func (s *Store) apply(o *overlay) error {
	for k, t := range o.kinds {
		base := s.tables[k]
		base.changes++
		for row, id := range t.ids {
			if t.stored[row] == nil {
				base.remove(id)
			} else if err := base.put(id, t.stored[row]); err != nil {
				return err
			}
		}
	}
	s.end = o.journalEnd
	return nil
}
