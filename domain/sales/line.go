// Package sales is experiment 7: opportunities, what a sales task turns into, and
// quotes with their lines and totals. Orders stand above it and share its lines.
package sales

import (
	"fmt"

	"github.com/shopspring/decimal"

	"crmlab/domain/catalog"
	"crmlab/domain/party"
	"crmlab/domain/record"
)

// Line is one product of a quote or an order.
type Line struct {
	Product  record.Ref[catalog.Product]
	Spec     record.Ref[catalog.Spec] // which of the product's specifications; 0 where it has none
	Qty      decimal.Decimal          // three places
	List     decimal.Decimal          // list price when the line was priced, 元
	Manual   bool                     // the discount was given by hand, not by a rule
	Discount decimal.Decimal          // %, four places
	Rule     string                   // which rule gave the discount: 销量, 客户, 代理, 连乘, 手工
	Why      string                   // how the price came about, one sentence
	Unit     decimal.Decimal          // discounted unit price for the eye, 元
	Net      decimal.Decimal          // quantity × list × (1 − discount), half up per line, 元
	Cost     decimal.Decimal          // cost of the line, 元
}

// LinesHint tells on forms where the prices of lines come from.
const LinesHint = "标价和折扣由规则算出；勾选「手工折扣」后可以自己填写"

// LineFields are the columns of lines; every kind that has lines gets its own set.
func LineFields() []record.FieldOf[Line] {
	byHand := record.Only("manual", "true")
	return []record.FieldOf[Line]{
		record.Link("product", 1, "产品", func(l *Line) *record.Ref[catalog.Product] { return &l.Product }, record.Required),
		record.Number("qty", 2, "数量", func(l *Line) *decimal.Decimal { return &l.Qty }, record.Places(3), record.Positive),
		record.Link("spec", 11, "规格", func(l *Line) *record.Ref[catalog.Spec] { return &l.Spec }, catalog.OfProduct("product")),
		record.Money("listPrice", 3, "标价", func(l *Line) *decimal.Decimal { return &l.List }, record.NotNegative, byHand),
		record.Bool("manual", 4, "手工折扣", func(l *Line) *bool { return &l.Manual }),
		record.Number("discount", 5, "折扣", func(l *Line) *decimal.Decimal { return &l.Discount }, record.Places(4), record.Unit("%"), record.Between(0, 100), byHand),
		record.Text("rule", 6, "折扣来源", func(l *Line) *string { return &l.Rule }, record.Computed),
		record.Text("why", 7, "价格说明", func(l *Line) *string { return &l.Why }, record.Computed, record.Explains),
		record.Money("unitPrice", 8, "折后价", func(l *Line) *decimal.Decimal { return &l.Unit }, record.Computed),
		record.Money("net", 9, "小计", func(l *Line) *decimal.Decimal { return &l.Net }, record.Computed),
		record.Money("cost", 10, "成本", func(l *Line) *decimal.Decimal { return &l.Cost }, record.Computed, record.Hidden),
	}
}

// Totals are the sums of a document, in its own currency.
type Totals struct {
	Untaxed, Tax, Total, Cost decimal.Decimal
}

// Price fills what rules say about every line: list price, discount with its reason,
// amounts, in a currency of which one unit is rate 元. Lines of manual discount keep their
// list price and discount.
func Price(r record.Reader, buyer *party.Customer, day record.Date, rate decimal.Decimal, lines []Line) error {
	for i := range lines {
		l := &lines[i]
		if l.Product == 0 {
			continue // the field check says that it is missing
		}
		ask, err := l.ask(r)
		if err != nil {
			return err
		}
		if l.Manual {
			if l.List.IsZero() {
				l.List = ask.ListPrice().DivRound(rate, 2)
			}
			l.Rule, l.Why = "手工", "标价 "+record.GroupDigits(l.List.StringFixed(2))+" → 手工折扣 "+l.Discount.String()+"%"
		} else {
			ask.Buyer, ask.Qty, ask.Day = buyer, l.Qty, day
			price, err := catalog.PriceOf(r, ask)
			if err != nil {
				return err
			}
			l.List, l.Discount, l.Rule, l.Why = price.List.DivRound(rate, 2), price.Discount, price.Rule, price.Why
		}
		l.Net = catalog.Net(l.Qty, l.List, l.Discount)
		l.Unit = catalog.Net(decimal.NewFromInt(1), l.List, l.Discount)
		if l.Manual {
			l.Why += " → " + record.GroupDigits(l.Unit.StringFixed(2))
		}
		l.Cost = record.Cents(ask.Product.Cost.Mul(l.Qty))
	}
	return nil
}

// ask is the line's product and specification as the price rules ask for them.
func (l *Line) ask(r record.Reader) (a catalog.Ask, err error) {
	if a.Product, err = record.Get(r.Whole(), l.Product); err != nil || l.Spec == 0 {
		return a, err
	}
	a.Spec, err = record.Get(r.Whole(), l.Spec)
	return a, err
}

// Sum adds lines up: the discount on the whole comes off the net total, tax is rounded
// half up once on the result.
func Sum(lines []Line, orderDiscount, vatRate decimal.Decimal) Totals {
	var t Totals
	for _, l := range lines {
		t.Untaxed = t.Untaxed.Add(l.Net)
		t.Cost = t.Cost.Add(l.Cost)
	}
	hundred := decimal.NewFromInt(100)
	t.Untaxed = record.Cents(t.Untaxed.Mul(hundred.Sub(orderDiscount)).Div(hundred))
	t.Tax = record.Cents(t.Untaxed.Mul(vatRate).Div(hundred))
	t.Total = t.Untaxed.Add(t.Tax)
	return t
}

// ByHand is the discount, in %, that a person gave on a line: the hand discount of the line
// together with the discount on the whole.
func (l Line) ByHand(orderDiscount decimal.Decimal) decimal.Decimal {
	if !l.Manual {
		return orderDiscount
	}
	hundred := decimal.NewFromInt(100)
	return hundred.Sub(hundred.Sub(l.Discount).Mul(hundred.Sub(orderDiscount)).Div(hundred)).Round(4)
}

// Given is what a person gave by hand on one line.
type Given struct {
	Product *catalog.Product
	Percent decimal.Decimal
}

// GivenByHand is ByHand of every line on which something was given, measured against today's list
// prices: a list price that was typed below the product's own is a discount, too. rate is what one
// unit of the document's currency is in 元.
func GivenByHand(r record.Reader, rate decimal.Decimal, lines []Line, orderDiscount decimal.Decimal) ([]Given, error) {
	hundred := decimal.NewFromInt(100)
	var out []Given
	for _, l := range lines {
		if l.Product == 0 || !l.Manual && orderDiscount.IsZero() {
			continue
		}
		ask, err := l.ask(r)
		if err != nil {
			return nil, err
		}
		if list := ask.ListPrice().DivRound(rate, 2); l.Manual && l.List.LessThan(list) {
			l.Discount = hundred.Sub(l.List.Mul(hundred.Sub(l.Discount)).DivRound(list, 4))
		}
		if given := l.ByHand(orderDiscount); !given.IsZero() {
			out = append(out, Given{ask.Product, given})
		}
	}
	return out, nil
}

// KeepQuoted gives lines that were quoted the price that was quoted: a list price or a
// discount that has changed since does not touch them.
func KeepQuoted(lines, quoted []Line) {
	for i := range lines {
		l := &lines[i]
		for _, q := range quoted {
			if l.Manual || q.Manual || l.Product != q.Product || l.Spec != q.Spec || !l.Qty.Equal(q.Qty) {
				continue
			}
			l.List, l.Discount, l.Rule, l.Why, l.Unit, l.Net = q.List, q.Discount, q.Rule, q.Why, q.Unit, q.Net
			break
		}
	}
}

// CheckLines refuses a product or a specification that is not sold, unless the document had it
// before, and a specification of another product.
func CheckLines(r record.Reader, what string, lines, before []Line) error {
	products, specs := map[record.Ref[catalog.Product]]bool{}, map[record.Ref[catalog.Spec]]bool{}
	for _, l := range before {
		products[l.Product], specs[l.Spec] = true, true
	}
	for i, l := range lines {
		if l.Product == 0 {
			continue
		}
		if row, ok := r.Row(catalog.Specs.Kind, l.Spec.ID()); ok && row.Value(catalog.Specs.Field("product")).ID() != l.Product.ID() {
			return record.RefuseField("line.spec", fmt.Sprintf("lines.%d.spec", i), what,
				fmt.Sprintf("第 %d 行的规格 %s 不是「%s」的", i+1, row.Value(catalog.Specs.Field("no")).S, r.Title(catalog.Products.Kind, l.Product.ID())), "从这个产品的规格里选择")
		}
		for _, sold := range []struct {
			kind  *record.Kind
			id    record.ID
			had   bool
			field string
		}{{catalog.Products.Kind, l.Product.ID(), products[l.Product], "product"}, {catalog.Specs.Kind, l.Spec.ID(), l.Spec == 0 || specs[l.Spec], "spec"}} {
			if sold.had {
				continue
			}
			if row, ok := r.Row(sold.kind, sold.id); ok && catalog.Sale(row.Value(sold.kind.Field("status")).S) == catalog.OffSale {
				return record.RefuseField("line.off", fmt.Sprintf("lines.%d.%s", i, sold.field), what, r.Title(sold.kind, sold.id)+" 已下架", "换一个"+sold.kind.Label+"，或先上架")
			}
		}
	}
	return nil
}

// Unspecified names the first line whose product is sold in specifications and that does not say
// which; 0 where every line says it. Lines are counted from 1.
func Unspecified(r record.Reader, lines []Line) (line int, product string) {
	for i, l := range lines {
		if l.Spec == 0 && catalog.HasSpecs(r, l.Product.ID()) {
			return i + 1, r.Title(catalog.Products.Kind, l.Product.ID())
		}
	}
	return 0, ""
}
