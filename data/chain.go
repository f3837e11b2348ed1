package data

import "iter"

// chain strings together the rows of a link column that point to the same record, so that
// the orders of a customer or the receipts of an instalment are found without looking at a
// million rows. It is made when first asked for and kept up from then on.
type chain struct {
	head []uint32 // by ID of the target: the row that was chained last; 0: none
	next []uint32 // by row
}

// longChains is how many rows may point to one record on average before looking at all of
// them is no slower than following a chain through memory.
const longChains = 2048

func newChain(c *packed, live []bool) *chain {
	h := &chain{next: make([]uint32, len(live), len(live)+len(live)/8)}
	for row := range live {
		if live[row] {
			h.add(row, c.get(row))
		}
	}
	return h
}

func (h *chain) add(row int, id int64) {
	if id <= 0 || id >= 1<<31 || row == 0 {
		return
	}
	h.head = grown(h.head, int(id)+1)
	h.next = grown(h.next, row+1)
	h.next[row], h.head[id] = h.head[id], uint32(row)
}

func (h *chain) remove(row int, id int64) {
	if id <= 0 || id >= int64(len(h.head)) {
		return
	}
	for at := &h.head[id]; *at != 0; at = &h.next[*at] {
		if *at == uint32(row) {
			*at = h.next[row]
			return
		}
	}
}

// each goes through the rows that point to a record.
func (h *chain) each(id int64) iter.Seq[int] {
	return func(yield func(int) bool) {
		if id <= 0 || id >= int64(len(h.head)) {
			return
		}
		for row := h.head[id]; row != 0; row = h.next[row] {
			if !yield(int(row)) {
				return
			}
		}
	}
}

// rows lists the rows that point to a record, at most limit of them; whole is false if there
// are more.
func (h *chain) rows(id int64, limit int) (rows []uint32, whole bool) {
	for row := range h.each(id) {
		if len(rows) == limit {
			return rows, false
		}
		rows = append(rows, uint32(row))
	}
	return rows, true
}
