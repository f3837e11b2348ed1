package order

import (
	"slices"

	"github.com/shopspring/decimal"

	"crmlab/domain/record"
)

// executed is what of an order was executed.
type executed struct {
	sales, cost decimal.Decimal // 元, before tax
	total       decimal.Decimal // with tax, in the order's currency
}

func executedPart(r record.Reader, o *Order) (executed, error) {
	var x executed
	left, err := Remaining(r, o, 0)
	if err != nil {
		return x, err
	}
	// Deliveries of a product fill its lines in their order.
	delivered := ordered(o)
	for product, open := range left {
		delivered[product] = delivered[product].Sub(open)
	}
	var net, all decimal.Decimal
	for _, l := range o.Lines {
		done := decimal.Min(delivered[l.Product], l.Qty)
		delivered[l.Product] = delivered[l.Product].Sub(done)
		share := done.DivRound(l.Qty, 8)
		net, all = net.Add(l.Net.Mul(share)), all.Add(l.Net)
		x.cost = x.cost.Add(record.Cents(l.Cost.Mul(share)))
	}
	if all.IsZero() {
		return x, nil
	}
	// Not from o.Sales: of a terminated order that is already cut down.
	x.sales = record.Cents(o.Untaxed.Mul(o.Rate)).Mul(net).DivRound(all, 2)
	x.total = o.Total.Mul(net).DivRound(all, 2)
	return x, nil
}

// Owed is what the party owes for an approved order, paid or not, in the order's currency:
// all of it, or of a terminated one what was executed.
func Owed(r record.Reader, o *Order) (decimal.Decimal, error) {
	if o.State != Ended {
		return o.Total, nil
	}
	x, err := executedPart(r, o)
	return x.total, err
}

// CutPlan reduces the instalments of a terminated order to what is owed, from the last one
// backwards and never below what was received. An instalment of which nothing is left goes,
// unless receipts belong to it.
func CutPlan(tx record.Tx, o *Order) error {
	if o.State != Ended {
		return nil
	}
	owed, err := Owed(tx, o)
	if err != nil {
		return err
	}
	plans, err := PlansOf(tx, o.ID)
	if err != nil {
		return err
	}
	over := owed.Neg()
	for _, p := range plans {
		over = over.Add(p.Amount)
	}
	for _, p := range slices.Backward(plans) {
		cut := decimal.Min(over, p.Amount.Sub(Money.OnPlan(tx, p.ID)))
		if !cut.IsPositive() {
			continue
		}
		over, p.Amount = over.Sub(cut), p.Amount.Sub(cut)
		if p.Amount.IsZero() && len(Money.List(tx, p.ID)) == 0 {
			err = tx.ByRule().Delete(Plans.Kind, p.ID)
		} else {
			err = tx.ByRule().Save(p)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
