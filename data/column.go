package data

import (
	"encoding/binary"

	"crmlab/domain/record"
)

// column holds one field of many records, by row.
type column interface {
	// grow makes rows up to n exist, empty.
	grow(n int)
	// set stores a part as the codec found it: num for numbers, b for everything else.
	set(row int, num int64, b []byte)
	clear(row int)
	value(row int) record.Value
	number(row int) int64 // what Value.N would be
	// picked is a column of the rows given, in that order.
	picked(rows []uint32) column
}

func newColumn(f *record.Field) column {
	switch f.Type {
	case record.TypeBool:
		return &numbers[uint8]{typ: f.Type}
	case record.TypeDate:
		return &numbers[int32]{typ: f.Type}
	case record.TypeLink:
		return &numbers[uint32]{typ: f.Type}
	case record.TypeText:
		return newTexts[uint32](f)
	case record.TypeChoice:
		return newTexts[uint16](f)
	case record.TypeLinks:
		return &links{}
	case record.TypeTarget:
		return &targets{kinds: newTexts[uint16](f)}
	}
	return &numbers[int64]{typ: f.Type}
}

// numbers holds everything that Value.N can hold, as narrow as the type allows. What
// does not fit can only come from a damaged file; it becomes a value with all bits set,
// which Verify reports, because it differs from the record.
type numbers[T uint8 | uint32 | int32 | int64] struct {
	typ  record.Type
	data []T
}

func (c *numbers[T]) grow(n int) { c.data = grown(c.data, n) }

func (c *numbers[T]) set(row int, num int64, _ []byte) {
	v := T(num)
	if int64(v) != num {
		v = ^T(0)
	}
	c.data[row] = v
}

func (c *numbers[T]) clear(row int)        { c.data[row] = 0 }
func (c *numbers[T]) number(row int) int64 { return int64(c.data[row]) }
func (c *numbers[T]) value(row int) record.Value {
	return record.Value{T: c.typ, N: int64(c.data[row])}
}

func (c *numbers[T]) picked(rows []uint32) column { return &numbers[T]{c.typ, pick(c.data, rows)} }

func pick[T any](s []T, rows []uint32) []T {
	out := make([]T, len(rows))
	for i, r := range rows {
		out[i] = s[r]
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

func (c *links) grow(n int) { c.data = grown(c.data, n) }

func (c *links) set(row int, _ int64, b []byte) {
	var ids []record.ID
	if readLinks(b, &ids) != nil {
		ids = nil
	}
	c.data[row] = ids
}

func (c *links) clear(row int)        { c.data[row] = nil }
func (c *links) number(row int) int64 { return 0 }
func (c *links) value(row int) record.Value {
	return record.Value{T: record.TypeLinks, L: c.data[row]}
}
func (c *links) picked(rows []uint32) column { return &links{pick(c.data, rows)} }

// targets holds references to records of any kind.
type targets struct {
	kinds *texts[uint16]
	ids   numbers[int64]
}

func (c *targets) grow(n int) {
	c.kinds.grow(n)
	c.ids.grow(n)
}

func (c *targets) set(row int, _ int64, b []byte) {
	id, n := binary.Uvarint(b)
	if n <= 0 {
		c.clear(row)
		return
	}
	c.ids.set(row, int64(id), nil)
	c.kinds.set(row, 0, b[n:])
}

func (c *targets) clear(row int) {
	c.kinds.clear(row)
	c.ids.clear(row)
}

func (c *targets) number(row int) int64 { return c.ids.number(row) }

func (c *targets) value(row int) record.Value {
	return record.Value{T: record.TypeTarget, N: c.ids.number(row), S: c.kinds.text(row)}
}

func (c *targets) picked(rows []uint32) column {
	return &targets{kinds: c.kinds.pickedTexts(rows), ids: numbers[int64]{c.ids.typ, pick(c.ids.data, rows)}}
}
