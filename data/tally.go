package data

import "crmlab/domain/record"

// tally is a running sum and count for every target of a link.
type tally struct {
	of   *record.Tally
	sums map[record.ID]tallied
}

type tallied struct {
	sum   int64
	count int
}

func newTally(y *record.Tally) *tally { return &tally{of: y, sums: map[record.ID]tallied{}} }

// add counts a row in (sign 1) or out (sign -1).
func (y *tally) add(c *columns, row int, sign int64) {
	by, ok := c.value(row, y.of.By)
	if !ok || by.N == 0 {
		return
	}
	for _, test := range y.of.Where {
		v, _ := c.value(row, test.Field)
		if !holds(test, v) {
			return
		}
	}
	t := y.sums[by.ID()]
	t.count += int(sign)
	if y.of.Sum != nil {
		v, _ := c.value(row, y.of.Sum)
		t.sum += sign * v.N
	}
	if t == (tallied{}) {
		delete(y.sums, by.ID())
		return
	}
	y.sums[by.ID()] = t
}

// holds applies a test to one value, Contains included.
func holds(t record.Test, v record.Value) bool {
	if t.Op == record.Contains {
		return len(t.Values) == 0 || textMatches(v.S, t.Values[0].S)
	}
	return t.Holds(v)
}
