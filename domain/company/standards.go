package company

import (
	"github.com/shopspring/decimal"

	"crmlab/domain/record"
)

// Domain is the department whose work a task is.
type Domain string

// Domains of tasks.
const (
	Market  Domain = "market"
	Sales   Domain = "sales"
	Service Domain = "service"
)

// Domains are the choices of a task's domain.
var Domains = []record.Choice{{Code: string(Market), Label: "市场"}, {Code: string(Sales), Label: "销售"}, {Code: string(Service), Label: "服务"}}

// StageType says what a task status means for the task.
type StageType string

// Types of task statuses.
const (
	StageOpen    StageType = "open"
	StageOngoing StageType = "ongoing"
	StageOnHold  StageType = "onhold"
	StageWon     StageType = "won"
	StageLost    StageType = "lost"
)

// TaskStatusDef 任务状态定义 is one stage of the tasks of a domain; its success rate
// weighs the forecast in the sales funnel.
type TaskStatusDef struct {
	record.Base
	Domain      Domain
	Name        string
	Order       int
	Type        StageType
	SuccessRate decimal.Decimal // %
	RotDays     int             // days without progress after which a task needs attention; 0: never
	OneWay      bool            // a task that has come here does not go back, and is not opened again
}

// TaskStatuses is the kind of 任务状态.
var TaskStatuses = record.Define("task-status", "任务状态", "company", "ST", []record.FieldOf[TaskStatusDef]{
	record.Pick("domain", 1, "适用任务", func(s *TaskStatusDef) *Domain { return &s.Domain }, Domains, record.Required, record.Listed, record.Filter,
		record.StartsAt(record.ChoiceValue(Sales))),
	record.Text("name", 2, "状态名称", func(s *TaskStatusDef) *string { return &s.Name }, record.Required, record.Max(20), record.Listed, record.Search),
	record.Int("order", 3, "顺序", func(s *TaskStatusDef) *int { return &s.Order }, record.NotNegative, record.Listed),
	record.Pick("type", 4, "类型", func(s *TaskStatusDef) *StageType { return &s.Type }, []record.Choice{
		{Code: string(StageOpen), Label: "未开始", Tone: record.ToneGrey}, {Code: string(StageOngoing), Label: "进行中", Tone: record.ToneBlue},
		{Code: string(StageOnHold), Label: "搁置", Tone: record.ToneAmber}, {Code: string(StageWon), Label: "成功", Tone: record.ToneGreen},
		{Code: string(StageLost), Label: "失败", Tone: record.ToneRed}}, record.Required, record.Listed, record.Filter,
		record.StartsAt(record.ChoiceValue(StageOngoing))),
	record.Percent("successRate", 5, "成功率", func(s *TaskStatusDef) *decimal.Decimal { return &s.SuccessRate }, record.Listed,
		record.Hint("销售漏斗用它计算期望值")),
	record.Int("rotDays", 6, "停滞天数", func(s *TaskStatusDef) *int { return &s.RotDays }, record.NotNegative, record.Unit("天"),
		record.Hint("超过这些天没有进程就提醒；0 表示不提醒")),
	record.Bool("oneWay", 7, "只进不退", func(s *TaskStatusDef) *bool { return &s.OneWay }, record.Listed,
		record.Hint("任务到了这个状态，就不能退回前面的状态，结束的也不能重开")),
})

func init() {
	TaskStatuses.Rule(func(tx record.Tx, s, _ *TaskStatusDef) error {
		want, ok := map[StageType]int64{StageWon: 100, StageLost: 0}[s.Type]
		if ok && !s.SuccessRate.Equal(decimal.NewFromInt(want)) {
			return record.RefuseField("stage.rate", "successRate", "没有保存任务状态 "+s.Name,
				"类型为成功的状态成功率是 100%，失败的是 0%", "改正成功率或类型")
		}
		taken := false
		err := tx.Each(TaskStatuses.Kind, []record.Cond{record.Where("domain", record.ChoiceValue(s.Domain)), record.Where("name", record.TextValue(s.Name))},
			func(row record.Row) bool { taken = row.ID() != s.ID; return !taken })
		if err == nil && taken {
			err = record.RefuseField("stage.name", "name", "没有保存任务状态 "+s.Name, "同类任务已有这个状态名称", "换一个名称")
		}
		return err
	})
}

// DictGroup names a list of choices that the company keeps itself (其他定义).
type DictGroup string

// Groups of list items.
const (
	GroupSource     DictGroup = "source"
	GroupIndustry   DictGroup = "industry"
	GroupCategory   DictGroup = "category"
	GroupUnit       DictGroup = "unit"
	GroupPayMethod  DictGroup = "pay-method"
	GroupPayTerms   DictGroup = "pay-terms"
	GroupLostReason DictGroup = "lost-reason"
	GroupProgress   DictGroup = "progress-action"
	GroupAgentLevel DictGroup = "agent-level"
)

// DictGroups are the choices of 所属列表.
var DictGroups = []record.Choice{
	{Code: string(GroupSource), Label: "客户来源"}, {Code: string(GroupIndustry), Label: "行业"}, {Code: string(GroupCategory), Label: "客户分类"},
	{Code: string(GroupAgentLevel), Label: "代理级别"}, {Code: string(GroupUnit), Label: "计量单位"}, {Code: string(GroupPayMethod), Label: "付款方式"},
	{Code: string(GroupPayTerms), Label: "付款条件"}, {Code: string(GroupLostReason), Label: "丢单原因"}, {Code: string(GroupProgress), Label: "执行动作"},
}

// DictItem is one entry of such a list.
type DictItem struct {
	record.Base
	Group DictGroup
	Name  string
	Order int
	Off   bool // no longer offered
}

// DictItems is the kind of 列表项.
var DictItems = record.Define("dict", "列表项", "company", "DI", []record.FieldOf[DictItem]{
	record.Pick("group", 1, "所属列表", func(d *DictItem) *DictGroup { return &d.Group }, DictGroups, record.Required, record.Listed, record.Filter),
	record.Text("name", 2, "名称", func(d *DictItem) *string { return &d.Name }, record.Required, record.Max(40), record.Listed, record.Search),
	record.Int("order", 3, "顺序", func(d *DictItem) *int { return &d.Order }, record.NotNegative, record.Listed),
	record.Bool("off", 4, "停用", func(d *DictItem) *bool { return &d.Off }, record.Listed),
})

func init() {
	DictItems.Offer(record.Where("off", record.BoolValue(false)))
	DictItems.Rule(func(tx record.Tx, d, old *DictItem) error {
		if old != nil && old.Group != d.Group {
			return record.RefuseField("dict.group", "group", "没有保存列表项 "+d.Name, "列表项建立后不能换到别的列表", "停用它，在那个列表里新增")
		}
		taken := false
		err := tx.Each(DictItems.Kind, []record.Cond{record.Where("group", record.ChoiceValue(d.Group)), record.Where("name", record.TextValue(d.Name))},
			func(row record.Row) bool { taken = row.ID() != d.ID; return !taken })
		if err == nil && taken {
			err = record.RefuseField("dict.name", "name", "没有保存列表项 "+d.Name, "这个列表里已经有「"+d.Name+"」", "换一个名称")
		}
		return err
	})
}

// Dict declares a link to an item of one of the company's lists.
func Dict[T any](group DictGroup, name string, tag int, label string, at func(*T) *record.Ref[DictItem], opts ...record.Option) record.FieldOf[T] {
	return record.Link(name, tag, label, at, append(opts, record.Narrow(record.Where("group", record.ChoiceValue(group))))...)
}
