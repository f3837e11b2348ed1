package data

import (
	"slices"

	"crmlab/domain/record"
)

// scopeFilter passes the rows that an access sees, as record.Access.Sees decides row by
// row, but over columns and with every linked record asked once; nil if it sees all.
func (t *tx) scopeFilter(s *scan, a *record.Access) filter {
	if a == nil || a.Everything || !s.c.kind.Owned {
		return nil
	}
	v := newViewer(t, a)
	return &inScope{s: s, sights: v.sights(s.c), viewer: v}
}

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
	known  map[*record.Kind][]sight
}

func newViewer(t *tx, a *record.Access) *viewer {
	v := &viewer{t: t, access: a, known: map[*record.Kind][]sight{}}
	for id, in := range a.Depts {
		if in && id < idSlack {
			v.depts = grown(v.depts, int(id)+1)
			v.depts[id] = true
		}
	}
	return v
}

// sights is what deciding on rows of one set of columns needs.
type sights struct {
	c           *columns
	owner, dept *numbers[uint32]
	grants      map[record.ID]record.Right
	via         []column
	targets     []*record.Kind
}

func (v *viewer) sights(c *columns) sights {
	g := sights{c: c, grants: v.access.Grants[c.kind],
		owner: linkColumn(c, sharedField(c.kind, "owner")), dept: linkColumn(c, sharedField(c.kind, "dept"))}
	for _, f := range c.kind.Via {
		if i := c.column(f.Tag); i >= 0 && f.Target() != nil {
			g.via, g.targets = append(g.via, c.cols[i]), append(g.targets, f.Target())
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

func linkColumn(c *columns, f *record.Field) *numbers[uint32] {
	if f == nil {
		return nil
	}
	col, _ := c.cols[c.column(f.Tag)].(*numbers[uint32])
	return col
}

func (v *viewer) seesRow(g *sights, at int, id record.ID) bool {
	if !g.c.kind.Owned {
		return true
	}
	if owner := record.ID(g.owner.data[at]); owner == v.access.Self && owner != 0 {
		return true
	}
	if dept := int(g.dept.data[at]); dept < len(v.depts) && v.depts[dept] {
		return true
	}
	if g.grants != nil && g.grants[id]&(record.View|record.Edit) != 0 {
		return true
	}
	for i, col := range g.via {
		if target := record.ID(col.number(at)); target != 0 && v.sees(g.targets[i], target) {
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
		known = make([]sight, v.t.table(k).rows)
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
		g := v.sights(c)
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
