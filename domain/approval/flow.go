// Package approval is experiment 5: flows with their points, and the state machine that
// takes a document through them. It knows documents only by the few words that they
// declare with Documents; orders, returns and campaigns stand above it.
package approval

import (
	"fmt"

	"github.com/shopspring/decimal"

	"crmlab/domain/company"
	"crmlab/domain/record"
)

// Who says how the approvers of a point are found.
type Who string

// Kinds of approvers.
const (
	ByEmployee Who = "employee" // 指定成员
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

// Flow 审批流程 is the ordered points that documents of one kind pass.
type Flow struct {
	record.Base
	Name    string
	Doc     string // kind name of the documents
	Enabled bool
	Comment bool // an opinion is required for every answer, not only for a no
	Points  []Point
}

// Point 审批点 is one station of a flow.
type Point struct {
	Name     string
	Who      Who
	Employee record.Ref[company.Employee]
	Position record.Ref[company.Position]
	Mode     Mode
	From     decimal.Decimal // the point is passed over when the document's amount is below, 元
}

var docChoices = []record.Choice{
	{Code: "order", Label: "销售订单"}, {Code: "return", Label: "退货单"}, {Code: "campaign", Label: "市场活动"}, {Code: "repair-order", Label: "维修订单"},
}

// Flows is the kind of 审批流程.
var Flows = record.Define("approval-flow", "审批流程", "company", "AF", []record.FieldOf[Flow]{
	record.Text("name", 1, "流程名称", func(f *Flow) *string { return &f.Name }, record.Required, record.Max(40), record.Listed, record.Search),
	record.Pick("doc", 2, "适用单据", func(f *Flow) *string { return &f.Doc }, docChoices, record.Required, record.Listed, record.Filter,
		record.StartsAt(record.ChoiceValue("order"))),
	record.Bool("enabled", 3, "启用", func(f *Flow) *bool { return &f.Enabled }, record.Listed, record.StartsAt(record.BoolValue(true))),
	record.Bool("comment", 4, "同意也要写意见", func(f *Flow) *bool { return &f.Comment }),
	record.Lines("points", 5, "审批点", func(f *Flow) *[]Point { return &f.Points }, pointColumns()),
})

// pointColumns are the columns of points. Instances keep a copy of the points that were
// in force, so they need columns of their own.
func pointColumns() []record.FieldOf[Point] {
	return []record.FieldOf[Point]{
		record.Text("name", 1, "审批点", func(p *Point) *string { return &p.Name }, record.Required, record.Max(30)),
		record.Pick("who", 2, "审批人", func(p *Point) *Who { return &p.Who }, []record.Choice{
			{Code: string(ByManager), Label: "部门主管"}, {Code: string(BySuperior), Label: "直属上级"},
			{Code: string(ByPosition), Label: "职位"}, {Code: string(ByEmployee), Label: "指定员工"}}, record.Required),
		record.Link("position", 3, "职位", func(p *Point) *record.Ref[company.Position] { return &p.Position }),
		record.Link("employee", 4, "员工", func(p *Point) *record.Ref[company.Employee] { return &p.Employee }),
		record.Pick("mode", 5, "多人时", func(p *Point) *Mode { return &p.Mode }, []record.Choice{
			{Code: string(AnySign), Label: "或签"}, {Code: string(AllSign), Label: "会签"}, {Code: string(Sequential), Label: "依次审批"}}),
		record.Money("from", 6, "金额不低于", func(p *Point) *decimal.Decimal { return &p.From }, record.NotNegative, record.Hint("低于这个金额的单据跳过此点")),
	}
}

func init() {
	company.Employees.Rule(leaveInPeace)
	Flows.Rule(func(tx record.Tx, f, _ *Flow) error {
		what := "没有保存审批流程 " + f.Name
		if len(f.Points) == 0 {
			return record.RefuseField("flow.points", "points", what, "没有审批点", "至少增加一个审批点")
		}
		for i := range f.Points {
			p := &f.Points[i]
			if p.Mode == "" {
				p.Mode = AnySign
			}
			if p.Who == ByEmployee && p.Employee == 0 || p.Who == ByPosition && p.Position == 0 {
				return record.RefuseField("flow.who", "points", what, "审批点「"+p.Name+"」没有选定审批人", "选择员工或职位")
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
	})
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
