package task

import (
	"crmlab/domain/company"
	"crmlab/domain/party"
	"crmlab/domain/record"
)

// Move 改变阶段 takes a task to another stage and keeps the step in its progress.
type Move struct {
	Stage  record.Ref[company.TaskStatusDef]
	Action record.Ref[company.DictItem]
	Note   string
}

// Log 记进程 adds one step of work.
type Log struct {
	Action record.Ref[company.DictItem]
	Text   string
	NextOn record.Date
	Next   string
}

// Loss 终止 needs a reason when a sales task is given up.
type Loss struct {
	Reason record.Ref[company.DictItem]
	To     record.Ref[party.Competitor] // who got the sale, if that is known
	Note   string
}

// The actions of tasks.
var (
	MoveStage = record.Act(Tasks, "move", "改变阶段", move, record.From(Active), record.Primary,
		record.Input(
			record.Link("stage", 1, "新阶段", func(m *Move) *record.Ref[company.TaskStatusDef] { return &m.Stage }, record.Required,
				record.Narrow(record.Cond{Field: "type", Op: record.Not, Values: []record.Value{record.ChoiceValue(company.StageWon), record.ChoiceValue(company.StageLost)}}),
				record.NarrowBy(func(row record.Row) []record.Cond {
					return []record.Cond{record.Where("domain", row.Value(Tasks.Field("domain")))}
				})),
			company.Dict(company.GroupProgress, "action", 2, "执行动作", func(m *Move) *record.Ref[company.DictItem] { return &m.Action }),
			record.Text("note", 3, "进展说明", func(m *Move) *string { return &m.Note }, record.Max(300))))

	AddProgress = record.Act(Tasks, "progress", "记进程", logProgress, record.From(Active),
		record.Input(
			company.Dict(company.GroupProgress, "action", 1, "执行动作", func(l *Log) *record.Ref[company.DictItem] { return &l.Action }, record.Required),
			record.Text("text", 2, "内容", func(l *Log) *string { return &l.Text }, record.Required, record.Max(300)),
			record.Day("nextOn", 3, "下次日期", func(l *Log) *record.Date { return &l.NextOn }),
			record.Text("next", 4, "下次安排", func(l *Log) *string { return &l.Next }, record.Max(120))))

	Complete = record.Act(Tasks, "complete", "完成", complete, record.From(Active), record.Input(
		record.Text("note", 1, "说明", func(l *Loss) *string { return &l.Note }, record.Max(200))))

	Terminate = record.Act(Tasks, "terminate", "终止", terminate, record.From(Active), record.Input(
		company.Dict(company.GroupLostReason, "reason", 1, "丢单原因", func(l *Loss) *record.Ref[company.DictItem] { return &l.Reason }, record.Hint("销售任务必须选择")),
		record.Link("to", 3, "输给哪家对手", func(l *Loss) *record.Ref[party.Competitor] { return &l.To }, record.Hint("知道就选，竞争分析用得上")),
		record.Text("note", 2, "说明", func(l *Loss) *string { return &l.Note }, record.Max(200))))

	Reopen = record.Act(Tasks, "reopen", "重开", reopen, record.From(Done, Ended), record.When(func(r record.Reader, t *Task) error { return mayReopen(r.Whole(), t) }))
)

func move(tx record.Tx, t *Task, in *Move) error {
	s, err := record.Get(tx, in.Stage)
	if err != nil {
		return err
	}
	if s.Domain != t.Domain {
		return record.RefuseField("task.stage", "stage", "没有改变阶段", "「"+s.Name+"」属于别的类别的任务", "选择本类任务的阶段")
	}
	if s.Type == company.StageWon || s.Type == company.StageLost {
		return record.RefuseField("task.stage", "stage", "没有改变阶段", "「"+s.Name+"」是结束状态", "用完成或终止结束任务")
	}
	if t.Stage == in.Stage {
		return record.RefuseField("task.same", "stage", "没有改变阶段", "任务已在「"+s.Name+"」", "选择另一个阶段")
	}
	if err := mayLeave(tx, t, s.Order, "没有改变阶段"); err != nil {
		return err
	}
	return toStage(tx, t, s, in.Action, in.Note)
}

// mayLeave refuses to take a task back out of a stage that is only left forwards (只进不退).
func mayLeave(r record.Reader, t *Task, to int, what string) error {
	now, ok := record.Recall(r, t.Stage)
	if !ok || !now.OneWay || to > now.Order {
		return nil
	}
	return record.RefuseField("task.oneway", "stage", what, "任务状态「"+now.Name+"」只进不退", "选择后面的阶段；确要退回，请能修改任务状态定义的人放开它")
}

// toStage sets the stage with its success rate and keeps the step as progress.
func toStage(tx record.Tx, t *Task, s *company.TaskStatusDef, action record.Ref[company.DictItem], note string) error {
	from := t.Stage
	t.Stage, t.SuccessRate = record.Ref[company.TaskStatusDef](s.ID), s.SuccessRate
	if err := tx.ByRule().Save(t); err != nil {
		return err
	}
	if note == "" {
		note = "阶段改为「" + s.Name + "」"
	}
	return tx.ByRule().Save(&Progress{Base: record.Base{Owner: tx.Hat().Employee, Dept: tx.Hat().Dept}, Task: record.Ref[Task](t.ID), Action: action,
		Day: tx.Today(), Text: note, FromStg: from, ToStg: t.Stage})
}

func logProgress(tx record.Tx, t *Task, in *Log) error {
	return tx.ByRule().Save(&Progress{Base: record.Base{Owner: tx.Hat().Employee, Dept: tx.Hat().Dept}, Task: record.Ref[Task](t.ID), Action: in.Action,
		Day: tx.Today(), Text: in.Text, NextOn: in.NextOn, Next: in.Next})
}

func complete(tx record.Tx, t *Task, in *Loss) error { return Win(tx, t, in.Note) }

// Win completes a task; a sales task reaches the stage of success.
func Win(tx record.Tx, t *Task, note string) error {
	t.State, t.Closed = Done, tx.Today()
	if t.Domain != company.Sales {
		return tx.ByRule().Save(t)
	}
	s, err := mustStage(tx, t.Domain, company.StageWon, "成功")
	if err != nil {
		return err
	}
	return toStage(tx, t, s, 0, note)
}

func terminate(tx record.Tx, t *Task, in *Loss) error {
	if t.Domain == company.Sales && in.Reason == 0 {
		return record.RefuseField("task.reason", "reason", "没有终止任务 "+t.No, "销售任务终止必须写明丢单原因", "选择一个丢单原因")
	}
	if in.Reason != 0 && tx.Title(company.DictItems.Kind, in.Reason.ID()) == "其他" && in.Note == "" {
		return record.RefuseField("task.reasonnote", "note", "没有终止任务 "+t.No, "原因选了其他，没有写说明", "写明具体原因")
	}
	t.State, t.Closed, t.LostReason, t.LostNote, t.LostAt = Ended, tx.Today(), in.Reason, in.Note, t.Stage
	if t.LostTo = in.To; t.LostTo != 0 {
		if t.Domain != company.Sales {
			return record.RefuseField("task.rival", "to", "没有终止任务 "+t.No, "它不是销售任务，谈不上输给对手", "不选竞争对手")
		}
		if err := meet(tx, t, in.To); err != nil {
			return err
		}
	}
	if t.Domain != company.Sales {
		return tx.ByRule().Save(t)
	}
	s, err := mustStage(tx, t.Domain, company.StageLost, "失败")
	if err != nil {
		return err
	}
	return toStage(tx, t, s, 0, in.Note)
}

// mayReopen refuses to open a task again that ended in a stage which is never left.
func mayReopen(r record.Reader, t *Task) error {
	now, ok := record.Recall(r, t.Stage)
	if !ok || !now.OneWay || now.Type != company.StageWon && now.Type != company.StageLost {
		return nil
	}
	return record.Refuse("task.oneway", "不能重开任务 "+t.No, "任务状态「"+now.Name+"」只进不退", "另建一个任务；确要重开，请能修改任务状态定义的人放开它")
}

func reopen(tx record.Tx, t *Task, _ *record.None) error {
	back := t.LostAt
	if err := mayReopen(tx, t); err != nil {
		return err
	}
	t.State, t.Closed, t.LostReason, t.LostNote, t.LostAt, t.LostTo = Active, 0, 0, "", 0, 0
	if back == 0 {
		first, err := FirstStage(tx, t.Domain)
		if err != nil {
			return err
		}
		if first == nil {
			return tx.ByRule().Save(t)
		}
		back = record.Ref[company.TaskStatusDef](first.ID)
	}
	s, err := record.Get(tx, back)
	if err != nil {
		return err
	}
	return toStage(tx, t, s, 0, "重开任务")
}
