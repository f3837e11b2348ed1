package data

import (
	"cmp"
	"math/bits"
	"slices"

	"crmlab/domain/record"
)

// ranked is a row with its place under the first sort field. Smaller keys come first.
type ranked struct {
	key uint64
	row uint32
}

// sorter orders rows of one scan.
type sorter struct {
	keys []keyer // one a sort field
	desc []bool
}

// keyer gives the sort keys of rows, which lie in one block: one pass over a column.
type keyer interface {
	fill(rows []uint32, keys []uint64)
}

func keyOf(k keyer, row uint32) uint64 {
	var key [1]uint64
	k.fill([]uint32{row}, key[:])
	return key[0]
}

func (t *tx) newSorter(s *scan, sel *record.Selection) *sorter {
	o := &sorter{}
	for _, b := range sel.Sort {
		if b.Field.Derived() {
			o.keys = append(o.keys, numberKeys{t.vector(sel, b.Field)})
		} else {
			o.keys = append(o.keys, t.keyerOf(s, b.Field))
		}
		o.desc = append(o.desc, b.Desc)
	}
	return o
}

// fill computes the first keys of a block, turned so that ascending is the order asked for.
func (o *sorter) fill(rows []uint32, keys []uint64) {
	o.keys[0].fill(rows, keys)
	if o.desc[0] {
		for i := range keys {
			keys[i] = ^keys[i]
		}
	}
}

// compare orders two rows of equal rank or not: the first key, the further fields, then
// the newest first.
func (o *sorter) compare(a, b ranked) int {
	if a.key != b.key {
		return cmp.Compare(a.key, b.key)
	}
	for i := 1; i < len(o.keys); i++ {
		x, y := keyOf(o.keys[i], a.row), keyOf(o.keys[i], b.row)
		if x != y {
			if o.desc[i] {
				return cmp.Compare(y, x)
			}
			return cmp.Compare(x, y)
		}
	}
	return cmp.Compare(b.row, a.row)
}

// heapLimit is how deep a page may lie to be found with a heap of all rows before it.
const heapLimit = 4096

// bounded is a keyer that knows the least and the greatest key of a block's rows; ok is false
// where it does not after all.
type bounded interface {
	blockBounds(block int) (least, most uint64, ok bool)
}

// best is the smallest first key that a row of a block can have, in the order asked for; ok
// is false where that is not known.
func (o *sorter) best(block int) (key uint64, ok bool) {
	k, ok := o.keys[0].(bounded)
	if !ok {
		return 0, false
	}
	least, most, ok := k.blockBounds(block)
	if o.desc[0] {
		return ^most, ok
	}
	return least, ok
}

// collectSorted is collect with a sort: it never sorts more than a page where it can, and
// where the blocks' bounds tell that no row of a block comes onto the page, it only counts.
func (t *tx) collectSorted(s *scan, sel *record.Selection, offset, limit int) ([]uint32, int) {
	o := t.newSorter(s, sel)
	total := 0
	keys := make([]uint64, blockRows)
	var best []ranked
	top := &topHeap{sorter: o, most: offset + limit}
	small := limit > 0 && top.most <= heapLimit
	if small {
		if best, total, ok := t.byTitles(s, sel, o, top.most); ok {
			return rowsIn(best, offset, limit), total
		}
	}
	for _, b := range s.order(o, small) {
		hopeless := small && top.full() && o.hopeless(b, top.kept[0].key)
		n, rows := s.block(b, !hopeless)
		total += n
		if hopeless || len(rows) == 0 {
			continue
		}
		ks := keys[:len(rows)]
		o.fill(rows, ks)
		if small {
			top.add(rows, ks)
			continue
		}
		for i, r := range rows {
			best = append(best, ranked{ks[i], r})
		}
	}
	if small {
		best = top.kept
		slices.SortFunc(best, o.compare)
	} else {
		end := len(best)
		if limit > 0 {
			end = min(end, offset+limit)
		}
		sortPart(best, offset, end, o.compare)
	}
	return rowsIn(best, offset, limit), total
}

// rowsIn is a page of what was sorted.
func rowsIn(sorted []ranked, offset, limit int) []uint32 {
	from, to := min(offset, len(sorted)), len(sorted)
	if limit > 0 {
		to = min(to, offset+limit)
	}
	rows := make([]uint32, 0, to-from)
	for _, r := range sorted[from:to] {
		rows = append(rows, r.row)
	}
	return rows
}

// hopeless reports whether every row of a block comes behind a key.
func (o *sorter) hopeless(block int, key uint64) bool {
	best, ok := o.best(block)
	return ok && best > key
}

// order lists the blocks, those with the best rows first where that is known.
func (s *scan) order(o *sorter, small bool) []int {
	blocks := s.allBlocks()
	if _, ok := o.keys[0].(bounded); !ok || !small {
		return blocks
	}
	best := make([]uint64, s.blocks())
	for b := range best {
		best[b], _ = o.best(b)
	}
	slices.SortStableFunc(blocks, func(x, y int) int { return cmp.Compare(best[x], best[y]) })
	return blocks
}

// topHeap keeps the first rows of an order; the last of them is at the root.
type topHeap struct {
	*sorter
	most int
	kept []ranked
}

func (h *topHeap) full() bool { return len(h.kept) == h.most }

func (h *topHeap) add(rows []uint32, keys []uint64) {
	last := len(rows) - 1
	// Best first, where rows ascend by what they are sorted by, as dates do: then all but the
	// first few are turned away at the door.
	backwards := keys[last] < keys[0]
	for i := range rows {
		if backwards {
			i = last - i
		}
		x := ranked{keys[i], rows[i]}
		if len(h.kept) < h.most {
			h.kept = append(h.kept, x)
			h.up(len(h.kept) - 1)
			continue
		}
		if root := h.kept[0]; x.key > root.key || h.compare(x, root) >= 0 {
			continue
		}
		h.kept[0] = x
		h.down()
	}
}

func (h *topHeap) up(i int) {
	for i > 0 {
		parent := (i - 1) / 2
		if h.compare(h.kept[i], h.kept[parent]) <= 0 {
			return
		}
		h.kept[i], h.kept[parent] = h.kept[parent], h.kept[i]
		i = parent
	}
}

func (h *topHeap) down() {
	for i := 0; ; {
		last := i
		for c := 2*i + 1; c <= 2*i+2 && c < len(h.kept); c++ {
			if h.compare(h.kept[c], h.kept[last]) > 0 {
				last = c
			}
		}
		if last == i {
			return
		}
		h.kept[i], h.kept[last] = h.kept[last], h.kept[i]
		i = last
	}
}

// sortPart puts what belongs into [from, to) there, in order, by splitting the rest away
// without sorting it.
func sortPart(rs []ranked, from, to int, compare func(a, b ranked) int) {
	for budget := 2 * bits.Len(uint(len(rs))); from < to; budget-- {
		if len(rs) <= 64 || budget == 0 || to-from > len(rs)/2 {
			slices.SortFunc(rs, compare)
			return
		}
		before, after := split(rs, compare)
		switch {
		case to <= before:
			rs = rs[:before]
		case from >= after:
			rs, from, to = rs[after:], from-after, to-after
		default:
			if from < before {
				sortPart(rs[:before], from, before, compare)
			}
			rs, from, to = rs[after:], max(0, from-after), to-after
		}
	}
}

// split moves what is smaller than a middle element before it and what is larger behind
// it; what lies in [before, after) is in its place.
func split(rs []ranked, compare func(a, b ranked) int) (before, after int) {
	pivot := median(rs[0], rs[len(rs)/2], rs[len(rs)-1], compare)
	i, j := 0, len(rs)-1
	for i <= j {
		for compare(rs[i], pivot) < 0 {
			i++
		}
		for compare(rs[j], pivot) > 0 {
			j--
		}
		if i <= j {
			rs[i], rs[j] = rs[j], rs[i]
			i++
			j--
		}
	}
	return j + 1, i
}

func median(a, b, c ranked, compare func(a, b ranked) int) ranked {
	if compare(a, b) > 0 {
		a, b = b, a
	}
	if compare(b, c) > 0 {
		b = c
		if compare(a, b) > 0 {
			b = a
		}
	}
	return b
}
