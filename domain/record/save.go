package record

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Save is the gate. The order of its steps is the order in which a user would want to
// hear of what is wrong.
func (t *tx) Save(rec Record) error {
	k, h := kindOfRecord(rec), rec.Head()
	var old Record
	if h.ID != 0 {
		var err error
		if old, err = t.st.Get(k, h.ID); err != nil {
			return fmt.Errorf("read %s %d: %w", k.Name, h.ID, err)
		}
		if old == nil {
			return missing(k, h.No)
		}
	}
	if err := t.permit(k, old, rec); err != nil {
		return err
	}
	if err := t.fill(k, old, rec); err != nil {
		return err
	}
	what := "没有保存" + k.Label
	if errs := checkFields(t, t.Fields(k), rec, what); len(errs) > 0 {
		return errs
	}
	for _, rule := range k.rules {
		if err := rule(t, rec, old); err != nil {
			return err
		}
	}
	changes := difference(k, old, rec)
	if old != nil && len(changes) == 0 {
		return nil
	}
	if err := t.links(k, changes, what); err != nil {
		return err
	}
	if err := t.unique(k, rec, changes, what); err != nil {
		return err
	}
	h.UpdatedBy, h.UpdatedAt = t.hat.Employee, t.Wall()
	changes = difference(k, old, rec)
	op := Changed
	if old == nil {
		op = Created
		id, err := t.st.NextID(k)
		if err != nil {
			return fmt.Errorf("new id for %s: %w", k.Name, err)
		}
		h.ID = id
	}
	return t.put(k, rec, Change{Kind: k.Name, ID: h.ID, Op: op, No: h.No, Fields: changes})
}

// put writes the record and notes the change. A record that is saved twice in one step
// is one change, from what it was before the step.
func (t *tx) put(k *Kind, rec Record, c Change) error {
	rec.Head().Rev = t.st.LastSeq() + 1
	if err := t.st.Put(k, rec); err != nil {
		return fmt.Errorf("write %s %s: %w", k.Name, rec.Head().No, err)
	}
	t.note(c)
	return nil
}

func (t *tx) note(c Change) {
	key := Target{Kind: c.Kind, ID: c.ID}
	i, seen := t.at[key]
	if !seen {
		t.at[key] = len(t.entry.Changes)
		t.entry.Changes = append(t.entry.Changes, c)
		return
	}
	before := &t.entry.Changes[i]
	switch {
	case before.Op == Created && c.Op == Deleted:
		before.Op, before.Fields = "", nil
	case before.Op == "" && c.Op == Created:
		*before = c
	default:
		if before.Op == Deleted && c.Op == Created {
			before.Op = Changed
		} else if before.Op == Changed && c.Op == Deleted {
			before.Op = Deleted
		}
		before.No, before.Fields = c.No, mergeFields(before.Fields, c.Fields)
	}
}

// mergeFields joins two changes of one record that follow each other.
func mergeFields(first, second []FieldChange) []FieldChange {
	at := map[int]int{}
	out := append([]FieldChange(nil), first...)
	for i, f := range out {
		at[f.Tag] = i
	}
	for _, f := range second {
		if i, ok := at[f.Tag]; ok {
			out[i].New = f.New
		} else {
			out = append(out, f)
		}
	}
	kept := out[:0]
	for _, f := range out {
		if !f.Old.Equal(f.New) {
			kept = append(kept, f)
		}
	}
	return kept
}

// permit asks the hat's rights, the data scope, the state's lock and the record's revision.
func (t *tx) permit(k *Kind, old, rec Record) error {
	if old != nil && rec.Head().Rev != old.Head().Rev {
		return Refuse("stale", "没有保存"+k.Label+" "+rec.Head().No, "打开之后它已经被别的操作改过", "重新打开它，再改一次")
	}
	if t.free {
		return nil
	}
	right, verb := Create, "新增"
	if old != nil {
		right, verb = Edit, "编辑"
	}
	what := "不能" + verb + k.Label + " " + rec.Head().No
	if k.Internal {
		return Refuse("internal", what, k.Label+"由系统按规则生成", "在对应的单据上操作")
	}
	if !t.access.May(k, right) {
		return Refuse("right", what, "当前职位没有"+moduleLabel(k)+"的「"+verb+"」权限", "换一个有权限的身份，或在职位权限管理里授权")
	}
	if old == nil {
		return nil
	}
	if !t.access.Manages(t.RowOf(old)) {
		return Refuse("scope", what, "它不在当前身份的数据权限内", "换成负责人或上级的身份")
	}
	if st := k.StateOf(old); !st.Edit {
		return Refuse("state", what, "它现在是「"+st.Label+"」，内容已锁定", lockAdvice(st.Code))
	}
	for _, f := range k.Fields {
		if f.System && f.derive == nil && !f.get(old).Equal(f.get(rec)) && !f.Computed {
			return RefuseField("system", f.Name, what, f.Label+"不能直接修改", "用单据上的按钮操作")
		}
	}
	return nil
}

func lockAdvice(state string) string {
	if state == "review" {
		return "先撤回再编辑"
	}
	return "需要改动时，复制为新单据"
}

// fill sets what every record has: who, when, number.
func (t *tx) fill(k *Kind, old, rec Record) error {
	h := rec.Head()
	if old == nil {
		h.CreatedBy, h.CreatedAt = t.hat.Employee, t.Wall()
		if k.Owned && h.Owner == 0 {
			h.Owner = t.hat.Employee
		}
		if k.Owned && h.Dept == 0 {
			h.Dept = t.hat.Dept
			if h.Owner != t.hat.Employee && t.b.org.Access != nil {
				h.Dept = t.deptOf(h.Owner)
			}
		}
		if k.States != nil && k.States.Field.get(rec).Empty() {
			k.States.Field.set(rec, ChoiceValue(k.States.List[0].Code))
		}
	} else if k.Owned && h.Owner != old.Head().Owner {
		h.Dept = t.deptOf(h.Owner)
	}
	for _, f := range t.Fields(k) {
		if f.derive == nil && (f.Type == TypeText || f.Type == TypeLong) {
			if v := f.get(rec); v.S != strings.TrimSpace(v.S) {
				v.S = strings.TrimSpace(v.S)
				f.set(rec, v)
			}
		}
	}
	if h.No == "" {
		return t.number(k, rec)
	}
	return nil
}

// deptOf is the department of an employee: the field "dept" of the employee kind's row.
func (t *tx) deptOf(employee ID) ID {
	k := KindNamed(EmployeeKind)
	if row, ok := t.st.Row(k, employee); ok {
		return row.Value(k.ByTag(tagDept)).ID()
	}
	return 0
}

// number gives the next free number of the kind: PREFIX-0001.
func (t *tx) number(k *Kind, rec Record) error {
	prefix := k.Prefix
	if k.prefixFor != nil {
		prefix = k.prefixFor(rec)
	}
	for {
		n, err := t.st.Count("no." + k.Name + "." + prefix)
		if err != nil {
			return fmt.Errorf("count %s: %w", k.Name, err)
		}
		no := fmt.Sprintf("%s-%04d", prefix, n)
		_, taken, err := t.ByNumber(k, no)
		if err != nil {
			return err
		}
		if !taken {
			rec.Head().No = no
			return nil
		}
	}
}

// checkFields runs the checks that fields declare, all of them, so that a form can show
// every message at once.
func checkFields(r Reader, fields []*Field, rec any, what string) Refusals {
	var errs Refusals
	for _, f := range fields {
		if f.derive != nil {
			continue
		}
		v := f.get(rec)
		if why, fix := f.check(v); why != "" {
			errs = append(errs, RefuseField("field", f.Name, what, why, fix))
		}
		for i, line := range v.R {
			for j, c := range f.Columns {
				if why, fix := c.check(line[j]); why != "" {
					errs = append(errs, RefuseField("field", fmt.Sprintf("%s.%d.%s", f.Name, i, c.Name), what,
						fmt.Sprintf("%s第 %d 行：%s", f.Label, i+1, why), fix))
				}
			}
		}
		if narrow := f.narrowOf(r, rec); len(narrow) > 0 && v.N != 0 {
			if row, ok := r.Row(f.Target(), v.ID()); ok && !narrowed(r, f, narrow, row) {
				errs = append(errs, RefuseField("narrow", f.Name, what, f.Label+"不能选「"+r.Title(f.Target(), v.ID())+"」", "从列表里重新选择"))
			}
		}
	}
	return errs
}

// narrowOf is NarrowFor of something that may be a record, a line or an input.
func (f *Field) narrowOf(r Reader, rec any) []Cond {
	if whole, ok := rec.(Record); ok && f.NarrowBy != nil {
		return f.NarrowFor(RowOf(r, kindOfRecord(whole), whole))
	}
	return f.Narrow
}

func narrowed(r Reader, f *Field, narrow []Cond, row Row) bool {
	for _, c := range narrow {
		g := fieldNamed(r.Fields(f.Target()), c.Field)
		if g == nil || !(Test{Field: g, Op: c.Op, Values: c.Values}).Holds(row.Value(g)) {
			return false
		}
	}
	return true
}

// check applies the field's own limits to a value; "" means it is fine.
func (f *Field) check(v Value) (why, fix string) {
	if v.Empty() {
		if f.Required && f.Type != TypeBool && f.Type != TypeInt && f.Type != TypeMoney && f.Type != TypeNumber {
			return f.Label + "没有填写", "填写后再保存"
		}
		if f.lowOpen && f.numeric() {
			return f.Label + "应大于 0", "改正后再保存"
		}
		return "", ""
	}
	switch {
	case f.Type == TypeText || f.Type == TypeLong:
		if n := utf8.RuneCountInString(v.S); f.Max > 0 && n > f.Max {
			return fmt.Sprintf("%s有 %d 个字，最多 %d 个", f.Label, n, f.Max), "缩短后再保存"
		}
		if f.Type == TypeText && strings.ContainsAny(v.S, "\n\r\x00") {
			return f.Label + "里有换行", "改成一行"
		}
	case f.numeric():
		if v.N > MaxMinor || v.N < -MaxMinor {
			return f.Label + "超出范围", "改小后再保存"
		}
		if f.Low != nil && (v.N < *f.Low || f.lowOpen && v.N == *f.Low) {
			if *f.Low == 0 && !f.lowOpen {
				return f.Label + "不能是负数", "改成 0 或正数"
			}
			if f.lowOpen {
				return f.Label + "应大于 " + FromMinor(*f.Low, f.Places).String(), "改正后再保存"
			}
			return f.Label + "不能小于 " + FromMinor(*f.Low, f.Places).String() + f.Unit, "改正后再保存"
		}
		if f.High != nil && v.N > *f.High {
			return f.Label + "不能大于 " + FromMinor(*f.High, f.Places).String() + f.Unit, "改正后再保存"
		}
	case f.Type == TypeChoice:
		if _, ok := f.Choice(v.S); !ok {
			return "「" + v.S + "」不在" + f.Label + "的可选项里", "从列表里选择"
		}
	}
	return "", ""
}

func (f *Field) numeric() bool {
	return f.Type == TypeInt || f.Type == TypeMoney || f.Type == TypeNumber
}

// links checks that what changed links point to exists.
func (t *tx) links(k *Kind, changes []FieldChange, what string) error {
	check := func(f *Field, id ID) error {
		if id == 0 {
			return nil
		}
		if _, ok := t.st.Row(f.Target(), id); !ok {
			return RefuseField("link", f.Name, what, f.Label+"指向的"+f.Target().Label+"已不存在", "重新选择")
		}
		return nil
	}
	for _, c := range changes {
		f := k.ByTag(c.Tag)
		if f == nil {
			f = fieldByTag(t.Fields(k), c.Tag)
		}
		if f == nil {
			continue
		}
		switch f.Type {
		case TypeLink:
			if err := check(f, c.New.ID()); err != nil {
				return err
			}
		case TypeLinks:
			for _, id := range c.New.L {
				if err := check(f, id); err != nil {
					return err
				}
			}
		case TypeRows:
			for _, line := range c.New.R {
				for j, col := range f.Columns {
					if col.Type == TypeLink {
						if err := check(col, line[j].ID()); err != nil {
							return err
						}
					}
				}
			}
		}
	}
	return nil
}

func fieldByTag(fields []*Field, tag int) *Field {
	for _, f := range fields {
		if f.Tag == tag {
			return f
		}
	}
	return nil
}

// unique refuses a value that another record of the kind has.
func (t *tx) unique(k *Kind, rec Record, changes []FieldChange, what string) error {
	for _, c := range changes {
		f := fieldByTag(t.Fields(k), c.Tag)
		if f == nil || !f.Unique || c.New.Empty() {
			continue
		}
		id, ok, err := t.st.Find(f, c.New)
		if err != nil {
			return err
		}
		if ok && id != rec.Head().ID {
			return RefuseField("unique", f.Name, what, f.Label+"「"+f.Plain(c.New, t.Title)+"」已经用在"+k.Label+" "+t.Title(k, id)+" 上", "换一个"+f.Label)
		}
	}
	return nil
}

// Delete removes a record, and first what hangs on it by a Cascade link.
func (t *tx) Delete(k *Kind, id ID) error {
	old, err := t.st.Get(k, id)
	if err != nil {
		return fmt.Errorf("read %s %d: %w", k.Name, id, err)
	}
	if old == nil {
		return missing(k, "")
	}
	no := old.Head().No
	what := "不能删除" + k.Label + " " + no
	if !t.free {
		if k.Internal || !t.access.May(k, Delete) {
			return Refuse("right", what, "当前职位没有"+moduleLabel(k)+"的「删除」权限", "换一个有权限的身份")
		}
		if !t.access.Manages(t.RowOf(old)) {
			return Refuse("scope", what, "它不在当前身份的数据权限内", "换成负责人或上级的身份")
		}
		if st := k.StateOf(old); !st.Delete {
			return Refuse("state", what, "它现在是「"+st.Label+"」", "这种状态的单据要保留，可以终止或作废")
		}
	}
	for _, check := range k.onDelete {
		if err := check(t, old); err != nil {
			return err
		}
	}
	if err := t.cascade(k, id); err != nil {
		return err
	}
	left, err := t.st.Linked(k, id, 3)
	if err != nil {
		return err
	}
	if len(left) > 0 {
		return Refuse("linked", what, "还有记录与它相关："+t.names(left), "先处理这些记录，再删除")
	}
	if err := t.st.Drop(k, id); err != nil {
		return fmt.Errorf("delete %s %s: %w", k.Name, no, err)
	}
	t.note(Change{Kind: k.Name, ID: id, Op: Deleted, No: no, Fields: difference(k, old, nil)})
	return nil
}

func (t *tx) cascade(k *Kind, id ID) error {
	for _, other := range t.b.kinds {
		for _, f := range other.Fields {
			if !f.Cascade || f.Target() != k {
				continue
			}
			rows, _, err := t.st.Select(Selection{Kind: other, Where: []Test{{Field: f, Op: Is, Values: []Value{LinkValue(id)}}}})
			if err != nil {
				return err
			}
			for _, row := range rows {
				if err := t.ByRule().Delete(other, row.ID()); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (t *tx) names(targets []Target) string {
	var out []string
	for _, g := range targets {
		k := KindNamed(g.Kind)
		no := ""
		if row, ok := t.st.Row(k, g.ID); ok {
			no = row.Value(k.ByTag(tagNo)).S
		}
		out = append(out, k.Label+" "+no)
	}
	return strings.Join(out, "、")
}
