package catalog

import (
	"cmp"
	"fmt"
	"slices"

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

// covering are the fields of a discount that say what it covers, looked up once.
type covering struct{ no, product, category, from, to, off, percent *record.Field }

func coveringOf(k *record.Kind) covering {
	return covering{no: k.Field("no"), product: k.Field("product"), category: k.Field("category"), from: k.Field("validFrom"), to: k.Field("validTo"),
		off: k.Field("off"), percent: k.Field("discount")}
}

var (
	qtyCovers, buyerCovers = coveringOf(QtyDiscounts.Kind), coveringOf(CustomerDiscounts.Kind)
	minQty, maxQty         = QtyDiscounts.Field("minQty"), QtyDiscounts.Field("maxQty")
	discountParty          = CustomerDiscounts.Field("party")
	discountLevel          = CustomerDiscounts.Field("level")
)

// width says how closely a discount's reach fits a product; ok is false when it does not.
func (c covering) width(path []record.ID, product record.ID, row record.Row) (w int, ok bool) {
	if p := row.Value(c.product).ID(); p != 0 {
		return 0, p == product
	}
	class := row.Value(c.category).ID()
	if class == 0 {
		return allProducts, true
	}
	i := slices.Index(path, class)
	return i + 1, i >= 0
}

func (c covering) current(row record.Row, day record.Date) bool {
	from, to := row.Value(c.from).Date(), row.Value(c.to).Date()
	return !row.Value(c.off).Bool() && (from == 0 || day >= from) && (to == 0 || day <= to)
}

func (c covering) name(r record.Reader, row record.Row) string {
	if p := row.Value(c.product).ID(); p != 0 {
		return r.Title(Products.Kind, p) + "，"
	}
	if class := row.Value(c.category).ID(); class != 0 {
		return r.Title(Categories.Kind, class) + "类，"
	}
	return ""
}

func (c covering) offer(row record.Row, rule string, w int) *Offer {
	return &Offer{Rule: rule, No: row.Value(c.no).S, Percent: record.FromMinor(row.Value(c.percent).N, c.percent.Places), width: w}
}

func qtyOffer(r record.Reader, a Ask) (*Offer, error) {
	path := Path(r, a.Product.Category.ID())
	c := qtyCovers
	var best *Offer
	err := r.Whole().Each(QtyDiscounts.Kind, nil, func(row record.Row) bool {
		w, fits := c.width(path, a.Product.ID, row)
		low := record.FromMinor(row.Value(minQty).N, minQty.Places)
		high := record.FromMinor(row.Value(maxQty).N, maxQty.Places)
		if !fits || !c.current(row, a.Day) || a.Qty.LessThan(low) || !high.IsZero() && a.Qty.GreaterThan(high) {
			return true
		}
		o := c.offer(row, "销量折扣", w)
		o.Scope = c.name(r, row) + low.String() + " 以上"
		if !high.IsZero() {
			o.Scope = c.name(r, row) + low.String() + "–" + high.String()
		}
		best = better(best, o)
		return true
	})
	return best, err
}

func buyerOffer(r record.Reader, a Ask) (*Offer, error) {
	if a.Buyer == nil {
		return nil, nil
	}
	path := Path(r, a.Product.Category.ID())
	level := party.LevelOf(r, a.Buyer)
	agent := a.Buyer.Role == party.RoleAgent
	rule := "客户折扣"
	if agent {
		rule = "代理折扣"
	}
	c := buyerCovers
	var best *Offer
	err := r.Whole().Each(CustomerDiscounts.Kind, nil, func(row record.Row) bool {
		w, fits := c.width(path, a.Product.ID, row)
		who, lv := row.Value(discountParty).ID(), row.Value(discountLevel).S
		direct := who != 0 && who == a.Buyer.ID
		if !fits || !c.current(row, a.Day) || !direct && (who != 0 || level == "" || lv != level) {
			return true
		}
		o := c.offer(row, rule, w)
		o.direct = direct
		switch {
		case direct:
			o.Scope = c.name(r, row) + a.Buyer.Name
		case agent: // an agent's level is a name of its own
			o.Scope = c.name(r, row) + lv
		default:
			o.Scope = c.name(r, row) + lv + " 级"
		}
		best = better(best, o)
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
