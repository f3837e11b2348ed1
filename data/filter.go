package data

import (
	"cmp"
	"math"
	"slices"

	"crmlab/domain/record"
)

// filter keeps those of the rows that pass, in place.
type filter interface {
	keep(rows []uint32) []uint32
}

// costs order filters: cheap and selective ones first.
const (
	costEqual = iota
	costRange
	costContains
	costValue
	costFile
)

type costed struct {
	filter
	cost int
}

// compile turns tests into filters over columns c.
func (t *tx) compile(tests []record.Test, c *columns, idOf func(row uint32) record.ID) []filter {
	fs := make([]costed, 0, len(tests))
	for _, test := range tests {
		fs = append(fs, t.compileOne(test, c, idOf))
	}
	slices.SortStableFunc(fs, func(a, b costed) int { return cmp.Compare(a.cost, b.cost) })
	out := make([]filter, len(fs))
	for i, f := range fs {
		out[i] = f.filter
	}
	return out
}

func (t *tx) compileOne(test record.Test, c *columns, idOf func(uint32) record.ID) costed {
	i := c.column(test.Field.Tag)
	if i < 0 {
		return costed{&inFile{t, c.kind, test, idOf}, costFile}
	}
	switch col := c.cols[i].(type) {
	case *numbers[uint8]:
		return compileNumbers(test, col, 0, math.MaxUint8)
	case *numbers[uint32]:
		return compileNumbers(test, col, 0, math.MaxUint32)
	case *numbers[int32]:
		return compileNumbers(test, col, math.MinInt32, math.MaxInt32)
	case *numbers[int64]:
		return compileNumbers(test, col, math.MinInt64, math.MaxInt64)
	case *texts[uint16]:
		ok, cost := codesThatHold(test, col.typ, col.dict)
		return costed{&ofCodes[uint16]{col.codes, ok}, cost}
	case *texts[uint32]:
		ok, cost := codesThatHold(test, col.typ, col.dict)
		return costed{&ofCodes[uint32]{col.codes, ok}, cost}
	}
	return costed{&byValue{c.cols[i], test}, costValue}
}

func compileNumbers[T uint8 | uint32 | int32 | int64](test record.Test, col *numbers[T], least, most int64) costed {
	low, high, neg, ok := interval(test, col.typ)
	if !ok {
		return costed{&byValue{col, test}, costValue}
	}
	cost := costRange
	if low == high && !neg {
		cost = costEqual
	}
	if low > high || high < least || low > most {
		return costed{constant(neg), costEqual}
	}
	in := &between[T]{col.data, T(max(low, least)), T(min(high, most)), neg}
	if test.Op == record.Within && low <= 0 && high >= 0 && (col.typ == record.TypeDate || col.typ == record.TypeTime) {
		return costed{all{in, &between[T]{col.data, 0, 0, true}}, cost} // 0 is no date
	}
	return costed{in, cost}
}

// interval writes a test of a number as "within low and high" or its opposite; ok is
// false where it is neither.
func interval(t record.Test, typ record.Type) (low, high int64, neg, ok bool) {
	value := func(i int) int64 {
		if i < len(t.Values) {
			return t.Values[i].N
		}
		return 0
	}
	switch t.Op {
	case record.Is, record.Not:
		if len(t.Values) != 1 || t.Values[0].S != "" {
			return 0, 0, false, false
		}
		return value(0), value(0), t.Op == record.Not, true
	case record.IsBlank, record.Filled:
		return 0, 0, t.Op == record.Filled, true
	case record.Less:
		if value(0) == math.MinInt64 {
			return 1, 0, false, true
		}
		return math.MinInt64, value(0) - 1, false, true
	case record.AtMost:
		return math.MinInt64, value(0), false, true
	case record.More:
		if value(0) == math.MaxInt64 {
			return 1, 0, false, true
		}
		return value(0) + 1, math.MaxInt64, false, true
	case record.AtLeast:
		return value(0), math.MaxInt64, false, true
	case record.Within:
		low, high = value(0), value(1)
		if typ == record.TypeDate || typ == record.TypeTime {
			if low == 0 {
				low = math.MinInt64
			}
			if high == 0 {
				high = math.MaxInt64
			}
		}
		return low, high, false, true
	}
	return 0, 0, false, false
}

// codesThatHold marks the entries of a dictionary that pass a test.
func codesThatHold(t record.Test, typ record.Type, d *dictionary) (ok []bool, cost int) {
	switch {
	case t.Op == record.Contains:
		if len(t.Values) == 0 {
			return d.matching(""), costContains
		}
		return d.matching(t.Values[0].S), costContains
	case t.Op == record.Is || t.Op == record.Not:
		ok = make([]bool, len(d.entries))
		for _, w := range t.Values {
			if w.N != 0 {
				continue
			}
			for _, code := range d.codesOf(w.S) {
				ok[code] = true
			}
		}
		if t.Op == record.Not {
			for i := range ok {
				ok[i] = !ok[i]
			}
			return ok, costRange
		}
		return ok, costEqual
	}
	ok = make([]bool, len(d.entries))
	for i, e := range d.entries {
		ok[i] = t.Holds(record.Value{T: typ, S: e})
	}
	return ok, costRange
}

// between passes rows whose number lies in a range, or outside it.
type between[T uint8 | uint32 | int32 | int64] struct {
	data      []T
	low, high T
	neg       bool
}

func (f *between[T]) keep(rows []uint32) []uint32 {
	n := 0
	for _, r := range rows {
		v := f.data[r]
		rows[n] = r
		if (v >= f.low && v <= f.high) != f.neg {
			n++
		}
	}
	return rows[:n]
}

// ofCodes passes rows whose text is one of those marked.
type ofCodes[C uint16 | uint32] struct {
	codes []C
	ok    []bool
}

func (f *ofCodes[C]) keep(rows []uint32) []uint32 {
	n := 0
	for _, r := range rows {
		rows[n] = r
		if f.ok[f.codes[r]] {
			n++
		}
	}
	return rows[:n]
}

// all passes rows that pass every one of its filters.
type all []filter

func (f all) keep(rows []uint32) []uint32 {
	for _, one := range f {
		rows = one.keep(rows)
	}
	return rows
}

// constant passes all rows or none.
type constant bool

func (f constant) keep(rows []uint32) []uint32 {
	if f {
		return rows
	}
	return rows[:0]
}

// byValue asks the test itself, for columns and operators without a faster way.
type byValue struct {
	col  column
	test record.Test
}

func (f *byValue) keep(rows []uint32) []uint32 {
	return slices.DeleteFunc(rows, func(r uint32) bool { return !holds(f.test, f.col.value(int(r))) })
}

// inFile asks the test of a field that only the file holds.
type inFile struct {
	t    *tx
	kind *record.Kind
	test record.Test
	idOf func(row uint32) record.ID
}

func (f *inFile) keep(rows []uint32) []uint32 {
	return slices.DeleteFunc(rows, func(r uint32) bool {
		return !holds(f.test, f.t.fieldInFile(f.kind, f.idOf(r), f.test.Field))
	})
}

// byRow asks a function that looks at one row at a time.
type byRow struct {
	row  row
	idOf func(row uint32) record.ID
	ask  func(record.Row) bool
}

func (f *byRow) keep(rows []uint32) []uint32 {
	return slices.DeleteFunc(rows, func(r uint32) bool {
		f.row.at, f.row.id = int(r), f.idOf(r)
		return !f.ask(&f.row)
	})
}

// anyOf passes rows that one of several marks lets through: the text search.
type anyOf struct{ marks []func(row uint32) bool }

func (f *anyOf) keep(rows []uint32) []uint32 {
	return slices.DeleteFunc(rows, func(r uint32) bool {
		for _, m := range f.marks {
			if m(r) {
				return false
			}
		}
		return true
	})
}
