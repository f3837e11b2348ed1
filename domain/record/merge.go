package record

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// MostMerged is how many records are merged at once.
const MostMerged = 5

// merging is what a kind whose records may be merged says of it.
type merging struct {
	may  func(r Reader, keep Record, gone []Record) error
	tidy func(tx Tx, keep Record) error
}

// Merges lets records of the kind be merged. may, which may be nil, says why some are not; tidy,
// which may be nil, puts in order what the rules would not allow twice on the one that stays.
func (k KindOf[T]) Merges(may func(r Reader, keep *T, gone []*T) error, tidy func(tx Tx, keep *T) error) {
	m := &merging{}
	if may != nil {
		m.may = func(r Reader, keep Record, gone []Record) error {
			out := make([]*T, len(gone))
			for i, g := range gone {
				out[i] = any(g).(*T)
			}
			return may(r, any(keep).(*T), out)
		}
	}
	if tidy != nil {
		m.tidy = func(tx Tx, keep Record) error { return tidy(tx, any(keep).(*T)) }
	}
	k.merging = m
}

// Mergeable reports whether records of the kind can be merged at all.
func (k *Kind) Mergeable() bool { return k.merging != nil }

// Merge makes one record of several: keep stays and takes the fields of take (by name) from the
// records named there, whatever points to the others points to it afterwards, and the others are
// deleted. It is one step, so 撤销 brings everything back as it was.
func (b *Book) Merge(h Hat, k *Kind, keep ID, gone []ID, take map[string]ID) (*Entry, error) {
	e := &Entry{Op: OpDo, Action: "merge", Label: "合并" + k.Label, Target: Target{k.Name, keep}}
	return b.step(h, e, func(t Tx) error {
		m := &merger{tx: t.(*tx), k: k, what: "没有合并" + k.Label}
		if err := m.load(keep, gone); err != nil {
			return err
		}
		e.Label += " " + m.keep.Head().No
		for _, g := range m.gone {
			e.Label += "、" + g.Head().No
		}
		return m.run(take)
	})
}

// MergeBlocked says why the hat cannot merge records into one; nil if it can.
func (b *Book) MergeBlocked(r Reader, k *Kind, keep ID, gone []ID) error {
	in, ok := r.(*reader)
	if !ok {
		return fmt.Errorf("a reader of type %T cannot be asked about a merge", r)
	}
	m := &merger{tx: &tx{reader: *in}, k: k, what: "没有合并" + k.Label}
	return m.load(keep, gone)
}

type merger struct {
	*tx
	k    *Kind
	what string
	keep Record
	gone []Record
}

// load reads the records and asks who may.
func (m *merger) load(keep ID, gone []ID) error {
	switch n := len(gone) + 1; {
	case m.k.merging == nil:
		return Refuse("merge.kind", m.what, m.k.Label+"不能合并", "只能逐条编辑")
	case n < 2:
		return Refuse("merge.few", m.what, "至少要选两条", "再选一条重复的"+m.k.Label)
	case n > MostMerged:
		return Refuse("merge.many", m.what, fmt.Sprintf("一次最多合并 %d 条，现在是 %d 条", MostMerged, n), "分几次合并")
	case slices.Contains(gone, keep) || len(slices.Compact(slices.Sorted(slices.Values(gone)))) < len(gone):
		return Refuse("merge.same", m.what, "同一条选了两次", "选择不同的记录")
	}
	for i, id := range append([]ID{keep}, gone...) {
		rec, err := m.st.Get(m.k, id)
		if err != nil {
			return fmt.Errorf("read %s %d: %w", m.k.Name, id, err)
		}
		if rec == nil {
			return missing(m.k, "")
		}
		if err := m.may(rec, i > 0); err != nil {
			return err
		}
		if i == 0 {
			m.keep = rec
		} else {
			m.gone = append(m.gone, rec)
		}
	}
	if err := m.apart(); err != nil {
		return err
	}
	if m.k.merging.may != nil {
		return m.k.merging.may(&m.reader, m.keep, m.gone)
	}
	return nil
}

// apart refuses records of which one stands above another: a parent company and its branch are two.
func (m *merger) apart() error {
	all := append([]Record{m.keep}, m.gone...)
	for _, f := range m.Fields(m.k) {
		if f.Type != TypeLink || f.derive != nil || f.Target() != m.k {
			continue
		}
		for _, rec := range all {
			if i := slices.IndexFunc(all, func(o Record) bool { return o.Head().ID == f.get(rec).ID() }); i >= 0 {
				return RefuseField("merge.self", f.Name, m.what, all[i].Head().No+" 是 "+rec.Head().No+" 的"+f.Label, "它们不是同一家，不要合并；真是重复时先清空"+f.Label)
			}
		}
	}
	return nil
}

// may asks for the right of 编辑 on all, and of 删除 on those that go.
func (m *merger) may(rec Record, goes bool) error {
	what := m.what + " " + rec.Head().No
	right, verb := Edit, "编辑"
	if goes {
		right, verb = Delete, "删除"
	}
	row := m.RowOf(rec)
	switch {
	case !m.access.May(m.k, right):
		return Refuse("right", what, "当前职位没有"+moduleLabel(m.k)+"的「"+verb+"」权限", "换一个有权限的身份，如销售总监")
	case !m.access.Manages(row) || goes && !m.access.Covers(row):
		return Refuse("scope", what, "它不在当前身份的数据权限内", "换成负责人们的上级")
	}
	if st := m.k.StateOf(rec); !st.Edit {
		return Refuse("state", what, "它现在是「"+st.Label+"」，内容已锁定", "不要选它")
	}
	return nil
}

func (m *merger) run(take map[string]ID) error {
	moved, err := m.move()
	if err != nil {
		return err
	}
	if m.keep, err = m.st.Get(m.k, m.keep.Head().ID); err != nil { // it may have pointed to one of them
		return err
	}
	if err := m.choose(take); err != nil {
		return err
	}
	if m.k.merging.tidy != nil {
		if err := m.k.merging.tidy(m.ByRule(), m.keep); err != nil {
			return err
		}
	}
	for _, g := range m.gone {
		if err := m.ByRule().Delete(m.k, g.Head().ID); err != nil {
			return err
		}
	}
	// The gate looks at the whole of it, as if somebody had edited it.
	if err := m.Save(m.keep); err != nil {
		return err
	}
	return m.settled(moved)
}

// choose gives the record that stays the fields that were chosen from the others.
func (m *merger) choose(take map[string]ID) error {
	for _, name := range slices.Sorted(maps.Keys(take)) {
		if !slices.ContainsFunc(m.Fields(m.k), func(f *Field) bool { return f.Name == name }) {
			return RefuseField("merge.field", name, m.what, m.k.Label+"没有可以选的字段 "+name, "从合并的页面里选")
		}
	}
	for _, f := range m.Fields(m.k) {
		from, ok := take[f.Name]
		if !ok || from == m.keep.Head().ID {
			continue
		}
		i := slices.IndexFunc(m.gone, func(g Record) bool { return g.Head().ID == from })
		if i < 0 || !f.Editable() || f.Name == "no" || !m.Access().Writes(f) {
			return RefuseField("merge.field", f.Name, m.what, f.Label+"不能从那一条取", "从合并的几条里选")
		}
		f.set(m.keep, f.get(m.gone[i]))
	}
	return nil
}

// move makes everything that points to the records that go point to the one that stays. Links are
// moved one after another, so that in between a contact may belong to another customer than its
// task: no rule is asked before all are moved.
func (m *merger) move() (moved []Target, err error) {
	for _, g := range m.gone {
		links, err := m.st.Linked(m.k, g.Head().ID, 0)
		if err != nil {
			return nil, err
		}
		for _, t := range links {
			if err := m.moveOne(t, g.Head().ID); err != nil {
				return nil, err
			}
			if !slices.ContainsFunc(m.gone, func(g Record) bool { return t == TargetOf(g) }) {
				moved = append(moved, t)
			}
		}
	}
	slices.SortFunc(moved, func(a, b Target) int { return cmp.Or(strings.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID)) })
	return slices.Compact(moved), nil
}

func (m *merger) moveOne(t Target, gone ID) error {
	k := KindNamed(t.Kind)
	rec, err := m.st.Get(k, t.ID)
	if err != nil || rec == nil {
		return err
	}
	old, err := m.st.Get(k, t.ID)
	if err != nil {
		return err
	}
	keep := m.keep.Head().ID
	for _, f := range m.Fields(k) {
		if f.derive != nil {
			continue
		}
		v, changed := m.pointed(f, f.get(rec), gone, keep)
		if !changed {
			continue
		}
		f.set(rec, v)
	}
	changes := difference(k, old, rec)
	if len(changes) == 0 {
		return nil
	}
	return m.put(k, rec, Change{Kind: k.Name, ID: t.ID, Op: Changed, No: rec.Head().No, Fields: changes})
}

// pointed is a value that points to keep instead of gone. In a set the two become one.
func (m *merger) pointed(f *Field, v Value, gone, keep ID) (Value, bool) {
	switch f.Type {
	case TypeLink:
		if f.Target() == m.k && v.ID() == gone {
			v.N = int64(keep)
			return v, true
		}
	case TypeTarget:
		if v.S == m.k.Name && v.ID() == gone {
			v.N = int64(keep)
			return v, true
		}
	case TypeLinks:
		if f.Target() != m.k || !slices.Contains(v.L, gone) {
			return v, false
		}
		var list []ID
		for _, id := range v.L {
			if id == gone {
				id = keep
			}
			if !slices.Contains(list, id) {
				list = append(list, id)
			}
		}
		v.L = list
		return v, true
	case TypeRows:
		changed := false
		rows := make([][]Value, len(v.R))
		for i, line := range v.R {
			rows[i] = slices.Clone(line)
			for j, c := range f.Columns {
				var moved bool
				rows[i][j], moved = m.pointed(c, line[j], gone, keep)
				changed = changed || moved
			}
		}
		if changed {
			v.R = rows
			return v, true
		}
	}
	return v, false
}

// settled asks the rules of everything that was moved whether it may stand as it does now.
func (m *merger) settled(moved []Target) error {
	for _, t := range moved {
		k := KindNamed(t.Kind)
		rec, err := m.st.Get(k, t.ID)
		if err != nil {
			return err
		}
		if rec == nil {
			continue // put in order
		}
		old, err := m.st.Get(k, t.ID)
		if err != nil {
			return err
		}
		for _, rule := range k.rules {
			if err := rule(m.ByRule(), rec, old); err != nil {
				return err
			}
		}
	}
	return nil
}
