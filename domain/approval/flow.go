// Package approval is experiment 5: flows with their points, and the state machine that
// takes a document through them. It knows documents only by the few words that they
// declare with Document; orders, returns and campaigns stand above it.
package approval

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"crmlab/domain/company"
	"crmlab/domain/party"
	"crmlab/domain/record"
)

// Who says how the approvers of a point are found.
type Who string

// Kinds of approvers.
const (
	ByEmployee Who = "employee" // 指定成员, one or several
	ByPosition Who = "position" // everybody who holds a position
	ByManager  Who = "manager"  // 部门主管 of the submitter
	BySuperior Who = "superior" // 直属上级 of the submitter
)

// Mode says how several approvers of one point work together.
type Mode string

// Modes of a point.
const (
	AnySign    Mode = "any"        // 或签: the first answer counts
	AllSign    Mode = "all"        // 会签: everybody must agree
	Sequential Mode = "sequential" // 依次审批: one after the other
)

// Nobody says what becomes of a point that nobody fits.
type Nobody string

// Ways on from a point that nobody fits.
const (
	NobodyRefuse Nobody = "refuse" // the document cannot be submitted
	NobodyPass   Nobody = "pass"   // the point is passed over
	NobodyOther  Nobody = "other"  // the stand-in of the point answers
)

// Own says what becomes of a point whose approver submitted the document.
type Own string

// Ways on from a point that would have somebody approve an own document.
const (
	OwnSuperior Own = "superior" // the submitter's superior answers instead
	OwnSkip     Own = "skip"     // the others answer; the point is passed over if there are none
	OwnAllow    Own = "allow"    // the submitter answers
)

// Restart says where a document goes on that was sent back and is submitted again.
type Restart string

// Places where a document goes on.
const (
	FromFirst Restart = "first"
	FromPoint Restart = "point" // where it was sent back, unless its contents have changed
)

// Flow 审批流程 is the ordered points that documents of one kind pass.
type Flow struct {
	record.Base
	Name    string
	Doc     string // kind name of the documents
	Enabled bool
	Comment bool // an opinion is required for every answer, not only for a no
	Own     Own
	Restart Restart
	Version int // rises by one with every change that documents would notice
	Points  []Point
}

// Point 审批点 is one station of a flow. A condition that is not set holds for every
// document; a document that does not meet all of them passes the point over.
type Point struct {
	Name      string
	Who       Who
	Position  record.Ref[company.Position]
	Employees []record.Ref[company.Employee]
	Mode      Mode
	From      decimal.Decimal // 元: for documents of at least this amount
	To        decimal.Decimal // 元: for documents of less than this amount; 0: no end
	Discount  decimal.Decimal // %: for documents with a discount above it; 0: for all
	Levels    string          // for customers of these levels: "A、B"; empty: for all
	Nobody    Nobody
	StandIn   record.Ref[company.Employee]
}

var docChoices = []record.Choice{
	{Code: "order", Label: "销售订单"}, {Code: "return", Label: "退货单"}, {Code: "campaign", Label: "市场活动"}, {Code: "repair-order", Label: "维修订单"},
}

// Flows is the kind of 审批流程.
var Flows = record.Define("approval-flow", "审批流程", "company", "AF", []record.FieldOf[Flow]{
	record.Text("name", 1, "流程名称", func(f *Flow) *string { return &f.Name }, record.Required, record.Max(40), record.Listed, record.Search),
	record.Pick("doc", 2, "适用单据", func(f *Flow) *string { return &f.Doc }, docChoices, record.Required, record.Listed, record.Filter,
		record.StartsAt(record.ChoiceValue("order"))),
	record.Bool("enabled", 3, "启用", func(f *Flow) *bool { return &f.Enabled }, record.Listed, record.StartsAt(record.BoolValue(true)),
		record.Hint("一类单据同时只能启用一个流程；没有启用的流程，这类单据免审")),
	record.Bool("comment", 4, "同意也要写意见", func(f *Flow) *bool { return &f.Comment }),
	record.Pick("own", 6, "提交人就是审批人时", func(f *Flow) *Own { return &f.Own }, []record.Choice{
		{Code: string(OwnSuperior), Label: "转直属上级", Says: "由提交人的直属上级代替他审批"},
		{Code: string(OwnSkip), Label: "跳过", Says: "由同一审批点的其他人审批；没有其他人，就跳过这个审批点"},
		{Code: string(OwnAllow), Label: "允许自批", Says: "提交人可以审批自己的单据"}}, record.StartsAt(record.ChoiceValue(OwnSuperior))),
	record.Pick("restart", 7, "退回后重新提交", func(f *Flow) *Restart { return &f.Restart }, []record.Choice{
		{Code: string(FromFirst), Label: "从头审批"},
		{Code: string(FromPoint), Label: "从退回的审批点", Says: "只补了文字说明的，从退回的审批点接着批；金额、明细等内容改过的，仍从头审批"}},
		record.StartsAt(record.ChoiceValue(FromFirst))),
	record.Int("version", 8, "版本", func(f *Flow) *int { return &f.Version }, record.Computed, record.Listed,
		record.Hint("改动审批点后版本加一；已经提交的单据按提交时的版本走完")),
	record.Lines("points", 5, "审批点", func(f *Flow) *[]Point { return &f.Points }, pointColumns(func(p *Point) *Point { return p }),
		record.Hint("按次序审批；不符合金额、折扣、级别条件的单据跳过这个审批点")),
})

// pointColumns are the columns of points. Instances keep a copy of the points that were
// in force, so they need columns of their own.
func pointColumns[T any](at func(*T) *Point) []record.FieldOf[T] {
	return []record.FieldOf[T]{
		record.Text("name", 1, "审批点", func(t *T) *string { return &at(t).Name }, record.Required, record.Max(30)),
		record.Pick("who", 2, "审批人", func(t *T) *Who { return &at(t).Who }, []record.Choice{
			{Code: string(ByManager), Label: "部门主管"}, {Code: string(BySuperior), Label: "直属上级"},
			{Code: string(ByPosition), Label: "职位"}, {Code: string(ByEmployee), Label: "指定员工"}}, record.Required),
		record.Link("position", 3, "职位", func(t *T) *record.Ref[company.Position] { return &at(t).Position }, record.Only("who", string(ByPosition))),
		record.Links("employees", 7, "员工", func(t *T) *[]record.Ref[company.Employee] { return &at(t).Employees }, record.Only("who", string(ByEmployee))),
		record.Pick("mode", 5, "多人时", func(t *T) *Mode { return &at(t).Mode }, []record.Choice{
			{Code: string(AnySign), Label: "或签", Says: "有一人回答就算数"}, {Code: string(AllSign), Label: "会签", Says: "每个人都要同意"},
			{Code: string(Sequential), Label: "依次审批", Says: "一个同意了，下一个再批"}}, record.Only("who", string(ByPosition), string(ByEmployee))),
		record.Number("from", 6, "金额从", func(t *T) *decimal.Decimal { return &at(t).From }, record.Unit("元"), record.NotNegative), // limits, not amounts to be added up
		record.Number("to", 8, "金额低于", func(t *T) *decimal.Decimal { return &at(t).To }, record.Unit("元"), record.NotNegative),
		record.Percent("discount", 9, "折扣高于", func(t *T) *decimal.Decimal { return &at(t).Discount }, record.Hint("手工给出的最大折扣")),
		record.Text("levels", 10, "客户级别", func(t *T) *string { return &at(t).Levels }, record.Max(20), record.Hint("如 A、B")),
		record.Pick("nobody", 11, "没有人时", func(t *T) *Nobody { return &at(t).Nobody }, []record.Choice{
			{Code: string(NobodyRefuse), Label: "不能提交"}, {Code: string(NobodyPass), Label: "自动通过"}, {Code: string(NobodyOther), Label: "转给员工"}}),
		record.Link("standIn", 12, "转给", func(t *T) *record.Ref[company.Employee] { return &at(t).StandIn }, record.Only("nobody", string(NobodyOther))),
	}
}

func init() {
	points := Flows.Field("points")
	Flows.Derive("stops", 20, "审批点数", record.TypeInt, func(_ record.Reader, row record.Row) record.Value {
		return record.IntValue(int64(len(row.Value(points).R)))
	}, record.Listed)
	discount := slices.Index(points.Columns, points.Column("discount"))
	Flows.Derive("discountFrom", 21, "折扣审批起点", record.TypeNumber, func(_ record.Reader, row record.Row) record.Value {
		least := int64(0)
		for _, p := range row.Value(points).R {
			if d := p[discount].N; d > 0 && (least == 0 || d < least) {
				least = d
			}
		}
		return record.Value{N: least}
	}, record.Places(2), record.Unit("%"))
	company.Employees.Rule(leaveInPeace)
	Flows.Rule(flowRule)
}

func flowRule(tx record.Tx, f, old *Flow) error {
	what := "没有保存审批流程 " + f.Name
	if len(f.Points) == 0 {
		return record.RefuseField("flow.points", "points", what, "没有审批点", "至少增加一个审批点")
	}
	if f.Own == "" {
		f.Own = OwnSuperior
	}
	if f.Restart == "" {
		f.Restart = FromFirst
	}
	for i := range f.Points {
		if err := f.Points[i].settle(what, i, f.Points[:i]); err != nil {
			return err
		}
	}
	f.Version = 1
	if old != nil {
		f.Version = old.Version
		if !f.sameWay(old) {
			f.Version++
		}
	}
	if !f.Enabled {
		return nil
	}
	others, err := record.Find(tx, Flows, record.Where("doc", record.ChoiceValue(f.Doc)), record.Where("enabled", record.BoolValue(true)))
	if err != nil {
		return err
	}
	for _, o := range others {
		if o.ID != f.ID {
			return record.RefuseField("flow.one", "enabled", what, "这类单据已启用流程「"+o.Name+"」", "先停用它")
		}
	}
	return nil
}

// sameWay reports whether documents that are submitted notice nothing of a change.
func (f *Flow) sameWay(old *Flow) bool {
	for _, name := range []string{"doc", "comment", "own", "restart", "points"} {
		if x := Flows.Field(name); !x.Get(f).Equal(x.Get(old)) {
			return false
		}
	}
	return true
}

// settle fills what a point leaves open, drops what its choices make meaningless, and
// refuses what cannot be followed; before are the points in front of it.
func (p *Point) settle(what string, i int, before []Point) error {
	no := func(column, why, fix string) error {
		return record.RefuseField("flow."+column, fmt.Sprintf("points.%d.%s", i, column), what, why, fix)
	}
	if p.Mode == "" {
		p.Mode = AnySign
	}
	if p.Nobody == "" {
		p.Nobody = NobodyRefuse
	}
	if p.Who != ByPosition {
		p.Position = 0
	}
	if p.Who != ByEmployee {
		p.Employees = nil
	}
	if p.Nobody != NobodyOther {
		p.StandIn = 0
	}
	switch {
	case slices.ContainsFunc(before, func(q Point) bool { return q.Name == p.Name }):
		return no("name", "有两个审批点叫「"+p.Name+"」", "换一个名称，退回时才分得清")
	case p.Who == ByPosition && p.Position == 0:
		return no("position", "审批点「"+p.Name+"」没有选定职位", "选择一个职位")
	case p.Who == ByEmployee && len(p.Employees) == 0:
		return no("employees", "审批点「"+p.Name+"」没有选定员工", "选择一位或几位员工")
	case p.Nobody == NobodyOther && p.StandIn == 0:
		return no("standIn", "审批点「"+p.Name+"」没有说转给谁", "选择一位员工")
	case p.To.IsPositive() && p.To.LessThanOrEqual(p.From):
		return no("to", "审批点「"+p.Name+"」的金额上限不高于下限，没有单据会经过它", "改正金额")
	}
	levels, err := readLevels(p.Levels)
	if err != nil {
		return no("levels", err.Error(), "写 A、B、C 中的一个或几个，用顿号分开")
	}
	p.Levels = strings.Join(levels, "、")
	return nil
}

// readLevels reads 客户级别 of a point: codes of party.Levels with any sign between them.
func readLevels(s string) ([]string, error) {
	var out []string
	for _, l := range strings.FieldsFunc(strings.ToUpper(s), func(r rune) bool { return strings.ContainsRune(" 、,，;；/", r) }) {
		if !slices.ContainsFunc(party.Levels, func(c record.Choice) bool { return c.Code == l }) {
			return nil, fmt.Errorf("没有客户级别「%s」", l)
		}
		if !slices.Contains(out, l) {
			out = append(out, l)
		}
	}
	slices.Sort(out)
	return out, nil
}

// leaveInPeace keeps an employee from leaving while documents wait for an answer that
// nobody else can give.
func leaveInPeace(tx record.Tx, e, old *company.Employee) error {
	if old == nil || old.Standing == company.Left || e.Standing != company.Left {
		return nil
	}
	n := 0
	err := tx.Each(Tasks.Kind, []record.Cond{record.Where("approver", record.LinkValue(e.ID)), record.Where("answer", record.ChoiceValue(Pending), record.ChoiceValue(Queued))},
		func(record.Row) bool { n++; return true })
	if err == nil && n > 0 {
		err = record.RefuseField("employee.approvals", "standing", "没有保存员工 "+e.Name, fmt.Sprintf("还有 %d 张单据等他审批", n), "由本人先审批，或由提交人撤回后改正审批流程")
	}
	return err
}

// enabledFlow is the flow that documents of a kind pass now; nil if there is none.
func enabledFlow(r record.Reader, doc string) (*Flow, error) {
	fs, err := record.Find(r.Whole(), Flows, record.Where("doc", record.ChoiceValue(doc)), record.Where("enabled", record.BoolValue(true)))
	if err != nil || len(fs) == 0 {
		return nil, err
	}
	return fs[0], nil
}
