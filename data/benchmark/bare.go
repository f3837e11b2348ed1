package main

import (
	"bytes"
	"errors"

	bolt "go.etcd.io/bbolt"
)

// bareSaver puts into bbolt, without anything else, what steps have put there.
type bareSaver struct {
	db      *bolt.DB
	puts    [][]put // by step
	journal [][]byte
}

type put struct{ bucket, key, value []byte }

// journalBucket is where a work file keeps its journal.
const journalBucket = "journal"

// captured makes some steps and finds out what they have put into the file, by comparing
// it with a copy from before; the copy is what the bare commits go to.
func (c *changes) captured(steps int) (*bareSaver, error) {
	before, err := c.copy(c.path, c.size+"-bare.crmwork")
	if err != nil {
		return nil, err
	}
	for range steps {
		if _, err := c.saveOne(); err != nil {
			return nil, err
		}
	}
	if err := c.file.store.Close(); err != nil {
		return nil, err
	}
	s := &bareSaver{puts: make([][]put, steps)}
	options := &bolt.Options{FreelistType: bolt.FreelistMapType, NoStatistics: true, InitialMmapSize: 1 << 30}
	if s.db, err = bolt.Open(before, 0o644, options); err != nil {
		return nil, err
	}
	s.db.AllocSize = 1 << 20
	after, err := bolt.Open(c.path, 0o644, &bolt.Options{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	if err := errors.Join(s.compare(after, steps), after.Close()); err != nil {
		return nil, err
	}
	c.file, err = openFile(c.path)
	return s, err
}

// compare finds what is new or changed after some steps. New keys of a bucket stand in the
// order in which the steps made them; keys that are written again and again (counters) belong
// to every step.
func (s *bareSaver) compare(after *bolt.DB, steps int) error {
	return s.db.View(func(old *bolt.Tx) error {
		return after.View(func(b *bolt.Tx) error {
			return b.ForEach(func(name []byte, bucket *bolt.Bucket) error {
				changed := differences(old.Bucket(name), bucket, name)
				each := len(changed) / steps
				for i := range s.puts {
					if each > 0 && len(changed)%steps == 0 {
						s.puts[i] = append(s.puts[i], changed[i*each:(i+1)*each]...)
					} else {
						s.puts[i] = append(s.puts[i], changed...)
					}
				}
				if string(name) == journalBucket {
					for _, p := range changed {
						s.journal = append(s.journal, p.value)
					}
				}
				return nil
			})
		})
	})
}

func differences(old, now *bolt.Bucket, name []byte) []put {
	var out []put
	a, b := old.Cursor(), now.Cursor()
	oldKey, oldValue := a.First()
	for key, value := b.First(); key != nil; key, value = b.Next() {
		for oldKey != nil && bytes.Compare(oldKey, key) < 0 {
			oldKey, oldValue = a.Next()
		}
		if oldKey == nil || !bytes.Equal(oldKey, key) || !bytes.Equal(oldValue, value) {
			out = append(out, put{bytes.Clone(name), bytes.Clone(key), bytes.Clone(value)})
		}
	}
	return out
}

// packed is how full a work file packs the pages of buckets that grow at their end.
const packed = 0.9

func (s *bareSaver) commit(step int) error {
	return s.db.Update(func(tx *bolt.Tx) error {
		for _, p := range s.puts[step] {
			b := tx.Bucket(p.bucket)
			if string(p.bucket) == journalBucket || bytes.HasPrefix(p.bucket, []byte("r.")) {
				b.FillPercent = packed
			}
			if err := b.Put(p.key, p.value); err != nil {
				return err
			}
		}
		return nil
	})
}
