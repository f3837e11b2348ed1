package task

import (
	"crmlab/domain/company"
	"crmlab/domain/record"
)

// Progress 进程 is one step of the work on a task: a call, a visit, or the move to
// another stage.
type Progress struct {
	record.Base
	Task    record.Ref[Task]
	Action  record.Ref[company.DictItem]
	Day     record.Date
	Text    string
	NextOn  record.Date
	Next    string
	FromStg record.Ref[company.TaskStatusDef]
	ToStg   record.Ref[company.TaskStatusDef] // set when the step moved the stage
}

// Progresses is the kind of 进程.
var Progresses = record.Define("progress", "进程", "sales", "PG", []record.FieldOf[Progress]{
	record.Link("task", 1, "任务", func(p *Progress) *record.Ref[Task] { return &p.Task }, record.Required, record.Listed, record.Filter),
	company.Dict(company.GroupProgress, "action", 2, "执行动作", func(p *Progress) *record.Ref[company.DictItem] { return &p.Action }, record.Listed, record.Filter),
	record.Day("day", 3, "日期", func(p *Progress) *record.Date { return &p.Day }, record.Required, record.Listed, record.Filter,
		record.Starts(func(r record.Reader) record.Value { return record.DateValue(r.Today()) })),
	record.Text("text", 4, "内容", func(p *Progress) *string { return &p.Text }, record.Required, record.Max(300), record.Listed, record.Search),
	record.Day("nextOn", 5, "下次日期", func(p *Progress) *record.Date { return &p.NextOn }, record.Listed),
	record.Text("next", 6, "下次安排", func(p *Progress) *string { return &p.Next }, record.Max(120)),
	record.Link("fromStage", 7, "原阶段", func(p *Progress) *record.Ref[company.TaskStatusDef] { return &p.FromStg }, record.System),
	record.Link("toStage", 8, "到达阶段", func(p *Progress) *record.Ref[company.TaskStatusDef] { return &p.ToStg }, record.System, record.Listed),
}, record.Owned)

func init() {
	Progresses.TitledBy("text")
	Progresses.SeenVia("task")
	record.AddedTo(Progresses, "task", func(_ record.Reader, _ *Progress, t *Task) error { return over(t, "没有保存进程") })
	record.HeldBy(Progresses, "task", func(right record.Right, _ *Progress, t *Task) error {
		return over(t, "不能"+record.RightLabel(right)+"这条进程")
	})
	Progresses.Rule(func(tx record.Tx, p, old *Progress) error {
		what := "没有保存进程"
		if p.NextOn != 0 && p.NextOn < p.Day {
			return record.RefuseField("progress.next", "nextOn", what, "下次日期早于这次的日期", "改正日期")
		}
		if old != nil && old.Task != p.Task {
			return record.RefuseField("progress.task", "task", what, "进程不能换到别的任务", "在那个任务里另记一条")
		}
		return nil
	})
	Progresses.OnDelete(func(_ record.Tx, p *Progress) error {
		if p.ToStg != 0 {
			return record.Refuse("progress.stage", "不能删除这条进程", "它记录了阶段变化", "用撤销取回阶段变化")
		}
		return nil
	})
}

func over(t *Task, what string) error {
	if t.State != Active {
		return record.Refuse("progress.past", what, "任务 "+t.No+" 已是历史任务", "先重开任务")
	}
	return nil
}
