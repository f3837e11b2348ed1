package prepared

import (
	"slices"
	"time"

	"crmlab/domain/company"
	"crmlab/domain/party"
	"crmlab/domain/record"
	"crmlab/domain/task"
)

// planGrants lets colleagues look after a customer beyond their data scope.
func (b *builder) planGrants() {
	for i, g := range []struct {
		customer, employee, power string
		until                     record.Date
	}{
		{"C-0001", "E011", "write", 0}, {"C-0007", "E015", "read", 0}, {"C-0013", "E010", "write", record.NewDate(2026, time.December, 31)},
		{"C-0039", promoter, "read", 0}, {"C-0117", promoter, "read", record.NewDate(2026, time.December, 31)}, {"D-0003", "E010", "read", 0},
		{"D-0005", "E014", "write", 0}, {"C-0016", "E005", "read", record.NewDate(2026, time.June, 30)},
	} {
		b.on(max(First.AddDays(40*(i+1)), b.buyers[g.customer].Created), func() error {
			y := b.buyers[g.customer]
			if y.owner.No == g.employee {
				return nil
			}
			return b.save(b.hat(admin), &party.Grant{Customer: y.ref(), Employee: record.Ref[company.Employee](b.staff[g.employee].id), Power: party.Power(g.power), Until: g.until})
		})
	}
}

// settled is when a seller expects an open task to close, seen from the last day: purchases
// that are still being talked over are pressed into what is left of the year's budget, many of
// those under negotiation slip into the next year.
func (b *builder) settled(t *task.Task) (record.Date, error) {
	stage, err := get[company.TaskStatusDef](b, t.Stage.ID())
	if err != nil {
		return 0, err
	}
	switch {
	case stage.Order <= 2 && b.hits(0.9):
		return workday(Last.AddDays(b.between(9, 36))), nil
	case stage.Order == 4 && t.Due <= record.NewDate(Last.Year(), 12, 31) && b.hits(0.9):
		return workday(Last.AddDays(b.between(42, 85))), nil
	}
	return t.Due, nil
}

// settle is what the sellers do after the Monday meeting of the last day: they put the
// planned ends of their open tasks right, and note whom to call next.
func (b *builder) settle() error {
	mine := map[*worker]int{}
	stale := 0
	for _, p := range slices.Backward(b.projects) { // the newest are on their minds
		if p.closed || p.task == 0 {
			continue
		}
		w := p.buyer.owner
		t, err := get[task.Task](b, p.task)
		if err != nil {
			return err
		}
		due := t.Due
		switch mine[w]++; {
		case mine[w] <= 2:
			due = Last.AddDays((mine[w]-1)*2 + len(mine)%2)
		case due < Last && stale < 3:
			stale++ // some are late, as in life
		case due < Last:
			due = Last.AddDays(b.between(4, 70))
		default:
			if due, err = b.settled(t); err != nil {
				return err
			}
		}
		if due == t.Due {
			continue
		}
		if t.Due = due; b.hits(0.2) {
			t.SuccessRate = t.SuccessRate.Add(record.FromMinor(500, 2)) // the seller's own judgement
		}
		if err := b.save(w.sell, t); err != nil {
			return err
		}
	}
	for i, y := range b.order {
		if i%9 != 4 || y.agent() {
			continue
		}
		if err := edit(b, y.owner.sell, y.id, func(c *party.Customer) { c.NextOn = workday(Last.AddDays(b.between(0, 11))) }); err != nil {
			return err
		}
	}
	return nil
}
