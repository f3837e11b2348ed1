package record

import "strings"

// Verdict says whether a hat may do one thing with a record, and why, in sentences.
type Verdict struct {
	Verb    string // 查看
	OK      bool
	Reasons []string // all that hold; where the answer is no, what is missing
}

// Why explains what the reader's hat may do with a record: see, edit and delete it. The reader
// must be one of the hat's own scope, see As; the record need not be visible to it.
func Why(r Reader, k *Kind, id ID) ([]Verdict, error) {
	whole := r.Whole()
	rec, err := whole.Load(k, id)
	if err != nil {
		return nil, err
	}
	w := why{r: r, a: r.Access()}
	row := RowOf(whole, k, rec)
	see := w.right(k, View)
	if see.OK {
		see.Reasons, see.OK = w.sees(row, map[Target]bool{})
	}
	out := []Verdict{see, w.change(row, rec, Edit), w.change(row, rec, Delete)}
	if v, ok := w.fields(k); ok && see.OK {
		out = append(out, v)
	}
	return out, nil
}

type why struct {
	r Reader
	a *Access
}

// right is the verdict as far as the position's right on the module goes.
func (w why) right(k *Kind, right Right) Verdict {
	v := Verdict{Verb: RightLabel(right), OK: w.a.May(k, right)}
	if !v.OK {
		v.Reasons = []string{"这个职位没有" + moduleLabel(k) + "的「" + v.Verb + "」权限"}
	}
	return v
}

func (w why) name(k *Kind, id ID) string { return w.r.Whole().Name(k, id) }

// covered are the reasons for which the data scope reaches a row.
func (w why) covered(row Row) (reasons []string) {
	k := row.Kind()
	if !k.Owned {
		return []string{k.Label + "是全公司共用的，不按负责人划分"}
	}
	owner, dept := row.Value(k.ByTag(tagOwner)).ID(), row.Value(k.ByTag(tagDept)).ID()
	if w.a.Everything {
		reasons = append(reasons, "数据权限是「"+w.a.Reach+"」")
	}
	if owner == w.a.Self && owner != 0 {
		reasons = append(reasons, "本人就是负责人")
	}
	if w.a.Team[owner] {
		reasons = append(reasons, "负责人 "+w.name(KindNamed(EmployeeKind), owner)+" 是下属，数据权限是「"+w.a.Reach+"」")
	}
	if w.a.Depts[dept] {
		which := "属于下属部门 "
		if dept == w.r.Hat().Dept {
			which = "属于本部门 "
		}
		reasons = append(reasons, which+w.name(KindNamed(DepartmentKind), dept)+"，数据权限是「"+w.a.Reach+"」")
	}
	return reasons
}

// sees are the reasons for which a row is in sight; asked holds the records that are being asked
// about already.
func (w why) sees(row Row, asked map[Target]bool) (reasons []string, ok bool) {
	k := row.Kind()
	at := Target{Kind: k.Name, ID: row.ID()}
	if asked[at] {
		return nil, false
	}
	asked[at] = true
	reasons = append(w.covered(row), w.a.why[k][row.ID()]...)
	for _, link := range k.Via {
		id := row.Value(link).ID()
		target, found := w.r.Whole().Row(link.Target(), id)
		if id == 0 || !found {
			continue
		}
		if through, ok := w.sees(target, asked); ok {
			reasons = append(reasons, "能看它的"+link.Label+" "+w.name(link.Target(), id)+"（"+through[0]+"）")
		}
	}
	if len(reasons) > 0 {
		return reasons, true
	}
	return w.outside(row), false
}

// outside says why the data scope does not reach a row.
func (w why) outside(row Row) []string {
	k := row.Kind()
	owner, dept := row.Value(k.ByTag(tagOwner)).ID(), row.Value(k.ByTag(tagDept)).ID()
	whose := "它没有负责人"
	if owner != 0 {
		whose = "负责人是 " + w.name(KindNamed(EmployeeKind), owner)
	}
	if dept != 0 {
		whose += "，属于 " + w.name(KindNamed(DepartmentKind), dept)
	}
	reasons := []string{whose + "，不在数据权限「" + w.a.Reach + "」之内", "它没有分配给这位员工，这位员工也不是它的审批人"}
	for _, link := range k.Via {
		if id := row.Value(link).ID(); id != 0 {
			reasons = append(reasons, "也看不到它的"+link.Label+" "+w.name(link.Target(), id))
		}
	}
	return reasons
}

// change is the verdict on editing or deleting.
func (w why) change(row Row, rec Record, right Right) Verdict {
	k := row.Kind()
	v := w.right(k, right)
	switch {
	case k.Internal:
		return Verdict{Verb: v.Verb, Reasons: []string{k.Label + "由系统按规则生成"}}
	case !v.OK:
		return v
	}
	v.Reasons = w.covered(row)
	if right == Edit && len(v.Reasons) == 0 && w.a.Grants[k][row.ID()]&Edit != 0 {
		v.Reasons = w.a.why[k][row.ID()]
	}
	if len(v.Reasons) == 0 {
		v.OK = false
		v.Reasons = []string{"数据权限「" + w.a.Reach + "」够不到它"}
		if w.a.Grants[k][row.ID()] != 0 {
			v.Reasons = append(v.Reasons, w.a.why[k][row.ID()]...)
		}
		return v
	}
	if st := k.StateOf(rec); right == Edit && !st.Edit || right == Delete && !st.Delete {
		v.OK, v.Reasons = false, []string{"它现在是「" + st.Label + "」"}
	}
	return v
}

// fields says which fields of a kind the position hides or only shows.
func (w why) fields(k *Kind) (Verdict, bool) {
	v := Verdict{Verb: "字段", OK: true}
	for _, of := range []struct {
		right FieldRight
		say   string
	}{{FieldHidden, "看不到："}, {FieldRead, "只能看："}} {
		var labels []string
		for _, f := range w.r.Whole().Fields(k) {
			if w.a.FieldRight(f) == of.right {
				labels = append(labels, f.Label)
			}
			for _, c := range f.Columns {
				if w.a.FieldRight(c) == of.right {
					labels = append(labels, f.Label+"的"+c.Label)
				}
			}
		}
		if len(labels) > 0 {
			v.OK = false
			v.Reasons = append(v.Reasons, of.say+strings.Join(labels, "、"))
		}
	}
	return v, !v.OK
}
