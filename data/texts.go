package data

import (
	"crmlab/domain/record"
)

// texts holds a text field or the codes of a choice: a number into a dictionary of the
// distinct texts for every row. 0 is the empty text.
type texts[C uint16 | uint32] struct {
	typ   record.Type
	dict  *dictionary
	codes []C
}

func newTexts[C uint16 | uint32](f *record.Field) *texts[C] {
	return &texts[C]{typ: f.Type, dict: newDictionary(!f.Unique)}
}

func (c *texts[C]) grow(n int) { c.codes = grown(c.codes, n) }

func (c *texts[C]) set(row int, _ int64, b []byte) {
	if string(b) == c.text(row) {
		return
	}
	code := c.dict.add(b)
	if uint32(C(code)) != code { // more distinct choices than a file of ours can have
		code = uint32(^C(0))
	}
	c.codes[row] = C(code)
}

func (c *texts[C]) clear(row int)               { c.codes[row] = 0 }
func (c *texts[C]) number(int) int64            { return 0 }
func (c *texts[C]) text(row int) string         { return c.dict.entries[c.codes[row]] }
func (c *texts[C]) value(row int) record.Value  { return record.Value{T: c.typ, S: c.text(row)} }
func (c *texts[C]) picked(rows []uint32) column { return c.pickedTexts(rows) }

func (c *texts[C]) pickedTexts(rows []uint32) *texts[C] {
	return &texts[C]{c.typ, c.dict, pick(c.codes, rows)}
}

// texted is a column of texts of either width.
type texted interface {
	column
	dictionary() *dictionary
	text(row int) string
	code(row int) uint32
}

func (c *texts[C]) dictionary() *dictionary { return c.dict }
func (c *texts[C]) code(row int) uint32     { return uint32(c.codes[row]) }
