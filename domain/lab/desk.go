// Package lab is the laboratory around the business: what waits on 我的桌面, and the
// experiments with their checks, progress and recorded solutions.
package lab

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"crmlab/domain/analysis"
	"crmlab/domain/approval"
	"crmlab/domain/company"
	"crmlab/domain/finance"
	"crmlab/domain/order"
	"crmlab/domain/party"
	"crmlab/domain/record"
	"crmlab/domain/sales"
	"crmlab/domain/task"
)

// TodoKind says why something waits.
type TodoKind string

// Kinds of todos, most urgent first.
const (
	TodoApproval TodoKind = "审批"
	TodoReturned TodoKind = "退回"
	TodoOverdue  TodoKind = "逾期"
	TodoPlan     TodoKind = "回款"
	TodoTask     TodoKind = "任务"
	TodoQuote    TodoKind = "报价"
	TodoBirthday TodoKind = "生日"
	TodoDay      TodoKind = "纪念日"
)

// Todo is one row of the worklist.
type Todo struct {
	Kind   TodoKind
	Tone   record.Tone
	Title  string
	Detail string
	When   string // 今天, 3 天后, 逾期 12 天
	Day    record.Date
	Open   record.Target
}

// Desk 我的桌面 is what waits for a hat, with four figures on top.
type Desk struct {
	Todos []Todo

	Approvals      int
	OldestApproval record.Date

	CollectedMonth, PlannedMonth decimal.Decimal // 元, this calendar month

	OpenTasks int
	Weighted  decimal.Decimal // 元, funnel of this fiscal quarter

	Overdue         decimal.Decimal // 元 in the orders' currency
	OverdueOrders   int
	OverdueInterest decimal.Decimal
}

// DeskOf computes the desk of the reader's hat. Nothing of it is stored: a row that is
// dealt with is gone with the next look.
func DeskOf(r record.Reader) (*Desk, error) {
	d := &Desk{}
	for _, part := range []func(record.Reader, *Desk) error{approvals, returned, money, tasks, quotes, dates} {
		if err := part(r, d); err != nil {
			return nil, err
		}
	}
	rank := map[TodoKind]int{TodoApproval: 0, TodoReturned: 1, TodoOverdue: 2, TodoPlan: 3, TodoTask: 4, TodoQuote: 5, TodoBirthday: 6, TodoDay: 6}
	slices.SortStableFunc(d.Todos, func(a, b Todo) int {
		if c := rank[a.Kind] - rank[b.Kind]; c != 0 {
			return c
		}
		return int(a.Day - b.Day)
	})
	return d, nil
}

func when(day, today record.Date) string {
	switch n := int(day - today); {
	case n == 0:
		return "今天"
	case n == 1:
		return "明天"
	case n > 0:
		return fmt.Sprintf("%d 天后", n)
	default:
		return fmt.Sprintf("过期 %d 天", -n)
	}
}

// waited is how long something has been waiting for an answer.
func waited(since, today record.Date) string {
	if since >= today {
		return "今天"
	}
	return fmt.Sprintf("等了 %d 天", today-since)
}

func approvals(r record.Reader, d *Desk) error {
	waiting, err := approval.Waiting(r)
	if err != nil {
		return err
	}
	for _, t := range waiting {
		in, ok := record.Recall(r.Whole(), t.Instance)
		if !ok {
			continue
		}
		if d.Approvals == 0 || in.Day < d.OldestApproval {
			d.OldestApproval = in.Day
		}
		d.Approvals++
		detail := r.Title(company.Employees.Kind, in.Submitter.ID()) + " 提交 · " + t.Name
		if k := record.KindNamed(t.Doc.Kind); k != nil && k.Field("total") != nil {
			if doc, ok := r.Row(k, t.Doc.ID); ok {
				detail = record.Yuan(doc.Value(k.Field("total")).N) + " 元 · " + detail
			}
		}
		d.Todos = append(d.Todos, Todo{Kind: TodoApproval, Tone: record.ToneBlue, Title: in.Title, Detail: detail, When: waited(in.Day, r.Today()), Day: in.Day, Open: t.Doc})
	}
	return nil
}

// returned lists the hat's own documents that an approver sent back, with what was said.
func returned(r record.Reader, d *Desk) error {
	for _, k := range approval.Kinds() {
		if !r.Access().May(k, record.View) {
			continue
		}
		var fault error
		err := r.Each(k, []record.Cond{record.Where("state", record.ChoiceValue(approval.SentBack)), record.Where("owner", record.LinkValue(r.Hat().Employee))}, func(row record.Row) bool {
			doc := record.Target{Kind: k.Name, ID: row.ID()}
			var last *approval.Task
			if last, fault = approval.LastNo(r, doc); fault != nil {
				return false
			}
			t := Todo{Kind: TodoReturned, Tone: record.ToneAmber, Title: k.Label + " " + r.Name(k, row.ID()), Detail: "修改后重新提交", When: "待修改", Open: doc}
			if last != nil {
				t.Day, t.Detail = last.Day, r.Title(company.Employees.Kind, last.Approver.ID())+"："+last.Opinion
			}
			d.Todos = append(d.Todos, t)
			return true
		})
		if err := cmp.Or(err, fault); err != nil {
			return err
		}
	}
	return nil
}

// longestReminder is the most days that an instalment may be announced before it is due.
const longestReminder = 90

// money looks at the instalments of the reader's scope: overdue, or due within their
// reminder days. It asks for those alone, because a file may hold millions of settled ones.
func money(r record.Reader, d *Desk) error {
	f := order.Plans.Field
	today := r.Today()
	month := analysis.Period{From: today.MonthStart(), To: today.MonthEnd()}
	orders := map[record.ID]bool{}
	if !r.Access().May(order.Plans.Kind, record.View) {
		return nil
	}
	within := func(from, to record.Date) record.Cond {
		return record.Cond{Field: "due", Op: record.Within, Values: []record.Value{record.DateValue(from), record.DateValue(to)}}
	}
	status := func(of ...order.PlanStatus) record.Cond {
		var codes []record.Value
		for _, s := range of {
			codes = append(codes, record.ChoiceValue(s))
		}
		return record.Where("status", codes...)
	}
	plan := func(row record.Row) (title string, left decimal.Decimal, open record.Target) {
		o := row.Value(f("order")).ID()
		left = row.Value(f("outstanding")).Money()
		return fmt.Sprintf("%s 第 %d 期 %s 元", number(r, order.Orders.Kind, o), row.Value(f("seq")).N, grouped(left)), left, record.Target{Kind: order.Orders.Name, ID: o}
	}
	err := r.Each(order.Plans.Kind, []record.Cond{status(order.PlanOverdue)}, func(row record.Row) bool {
		title, left, open := plan(row)
		due, interest := row.Value(f("due")).Date(), row.Value(f("interest")).Money()
		d.Overdue, d.OverdueInterest = d.Overdue.Add(left), d.OverdueInterest.Add(interest)
		orders[open.ID] = true
		d.Todos = append(d.Todos, Todo{Kind: TodoOverdue, Tone: record.ToneRed, Title: title,
			Detail: "利息 " + grouped(interest) + " · " + r.Title(order.Orders.Kind, open.ID), When: fmt.Sprintf("逾期 %d 天", today-due), Day: due, Open: open})
		return true
	})
	if err != nil {
		return err
	}
	if err := r.Each(order.Plans.Kind, []record.Cond{within(month.From, month.To), status(order.PlanOpen, order.PlanPart, order.PlanPaid, order.PlanOverdue)}, func(row record.Row) bool {
		d.PlannedMonth = d.PlannedMonth.Add(row.Value(f("amount")).Money())
		return true
	}); err != nil {
		return err
	}
	err = r.Each(order.Plans.Kind, []record.Cond{within(today, today.AddDays(longestReminder)), status(order.PlanOpen, order.PlanPart)}, func(row record.Row) bool {
		due := row.Value(f("due")).Date()
		if due-today > record.Date(row.Value(f("remind")).N) {
			return true
		}
		title, _, open := plan(row)
		d.Todos = append(d.Todos, Todo{Kind: TodoPlan, Tone: record.ToneAmber, Title: title,
			Detail: r.Title(order.Orders.Kind, open.ID) + " · " + row.Value(f("no")).S, When: when(due, today), Day: due, Open: open})
		return true
	})
	d.OverdueOrders = len(orders)
	if err != nil {
		return err
	}
	g := finance.Receipts.Field
	return r.Each(finance.Receipts.Kind, []record.Cond{{Field: "date", Op: record.Within, Values: []record.Value{record.DateValue(month.From), record.DateValue(month.To)}}},
		func(row record.Row) bool {
			d.CollectedMonth = d.CollectedMonth.Add(row.Value(g("inYuan")).Money())
			return true
		})
}

func grouped(d decimal.Decimal) string { return record.GroupDigits(d.StringFixed(2)) }

func number(r record.Reader, k *record.Kind, id record.ID) string {
	if row, ok := r.Row(k, id); ok {
		return row.Value(k.Field("no")).S
	}
	return ""
}

// tasks lists the hat's own open tasks that are due within their reminder days or late.
func tasks(r record.Reader, d *Desk) error {
	if !r.Access().May(task.Tasks.Kind, record.View) {
		return nil
	}
	calendar, err := company.CalendarOf(r)
	if err != nil {
		return err
	}
	f, err := analysis.FunnelOf(r, analysis.FunnelAsk{Period: analysis.QuarterOf(r.Today(), calendar)})
	if err != nil && !record.IsRefusal(err, "field.hidden") { // the figures stay empty
		return err
	}
	d.OpenTasks, d.Weighted = f.Count, f.Weighted
	k := task.Tasks
	me := r.Hat().Employee
	return r.Each(k.Kind, []record.Cond{record.Where("state", record.ChoiceValue(task.Active)), {Field: "due", Op: record.Filled}}, func(row record.Row) bool {
		mine := row.Value(k.Field("owner")).ID() == me
		for _, id := range row.Value(k.Field("assignees")).L {
			mine = mine || id == me
		}
		due := row.Value(k.Field("due")).Date()
		if !mine || due-r.Today() > record.Date(row.Value(k.Field("remind")).N) {
			return true
		}
		stage := r.Title(company.TaskStatuses.Kind, row.Value(k.Field("stage")).ID())
		d.Todos = append(d.Todos, Todo{Kind: TodoTask, Tone: record.ToneAmber, Title: row.Value(k.Field("name")).S,
			Detail: r.Title(party.Customers.Kind, row.Value(k.Field("party")).ID()) + " · 阶段 " + stage, When: when(due, r.Today()), Day: due,
			Open: record.Target{Kind: k.Name, ID: row.ID()}})
		return true
	})
}

// soon is how many days ahead the desk tells of dates that cannot be moved.
const soon = 7

// quotes lists the hat's own active quotes whose validity ends within a week: after that they
// cannot be ordered any more.
func quotes(r record.Reader, d *Desk) error {
	k := sales.Quotes
	if !r.Access().May(k.Kind, record.View) {
		return nil
	}
	today := r.Today()
	return r.Each(k.Kind, []record.Cond{record.Where("state", record.ChoiceValue(sales.QuoteActive)), record.Where("owner", record.LinkValue(r.Hat().Employee)),
		{Field: "validUntil", Op: record.Within, Values: []record.Value{record.DateValue(today), record.DateValue(today.AddDays(soon))}}}, func(row record.Row) bool {
		until := row.Value(k.Field("validUntil")).Date()
		d.Todos = append(d.Todos, Todo{Kind: TodoQuote, Tone: record.ToneAmber, Title: "报价 " + r.Name(k.Kind, row.ID()),
			Detail: record.Yuan(row.Value(k.Field("total")).N) + " 元 · " + until.String() + " 以后不能再下单", When: when(until, today), Day: until, Open: record.Target{Kind: k.Name, ID: row.ID()}})
		return true
	})
}

// dates lists the birthdays and other important dates of the hat's own customers and their
// contacts, as many days before as each says.
func dates(r record.Reader, d *Desk) error {
	due, err := party.Due(r)
	for _, o := range due {
		if o.Owner != r.Hat().Employee {
			continue
		}
		t := Todo{Kind: TodoBirthday, Tone: record.ToneGreen, Title: whose(r, o), Detail: fmt.Sprintf("%d 月 %d 日 %s", o.Day.Month(), o.Day.Day(), o.What),
			When: when(o.Day, r.Today()), Day: o.Day, Open: o.Of}
		if o.What != party.Birthday {
			t.Kind = TodoDay
		}
		d.Todos = append(d.Todos, t)
	}
	return err
}

// whose names the contact with the customer, or the customer alone.
func whose(r record.Reader, o party.Occasion) string {
	buyer := r.Title(party.Customers.Kind, o.Party)
	if o.Of.Kind != party.Contacts.Name {
		return buyer
	}
	return r.Title(party.Contacts.Kind, o.Of.ID) + "（" + buyer + "）"
}
