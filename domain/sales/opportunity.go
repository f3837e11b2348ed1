package sales

import (
	"github.com/shopspring/decimal"

	"crmlab/domain/company"
	"crmlab/domain/party"
	"crmlab/domain/record"
	"crmlab/domain/task"
)

// OpportunityState of a sales opportunity.
type OpportunityState string

// States of opportunities.
const (
	Open      OpportunityState = "open"
	Converted OpportunityState = "converted"
	Voided    OpportunityState = "void"
)

// OpportunityStates in order.
var OpportunityStates = []record.State{
	{Code: string(Open), Label: "未转", Tone: record.ToneAmber, Edit: true, Delete: true},
	{Code: string(Converted), Label: "已转", Tone: record.ToneGreen},
	{Code: string(Voided), Label: "作废", Tone: record.ToneGrey, Delete: true},
}

// Opportunity 销售机会 is a purchase that a party may make.
type Opportunity struct {
	record.Base
	Name        string
	State       OpportunityState
	Party       record.Ref[party.Customer]
	Contact     record.Ref[party.Contact]
	Source      record.Ref[company.DictItem]
	Need        string
	Products    []record.ID
	Amount      decimal.Decimal // 元 expected
	Expected    record.Date
	Probability decimal.Decimal // %
	Found       record.Date
	Task        record.Ref[task.Task] // what it was turned into
}

// Opportunities is the kind of 销售机会.
var Opportunities = record.Define("opportunity", "销售机会", "sales", "OP", []record.FieldOf[Opportunity]{
	record.Text("name", 1, "机会名称", func(o *Opportunity) *string { return &o.Name }, record.Required, record.Max(80), record.Listed, record.Search),
	record.StateField(2, "状态", func(o *Opportunity) *OpportunityState { return &o.State }, OpportunityStates),
	record.Link("party", 3, "客户", func(o *Opportunity) *record.Ref[party.Customer] { return &o.Party }, record.Required, record.Listed, record.Filter),
	record.Link("contact", 4, "联系人", func(o *Opportunity) *record.Ref[party.Contact] { return &o.Contact }, party.BelongsTo("party")),
	company.Dict(company.GroupSource, "source", 5, "来源", func(o *Opportunity) *record.Ref[company.DictItem] { return &o.Source }),
	record.Day("found", 6, "发现日期", func(o *Opportunity) *record.Date { return &o.Found }, record.Listed, record.Filter,
		record.Starts(func(r record.Reader) record.Value { return record.DateValue(r.Today()) })),
	record.Money("amount", 7, "预计金额", func(o *Opportunity) *decimal.Decimal { return &o.Amount }, record.NotNegative, record.Listed),
	record.Day("expected", 8, "预计成交", func(o *Opportunity) *record.Date { return &o.Expected }, record.Listed),
	record.Percent("probability", 9, "可能性", func(o *Opportunity) *decimal.Decimal { return &o.Probability }),
	record.LinksTo("products", 10, "意向产品", "product", func(o *Opportunity) *[]record.ID { return &o.Products }),
	record.Long("need", 11, "需求说明", func(o *Opportunity) *string { return &o.Need }, record.Max(500)),
	record.Link("task", 12, "销售任务", func(o *Opportunity) *record.Ref[task.Task] { return &o.Task }, record.System),
}, record.Owned)

func init() {
	Opportunities.Stateful(OpportunityStates)
	Opportunities.SeenVia("party")
	Opportunities.HandOver(record.Where("state", record.ChoiceValue(Open)))
	Opportunities.Rule(func(tx record.Tx, o, old *Opportunity) error {
		what := "没有保存销售机会 " + o.Name
		if o.Expected != 0 && o.Found != 0 && o.Expected < o.Found {
			return record.RefuseField("opportunity.dates", "expected", what, "预计成交早于发现日期", "改正日期")
		}
		if old != nil && old.Contact == o.Contact && old.Party == o.Party {
			return nil
		}
		return party.CheckContact(tx, what, o.Contact, o.Party)
	})
}

// The actions of opportunities.
var (
	Convert = record.Act(Opportunities, "convert", "转为任务", convert, record.From(Open), record.Needs(record.Transfer), record.Primary)

	VoidOpportunity = record.Act(Opportunities, "void", "作废", func(tx record.Tx, o *Opportunity, _ *record.None) error {
		o.State = Voided
		return tx.ByRule().Save(o)
	}, record.From(Open))
)

// convert 转移 makes a sales task that carries the opportunity's data, once.
func convert(tx record.Tx, o *Opportunity, _ *record.None) error {
	t := &task.Task{Name: o.Name, Domain: company.Sales, State: task.Active, Source: task.FromOpportunity, Party: o.Party, Contact: o.Contact,
		Products: o.Products, Forecast: o.Amount, Start: tx.Today(), Due: o.Expected, Priority: "normal", Remind: 3}
	t.Owner, t.Dept, t.Remark = o.Owner, o.Dept, o.Need
	if t.Due != 0 && t.Due < t.Start {
		t.Due = t.Start.AddDays(30)
	}
	if err := tx.ByRule().Save(t); err != nil {
		return err
	}
	o.State, o.Task = Converted, record.Ref[task.Task](t.ID)
	tx.Show(t)
	return tx.ByRule().Save(o)
}
