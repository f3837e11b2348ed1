// Package catalog is experiment 4: product categories, products with their specifications and
// parts, the four discounts, and the price of a line with its explanation. It knows parties,
// and no document.
package catalog

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"crmlab/domain/company"
	"crmlab/domain/record"
)

// Product 产品 is something sold: goods, a part or a service. What is fixed about it (产地, 档次) is
// an attribute, a field that the company defines; what a buyer chooses (颜色, 尺寸) is a dimension of
// its specifications.
type Product struct {
	record.Base
	Name     string
	Category record.Ref[ProductCategory]
	Nature   Nature // that of its category
	Unit     record.Ref[company.DictItem]
	Brand    string
	Model    string          // plain words on size, speed, fit
	Price    decimal.Decimal // list price before tax, 元
	Cost     decimal.Decimal // 元; copied to an order line when it is saved
	Tax      decimal.Decimal // % of VAT
	Off      Sale
	Warranty int // days
	Intro    string
	Dims     []Dim
	Parts    []PartOf // of goods
}

// Dim 规格项 is something that a buyer chooses of a product, with what there is to choose from.
type Dim struct {
	Name   string // 颜色
	Values string // 黑、白
}

// PartOf is how many of a part one piece of the goods is made of.
type PartOf struct {
	Part record.Ref[Product]
	Qty  decimal.Decimal // three places
}

// Sale says whether something is sold.
type Sale string

// States of sale.
const (
	OnSale  Sale = "on"
	OffSale Sale = "off"
)

var onSaleOrOff = []record.Choice{{Code: string(OnSale), Label: "上架", Tone: record.ToneGreen}, {Code: string(OffSale), Label: "下架", Tone: record.ToneGrey}}

// Products is the kind of 产品.
var Products = record.Define("product", "产品", "catalog", "P", []record.FieldOf[Product]{
	record.Text("name", 1, "产品名称", func(p *Product) *string { return &p.Name }, record.Required, record.Max(100), record.Listed, record.Search, record.Called("品名", "商品名称", "货品名称", "物料名称")),
	record.Link("category", 2, "产品分类", func(p *Product) *record.Ref[ProductCategory] { return &p.Category }, record.Required, record.Listed, record.Filter, record.Called("类别", "类目", "商品分类", "商品类别")),
	record.Pick("nature", 3, "性质", func(p *Product) *Nature { return &p.Nature }, natures, record.Computed, record.Listed, record.Filter,
		record.StartsAt(record.ChoiceValue(Goods))),
	company.Dict(company.GroupUnit, "unit", 4, "单位", func(p *Product) *record.Ref[company.DictItem] { return &p.Unit }, record.Listed, record.Called("计量单位")),
	record.Text("brand", 5, "品牌", func(p *Product) *string { return &p.Brand }, record.Max(40)),
	record.Text("spec", 6, "型号说明", func(p *Product) *string { return &p.Model }, record.Max(120), record.Called("规格", "型号", "规格型号")),
	record.Money("listPrice", 7, "标价", func(p *Product) *decimal.Decimal { return &p.Price }, record.NotNegative, record.Listed, record.Called("单价", "售价", "销售价", "零售价", "建议零售价")),
	record.Money("cost", 8, "成本", func(p *Product) *decimal.Decimal { return &p.Cost }, record.NotNegative, record.Called("成本价", "进价", "采购价", "进货价")),
	record.Percent("taxRate", 12, "税率", func(p *Product) *decimal.Decimal { return &p.Tax }, record.Starts(func(r record.Reader) record.Value {
		v := record.Value{T: record.TypeNumber}
		v.N, _ = record.Minor(company.TermsOf(r).On(r.Today()).VAT, 2)
		return v
	}), record.Hint("单卖时的增值税；单据上按整单的税率计税")),
	record.Pick("status", 9, "状态", func(p *Product) *Sale { return &p.Off }, onSaleOrOff,
		record.Required, record.Listed, record.Filter, record.StartsAt(record.ChoiceValue(OnSale))),
	record.Int("warrantyDays", 10, "保修期", func(p *Product) *int { return &p.Warranty }, record.NotNegative, record.Unit("天"), record.Called("质保期", "保修天数", "质保天数")),
	record.Long("intro", 11, "说明", func(p *Product) *string { return &p.Intro }, record.Max(500)),
	record.Lines("dims", 13, "规格项", func(p *Product) *[]Dim { return &p.Dims }, []record.FieldOf[Dim]{
		record.Text("name", 1, "规格项", func(d *Dim) *string { return &d.Name }, record.Required, record.Max(20)),
		record.Text("values", 2, "可选的值", func(d *Dim) *string { return &d.Values }, record.Required, record.Max(200)),
	}, record.Hint("买的时候才选定的特征，如 颜色：黑、白；保存后用「生成规格」列出每种组合")),
	record.Lines("parts", 14, "配件", func(p *Product) *[]PartOf { return &p.Parts }, []record.FieldOf[PartOf]{
		record.Link("part", 1, "配件", func(o *PartOf) *record.Ref[Product] { return &o.Part }, record.Required, record.Narrow(record.Where("nature", record.ChoiceValue(Part)))),
		record.Number("qty", 2, "数量", func(o *PartOf) *decimal.Decimal { return &o.Qty }, record.Places(3), record.Positive),
	}, record.Hint("一件商品由哪些配件构成；只有商品有配件")),
})

var (
	productCategory, productNature = Products.Field("category"), Products.Field("nature")
	partsField                     = Products.Field("parts")
)

func init() {
	Products.Field("no").Called = []string{"货号", "商品编码", "商品编号", "物料编码"}
	Products.Derive("partsCost", 31, "配件成本", record.TypeMoney, costOfParts)
	Products.Rule(func(tx record.Tx, p, old *Product) error {
		what := "没有保存产品 " + p.Name
		class, ok := tx.Row(Categories.Kind, p.Category.ID())
		if ok { // else the check of links tells that it is gone
			p.Nature = Nature(class.Value(natureField).S)
		}
		if err := checkParts(tx, p, what); err != nil {
			return err
		}
		if old != nil && old.Nature == Part && p.Nature != Part {
			if err := partOfNothing(tx, p, what); err != nil {
				return err
			}
		}
		if err := checkDims(p, what); err != nil {
			return err
		}
		if old == nil || slices.Equal(old.Dims, p.Dims) && old.Price.Equal(p.Price) {
			return nil
		}
		return specsStillFit(tx, p, what)
	})
}

// checkParts refuses a list of parts that is none. Only goods have one and only parts are in it,
// so it can never lead back to where it began.
func checkParts(r record.Reader, p *Product, what string) error {
	if len(p.Parts) > 0 && p.Nature != Goods {
		return record.RefuseField("product.parts", "parts", what, "它是"+p.Nature.label()+"，只有商品才由配件构成", "删去配件，或换到商品的分类")
	}
	seen := map[record.Ref[Product]]bool{}
	for i, l := range p.Parts {
		at := fmt.Sprintf("parts.%d.part", i)
		row, ok := r.Row(Products.Kind, l.Part.ID())
		if !ok {
			continue // the check of links tells of it
		}
		if n := Nature(row.Value(productNature).S); n != Part {
			return record.RefuseField("product.part", at, what, fmt.Sprintf("配件第 %d 行「%s」是%s", i+1, r.Title(Products.Kind, l.Part.ID()), n.label()), "换成性质为配件的产品")
		}
		if seen[l.Part] {
			return record.RefuseField("product.part.twice", at, what, "配件「"+r.Title(Products.Kind, l.Part.ID())+"」有两行", "合并成一行")
		}
		seen[l.Part] = true
	}
	return nil
}

// partOfNothing refuses to make something else of a part that goods are made of.
func partOfNothing(tx record.Tx, p *Product, what string) error {
	var whole record.ID
	if err := tx.Lines(partsField, func(owner, line record.Row) bool {
		if line.Value(partsField.Column("part")).ID() == p.ID {
			whole = owner.ID()
		}
		return whole == 0
	}); err != nil || whole == 0 {
		return err
	}
	return record.RefuseField("product.nature", "category", what, "它是「"+tx.Title(Products.Kind, whole)+"」的配件，不能换到"+p.Nature.label()+"的分类", "先从那个商品的配件里删去它")
}

func checkDims(p *Product, what string) error {
	for i, d := range p.Dims {
		if len(d.choices()) == 0 {
			return record.RefuseField("product.dim", fmt.Sprintf("dims.%d.values", i), what, "规格项「"+d.Name+"」没有可选的值", "用、隔开写出各个值，如 黑、白")
		}
		for _, e := range p.Dims[:i] {
			if e.Name == d.Name {
				return record.RefuseField("product.dim.twice", fmt.Sprintf("dims.%d.name", i), what, "规格项「"+d.Name+"」有两行", "合并成一行")
			}
		}
	}
	return nil
}

// choices are the values of a dimension as they were written, each once.
func (d Dim) choices() []string {
	var out []string
	for _, v := range splitValues(d.Values) {
		if !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return out
}

func splitValues(s string) []string {
	var out []string
	for _, v := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("、，,;；|", r) }) {
		if v = strings.TrimSpace(v); v != "" {
			out = append(out, v)
		}
	}
	return out
}

// costOfParts is what the parts of goods cost at their present cost, 分.
func costOfParts(r record.Reader, row record.Row) record.Value {
	part, qty, cost := partsField.Column("part"), partsField.Column("qty"), Products.Field("cost")
	total := decimal.Zero
	for _, line := range row.Value(partsField).R {
		v := map[*record.Field]record.Value{}
		for i, c := range partsField.Columns {
			v[c] = line[i]
		}
		if p, ok := r.Whole().Row(Products.Kind, v[part].ID()); ok {
			total = total.Add(record.Cents(p.Value(cost).Money().Mul(record.FromMinor(v[qty].N, qty.Places))))
		}
	}
	n, _ := record.Minor(total, 2)
	return record.MoneyMinor(n)
}
