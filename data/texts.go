package data

import (
	"crmlab/domain/record"
)

// texts holds a text field or the codes of a choice: a number into a dictionary of the
// distinct texts for every row. 0 is the empty text.
type texts struct {
	typ   record.Type
	dict  *dictionary
	codes packed

	counts *choiceCounts // of a choice of committed records
	ranked boundRanks
}

func newTexts(f *record.Field) *texts {
	return &texts{typ: f.Type, dict: newDictionary(!f.Unique)}
}

func (c *texts) set(row int, _ int64, b []byte) {
	if row < c.codes.rows && string(b) == c.text(row) { // also keeps texts that are told apart from coming twice
		return
	}
	c.codes.set(row, int64(c.dict.add(b)))
}

func (c *texts) clear(row int)               { c.codes.set(row, 0) }
func (c *texts) drop(int)                    {}
func (c *texts) number(int) int64            { return 0 }
func (c *texts) text(row int) string         { return c.dict.words.at(uint32(c.codes.get(row))) }
func (c *texts) value(row int) record.Value  { return record.Value{T: c.typ, S: c.text(row)} }
func (c *texts) picked(rows []uint32) column { return c.pickedTexts(rows) }
func (c *texts) load()                       { c.codes.load() }
func (c *texts) settle()                     { c.codes.settle() }

func (c *texts) pickedTexts(rows []uint32) *texts {
	return &texts{typ: c.typ, dict: c.dict, codes: c.codes.picked(rows)}
}

// choiceCounts is how many living rows of every block have each code of a choice: what a
// list needs to tell how many drafts there are.
type choiceCounts struct{ blocks [][]uint16 }

func (c *choiceCounts) of(block, code int) int {
	if block >= len(c.blocks) || code >= len(c.blocks[block]) {
		return 0
	}
	return int(c.blocks[block][code])
}

func (c *choiceCounts) add(row int, code int64, n int) {
	b := row >> blockShift
	c.blocks = grown(c.blocks, b+1)
	c.blocks[b] = grown(c.blocks[b], int(code)+1)
	c.blocks[b][code] += uint16(n)
}

// mostCounted is how many different codes a choice may have to be counted: a few words.
const mostCounted = 64

// countChoices counts the codes of every choice of a table.
func (t *table) countChoices() {
	for i, f := range t.fields {
		col, ok := t.cols[i].(*texts)
		if !ok || f.Type != record.TypeChoice || col.dict.words.len() > mostCounted {
			continue
		}
		col.counts = &choiceCounts{}
		for row, live := range t.live {
			if live {
				col.counts.add(row, col.codes.get(row), 1)
			}
		}
	}
}

// recount notes that a living row comes (1) or goes (-1).
func (t *table) recount(row, n int) {
	for _, col := range t.cols {
		if c, ok := col.(*texts); ok && c.counts != nil {
			c.counts.add(row, c.codes.get(row), n)
		}
	}
}
