package data

import "crmlab/domain/record"

// keyerOf chooses how a field sorts: numbers by size, texts in Chinese order, choices
// as declared, links by the title of their target, everything else not at all.
func (t *tx) keyerOf(s *scan, f *record.Field) keyer {
	i := s.c.column(f.Tag)
	if i < 0 {
		return unordered{}
	}
	switch col := s.c.cols[i].(type) {
	case *numbers[uint8]:
		return numberKeys[uint8]{col.data}
	case *numbers[int32]:
		return numberKeys[int32]{col.data}
	case *numbers[int64]:
		return numberKeys[int64]{col.data}
	case *texts[uint32]:
		return rankKeys[uint32]{col.codes, col.dict.ranks()}
	case *texts[uint16]:
		return rankKeys[uint16]{col.codes, choiceRanks(col.dict, f)}
	case *numbers[uint32]:
		return t.titleKeys(col, f)
	}
	return unordered{}
}

type unordered struct{}

func (unordered) fill(_ []uint32, keys []uint64) { clear(keys) }

type numberKeys[T uint8 | int32 | int64] struct{ data []T }

func (k numberKeys[T]) fill(rows []uint32, keys []uint64) {
	for i, r := range rows {
		keys[i] = uint64(int64(k.data[r])) ^ 1<<63
	}
}

type rankKeys[C uint16 | uint32] struct {
	codes []C
	ranks []uint64
}

func (k rankKeys[C]) fill(rows []uint32, keys []uint64) {
	for i, r := range rows {
		keys[i] = k.ranks[k.codes[r]]
	}
}

// choiceRanks is the place of every stored code among the choices as they are declared
// now; codes that are declared no more come last.
func choiceRanks(d *dictionary, f *record.Field) []uint64 {
	ranks := make([]uint64, len(d.entries))
	for code, e := range d.entries {
		ranks[code] = choicePlace(f, e)
	}
	return ranks
}

func choicePlace(f *record.Field, code string) uint64 {
	if code == "" {
		return 0
	}
	for i, c := range f.Choices {
		if c.Code == code {
			return uint64(i) + 1
		}
	}
	return uint64(len(f.Choices)) + 1
}

// titleKeys sorts a link by what its targets are called; targets without a title come
// before those with one, by their number.
func (t *tx) titleKeys(col *numbers[uint32], f *record.Field) keyer {
	k := f.Target()
	if k == nil {
		return unordered{}
	}
	base := t.table(k)
	titles := base.columnOf(k.TitleField)
	numbers := base.columnOf(numberField(k))
	byTitle := &linkKeys{links: col.data, live: base.live}
	if titles == nil {
		titles = numbers
	}
	byTitle.titles, byTitle.ranks = titles, titles.dictionary().ranks()
	if titles != numbers {
		byTitle.numbers, byTitle.numberRanks = numbers, numbers.dictionary().ranks()
	}
	return byTitle
}

// columnOf is the text column of a field; nil if the field is no text in memory.
func (t *table) columnOf(f *record.Field) *texts[uint32] {
	if f == nil {
		return nil
	}
	if i := t.column(f.Tag); i >= 0 {
		if c, ok := t.cols[i].(*texts[uint32]); ok {
			return c
		}
	}
	return nil
}

type linkKeys struct {
	links       []uint32
	live        []bool
	titles      *texts[uint32]
	ranks       []uint64
	numbers     *texts[uint32] // nil where the number is the title
	numberRanks []uint64
}

func (k *linkKeys) fill(rows []uint32, keys []uint64) {
	for i, r := range rows {
		id := k.links[r]
		switch {
		case id == 0 || int(id) >= len(k.live) || !k.live[id]:
			keys[i] = 0
		case k.titles.codes[id] != 0 || k.numbers == nil:
			keys[i] = k.ranks[k.titles.codes[id]]>>1 | 1<<63
		default:
			keys[i] = k.numberRanks[k.numbers.codes[id]] >> 1
		}
	}
}
