package prepared

import (
	"strings"

	"crmlab/domain/company"
	"crmlab/domain/record"
	"crmlab/domain/task"
)

// chore is a task of the market or service department.
type chore struct {
	id     record.ID
	by     record.Hat
	stages []string
	told   []string // what has been written about it
}

// businessOfOthers is what the market and service departments do: a market task every few
// weeks, a repair every two.
func (b *builder) businessOfOthers() error {
	if b.turn%44 == 9 || b.today == workday(Last.AddDays(-12)) {
		return b.beginChore(company.Market)
	}
	if b.turn%13 == 6 || b.today > Last.AddDays(-10) && b.turn%2 == 0 {
		return b.beginChore(company.Service)
	}
	return nil
}

func (b *builder) beginChore(d company.Domain) error {
	y, ok := draw(b.chance, b.order, func(y *buyer) float64 {
		if y.DupOf != "" || y.person() && d == company.Market {
			return 0
		}
		return y.weight()
	})
	if !ok {
		return nil
	}
	var titles []string
	for _, t := range b.titles {
		if t.Domain == string(d) {
			titles = append(titles, t.Title)
		}
	}
	c := &chore{stages: []string{"策划准备", "推广执行", "总结评估"}}
	maker, doer := b.staff[marketer], b.staff[promoter]
	length := b.between(25, 45)
	if d == company.Service {
		c.stages = []string{"处理中", "待客户确认"}
		maker, doer = b.staff[serviceDesk], b.staff[pick(b.chance, engineers)]
		length = b.between(2, 9)
	}
	c.by = doer.main
	t := &task.Task{Name: strings.ReplaceAll(pick(b.chance, titles), "{customer}", y.Short), Domain: d, Party: y.ref(), Contact: b.contact(y).ref(),
		Start: b.today, Due: b.today.AddDays(length), Priority: pick(b.chance, []string{"normal", "normal", "high", "low"}), Remind: 2, Source: task.FromNew}
	t.Owner, t.Dept = doer.id, doer.main.Dept
	if err := b.save(maker.main, t); err != nil {
		return err
	}
	c.id = t.ID
	b.on(b.today.AddDays(max(1, length/(len(c.stages)+1))), func() error { return b.workOn(c, 0, length) })
	return nil
}

// workOn moves a chore to its next stage, or ends it.
func (b *builder) workOn(c *chore, i, length int) error {
	if i == len(c.stages) {
		if b.hits(0.08) {
			_, err := b.do(c.by, task.Terminate, c.id, &task.Loss{Note: "条件变化，不再进行"})
			return err
		}
		_, err := b.do(c.by, task.Complete, c.id, &task.Loss{Note: "按计划完成"})
		return err
	}
	action, text := b.story(c.stages[i], nil, &c.told)
	if err := b.enter(c.by, c.id, c.stages[i], action, text); err != nil {
		return err
	}
	b.on(b.today.AddDays(max(1, length/(len(c.stages)+1))), func() error { return b.workOn(c, i+1, length) })
	return nil
}
