package data

import (
	"sync"
	"unsafe"

	"crmlab/domain/record"
)

// keyerOf chooses how a field sorts: numbers by size, texts in Chinese order, choices
// as declared, links by the title of their target, everything else not at all.
func (t *tx) keyerOf(s *scan, f *record.Field) keyer {
	i := s.c.column(f.Tag)
	if i < 0 {
		return unordered{}
	}
	switch col := s.c.cols[i].(type) {
	case *numbers:
		if col.typ == record.TypeLink {
			return t.titleKeys(col, f)
		}
		return numberKeys{&col.packed}
	case *texts:
		if col.typ == record.TypeChoice {
			return &rankKeys{c: &col.codes, ranks: choiceRanks(col.dict, f)}
		}
		k := &rankKeys{c: &col.codes, ranks: col.dict.ranks()}
		if s.liveIn != nil {
			k.ends = t.table(f.Kind).rankEnds(col, k.ranks)
		}
		return k
	}
	return unordered{}
}

type unordered struct{}

func (unordered) fill(_ []uint32, keys []uint64) { clear(keys) }

// keyOfNumber makes numbers sort as unsigned keys.
func keyOfNumber(n int64) uint64 { return uint64(n) ^ 1<<63 }

// numbersOf is the same memory for numbers that are about to become keys.
func numbersOf(keys []uint64) []int64 {
	return unsafe.Slice((*int64)(unsafe.Pointer(unsafe.SliceData(keys))), len(keys))
}

type numberKeys struct{ c *packed }

func (k numberKeys) fill(rows []uint32, keys []uint64) {
	k.c.gather(rows, numbersOf(keys))
	for i, n := range keys {
		keys[i] = keyOfNumber(int64(n))
	}
}

// blockBounds belongs to bounded.
func (k numberKeys) blockBounds(b int) (least, most uint64, ok bool) {
	low, high := k.c.bounds(b)
	return keyOfNumber(low), keyOfNumber(high), true
}

type rankKeys struct {
	c     *packed
	ranks []uint64
	ends  []rankBounds
}

type rankBounds struct{ least, most uint64 }

// boundRanks are the bounds of the ranks in every block of a text whose values hardly repeat:
// numbers are given in order, so a page of them lies in few blocks.
type boundRanks struct {
	mu   sync.Mutex
	ends []rankBounds
	asOf uint64
	made bool
}

func (t *table) rankEnds(col *texts, ranks []uint64) []rankBounds {
	if col.dict.codes != nil {
		return nil
	}
	o := &col.ranked
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.made && o.asOf == t.changes {
		return o.ends
	}
	codes := make([]int64, blockRows)
	o.ends = make([]rankBounds, (len(t.live)+blockMask)>>blockShift)
	for b := range o.ends {
		n := min(blockRows, len(t.live)-b<<blockShift)
		col.codes.span(b<<blockShift, b<<blockShift+n, codes[:n])
		ends := rankBounds{least: ^uint64(0)}
		for _, code := range codes[:n] {
			ends = rankBounds{min(ends.least, ranks[code]), max(ends.most, ranks[code])}
		}
		o.ends[b] = ends
	}
	o.asOf, o.made = t.changes, true
	return o.ends
}

// blockBounds belongs to bounded.
func (k *rankKeys) blockBounds(b int) (least, most uint64, ok bool) {
	if b >= len(k.ends) {
		return 0, 0, false
	}
	return k.ends[b].least, k.ends[b].most, true
}

func (k *rankKeys) fill(rows []uint32, keys []uint64) {
	k.c.gather(rows, numbersOf(keys))
	for i, code := range keys {
		keys[i] = k.ranks[code]
	}
}

// choiceRanks is the place of every stored code among the choices as they are declared
// now; codes that are declared no more come last.
func choiceRanks(d *dictionary, f *record.Field) []uint64 {
	ranks := make([]uint64, d.words.len())
	for code := range ranks {
		ranks[code] = choicePlace(f, d.words.at(uint32(code)))
	}
	return ranks
}

func choicePlace(f *record.Field, code string) uint64 { return uint64(f.Place(code)) }

// titleKeys sorts a link by what its targets are called.
func (t *tx) titleKeys(col *numbers, f *record.Field) keyer {
	k := f.Target()
	if k == nil {
		return unordered{}
	}
	return &linkKeys{links: &col.packed, keys: t.table(k).titleOrder()}
}

// titleKeys of a table are made when a link to it is first sorted, and anew when a step has
// touched it since.
type titleKeys struct {
	mu     sync.Mutex
	keys   []uint64
	asOf   uint64
	warmed bool

	sorted     []uint32 // IDs by key
	sortedAsOf uint64
}

// titleOrder is a sort key for every record: those without a title come before those with
// one, by their number; what is not there comes first of all.
func (t *table) titleOrder() []uint64 {
	o := &t.titled
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.warmed && o.asOf == t.changes {
		return o.keys
	}
	titles, numbers := t.columnOf(t.kind.TitleField), t.columnOf(numberField(t.kind))
	if titles == nil {
		titles = numbers
	}
	ranks := titles.dict.ranks()
	var numberRanks []uint64
	if titles != numbers {
		numberRanks = numbers.dict.ranks()
	}
	o.keys = make([]uint64, len(t.live))
	for id, live := range t.live {
		if !live {
			continue
		}
		code := titles.codes.get(id)
		switch {
		case code != 0 || numberRanks == nil:
			o.keys[id] = ranks[code]>>1 | 1<<63
		default:
			o.keys[id] = numberRanks[numbers.codes.get(id)] >> 1
		}
	}
	o.warmed, o.asOf = true, t.changes
	return o.keys
}

// columnOf is the text column of a field; nil if the field is no text in memory.
func (t *table) columnOf(f *record.Field) *texts {
	if f == nil {
		return nil
	}
	if i := t.column(f.Tag); i >= 0 {
		if c, ok := t.cols[i].(*texts); ok {
			return c
		}
	}
	return nil
}

type linkKeys struct {
	links *packed
	keys  []uint64
}

func (k *linkKeys) fill(rows []uint32, keys []uint64) {
	k.links.gather(rows, numbersOf(keys))
	for i, id := range keys {
		keys[i] = 0
		if id < uint64(len(k.keys)) {
			keys[i] = k.keys[id]
		}
	}
}
