package lab

import (
	"cmp"
	"slices"

	"crmlab/domain/company"
	"crmlab/domain/order"
	"crmlab/domain/party"
	"crmlab/domain/record"
	"crmlab/domain/sales"
	"crmlab/domain/task"
)

// Appointment is one entry of 日程: something of the hat's own that falls on a day.
type Appointment struct {
	Day    record.Date
	Word   string // 联系, 任务, 进程 ...
	Title  string
	Detail string
	Open   record.Target
}

// ScheduleOf lists what of the reader's employee falls on the days from one to another: planned
// contacts with customers, begin and end of tasks, the next steps that were agreed, instalments
// and quotes that fall due, birthdays. It is sorted by day. Nothing of it is stored.
func ScheduleOf(r record.Reader, from, to record.Date) ([]Appointment, error) {
	s := &schedule{Reader: r, from: from, to: to, me: r.Hat().Employee}
	for _, part := range []func() error{s.contacts, s.tasks, s.steps, s.plans, s.quotes, s.dates} {
		if err := part(); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(s.found, func(a, b Appointment) int { return cmp.Compare(a.Day, b.Day) })
	return s.found, nil
}

type schedule struct {
	record.Reader
	from, to record.Date
	me       record.ID
	found    []Appointment
}

func (s *schedule) within(field string) record.Cond {
	return record.Cond{Field: field, Op: record.Within, Values: []record.Value{record.DateValue(s.from), record.DateValue(s.to)}}
}

// own walks the employee's records of a kind that meet the conditions.
func (s *schedule) own(k *record.Kind, fn func(record.Row), conds ...record.Cond) error {
	if !s.Access().May(k, record.View) {
		return nil
	}
	return s.Each(k, append(conds, record.Where("owner", record.LinkValue(s.me))), func(row record.Row) bool {
		fn(row)
		return true
	})
}

func (s *schedule) add(row record.Row, day record.Date, word, title, detail string) {
	s.found = append(s.found, Appointment{Day: day, Word: word, Title: title, Detail: detail, Open: record.Target{Kind: row.Kind().Name, ID: row.ID()}})
}

func (s *schedule) buyer(row record.Row, field string) string {
	return s.Title(party.Customers.Kind, row.Value(row.Kind().Field(field)).ID())
}

func (s *schedule) contacts() error {
	k := party.Customers
	return s.own(k.Kind, func(row record.Row) {
		s.add(row, row.Value(k.Field("nextOn")).Date(), "联系", "联系 "+row.Value(k.Field("name")).S, row.Value(k.Field("phone")).S)
	}, s.within("nextOn"))
}

func (s *schedule) tasks() error {
	k := task.Tasks
	if !s.Access().May(k.Kind, record.View) {
		return nil
	}
	for _, d := range []struct{ field, word string }{{"start", "开始"}, {"due", "完成"}} {
		if err := s.Each(k.Kind, []record.Cond{s.within(d.field), record.Where("state", record.ChoiceValue(task.Active))}, func(row record.Row) bool {
			if row.Value(k.Field("owner")).ID() == s.me || slices.Contains(row.Value(k.Field("assignees")).L, s.me) {
				s.add(row, row.Value(k.Field(d.field)).Date(), "任务", row.Value(k.Field("name")).S,
					"计划"+d.word+" · "+s.buyer(row, "party")+" · 阶段 "+s.Title(company.TaskStatuses.Kind, row.Value(k.Field("stage")).ID()))
			}
			return true
		}); err != nil {
			return err
		}
	}
	return nil
}

func (s *schedule) steps() error {
	k := task.Progresses
	return s.own(k.Kind, func(row record.Row) {
		of, ok := s.Row(task.Tasks.Kind, row.Value(k.Field("task")).ID())
		if !ok || task.State(of.Value(task.Tasks.Field("state")).S) != task.Active {
			return
		}
		title := row.Value(k.Field("next")).S
		if title == "" {
			title = "跟进"
		}
		s.add(of, row.Value(k.Field("nextOn")).Date(), "进程", title, of.Value(task.Tasks.Field("name")).S)
	}, s.within("nextOn"))
}

func (s *schedule) plans() error {
	k := order.Plans
	return s.own(k.Kind, func(row record.Row) {
		s.add(row, row.Value(k.Field("due")).Date(), "回款", row.Value(k.Field("no")).S+" 到期", s.buyer(row, "party")+" · "+record.Yuan(row.Value(k.Field("outstanding")).N)+" 元")
	}, s.within("due"), record.Where("status", record.ChoiceValue(order.PlanOpen), record.ChoiceValue(order.PlanPart)))
}

func (s *schedule) quotes() error {
	k := sales.Quotes
	return s.own(k.Kind, func(row record.Row) {
		s.add(row, row.Value(k.Field("validUntil")).Date(), "报价", row.Value(k.Field("no")).S+" 有效期到", s.buyer(row, "party")+" · "+record.Yuan(row.Value(k.Field("total")).N)+" 元")
	}, s.within("validUntil"), record.Where("state", record.ChoiceValue(sales.QuoteActive)))
}

func (s *schedule) dates() error {
	all, err := party.Occasions(s.Reader, s.from, s.to)
	for _, o := range all {
		if o.Owner != s.Hat().Employee {
			continue
		}
		word := string(TodoBirthday)
		if o.What != party.Birthday {
			word = string(TodoDay)
		}
		s.found = append(s.found, Appointment{Day: o.Day, Word: word, Title: whose(s.Reader, o), Detail: o.What, Open: o.Of})
	}
	return err
}
