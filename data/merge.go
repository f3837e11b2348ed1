package data

import (
	"cmp"
	"slices"

	"crmlab/domain/record"
)

// merge answers a selection from committed rows and those that the step wrote. The
// step's rows are few; the committed ones come sorted from the fast path, unless the
// step has changed the titles that a link is sorted by.
func (t *tx) merge(base, own *scan, sel *record.Selection) ([]record.Row, int, error) {
	upTo := 0
	if sel.Limit > 0 {
		upTo = sel.Offset + sel.Limit
	}
	order := t.mergeOrder(sel)
	var rows []record.Row
	var total int
	if t.retitled(sel.Sort) {
		all, n := t.collect(base, &record.Selection{Kind: sel.Kind}, 0, 0)
		rows, total = t.rowsOf(base, all), n
		slices.SortFunc(rows, order)
	} else {
		some, n := t.collect(base, sel, 0, upTo)
		rows, total = t.rowsOf(base, some), n
	}
	mine, n := t.collect(own, &record.Selection{Kind: sel.Kind, Oldest: true}, 0, 0)
	added := t.rowsOf(own, mine)
	slices.SortFunc(added, order)
	rows = mergeSorted(rows, added, order)
	if upTo > 0 {
		rows = rows[:min(len(rows), upTo)]
	}
	return rows[min(sel.Offset, len(rows)):], total + n, nil
}

func mergeSorted(a, b []record.Row, order func(x, y record.Row) int) []record.Row {
	out := make([]record.Row, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if order(a[0], b[0]) <= 0 {
			out, a = append(out, a[0]), a[1:]
		} else {
			out, b = append(out, b[0]), b[1:]
		}
	}
	return append(append(out, a...), b...)
}

// retitled reports whether the step touched a kind by whose titles rows are sorted.
func (t *tx) retitled(by []record.SortBy) bool {
	return slices.ContainsFunc(by, func(b record.SortBy) bool {
		return b.Field.Type == record.TypeLink && b.Field.Target() != nil && t.touched(b.Field.Target()) != nil
	})
}

// mergeOrder is the order of a selection between any two rows, wherever they lie.
func (t *tx) mergeOrder(sel *record.Selection) func(a, b record.Row) int {
	return func(a, b record.Row) int {
		for _, s := range sel.Sort {
			n := t.compareField(s.Field, a, b)
			if n == 0 {
				continue
			}
			if s.Desc {
				return -n
			}
			return n
		}
		if sel.Oldest && len(sel.Sort) == 0 {
			return cmp.Compare(a.ID(), b.ID())
		}
		return cmp.Compare(b.ID(), a.ID())
	}
}

// compareField orders two rows by one field as keyerOf does.
func (t *tx) compareField(f *record.Field, a, b record.Row) int {
	if i := a.(*row).c.column(f.Tag); i < 0 {
		return 0
	}
	x, y := a.Value(f), b.Value(f)
	switch f.Type {
	case record.TypeText:
		return compareTexts(x.S, y.S)
	case record.TypeChoice:
		return cmp.Compare(choicePlace(f, x.S), choicePlace(f, y.S))
	case record.TypeLink:
		return t.compareTargets(f.Target(), x.ID(), y.ID())
	case record.TypeLinks, record.TypeTarget:
		return 0
	}
	return cmp.Compare(x.N, y.N)
}

// compareTargets orders two linked records as titleKeys does.
func (t *tx) compareTargets(k *record.Kind, x, y record.ID) int {
	if k == nil || x == y {
		return 0
	}
	titleX, numberX := t.namesOf(k, x)
	titleY, numberY := t.namesOf(k, y)
	if titleX != "" && titleY != "" {
		return compareTexts(titleX, titleY)
	}
	if titleX == titleY {
		return compareTexts(numberX, numberY)
	}
	return cmp.Compare(titleX, titleY) // one of them is empty
}
