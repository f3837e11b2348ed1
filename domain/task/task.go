// Package task holds tasks and their progress entries (进程), shared by market, sales and
// service. What a sales task turns into (a quote, an order) stands in those modules.
package task

import (
	"fmt"

	"github.com/shopspring/decimal"

	"crmlab/domain/company"
	"crmlab/domain/party"
	"crmlab/domain/record"
)

// State of a task: 活动 while it is worked on, 历史 afterwards.
type State string

// States of tasks.
const (
	Active State = "active"
	Done   State = "done"  // completed; a sales task is won
	Ended  State = "ended" // terminated; a sales task is lost
)

// States are a task's states in order.
var States = []record.State{
	{Code: string(Active), Label: "活动", Tone: record.ToneBlue, Edit: true, Delete: true},
	{Code: string(Done), Label: "已完成", Tone: record.ToneGreen},
	{Code: string(Ended), Label: "已终止", Tone: record.ToneRed},
}

// Source says where a task came from.
type Source string

// Sources of tasks.
const (
	FromNew         Source = "new"
	FromOpportunity Source = "opportunity"
	FromCampaign    Source = "campaign"
	FromFeedback    Source = "feedback"
	FromSuggestion  Source = "suggestion"
)

// Task 任务 is a piece of market, sales or service work for a party.
type Task struct {
	record.Base
	Name        string
	Domain      company.Domain
	State       State
	Source      Source
	Party       record.Ref[party.Customer]
	Contact     record.Ref[party.Contact]
	Assignees   []record.Ref[company.Employee]
	Products    []record.ID
	Stage       record.Ref[company.TaskStatusDef]
	SuccessRate decimal.Decimal // %, the stage's unless somebody typed one
	Forecast    decimal.Decimal // 元, expected amount of a sales task
	Start       record.Date
	Due         record.Date // planned end; a sales task's expected close
	Priority    string
	Remind      int // days before Due
	Closed      record.Date
	LostReason  record.Ref[company.DictItem]
	LostNote    string
	LostTo      record.Ref[party.Competitor]      // who got the sale, where that is known
	LostAt      record.Ref[company.TaskStatusDef] // stage that the task was in when it was lost
}

// Tasks is the kind of 任务.
var Tasks = record.Define("task", "任务", "sales", "T", []record.FieldOf[Task]{
	record.Text("name", 1, "任务名称", func(t *Task) *string { return &t.Name }, record.Required, record.Max(80), record.Listed, record.Search),
	record.Pick("domain", 2, "类别", func(t *Task) *company.Domain { return &t.Domain }, company.Domains, record.Required, record.Filter,
		record.StartsAt(record.ChoiceValue(company.Sales))),
	record.StateField(3, "活动标志", func(t *Task) *State { return &t.State }, States),
	record.Pick("source", 4, "来源", func(t *Task) *Source { return &t.Source }, []record.Choice{
		{Code: string(FromNew), Label: "新增"}, {Code: string(FromOpportunity), Label: "销售机会"}, {Code: string(FromCampaign), Label: "市场活动"},
		{Code: string(FromFeedback), Label: "客户反馈"}, {Code: string(FromSuggestion), Label: "服务建议"}}, record.System,
		record.StartsAt(record.ChoiceValue(FromNew))),
	record.Link("party", 5, "客户", func(t *Task) *record.Ref[party.Customer] { return &t.Party }, record.Required, record.Listed, record.Filter, record.Beyond(notSales)),
	record.Link("contact", 6, "联系人", func(t *Task) *record.Ref[party.Contact] { return &t.Contact }, party.BelongsTo("party"), record.Beyond(notSales)),
	record.Links("assignees", 7, "参与人", func(t *Task) *[]record.Ref[company.Employee] { return &t.Assignees }),
	record.LinksTo("products", 8, "相关产品", "product", func(t *Task) *[]record.ID { return &t.Products }),
	record.Link("stage", 9, "阶段", func(t *Task) *record.Ref[company.TaskStatusDef] { return &t.Stage }, record.Listed, record.Filter, record.System),
	record.Percent("successRate", 10, "成功率", func(t *Task) *decimal.Decimal { return &t.SuccessRate }, record.Hint("随阶段变化，也可以按判断改写")),
	record.Money("forecast", 11, "预测金额", func(t *Task) *decimal.Decimal { return &t.Forecast }, record.NotNegative, record.Listed),
	record.Day("start", 12, "计划开始", func(t *Task) *record.Date { return &t.Start }, record.Starts(func(r record.Reader) record.Value { return record.DateValue(r.Today()) })),
	record.Day("due", 13, "计划完成", func(t *Task) *record.Date { return &t.Due }, record.Listed, record.Filter, record.Hint("销售任务的预计成交日期")),
	record.Pick("priority", 14, "优先级", func(t *Task) *string { return &t.Priority }, []record.Choice{
		{Code: "high", Label: "高", Tone: record.ToneRed}, {Code: "normal", Label: "中", Tone: record.ToneBlue}, {Code: "low", Label: "低", Tone: record.ToneGrey}},
		record.StartsAt(record.ChoiceValue("normal"))),
	record.Int("remind", 15, "提前提醒", func(t *Task) *int { return &t.Remind }, record.Between(0, 60), record.Unit("天"), record.StartsAt(record.IntValue(3))),
	record.Day("closed", 16, "结束日期", func(t *Task) *record.Date { return &t.Closed }, record.System),
	company.Dict(company.GroupLostReason, "lostReason", 17, "丢单原因", func(t *Task) *record.Ref[company.DictItem] { return &t.LostReason }, record.System, record.Filter),
	record.Text("lostNote", 18, "终止说明", func(t *Task) *string { return &t.LostNote }, record.System, record.Max(200)),
	record.Link("lostAt", 19, "丢单时阶段", func(t *Task) *record.Ref[company.TaskStatusDef] { return &t.LostAt }, record.System),
	record.Link("lostTo", 20, "输给", func(t *Task) *record.Ref[party.Competitor] { return &t.LostTo }, record.System, record.Filter),
}, record.Owned)

// notSales tells the work of the market and service departments, who serve the customers
// of all sellers.
func notSales(row record.Row) bool {
	return company.Domain(row.Value(row.Kind().Field("domain")).S) != company.Sales
}

func init() {
	Tasks.Stateful(States)
	Tasks.SeenVia("party")
	Tasks.HandOver(record.Where("state", record.ChoiceValue(Active)))
	Tasks.NumberedBy(func(t *Task) string {
		return map[company.Domain]string{company.Market: "MT", company.Sales: "ST", company.Service: "VT"}[t.Domain]
	})
	Tasks.Derive("weighted", 30, "期望值", record.TypeMoney, func(_ record.Reader, row record.Row) record.Value {
		return record.MoneyMinor(Weighted(row).Shift(2).IntPart())
	})
	Tasks.Rule(rule)
	company.TaskStatuses.Rule(stageInUse)
}

// stageInUse refuses to turn a stage that tasks are in into something else. Its name, order
// and success rate may change: tasks keep the rate that they took.
func stageInUse(tx record.Tx, s, old *company.TaskStatusDef) error {
	if old == nil || old.Domain == s.Domain && old.Type == s.Type {
		return nil
	}
	used := false
	err := tx.Each(Tasks.Kind, []record.Cond{record.Where("stage", record.LinkValue(s.ID))}, func(record.Row) bool { used = true; return false })
	if err == nil && used {
		err = record.RefuseField("stage.used", "type", "没有保存任务状态 "+s.Name, "已有任务处在这个状态，不能改变适用任务和类型", "另建一个任务状态")
	}
	return err
}

// CheckTask refuses a document of a task that is not a sale to the document's party.
func CheckTask(r record.Reader, what string, of record.Ref[Task], buyer record.Ref[party.Customer]) error {
	if of == 0 {
		return nil
	}
	t, err := record.Get(r, of)
	if err != nil {
		return err
	}
	if t.Domain != company.Sales || t.Party != buyer {
		return record.RefuseField("task.party", "task", what, "任务 "+t.No+" 不是对这个客户的销售任务", "换一个任务，或改回它的客户")
	}
	return nil
}

// Weighted is the sales expectation of a task in 元: forecast × success rate, to the cent.
func Weighted(row record.Row) decimal.Decimal {
	return record.FromMinor(WeightedMinor(row.Value(forecastField).N, row.Value(rateField).N), 2)
}

// WeightedMinor is Weighted in 分, of a forecast in 分 and a rate in hundredths of a percent.
func WeightedMinor(forecast, rate int64) int64 { return record.MulDiv(forecast, rate, 10_000) }

var forecastField, rateField = Tasks.Field("forecast"), Tasks.Field("successRate")

func rule(tx record.Tx, t, old *Task) error {
	what := "没有保存任务 " + t.Name
	if t.Start != 0 && t.Due != 0 && t.Due < t.Start {
		return record.RefuseField("task.dates", "due", what, "计划完成早于计划开始", "改正日期")
	}
	if old != nil && old.Domain != t.Domain {
		return record.RefuseField("task.domain", "domain", what, "任务建立后不能换类别", "终止它，另建一个任务")
	}
	if old == nil || old.Contact != t.Contact || old.Party != t.Party {
		if err := party.CheckContact(tx, what, t.Contact, t.Party); err != nil {
			return err
		}
	}
	if t.Stage == 0 {
		first, err := FirstStage(tx, t.Domain)
		if err != nil {
			return err
		}
		if first != nil {
			t.Stage = record.Ref[company.TaskStatusDef](first.ID)
			t.SuccessRate = first.SuccessRate
		}
	}
	if t.Stage != 0 {
		s, err := record.Get(tx, t.Stage)
		if err != nil {
			return err
		}
		if s.Domain != t.Domain {
			return record.RefuseField("task.stage", "stage", what, "阶段「"+s.Name+"」属于别的类别", "选择本类任务的阶段")
		}
	}
	return nil
}

// Stages lists the stages of a domain in their order, as memory holds them.
func Stages(r record.Reader, d company.Domain) ([]*company.TaskStatusDef, error) {
	page, err := r.Whole().Query(record.Query{Kind: company.TaskStatuses.Kind, Where: []record.Cond{record.Where("domain", record.ChoiceValue(d))},
		Sort: []record.Sort{{Field: "order"}}})
	if err != nil {
		return nil, err
	}
	out := make([]*company.TaskStatusDef, 0, len(page.Rows))
	for _, row := range page.Rows {
		if s, ok := record.Recall(r.Whole(), record.Ref[company.TaskStatusDef](row.ID())); ok {
			out = append(out, s)
		}
	}
	return out, nil
}

// FirstStage is where tasks of a domain begin; nil while none is defined.
func FirstStage(r record.Reader, d company.Domain) (*company.TaskStatusDef, error) {
	return stageOf(r, d, func(t company.StageType) bool { return t != company.StageWon && t != company.StageLost })
}

func stageOf(r record.Reader, d company.Domain, ok func(company.StageType) bool) (*company.TaskStatusDef, error) {
	all, err := Stages(r, d)
	if err != nil {
		return nil, err
	}
	for _, s := range all {
		if ok(s.Type) {
			return s, nil
		}
	}
	return nil, nil
}

// mustStage is stageOf with a refusal where the company has no such stage.
func mustStage(r record.Reader, d company.Domain, want company.StageType, label string) (*company.TaskStatusDef, error) {
	s, err := stageOf(r, d, func(t company.StageType) bool { return t == want })
	if err == nil && s == nil {
		err = record.Refuse("task.nostage", "不能结束任务", fmt.Sprintf("没有定义类型为「%s」的任务状态", label), "在任务状态定义里增加一个")
	}
	return s, err
}
