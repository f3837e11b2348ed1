package main

import (
	"fmt"
	"slices"

	"crmlab/domain/company"
	"crmlab/domain/order"
	"crmlab/domain/party"
	"crmlab/domain/record"
)

// planRow is what a list of instalments shows.
type planRow struct {
	ID                    record.ID
	No                    string
	Due, Amount           int64
	Party                 string
	Received, Outstanding int64
	Status, Owner         string
}

var (
	planNo, planDue, planAmount = order.Plans.Field("no"), order.Plans.Field("due"), order.Plans.Field("amount")
	planParty, planReceived     = order.Plans.Field("party"), order.Plans.Field("received")
	planOpen, planStatus        = order.Plans.Field("outstanding"), order.Plans.Field("status")
	planOwner                   = order.Plans.Field("owner")
)

func readPlan(r record.Reader, row record.Row) planRow {
	return planRow{ID: row.ID(), No: row.Value(planNo).S, Due: row.Value(planDue).N, Amount: row.Value(planAmount).N,
		Party: r.Name(party.Customers.Kind, row.Value(planParty).ID()), Received: row.Value(planReceived).N, Outstanding: row.Value(planOpen).N,
		Status: row.Value(planStatus).S, Owner: r.Name(company.Employees.Kind, row.Value(planOwner).ID())}
}

func scanPlan(rows scanner) (p planRow, err error) {
	err = rows.Scan(&p.ID, &p.No, &p.Due, &p.Amount, &p.Party, &p.Received, &p.Owner)
	p.Outstanding = p.Amount - p.Received
	p.Status = string(order.PlanOverdue)
	return p, err
}

// receivedOn is what was collected for instalment p.
const receivedOn = "coalesce((SELECT sum(applied) FROM receipts WHERE plan = p.id), 0)"

// planLists ask for overdue instalments, which no column says: that follows from the
// order, the receipts and the business date.
func (b *bench) planLists() []*work {
	asks := []ask{{query: record.Query{Where: []record.Cond{record.Where("status", record.ChoiceValue(order.PlanOverdue))}, Sort: sortBy("due", false)},
		args: []any{int64(b.facts.today)}}}
	return []*work{
		b.overdue("list/overdue", "回款计划列表：逾期的，按到期日", listBare, asks, map[string][2]string{
			"逐期求和":  {"p.amount > " + receivedOn, receivedOn},
			"先汇总收款": {"p.amount > coalesce(got.sum, 0)", "coalesce(got.sum, 0)"},
		}),
		b.overdue("list/overdue-stored", "回款计划列表：逾期的，SQLite 另存每期已收并建部分索引（参考）", goal{}, asks, map[string][2]string{
			"存好的已收": {"p.received < p.amount", "p.received"},
		}),
	}
}

func (b *bench) overdue(name, label string, g goal, asks []ask, money map[string][2]string) *work {
	return b.planWork(name, label, g, asks, func(l *list[planRow], a *ask) []way {
		var out []way
		for _, way := range []string{"逐期求和", "先汇总收款", "存好的已收"} {
			m, ok := money[way]
			if !ok {
				continue
			}
			x := *l
			x.shown = "p.id, p.no, p.due, p.amount, coalesce(c.name, ''), " + m[1] + ", coalesce(e.name, '')"
			x.needed = ` JOIN orders o ON o.id = p."order"`
			if way == "先汇总收款" {
				x.needed += " LEFT JOIN (SELECT plan, sum(applied) AS sum FROM receipts GROUP BY plan) AS got ON got.plan = p.id"
			}
			where := "p.due < ? AND o.state IN " + live() + " AND " + m[0]
			out = append(out, named(way, x.ways("p.due, p.id DESC")(&ask{where: where, args: a.args}))...)
		}
		return out
	})
}

func (b *bench) planWork(name, label string, g goal, asks []ask, ways func(*list[planRow], *ask) []way) *work {
	l := &list[planRow]{b: b, kind: order.Plans.Kind, row: readPlan, scan: scanPlan, table: "plans p", id: "p.id",
		joins: " LEFT JOIN customers c ON c.id = o.party LEFT JOIN employees e ON e.id = p.owner"}
	return l.work(name, label, g, asks, func(a *ask) []way { return ways(l, a) })
}

// customerRow is what a list of customers shows.
type customerRow struct {
	ID                              record.ID
	No, Name, Category, Level, City string
	Sales                           int64
	Standing, Owner                 string
}

var (
	customerNo, customerName        = party.Customers.Field("no"), party.Customers.Field("name")
	customerClass, customerLevel    = party.Customers.Field("category"), party.Customers.Field("level")
	customerCity, customerSales     = party.Customers.Field("city"), party.Customers.Field("sales")
	customerStanding, customerOwner = party.Customers.Field("standing"), party.Customers.Field("owner")
)

func readCustomer(r record.Reader, row record.Row) customerRow {
	return customerRow{ID: row.ID(), No: row.Value(customerNo).S, Name: row.Value(customerName).S,
		Category: r.Name(company.DictItems.Kind, row.Value(customerClass).ID()), Level: row.Value(customerLevel).S, City: row.Value(customerCity).S,
		Sales: row.Value(customerSales).N, Standing: row.Value(customerStanding).S, Owner: r.Name(company.Employees.Kind, row.Value(customerOwner).ID())}
}

func scanCustomer(rows scanner) (c customerRow, err error) {
	var level, standing int64
	err = rows.Scan(&c.ID, &c.No, &c.Name, &c.Category, &level, &c.City, &c.Sales, &standing, &c.Owner)
	c.Level, c.Standing = codeOf(customerLevel, level), codeOf(customerStanding, standing)
	return c, err
}

// salesOf is what customer c has bought.
func salesOf() string {
	return "coalesce((SELECT sum(sales) FROM orders WHERE party = c.id AND state IN " + live() + "), 0)"
}

// standingOf is where the business with customer c stands, as order.StandingOf says.
func (b *bench) standingOf() string {
	place := func(s order.Standing) int64 { return placeOf(customerStanding, string(s)) }
	running := fmt.Sprintf("EXISTS (SELECT 1 FROM orders WHERE party = c.id AND state = %d AND opening = 0)", stateOf(order.Running))
	done := fmt.Sprintf("EXISTS (SELECT 1 FROM orders WHERE party = c.id AND state = %d)", stateOf(order.Done))
	late := fmt.Sprintf(`EXISTS (SELECT 1 FROM orders o2 JOIN plans p ON p."order" = o2.id AND p.due < %d WHERE o2.party = c.id AND o2.state IN %s
		AND o2.total > coalesce((SELECT sum(applied) FROM receipts WHERE "order" = o2.id), 0) AND p.amount > %s)`, b.facts.today, live(), receivedOn)
	courting := fmt.Sprintf("EXISTS (SELECT 1 FROM tasks WHERE party = c.id AND state = %d AND domain = %d)",
		placeOf(taskState, "active"), placeOf(taskDomain, string(company.Sales)))
	return fmt.Sprintf("CASE WHEN (%s OR %s) AND %s THEN %d WHEN %s THEN %d WHEN %s THEN %d WHEN %s THEN %d ELSE %d END",
		running, done, late, place(order.StandingOverdue), running, place(order.StandingRunning), courting, place(order.StandingCourting),
		done, place(order.StandingBought), place(order.StandingNew))
}

func (b *bench) customerList(sales string) *list[customerRow] {
	return &list[customerRow]{b: b, kind: party.Customers.Kind, row: readCustomer, scan: scanCustomer, table: "customers c", id: "c.id",
		shown: "c.id, c.no, c.name, coalesce(d.name, ''), c.level, c.city, " + sales + ", " + b.standingOf() + ", coalesce(e.name, '')",
		joins: " LEFT JOIN dicts d ON d.id = c.category LEFT JOIN employees e ON e.id = c.owner"}
}

// customerLists are lists of customers; two of their columns are derived from orders,
// instalments, receipts and tasks.
func (b *bench) customerLists() []*work {
	l := b.customerList(salesOf())
	stored := b.customerList("c.sold")
	bySales := []ask{{query: record.Query{Sort: sortBy("sales", true)}}}
	var contains []ask
	for _, w := range b.facts.words {
		contains = append(contains, ask{query: record.Query{Where: []record.Cond{{Field: "name", Op: record.Contains, Values: []record.Value{record.TextValue(w)}}}, Sort: sortBy("level", false)},
			where: "instr(c.name, ?) > 0", args: []any{w}})
	}
	grouped := func(a *ask) []way {
		x := *l
		x.counted = " " // no join changes how many customers there are
		x.needed = " LEFT JOIN (SELECT party, sum(sales) AS sum FROM orders WHERE state IN " + live() + " GROUP BY party) AS sold ON sold.party = c.id"
		return slices.Concat(named("先按客户汇总", x.ways("coalesce(sold.sum, 0) DESC, c.id DESC")(a)),
			named("逐个求和", l.ways(salesOf()+" DESC, c.id DESC")(a)))
	}
	return []*work{
		l.work("list/sales", "客户列表：全部，按累计销售额", listBare, bySales, grouped),
		stored.work("list/sales-stored", "客户列表：按累计销售额，SQLite 另存这个数并建索引（参考）", goal{}, bySales, stored.ways("c.sold DESC, c.id DESC")),
		l.work("list/contains", "客户列表：名称包含两个字，按级别", listBare, contains, l.ways("c.level, c.id DESC")),
	}
}
