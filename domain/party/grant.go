package party

import (
	"strings"

	"crmlab/domain/company"
	"crmlab/domain/record"
)

// Power is what an employee may do with a customer that was given to them.
type Power string

// Powers. PowerOwner is no grant: it makes the employee the owner.
const (
	PowerRead  Power = "read"
	PowerWrite Power = "write"
	PowerOwner Power = "owner"
)

// powers are the choices of a grant.
var powers = []record.Choice{
	{Code: string(PowerRead), Label: "只读", Says: "只能查看这个客户和它的单据"},
	{Code: string(PowerWrite), Label: "读写", Says: "可以查看，也可以修改客户、为它制单"},
}

// Grant 客户分配 lets an employee look after a customer beyond the position's data scope.
type Grant struct {
	record.Base
	Customer record.Ref[Customer]
	Employee record.Ref[company.Employee]
	Power    Power
	Until    record.Date // 0: without end
}

// Grants is the kind of 客户分配.
var Grants = record.Define("grant", "客户分配", "company", "GR", []record.FieldOf[Grant]{
	record.Link("customer", 1, "客户", func(g *Grant) *record.Ref[Customer] { return &g.Customer }, record.Required, record.Listed, record.Filter),
	record.Link("employee", 2, "员工", func(g *Grant) *record.Ref[company.Employee] { return &g.Employee }, record.Required, record.Listed, record.Filter),
	record.Pick("power", 3, "权限", func(g *Grant) *Power { return &g.Power }, powers, record.Required, record.Listed, record.Filter, record.StartsAt(record.ChoiceValue(PowerRead))),
	record.Day("until", 4, "有效期至", func(g *Grant) *record.Date { return &g.Until }, record.Listed, record.Hint("不填表示长期有效")),
}, record.Shapes)

// Assignment 分配 is what customers are given to an employee for.
type Assignment struct {
	Employee record.Ref[company.Employee]
	Power    Power
	Until    record.Date
}

// Assign 分配 gives customers, one or many, to an employee: to look at, to work with, or as their
// new owner.
var Assign = record.Act(Customers, "assign", "分配", assign, record.Needs(record.Transfer), record.Input(
	record.Link("employee", 1, "员工", func(a *Assignment) *record.Ref[company.Employee] { return &a.Employee }, record.Required),
	record.Pick("power", 2, "权限", func(a *Assignment) *Power { return &a.Power }, append(powers[:len(powers):len(powers)],
		record.Choice{Code: string(PowerOwner), Label: "负责人", Says: "成为负责人，原负责人照看的联系人一起转过去"}), record.Required,
		record.StartsAt(record.ChoiceValue(PowerRead))),
	record.Day("until", 3, "有效期至", func(a *Assignment) *record.Date { return &a.Until }, record.Hint("不填表示长期有效"),
		record.Only("power", string(PowerRead), string(PowerWrite)))))

func assign(tx record.Tx, c *Customer, in *Assignment) error {
	who := in.Employee.ID()
	if in.Power == PowerOwner {
		if c.Owner == who {
			return record.RefuseField("grant.owner", "employee", "没有分配 "+c.Name, tx.Title(company.Employees.Kind, who)+" 已经是负责人", "选择别的员工")
		}
		c.Owner = who
		return tx.ByRule().Save(c)
	}
	grants, err := record.Find(tx, Grants, record.Where("customer", record.LinkValue(c.ID)), record.Where("employee", record.LinkValue(who)))
	if err != nil {
		return err
	}
	g := &Grant{Customer: record.Ref[Customer](c.ID), Employee: in.Employee}
	if len(grants) > 0 {
		g = grants[0]
	}
	g.Power, g.Until = in.Power, in.Until
	return tx.ByRule().Save(g)
}

func init() {
	Grants.TitledBy("customer")
	Grants.Rule(checkGrant)
	Customers.HandOver()
	Contacts.HandOver()
	Customers.Rule(ownerNeedsNoGrant)
}

func checkGrant(tx record.Tx, g, old *Grant) error {
	const what = "没有保存客户分配"
	c, err := record.Get(tx, g.Customer)
	if err != nil {
		return err
	}
	if c.Owner == g.Employee.ID() {
		return record.RefuseField("grant.owner", "employee", what, tx.Title(company.Employees.Kind, c.Owner)+" 已是 "+c.Name+" 的负责人", "选择别的员工")
	}
	if g.Until != 0 && g.Until < tx.Today() && (old == nil || old.Until != g.Until) {
		return record.RefuseField("grant.until", "until", what, "有效期 "+g.Until.String()+" 早于业务日期 "+tx.Today().String(), "选择今天或以后的日期；要收回，删除这条分配")
	}
	twice := ""
	err = tx.Each(Grants.Kind, []record.Cond{record.Where("customer", record.LinkValue(c.ID)), record.Where("employee", record.LinkValue(g.Employee.ID()))}, func(row record.Row) bool {
		if row.ID() != g.ID {
			twice = row.Value(Grants.Field("no")).S
		}
		return true
	})
	if err == nil && twice != "" {
		err = record.RefuseField("grant.twice", "employee", what, tx.Title(company.Employees.Kind, g.Employee.ID())+" 已经分配到这个客户（"+twice+"）", "修改那一条的权限或期限")
	}
	return err
}

// ownerNeedsNoGrant takes back what a new owner was given before: an owner is no member.
func ownerNeedsNoGrant(tx record.Tx, c, old *Customer) error {
	if old == nil || old.Owner == c.Owner {
		return nil
	}
	grants, err := record.Find(tx, Grants, record.Where("customer", record.LinkValue(c.ID)), record.Where("employee", record.LinkValue(c.Owner)))
	if err != nil {
		return err
	}
	for _, g := range grants {
		if err := tx.ByRule().Delete(Grants.Kind, g.ID); err != nil {
			return err
		}
	}
	return nil
}

// GrantAccess adds the customers given to the hat's employee to what the hat may see.
func GrantAccess(r record.Reader, h record.Hat, a *record.Access) error {
	today := r.Today()
	field := Grants.Field("power")
	return r.Each(Grants.Kind, []record.Cond{record.Where("employee", record.LinkValue(h.Employee))}, func(row record.Row) bool {
		until := row.Value(Grants.Field("until")).Date()
		if until != 0 && until < today {
			return true
		}
		power := row.Value(field)
		rights := record.View
		if Power(power.S) == PowerWrite {
			rights |= record.Edit
		}
		why := []string{"客户分配 " + row.Value(Grants.Field("no")).S + " 给了「" + field.Show(power, nil) + "」权限"}
		if until != 0 {
			why = append(why, "到 "+until.String())
		}
		a.Grant(Customers.Kind, row.Value(Grants.Field("customer")).ID(), rights, strings.Join(why, "，"))
		return true
	})
}
