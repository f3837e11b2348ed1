// Package order is experiment 8: sales orders, their payment plans and execution, the
// checks before submission, accounts and overdue money. What was collected it learns
// from package finance through Money.
package order

import (
	"github.com/shopspring/decimal"

	"crmlab/domain/approval"
	"crmlab/domain/company"
	"crmlab/domain/party"
	"crmlab/domain/record"
	"crmlab/domain/sales"
	"crmlab/domain/task"
)

// State of a sales order.
type State string

// States of orders.
const (
	Draft    State = "draft"
	Returned State = "sentback"
	Review   State = "review"
	Running  State = "running"
	Done     State = "done"
	Ended    State = "ended"
	Refused  State = "refused"
	Voided   State = "void"
)

// States in the order in which documents go through them.
var States = []record.State{
	{Code: string(Draft), Label: "草稿", Tone: record.ToneGrey, Edit: true, Delete: true},
	{Code: string(Returned), Label: "退回", Tone: record.ToneAmber, Edit: true, Delete: true},
	{Code: string(Review), Label: "审批中", Tone: record.ToneBlue},
	{Code: string(Running), Label: "执行中", Tone: record.ToneGreen},
	{Code: string(Done), Label: "已完成", Tone: record.ToneGreen},
	{Code: string(Ended), Label: "已终止", Tone: record.ToneGrey},
	{Code: string(Refused), Label: "已拒绝", Tone: record.ToneRed},
	{Code: string(Voided), Label: "作废", Tone: record.ToneGrey},
}

// Order 销售订单 is a confirmed sale to a customer or an agent.
type Order struct {
	record.Base
	State    State
	Party    record.Ref[party.Customer]
	Contact  record.Ref[party.Contact]
	Task     record.Ref[task.Task]
	Quote    record.Ref[sales.Quote]
	Day      record.Date
	Deliver  record.Date
	Currency record.Ref[company.Currency]
	Rate     decimal.Decimal // 元 for one unit of the currency, as of the order's date
	Terms    record.Ref[company.DictItem]
	Signer   string // who signed for the customer
	Lines    []sales.Line
	Discount decimal.Decimal // % on the whole
	VAT      decimal.Decimal // %
	Untaxed  decimal.Decimal // in the order's currency, as the three below
	Tax      decimal.Decimal
	Total    decimal.Decimal
	Cost     decimal.Decimal // 元
	Sales    decimal.Decimal // 元 before tax that count as sales once approved; of a terminated order what was executed
	Passed   record.Date     // business date of the approval
	Opening  bool            // from before this system was used: settled, no plan, no approval
	Reason   string          // why it was terminated or voided
}

// Orders is the kind of 销售订单.
var Orders = record.Define("order", "销售订单", "order", "SO", []record.FieldOf[Order]{
	record.Link("party", 1, "客户", func(o *Order) *record.Ref[party.Customer] { return &o.Party }, record.Required, record.Listed, record.Filter),
	record.StateField(2, "状态", func(o *Order) *State { return &o.State }, States),
	record.Link("contact", 3, "联系人", func(o *Order) *record.Ref[party.Contact] { return &o.Contact }, party.BelongsTo("party")),
	record.Link("task", 4, "销售任务", func(o *Order) *record.Ref[task.Task] { return &o.Task }),
	record.Link("quote", 5, "报价单", func(o *Order) *record.Ref[sales.Quote] { return &o.Quote }, record.System),
	record.Day("date", 6, "订单日期", func(o *Order) *record.Date { return &o.Day }, record.Required, record.Listed, record.Filter,
		record.Starts(func(r record.Reader) record.Value { return record.DateValue(r.Today()) })),
	record.Day("deliveryDate", 7, "交货日期", func(o *Order) *record.Date { return &o.Deliver }, record.Listed),
	record.Link("currency", 8, "币种", func(o *Order) *record.Ref[company.Currency] { return &o.Currency }),
	record.Number("rate", 9, "汇率", func(o *Order) *decimal.Decimal { return &o.Rate }, record.Places(6), record.NotNegative, record.Hint("不填按币种的汇率")),
	company.Dict(company.GroupPayTerms, "terms", 10, "付款条件", func(o *Order) *record.Ref[company.DictItem] { return &o.Terms }),
	record.Text("signer", 11, "客户签约人", func(o *Order) *string { return &o.Signer }, record.Max(40)),
	record.Lines("lines", 12, "明细", func(o *Order) *[]sales.Line { return &o.Lines }, sales.LineFields(), record.Hint(sales.LinesHint)),
	record.Percent("discount", 13, "整单折扣", func(o *Order) *decimal.Decimal { return &o.Discount }),
	record.Percent("vatRate", 14, "增值税", func(o *Order) *decimal.Decimal { return &o.VAT }, record.Starts(sales.VATNow)),
	record.Money("untaxed", 15, "未税", func(o *Order) *decimal.Decimal { return &o.Untaxed }, record.Computed),
	record.Money("tax", 16, "税额", func(o *Order) *decimal.Decimal { return &o.Tax }, record.Computed),
	record.Money("total", 17, "合计", func(o *Order) *decimal.Decimal { return &o.Total }, record.Computed, record.Listed),
	record.Money("cost", 18, "成本", func(o *Order) *decimal.Decimal { return &o.Cost }, record.Computed),
	record.Money("sales", 22, "销售额", func(o *Order) *decimal.Decimal { return &o.Sales }, record.Computed, record.Hint("未税金额折合人民币；终止的订单只计已执行的部分")),
	record.Day("passed", 19, "通过日期", func(o *Order) *record.Date { return &o.Passed }, record.System),
	record.Bool("opening", 20, "历史订单", func(o *Order) *bool { return &o.Opening }, record.System),
	record.Text("reason", 21, "终止原因", func(o *Order) *string { return &o.Reason }, record.System, record.Max(200)),
}, record.Owned)

// Fields that figures and derived fields read row by row, looked up once.
var (
	linesField, stateField, partyField = Orders.Field("lines"), Orders.Field("state"), Orders.Field("party")
	salesField, costField, totalField  = Orders.Field("sales"), Orders.Field("cost"), Orders.Field("total")
	rateField, openingField            = Orders.Field("rate"), Orders.Field("opening")
)

// LinesField is the order's lines as figures walk them.
func LinesField() *record.Field { return linesField }

func init() {
	Orders.Stateful(States)
	Orders.TitledBy("party")
	Orders.SeenVia("party")
	Orders.HandOver(record.Where("state", record.ChoiceValue(Draft), record.ChoiceValue(Returned), record.ChoiceValue(Review), record.ChoiceValue(Running)))
	Orders.Rule(rule)
	Orders.OnDelete(reopenQuote)
	Orders.Derive("profit", 30, "毛利", record.TypeMoney, func(_ record.Reader, row record.Row) record.Value {
		return record.MoneyMinor(row.Value(salesField).N - row.Value(costField).N)
	})
	approval.For(Orders, string(Review), approval.Document{
		Title: func(r record.Reader, rec record.Record) string {
			o := rec.(*Order)
			return "销售订单 " + o.No + " " + r.Title(party.Customers.Kind, o.Party.ID())
		},
		Amount: func(rec record.Record) decimal.Decimal { return rec.(*Order).InYuan() },
		Discount: func(r record.Reader, rec record.Record) (decimal.Decimal, error) {
			o := rec.(*Order)
			given, err := sales.GivenByHand(r, o.Rate, o.Lines, o.Discount)
			most := decimal.Zero
			for _, g := range given {
				most = decimal.Max(most, g.Percent)
			}
			return most, err
		},
		Level: func(r record.Reader, rec record.Record) (string, error) { return levelOf(r, rec.(*Order).Party) },
		Authority: func(r record.Reader, rec record.Record, h record.Hat) error {
			if err := authority(r, rec.(*Order), h); err != nil {
				return err
			}
			return creditHolds(r, rec.(*Order))
		},
		Passed:    passed,
		Refused:   func(tx record.Tx, rec record.Record) error { return into(tx, rec, Refused) },
		Returned:  func(tx record.Tx, rec record.Record) error { return into(tx, rec, Returned) },
		Withdrawn: func(tx record.Tx, rec record.Record) error { return into(tx, rec, Draft) },
	})
}

// levelOf is the level of a party, for the conditions of approval.
func levelOf(r record.Reader, of record.Ref[party.Customer]) (string, error) {
	c, err := record.Get(r.Whole(), of)
	if err != nil {
		return "", err
	}
	return c.Level, nil
}

// InYuan is the order's total in 元.
func (o *Order) InYuan() decimal.Decimal { return record.Cents(o.Total.Mul(o.Rate)) }

func into(tx record.Tx, rec record.Record, s State) error {
	rec.(*Order).State = s
	return tx.ByRule().Save(rec)
}

func passed(tx record.Tx, rec record.Record) error {
	rec.(*Order).Passed = tx.Today()
	return into(tx, rec, Running)
}

// rule prices the lines and adds them up while the order may still change.
func rule(tx record.Tx, o, old *Order) error {
	what := "没有保存订单 " + o.No
	if o.Deliver != 0 && o.Deliver < o.Day {
		return record.RefuseField("order.dates", "deliveryDate", what, "交货日期早于订单日期", "改正日期")
	}
	if err := company.DefaultRate(tx, &o.Currency, &o.Rate, o.Day); err != nil {
		return err
	}
	if old == nil && o.Quote == 0 { // the tax of a quote was agreed on
		o.VAT = sales.VATOf(tx, o.VAT, o.Day)
	}
	if !Editable(o.State) || old != nil && !Editable(old.State) {
		return nil
	}
	buyer, err := record.Get(tx, o.Party)
	if err != nil {
		return err
	}
	if old == nil || old.Party != o.Party || old.Contact != o.Contact || old.Task != o.Task {
		if err := sales.CheckBuyer(tx, what, o.Party, o.Contact, o.Task); err != nil {
			return err
		}
	}
	var before []sales.Line
	if old != nil {
		before = old.Lines
	}
	if err := sales.CheckLines(tx, what, o.Lines, before); err != nil {
		return err
	}
	if err := price(tx, o, buyer, what); err != nil {
		return err
	}
	t := sales.Sum(o.Lines, o.Discount, o.VAT)
	o.Untaxed, o.Tax, o.Total, o.Cost = t.Untaxed, t.Tax, t.Total, t.Cost
	o.Sales = record.Cents(o.Untaxed.Mul(o.Rate))
	return nil
}

// price prices the lines as of the order's date, or of its quote's: what was quoted holds.
func price(tx record.Tx, o *Order, buyer *party.Customer, what string) error {
	if o.Quote == 0 {
		return sales.Price(tx, buyer, o.Day, o.Rate, o.Lines)
	}
	q, err := record.Get(tx, o.Quote)
	if err != nil {
		return err
	}
	if q.Party != o.Party {
		return record.RefuseField("order.quoted", "party", what, "它由报价单 "+q.No+" 生成，客户是 "+tx.Title(party.Customers.Kind, q.Party.ID()), "改回原来的客户，或另建订单")
	}
	if err := sales.Price(tx, buyer, q.Day, o.Rate, o.Lines); err != nil {
		return err
	}
	if q.Currency == o.Currency && q.Rate.Equal(o.Rate) {
		sales.KeepQuoted(o.Lines, q.Lines)
	}
	return nil
}

// reopenQuote makes the quote of a draft that is deleted active again: it was not ordered.
func reopenQuote(tx record.Tx, o *Order) error {
	if o.Quote == 0 {
		return nil
	}
	q, err := record.Get(tx, o.Quote)
	if err != nil {
		return err
	}
	q.State = sales.QuoteActive
	return tx.ByRule().Save(q)
}

// Editable reports whether an order of this state may still be changed.
func Editable(s State) bool { return s == Draft || s == Returned || s == "" }

// Live reports whether an order of this state was approved and is not void.
func Live(s State) bool { return s == Running || s == Done || s == Ended }

// WhereLive is Live as a condition.
func WhereLive() record.Cond {
	return record.Where("state", record.ChoiceValue(Running), record.ChoiceValue(Done), record.ChoiceValue(Ended))
}
