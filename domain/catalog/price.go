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
	Buyer   *party.Customer // nil: nobody in particular
	Qty     decimal.Decimal
	Day     record.Date
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
	qty, err := qtyOffer(r, a)
	if err != nil {
		return Price{}, err
	}
	buyer, err := buyerOffer(r, a)
	if err != nil {
		return Price{}, err
	}
	return Combine(a.Product.Price, qty, buyer, s.Discounts), nil
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
		if qty == nil || buyer != nil && buyer.Percent.GreaterThan(qty.Percent) {
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

const allProducts = 100

// width says how closely a discount's reach fits a product; ok is false when it does not.
func width(path []record.ID, product record.ID, row record.Row) (w int, ok bool) {
	k := row.Kind()
	if p := row.Value(k.Field("product")).ID(); p != 0 {
		return 0, p == product
	}
	c := row.Value(k.Field("category")).ID()
	if c == 0 {
		return allProducts, true
	}
	for i, id := range path {
		if id == c {
			return i + 1, true
		}
	}
	return 0, false
}

func current(row record.Row, day record.Date) bool {
	k := row.Kind()
	from, to := row.Value(k.Field("validFrom")).Date(), row.Value(k.Field("validTo")).Date()
	return !row.Value(k.Field("off")).Bool() && (from == 0 || day >= from) && (to == 0 || day <= to)
}

func qtyOffer(r record.Reader, a Ask) (*Offer, error) {
	path := Path(r, a.Product.Category.ID())
	k := QtyDiscounts
	var best *Offer
	err := r.Whole().Each(k.Kind, nil, func(row record.Row) bool {
		w, fits := width(path, a.Product.ID, row)
		low := record.FromMinor(row.Value(k.Field("minQty")).N, 3)
		high := record.FromMinor(row.Value(k.Field("maxQty")).N, 3)
		if !fits || !current(row, a.Day) || a.Qty.LessThan(low) || !high.IsZero() && a.Qty.GreaterThan(high) {
			return true
		}
		scope := reachName(r, row) + low.String() + " 以上"
		if !high.IsZero() {
			scope = reachName(r, row) + low.String() + "–" + high.String()
		}
		best = better(best, &Offer{Rule: "销量折扣", No: row.Value(k.Field("no")).S, Percent: record.FromMinor(row.Value(k.Field("discount")).N, 2), Scope: scope, width: w})
		return true
	})
	return best, err
}

func reachName(r record.Reader, row record.Row) string {
	k := row.Kind()
	if p := row.Value(k.Field("product")).ID(); p != 0 {
		return r.Title(Products.Kind, p) + "，"
	}
	if c := row.Value(k.Field("category")).ID(); c != 0 {
		return r.Title(Categories.Kind, c) + "类，"
	}
	return ""
}

func buyerOffer(r record.Reader, a Ask) (*Offer, error) {
	if a.Buyer == nil {
		return nil, nil
	}
	path := Path(r, a.Product.Category.ID())
	level := party.LevelOf(r, a.Buyer)
	rule := "客户折扣"
	if a.Buyer.Role == party.RoleAgent {
		rule = "代理折扣"
	}
	k := CustomerDiscounts
	var best *Offer
	err := r.Whole().Each(k.Kind, nil, func(row record.Row) bool {
		w, fits := width(path, a.Product.ID, row)
		who, lv := row.Value(k.Field("party")).ID(), row.Value(k.Field("level")).S
		direct := who != 0 && who == a.Buyer.ID
		if !fits || !current(row, a.Day) || !direct && (who != 0 || level == "" || lv != level) {
			return true
		}
		scope := reachName(r, row) + lv
		if a.Buyer.Role != party.RoleAgent {
			scope += " 级" // an agent's level is a name of its own
		}
		if direct {
			scope = reachName(r, row) + a.Buyer.Name
		}
		best = better(best, &Offer{Rule: rule, No: row.Value(k.Field("no")).S, Percent: record.FromMinor(row.Value(k.Field("discount")).N, 2), Scope: scope, width: w, direct: direct})
		return true
	})
	return best, err
}

// better keeps the closer rule; among equally close ones the one for the very party,
// then the larger discount.
func better(a, b *Offer) *Offer {
	if a == nil {
		return b
	}
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
	if c <= 0 {
		return a
	}
	return b
}
