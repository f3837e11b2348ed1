package desk

import (
	"cmp"
	"fmt"
	"slices"

	"crmlab/domain/company"
	"crmlab/domain/party"
	"crmlab/domain/record"
	"crmlab/domain/task"
	"crmlab/ui/page"
)

// ownTask is one row of 我的任务.
type ownTask struct {
	id                     record.ID
	name, customer, domain string
	stage                  string
	due                    record.Date
	left                   string // how long until it is due
	late                   bool
	open                   page.Route
}

// ownTasks are the open tasks that the hat's employee is in charge of or takes part in, the most
// urgent first, those without a date last.
func ownTasks(r record.Reader, reg *page.Registry) ([]ownTask, error) {
	k := task.Tasks
	if !r.Access().May(k.Kind, record.View) {
		return nil, nil
	}
	me := r.Hat().Employee
	owner, assignees, domain, due := k.Field("owner"), k.Field("assignees"), k.Field("domain"), k.Field("due")
	var out []ownTask
	err := r.Each(k.Kind, []record.Cond{record.Where("state", record.ChoiceValue(task.Active))}, func(row record.Row) bool {
		if row.Value(owner).ID() != me && !slices.Contains(row.Value(assignees).L, me) {
			return true
		}
		t := ownTask{id: row.ID(), name: row.Value(k.Field("name")).S, due: row.Value(due).Date(),
			customer: r.Title(party.Customers.Kind, row.Value(k.Field("party")).ID()),
			stage:    r.Title(company.TaskStatuses.Kind, row.Value(k.Field("stage")).ID())}
		if c, ok := domain.Choice(row.Value(domain).S); ok {
			t.domain = c.Label
		}
		if t.due != 0 {
			t.left, t.late = until(t.due, r.Today()), t.due < r.Today()
		}
		t.open, _ = openRoute(r, reg, record.Target{Kind: k.Name, ID: row.ID()})
		out = append(out, t)
		return true
	})
	slices.SortStableFunc(out, func(a, b ownTask) int {
		if (a.due == 0) != (b.due == 0) {
			return cmp.Compare(b.due, a.due)
		}
		return cmp.Compare(a.due, b.due)
	})
	return out, err
}

// until is how long a day is away.
func until(day, today record.Date) string {
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
