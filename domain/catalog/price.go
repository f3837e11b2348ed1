package catalog

import (
	"cmp"
	"fmt"

	"github.com/shopspring/decimal"

	"crmlab/domain/company"
	"crmlab/domain/party"
	"crmlab/domain/record"
)

var hundred = decimal.NewFromInt(100)

// Ask is what a price depends on.
type Ask struct {
	Product *Product
	Spec    *Spec           // nil: the product as such
	Buyer   *party.Customer // nil: nobody in particular
	Qty     decimal.Decimal
	Day     record.Date
}

// ListPrice is the price before any discount: the product's, with the difference of the
// specification.
func (a Ask) ListPrice() decimal.Decimal {
	if a.Spec == nil {
		return a.Product.Price
	}
	return a.Product.Price.Add(a.Spec.Diff)
}

// Offer is one discount that applies to an Ask.
type Offer struct {
	Rule    string // 销量折扣, 客户折扣, 代理折扣
	No      string // number of the discount record
	Percent decimal.Decimal
	Scope   string // what it covers: 打印机类，20 到 49
	width   int    // 0 product, 1 and up: steps to the category, large: all products
	direct  bool   // given to this very party, not to its level
}

// Price is a list price, the discount that rules give on it, and why.
type Price struct {
	List     decimal.Decimal // 元
	Discount decimal.Decimal // %, four places
	Unit     decimal.Decimal // discounted unit price for the eye, two places; net is not made from it
	Rule     string          // short name for the line: 销量, 客户, 代理, 连乘, or ""
	Why      string          // one sentence
}

// Net is the amount of a line: quantity × list price × (1 − discount), half up to the
// cent once per line.
func Net(qty, list, discount decimal.Decimal) decimal.Decimal {
	return record.Cents(qty.Mul(list).Mul(hundred.Sub(discount)).Div(hundred))
}

// PriceOf finds the price of a line. The buyer's side is the best of customer (or agent)
// and quantity; the company may choose 连乘 instead. A rule on the product beats one on
// its category beats one on all; a rule for the party beats one for its level.
func PriceOf(r record.Reader, a Ask) (Price, error) {
	s, err := company.Current(r)
	if err != nil {
		return Price{}, err
	}
	q := questionOf(r, a)
	var best [2]*weighed
	err = q.discounts(r, func(side int, w weighed) {
		if w.miss == applies {
			best[side] = closer(best[side], w)
		}
	})
	if err != nil {
		return Price{}, err
	}
	return Combine(a.ListPrice(), best[qtySide].offer(r), best[buyerSide].offer(r), s.Discounts), nil
}

// Combine applies the offers of quantity and buyer (either may be nil) to a list price.
func Combine(list decimal.Decimal, qty, buyer *Offer, mode company.DiscountMode) Price {
	p := Price{List: list, Unit: list, Why: "标价 " + money(list) + "，没有适用的折扣"}
	switch {
	case qty == nil && buyer == nil:
		return p
	case qty != nil && buyer != nil && mode == company.Multiply:
		rest := hundred.Sub(qty.Percent).Mul(hundred.Sub(buyer.Percent)).Div(hundred)
		p.Discount = hundred.Sub(rest).Round(4)
		p.Rule = "连乘"
		p.Why = fmt.Sprintf("标价 %s → %s → 再乘 %s → %s", money(list), qty.say(), buyer.say(), money(p.after()))
	default:
		best, other := qty, buyer
		if buyerWins(qty, buyer) {
			best, other = buyer, qty
		}
		p.Discount = best.Percent
		p.Rule = best.short()
		p.Why = fmt.Sprintf("标价 %s → %s", money(list), best.say())
		if other != nil {
			p.Why += " 优于 " + other.Rule + " " + other.Percent.String() + "%"
		}
		p.Why += " → " + money(p.after())
	}
	p.Unit = p.after()
	return p
}

// buyerWins reports whether the buyer's offer is the better one of the two; of equal ones the
// quantity's counts.
func buyerWins(qty, buyer *Offer) bool {
	return qty == nil || buyer != nil && buyer.Percent.GreaterThan(qty.Percent)
}

func (p Price) after() decimal.Decimal {
	return record.Cents(p.List.Mul(hundred.Sub(p.Discount)).Div(hundred))
}

func (o *Offer) say() string {
	s := o.Rule + " " + o.Percent.String() + "%"
	if o.Scope != "" {
		s += "（" + o.Scope + "）"
	}
	return s
}

func (o *Offer) short() string { return string([]rune(o.Rule)[:2]) }

func money(d decimal.Decimal) string { return record.GroupDigits(d.StringFixed(2)) }

// better compares two offers that apply: the closer one comes first; among equally close ones the
// one for the very party, then the larger discount. Less than 0 means that a comes first.
func better(a, b *Offer) int {
	c := cmp.Compare(a.width, b.width)
	if c == 0 && a.direct != b.direct {
		c = 1
		if a.direct {
			c = -1
		}
	}
	if c == 0 {
		c = b.Percent.Cmp(a.Percent)
	}
	return c
}
