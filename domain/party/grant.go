package party

import (
	"crmlab/domain/company"
	"crmlab/domain/record"
)

// Grant 客户分配 lets an employee look after a customer beyond the position's data scope.
type Grant struct {
	record.Base
	Customer record.Ref[Customer]
	Employee record.Ref[company.Employee]
	Power    string
	Until    record.Date // 0: without end
}

// Grants is the kind of 客户分配.
var Grants = record.Define("grant", "客户分配", "company", "GR", []record.FieldOf[Grant]{
	record.Link("customer", 1, "客户", func(g *Grant) *record.Ref[Customer] { return &g.Customer }, record.Required, record.Listed, record.Filter),
	record.Link("employee", 2, "员工", func(g *Grant) *record.Ref[company.Employee] { return &g.Employee }, record.Required, record.Listed, record.Filter),
	record.Pick("power", 3, "权限", func(g *Grant) *string { return &g.Power }, []record.Choice{
		{Code: "read", Label: "只读"}, {Code: "write", Label: "读写"}}, record.Required, record.Listed, record.StartsAt(record.ChoiceValue("read"))),
	record.Day("until", 4, "有效期至", func(g *Grant) *record.Date { return &g.Until }, record.Listed, record.Hint("不填表示长期有效")),
}, record.Shapes)

func init() {
	Grants.TitledBy("customer")
	Grants.Rule(func(tx record.Tx, g, _ *Grant) error {
		c, err := record.Get(tx, g.Customer)
		if err != nil {
			return err
		}
		if c.Owner == g.Employee.ID() {
			return record.RefuseField("grant.owner", "employee", "没有保存客户分配", tx.Title(company.Employees.Kind, c.Owner)+" 已是 "+c.Name+" 的负责人", "选择别的员工")
		}
		return nil
	})
}

// GrantAccess adds the customers given to the hat's employee to what the hat may see.
func GrantAccess(r record.Reader, h record.Hat, a *record.Access) error {
	today := r.Today()
	return r.Each(Grants.Kind, []record.Cond{record.Where("employee", record.LinkValue(h.Employee))}, func(row record.Row) bool {
		if until := row.Value(Grants.Field("until")).Date(); until != 0 && until < today {
			return true
		}
		rights := record.View
		if row.Value(Grants.Field("power")).S == "write" {
			rights |= record.Edit
		}
		a.Grant(Customers.Kind, row.Value(Grants.Field("customer")).ID(), rights)
		return true
	})
}
