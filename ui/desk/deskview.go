package desk

import (
	"strconv"

	"github.com/shopspring/decimal"

	"crmlab/domain/analysis"
	"crmlab/domain/company"
	"crmlab/domain/finance"
	"crmlab/domain/lab"
	"crmlab/domain/order"
	"crmlab/domain/record"
	"crmlab/domain/task"
	uianalysis "crmlab/ui/analysis"
	"crmlab/ui/page"
)

// figure is what one card on top says, and where it leads.
type figure struct {
	value, note string
	open        page.Route // zero: nowhere
	warn        bool
}

// waiting is one row of 待办.
type waiting struct {
	lab.Todo
	open page.Route
}

// answer is all that the desk shows.
type answer struct {
	hat string // who, position, department

	approvals, collected, weighted, overdue figure

	todos    []waiting
	tasks    []ownTask
	days     []appointment
	messages []letter
	unread   int
	steps    []step

	funnel      analysis.Funnel
	funnelTitle string
	mayAddTask  bool
}

func load(r record.Reader, reg *page.Registry) (*answer, error) {
	d, err := lab.DeskOf(r)
	if err != nil {
		return nil, err
	}
	a := &answer{hat: hatWords(r), funnelTitle: funnelTitle(r.Access()), mayAddTask: r.Access().May(task.Tasks.Kind, record.Create)}
	for _, t := range d.Todos {
		w := waiting{Todo: t}
		if t.Kind == lab.TodoApproval { // its day is the one on which it came, not one by which it is due
			w.When = daysAgo(t.Day, r.Today())
		}
		w.open, _ = openRoute(r, reg, t.Open)
		a.todos = append(a.todos, w)
	}
	if a.tasks, err = ownTasks(r, reg); err != nil {
		return nil, err
	}
	if a.days, err = comingDays(r, reg); err != nil {
		return nil, err
	}
	if a.messages, a.unread, err = letters(r, reg); err != nil {
		return nil, err
	}
	if a.steps, err = recentSteps(r, reg); err != nil {
		return nil, err
	}
	calendar, err := company.CalendarOf(r)
	if err != nil {
		return nil, err
	}
	if a.funnel, err = analysis.FunnelOf(r, analysis.FunnelAsk{Period: analysis.QuarterOf(r.Today(), calendar)}); err != nil && !record.IsRefusal(err, "field.hidden") { // the figures stay empty
		return nil, err
	}
	a.figures(r, reg, d)
	return a, nil
}

// figures fills the four cards.
func (a *answer) figures(r record.Reader, reg *page.Registry, d *lab.Desk) {
	today := r.Today()
	month := record.Cond{Field: "date", Op: record.Within, Values: []record.Value{record.DateValue(today.MonthStart()), record.DateValue(today.MonthEnd())}}

	a.approvals = figure{value: strconv.Itoa(d.Approvals), note: "没有等待审批的单据"}
	if d.Approvals > 0 {
		a.approvals.note = "最早 " + daysAgo(d.OldestApproval, today)
	}

	a.collected = figure{value: yuan(d.CollectedMonth), note: "计划 " + yuan(d.PlannedMonth)}
	if d.PlannedMonth.IsPositive() {
		a.collected.note += " · " + d.CollectedMonth.Mul(decimal.NewFromInt(100)).DivRound(d.PlannedMonth, 1).StringFixed(1) + "%"
	}
	a.collected.open, _ = listOf(r, reg, finance.Receipts.Kind, month)

	a.weighted = figure{value: yuan(d.Weighted), note: strconv.Itoa(d.OpenTasks) + " 个进行中的任务"}
	if _, ok := reg.Find(uianalysis.FunnelEntry); ok && analysis.Allowed(r, record.View) == nil {
		a.weighted.open = page.Route{Name: uianalysis.FunnelEntry}
	}

	a.overdue = figure{value: yuan(d.Overdue), note: "没有逾期的回款"}
	if d.OverdueOrders > 0 {
		a.overdue.warn = true
		a.overdue.note = strconv.Itoa(d.OverdueOrders) + " 个订单 · 利息 " + yuan(d.OverdueInterest)
		a.overdue.open, _ = listOf(r, reg, order.Plans.Kind, record.Where("status", record.ChoiceValue(order.PlanOverdue)))
	}
}

// listOf is the list of a kind under conditions; false where the hat may not see the kind or the
// program has no such list.
func listOf(r record.Reader, reg *page.Registry, k *record.Kind, conds ...record.Cond) (page.Route, bool) {
	if !r.Access().May(k, record.View) {
		return page.Route{}, false
	}
	return uianalysis.ListRoute(reg, k, record.FormatConds(r, k, conds))
}

// hatWords tell who acts: name, position, department.
func hatWords(r record.Reader) string {
	h, all := r.Hat(), r.Whole()
	words := ""
	for _, w := range []string{all.Title(company.Employees.Kind, h.Employee), all.Title(company.Positions.Kind, h.Position), all.Title(company.Departments.Kind, h.Dept)} {
		if w == "" {
			continue
		}
		if words != "" {
			words += " · "
		}
		words += w
	}
	return words
}

// funnelTitle says whose tasks the funnel shows.
func funnelTitle(a *record.Access) string {
	switch {
	case a.Everything:
		return "全公司漏斗"
	case len(a.Depts) > 0:
		return "本部门漏斗"
	}
	return "我的漏斗"
}

// daysAgo is how long ago a day was.
func daysAgo(day, today record.Date) string {
	switch n := int(today - day); {
	case n <= 0:
		return "今天"
	case n == 1:
		return "昨天"
	case n < 30:
		return strconv.Itoa(n) + " 天前"
	}
	return day.String()
}

func yuan(d decimal.Decimal) string { return record.GroupDigits(d.StringFixed(2)) }
