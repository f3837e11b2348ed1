package data

import (
	"encoding/binary"
	"math/bits"

	"crmlab/domain/record"
)

// columns hold the fields of many records of one kind, by row. fill is the only way in:
// loading a file, committing a step and a step's own preview all go through it, so what
// memory says cannot depend on how it came there.
type columns struct {
	*shape
	cols  []column
	lines []*lineTable
	used  columnSet // columns in which something was ever set
	rows  int
}

func newColumns(s *shape) *columns {
	c := &columns{shape: s, cols: make([]column, len(s.fields)), lines: make([]*lineTable, len(s.lines))}
	for i, f := range s.fields {
		c.cols[i] = newColumn(f)
	}
	for i, f := range s.lines {
		c.lines[i] = newLineTable(f)
	}
	return c
}

// fill sets a row from a stored record. The row is empty or holds the record's last state.
func (c *columns) fill(row int, stored []byte) error {
	c.rows = max(c.rows, row+1)
	var seen columnSet
	r, err := records(stored)
	if err != nil {
		return err
	}
	linesSeen := uint64(0)
	var p part
	for r.next(&p) {
		if i := c.column(p.tag); i >= 0 {
			if p.tag >= record.FirstCustomTag {
				fillCustom(c.cols[i], c.fields[i], row, p.bytes)
			} else {
				c.cols[i].set(row, p.num, p.bytes)
			}
			seen[i>>6] |= 1 << (i & 63)
			continue
		}
		if i := c.linesOfTag(p.tag); i >= 0 {
			if err := c.lines[i].fill(row, p.bytes); err != nil {
				return err
			}
			linesSeen |= 1 << i
		}
	}
	if r.err != nil {
		return r.err
	}
	for w, used := range c.used {
		// A column in which nothing was ever set is empty in this row, too.
		for left := used &^ seen[w]; left != 0; left &= left - 1 {
			c.cols[w<<6+bits.TrailingZeros64(left)].clear(row)
		}
		c.used[w] = used | seen[w]
	}
	for i, t := range c.lines {
		if linesSeen&(1<<i) == 0 {
			t.drop(row)
		}
	}
	return nil
}

// columnSet is a set of positions of columns.
type columnSet [mostColumns / 64]uint64

// fillCustom takes the type byte off a generic value. A value of another type than the
// field's is left in the file and reads as empty.
func fillCustom(col column, f *record.Field, row int, b []byte) {
	if len(b) == 0 || record.Type(b[0]) != f.Type {
		col.clear(row)
		return
	}
	if !inNumber(f.Type) {
		col.set(row, 0, b[1:])
		return
	}
	n, _ := binary.Varint(b[1:])
	col.set(row, n, nil)
}

// drop forgets a row.
func (c *columns) drop(row int) {
	for _, col := range c.cols {
		col.drop(row)
	}
	for _, t := range c.lines {
		t.drop(row)
	}
}

// reshaped is the same columns for another list of run-time fields. Columns of fields
// that stay are kept; fresh lists the positions of those that must be filled.
func (c *columns) reshaped(s *shape) (out *columns, fresh []int) {
	out = &columns{shape: s, cols: make([]column, len(s.fields)), lines: c.lines, rows: c.rows}
	for i := range s.fields {
		out.used[i>>6] |= 1 << (i & 63) // which is always right, if not always needed
	}
	for i, f := range s.fields {
		if j := c.column(f.Tag); j >= 0 && c.fields[j].Type == f.Type {
			out.cols[i] = c.cols[j]
			continue
		}
		out.cols[i] = newColumn(f)
		fresh = append(fresh, i)
	}
	return out, fresh
}

// fillFresh sets only the columns given, which reshaped found to be new.
func (c *columns) fillFresh(row int, stored []byte, fresh []int) error {
	r, err := records(stored)
	if err != nil {
		return err
	}
	for _, j := range fresh {
		c.cols[j].clear(row)
	}
	var p part
	for r.next(&p) {
		i := c.column(p.tag)
		for _, j := range fresh {
			if i == j {
				fillCustom(c.cols[i], c.fields[i], row, p.bytes)
			}
		}
	}
	return r.err
}

// load makes empty columns ready for many rows in ascending order, and settle for use.
func (c *columns) load() {
	for _, col := range c.cols {
		col.load()
	}
	for _, t := range c.lines {
		t.load()
	}
}

func (c *columns) settle() {
	for _, col := range c.cols {
		col.settle()
	}
	for _, t := range c.lines {
		t.settle()
	}
}

// value reads one field of a row; ok is false if memory does not hold the field.
func (c *columns) value(row int, f *record.Field) (v record.Value, ok bool) {
	if i := c.column(f.Tag); i >= 0 {
		return c.cols[i].value(row), true
	}
	if t := c.linesOf(f); t != nil {
		return t.all(row)
	}
	return record.Value{}, false
}

// linesOf is the line table of a TypeRows field; nil if the kind has none such.
func (c *columns) linesOf(f *record.Field) *lineTable {
	if i := c.linesOfTag(f.Tag); i >= 0 {
		return c.lines[i]
	}
	return nil
}

// number is Value.N of a field of a row; 0 if memory does not hold the field.
func (c *columns) number(row int, f *record.Field) int64 {
	if i := c.column(f.Tag); i >= 0 {
		return c.cols[i].number(row)
	}
	return 0
}
