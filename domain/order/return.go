package order

import (
	"github.com/shopspring/decimal"

	"crmlab/domain/approval"
	"crmlab/domain/catalog"
	"crmlab/domain/company"
	"crmlab/domain/party"
	"crmlab/domain/record"
)

// ReturnState of a return.
type ReturnState string

// States of returns.
const (
	ReturnDraft    ReturnState = "draft"
	ReturnBack     ReturnState = "sentback"
	ReturnReview   ReturnState = "review"
	ReturnDue      ReturnState = "due"      // approved, the money is to be paid back
	ReturnRefunded ReturnState = "refunded" // paid back
	ReturnSettled  ReturnState = "settled"  // approved, there is nothing to pay back: only the plan was cut
	ReturnRefused  ReturnState = "refused"
	ReturnVoid     ReturnState = "void"
)

// ReturnStates in the order in which returns go through them.
var ReturnStates = []record.State{
	{Code: string(ReturnDraft), Label: "草稿", Tone: record.ToneGrey, Edit: true, Delete: true},
	{Code: string(ReturnBack), Label: "退回", Tone: record.ToneAmber, Edit: true, Delete: true},
	{Code: string(ReturnReview), Label: "审批中", Tone: record.ToneBlue},
	{Code: string(ReturnDue), Label: "待退款", Tone: record.ToneAmber},
	{Code: string(ReturnRefunded), Label: "已退款", Tone: record.ToneGreen},
	{Code: string(ReturnSettled), Label: "无需退款", Tone: record.ToneGreen},
	{Code: string(ReturnRefused), Label: "已拒绝", Tone: record.ToneRed},
	{Code: string(ReturnVoid), Label: "作废", Tone: record.ToneGrey},
}

// Return 退货单 takes back goods that were executed for an order.
type Return struct {
	record.Base
	State    ReturnState
	Order    record.Ref[Order]
	Party    record.Ref[party.Customer]
	Day      record.Date
	Cause    string
	Note     string
	Lines    []ReturnLine
	Currency record.Ref[company.Currency] // of the order, as the rate
	Rate     decimal.Decimal
	Untaxed  decimal.Decimal // in the order's currency, as the three below
	Tax      decimal.Decimal
	Total    decimal.Decimal
	Refund   decimal.Decimal // what is to be paid back: what was received beyond what is still owed
	Sales    decimal.Decimal // 元 before tax that do not count as sales any more
	Passed   record.Date     // business date of the approval
	Reason   string          // why it was made void
}

// ReturnLine is how much of one line of the order comes back.
type ReturnLine struct {
	Product record.Ref[catalog.Product]
	Row     int // number of the order's line; 0: the first one of the product of which enough is left
	Qty     decimal.Decimal
	Unit    decimal.Decimal // discounted unit price of the order's line
	Net     decimal.Decimal // part of the order line's net amount
}

// Returns is the kind of 退货单.
var Returns = record.Define("return", "退货单", "order", "RO", []record.FieldOf[Return]{
	record.Link("order", 1, "订单", func(t *Return) *record.Ref[Order] { return &t.Order }, record.Required, record.Listed, record.Filter),
	record.StateField(2, "状态", func(t *Return) *ReturnState { return &t.State }, ReturnStates),
	record.Link("party", 3, "客户", func(t *Return) *record.Ref[party.Customer] { return &t.Party }, record.Computed, record.Filter),
	record.Day("date", 4, "退货日期", func(t *Return) *record.Date { return &t.Day }, record.Required, record.Listed, record.Filter,
		record.Starts(func(r record.Reader) record.Value { return record.DateValue(r.Today()) })),
	record.Pick("cause", 5, "退货原因", func(t *Return) *string { return &t.Cause }, []record.Choice{
		{Code: "fault", Label: "质量问题"}, {Code: "wrong", Label: "发错货"}, {Code: "damage", Label: "运输损坏"}, {Code: "surplus", Label: "客户多订"},
		{Code: "other", Label: "其他"}}, record.Required, record.Listed, record.Filter),
	record.Text("note", 6, "原因说明", func(t *Return) *string { return &t.Note }, record.Max(200)),
	record.Lines("lines", 7, "退货明细", func(t *Return) *[]ReturnLine { return &t.Lines }, []record.FieldOf[ReturnLine]{
		record.Link("product", 1, "产品", func(l *ReturnLine) *record.Ref[catalog.Product] { return &l.Product }, record.Required),
		record.Int("row", 2, "订单行", func(l *ReturnLine) *int { return &l.Row }, record.NotNegative),
		record.Number("qty", 3, "数量", func(l *ReturnLine) *decimal.Decimal { return &l.Qty }, record.Places(3), record.Positive),
		record.Money("unitPrice", 4, "折后价", func(l *ReturnLine) *decimal.Decimal { return &l.Unit }, record.Computed),
		record.Money("net", 5, "小计", func(l *ReturnLine) *decimal.Decimal { return &l.Net }, record.Computed),
	}, record.Hint("按订单的折后价计算；同一产品在订单里有几行时，写明是第几行")),
	record.Link("currency", 8, "币种", func(t *Return) *record.Ref[company.Currency] { return &t.Currency }, record.Computed),
	record.Number("rate", 9, "汇率", func(t *Return) *decimal.Decimal { return &t.Rate }, record.Places(6), record.Computed),
	record.Money("untaxed", 10, "未税", func(t *Return) *decimal.Decimal { return &t.Untaxed }, record.Computed),
	record.Money("tax", 11, "税额", func(t *Return) *decimal.Decimal { return &t.Tax }, record.Computed),
	record.Money("total", 12, "退货金额", func(t *Return) *decimal.Decimal { return &t.Total }, record.Computed, record.Listed),
	record.Money("refund", 13, "应退款", func(t *Return) *decimal.Decimal { return &t.Refund }, record.System, record.Listed, record.Hint("已收的钱超出仍应付的部分；没有收过的只冲减回款计划")),
	record.Money("sales", 14, "冲减销售额", func(t *Return) *decimal.Decimal { return &t.Sales }, record.Computed),
	record.Day("passed", 15, "通过日期", func(t *Return) *record.Date { return &t.Passed }, record.System),
	record.Text("reason", 16, "作废原因", func(t *Return) *string { return &t.Reason }, record.System, record.Max(200)),
}, record.Owned)

// counted are the states in which a return was approved, claimed those in which it takes goods
// from others.
var (
	counted = []record.Value{record.ChoiceValue(ReturnDue), record.ChoiceValue(ReturnRefunded), record.ChoiceValue(ReturnSettled)}
	claimed = append([]record.Value{record.ChoiceValue(ReturnReview)}, counted...)
)

// WhereReturned is the condition on returns that were approved.
func WhereReturned() record.Cond { return record.Where("state", counted...) }

// takenBack is the total of the approved returns of each order, in its currency.
var takenBack = record.SumBy(Returns.Kind, "takenBack", "order", "total", WhereReturned())

func init() {
	Returns.Stateful(ReturnStates)
	Returns.HandOver(record.Where("state", record.ChoiceValue(ReturnDraft), record.ChoiceValue(ReturnBack), record.ChoiceValue(ReturnReview), record.ChoiceValue(ReturnDue)))
	Returns.TitledBy("party")
	Returns.SeenVia("order", "party")
	Returns.Rule(returnRule)
	record.AddedTo(Returns, "order", func(r record.Reader, t *Return, o *Order) error { return mayReturn(r, o, t.ID) })
	Orders.DeriveSum("returned", 31, "已退货", takenBack)
	approval.For(Returns, string(ReturnReview), approval.Document{
		Title: func(r record.Reader, rec record.Record) string {
			t := rec.(*Return)
			return "退货单 " + t.No + " " + r.Title(party.Customers.Kind, t.Party.ID())
		},
		Amount:    func(rec record.Record) decimal.Decimal { t := rec.(*Return); return record.Cents(t.Total.Mul(t.Rate)) },
		Level:     func(r record.Reader, rec record.Record) (string, error) { return levelOf(r, rec.(*Return).Party) },
		Passed:    returned,
		Refused:   func(tx record.Tx, rec record.Record) error { return returnInto(tx, rec, ReturnRefused) },
		Returned:  func(tx record.Tx, rec record.Record) error { return returnInto(tx, rec, ReturnBack) },
		Withdrawn: func(tx record.Tx, rec record.Record) error { return returnInto(tx, rec, ReturnDraft) },
	})
}

// The actions of returns, and the one that makes a return of an order.
var (
	SubmitReturn = record.Act(Returns, "submit", "提交审批", func(tx record.Tx, t *Return, _ *record.None) error {
		if err := returnInto(tx, t, ReturnReview); err != nil {
			return err
		}
		return approval.Submit(tx, t)
	}, record.From(ReturnDraft, ReturnBack), record.Primary)

	VoidReturn = record.Act(Returns, "void", "作废", func(tx record.Tx, t *Return, in *Why) error {
		t.Reason = in.Reason
		return returnInto(tx, t, ReturnVoid)
	}, record.From(ReturnRefused), record.Needs(record.Void), record.Danger("作废的退货单不再处理。要作废吗？"), record.Input(reason()))

	TakeBack = record.Act(Orders, "return", "退货", func(tx record.Tx, o *Order, in *Goods) error {
		t := &Return{Order: record.Ref[Order](o.ID), Day: tx.Today(), Cause: in.Cause, Note: in.Note, Lines: in.Lines}
		if err := tx.Save(t); err != nil {
			return err
		}
		tx.Show(t)
		return nil
	}, record.From(Running, Done, Ended), record.Needs(record.Create),
		record.When(func(r record.Reader, o *Order) error { return mayReturn(r, o, 0) }),
		record.Input(
			record.Pick("cause", 1, "退货原因", func(g *Goods) *string { return &g.Cause }, Returns.Field("cause").Choices, record.Required, record.StartsAt(record.ChoiceValue("fault"))),
			record.Text("note", 2, "原因说明", func(g *Goods) *string { return &g.Note }, record.Max(200)),
			record.Lines("lines", 3, "退货数量", func(g *Goods) *[]ReturnLine { return &g.Lines }, []record.FieldOf[ReturnLine]{
				record.Link("product", 1, "产品", func(l *ReturnLine) *record.Ref[catalog.Product] { return &l.Product }, record.Required),
				record.Int("row", 2, "订单行", func(l *ReturnLine) *int { return &l.Row }, record.NotNegative),
				record.Number("qty", 3, "数量", func(l *ReturnLine) *decimal.Decimal { return &l.Qty }, record.Places(3), record.Positive),
			}, record.Hint("列出的是还能退的数量；不退的行删去")),
		),
		record.Fill(func(r record.Reader, o *Order, g *Goods) {
			left, err := returnable(r, o, 0)
			if err != nil {
				return
			}
			for i, l := range o.Lines {
				if left[i].IsPositive() {
					g.Lines = append(g.Lines, ReturnLine{Product: l.Product, Row: i + 1, Qty: left[i]})
				}
			}
		}))
)

// Goods asks what comes back, and why.
type Goods struct {
	Cause, Note string
	Lines       []ReturnLine
}

func returnInto(tx record.Tx, rec record.Record, s ReturnState) error {
	rec.(*Return).State = s
	return tx.ByRule().Save(rec)
}

// returned is what follows from the approval of a return: the order is owed less, and what was
// received beyond that is paid back.
func returned(tx record.Tx, rec record.Record) error {
	t := rec.(*Return)
	t.Passed = tx.Today()
	if err := returnInto(tx, t, ReturnDue); err != nil {
		return err
	}
	o, err := record.Get(tx, t.Order)
	if err != nil {
		return err
	}
	if err := CutPlan(tx, o); err != nil {
		return err
	}
	owed, err := Owed(tx, o)
	if err != nil {
		return err
	}
	over := Money.OnOrder(tx, o.ID).Sub(owed)
	if err := tx.Each(Returns.Kind, []record.Cond{record.Where("order", record.LinkValue(o.ID)), WhereReturned()}, func(row record.Row) bool {
		if row.ID() != t.ID {
			over = over.Sub(row.Value(Returns.Field("refund")).Money())
		}
		return true
	}); err != nil {
		return err
	}
	t.Refund = decimal.Max(decimal.Zero, decimal.Min(over, t.Total))
	if t.Refund.IsZero() {
		t.State = ReturnSettled
	}
	return tx.ByRule().Save(t)
}
