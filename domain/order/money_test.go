package order

import (
	"testing"

	"github.com/shopspring/decimal"

	"crmlab/domain/company"

	"crmlab/domain/record"
	"crmlab/domain/sales"
)

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func day(s string) record.Date {
	d, err := record.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func TestLastInstalmentTakesTheRemainder(t *testing.T) {
	one := dec("1")
	got := Split(dec("10000.00"), []decimal.Decimal{one, one, one})
	for i, want := range []string{"3333.33", "3333.33", "3333.34"} {
		if !got[i].Equal(dec(want)) {
			t.Errorf("part %d = %s, want %s", i+1, got[i], want)
		}
	}
	sum := decimal.Zero
	for _, p := range Split(dec("44654.66"), []decimal.Decimal{dec("40"), dec("30"), dec("30")}) {
		sum = sum.Add(p)
	}
	if !sum.Equal(dec("44654.66")) {
		t.Errorf("parts total %s", sum)
	}
}

// at is one daily rate for all days.
func at(rate string) company.AllTerms { return company.AllTerms{{From: 1, Overdue: dec(rate)}} }

func TestInterestOfAPeriodCountsEveryDayAtTheRateOfItsDay(t *testing.T) {
	terms := company.AllTerms{{From: day("2026-01-01"), Overdue: dec("0.05")}, {From: day("2026-03-11"), Overdue: dec("0.08")}, {From: day("2026-03-16"), Overdue: dec("0.02")}}
	// 2 to 10 March, 11 to 15 March, 16 to 21 March: nine, five and six days.
	if got := Interest(dec("10000"), day("2026-03-01"), nil, day("2026-03-21"), terms); !got.Equal(dec("97.00")) {
		t.Errorf("interest over two changes = %s, want 45 + 40 + 12 = 97.00", got)
	}
	// The balance changes within the second of them.
	paid := []Collected{{Day: day("2026-03-13"), Amount: dec("4000")}}
	if got := Interest(dec("10000"), day("2026-03-01"), paid, day("2026-03-21"), terms); !got.Equal(dec("85.80")) {
		t.Errorf("interest = %s, want 45 + 24 + 9.60 + 7.20 = 85.80", got)
	}
	if got := Interest(dec("10000"), day("2025-12-20"), nil, day("2026-01-02"), terms); !got.Equal(dec("10.00")) {
		t.Errorf("days before the first terms bear no interest: got %s, want 10.00", got)
	}
}

func TestOverdueInterestIsSimpleOnEachBalance(t *testing.T) {
	paid := []Collected{{Day: day("2026-03-11"), Amount: dec("4000")}}
	got := Interest(dec("10000"), day("2026-03-01"), paid, day("2026-03-21"), at("0.05"))
	if !got.Equal(dec("80.00")) {
		t.Errorf("interest = %s, want 80.00", got)
	}
}

func TestInterestStopsWhenPaid(t *testing.T) {
	paid := []Collected{{Day: day("2026-03-11"), Amount: dec("10000")}}
	late := Interest(dec("10000"), day("2026-03-01"), paid, day("2026-12-31"), at("0.05"))
	if !late.Equal(dec("50.00")) {
		t.Errorf("settled ten days late keeps %s, want 50.00", late)
	}
	early := []Collected{{Day: day("2026-02-20"), Amount: dec("10000")}}
	if got := Interest(dec("10000"), day("2026-03-01"), early, day("2026-12-31"), at("0.05")); !got.IsZero() {
		t.Errorf("paid before it was due: %s, want 0", got)
	}
}

func TestAgeBuckets(t *testing.T) {
	today := day("2026-11-23")
	for days, want := range map[int]Bucket{30: To30, 31: To60, 0: NotDue, -1: NotDue, 60: To60, 61: To90, 90: To90, 120: To120, 121: Above120} {
		if got := BucketOf(today.AddDays(-days), today); got != want {
			t.Errorf("due %d days ago: %s, want %s", days, got, want)
		}
	}
}

func TestCreditCountsBorrowedLimit(t *testing.T) {
	c := Credit{Limit: dec("50000"), Borrowed: dec("10000"), Used: dec("45000")}
	// The order in hand is not part of Used: 45 000 of 60 000 leave 15 000 for an order of 16 000.
	if got := c.Short(dec("16000")); !got.Equal(dec("1000")) {
		t.Errorf("short = %s, want 1000", got)
	}
	if !record.IsRefusal(c.Refusal("不能提交", dec("16000")), "order.credit") {
		t.Error("an order over the credit must be refused")
	}
	c.Borrowed = decimal.Zero
	if got := c.Short(dec("16000")); !got.Equal(dec("11000")) {
		t.Errorf("short after the borrow expired = %s, want 11000", got)
	}
	if err := c.Refusal("不能提交", dec("5000")); err != nil {
		t.Errorf("an order that fits was refused: %v", err)
	}
}

func TestTaxIsRoundedOnTheOrdersNetTotal(t *testing.T) {
	got := sales.Sum([]sales.Line{{Net: dec("1000.00")}}, decimal.Zero, dec("13"))
	if !got.Tax.Equal(dec("130.00")) || !got.Total.Equal(dec("1130.00")) {
		t.Errorf("tax %s total %s, want 130.00 and 1130.00", got.Tax, got.Total)
	}
	got = sales.Sum([]sales.Line{{Net: dec("34182.00")}, {Net: dec("4135.40")}, {Net: dec("1200.00")}}, decimal.Zero, dec("13"))
	if !got.Untaxed.Equal(dec("39517.40")) || !got.Tax.Equal(dec("5137.26")) || !got.Total.Equal(dec("44654.66")) {
		t.Errorf("got %s + %s = %s", got.Untaxed, got.Tax, got.Total)
	}
}

func TestHandDiscountCombinesLineAndWhole(t *testing.T) {
	line := sales.Line{Manual: true, List: dec("100"), Discount: dec("20")}
	if got := line.ByHand(decimal.Zero); !got.Equal(dec("20")) {
		t.Errorf("price 80 on list 100 is %s%% by hand, want 20", got)
	}
	if got := line.ByHand(dec("10")); !got.Equal(dec("28")) {
		t.Errorf("20%% and then 10%% on the whole = %s, want 28", got)
	}
	if got := (sales.Line{Discount: dec("40")}).ByHand(decimal.Zero); !got.IsZero() {
		t.Errorf("a discount by rule is not by hand: %s", got)
	}
}
