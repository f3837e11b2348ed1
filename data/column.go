package data

import (
	"encoding/binary"
	"sync/atomic"

	"crmlab/domain/record"
)

// column holds one field of many records, by row. Rows come to exist when they are set.
type column interface {
	// set stores a part as the codec found it: num for numbers, b for everything else.
	set(row int, num int64, b []byte)
	// clear makes a row empty.
	clear(row int)
	// drop forgets a row that belongs to nobody any more; what it then holds is not defined.
	drop(row int)
	value(row int) record.Value
	number(row int) int64 // what Value.N would be
	// picked is a column of the rows given, in that order.
	picked(rows []uint32) column
	// load makes an empty column ready for many rows in ascending order, and settle for use.
	load()
	settle()
}

func newColumn(f *record.Field) column {
	switch f.Type {
	case record.TypeText, record.TypeChoice:
		return newTexts(f)
	case record.TypeLinks:
		return &links{}
	case record.TypeTarget:
		return &targets{kinds: newTexts(f)}
	}
	return &numbers{typ: f.Type}
}

// numbers holds everything that Value.N can hold.
type numbers struct {
	packed
	typ   record.Type
	chain atomic.Pointer[chain] // of a link, when somebody has asked who points to a record
}

func (c *numbers) set(row int, num int64, _ []byte) {
	if h := c.chain.Load(); h != nil {
		h.remove(row, c.get(row))
		h.add(row, num)
	}
	c.packed.set(row, num)
}

func (c *numbers) clear(row int) { c.set(row, 0, nil) }

func (c *numbers) drop(row int) {
	if h := c.chain.Load(); h != nil {
		h.remove(row, c.get(row))
	}
}

func (c *numbers) number(row int) int64       { return c.get(row) }
func (c *numbers) value(row int) record.Value { return record.Value{T: c.typ, N: c.get(row)} }
func (c *numbers) picked(rows []uint32) column {
	return &numbers{packed: c.packed.picked(rows), typ: c.typ}
}

func (c *packed) picked(rows []uint32) (out packed) {
	for i, r := range rows {
		out.set(i, c.get(int(r)))
	}
	return out
}

// grown extends a slice to length n with room to spare.
func grown[T any](s []T, n int) []T {
	if n <= len(s) {
		return s
	}
	if n <= cap(s) {
		more := s[len(s):n]
		clear(more)
		return s[:n]
	}
	out := make([]T, n, n+n/4+16)
	copy(out, s)
	return out
}

// links holds sets of IDs.
type links struct{ data [][]record.ID }

func (c *links) set(row int, _ int64, b []byte) {
	var ids []record.ID
	if readLinks(b, &ids) != nil {
		ids = nil
	}
	if ids == nil && row >= len(c.data) {
		return // rows that do not exist are empty
	}
	c.data = grown(c.data, row+1)
	c.data[row] = ids
}

func (c *links) clear(row int)        { c.set(row, 0, nil) }
func (c *links) drop(row int)         { c.set(row, 0, nil) }
func (c *links) number(row int) int64 { return 0 }
func (c *links) load()                {}
func (c *links) settle()              {}

func (c *links) value(row int) record.Value {
	v := record.Value{T: record.TypeLinks}
	if row < len(c.data) {
		v.L = c.data[row]
	}
	return v
}

func (c *links) picked(rows []uint32) column {
	out := &links{}
	for i, r := range rows {
		if v := c.value(int(r)); len(v.L) > 0 {
			out.data = grown(out.data, i+1)
			out.data[i] = v.L
		}
	}
	return out
}

// targets holds references to records of any kind.
type targets struct {
	kinds *texts
	ids   packed
}

func (c *targets) set(row int, _ int64, b []byte) {
	id, n := binary.Uvarint(b)
	if n <= 0 {
		c.clear(row)
		return
	}
	c.ids.set(row, int64(id))
	c.kinds.set(row, 0, b[n:])
}

func (c *targets) clear(row int) {
	c.kinds.clear(row)
	c.ids.set(row, 0)
}

func (c *targets) drop(row int)         { c.clear(row) }
func (c *targets) number(row int) int64 { return c.ids.get(row) }

func (c *targets) load() {
	c.kinds.load()
	c.ids.load()
}

func (c *targets) settle() {
	c.kinds.settle()
	c.ids.settle()
}

func (c *targets) value(row int) record.Value {
	return record.Value{T: record.TypeTarget, N: c.ids.get(row), S: c.kinds.text(row)}
}

func (c *targets) picked(rows []uint32) column {
	return &targets{kinds: c.kinds.pickedTexts(rows), ids: c.ids.picked(rows)}
}
