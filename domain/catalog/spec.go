package catalog

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"crmlab/domain/record"
)

// Spec 产品规格 is one combination of what a buyer can choose of a product, with a number of its own.
type Spec struct {
	record.Base
	Product record.Ref[Product]
	Name    string          // the value of every dimension, in their order: 黑、14 英寸
	Diff    decimal.Decimal // 元 added to the product's list price; may be negative
	Off     Sale
	Barcode string
}

// Specs is the kind of 产品规格.
var Specs = record.Define("spec", "产品规格", "catalog", "SP", []record.FieldOf[Spec]{
	record.Link("product", 1, "产品", func(s *Spec) *record.Ref[Product] { return &s.Product }, record.Required, record.Listed, record.Filter, record.Cascade),
	record.Text("name", 2, "规格", func(s *Spec) *string { return &s.Name }, record.Required, record.Max(120), record.Listed, record.Search,
		record.Hint("按产品规格项的顺序各写一个值，用、隔开，如 黑、14 英寸")),
	record.Money("diff", 3, "价差", func(s *Spec) *decimal.Decimal { return &s.Diff }, record.Listed, record.Hint("加到产品标价上；便宜的写负数")),
	record.Pick("status", 4, "状态", func(s *Spec) *Sale { return &s.Off }, onSaleOrOff, record.Required, record.Listed, record.Filter,
		record.StartsAt(record.ChoiceValue(OnSale))),
	record.Text("barcode", 5, "条码", func(s *Spec) *string { return &s.Barcode }, record.Max(40), record.Unique, record.Search),
})

var specProduct = Specs.Field("product")

// mostSpecs is how many combinations one product may have: more are a mistake in the dimensions.
const mostSpecs = 200

// OfProduct narrows a link to the specifications on sale of the product that a field beside it names.
func OfProduct(field string) record.Option {
	return record.NarrowBy(func(row record.Row) []record.Cond {
		return []record.Cond{record.Where("product", record.LinkValue(record.Beside(row, field).ID()))}
	})
}

func init() {
	Specs.Offer(record.Where("status", record.ChoiceValue(OnSale)))
	Specs.Derive("price", 30, "规格标价", record.TypeMoney, func(r record.Reader, row record.Row) record.Value {
		p, ok := r.Whole().Row(Products.Kind, row.Value(specProduct).ID())
		if !ok {
			return record.MoneyMinor(0)
		}
		return record.MoneyMinor(p.Value(Products.Field("listPrice")).N + row.Value(Specs.Field("diff")).N)
	}, record.Listed)
	Specs.Rule(func(tx record.Tx, s, old *Spec) error {
		what := "没有保存产品规格"
		if old != nil && old.Product != s.Product {
			return record.RefuseField("spec.product", "product", what, "规格建立后不能换到别的产品", "在那个产品下新增规格")
		}
		p, err := record.Get(tx, s.Product)
		if err != nil {
			return err
		}
		if s.Name, err = fitting(p, s.Name); err != nil {
			return record.RefuseField("spec.values", "name", what, err.Error(), "从产品的规格项里各选一个值")
		}
		if p.Price.Add(s.Diff).IsNegative() {
			return record.RefuseField("spec.price", "diff", what, fmt.Sprintf("标价 %s 加价差 %s 小于 0", money(p.Price), money(s.Diff)), "改正价差")
		}
		taken, n := record.ID(0), 0
		if err := tx.Each(Specs.Kind, []record.Cond{record.Where("product", record.LinkValue(s.Product.ID()))}, func(row record.Row) bool {
			if n++; row.ID() != s.ID && row.Value(Specs.TitleField).S == s.Name {
				taken = row.ID()
			}
			return true
		}); err != nil {
			return err
		}
		if taken != 0 {
			row, _ := tx.Row(Specs.Kind, taken)
			return record.RefuseField("spec.twice", "name", what, p.Name+" 已经有规格「"+s.Name+"」，编号 "+row.Value(Specs.Field("no")).S, "编辑那一个，或换一种组合")
		}
		if old == nil && strings.HasPrefix(s.No, Specs.Prefix+"-") {
			return numberBelow(tx, s, p.No, n+1)
		}
		return nil
	})
	Products.Derive("specs", 30, "规格数", record.TypeInt, func(r record.Reader, row record.Row) record.Value {
		_, n := r.Tally(specsOnSale, row.ID())
		return record.IntValue(int64(n))
	})
}

// specsOnSale counts the specifications of each product that are sold.
var specsOnSale = record.SumBy(Specs.Kind, "onsale", "product", "", record.Where("status", record.ChoiceValue(OnSale)))

// HasSpecs reports whether a product is sold in specifications, so that a line has to say which.
func HasSpecs(r record.Reader, product record.ID) bool {
	_, n := r.Tally(specsOnSale, product)
	return n > 0
}

// numberBelow gives a new specification the product's number and a count: P-0012-3.
func numberBelow(tx record.Tx, s *Spec, product string, n int) error {
	for ; ; n++ {
		no := fmt.Sprintf("%s-%d", product, n)
		_, taken, err := tx.ByNumber(Specs.Kind, no)
		if err != nil {
			return err
		}
		if !taken {
			s.No = no
			return nil
		}
	}
}

// fitting writes a combination as it is kept: one value of every dimension, in their order. The
// error is one Chinese sentence.
func fitting(p *Product, name string) (string, error) {
	if len(p.Dims) == 0 {
		return "", fmt.Errorf("%s 没有规格项", p.Name)
	}
	values := splitValues(name)
	if len(values) != len(p.Dims) {
		return "", fmt.Errorf("%s 有 %d 个规格项（%s），写了 %d 个值", p.Name, len(p.Dims), dimNames(p), len(values))
	}
	out := make([]string, len(values))
	for i, d := range p.Dims { // in any order, as people write them
		at := slices.IndexFunc(values, func(v string) bool { return slices.Contains(d.choices(), v) })
		if at < 0 {
			return "", fmt.Errorf("「%s」里没有%s，可选的是 %s", name, d.Name, strings.Join(d.choices(), "、"))
		}
		out[i] = values[at]
		values = slices.Delete(values, at, at+1)
	}
	return strings.Join(out, "、"), nil
}

func dimNames(p *Product) string {
	names := make([]string, len(p.Dims))
	for i, d := range p.Dims {
		names[i] = d.Name
	}
	return strings.Join(names, "、")
}

// specsStillFit refuses other dimensions, or a lower price, that a specification of the product
// contradicts: orders name it.
func specsStillFit(tx record.Tx, p *Product, what string) error {
	all, err := record.Find(tx, Specs, record.Where("product", record.LinkValue(p.ID)))
	if err != nil {
		return err
	}
	for _, s := range all {
		if name, err := fitting(p, s.Name); err != nil || name != s.Name {
			return record.RefuseField("product.dims", "dims", what, "规格 "+s.No+"「"+s.Name+"」和新的规格项对不上", "先删除或改正这个规格，再改规格项")
		}
		if p.Price.Add(s.Diff).IsNegative() {
			return record.RefuseField("spec.price", "listPrice", what, fmt.Sprintf("规格 %s 的价差 %s 会使标价小于 0", s.No, money(s.Diff)), "先改正那个规格的价差")
		}
	}
	return nil
}

// combinations are all values of the dimensions with each other, in order.
func combinations(dims []Dim) []string {
	out := []string{""}
	for i, d := range dims {
		var next []string
		for _, head := range out {
			for _, v := range d.choices() {
				if i > 0 {
					v = head + "、" + v
				}
				if next = append(next, v); len(next) > mostSpecs {
					return next
				}
			}
		}
		out = next
	}
	return out
}

// MakeSpecs 生成规格 adds every combination that the product does not have yet.
var MakeSpecs = record.Act(Products, "specs", "生成规格", func(tx record.Tx, p *Product, _ *record.None) error {
	missing, err := missingSpecs(tx, p)
	if err != nil {
		return err
	}
	for _, name := range missing {
		if err := tx.ByRule().Save(&Spec{Product: record.Ref[Product](p.ID), Name: name, Off: OnSale}); err != nil {
			return err
		}
	}
	return nil
}, record.Needs(record.Create), record.When(func(r record.Reader, p *Product) error {
	what := "不能生成 " + p.No + " 的规格"
	if len(p.Dims) == 0 {
		return record.Refuse("product.dims.none", what, "产品没有规格项", "编辑产品，写上规格项，如 颜色：黑、白")
	}
	if len(combinations(p.Dims)) > mostSpecs {
		return record.Refuse("product.dims.many", what, fmt.Sprintf("规格项的组合超过 %d 种", mostSpecs), "减少规格项，或只新增要卖的规格")
	}
	missing, err := missingSpecs(r, p)
	if err == nil && len(missing) == 0 {
		err = record.Refuse("product.specs.all", what, "每种组合都已经有了", "要改价差或停售，打开那个规格")
	}
	return err
}))

// missingSpecs are the combinations of a product that are no specification yet.
func missingSpecs(r record.Reader, p *Product) ([]string, error) {
	have := map[string]bool{}
	err := r.Each(Specs.Kind, []record.Cond{record.Where("product", record.LinkValue(p.ID))}, func(row record.Row) bool {
		have[row.Value(Specs.TitleField).S] = true
		return true
	})
	return slices.DeleteFunc(combinations(p.Dims), func(name string) bool { return have[name] }), err
}
