package volume

import (
	"fmt"

	"github.com/shopspring/decimal"

	"crmlab/domain/catalog"
	"crmlab/domain/company"
	"crmlab/domain/finance"
	"crmlab/domain/order"
	"crmlab/domain/party"
	"crmlab/domain/record"
	"crmlab/domain/sales"
)

var hundred = decimal.NewFromInt(100)

// order adds one order of three lines with its instalments and what was received for them.
// Older orders are history: delivered, and paid but for a few. Those of the last months run.
func (w *writer) order(i, of int) {
	y := w.buyers[w.IntN(len(w.buyers))]
	h := w.sellers[y.owner]
	o := &order.Order{Party: record.Ref[party.Customer](y.id), Day: w.dayOf(i, of), Currency: w.home, Rate: one, VAT: w.vat,
		Terms: w.choice(company.GroupPayTerms), Lines: w.lines(levels[y.level])}
	o.Deliver = o.Day.AddDays(3 + w.IntN(20))
	if w.IntN(20) == 0 {
		o.Discount = decimal.NewFromInt(int64(1 + w.IntN(5)))
	}
	switch x := w.IntN(100); {
	case o.Day > Last.AddDays(-20) && x < 15:
		o.State = order.Draft
	case x < 2:
		o.State = order.Voided
		o.Reason = "客户取消采购"
	case o.Day > Last.AddDays(-120):
		o.State, o.Passed = order.Running, o.Day
	default:
		o.State, o.Passed, o.Opening = order.Done, o.Day, true
	}
	t := sales.Sum(o.Lines, o.Discount, o.VAT)
	o.Untaxed, o.Tax, o.Total, o.Cost, o.Sales = t.Untaxed, t.Tax, t.Total, t.Cost, t.Untaxed
	w.add(order.Orders.Kind, o, h, "SO")
	w.instalments(o, h)
}

// lines are three different products at the price that the level of the buyer pays.
func (w *writer) lines(level string) []sales.Line {
	ls := make([]sales.Line, 0, 3)
	at := w.IntN(len(w.products))
	for range 3 {
		at = (at + 1 + w.IntN(len(w.products)/3-1)) % len(w.products)
		p, price := w.products[at], w.prices[at][level]
		qty := decimal.NewFromInt(int64(1 + w.IntN(4)))
		l := sales.Line{Product: record.Ref[catalog.Product](p.ID), Qty: qty, List: price.List, Discount: price.Discount, Rule: price.Rule, Why: price.Why,
			Unit: price.Unit, Net: catalog.Net(qty, price.List, price.Discount), Cost: record.Cents(p.Cost.Mul(qty))}
		ls = append(ls, l)
	}
	return ls
}

// plans are the ways in which orders are paid, in percent, with how often each is chosen.
var (
	plans       = [][]decimal.Decimal{{hundred}, {decimal.NewFromInt(50), decimal.NewFromInt(50)}, {decimal.NewFromInt(40), decimal.NewFromInt(30), decimal.NewFromInt(30)}}
	planWeights = []int{40, 40, 20}
)

func (w *writer) instalments(o *order.Order, h record.Hat) {
	shares := plans[w.weighted(planWeights)]
	late := w.IntN(100) < 12 // a buyer who takes his time
	for i, amount := range order.Split(o.Total, shares) {
		p := &order.PaymentPlan{Order: record.Ref[order.Order](o.ID), Seq: i + 1, Due: o.Deliver.AddMonths(i), Amount: amount, Remind: w.remind,
			Share: decimal.Min(amount.Mul(hundred).DivRound(o.Total, 2), hundred), Method: w.choice(company.GroupPayMethod)}
		p.No = fmt.Sprintf("%s-%d", o.No, p.Seq)
		w.add(order.Plans.Kind, p, h, "")
		if !order.Live(o.State) {
			continue
		}
		paid := p.Due.AddDays(w.IntN(6) - 5)
		if late {
			paid = p.Due.AddDays(5 + w.IntN(90))
		}
		if paid > Last || late && w.IntN(50) == 0 {
			continue
		}
		w.receive(o, p, paid, h)
	}
}

// receive adds the receipt of an instalment; some are paid in two parts.
func (w *writer) receive(o *order.Order, p *order.PaymentPlan, day record.Date, h record.Hat) {
	parts := []decimal.Decimal{p.Amount}
	if w.IntN(25) == 0 && p.Amount.GreaterThan(one) {
		half := record.Cents(p.Amount.Div(decimal.NewFromInt(2)))
		parts = []decimal.Decimal{half, p.Amount.Sub(half)}
	}
	for i, amount := range parts {
		w.add(finance.Receipts.Kind, &finance.Receipt{State: finance.Posted, Day: min(day.AddDays(i*9), Last), Nature: finance.ForSale, Party: o.Party,
			Order: p.Order, Plan: record.Ref[order.PaymentPlan](p.ID), Method: p.Method, Currency: o.Currency, Rate: one, Amount: amount, InYuan: amount,
			Applied: amount, Excess: finance.ExcessRefuse}, h, "RC")
	}
}
