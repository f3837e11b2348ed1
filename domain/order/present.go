package order

import (
	"strings"

	"github.com/shopspring/decimal"
)

// like sets what the instalments that an order has now, in the order of their due dates, were or
// could have been generated from, so that generating them again changes only what is changed on
// purpose. What cannot be read from them stays as it is.
func (in *Instalments) like(plans []*PaymentPlan) {
	if len(plans) == 0 {
		return
	}
	in.First, in.Remind, in.Method = plans[0].Due, plans[0].Remind, plans[0].Method
	for _, p := range plans {
		if in.Method == 0 {
			in.Method = p.Method
		}
	}
	in.pace(plans)
	in.cut(plans)
}

// pace reads the interval: whole months where they fit, else days.
func (in *Instalments) pace(plans []*PaymentPlan) {
	if len(plans) < 2 {
		return
	}
	first, gap := plans[0].Due, int(plans[1].Due-plans[0].Due)
	months := 0
	for m := 1; m <= 24 && months == 0; m++ {
		if first.AddMonths(m) == plans[1].Due {
			months = m
		}
	}
	monthly, daily := months > 0, gap > 0
	for i, p := range plans {
		monthly = monthly && first.AddMonths(i*months) == p.Due
		daily = daily && first.AddDays(i*gap) == p.Due
	}
	switch {
	case monthly:
		in.Months, in.Days = months, 0
	case daily:
		in.Months, in.Days = 0, gap
	}
}

// cut reads how the amount was cut. Where no way of cutting gives exactly these amounts, the
// shares are as near as two places of a percentage can be.
func (in *Instalments) cut(plans []*PaymentPlan) {
	hundred := decimal.NewFromInt(100)
	in.Parts = len(plans)
	total, amounts, ones := decimal.Zero, make([]decimal.Decimal, len(plans)), make([]decimal.Decimal, len(plans))
	for i, p := range plans {
		amounts[i], ones[i] = p.Amount, decimal.NewFromInt(1)
		total = total.Add(p.Amount)
	}
	if same(Split(total, ones), amounts) || !total.IsPositive() {
		in.Mode = Equal
		return
	}
	shares, texts, rest := make([]decimal.Decimal, len(plans)), make([]string, len(plans)), hundred
	for i, a := range amounts {
		shares[i] = a.Mul(hundred).DivRound(total, 2)
		if i == len(amounts)-1 {
			shares[i] = rest
		}
		rest = rest.Sub(shares[i])
		texts[i] = shares[i].String()
	}
	in.Mode, in.Shares = ByShares, strings.Join(texts, "、")
	if len(plans) == 2 && same(Split(total, shares), amounts) {
		in.Mode, in.Deposit = Deposits, shares[0]
	}
}

func same(a, b []decimal.Decimal) bool {
	for i := range a {
		if !a[i].Equal(b[i]) {
			return false
		}
	}
	return true
}
