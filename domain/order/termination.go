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
	delivered, err := deliveredByLine(r, o)
	if err != nil {
		return x, err
	}
	var net, all decimal.Decimal
	for i, l := range o.Lines {
		share := delivered[i].DivRound(l.Qty, 8)
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
// all of it, or of a terminated one what was executed, less what came back.
func Owed(r record.Reader, o *Order) (decimal.Decimal, error) {
	back, _ := r.Tally(takenBack, o.ID)
	owed := o.Total
	if o.State == Ended {
		x, err := executedPart(r, o)
		if err != nil {
			return decimal.Zero, err
		}
		owed = x.total
	}
	return owed.Sub(record.FromMinor(back, 2)), nil
}

// CutPlan reduces the instalments of a terminated order, or of one of which something came back,
// to what is owed, from the last one backwards and never below what was received. An instalment
// of which nothing is left goes, unless receipts belong to it.
func CutPlan(tx record.Tx, o *Order) error {
	if _, returns := tx.Tally(takenBack, o.ID); o.State != Ended && returns == 0 || o.Opening {
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
