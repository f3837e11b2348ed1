package record

import "slices"

// Action is something people do to a record beyond create, edit and delete, declared
// once: the button, its dialog, the command line, the journal's name and the test of
// who may do it come from here.
type Action struct {
	Name  string // "submit"
	Label string // 提交审批
	Kind  *Kind
	From  []string // states it starts from; empty: any
	Right Right

	Inputs   []*Field // what the dialog asks for
	newInput func() any

	Primary bool   // the usual next step: drawn as the main button
	Danger  bool   // asks before it is done
	Confirm string // the question
	Quiet   bool   // offered by a special page, not as a button of the record page

	offered func(Record) bool
	when    func(Reader, Record) error
	fill    func(Reader, Record, any)
	warn    func(Reader, Record) string
	do      func(Tx, Record, any) error
}

// None is the input of an action that asks for nothing.
type None struct{}

// ActOption sets properties of an action where it is declared.
type ActOption func(*Action)

// Act declares an action of kind k. do gets a copy of the record in tx and saves what
// it changes itself.
func Act[T, In any](k KindOf[T], name, label string, do func(Tx, *T, *In) error, opts ...ActOption) *Action {
	a := &Action{Name: name, Label: label, Kind: k.Kind, Right: Edit,
		newInput: func() any { return new(In) },
		do:       func(tx Tx, rec Record, in any) error { return do(tx, any(rec).(*T), in.(*In)) }}
	for _, o := range opts {
		o(a)
	}
	if k.Action(name) != nil {
		panic("action declared twice: " + k.Name + "." + name)
	}
	k.Kind.Actions = append(k.Kind.Actions, a)
	return a
}

// From limits an action to states.
func From[E ~string](states ...E) ActOption {
	return func(a *Action) {
		for _, s := range states {
			a.From = append(a.From, string(s))
		}
	}
}

// Needs names the right that the action takes; Edit if nothing is said.
func Needs(r Right) ActOption { return func(a *Action) { a.Right = r } }

// Primary marks the usual next step.
func Primary(a *Action) { a.Primary = true }

// Quiet keeps the action off the row of buttons: a special page offers it.
func Quiet(a *Action) { a.Quiet = true }

// Danger makes the screen ask the question first.
func Danger(question string) ActOption {
	return func(a *Action) { a.Danger, a.Confirm = true, question }
}

// Input declares what the action asks for, fields of its input struct.
func Input[In any](fields ...FieldOf[In]) ActOption {
	return func(a *Action) {
		for _, f := range fields {
			a.Inputs = append(a.Inputs, f.Field)
		}
	}
}

// When adds a condition beyond state and right; its refusal is the reason shown on the
// disabled button.
func When[T any](ok func(r Reader, rec *T) error) ActOption {
	return func(a *Action) { a.when = func(r Reader, rec Record) error { return ok(r, any(rec).(*T)) } }
}

// OfferedFor keeps the action off the pages of records for which it means nothing, where a disabled
// button would only puzzle: 解锁 of what is not locked.
func OfferedFor[T any](ok func(rec *T) bool) ActOption {
	return func(a *Action) { a.offered = func(rec Record) bool { return ok(any(rec).(*T)) } }
}

// Offered reports whether pages offer the action on a record at all.
func (a *Action) Offered(rec Record) bool { return !a.Quiet && (a.offered == nil || a.offered(rec)) }

// Fill sets what the dialog starts with.
func Fill[T, In any](fill func(r Reader, rec *T, in *In)) ActOption {
	return func(a *Action) {
		a.fill = func(r Reader, rec Record, in any) { fill(r, any(rec).(*T), in.(*In)) }
	}
}

// Warn says before the inputs what doing the action will change; "" for nothing.
func Warn[T any](say func(r Reader, rec *T) string) ActOption {
	return func(a *Action) { a.warn = func(r Reader, rec Record) string { return say(r, any(rec).(*T)) } }
}

// Warning is what the dialog says above the inputs before the action is done on a record; "" where
// there is nothing to be said.
func (a *Action) Warning(r Reader, rec Record) string {
	if a.warn == nil {
		return ""
	}
	return a.warn(r, rec)
}

// NewInput returns the input that the dialog starts with.
func (a *Action) NewInput(r Reader, rec Record) any {
	in := a.newInput()
	for _, f := range a.Inputs {
		if f.Default != nil {
			f.set(in, f.Default(r))
		}
	}
	if a.fill != nil {
		a.fill(r, rec, in)
	}
	return in
}

// Blocked says why the hat cannot do the action on the record now; nil if it can.
// r must be a reader of the hat's own scope.
func (a *Action) Blocked(r Reader, rec Record) error {
	what := "不能" + a.Label + " " + rec.Head().No
	if !r.Access().May(a.Kind, a.Right) {
		return Refuse("right", what, "当前职位没有"+moduleLabel(a.Kind)+"的「"+RightLabel(a.Right)+"」权限", "换一个有权限的身份，或在职位权限管理里授权")
	}
	if a.Right&(View|Export|Approve) == 0 && !r.Access().Manages(RowOf(r, a.Kind, rec)) {
		// Seeing a colleague's document, because its customer is mine, is not working on it,
		// and making the next one of it is work.
		return Refuse("scope", what, "它不在当前身份的数据权限内，只能查看", "换成负责人或上级的身份")
	}
	if len(a.From) > 0 && a.Kind.States != nil {
		now := a.Kind.StateOf(rec)
		if !slices.Contains(a.From, now.Code) {
			return Refuse("state", what, "它现在是「"+now.Label+"」", "只有"+stateLabels(a)+"才能"+a.Label)
		}
	}
	if a.when != nil {
		return a.when(r, rec)
	}
	return nil
}

func stateLabels(a *Action) string {
	s := ""
	for i, code := range a.From {
		if i > 0 {
			s += "、"
		}
		s += "「" + a.Kind.States.Find(code).Label + "」"
	}
	return s
}

// ModuleLabels are the names of the modules on the screen; rights are given by module.
var ModuleLabels = map[string]string{
	"company": "企业设置", "party": "客户管理", "catalog": "产品管理", "approval": "业务审批", "market": "市场管理",
	"sales": "销售管理", "order": "订单管理", "finance": "财务处理", "service": "客户服务", "analysis": "分析决策",
	"attachment": "附件", // follows the rights on the record that it belongs to
	"message":    "消息", // everybody has the own ones: no position has rights on them
	"lab":        "实验", // of the course, not of the company: no position has rights on it
}

// Modules lists the modules in the order of the experiments.
var Modules = []string{"company", "party", "catalog", "approval", "market", "sales", "order", "finance", "service", "analysis"}

func moduleLabel(k *Kind) string {
	if l, ok := ModuleLabels[k.Module]; ok {
		return l
	}
	return k.Label
}
