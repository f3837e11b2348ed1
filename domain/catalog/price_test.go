package catalog

import (
	"testing"

	"github.com/shopspring/decimal"

	"crmlab/domain/company"
)

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

// The golden numbers of the price rules: list 100, 30 pieces, tier 25-40 10 %, customer 8 %.
func TestBestOfQuantityAndCustomerWins(t *testing.T) {
	qty := &Offer{Rule: "销量折扣", Percent: dec("10"), Scope: "25–40"}
	buyer := &Offer{Rule: "客户折扣", Percent: dec("8")}
	p := Combine(dec("100"), qty, buyer, company.BestOf)
	if !p.Unit.Equal(dec("90.00")) || p.Rule != "销量" || !p.Discount.Equal(dec("10")) {
		t.Errorf("best of = %s by %s, want 90.00 by 销量", p.Unit, p.Rule)
	}
	if want := "标价 100.00 → 销量折扣 10%（25–40） 优于 客户折扣 8% → 90.00"; p.Why != want {
		t.Errorf("why = %q, want %q", p.Why, want)
	}
	p = Combine(dec("100"), &Offer{Rule: "销量折扣", Percent: dec("5")}, buyer, company.BestOf)
	if p.Rule != "客户" || !p.Unit.Equal(dec("92")) {
		t.Errorf("customer side is better: got %s by %s", p.Unit, p.Rule)
	}
}

func TestMultiplyAppliesOneAfterTheOther(t *testing.T) {
	p := Combine(dec("100"), &Offer{Rule: "销量折扣", Percent: dec("10")}, &Offer{Rule: "客户折扣", Percent: dec("8")}, company.Multiply)
	if !p.Unit.Equal(dec("82.80")) || !p.Discount.Equal(dec("17.2")) || p.Rule != "连乘" {
		t.Errorf("multiply = %s, %s%% by %s, want 82.80, 17.2%%", p.Unit, p.Discount, p.Rule)
	}
}

func TestWithoutOffersTheListPriceHolds(t *testing.T) {
	p := Combine(dec("100"), nil, nil, company.BestOf)
	if !p.Unit.Equal(dec("100")) || p.Rule != "" || !p.Discount.IsZero() {
		t.Errorf("no offers: %+v", p)
	}
}

func TestNetIsRoundedOncePerLine(t *testing.T) {
	// The unit price 1899 less 8 % is shown as 1747.08; the line is not made from it.
	for _, c := range []struct{ qty, list, discount, want string }{
		{"20", "1899", "10", "34182.00"},
		{"5", "899", "8", "4135.40"},
		{"3", "0.35", "5", "1.00"},     // 0.9975
		{"7", "19.45", "15", "115.73"}, // 115.7275
		{"1", "0.01", "50", "0.01"},    // half up
	} {
		if got := Net(dec(c.qty), dec(c.list), dec(c.discount)); !got.Equal(dec(c.want)) {
			t.Errorf("Net(%s, %s, %s%%) = %s, want %s", c.qty, c.list, c.discount, got, c.want)
		}
	}
}

func TestCloserRuleBeatsLargerDiscount(t *testing.T) {
	product := &Offer{Percent: dec("3"), width: 0}
	category := &Offer{Percent: dec("8"), width: 1}
	all := &Offer{Percent: dec("20"), width: allProducts}
	if better(product, category) >= 0 || better(category, all) >= 0 {
		t.Error("a rule on the product must beat its category and all products")
	}
	direct := &Offer{Percent: dec("2"), width: 1, direct: true}
	if better(direct, category) >= 0 {
		t.Error("a rule for the very party must beat one for its level")
	}
	if better(category, &Offer{Percent: dec("5"), width: 1}) >= 0 {
		t.Error("equally close: the larger discount must win")
	}
}
