package data

import "crmlab/domain/record"

// lineTable holds the lines of a TypeRows field of many records: the lines of one record
// lie together, those of all records in columns. Lines that changed in number move to
// the end; the room they leave is taken back when there is much of it.
type lineTable struct {
	field *record.Field
	cols  []column
	byTag map[int]int
	start []uint32 // first line, by owner's row
	count []uint32
	used  int // lines, dead ones included
	dead  int
}

func newLineTable(f *record.Field) *lineTable {
	t := &lineTable{field: f, byTag: map[int]int{}}
	for _, c := range f.Columns {
		if c.Memory {
			t.byTag[c.Tag] = len(t.cols)
			t.cols = append(t.cols, newColumn(c))
		}
	}
	return t
}

func (t *lineTable) grow(rows int) {
	t.start = grown(t.start, rows)
	t.count = grown(t.count, rows)
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
	if n != int(t.count[row]) {
		t.drop(row)
		t.start[row], t.count[row] = uint32(t.used), uint32(n)
		t.used += n
		for _, c := range t.cols {
			c.grow(t.used)
		}
	}
	line := int(t.start[row])
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
	for _, c := range t.cols {
		c.clear(line)
	}
	r, p := parts{rest: content}, part{}
	for r.next(&p) {
		if i, ok := t.byTag[p.tag]; ok {
			t.cols[i].set(line, p.num, p.bytes)
		}
	}
	return r.err
}

// drop forgets the lines of one owner.
func (t *lineTable) drop(row int) {
	n := int(t.count[row])
	if n == 0 {
		return
	}
	t.count[row] = 0
	t.dead += n
	if t.dead > 1024 && t.dead > t.used/4 {
		t.compact()
	}
}

// compact moves the living lines together, in the order of their records.
func (t *lineTable) compact() {
	living := make([]uint32, 0, t.used-t.dead)
	for row, count := range t.count {
		from := t.start[row]
		t.start[row] = uint32(len(living))
		for i := from; i < from+count; i++ {
			living = append(living, i)
		}
	}
	for i, c := range t.cols {
		t.cols[i] = c.picked(living)
	}
	t.used, t.dead = len(living), 0
}

// span is where the lines of one owner lie.
func (t *lineTable) span(row int) (from, to int) {
	return int(t.start[row]), int(t.start[row] + t.count[row])
}

// value reads a column of a line; ok is false if memory does not hold it.
func (t *lineTable) value(line int, f *record.Field) (v record.Value, ok bool) {
	if i, ok := t.byTag[f.Tag]; ok {
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
