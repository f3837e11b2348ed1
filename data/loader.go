package data

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"

	bolt "go.etcd.io/bbolt"

	"crmlab/domain/record"
)

// loadBytes is how much a Loader gathers before it commits.
const loadBytes = 64 << 20

// Loader appends records to a file in great number: in the order of their IDs, without
// columns, and with every index written once, sorted, at the end. It checks nothing that
// the gate checks; whoever uses it makes records that Verify will find right.
type Loader struct {
	db       *bolt.DB
	kinds    map[*record.Kind]*loading
	counters map[string]uint64
	end      journalEnd

	b       *bolt.Tx
	bytes   int
	records int
}

// loading is what a Loader keeps of one kind until the end.
type loading struct {
	codec   *codec
	lastID  record.ID
	touches []touch
	unique  map[*record.Field][]uniqueEntry
}

type touch struct {
	id  record.ID
	seq uint64
}

type uniqueEntry struct {
	key []byte
	id  record.ID
}

// Load opens a file that nobody uses and lets fn append to it. The file is not synced to
// the disk before the end, so a crash may leave it unusable: it is for files that are
// being made under a temporary name.
func Load(path string, kinds []*record.Kind, fn func(*Loader) error) error {
	if _, err := sound(path, false, walkedAtOpen); err != nil {
		return err
	}
	s := Store{path: path}
	touching := true
	return s.guarded(&touching, func() (err error) {
		o := boltOptions(false)
		o.NoSync = true
		db, err := bolt.Open(path, 0o644, o)
		if err != nil {
			return refusalOf(path, err)
		}
		defer func() { err = errors.Join(err, refusalOf(path, db.Close())) }()
		db.AllocSize = loadBytes
		l := &Loader{db: db, kinds: map[*record.Kind]*loading{}, counters: map[string]uint64{}}
		if err := l.begin(path, kinds); err != nil {
			return err
		}
		defer func() {
			if l.b != nil {
				_ = l.b.Rollback() // after a failure nothing of the last part is wanted
			}
		}()
		if err := fn(l); err != nil {
			return refusalOf(path, err)
		}
		if err := l.finish(); err != nil {
			return refusalOf(path, err)
		}
		return refusalOf(path, db.Sync())
	})
}

func (l *Loader) begin(path string, kinds []*record.Kind) (err error) {
	if l.b, err = l.db.Begin(true); err != nil {
		return err
	}
	format, err := formatOf(path, l.b)
	if err != nil {
		return err
	}
	if format != FileFormat {
		return fmt.Errorf("load %s: it has format %d", path, format)
	}
	if err := prepare(l.b, kinds); err != nil {
		return err
	}
	for _, k := range kinds {
		l.kinds[k] = &loading{codec: newCodec(k), lastID: record.ID(l.b.Bucket(recordsBucket(k)).Sequence()),
			unique: map[*record.Field][]uniqueEntry{}}
	}
	l.end, err = journalEndOf(l.b)
	return err
}

// Records is how many have been added.
func (l *Loader) Records() int { return l.records }

// NextID gives the next record of a kind its ID. Records are added in the order in which
// they got theirs.
func (l *Loader) NextID(k *record.Kind) record.ID {
	l.kinds[k].lastID++
	return l.kinds[k].lastID
}

// Count moves a named counter of the file on by one and returns it.
func (l *Loader) Count(name string) int {
	n, ok := l.counters[name]
	if !ok {
		n = number(l.b.Bucket(countersBucket).Get([]byte(name)))
	}
	l.counters[name] = n + 1
	return int(n + 1)
}

// Add writes new records, which have their IDs, and the journal entry that made them. It
// fills the entry's changes and seals it.
func (l *Loader) Add(e *record.Entry, recs ...record.Record) error {
	e.Seq = l.end.seq + 1
	for _, rec := range recs {
		k := record.KindOfRecord(rec)
		h := rec.Head()
		h.Rev = e.Seq
		in := l.kinds[k]
		e.Changes = append(e.Changes, record.Creation(rec))
		in.touches = append(in.touches, touch{h.ID, e.Seq})
		stored := in.codec.encode(make([]byte, 0, 512), rec, nil)
		if err := l.put(recordsBucket(k), idKey(h.ID), stored); err != nil {
			return fmt.Errorf("load %s %d: %w", k.Name, h.ID, err)
		}
		for _, f := range uniqueFields(k) {
			if key := uniqueKey(f, f.Get(rec)); key != nil {
				in.unique[f] = append(in.unique[f], uniqueEntry{key, h.ID})
			}
		}
		l.records++
	}
	sealed := sealEntry(e, l.end.hash)
	l.end = journalEnd{e.Seq, e.Hash}
	if err := l.put(journalBucket, seqKey(e.Seq), sealed); err != nil {
		return fmt.Errorf("load journal entry %d: %w", e.Seq, err)
	}
	if l.bytes >= loadBytes {
		return l.commit()
	}
	return nil
}

func (l *Loader) put(bucket, key, value []byte) error {
	b := l.b.Bucket(bucket)
	b.FillPercent = denseFill
	l.bytes += len(key) + len(value) + element
	return b.Put(key, value)
}

func (l *Loader) commit() (err error) {
	if err = l.settle(); err == nil {
		l.b, err = l.db.Begin(true)
	}
	return err
}

// settle writes what has gathered.
func (l *Loader) settle() error {
	err := stamp(l.b, l.end)
	if err == nil {
		err = l.b.Commit()
		l.b, l.bytes = nil, 0
	}
	return err
}

// finish writes indexes, sequences and counters.
func (l *Loader) finish() error {
	byName := func(x, y *record.Kind) int { return bytes.Compare([]byte(x.Name), []byte(y.Name)) }
	for _, k := range slices.SortedFunc(maps.Keys(l.kinds), byName) {
		in := l.kinds[k]
		for f, entries := range in.unique {
			if err := l.index(f, entries); err != nil {
				return err
			}
		}
		for _, t := range in.touches {
			if err := l.put(touchedBucket, touchKey(record.Target{Kind: k.Name, ID: t.id}, t.seq), nil); err != nil {
				return err
			}
			if err := l.spill(); err != nil {
				return err
			}
		}
	}
	given := &given{b: l.b}
	for k, in := range l.kinds {
		if err := given.lastID(k, uint64(in.lastID)); err != nil {
			return err
		}
	}
	for name, n := range l.counters {
		if err := given.counter(name, n); err != nil {
			return err
		}
	}
	if err := given.seal(); err != nil {
		return err
	}
	return l.settle()
}

// index writes the entries of a unique index in the order of their keys.
func (l *Loader) index(f *record.Field, entries []uniqueEntry) error {
	slices.SortFunc(entries, func(x, y uniqueEntry) int { return bytes.Compare(x.key, y.key) })
	for i, e := range entries {
		if i > 0 && bytes.Equal(e.key, entries[i-1].key) {
			return fmt.Errorf("load %s: %s %q is given twice", f.Kind.Name, f.Name, e.key)
		}
		if err := l.put(uniqueBucket(f), e.key, idKey(e.id)); err != nil {
			return err
		}
		if err := l.spill(); err != nil {
			return err
		}
	}
	return nil
}

func (l *Loader) spill() error {
	if l.bytes < loadBytes {
		return nil
	}
	return l.commit()
}
