package record

// Hat is who acts: an employee in one of the employee's positions. A student changes
// hats from the header.
type Hat struct {
	Employee ID
	Position ID
	Dept     ID
	// Look is a hat that is only looked through (以他人身份查看): it sees what the employee sees,
	// and makes no step.
	Look bool
}

// Watching is nil for a hat that works, and for one that is only looked through the refusal of
// every step.
func (h Hat) Watching() error {
	if !h.Look {
		return nil
	}
	return Refuse("look", "没有改动", "现在是以他人身份查看，只能看", "先结束查看，再用自己的身份做")
}

// Right is something a position may do with the records of a module.
type Right uint16

// Rights are bits; a position holds a set of them for every module.
const (
	View Right = 1 << iota
	Create
	Edit
	Delete
	Import
	Export
	Transfer // 转移, 转化, 生成下一张单据
	Approve
	Void
)

// RightNames lists every right with its letter in tables and its label.
var RightNames = []struct {
	Right  Right
	Letter string
	Label  string
}{
	{View, "v", "查看"}, {Create, "c", "新增"}, {Edit, "e", "编辑"}, {Delete, "d", "删除"}, {Import, "i", "导入"},
	{Export, "x", "导出"}, {Transfer, "t", "转移"}, {Approve, "a", "审批"}, {Void, "o", "作废"},
}

// RightLabel names a single right.
func RightLabel(r Right) string {
	for _, n := range RightNames {
		if n.Right == r {
			return n.Label
		}
	}
	return ""
}

// Access is what one hat may see and do, worked out once from its position.
type Access struct {
	Everything bool             // data scope 全部
	Reach      string           // the data scope in words
	Self       ID               // the employee: own records are always in scope
	Team       map[ID]bool      // employees whose records are in scope: those below Self
	Depts      map[ID]bool      // departments in scope
	Rights     map[string]Right // by module
	// Grants are records given to this employee beyond the scope (客户分配, a document
	// waiting for the employee's approval), by kind; the value says what may be done.
	Grants map[*Kind]map[ID]Right
	// why says how a record came to be given, by kind, for whoever asks.
	why map[*Kind]map[ID][]string

	limits  map[fieldKey]FieldRight
	limited map[*Kind]bool // kinds that have limits
}

// May reports whether the hat has the right on the kind's module.
func (a *Access) May(k *Kind, right Right) bool {
	return a == nil || a.Rights[k.Module]&right == right
}

// Grant adds a record beyond the scope. why is the reason as the screen says it: 客户分配 GR-0003.
func (a *Access) Grant(k *Kind, id ID, rights Right, why string) {
	if a.Grants == nil {
		a.Grants = map[*Kind]map[ID]Right{}
	}
	if a.Grants[k] == nil {
		a.Grants[k] = map[ID]Right{}
	}
	a.Grants[k][id] |= rights
	if a.why == nil {
		a.why = map[*Kind]map[ID][]string{}
	}
	if a.why[k] == nil {
		a.why[k] = map[ID][]string{}
	}
	a.why[k][id] = append(a.why[k][id], why)
}

// RowFinder finds the row of a link's target.
type RowFinder func(k *Kind, id ID) (Row, bool)

// Sees reports whether the data scope covers the row: it is the hat's own, or of a
// department in scope, or granted, or belongs to a record that the hat sees. A nil
// Access sees everything.
func (a *Access) Sees(row Row, find RowFinder) bool {
	row = bare(row)
	k := row.Kind()
	if a.Manages(row) || a.Grants[k][row.ID()]&View != 0 {
		return true
	}
	for _, link := range k.Via {
		if id := row.Value(link).ID(); id != 0 {
			if t, ok := find(link.Target(), id); ok && a.Sees(t, find) {
				return true
			}
		}
	}
	return false
}

// Manages reports whether the hat may change the row as far as the data scope goes: it is
// covered, or it was given for work.
func (a *Access) Manages(row Row) bool {
	return a.Covers(row) || a.Grants[row.Kind()][row.ID()]&Edit != 0
}

// Covers reports whether the data scope itself reaches the row. A record that was only
// given for work (客户分配) is not the hat's to delete.
func (a *Access) Covers(row Row) bool {
	if a == nil || a.Everything || !row.Kind().Owned {
		return true
	}
	k := row.Kind()
	return a.covers(row.Value(k.ByTag(tagOwner)).ID(), row.Value(k.ByTag(tagDept)).ID())
}

func (a *Access) covers(owner, dept ID) bool {
	return a == nil || a.Everything || owner == a.Self && owner != 0 || a.Team[owner] || a.Depts[dept]
}
