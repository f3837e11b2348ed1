package order

import (
	"github.com/shopspring/decimal"

	"crmlab/domain/company"
	"crmlab/domain/record"
)

// Interest is simple daily interest on what is owed after the due date: the sum, over
// the periods between payments, of balance × rate × days. It stops when the balance is
// paid, and is rounded half up to the cent once. Every day counts at the rate of its day.
func Interest(amount decimal.Decimal, due record.Date, paid []Collected, asOf record.Date, terms company.AllTerms) decimal.Decimal {
	balance, from := amount, due
	sum := decimal.Zero
	step := func(to record.Date) {
		if to > from && balance.IsPositive() {
			sum = sum.Add(terms.Interest(balance, from, to))
		}
		from = max(from, to)
	}
	for _, p := range paid {
		if p.Day > asOf {
			break
		}
		step(p.Day)
		balance = balance.Sub(p.Amount)
	}
	step(asOf)
	return record.Cents(sum)
}

// InterestOf is the overdue interest of an instalment up to the business date, in the
// order's currency. An instalment that was settled late keeps its interest.
func InterestOf(r record.Reader, plan record.Row) (decimal.Decimal, error) {
	due := plan.Value(planDue).Date()
	if r.Today() <= due {
		return decimal.Zero, nil
	}
	if s := statusOf(r, plan); s == PlanVoid || s == PlanWaiting {
		return decimal.Zero, nil
	}
	return Interest(plan.Value(planAmount).Money(), due, Money.List(r, plan.ID()), r.Today(), company.TermsOf(r)), nil
}

// Bucket is an age band of receivables (账龄).
type Bucket string

// Buckets of receivables by days past due.
const (
	NotDue   Bucket = "未到期"
	To30     Bucket = "30 天以内"
	To60     Bucket = "31 到 60 天"
	To90     Bucket = "61 到 90 天"
	To120    Bucket = "91 到 120 天"
	Above120 Bucket = "120 天以上"
)

// BucketOf puts an instalment into its age band; what is due today is not yet overdue.
func BucketOf(due, asOf record.Date) Bucket {
	switch days := int(asOf - due); {
	case days <= 0:
		return NotDue
	case days <= 30:
		return To30
	case days <= 60:
		return To60
	case days <= 90:
		return To90
	case days <= 120:
		return To120
	}
	return Above120
}
