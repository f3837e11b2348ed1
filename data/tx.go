package data

import (
	"fmt"

	bolt "go.etcd.io/bbolt"

	"crmlab/domain/record"
)

// tx is one transaction: the file as bbolt shows it, the columns, and over both what
// the step itself has written (or, in a View, a step that is being committed).
type tx struct {
	s        *Store
	b        *bolt.Tx
	over     *overlay // nil: nothing lies over the columns
	write    bool
	ended    bool
	touching bool // inside bbolt; see Store.guarded
}

func (t *tx) end() { t.ended = true }

// check catches rows and transactions that were kept too long: their columns may be
// changing under another goroutine's hands.
func (t *tx) check() {
	if t.ended {
		panic("data: a row or reader was used after its transaction")
	}
}

// enter marks that the file is about to be read; leave that it was.
func (t *tx) enter() {
	t.check()
	if t.s.sealed.Load() {
		panic("data: the file was read where memory should have answered")
	}
	t.touching = true
}

func (t *tx) leave() { t.touching = false }

// table waits until a kind's columns have been read.
func (t *tx) table(k *record.Kind) *table {
	t.check()
	base := t.s.tables[k]
	if base == nil {
		panic("data: the file was opened without the kind " + k.Name)
	}
	if !base.loaded.Load() {
		<-base.ready
		if !base.loaded.Load() {
			if l := t.s.lost.Load(); l != nil {
				panic(l)
			}
			panic(&Lost{Refusal: refuseClosed(t.s.path)})
		}
	}
	return base
}

// touched is what the step did to a kind; nil if nothing.
func (t *tx) touched(k *record.Kind) *touched {
	if t.over == nil {
		return nil
	}
	return t.over.kinds[k]
}

// touch is touched for a step that is about to write.
func (t *tx) touch(k *record.Kind) *touched {
	if !t.write {
		panic("data: a View may not write")
	}
	o := t.over.kinds[k]
	if o == nil {
		o = newTouched(t.table(k))
		t.over.kinds[k] = o
	}
	return o
}

// stored is a record's stored form; nil if there is none. It may not be changed, and
// is only good while the transaction lasts.
func (t *tx) stored(k *record.Kind, id record.ID) []byte {
	if o := t.touched(k); o != nil {
		if row, ok := o.rowOf[id]; ok {
			return o.stored[row]
		}
	}
	t.enter()
	defer t.leave()
	return t.b.Bucket(recordsBucket(k)).Get(idKey(id))
}

// eachStored walks the stored records of a kind in the file, ascending.
func (t *tx) eachStored(k *record.Kind, fn func(id record.ID, stored []byte) error) error {
	t.enter()
	defer t.leave()
	c := t.b.Bucket(recordsBucket(k)).Cursor()
	for key, v := c.First(); key != nil; key, v = c.Next() {
		id, ok := keyID(key)
		if !ok || id == 0 || v == nil {
			return fmt.Errorf("key of %s: %w", k.Name, errCoded)
		}
		if err := fn(id, v); err != nil {
			return err
		}
	}
	return nil
}

// fieldInFile reads a field that memory does not hold.
func (t *tx) fieldInFile(k *record.Kind, id record.ID, f *record.Field) record.Value {
	stored := t.stored(k, id)
	if stored == nil {
		return record.Value{T: f.Type}
	}
	v, err := fieldOf(f, stored)
	if err != nil {
		panic(t.s.giveUp(fmt.Errorf("%s %d: %w", k.Name, id, err)))
	}
	return v
}

func (t *tx) Get(k *record.Kind, id record.ID) (record.Record, error) {
	stored := t.stored(k, id)
	if stored == nil {
		return nil, nil
	}
	rec, err := t.s.tables[k].codec.decode(id, stored)
	if err != nil {
		return nil, t.s.giveUp(err)
	}
	return rec, nil
}

func (t *tx) Put(k *record.Kind, rec record.Record) error {
	id := rec.Head().ID
	if id == 0 {
		return fmt.Errorf("put %s: the record has no ID", k.Name)
	}
	o := t.touch(k)
	before := t.stored(k, id)
	stored := o.base.codec.encode(make([]byte, 0, max(len(before)+32, 128)), rec, before)
	for _, f := range o.base.unique {
		old, err := uniqueIn(f, before)
		if err != nil {
			return t.s.giveUp(err)
		}
		if err := t.moveUnique(f, id, old, uniqueKey(f, f.Get(rec))); err != nil {
			return err
		}
	}
	if uint64(id) > o.lastID {
		last, err := t.lastID(k)
		if err != nil {
			return err
		}
		o.lastID = max(last, uint64(id))
	}
	if err := t.roomFor(o.base, id); err != nil {
		return err
	}
	t.over.size += len(stored)
	return o.set(id, stored)
}

// roomFor refuses an ID far beyond those that were given: columns are as long as the
// highest ID.
func (t *tx) roomFor(base *table, id record.ID) error {
	if uint64(id) >= uint64(base.rows)+idSlack {
		return fmt.Errorf("put %s %d: the ID was never given", base.kind.Name, id)
	}
	return nil
}

func (t *tx) Drop(k *record.Kind, id record.ID) error {
	o := t.touch(k)
	before := t.stored(k, id)
	if before == nil {
		return fmt.Errorf("drop %s %d: there is no such record", k.Name, id)
	}
	for _, f := range o.base.unique {
		old, err := uniqueIn(f, before)
		if err != nil {
			return t.s.giveUp(err)
		}
		if err := t.moveUnique(f, id, old, nil); err != nil {
			return err
		}
	}
	t.over.size += 32
	return o.set(id, nil)
}

func (t *tx) lastID(k *record.Kind) (uint64, error) {
	if o := t.touched(k); o != nil && o.lastID > 0 {
		return o.lastID, nil
	}
	t.enter()
	defer t.leave()
	return t.b.Bucket(recordsBucket(k)).Sequence(), nil
}

func (t *tx) NextID(k *record.Kind) (record.ID, error) {
	o := t.touch(k)
	last, err := t.lastID(k)
	if err != nil {
		return 0, err
	}
	o.lastID = last + 1
	return record.ID(o.lastID), nil
}

func (t *tx) Count(name string) (int, error) {
	if !t.write {
		panic("data: a View may not count")
	}
	n, ok := t.over.counters[name]
	if !ok {
		t.enter()
		n = number(t.b.Bucket(countersBucket).Get([]byte(name)))
		t.leave()
	}
	n++
	t.over.counters[name] = n
	t.over.size += len(name) + 24
	return int(n), nil
}

// locate finds a record's row, in the step's own records first.
func (t *tx) locate(k *record.Kind, id record.ID) (c *columns, at int, ok bool) {
	if o := t.touched(k); o != nil {
		if at, ok := o.rowOf[id]; ok {
			return o.columns, at, o.live[at]
		}
	}
	base := t.table(k)
	return base.columns, int(id), base.has(id)
}

func (t *tx) Row(k *record.Kind, id record.ID) (record.Row, bool) {
	c, at, ok := t.locate(k, id)
	if !ok {
		return nil, false
	}
	return &row{tx: t, c: c, at: at, id: id}, true
}

func (t *tx) Tally(y *record.Tally, id record.ID) (int64, int) {
	base := t.table(y.Kind).tally(y)
	if base == nil {
		return 0, 0
	}
	got := base.get(id)
	if o := t.touched(y.Kind); o != nil {
		d := o.sums[y][id]
		got.sum, got.count = got.sum+d.sum, got.count+d.count
	}
	return got.sum, got.count
}

func (t *tx) Matches(text, query string) bool { return textMatches(text, query) }

// Lines walks committed records and, after them, those the step wrote.
func (t *tx) Lines(rows *record.Field, fn func(owner, line record.Row) bool) error {
	base, o := t.table(rows.Kind), t.touched(rows.Kind)
	owner := &row{tx: t, c: base.columns}
	line := &lineRow{tx: t, t: base.linesOf(rows)}
	if line.t == nil {
		return fmt.Errorf("%s.%s has no lines", rows.Kind.Name, rows.Name)
	}
	walk := func() bool {
		from, to := line.t.span(owner.at)
		line.owner, line.first = owner.id, from
		for line.at = from; line.at < to; line.at++ {
			if !fn(owner, line) {
				return false
			}
		}
		return true
	}
	for at := range line.t.count.rows {
		if line.t.count.get(at) == 0 || o.hides(record.ID(at)) {
			continue
		}
		owner.at, owner.id = at, record.ID(at)
		if !walk() {
			return nil
		}
	}
	if o == nil {
		return nil
	}
	owner.c, line.t = o.columns, o.linesOf(rows)
	for at, id := range o.ids {
		if owner.at, owner.id = at, id; o.live[at] && !walk() {
			return nil
		}
	}
	return nil
}
