package record

import (
	"fmt"
	"strings"
)

// Save is the gate. The order of its steps is the order in which a user would want to
// hear of what is wrong.
func (t *tx) Save(rec Record) error {
	h := rec.Head()
	if h.ID != 0 || h.No != "" {
		return t.save(rec, nil)
	}
	given := ""
	err := t.save(rec, &given)
	if err != nil {
		unnumbered(err, given, h.No)
		h.No = ""
	}
	return err
}

// unnumbered takes the number of a record that was not saved out of what its refusals say: nobody
// has seen it, and the next one to be saved may get it.
func unnumbered(err error, numbers ...string) {
	for _, no := range numbers {
		for _, r := range RefusalsIn(err) {
			if no != "" {
				r.What = strings.ReplaceAll(r.What, " "+no, "")
			}
		}
	}
}

// save is Save; given gets the number that a new record is given.
func (t *tx) save(rec Record, given *string) error {
	k, h := KindOfRecord(rec), rec.Head()
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
	if given != nil {
		*given = h.No
	}
	what := "没有保存" + k.Label
	if errs := t.checkRecord(k, old, rec, what); len(errs) > 0 {
		return errs
	}
	if old == nil && !t.free {
		if err := k.AddBlocked(t, rec); err != nil {
			return err
		}
	}
	for _, rule := range k.rules {
		if err := rule(t, rec, old); err != nil {
			return err
		}
	}
	if errs := checkComputed(k, rec, what); len(errs) > 0 {
		return errs
	}
	changes := difference(k, old, rec)
	if old != nil && len(changes) == 0 {
		return nil
	}
	if err := t.links(k, rec, changes, what); err != nil {
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
	if err := t.put(k, rec, Change{Kind: k.Name, ID: h.ID, Op: op, No: h.No, Fields: changes}); err != nil {
		return err
	}
	for _, follow := range k.afters {
		if err := follow(t, rec, old); err != nil {
			return err
		}
	}
	return nil
}

// permit asks the record's revision, the hat's rights, the data scope, the state's lock
// and who may set what.
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
	if old != nil {
		if !t.access.Manages(t.RowOf(old)) {
			return Refuse("scope", what, "它不在当前身份的数据权限内", "换成负责人或上级的身份")
		}
		if st := k.StateOf(old); !st.Edit {
			return Refuse("state", what, "它现在是「"+st.Label+"」，内容已锁定", LockAdvice(st.Code))
		}
		if err := k.ChangeBlocked(t, old, Edit); err != nil {
			return err
		}
	}
	if err := t.permitSystem(k, old, rec, what); err != nil {
		return err
	}
	if err := t.permitFields(k, old, rec, what); err != nil {
		return err
	}
	return t.permitOwner(k, old, rec, what)
}

// permitSystem refuses what only actions write, and takes back what only rules compute:
// neither is ever a user's to give. The program itself may make records in any state.
func (t *tx) permitSystem(k *Kind, old, rec Record, what string) error {
	for _, f := range k.Fields {
		if !f.System || f.derive != nil || f.stamped() && old == nil {
			continue
		}
		var had Value
		switch {
		case old != nil:
			had = f.get(old)
		case f.Default != nil:
			had = f.Default(t)
		}
		got := f.get(rec)
		switch {
		case got.Equal(had):
		case f.Computed:
			had.T = f.Type
			f.set(rec, had)
		case old == nil && (got.Empty() || t.hat == Hat{}):
		default:
			return RefuseField("system", f.Name, what, f.Label+"不能直接填写", "用单据上的按钮操作")
		}
	}
	return nil
}

// stamped reports whether the gate itself fills the field of a new record.
func (f *Field) stamped() bool { return f.Tag > tagNo && f.Tag < tagRemark }

// permitOwner refuses to leave a record without an owner, and to give it away to somebody
// outside the hat's data scope without the right of 转移.
func (t *tx) permitOwner(k *Kind, old, rec Record, what string) error {
	owner := rec.Head().Owner
	if !k.Owned || old != nil && owner == old.Head().Owner || old == nil && owner == 0 {
		return nil
	}
	f := k.ByTag(tagOwner)
	if owner == 0 {
		return RefuseField("owner", f.Name, what, f.Label+"没有填写", "选择一位"+f.Label)
	}
	if !t.access.May(k, Transfer) && !t.access.covers(owner, t.deptOf(owner)) {
		return RefuseField("owner", f.Name, what, "当前职位没有"+moduleLabel(k)+"的「"+RightLabel(Transfer)+"」权限，只能交给数据权限内的员工", "换一位"+f.Label+"，或换一个有权限的身份")
	}
	return nil
}

// LockAdvice is how to go on with a document whose state locks it.
func LockAdvice(state string) string {
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
		switch own := h.Owner == t.hat.Employee; {
		case !k.Owned:
		case own && (h.Dept == 0 || !t.free):
			h.Dept = t.hat.Dept
		case !own && (h.Dept == 0 || h.Dept == t.hat.Dept): // a form starts with the hat's own
			h.Dept = t.deptOf(h.Owner)
		}
		if k.States != nil && k.States.Field.get(rec).Empty() {
			k.States.Field.set(rec, ChoiceValue(k.States.List[0].Code))
		}
	} else if k.Owned && h.Owner != old.Head().Owner {
		h.Dept = t.deptOf(h.Owner)
	}
	for _, f := range t.Fields(k) {
		f.tidy(rec)
	}
	if h.No == "" {
		return t.number(k, rec)
	}
	return nil
}

// tidy trims texts and rounds numbers to the places that are stored, so that rules
// compute with what will be read back.
func (f *Field) tidy(rec any) {
	if f.derive != nil {
		return
	}
	switch f.Type {
	case TypeText, TypeLong:
		if v := f.get(rec); v.S != strings.TrimSpace(v.S) {
			v.S = strings.TrimSpace(v.S)
			f.set(rec, v)
		}
	case TypeMoney, TypeNumber:
		f.set(rec, f.get(rec))
	case TypeRows:
		for _, line := range f.eachRow(rec) {
			for _, c := range f.Columns {
				c.tidy(line)
			}
		}
	}
}

// deptOf is the department of an employee: the field "dept" of the employee kind's row.
func (t *tx) deptOf(employee ID) ID {
	k := KindNamed(EmployeeKind)
	if row, ok := t.st.Row(k, employee); ok {
		return row.Value(k.ByTag(tagDept)).ID()
	}
	return 0
}

// NumberCounter names the counter from which records of a kind and prefix are numbered.
func NumberCounter(k *Kind, prefix string) string { return "no." + k.Name + "." + prefix }

// FormatNumber is the n-th number of a prefix: SO-0231.
func FormatNumber(prefix string, n int) string { return fmt.Sprintf("%s-%04d", prefix, n) }

// number gives the next free number of the kind: by the company's rule, or PREFIX-0001.
func (t *tx) number(k *Kind, rec Record) error {
	prefix := k.Prefix
	if k.prefixFor != nil {
		prefix = k.prefixFor(rec)
	}
	next := func() (string, error) {
		n, err := t.st.Count(NumberCounter(k, prefix))
		if err != nil {
			return "", fmt.Errorf("count %s: %w", k.Name, err)
		}
		return FormatNumber(prefix, n), nil
	}
	if rule := t.b.numberingOf(k, prefix); rule != nil {
		next = func() (string, error) { return rule.next(t) }
	}
	for {
		no, err := next()
		if err != nil {
			return err
		}
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
