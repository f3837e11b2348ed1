package prepared_test

import (
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"crmlab/domain/analysis"
	"crmlab/domain/approval"
	"crmlab/domain/catalog"
	"crmlab/domain/company"
	"crmlab/domain/finance"
	"crmlab/domain/lab"
	"crmlab/domain/lab/prepared"
	"crmlab/domain/order"
	"crmlab/domain/party"
	"crmlab/domain/record"
	"crmlab/domain/sales"
	"crmlab/domain/task"
)

// tally counts the records of a kind by the value of a choice field.
func tally(r record.Reader, k *record.Kind, field string, conds ...record.Cond) (by map[string]int, all int) {
	by = map[string]int{}
	f := k.Field(field)
	_ = r.Each(k, conds, func(row record.Row) bool {
		by[row.Value(f).S]++
		all++
		return true
	})
	return by, all
}

func atLeast(t *testing.T, what string, got, want int) {
	t.Helper()
	if got < want {
		t.Errorf("%s: %d, want at least %d", what, got, want)
	}
}

func TestCounts(t *testing.T) {
	theCase(t).read(t, func(r record.Reader) {
		for _, w := range []struct {
			kind *record.Kind
			want int
		}{
			{company.Departments.Kind, 8}, {company.Positions.Kind, 13}, {company.Employees.Kind, 24}, {company.FieldDefs.Kind, 14},
			{company.Currencies.Kind, 3}, {party.Customers.Kind, 234}, {party.Contacts.Kind, 420}, {party.Grants.Kind, 6},
			{catalog.Categories.Kind, 23}, {catalog.Products.Kind, 64}, {catalog.QtyDiscounts.Kind, 34}, {catalog.CustomerDiscounts.Kind, 36},
			{approval.Flows.Kind, 1}, {order.Orders.Kind, 520}, {order.Plans.Kind, 700}, {order.Executions.Kind, 500}, {finance.Receipts.Kind, 700},
			{sales.Opportunities.Kind, 300}, {sales.Quotes.Kind, 300}, {task.Tasks.Kind, 300}, {task.Progresses.Kind, 1000},
		} {
			_, n := tally(r, w.kind, "no")
			atLeast(t, w.kind.Label, n, w.want)
		}
		agents, _ := tally(r, party.Customers.Kind, "role")
		atLeast(t, "agents", agents["agent"], 18)
		left, _ := tally(r, company.Employees.Kind, "standing")
		atLeast(t, "employees who have left", left["left"], 1)
		domains, _ := tally(r, task.Tasks.Kind, "domain")
		atLeast(t, "market tasks", domains["market"], 5)
		atLeast(t, "service tasks", domains["service"], 20)
		custom, _ := tally(r, company.FieldDefs.Kind, "kind")
		atLeast(t, "custom fields of customers", custom["customer"], 9)
	})
}

func TestEveryStateIsThere(t *testing.T) {
	theCase(t).read(t, func(r record.Reader) {
		for _, k := range []*record.Kind{order.Orders.Kind, sales.Quotes.Kind, sales.Opportunities.Kind, task.Tasks.Kind, finance.Receipts.Kind} {
			by, _ := tally(r, k, "state")
			for _, s := range k.States.List {
				atLeast(t, k.Label+" "+s.Label, by[s.Code], 2)
			}
		}
		for _, f := range []*record.Field{order.Plans.Field("status"), approval.Instances.Field("status"), approval.Tasks.Field("answer")} {
			by, _ := tally(r, f.Kind, f.Name)
			for _, c := range f.Choices {
				if c.Code != string(approval.Queued) { // the flow asks nobody in sequence
					atLeast(t, f.Kind.Label+" "+c.Label, by[c.Code], 2)
				}
			}
		}
	})
}

func TestWorkInHand(t *testing.T) {
	theCase(t).read(t, func(r record.Reader) {
		quarter := analysis.QuarterOf(prepared.Last, company.Calendar{})
		next := analysis.QuarterOf(quarter.To.AddDays(1), company.Calendar{})
		due := record.Cond{Field: "due", Op: record.Within, Values: []record.Value{record.DateValue(quarter.From), record.DateValue(next.To)}}
		active := record.Where("state", record.ChoiceValue(task.Active))
		_, n := tally(r, task.Tasks.Kind, "no", active, due, record.Where("domain", record.ChoiceValue(company.Sales)))
		atLeast(t, "open sales tasks due in this and the next quarter", n, 40)

		stages, err := task.Stages(r, company.Sales)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range stages {
			if s.Type == company.StageOpen || s.Type == company.StageOngoing || s.Type == company.StageOnHold {
				_, n := tally(r, task.Tasks.Kind, "no", active, record.Where("stage", record.LinkValue(s.ID)))
				atLeast(t, "open tasks at "+s.Name, n, 3)
			}
		}
		_, n = tally(r, sales.Opportunities.Kind, "no", record.Where("state", record.ChoiceValue(sales.Open)))
		atLeast(t, "open opportunities", n, 20)
		quotes := record.Where("state", record.ChoiceValue(sales.QuoteActive))
		_, n = tally(r, sales.Quotes.Kind, "no", quotes)
		_, old := tally(r, sales.Quotes.Kind, "no", quotes, record.Where("expired", record.BoolValue(true)))
		atLeast(t, "active quotes", n-old, 12)
		atLeast(t, "expired quotes", old, 2)
		for _, d := range []company.Domain{company.Market, company.Service} {
			_, n := tally(r, task.Tasks.Kind, "no", active, record.Where("domain", record.ChoiceValue(d)))
			atLeast(t, "open tasks of "+string(d), n, 1)
		}
	})
}

// hats are the hats of the case with the names of their positions.
func hats(t *testing.T, c *made) (all []company.HatChoice) {
	t.Helper()
	c.read(t, func(r record.Reader) {
		var err error
		if all, err = company.Hats(r); err != nil {
			t.Fatal(err)
		}
	})
	return all
}

func TestDesksHaveSomethingToDo(t *testing.T) {
	c := theCase(t)
	waiting, sellers, money, birthdays := map[string]int{}, 0, 0, 0
	approvers := map[record.ID]bool{}
	for _, h := range hats(t, c) {
		if err := c.book.Read(h.Hat, func(r record.Reader) error {
			d, err := lab.DeskOf(r)
			if err != nil {
				return err
			}
			kinds := map[lab.TodoKind]int{}
			for _, todo := range d.Todos {
				kinds[todo.Kind]++
			}
			if waiting[h.Office] += d.Approvals; d.Approvals > 0 {
				approvers[h.Hat.Employee] = true
			}
			if h.Office == "销售代表" && kinds[lab.TodoTask] > 0 {
				sellers++
			}
			money, birthdays = max(money, kinds[lab.TodoPlan]), birthdays+kinds[lab.TodoBirthday]
			return nil
		}); err != nil {
			t.Fatal(h.Name, err)
		}
	}
	atLeast(t, "approvers with something to approve", len(approvers), 3)
	atLeast(t, "approvals that wait for a 区域销售经理", waiting["区域销售经理"], 3)
	atLeast(t, "approvals that wait for the 销售总监", waiting["销售总监"], 2)
	atLeast(t, "sellers with tasks due", sellers, 6)
	atLeast(t, "instalments due soon", money, 3)
	atLeast(t, "birthdays of the week", birthdays, 2)
}

func TestOverdueIsModest(t *testing.T) {
	theCase(t).read(t, func(r record.Reader) {
		var owed, late int64
		_ = r.Each(order.Plans.Kind, nil, func(row record.Row) bool {
			left := row.Value(order.Plans.Field("outstanding")).N
			switch order.PlanStatus(row.Value(order.Plans.Field("status")).S) {
			case order.PlanOverdue:
				late += left
				owed += left
			case order.PlanOpen, order.PlanPart:
				owed += left
			}
			return true
		})
		if share := float64(late) / float64(owed); share < 0.05 || share > 0.08 {
			t.Errorf("overdue is %.1f %% of receivables", share*100)
		}
	})
}

// sold is what approved orders of a period come to, 元 before tax, added up from the orders.
func sold(r record.Reader, p analysis.Period) (sum decimal.Decimal) {
	f := order.Orders.Field
	_ = r.Each(order.Orders.Kind, nil, func(row record.Row) bool {
		if s := order.State(row.Value(f("state")).S); p.Holds(row.Value(f("date")).Date()) && (s == order.Running || s == order.Done) {
			sum = sum.Add(record.Cents(row.Value(f("untaxed")).Money().Mul(record.FromMinor(row.Value(f("rate")).N, 6))))
		}
		return true
	})
	return sum
}

func year(y int, last time.Month) analysis.Period {
	return analysis.Period{From: record.NewDate(y, time.January, 1), To: record.NewDate(y, last, 1).MonthEnd()}
}

func TestSalesArePlausible(t *testing.T) {
	theCase(t).read(t, func(r record.Reader) {
		million := decimal.NewFromInt(1_000_000)
		whole := sold(r, year(2025, time.December)).Div(million).InexactFloat64()
		if whole < 30 || whole > 60 {
			t.Errorf("sales of 2025 are %.1f million", whole)
		}
		growth := sold(r, year(2026, time.October)).Div(sold(r, year(2025, time.October))).InexactFloat64()
		if growth < 1.10 || growth > 1.20 {
			t.Errorf("growth of 2026 to October is %.3f", growth)
		}
		month := func(m time.Month) float64 {
			return sold(r, analysis.Period{From: record.NewDate(2025, m, 1), To: record.NewDate(2025, m, 1).MonthEnd()}).InexactFloat64()
		}
		if month(time.February) > month(time.September) || month(time.February) > month(time.December) {
			t.Error("February is no weaker than September or December")
		}
	})
}

// TestCompositionIsTheSumOfOrders: by whatever sales are grouped, the groups come to the
// orders, to the cent.
func TestCompositionIsTheSumOfOrders(t *testing.T) {
	theCase(t).read(t, func(r record.Reader) {
		p := year(2025, time.December)
		want := sold(r, p)
		for _, by := range analysis.Bys {
			c, err := analysis.CompositionOf(r, analysis.CompositionAsk{Period: p, By: analysis.By(by.Code)})
			if err != nil {
				t.Fatal(err)
			}
			sum := decimal.Zero
			for _, row := range c.Rows {
				sum = sum.Add(row.Current)
			}
			if !sum.Equal(want) || !c.Total.Current.Equal(want) {
				t.Errorf("by %s: groups %s, total %s, orders %s", by.Label, sum, c.Total.Current, want)
			}
		}
	})
}

func TestOddMoneyIsThere(t *testing.T) {
	theCase(t).read(t, func(r record.Reader) {
		receipts, err := record.Find(r, finance.Receipts)
		if err != nil {
			t.Fatal(err)
		}
		foreign, difference, parked, deposit := 0, 0, 0, 0
		for _, x := range receipts {
			if !x.Rate.Equal(decimal.NewFromInt(1)) {
				foreign++
			}
			if !x.Exchange.IsZero() {
				difference++
			}
			if x.Nature == finance.Prepayment && x.Amount.GreaterThan(decimal.NewFromInt(10_000)) {
				deposit++
			} else if x.Nature == finance.Prepayment {
				parked++
			}
		}
		atLeast(t, "receipts in a foreign currency", foreign, 3)
		atLeast(t, "exchange differences", difference, 2)
		atLeast(t, "deposits", deposit, 2)
		atLeast(t, "excess parked", parked, 2)
	})
}
