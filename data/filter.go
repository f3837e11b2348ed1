package data

import (
	"cmp"
	"math"
	"slices"

	"crmlab/domain/record"
)

// filter keeps those of the rows that pass, in place. All rows lie in one block.
type filter interface {
	keep(rows []uint32) []uint32
}

// verdict is what the bounds of a block tell of all its rows.
type verdict uint8

const (
	some verdict = iota // ask every row
	none
	every
)

// judge is a filter that can tell of a whole block.
type judge interface {
	judge(block int) verdict
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
	pass float64 // about what part of the rows passes; 0: nobody knows
}

// compile turns tests into filters over columns c.
func (t *tx) compile(sel *record.Selection, c *columns, idOf func(row uint32) record.ID) []filter {
	fs := make([]costed, 0, len(sel.Where))
	for _, test := range sel.Where {
		if test.Field.Derived() {
			fs = append(fs, t.compileVector(sel, test))
			continue
		}
		fs = append(fs, t.compileOne(test, c, idOf))
	}
	slices.SortStableFunc(fs, func(a, b costed) int { return cmp.Or(cmp.Compare(a.cost, b.cost), cmp.Compare(a.pass, b.pass)) })
	out := make([]filter, len(fs))
	for i, f := range fs {
		out[i] = f.filter
	}
	return out
}

func (t *tx) compileOne(test record.Test, c *columns, idOf func(uint32) record.ID) costed {
	i := c.column(test.Field.Tag)
	if i < 0 {
		return costed{filter: &inFile{t, c.kind, test, idOf}, cost: costFile}
	}
	switch col := c.cols[i].(type) {
	case *numbers:
		return compileNumbers(test, &col.packed, col.typ, col)
	case *texts:
		ok, cost := codesThatHold(test, col.typ, col.dict)
		f := newOfCodes(&col.codes, ok)
		if col.counts == nil || f == constant(false) {
			return costed{filter: f, cost: cost}
		}
		counted := countedChoice{f.(judging), col.counts, ok}
		return costed{counted, cost, counted.part(c.rows)}
	}
	return costed{filter: &byValue{c.cols[i], test}, cost: costValue}
}

// compileVector makes a filter of a derived field that is worked out for all records.
func (t *tx) compileVector(sel *record.Selection, test record.Test) costed {
	c := t.vector(sel, test.Field)
	if test.Field.Type != record.TypeChoice {
		return compileNumbers(test, c, test.Field.Type, &numbers{packed: *c, typ: test.Field.Type})
	}
	ok := make([]bool, len(test.Field.Choices)+2)
	ok[0] = test.Holds(record.Value{T: record.TypeChoice})
	for i, choice := range test.Field.Choices {
		ok[i+1] = test.Holds(record.ChoiceValue(choice.Code))
	}
	ok[len(ok)-1] = test.Op == record.Not || test.Op == record.Filled
	return costed{filter: newOfCodes(c, ok), cost: costRange}
}

// vector is a derived field of all committed records.
func (t *tx) vector(sel *record.Selection, f *record.Field) *packed {
	if f.Vector == nil || t.over != nil {
		panic("data: " + f.Kind.Name + "." + f.Name + " cannot be asked for here")
	}
	c, err := t.s.vectors.of(t, f, sel.Vector)
	if err != nil {
		panic(t.s.giveUp(err))
	}
	return c
}

// compileNumbers makes a filter of a column of numbers; whole is the column for tests that
// are no range.
func compileNumbers(test record.Test, c *packed, typ record.Type, whole column) costed {
	low, high, neg, ok := interval(test, typ)
	if !ok {
		return costed{filter: &byValue{whole, test}, cost: costValue}
	}
	cost := costRange
	if low == high && !neg {
		cost = costEqual
	}
	if low > high {
		return costed{filter: constant(neg), cost: costEqual}
	}
	in := &between{c, low, high, neg}
	if test.Op == record.Within && low <= 0 && high >= 0 && (typ == record.TypeDate || typ == record.TypeTime) {
		return costed{filter: all{in, &between{c, 0, 0, true}}, cost: cost} // 0 is no date
	}
	return costed{filter: in, cost: cost}
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
		ok = make([]bool, d.words.len())
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
	ok = make([]bool, d.words.len())
	for i := range ok {
		ok[i] = t.Holds(record.Value{T: typ, S: d.words.at(uint32(i))})
	}
	return ok, costRange
}

// between passes rows whose number lies in a range, or outside it.
type between struct {
	c         *packed
	low, high int64
	neg       bool
}

func (f *between) judge(b int) verdict {
	switch least, most := f.c.bounds(b); {
	case most < f.low || least > f.high:
		return verdictOf(f.neg)
	case least >= f.low && most <= f.high:
		return verdictOf(!f.neg)
	}
	return some
}

func verdictOf(pass bool) verdict {
	if pass {
		return every
	}
	return none
}

func (f *between) keep(rows []uint32) []uint32 {
	if len(rows) == 0 {
		return rows
	}
	if b := int(rows[0]) >> blockShift; f.c.inBlock(b) == blockRows {
		return f.c.blocks[b].keep(rows, f.low, f.high, f.neg)
	}
	// Rows that were never set are empty.
	return slices.DeleteFunc(rows, func(r uint32) bool {
		v := f.c.get(int(r))
		return (v >= f.low && v <= f.high) == f.neg
	})
}

// ofCodes passes rows whose text is one of those marked.
type ofCodes struct {
	c           *packed
	ok          []bool
	first, last int // places of the first and the last mark; first > last: there is none
	codes       []int64
}

// newOfCodes chooses the cheapest way to ask: marks that lie together are a range.
func newOfCodes(c *packed, ok []bool) filter {
	f := newMarks(c, ok)
	marks := 0
	for _, yes := range ok {
		if yes {
			marks++
		}
	}
	switch {
	case marks == 0:
		return constant(false)
	case marks == f.last-f.first+1:
		return &between{c, int64(f.first), int64(f.last), false}
	case marks == len(ok)-1 && f.first == 0 && f.last == len(ok)-1:
		gap := int64(slices.Index(ok, false))
		return &between{c, gap, gap, true}
	}
	return f
}

func newMarks(c *packed, ok []bool) *ofCodes {
	f := &ofCodes{c: c, ok: ok, first: len(ok), last: -1}
	for i, yes := range ok {
		if yes {
			f.first, f.last = min(f.first, i), i
		}
	}
	return f
}

func (f *ofCodes) judge(b int) verdict {
	least, most := f.c.bounds(b)
	low, high := max(least, int64(f.first)), min(most, int64(f.last))
	for code := low; code <= high; code++ {
		if f.ok[code] || code-low > blockRows/8 {
			return some
		}
	}
	return none
}

func (f *ofCodes) keep(rows []uint32) []uint32 {
	if f.codes == nil {
		f.codes = make([]int64, blockRows)
	}
	codes := f.codes[:len(rows)]
	f.c.gather(rows, codes)
	n := 0
	for i, r := range rows {
		rows[n] = r
		if code := codes[i]; uint64(code) < uint64(len(f.ok)) && f.ok[code] {
			n++
		}
	}
	return rows[:n]
}

// judging is a filter that can tell of whole blocks.
type judging interface {
	filter
	judge
}

// countedChoice is a filter on a choice, of which it is known how often each code stands in a block.
type countedChoice struct {
	judging
	counts *choiceCounts
	ok     []bool
}

func (f countedChoice) count(b int) (n int, known bool) {
	for code, ok := range f.ok {
		if ok {
			n += f.counts.of(b, code)
		}
	}
	return n, true
}

// part is what part of so many rows passes.
func (f countedChoice) part(rows int) float64 {
	n := 0
	for b := range f.counts.blocks {
		in, _ := f.count(b)
		n += in
	}
	return float64(n) / float64(max(rows, 1))
}

// all passes rows that pass every one of its filters.
type all []filter

func (f all) judge(b int) verdict {
	out := every
	for _, one := range f {
		v := some
		if j, ok := one.(judge); ok {
			v = j.judge(b)
		}
		switch {
		case v == none:
			return none
		case v == some:
			out = some
		}
	}
	return out
}

func (f all) keep(rows []uint32) []uint32 {
	for _, one := range f {
		rows = one.keep(rows)
	}
	return rows
}

// constant passes all rows or none.
type constant bool

func (f constant) judge(int) verdict { return verdictOf(bool(f)) }

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
type anyOf struct {
	marks []*ofCodes
	slow  []func(row uint32) bool
	nums  []int64
	hits  []bool
}

// mark adds a column with the numbers that it lets through; none at all add nothing.
func (f *anyOf) mark(c *packed, ok []bool) {
	m := newMarks(c, ok)
	if m.first <= m.last {
		f.marks = append(f.marks, m)
	}
}

func (f *anyOf) judge(b int) verdict {
	if len(f.slow) > 0 {
		return some
	}
	for _, m := range f.marks {
		if m.judge(b) != none {
			return some
		}
	}
	return none
}

func (f *anyOf) keep(rows []uint32) []uint32 {
	if f.nums == nil {
		f.nums, f.hits = make([]int64, blockRows), make([]bool, blockRows)
	}
	nums, hits := f.nums[:len(rows)], f.hits[:len(rows)]
	clear(hits)
	for _, m := range f.marks {
		m.c.gather(rows, nums)
		for i, n := range nums {
			if uint64(n) < uint64(len(m.ok)) && m.ok[n] {
				hits[i] = true
			}
		}
	}
	n := 0
	for i, r := range rows {
		hit := hits[i]
		for j := 0; j < len(f.slow) && !hit; j++ {
			hit = f.slow[j](r)
		}
		rows[n] = r
		if hit {
			n++
		}
	}
	return rows[:n]
}
