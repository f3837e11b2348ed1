package data

import (
	"slices"

	"crmlab/domain/record"
)

// Linked looks through every column that can point to the kind: links, sets of links,
// targets, and the links in lines.
func (t *tx) Linked(k *record.Kind, id record.ID, limit int) ([]record.Target, error) {
	l := &linked{kind: k, id: id, limit: limit}
	for _, other := range t.s.kinds {
		base, o := t.table(other), t.touched(other)
		l.in(base.columns, base.live, func(row int) (record.ID, bool) {
			return record.ID(row), !o.hides(record.ID(row))
		})
		if o != nil {
			l.in(o.columns, o.live, func(row int) (record.ID, bool) { return o.ids[row], true })
		}
		if l.full() {
			break
		}
	}
	return l.found, nil
}

type linked struct {
	kind  *record.Kind
	id    record.ID
	limit int
	found []record.Target
}

func (l *linked) full() bool { return l.limit > 0 && len(l.found) >= l.limit }

// in looks through one set of columns; a record that points twice is listed once.
func (l *linked) in(c *columns, live []bool, idOf func(row int) (record.ID, bool)) {
	var rows []int
	for i, f := range c.fields {
		rows = append(rows, l.rowsIn(f, c.cols[i])...)
	}
	for _, t := range c.lines {
		var lines []int
		for _, f := range t.field.Columns {
			if i := t.column(f.Tag); i >= 0 {
				lines = append(lines, l.rowsIn(f, t.cols[i])...)
			}
		}
		rows = append(rows, ownersOf(t, lines)...)
	}
	slices.Sort(rows)
	for _, row := range slices.Compact(rows) {
		if row >= len(live) || !live[row] || l.full() {
			continue
		}
		id, ok := idOf(row)
		if ok && !(c.kind == l.kind && id == l.id) {
			l.found = append(l.found, record.Target{Kind: c.kind.Name, ID: id})
		}
	}
}

// rowsIn lists the rows of a column that point to the record.
func (l *linked) rowsIn(f *record.Field, col column) (rows []int) {
	switch col := col.(type) {
	case *numbers:
		if col.typ != record.TypeLink || f.Target() != l.kind {
			return nil
		}
		if h := col.chain.Load(); h != nil {
			for row := range h.each(int64(l.id)) {
				rows = append(rows, row)
			}
			return rows
		}
		var room [blockRows]uint32
		for b := range col.blocks {
			if (&between{&col.packed, int64(l.id), int64(l.id), false}).judge(b) == none {
				continue
			}
			all := room[:col.inBlock(b)]
			for i := range all {
				all[i] = uint32(b<<blockShift + i)
			}
			for _, r := range col.blocks[b].keep(all, int64(l.id), int64(l.id), false) {
				rows = append(rows, int(r))
			}
		}
	case *links:
		if f.Target() != l.kind {
			return nil
		}
		for row, ids := range col.data {
			if slices.Contains(ids, l.id) {
				rows = append(rows, row)
			}
		}
	case *targets:
		codes := col.kinds.dict.codesOf(l.kind.Name)
		for row := range col.ids.rows {
			if col.ids.get(row) == int64(l.id) && slices.Contains(codes, uint32(col.kinds.codes.get(row))) {
				rows = append(rows, row)
			}
		}
	}
	return rows
}

// ownersOf finds the records that lines belong to; lines that are no more have none.
func ownersOf(t *lineTable, lines []int) (rows []int) {
	if len(lines) == 0 {
		return nil
	}
	slices.Sort(lines)
	for row := range t.count.rows {
		if t.count.get(row) == 0 {
			continue
		}
		from, to := t.span(row)
		at, _ := slices.BinarySearch(lines, from)
		if at < len(lines) && lines[at] < to {
			rows = append(rows, row)
		}
	}
	return rows
}
