package data

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// someNumber draws numbers that need every width, the ends of int64 among them.
var someNumber = rapid.OneOf(rapid.Int64Range(-3, 3), rapid.Int64Range(0, 300), rapid.Int64Range(20_000, 90_000), rapid.Int64())

// packed is an array of numbers, however its blocks are packed: whatever is set, added or
// settled, every way of reading gives what a plain slice holds.
func TestPackedNumbersAreThoseThatWereSet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var c packed
		var want []int64
		for range rapid.IntRange(1, 30).Draw(t, "deeds") {
			v := someNumber.Draw(t, "number")
			switch rapid.IntRange(0, 3).Draw(t, "deed") {
			case 0: // a run, sometimes over the end of a block
				n, step := rapid.IntRange(1, 5000).Draw(t, "run"), rapid.Int64Range(0, 3).Draw(t, "step")
				for i := range n {
					want = append(want, v+int64(i)*step)
					c.set(len(want)-1, want[len(want)-1])
				}
			case 1: // a gap
				want = append(want, make([]int64, rapid.IntRange(1, 9000).Draw(t, "gap"))...)
				want[len(want)-1] = v
				c.set(len(want)-1, v)
			case 2:
				if len(want) > 0 {
					at := rapid.IntRange(0, len(want)-1).Draw(t, "at")
					want[at] = v
					c.set(at, v)
				}
			case 3:
				c.settle()
			}
		}
		got := make([]int64, len(want))
		for i := range got {
			got[i] = c.get(i)
		}
		if !slices.Equal(got, want) {
			t.Fatalf("one by one: differ")
		}
		c.span(0, len(want), got)
		if !slices.Equal(got, want) {
			t.Fatalf("by spans: differ")
		}
		low, high, neg := someNumber.Draw(t, "low"), someNumber.Draw(t, "high"), rapid.Bool().Draw(t, "neg")
		f := &between{c: &c, low: low, high: high, neg: neg}
		for b := range (len(want) + blockMask) >> blockShift {
			var rows, wanted []uint32
			for i := range min(blockRows, len(want)-b<<blockShift) {
				rows = append(rows, uint32(b<<blockShift+i))
			}
			c.gather(rows, got)
			least, most := c.bounds(b)
			for i, r := range rows {
				v := want[r]
				if got[i] != v || v < least || v > most {
					t.Fatalf("row %d is %d, gathered %d, bounds %d to %d", r, v, got[i], least, most)
				}
				if (v >= low && v <= high) != neg {
					wanted = append(wanted, r)
				}
			}
			if said := f.judge(b); said == none && len(wanted) > 0 || said == every && len(wanted) < len(rows) {
				t.Fatalf("between %d and %d (not: %v): block judged %d with %d rows of %d", low, high, neg, said, len(wanted), len(rows))
			}
			if kept := f.keep(rows); !slices.Equal(kept, wanted) {
				t.Fatalf("between %d and %d (not: %v): %d rows of %d", low, high, neg, len(kept), len(wanted))
			}
		}
	})
}
