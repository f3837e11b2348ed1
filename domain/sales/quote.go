package sales

import (
	"github.com/shopspring/decimal"

	"crmlab/domain/catalog"
	"crmlab/domain/company"
	"crmlab/domain/party"
	"crmlab/domain/record"
	"crmlab/domain/task"
)

// QuoteState of a quote; active is 活动报价, the others 历史报价.
type QuoteState string

// States of quotes.
const (
	QuoteActive  QuoteState = "active"
	QuoteOrdered QuoteState = "ordered"
	QuoteEnded   QuoteState = "ended"
)

// QuoteStates in order.
var QuoteStates = []record.State{
	{Code: string(QuoteActive), Label: "活动", Tone: record.ToneBlue, Edit: true, Delete: true},
	{Code: string(QuoteOrdered), Label: "已下单", Tone: record.ToneGreen},
	{Code: string(QuoteEnded), Label: "已终止", Tone: record.ToneGrey},
}

// Quote 报价单 is a priced offer to a party.
type Quote struct {
	record.Base
	State      QuoteState
	Party      record.Ref[party.Customer]
	Contact    record.Ref[party.Contact]
	Task       record.Ref[task.Task]
	Day        record.Date
	ValidUntil record.Date
	Currency   record.Ref[company.Currency]
	Rate       decimal.Decimal // 元 for one unit of the currency
	Lines      []Line
	Discount   decimal.Decimal // % on the whole
	VAT        decimal.Decimal // %
	Untaxed    decimal.Decimal
	Tax        decimal.Decimal
	Total      decimal.Decimal
	Revises    record.Ref[Quote] // earlier version
}

// Quotes is the kind of 报价单.
var Quotes = record.Define("quote", "报价单", "sales", "QT", []record.FieldOf[Quote]{
	record.Link("party", 1, "客户", func(q *Quote) *record.Ref[party.Customer] { return &q.Party }, record.Required, record.Listed, record.Filter),
	record.StateField(2, "状态", func(q *Quote) *QuoteState { return &q.State }, QuoteStates),
	record.Link("contact", 3, "联系人", func(q *Quote) *record.Ref[party.Contact] { return &q.Contact }, party.BelongsTo("party")),
	record.Link("task", 4, "销售任务", func(q *Quote) *record.Ref[task.Task] { return &q.Task }),
	record.Day("date", 5, "报价日期", func(q *Quote) *record.Date { return &q.Day }, record.Required, record.Listed, record.Filter,
		record.Starts(func(r record.Reader) record.Value { return record.DateValue(r.Today()) })),
	record.Day("validUntil", 6, "有效期至", func(q *Quote) *record.Date { return &q.ValidUntil }, record.Listed,
		record.Starts(func(r record.Reader) record.Value { return record.DateValue(r.Today().AddDays(30)) })),
	record.Link("currency", 7, "币种", func(q *Quote) *record.Ref[company.Currency] { return &q.Currency }),
	record.Number("rate", 8, "汇率", func(q *Quote) *decimal.Decimal { return &q.Rate }, record.Places(6), record.NotNegative, record.Hint("不填按币种的汇率")),
	record.Lines("lines", 9, "明细", func(q *Quote) *[]Line { return &q.Lines }, LineFields(), record.Hint(LinesHint)),
	record.Percent("discount", 10, "整单折扣", func(q *Quote) *decimal.Decimal { return &q.Discount }),
	record.Percent("vatRate", 11, "增值税", func(q *Quote) *decimal.Decimal { return &q.VAT }, record.Starts(VATNow)),
	record.Money("untaxed", 12, "未税", func(q *Quote) *decimal.Decimal { return &q.Untaxed }, record.Computed),
	record.Money("tax", 13, "税额", func(q *Quote) *decimal.Decimal { return &q.Tax }, record.Computed),
	record.Money("total", 14, "合计", func(q *Quote) *decimal.Decimal { return &q.Total }, record.Computed, record.Listed),
	record.Link("revises", 15, "上一版本", func(q *Quote) *record.Ref[Quote] { return &q.Revises }, record.System),
}, record.Owned)

// CheckBuyer refuses a quote or an order whose contact or task is somebody else's.
func CheckBuyer(r record.Reader, what string, buyer record.Ref[party.Customer], contact record.Ref[party.Contact], of record.Ref[task.Task]) error {
	if err := party.CheckContact(r, what, contact, buyer); err != nil {
		return err
	}
	return task.CheckTask(r, what, of, buyer)
}

// VATNow is the company's tax rate as a field's default.
func VATNow(r record.Reader) record.Value {
	v := record.Value{T: record.TypeNumber}
	v.N, _ = record.Minor(company.TermsOf(r).On(r.Today()).VAT, 2)
	return v
}

// VATOf is the tax rate of a new document: what was given, or where that is only what forms begin
// with today, the company's rate of the document's own day.
func VATOf(r record.Reader, given decimal.Decimal, day record.Date) decimal.Decimal {
	if day == r.Today() || day == 0 {
		return given
	}
	terms := company.TermsOf(r)
	if !given.Equal(terms.On(r.Today()).VAT) {
		return given
	}
	return terms.On(day).VAT
}

func init() {
	Quotes.Stateful(QuoteStates)
	Quotes.TitledBy("party")
	Quotes.SeenVia("party")
	Quotes.HandOver(record.Where("state", record.ChoiceValue(QuoteActive)))
	Quotes.Derive("expired", 30, "过期", record.TypeBool, func(r record.Reader, row record.Row) record.Value {
		until := row.Value(Quotes.Field("validUntil")).Date()
		return record.BoolValue(QuoteState(row.Value(Quotes.Field("state")).S) == QuoteActive && until != 0 && until < r.Today())
	}, record.Listed)
	Quotes.Rule(func(tx record.Tx, q, old *Quote) error {
		what := "没有保存报价单 " + q.No
		if q.ValidUntil != 0 && q.ValidUntil < q.Day {
			return record.RefuseField("quote.valid", "validUntil", what, "有效期早于报价日期", "改正有效期")
		}
		buyer, err := record.Get(tx, q.Party)
		if err != nil {
			return err
		}
		if err := company.DefaultRate(tx, &q.Currency, &q.Rate, q.Day); err != nil {
			return err
		}
		if old == nil {
			q.VAT = VATOf(tx, q.VAT, q.Day)
		}
		if q.State != QuoteActive && old != nil {
			return nil // prices of the past stay
		}
		if old == nil || old.Party != q.Party || old.Contact != q.Contact || old.Task != q.Task {
			if err := CheckBuyer(tx, what, q.Party, q.Contact, q.Task); err != nil {
				return err
			}
		}
		var before []Line
		if old != nil {
			before = old.Lines
		}
		if err := CheckLines(tx, what, q.Lines, before); err != nil {
			return err
		}
		if err := Price(tx, buyer, q.Day, q.Rate, q.Lines); err != nil {
			return err
		}
		t := Sum(q.Lines, q.Discount, q.VAT)
		q.Untaxed, q.Tax, q.Total = t.Untaxed, t.Tax, t.Total
		return nil
	})
}

// The actions of quotes, and the one that makes a quote of a task.
var (
	MakeQuote = record.Act(task.Tasks, "quote", "生成报价单", makeQuote, record.From(task.Active), record.Needs(record.Create), record.When(isSales))

	EndQuote = record.Act(Quotes, "terminate", "终止", func(tx record.Tx, q *Quote, _ *record.None) error {
		q.State = QuoteEnded
		return tx.ByRule().Save(q)
	}, record.From(QuoteActive))

	Revise = record.Act(Quotes, "revise", "复制为新版本", revise, record.Needs(record.Create))
)

func isSales(_ record.Reader, t *task.Task) error {
	if t.Domain != company.Sales {
		return record.Refuse("task.domain", "不能由 "+t.No+" 报价", "它不是销售任务", "在销售任务上操作")
	}
	return nil
}

// makeQuote starts a quote with the task's party and products, one of each.
func makeQuote(tx record.Tx, t *task.Task, _ *record.None) error {
	rec, err := record.Blank(tx, Quotes.Kind)
	if err != nil {
		return err
	}
	q := rec.(*Quote)
	q.Party, q.Contact, q.Task = t.Party, t.Contact, record.Ref[task.Task](t.ID)
	q.Owner, q.Dept = t.Owner, t.Dept
	for _, p := range t.Products {
		q.Lines = append(q.Lines, Line{Product: record.Ref[catalog.Product](p), Qty: decimal.NewFromInt(1)})
	}
	if err := tx.ByRule().Save(q); err != nil { // it is the task's owner's, whoever makes it
		return err
	}
	tx.Show(q)
	return nil
}

// revise copies a quote into a new one and ends the old one if it was still active.
func revise(tx record.Tx, q *Quote, _ *record.None) error {
	next := *q
	next.Base = record.Base{Owner: q.Owner, Dept: q.Dept, Remark: q.Remark}
	next.State, next.Day, next.ValidUntil = QuoteActive, tx.Today(), tx.Today().AddDays(30)
	next.Revises = record.Ref[Quote](q.ID)
	next.Lines = append([]Line(nil), q.Lines...)
	if err := tx.ByRule().Save(&next); err != nil {
		return err
	}
	tx.Show(&next)
	if q.State != QuoteActive {
		return nil
	}
	q.State = QuoteEnded
	return tx.ByRule().Save(q)
}
