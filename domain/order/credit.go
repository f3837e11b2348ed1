package order

import (
	"fmt"

	"github.com/shopspring/decimal"

	"crmlab/domain/party"
	"crmlab/domain/record"
)

// Credit is a party's room to owe, in 元.
type Credit struct {
	Limit    decimal.Decimal // 0: no limit is set, nothing is checked
	Borrowed decimal.Decimal // extra limit that is approved and not expired (额度借用)
	Veiled   bool            // the hat may not know the figures: only the answer is told
	Used     decimal.Decimal // what is unpaid of orders that were approved, or wait for it: no two use the same room
}

// Available is what may still be ordered.
func (c Credit) Available() decimal.Decimal { return c.Limit.Add(c.Borrowed).Sub(c.Used) }

// Short is what is missing for an order of the amount; not positive when there is room.
func (c Credit) Short(amount decimal.Decimal) decimal.Decimal { return amount.Sub(c.Available()) }

// Say puts the figures into words.
func (c Credit) Say(amount decimal.Decimal) string {
	switch {
	case c.Veiled && !c.Limit.IsZero() && c.Short(amount).IsPositive():
		return "信用额度不足"
	case c.Veiled:
		return "信用额度够用"
	case c.Limit.IsZero():
		return "没有设定信用额度"
	}
	return fmt.Sprintf("可用 %s，需 %s", grouped(c.Available()), grouped(amount))
}

// Refusal is nil while the order fits.
func (c Credit) Refusal(what string, amount decimal.Decimal) error {
	short := c.Short(amount)
	if c.Limit.IsZero() || !short.IsPositive() {
		return nil
	}
	if c.Veiled {
		return record.Refuse("order.credit", what, "信用额度不足", "先收回欠款、减小订单，或请能调整信用额度的人处理")
	}
	return record.Refuse("order.credit", what, fmt.Sprintf("信用额度不足：可用 %s，本单 %s，差 %s", grouped(c.Available()), grouped(amount), grouped(short)),
		"先收回欠款、减小订单，或调整客户的信用额度")
}

// Borrowed tells a party's extra limit; package service supplies it once credit can be
// borrowed. nil: nobody has borrowed.
var Borrowed func(r record.Reader, party record.ID) decimal.Decimal

// CreditOf works out a party's credit; the order in hand does not count against itself.
func CreditOf(r record.Reader, buyer record.Ref[party.Customer], order record.ID) (Credit, error) {
	p, err := record.Get(r.Whole(), buyer)
	if err != nil {
		return Credit{}, err
	}
	c := Credit{Limit: p.Credit, Used: p.Opening, Veiled: r.Access().Hides(party.Customers.Field("credit"))}
	if Borrowed != nil {
		c.Borrowed = Borrowed(r, p.ID)
	}
	err = r.Whole().Each(Orders.Kind, []record.Cond{record.Where("party", record.LinkValue(p.ID))}, func(row record.Row) bool {
		s := State(row.Value(stateField).S)
		if row.ID() == order || row.Value(openingField).Bool() || s != Review && !Live(s) {
			return true
		}
		planned, _ := Planned(r, row.ID()) // of a terminated order only what was executed
		owed := planned.Sub(Money.OnOrder(r, row.ID()))
		c.Used = c.Used.Add(record.Cents(owed.Mul(record.FromMinor(row.Value(rateField).N, rateField.Places))))
		return true
	})
	return c, err
}
