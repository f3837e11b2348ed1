package prepared

import (
	"time"

	"github.com/shopspring/decimal"

	"crmlab/domain/company"
	"crmlab/domain/finance"
	"crmlab/domain/order"
	"crmlab/domain/record"
)

// collect has the cashier book a payment; some come in two parts.
func (b *builder) collect(s *sale, p *order.PaymentPlan) error {
	in, err := b.owes(p)
	if err != nil || !in.Amount.IsPositive() {
		return err
	}
	owed := in.Amount
	if owed.GreaterThan(decimal.NewFromInt(9_000)) && !s.buyer.agent() && len(b.oddities) > 0 && b.today >= b.oddities[0].day && in.Rate.Equal(decimal.NewFromInt(1)) {
		odd := b.oddities[0]
		b.oddities = b.oddities[1:]
		return odd.pay(p, in)
	}
	if b.today > Last.AddDays(-15) && b.today >= p.Due.AddDays(-4) {
		late, err := b.overdueShare()
		if err != nil {
			return err
		}
		if late < 0.068 && owed.GreaterThan(decimal.NewFromInt(15_000)) {
			b.on(b.today.AddDays(25), func() error { return b.collect(s, p) })
			return nil
		}
	}
	if owed.GreaterThan(decimal.NewFromInt(20_000)) && b.hits([]float64{0.03, 0.1, 0.25, 0.7}[s.buyer.manner]) {
		in.Amount = b.some(owed)
		b.on(b.today.AddDays(b.between(5, 20)), func() error { return b.collect(s, p) })
	}
	return b.post(p, in)
}

// some is a part of an amount as people pay it, in hundreds.
func (b *builder) some(owed decimal.Decimal) decimal.Decimal {
	return owed.Mul(decimal.NewFromFloat(b.around(0.3, 0.7))).Shift(-2).Floor().Shift(2)
}

// owes is the payment that settles an instalment today, in the order's currency.
func (b *builder) owes(p *order.PaymentPlan) (*finance.Cash, error) {
	in := &finance.Cash{Day: b.today, Method: p.Method, Excess: finance.ExcessRefuse}
	err := b.book.Read(record.Hat{}, func(r record.Reader) error {
		o, err := record.Get(r, p.Order)
		if err != nil {
			return err
		}
		in.Amount, in.Currency, in.Rate = p.Amount.Sub(order.Money.OnPlan(r, p.ID)), o.Currency, o.Rate
		return nil
	})
	return in, err
}

// collectPart books a part of an instalment that the buyer pays before it is due.
func (b *builder) collectPart(p *order.PaymentPlan) error {
	in, err := b.owes(p)
	if err != nil || !in.Amount.IsPositive() {
		return err
	}
	in.Amount = b.some(in.Amount)
	return b.post(p, in)
}

// overdueShare is the part of what buyers owe that is overdue today.
func (b *builder) overdueShare() (float64, error) {
	owed, late := 0.0, 0.0
	f := order.Plans.Field
	err := b.book.Read(record.Hat{}, func(r record.Reader) error {
		return r.Each(order.Plans.Kind, []record.Cond{{Field: "due", Op: record.AtLeast, Values: []record.Value{record.DateValue(b.today.AddDays(-200))}}}, func(row record.Row) bool {
			left := float64(row.Value(f("outstanding")).N)
			switch order.PlanStatus(row.Value(f("status")).S) {
			case order.PlanOverdue:
				late += left
				owed += left
			case order.PlanOpen, order.PlanPart:
				owed += left
			case order.PlanWaiting, order.PlanPaid, order.PlanVoid: // nothing is owed
			}
			return true
		})
	})
	return late / max(owed, 1), err
}

// dun has the largest overdue instalments paid until the rest is what a sound company
// has: the treasurer has called the buyers before the books of the month are looked at.
func (b *builder) dun() error {
	for range 12 {
		late, err := b.overdueShare()
		if err != nil || late < 0.076 {
			return err
		}
		var worst record.ID
		if err := b.book.Read(record.Hat{}, func(r record.Reader) error {
			f, most := order.Plans.Field, int64(0)
			return r.Each(order.Plans.Kind, []record.Cond{record.Where("status", record.ChoiceValue(order.PlanOverdue))}, func(row record.Row) bool {
				if left := row.Value(f("outstanding")).N; left > most {
					worst, most = row.ID(), left
				}
				return true
			})
		}); err != nil {
			return err
		}
		p, err := get[order.PaymentPlan](b, worst)
		if err != nil {
			return err
		}
		in, err := b.owes(p)
		if err != nil {
			return err
		}
		if err := b.post(p, in); err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) post(p *order.PaymentPlan, in *finance.Cash) error {
	_, err := b.do(b.hat(cashier), finance.Collect, p.ID, in)
	return err
}

// oddity is a payment that is not like the others; the first fitting one after its day is
// made so.
type oddity struct {
	day record.Date
	pay func(p *order.PaymentPlan, in *finance.Cash) error
}

// planOddities schedules what a teacher wants to show of money: payments in a foreign
// currency, too much paid, a booking error with its reversal, deposits, a foreign order.
func (b *builder) planOddities() {
	inDollars := func(p *order.PaymentPlan, in *finance.Cash) error {
		usd, err := b.currency("USD")
		if err != nil {
			return err
		}
		// The buyer's bank rounds up to ten dollars; the day's rate makes the rest.
		rate := now(usd).Add(decimal.New(2, -2))
		in.Amount = in.Amount.DivRound(rate, 2).Shift(-1).Ceil().Shift(1)
		in.Currency, in.Rate, in.Method, in.Excess = record.Ref[company.Currency](usd.ID), rate, b.payBy("wire"), finance.ExcessExchange
		return b.post(p, in)
	}
	tooMuch := func(p *order.PaymentPlan, in *finance.Cash) error {
		in.Amount, in.Excess = in.Amount.Shift(-3).Ceil().Shift(3), finance.ExcessPrepaid
		return b.post(p, in)
	}
	mistyped := func(p *order.PaymentPlan, in *finance.Cash) error {
		right := in.Amount
		in.Amount = right.Shift(-1).Round(2)
		if err := b.post(p, in); err != nil {
			return err
		}
		wrong, err := b.lastReceipt(p)
		if err != nil {
			return err
		}
		b.on(b.today.AddDays(1), func() error {
			if _, err := b.do(b.hat(treasurer), finance.Reverse, wrong, &finance.Reason{Text: "金额少录一位，冲销后重录"}); err != nil {
				return err
			}
			in.Amount, in.Day = right, b.today
			return b.post(p, in)
		})
		return nil
	}
	for _, before := range []int{3, 0} {
		b.on(Last.AddDays(-before), b.dun)
	}
	b.oddities = []oddity{
		{record.NewDate(2025, time.March, 10), mistyped}, {record.NewDate(2025, time.June, 9), tooMuch}, {record.NewDate(2025, time.September, 15), inDollars},
		{record.NewDate(2026, time.March, 16), tooMuch}, {record.NewDate(2026, time.June, 15), inDollars}, {record.NewDate(2026, time.November, 9), mistyped},
	}
	for _, d := range []struct {
		day    record.Date
		buyer  string
		amount int64
	}{
		{record.NewDate(2025, time.January, 6), "D-0001", 50_000}, {record.NewDate(2026, time.January, 8), "D-0003", 80_000}, {record.NewDate(2026, time.November, 18), "D-0005", 60_000},
	} {
		b.on(d.day, func() error {
			r := &finance.Receipt{Day: b.today, Nature: finance.Prepayment, Party: b.buyers[d.buyer].ref(), Method: b.payBy("wire"), Amount: decimal.NewFromInt(d.amount)}
			r.Remark = "年度备货定金"
			return b.save(b.hat(cashier), r)
		})
	}
	b.on(record.NewDate(2026, time.March, 2), func() error {
		usd, err := b.currency("USD")
		if err != nil {
			return err
		}
		usd.Rates = append(usd.Rates, company.CurrencyRate{From: b.today, Rate: decimal.RequireFromString("7.05")})
		return b.save(b.hat(admin), usd)
	})
	for _, day := range []record.Date{record.NewDate(2025, time.October, 20), record.NewDate(2026, time.September, 14)} {
		b.on(day, func() error { return b.orderInDollars(b.buyers["C-0002"]) })
	}
}

// orderInDollars is an order of a trading house that pays in its own foreign money.
func (b *builder) orderInDollars(y *buyer) error {
	usd, err := b.currency("USD")
	if err != nil {
		return err
	}
	s := &sale{buyer: y, who: b.contact(y)}
	o := &order.Order{Party: y.ref(), Contact: s.who.ref(), Day: b.today, Currency: record.Ref[company.Currency](usd.ID), Rate: now(usd),
		Lines: lines(b.basket([]string{"K122", "K123"}, 60_000)), VAT: b.vat()}
	if err := b.save(y.owner.sell, o); err != nil {
		return err
	}
	s.id = o.ID
	return b.agree(s)
}

func (b *builder) payBy(code string) record.Ref[company.DictItem] {
	return b.dict[company.GroupPayMethod][code]
}

// now is the newest rate of a currency.
func now(c *company.Currency) decimal.Decimal { return c.Rates[len(c.Rates)-1].Rate }

func (b *builder) currency(code string) (c *company.Currency, err error) {
	err = b.book.Read(record.Hat{}, func(r record.Reader) error {
		id, _, err := r.ByNumber(company.Currencies.Kind, code)
		if err != nil {
			return err
		}
		c, err = record.Get(r, record.Ref[company.Currency](id))
		return err
	})
	return c, err
}

// lastReceipt is the newest receipt of an instalment.
func (b *builder) lastReceipt(p *order.PaymentPlan) (id record.ID, err error) {
	err = b.book.Read(record.Hat{}, func(r record.Reader) error {
		return r.Each(finance.Receipts.Kind, []record.Cond{record.Where("plan", record.LinkValue(p.ID))}, func(row record.Row) bool {
			id = row.ID()
			return true
		})
	})
	return id, err
}
