package data

import (
	"maps"
	"math/bits"
	"slices"
	"sync"

	"crmlab/domain/record"
)

// scopeFilter passes the rows that an access sees, as record.Access.Sees decides row by
// row; nil if it sees all. For committed rows the answer is worked out for the whole kind
// at once and remembered until a step touches what it depends on.
func (t *tx) scopeFilter(s *scan, a *record.Access) filter {
	if a == nil || a.Everything || !s.c.kind.Owned {
		return nil
	}
	if t.over == nil {
		return t.s.sights.of(t, a, s.c.kind)
	}
	v := newViewer(t, a)
	return &inScope{s: s, sights: v.sights(s.c), viewer: v}
}

// inScope asks the viewer row by row, inside a step.
type inScope struct {
	s      *scan
	sights sights
	viewer *viewer
}

func (f *inScope) keep(rows []uint32) []uint32 {
	n := 0
	for _, r := range rows {
		rows[n] = r
		if f.viewer.seesRow(&f.sights, int(r), f.s.idOf(r)) {
			n++
		}
	}
	return rows[:n]
}

// sighted is which living rows of a kind an access sees: a bit a row.
type sighted struct {
	bits   []uint64
	inside []uint16 // by block
	live   []uint16 // rows of the block that there are
	asOf   []uint64 // changes of the kinds that decide
}

const wordsInBlock = blockRows / 64

func (f *sighted) sees(row uint32) bool { return f.bits[row>>6]&(1<<(row&63)) != 0 }

func (f *sighted) judge(b int) verdict {
	switch f.inside[b] {
	case 0:
		return none
	case f.live[b]:
		return every
	}
	return some
}

func (f *sighted) count(b int) (int, bool) { return int(f.inside[b]), true }

func (f *sighted) keep(rows []uint32) []uint32 {
	n := 0
	for _, r := range rows {
		rows[n] = r
		if f.sees(r) {
			n++
		}
	}
	return rows[:n]
}

// sightings remember what accesses see.
type sightings struct {
	mu    sync.Mutex
	known map[*record.Access]map[*record.Kind]*sighted
	old   []*record.Access // the order in which they were first asked about

	looking []*record.Kind // those being worked out
}

// mostSightings is how many accesses are remembered: the hats that a student changes between.
const mostSightings = 8

func (g *sightings) of(t *tx, a *record.Access, k *record.Kind) *sighted {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.find(t, a, k)
}

func (g *sightings) find(t *tx, a *record.Access, k *record.Kind) *sighted {
	if g.known[a] == nil {
		if g.known == nil {
			g.known = map[*record.Access]map[*record.Kind]*sighted{}
		}
		if len(g.old) == mostSightings {
			delete(g.known, g.old[0])
			g.old = slices.Delete(g.old, 0, 1)
		}
		g.known[a] = map[*record.Kind]*sighted{}
		g.old = append(g.old, a)
	}
	asOf := changesOf(t, k, nil)
	if f := g.known[a][k]; f != nil && slices.Equal(f.asOf, asOf) {
		return f
	}
	f := g.look(t, a, k)
	f.asOf = asOf
	g.known[a][k] = f
	return f
}

// changesOf is what the answer for a kind depends on: itself and what it is seen through.
func changesOf(t *tx, k *record.Kind, seen []*record.Kind) (out []uint64) {
	out = append(out, t.table(k).changes)
	for _, f := range k.Via {
		if via := f.Target(); via != nil && via.Owned && via != k && !slices.Contains(seen, via) {
			out = append(out, changesOf(t, via, append(seen, k))...)
		}
	}
	return out
}

// look decides on every row of a kind.
func (g *sightings) look(t *tx, a *record.Access, k *record.Kind) *sighted {
	base := t.table(k)
	blocks := (len(base.live) + blockMask) >> blockShift
	f := &sighted{bits: make([]uint64, blocks*wordsInBlock), inside: make([]uint16, blocks), live: base.liveIn}
	g.looking = append(g.looking, k)
	defer func() { g.looking = g.looking[:len(g.looking)-1] }()
	v := newViewer(t, a)
	v.ready = func(k *record.Kind) *sighted {
		if slices.Contains(g.looking, k) {
			return nil // a circle of links is followed row by row
		}
		return g.find(t, a, k)
	}
	sight := v.sights(base.columns)
	for b := range blocks {
		v.lookAt(f, &sight, base, b)
	}
	return f
}

// lookAt decides on the rows of one block, a column at a time.
func (v *viewer) lookAt(f *sighted, g *sights, base *table, b int) {
	from := b << blockShift
	n := min(blockRows, len(base.live)-from)
	var room [3][blockRows]int64
	owners, depts, targets := room[0][:n], room[1][:n], room[2][:n]
	g.owner.readTo(from, owners)
	g.dept.readTo(from, depts)
	word := f.bits[b*wordsInBlock : (b+1)*wordsInBlock]
	open := 0
	self := int64(v.access.Self)
	for i, owner := range owners {
		if !base.live[from+i] {
			continue
		}
		if owner == self && owner != 0 || uint64(owner) < uint64(len(v.team)) && v.team[owner] || uint64(depts[i]) < uint64(len(v.depts)) && v.depts[depts[i]] {
			word[i>>6] |= 1 << (i & 63)
		} else {
			open++
		}
	}
	for j := 0; j < len(g.via) && open > 0; j++ {
		g.via[j].readTo(from, targets)
		whole := g.known[j]
		for i, target := range targets {
			if target == 0 || !base.live[from+i] || word[i>>6]&(1<<(i&63)) != 0 {
				continue
			}
			if whole != nil && uint64(target) < uint64(len(whole.bits))<<6 && whole.sees(uint32(target)) || whole == nil && v.sees(g.targets[j], record.ID(target)) {
				word[i>>6] |= 1 << (i & 63)
			}
		}
	}
	for id, right := range g.grants {
		if at := int(id) - from; at >= 0 && at < n && base.live[id] && right&(record.View|record.Edit) != 0 {
			word[at>>6] |= 1 << (at & 63)
		}
	}
	for _, w := range word {
		f.inside[b] += uint16(bits.OnesCount64(w))
	}
}

// readTo reads as many numbers as out takes from a row on; rows that do not exist hold 0.
func (c *numbers) readTo(from int, out []int64) {
	n := max(0, min(len(out), c.rows-from))
	c.span(from, from+n, out[:n])
	clear(out[n:])
}

// sight is what is known of a record in the chain of links.
type sight uint8

const (
	unknown sight = iota
	asking        // being worked out: a circle of links shows nothing by itself
	visible
	hidden
)

// viewer answers whether an access sees records, remembering what it worked out.
type viewer struct {
	t      *tx
	access *record.Access
	depts  []bool // in scope, by department
	team   []bool // in scope, by owner
	known  map[*record.Kind][]sight
	ready  func(*record.Kind) *sighted // answers for a whole kind; nil: there are none
}

func newViewer(t *tx, a *record.Access) *viewer {
	v := &viewer{t: t, access: a, known: map[*record.Kind][]sight{}}
	v.depts, v.team = marked(a.Depts), marked(a.Team)
	return v
}

// marked is a set of small numbers as an array.
func marked(ids map[record.ID]bool) (out []bool) {
	for _, id := range slices.Sorted(maps.Keys(ids)) {
		if ids[id] && id < idSlack {
			out = grown(out, int(id)+1)
			out[id] = true
		}
	}
	return out
}

// sights is what deciding on rows of one set of columns needs.
type sights struct {
	c           *columns
	owner, dept *numbers
	grants      map[record.ID]record.Right
	via         []*numbers
	targets     []*record.Kind
	known       []*sighted // of the targets, where the whole kind was looked at
}

func (v *viewer) sights(c *columns) sights {
	g := sights{c: c, grants: v.access.Grants[c.kind],
		owner: linkColumn(c, sharedField(c.kind, "owner")), dept: linkColumn(c, sharedField(c.kind, "dept"))}
	for _, f := range c.kind.Via {
		if col := linkColumn(c, f); col != nil && f.Target() != nil {
			g.via, g.targets = append(g.via, col), append(g.targets, f.Target())
			var whole *sighted
			if v.ready != nil && f.Target().Owned {
				whole = v.ready(f.Target())
			}
			g.known = append(g.known, whole)
		}
	}
	return g
}

// sharedField finds a field of record.Base, which stand behind the kind's own.
func sharedField(k *record.Kind, name string) *record.Field {
	for _, f := range slices.Backward(k.Fields) {
		if f.Name == name && f.Tag < record.FirstCustomTag && f.Tag > firstSharedTag {
			return f
		}
	}
	return nil
}

// firstSharedTag is the end of the tags that kinds give to their own fields.
const firstSharedTag = 899

func linkColumn(c *columns, f *record.Field) *numbers {
	if f == nil || c.column(f.Tag) < 0 {
		return nil
	}
	col, _ := c.cols[c.column(f.Tag)].(*numbers)
	return col
}

func (v *viewer) seesRow(g *sights, at int, id record.ID) bool {
	if !g.c.kind.Owned {
		return true
	}
	owner := record.ID(g.owner.get(at))
	if owner == v.access.Self && owner != 0 || uint64(owner) < uint64(len(v.team)) && v.team[owner] {
		return true
	}
	if dept := g.dept.get(at); dept < int64(len(v.depts)) && v.depts[dept] {
		return true
	}
	if g.grants != nil && g.grants[id]&(record.View|record.Edit) != 0 {
		return true
	}
	for i, col := range g.via {
		if target := record.ID(col.get(at)); target != 0 && v.sees(g.targets[i], target) {
			return true
		}
	}
	return false
}

// sees decides on a record at the other end of a link.
func (v *viewer) sees(k *record.Kind, id record.ID) bool {
	if !k.Owned {
		_, _, ok := v.t.locate(k, id)
		return ok
	}
	known := v.known[k]
	if known == nil {
		known = make([]sight, len(v.t.table(k).live))
		v.known[k] = known
	}
	if int(id) < len(known) {
		switch known[id] {
		case visible:
			return true
		case hidden, asking:
			return false
		case unknown:
		}
		known[id] = asking
	}
	c, at, ok := v.t.locate(k, id)
	if ok {
		ready := v.ready
		v.ready = nil
		g := v.sights(c)
		v.ready = ready
		ok = v.seesRow(&g, at, id)
	}
	if int(id) < len(known) {
		known[id] = hidden
		if ok {
			known[id] = visible
		}
	}
	return ok
}
