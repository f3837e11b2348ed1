package data

import "crmlab/domain/record"

// lineTable holds the lines of a TypeRows field of many records: the lines of one record
// lie together, those of all records in columns. Lines that changed in number move to
// the end; the room they leave is taken back when there is much of it.
type lineTable struct {
	field *record.Field
	cols  []column
	byTag [64]int8 // columns by tag, which is small; -1: none
	start packed   // first line, by owner's row
	count packed   // lines, by owner's row
	used  int      // lines, dead ones included
	dead  int
}

func newLineTable(f *record.Field) *lineTable {
	t := &lineTable{field: f}
	for i := range t.byTag {
		t.byTag[i] = -1
	}
	for _, c := range f.Columns {
		if c.Memory && c.Tag < len(t.byTag) {
			t.byTag[c.Tag] = int8(len(t.cols))
			t.cols = append(t.cols, newColumn(c))
		}
	}
	return t
}

// column is the position of a column by its tag; -1 if memory does not hold it.
func (t *lineTable) column(tag int) int {
	if tag < 0 || tag >= len(t.byTag) {
		return -1
	}
	return int(t.byTag[tag])
}

// fill sets the lines of one owner.
func (t *lineTable) fill(row int, stored []byte) error {
	n := 0
	for b := stored; len(b) > 0; n++ {
		_, rest, ok := cutSized(b)
		if !ok {
			return errCoded
		}
		b = rest
	}
	if n != int(t.count.get(row)) {
		t.drop(row)
		t.start.set(row, int64(t.used))
		t.count.set(row, int64(n))
		t.used += n
	}
	line := int(t.start.get(row))
	for b := stored; len(b) > 0; line++ {
		var content []byte
		content, b, _ = cutSized(b)
		if err := t.fillLine(line, content); err != nil {
			return err
		}
	}
	return nil
}

func (t *lineTable) fillLine(line int, content []byte) error {
	seen := uint64(0)
	r, p := parts{rest: content}, part{}
	for r.next(&p) {
		if i := t.column(p.tag); i >= 0 {
			t.cols[i].set(line, p.num, p.bytes)
			seen |= 1 << i
		}
	}
	for i, c := range t.cols {
		if seen&(1<<i) == 0 {
			c.clear(line)
		}
	}
	return r.err
}

// drop forgets the lines of one owner.
func (t *lineTable) drop(row int) {
	n := int(t.count.get(row))
	if n == 0 {
		return
	}
	t.count.set(row, 0)
	t.dead += n
	if t.dead > 1024 && t.dead > t.used/4 {
		t.compact()
	}
}

// compact moves the living lines together, in the order of their records.
func (t *lineTable) compact() {
	living := make([]uint32, 0, t.used-t.dead)
	var start packed
	for row := range t.count.rows {
		from, to := t.span(row)
		start.set(row, int64(len(living)))
		for i := from; i < to; i++ {
			living = append(living, uint32(i))
		}
	}
	t.start = start
	for i, c := range t.cols {
		t.cols[i] = c.picked(living)
	}
	t.used, t.dead = len(living), 0
}

// span is where the lines of one owner lie.
func (t *lineTable) span(row int) (from, to int) {
	from = int(t.start.get(row))
	return from, from + int(t.count.get(row))
}

func (t *lineTable) load() {
	t.start.load()
	t.count.load()
	for _, c := range t.cols {
		c.load()
	}
}

func (t *lineTable) settle() {
	t.start.settle()
	t.count.settle()
	for _, c := range t.cols {
		c.settle()
	}
}

// value reads a column of a line; ok is false if memory does not hold it.
func (t *lineTable) value(line int, f *record.Field) (v record.Value, ok bool) {
	if i := t.column(f.Tag); i >= 0 {
		return t.cols[i].value(line), true
	}
	return record.Value{}, false
}

// all is the whole list of one record; ok is false if memory does not hold every column.
func (t *lineTable) all(row int) (v record.Value, ok bool) {
	if len(t.cols) < len(t.field.Columns) {
		return record.Value{}, false
	}
	v.T = record.TypeRows
	from, to := t.span(row)
	for line := from; line < to; line++ {
		cells := make([]record.Value, len(t.field.Columns))
		for i, f := range t.field.Columns {
			cells[i], _ = t.value(line, f)
		}
		v.R = append(v.R, cells)
	}
	return v, true
}
