package data

import (
	"cmp"
	"slices"

	"crmlab/domain/record"
)

// mostVisited is how many rows a page sorted by a link may look at one by one before it is
// cheaper to look at all rows a block at a time.
const mostVisited = 4 * blockRows

// byTitles answers a page that is sorted by what a link points to, by going through the
// targets in the order of their titles and from each along its chain. ok is false where that
// is no way: there is no chain, rows without a target have their place too, or too few pass.
func (t *tx) byTitles(s *scan, sel *record.Selection, o *sorter, end int) (best []ranked, total int, ok bool) {
	field := sel.Sort[0].Field
	if s.liveIn == nil || s.listed || field.Type != record.TypeLink || field.Derived() || sel.Keep != nil {
		return nil, 0, false
	}
	base := t.table(sel.Kind)
	at := base.column(field.Tag)
	if at < 0 {
		return nil, 0, false
	}
	h := t.chainOf(base, at)
	if h == nil {
		return nil, 0, false
	}
	links := &base.cols[at].(*numbers).packed
	if !allPoint(links, base.live) || !h.aliveIn(t.table(field.Target())) {
		return nil, 0, false
	}
	targets := t.table(field.Target()).titleSorted()
	visited := 0
	room := make([]uint32, 1)
	for i := range targets {
		id := targets[i]
		if sel.Sort[0].Desc {
			id = targets[len(targets)-1-i]
		}
		for row := range h.each(int64(id)) {
			if visited++; visited > mostVisited {
				return nil, 0, false
			}
			room[0] = uint32(row)
			if s.passes(room) {
				best = append(best, ranked{row: uint32(row)})
			}
		}
		// Targets of the same name share their places.
		if len(best) >= end && (i+1 == len(targets) || !t.sameTitle(field.Target(), targets, i, sel.Sort[0].Desc)) {
			break
		}
	}
	for i := range best {
		best[i].key = keyOf(o.keys[0], best[i].row)
		if o.desc[0] {
			best[i].key = ^best[i].key
		}
	}
	slices.SortFunc(best, o.compare)
	for b := range s.blocks() {
		n, _ := s.block(b, false)
		total += n
	}
	return best, total, true
}

// allPoint reports whether every living row points somewhere. Row 0 is nobody's.
func allPoint(links *packed, live []bool) bool {
	for b := range links.blocks {
		if links.blocks[b].least > 0 {
			continue
		}
		for row := b << blockShift; row < b<<blockShift+links.inBlock(b); row++ {
			if live[row] && links.get(row) <= 0 {
				return false
			}
		}
	}
	for row := links.rows; row < len(live); row++ {
		if live[row] {
			return false
		}
	}
	return true
}

// aliveIn reports whether all records that are pointed to exist.
func (h *chain) aliveIn(t *table) bool {
	for id, row := range h.head {
		if row != 0 && !t.has(record.ID(id)) {
			return false
		}
	}
	return true
}

// passes reports whether one living row passes all filters.
func (s *scan) passes(row []uint32) bool {
	if _, hidden := slices.BinarySearch(s.masked, row[0]); hidden {
		return false
	}
	for _, f := range s.filters {
		if len(f.keep(row)) == 0 {
			return false
		}
	}
	return true
}

// titleSorted lists the IDs of a table by titleOrder.
func (t *table) titleSorted() []uint32 {
	keys := t.titleOrder()
	o := &t.titled
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.sorted != nil && o.sortedAsOf == t.changes {
		return o.sorted
	}
	o.sorted, o.sortedAsOf = make([]uint32, 0, t.count), t.changes
	for id, live := range t.live {
		if live {
			o.sorted = append(o.sorted, uint32(id))
		}
	}
	slices.SortFunc(o.sorted, func(a, b uint32) int { return cmp.Compare(keys[a], keys[b]) })
	return o.sorted
}

// sameTitle reports whether the target behind the i-th, in the direction asked for, has the
// same title.
func (t *tx) sameTitle(k *record.Kind, targets []uint32, i int, desc bool) bool {
	keys := t.table(k).titleOrder()
	a, b := i, i+1
	if desc {
		a, b = len(targets)-1-i, len(targets)-2-i
	}
	return keys[targets[a]] == keys[targets[b]]
}
