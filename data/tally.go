package data

import (
	"slices"

	"crmlab/domain/record"
)

// tally is a running sum and count for every target of a link, by the target's ID.
type tally struct {
	of   *record.Tally
	sum  packed
	many packed
}

type tallied struct {
	sum   int64
	count int
}

func newTally(y *record.Tally) *tally { return &tally{of: y} }

// counts reports whether a row counts, for which target, and with what amount.
func counts(y *record.Tally, c *columns, row int) (target record.ID, amount int64, ok bool) {
	by := c.number(row, y.By)
	if by <= 0 || by >= 1<<31 {
		return 0, 0, false
	}
	for _, test := range y.Where {
		if v, _ := c.value(row, test.Field); !holds(test, v) {
			return 0, 0, false
		}
	}
	if y.Sum != nil {
		amount = c.number(row, y.Sum)
	}
	return record.ID(by), amount, true
}

// add counts a row in (sign 1) or out (sign -1).
func (y *tally) add(c *columns, row int, sign int64) {
	target, amount, ok := counts(y.of, c, row)
	if !ok {
		return
	}
	id := int(target)
	y.many.set(id, y.many.get(id)+sign)
	y.sum.set(id, y.sum.get(id)+sign*amount)
}

// build counts all rows of a table anew, a block at a time.
func (y *tally) build(t *table) {
	var sum, many []int64
	s := &scan{c: t.columns, live: t.live, liveIn: t.liveIn, buf: make([]uint32, blockRows)}
	s.filters = (&tx{}).compile(&record.Selection{Where: y.of.Where}, t.columns, s.idOf)
	by, amount := t.numbersOf(y.of.By), t.numbersOf(y.of.Sum)
	ids, amounts := make([]int64, blockRows), make([]int64, blockRows)
	for b := range s.blocks() {
		_, rows := s.block(b, true)
		if len(rows) == 0 || by == nil {
			continue
		}
		by.gather(rows, ids)
		if amount != nil {
			amount.gather(rows, amounts)
		}
		for i := range rows {
			id := ids[i]
			if id <= 0 || id >= 1<<31 {
				continue
			}
			if id >= int64(len(many)) {
				sum, many = grown(sum, int(id)+1), grown(many, int(id)+1)
			}
			sum[id] += amounts[i]
			many[id]++
		}
	}
	y.sum, y.many = packedOf(sum), packedOf(many)
}

func packedOf(ns []int64) (c packed) {
	c.rows = len(ns)
	for chunk := range slices.Chunk(ns, blockRows) {
		c.blocks = append(c.blocks, blockOf(chunk))
	}
	return c
}

// numbersOf is the column of a number; nil where there is none.
func (c *columns) numbersOf(f *record.Field) *packed {
	if f == nil || c.column(f.Tag) < 0 {
		return nil
	}
	if col, ok := c.cols[c.column(f.Tag)].(*numbers); ok {
		return &col.packed
	}
	return nil
}

func (y *tally) get(id record.ID) tallied {
	return tallied{y.sum.get(int(id)), int(y.many.get(int(id)))}
}

// targets is an ID beyond all that the tally has.
func (y *tally) targets() record.ID { return record.ID(y.many.rows) }

// holds applies a test to one value, Contains included.
func holds(t record.Test, v record.Value) bool {
	if t.Op == record.Contains {
		return len(t.Values) == 0 || textMatches(v.S, t.Values[0].S)
	}
	return t.Holds(v)
}
