package page

import (
	"crmlab/domain/record"
	"crmlab/ui/kit"
)

// TreePlace is where a record stands in the tree of its kind; the zero TreePlace in a list that is
// none.
type TreePlace struct {
	Depth int
	Fold  kit.Fold
}

// treeOf reports whether the list shows the tree of a kind: nothing narrows or sorts it, so that
// every record has its place below another one.
func (q ListQuery) treeOf(k *record.Kind) bool {
	return k.Parent != nil && q.Text == "" && len(q.Quick) == 0 && len(q.Advanced) == 0 && q.Sort.Field == ""
}

// treeOrder puts rows below those that they link to, in the order in which they came, and leaves
// out what is below a closed one. A record whose parent is not among the rows stands at the top.
func treeOrder(k *record.Kind, rows []record.Row, closed map[record.ID]bool) ([]record.Row, []TreePlace) {
	there := make(map[record.ID]bool, len(rows))
	for _, row := range rows {
		there[row.ID()] = true
	}
	below := map[record.ID][]record.Row{}
	for _, row := range rows {
		up := row.Value(k.Parent).ID()
		if !there[up] {
			up = 0
		}
		below[up] = append(below[up], row)
	}
	var out []record.Row
	var places []TreePlace
	var walk func(up record.ID, depth int)
	walk = func(up record.ID, depth int) {
		for _, row := range below[up] {
			at := TreePlace{Depth: depth, Fold: kit.Leaf}
			switch {
			case len(below[row.ID()]) == 0:
			case closed[row.ID()]:
				at.Fold = kit.Closed
			default:
				at.Fold = kit.Open
			}
			out, places = append(out, row), append(places, at)
			if at.Fold == kit.Open {
				walk(row.ID(), depth+1)
			}
		}
	}
	walk(0, 0)
	return out, places
}

// treeColumn is the column that shows the tree: the name of the record.
func treeColumn(k *record.Kind, columns []*record.Field) int {
	for i, f := range columns {
		if f == k.TitleField {
			return i
		}
	}
	return 0
}

// fold hides or shows what is below a row.
func (p *ListPage) fold(row int, open bool) {
	// The query of an answer under way is not changed: it is read on another goroutine.
	closed := map[record.ID]bool{}
	for id := range p.query.Closed {
		closed[id] = true
	}
	id := p.answer.Rows[row].ID
	if open {
		delete(closed, id)
	} else {
		closed[id] = true
	}
	p.query.Closed = closed
	p.Reload()
}
