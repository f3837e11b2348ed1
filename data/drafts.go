package data

import (
	"bytes"

	bolt "go.etcd.io/bbolt"
)

// Drafts are what forms held before it was saved. They lie in the file, so that they go
// where it goes, but they are no records: no journal, no undo, nobody else sees them.
type Drafts struct{ s *Store }

// Drafts gives the file's drafts.
func (s *Store) Drafts() Drafts { return Drafts{s} }

// Save keeps a draft under a key.
func (d Drafts) Save(key string, content []byte) error {
	return d.write(func(drafts *bolt.Bucket) (bool, error) {
		if bytes.Equal(drafts.Get([]byte(key)), content) {
			return false, nil
		}
		return true, drafts.Put([]byte(key), content)
	})
}

// Drop forgets the draft of a key.
func (d Drafts) Drop(key string) error {
	if have, err := d.Load(key); have == nil || err != nil {
		return err
	}
	return d.write(func(drafts *bolt.Bucket) (bool, error) { return true, drafts.Delete([]byte(key)) })
}

// Load returns the draft of a key; nil when there is none.
func (d Drafts) Load(key string) (content []byte, err error) {
	err = d.s.view(func(t *tx) error {
		t.enter()
		defer t.leave()
		content = bytes.Clone(t.b.Bucket(draftsBucket).Get([]byte(key)))
		return nil
	})
	return content, err
}

// write changes drafts in a transaction of their own, or in that of a Bulk.
func (d Drafts) write(change func(*bolt.Bucket) (changed bool, err error)) error {
	s := d.s
	s.writing.Lock()
	defer s.writing.Unlock()
	touching := true
	return s.guarded(&touching, func() error {
		if s.readOnly {
			return refuseReadOnly(s.path)
		}
		if err := s.wait(); err != nil {
			return err
		}
		if k := s.bulk; k != nil {
			k.mu.Lock()
			defer k.mu.Unlock()
			if err := k.open(&tx{s: s}); err != nil {
				return err
			}
			changed, err := change(k.b.Bucket(draftsBucket))
			if err != nil || !changed {
				return err
			}
			k.steps++
			return stamp(k.b, s.end)
		}
		b, err := s.begin(true)
		if err != nil {
			return err
		}
		defer func() {
			if b != nil {
				s.rollback(b)
			}
		}()
		changed, err := change(b.Bucket(draftsBucket))
		if err != nil || !changed {
			return err
		}
		if err := stamp(b, s.end); err != nil {
			return err
		}
		if err := s.inPlace(b); err != nil {
			return err
		}
		done := b
		b = nil
		return s.commit(done, newOverlay(s.end))
	})
}
