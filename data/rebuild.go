package data

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"unicode/utf8"

	bolt "go.etcd.io/bbolt"

	"crmlab/domain/record"
)

// A hand-in carries the journal of a work file as it is stored. Here it is read back as
// what it is, bytes from somebody else: the chain is checked, every change must fit what
// the changes before it led to, and only then a file is made that holds the result.

// EachEntry walks the journal as it is stored, oldest first. An entry may not be kept.
func (s *Store) EachEntry(fn func(entry []byte) error) error {
	return s.view(func(t *tx) error {
		next := func(c *bolt.Cursor, first bool) (key, v []byte) {
			t.enter()
			defer t.leave()
			if first {
				return c.First()
			}
			return c.Next()
		}
		c := t.b.Bucket(journalBucket).Cursor()
		for key, v := next(c, true); key != nil; key, v = next(c, false) {
			if err := fn(v); err != nil {
				return err
			}
		}
		return nil
	})
}

// ReadEntry decodes an entry that EachEntry gave.
func ReadEntry(entry []byte) (*record.Entry, error) { return readEntry(entry) }

// Break is a place where a journal is not what it was.
type Break struct {
	Step uint64 // of which it is said, from 1
	Text string // one Chinese sentence
}

// mostBreaks are listed of one journal.
const mostBreaks = 20

// CheckChain looks for every place where a journal was touched, and says how many entries
// stand before the first.
//
// The chain shows that a journal was edited, shortened in the middle, reordered or put
// together from two. It cannot show that the last steps were cut off, for which whoever
// keeps a journal notes its end elsewhere, and it holds nobody back who computes all hashes
// anew: there is no secret in it.
func CheckChain(entries [][]byte) (breaks []Break, intact int) {
	intact = len(entries)
	note := func(at int, step uint64, format string, args ...any) {
		intact = min(intact, at)
		if len(breaks) < mostBreaks {
			breaks = append(breaks, Break{step, fmt.Sprintf(format, args...)})
		}
	}
	var end journalEnd
	for i, stored := range entries {
		e, err := readEntry(stored)
		if err != nil {
			note(i, end.seq+1, "第 %d 步无法读取，之后的步骤不再查看。", end.seq+1)
			break
		}
		switch due := end.seq + 1; {
		case e.Hash != chainHash(e.Prev[:], stored[journalHead:]):
			note(i, e.Seq, "第 %d 步的内容被改动过，校验值不符。", e.Seq)
		case e.Seq == due+1:
			note(i, due, "缺少第 %d 步。", due)
		case e.Seq > due:
			note(i, due, "缺少第 %d 步到第 %d 步。", due, e.Seq-1)
		case e.Seq < due:
			note(i, e.Seq, "第 %d 步排在第 %d 步之后，步骤的顺序被改动过，或有重复。", e.Seq, end.seq)
		case e.Prev != end.hash && due == 1:
			note(i, 1, "第 1 步之前还有别的步骤，开头被去掉了。")
		case e.Prev != end.hash:
			note(i, due, "第 %d 步接不上第 %d 步，可能来自另一份作业。", due, end.seq)
		}
		end = journalEnd{e.Seq, e.Hash}
	}
	return breaks, intact
}

// Rebuilding is the records that a journal leads to, step by step from nothing.
type Rebuilding struct {
	kinds    []*record.Kind
	played   map[string]*playedKind // by the kind's name
	end      journalEnd
	entries  [][]byte
	contents [][]byte        // of attached files
	foreign  map[string]bool // tags that this program does not know, by kind and tag
}

// playedKind is what a Rebuilding knows of a kind.
type playedKind struct {
	*codec
	stored  map[record.ID][]byte
	unique  []*record.Field
	holders []map[string]record.ID // of unique values, by field
	touches []touch
	lastID  record.ID
	made    int
}

// NewRebuilding begins with an empty file.
func NewRebuilding(kinds []*record.Kind) *Rebuilding {
	p := &Rebuilding{kinds: kinds, played: map[string]*playedKind{}, foreign: map[string]bool{}}
	for _, k := range kinds {
		in := &playedKind{codec: newCodec(k), stored: map[record.ID][]byte{}, unique: uniqueFields(k)}
		for range in.unique {
			in.holders = append(in.holders, map[string]record.ID{})
		}
		p.played[k.Name] = in
	}
	return p
}

// Steps is how many entries have been played.
func (p *Rebuilding) Steps() int { return len(p.entries) }

// Foreign counts the fields that were left out because this program does not know them.
func (p *Rebuilding) Foreign() int { return len(p.foreign) }

// Head is the hash of the last entry.
func (p *Rebuilding) Head() [32]byte { return p.end.hash }

// largestText is what a text of a record may be long, in bytes: far more than any rule allows.
const largestText = 256 << 10

// errStep ends a step that does not fit; the break that was noted says why.
var errStep = errors.New("data: the step does not fit")

// Add plays the next entry of a chain that CheckChain found intact. An entry that does not
// fit what came before is not played, and the break says why; then nothing may follow it.
func (p *Rebuilding) Add(stored []byte) (broken *Break) {
	e, err := readEntry(stored)
	if err != nil || e.Seq != p.end.seq+1 || e.Prev != p.end.hash {
		return &Break{p.end.seq + 1, fmt.Sprintf("第 %d 步接不上之前的步骤。", p.end.seq+1)}
	}
	s := &playing{p: p, e: e, now: map[record.Target][]byte{}}
	for i := range e.Changes {
		if s.change(&e.Changes[i]) != nil {
			return s.broken
		}
	}
	if s.settle() != nil {
		return s.broken
	}
	s.keep()
	p.end = journalEnd{e.Seq, e.Hash}
	p.entries = append(p.entries, stored)
	return nil
}

// playing is one entry while it is played: nothing counts before all of it fits.
type playing struct {
	p      *Rebuilding
	e      *record.Entry
	now    map[record.Target][]byte // nil: gone
	order  []record.Target
	broken *Break
}

func (s *playing) fail(format string, args ...any) error {
	if s.broken == nil {
		s.broken = &Break{s.e.Seq, fmt.Sprintf("第 %d 步", s.e.Seq) + fmt.Sprintf(format, args...)}
	}
	return errStep
}

func (s *playing) stored(in *playedKind, t record.Target) []byte {
	if b, ok := s.now[t]; ok {
		return b
	}
	return in.stored[t.ID]
}

func (s *playing) change(c *record.Change) error {
	in := s.p.played[c.Kind]
	if in == nil {
		return s.fail("写了一种不认识的记录，可能由更新版本的程序制作。")
	}
	t := record.Target{Kind: c.Kind, ID: c.ID}
	called := in.kind.Label + " " + c.No
	before := s.stored(in, t)
	switch made := c.Op == record.Created; {
	case c.Op != record.Created && c.Op != record.Changed && c.Op != record.Deleted:
		return s.fail("对%s做了不认识的事。", called)
	case made && before != nil:
		return s.fail("新增%s，可是之前已经有了它。", called)
	case !made && before == nil:
		return s.fail("改动%s，可是之前没有它。", called)
	case c.ID == 0 || c.ID > record.ID(in.made+len(s.order))*64+1<<16: // see idSlack; a hand-in has no reason for gaps
		return s.fail("里%s的内部号 %d 不是程序分配的。", called, c.ID)
	}
	rec := in.kind.New()
	if before != nil {
		var err error
		if rec, err = in.decode(c.ID, before); err != nil {
			return s.fail("之前的%s无法读取。", called)
		}
	}
	rec.Head().ID = c.ID
	for _, f := range c.Fields {
		label, known := in.fits(f)
		switch {
		case !known:
			s.p.foreign[fmt.Sprint(c.Kind, f.Tag)] = true
			continue
		case label != "":
			return s.fail("给%s的%s写了不合格式的内容。", called, label)
		}
		if !valueOf(in.kind, rec, f.Tag).Equal(f.Old) {
			return s.fail("记下的原值与之前的步骤不符：%s的%s。", called, in.label(f.Tag))
		}
		setValue(in.kind, rec, f.Tag, f.New)
	}
	if _, seen := s.now[t]; !seen {
		s.order = append(s.order, t)
	}
	if c.Op == record.Deleted {
		s.now[t] = nil
		return nil
	}
	rec.Head().Rev = s.e.Seq
	s.now[t] = in.encode(nil, rec, nil)
	return nil
}

// fits reports whether a field is known, and what it is called where its values are none
// that the program would have written.
func (in *playedKind) fits(c record.FieldChange) (wrong string, known bool) {
	if c.Tag >= record.FirstCustomTag {
		for _, v := range []record.Value{c.Old, c.New} {
			if v.T == record.TypeRows || !textsFit(v) {
				return "自定义属性", true
			}
		}
		return "", c.Tag < 1<<20
	}
	if c.Tag <= 0 || c.Tag >= len(in.byTag) || in.byTag[c.Tag] == nil {
		return "", false
	}
	f := in.byTag[c.Tag]
	for _, v := range []record.Value{c.Old, c.New} {
		if !v.Empty() && (v.T != f.Type || f.Type == record.TypeRows && !rowsFit(f, v)) || !textsFit(v) {
			return f.Label, true
		}
	}
	return "", true
}

func rowsFit(f *record.Field, v record.Value) bool {
	for _, line := range v.R {
		if len(line) != len(f.Columns) {
			return false
		}
		for i, cell := range line {
			if !cell.Empty() && cell.T != f.Columns[i].Type {
				return false
			}
		}
	}
	return true
}

func textsFit(v record.Value) bool {
	if len(v.S) > largestText || !utf8.ValidString(v.S) {
		return false
	}
	for _, line := range v.R {
		for _, cell := range line {
			if !textsFit(cell) {
				return false
			}
		}
	}
	return true
}

func (in *playedKind) label(tag int) string {
	if tag < len(in.byTag) && in.byTag[tag] != nil {
		return in.byTag[tag].Label
	}
	return "自定义属性"
}

// keys are the unique values of a stored record, by field.
func (in *playedKind) keys(id record.ID, stored []byte) ([]string, error) {
	out := make([]string, len(in.unique))
	if stored == nil || len(in.unique) == 0 {
		return out, nil
	}
	rec, err := in.decode(id, stored)
	if err != nil {
		return nil, err
	}
	for i, f := range in.unique {
		out[i] = string(uniqueKey(f, f.Get(rec)))
	}
	return out, nil
}

// settle moves the unique values of what the step touched.
func (s *playing) settle() error {
	type moved struct {
		in      *playedKind
		id      record.ID
		old, is []string // keys before and after, by field
	}
	var all []moved
	for _, t := range s.order {
		in := s.p.played[t.Kind]
		old, err := in.keys(t.ID, in.stored[t.ID])
		is, also := in.keys(t.ID, s.now[t])
		if err != nil || also != nil {
			return s.fail("之后有一条%s无法读取。", in.kind.Label)
		}
		all = append(all, moved{in, t.ID, old, is})
	}
	type place struct {
		in    *playedKind
		field int
		key   string
	}
	freed, given := map[place]bool{}, map[place]record.ID{}
	for _, m := range all {
		for i, key := range m.old {
			freed[place{m.in, i, key}] = true
		}
	}
	for _, m := range all {
		for i, key := range m.is {
			if key == "" {
				continue
			}
			at := place{m.in, i, key}
			other, taken := given[at]
			if !taken && !freed[at] {
				other, taken = m.in.holders[i][key]
			}
			if taken && other != m.id {
				return s.fail("之后有两条%s的%s相同。", m.in.kind.Label, m.in.unique[i].Label)
			}
			given[at] = m.id
		}
	}
	for at := range freed {
		delete(at.in.holders[at.field], at.key)
	}
	for at, id := range given {
		at.in.holders[at.field][at.key] = id
	}
	return nil
}

// keep takes the step in.
func (s *playing) keep() {
	for _, t := range s.order {
		in := s.p.played[t.Kind]
		if b := s.now[t]; b == nil {
			delete(in.stored, t.ID)
		} else {
			if in.stored[t.ID] == nil {
				in.made++
			}
			in.stored[t.ID] = b
		}
		in.lastID = max(in.lastID, t.ID)
	}
	for i := range s.e.Changes {
		c := &s.e.Changes[i]
		in := s.p.played[c.Kind]
		in.touches = append(in.touches, touch{c.ID, s.e.Seq})
	}
}

// numbered is a number as the program gives it, see record.FormatNumber.
var numbered = regexp.MustCompile(`^(.+)-(\d{4,9})$`)

// Write makes a file of what was played, at a path where nothing is. The numbers that were
// given to records that are gone are not known from a journal: new records may get them again.
func (p *Rebuilding) Write(path string) (err error) {
	if err := initialise(path, p.kinds); err != nil {
		return refusalOf(path, err)
	}
	o := boltOptions(false)
	o.NoSync = true // it is looked at and thrown away
	db, err := bolt.Open(path, 0o644, o)
	if err != nil {
		return refusalOf(path, err)
	}
	defer func() { err = errors.Join(err, refusalOf(path, db.Close())) }()
	db.AllocSize = loadBytes
	return refusalOf(path, db.Update(p.flush))
}

func (p *Rebuilding) flush(b *bolt.Tx) error {
	journal := b.Bucket(journalBucket)
	journal.FillPercent = denseFill
	for i, e := range p.entries {
		if err := journal.Put(seqKey(uint64(i)+1), e); err != nil {
			return fmt.Errorf("rebuild the journal: %w", err)
		}
	}
	given, counters := &given{b: b}, map[string]uint64{}
	for _, name := range slices.Sorted(maps.Keys(p.played)) {
		in := p.played[name]
		if err := in.flush(b, counters); err != nil {
			return fmt.Errorf("rebuild %s: %w", name, err)
		}
		if err := given.lastID(in.kind, uint64(in.lastID)); err != nil {
			return err
		}
	}
	for _, name := range slices.Sorted(maps.Keys(counters)) {
		if err := given.counter(name, counters[name]); err != nil {
			return err
		}
	}
	return errors.Join(flushContents(b, p.contents), given.seal(), stamp(b, p.end))
}

func (in *playedKind) flush(b *bolt.Tx, counters map[string]uint64) error {
	records := b.Bucket(recordsBucket(in.kind))
	records.FillPercent = denseFill
	no := in.kind.Field("no")
	for _, id := range slices.Sorted(maps.Keys(in.stored)) {
		if err := records.Put(idKey(id), in.stored[id]); err != nil {
			return err
		}
		v, err := fieldOf(no, in.stored[id])
		if err != nil {
			return err
		}
		if m := numbered.FindStringSubmatch(v.S); m != nil {
			n, _ := strconv.ParseUint(m[2], 10, 32) // nine digits at most
			name := record.NumberCounter(in.kind, m[1])
			counters[name] = max(counters[name], n)
		}
	}
	for i, f := range in.unique {
		bucket := b.Bucket(uniqueBucket(f))
		for _, key := range slices.Sorted(maps.Keys(in.holders[i])) {
			if err := bucket.Put([]byte(key), idKey(in.holders[i][key])); err != nil {
				return err
			}
		}
	}
	slices.SortFunc(in.touches, func(x, y touch) int { return cmp.Or(cmp.Compare(x.id, y.id), cmp.Compare(x.seq, y.seq)) })
	touched := b.Bucket(touchedBucket)
	for _, t := range in.touches {
		if err := touched.Put(touchKey(record.Target{Kind: in.kind.Name, ID: t.id}, t.seq), nil); err != nil {
			return err
		}
	}
	return nil
}
