// Package catalog is experiment 4: product categories and products, the discounts, and
// the price of a line with its explanation. It knows parties, and no document.
package catalog

import (
	"github.com/shopspring/decimal"

	"crmlab/domain/company"
	"crmlab/domain/record"
)

// Nature tells goods, parts and services apart.
type Nature string

// Natures of products.
const (
	Goods   Nature = "goods"
	Part    Nature = "part"
	Service Nature = "service"
)

var natures = []record.Choice{{Code: string(Goods), Label: "商品"}, {Code: string(Part), Label: "配件"}, {Code: string(Service), Label: "劳务"}}

// ProductCategory 产品分类; categories form a tree.
type ProductCategory struct {
	record.Base
	Name   string
	Parent record.Ref[ProductCategory]
	Nature Nature
	Order  int
}

// Categories is the kind of 产品分类.
var Categories = record.Define("product-category", "产品分类", "catalog", "PC", []record.FieldOf[ProductCategory]{
	record.Text("name", 1, "分类名称", func(c *ProductCategory) *string { return &c.Name }, record.Required, record.Max(60), record.Listed, record.Search),
	record.Link("parent", 2, "上级分类", func(c *ProductCategory) *record.Ref[ProductCategory] { return &c.Parent }, record.Listed, record.Filter),
	record.Pick("nature", 3, "性质", func(c *ProductCategory) *Nature { return &c.Nature }, natures, record.Required, record.Listed, record.Filter,
		record.StartsAt(record.ChoiceValue(Goods))),
	record.Int("order", 4, "顺序", func(c *ProductCategory) *int { return &c.Order }, record.NotNegative),
}, record.Shapes) // attributes may be those of a class and of all below it

// Product 产品 is something sold: goods, a part or a service.
type Product struct {
	record.Base
	Name     string
	Category record.Ref[ProductCategory]
	Nature   Nature
	Unit     record.Ref[company.DictItem]
	Brand    string
	Spec     string
	Price    decimal.Decimal // list price, 元
	Cost     decimal.Decimal // 元; copied to an order line when it is saved
	Off      Sale
	Warranty int // days
	Intro    string
}

// Sale says whether a product is sold.
type Sale string

// States of sale.
const (
	OnSale  Sale = "on"
	OffSale Sale = "off"
)

// Products is the kind of 产品.
var Products = record.Define("product", "产品", "catalog", "P", []record.FieldOf[Product]{
	record.Text("name", 1, "产品名称", func(p *Product) *string { return &p.Name }, record.Required, record.Max(100), record.Listed, record.Search),
	record.Link("category", 2, "产品分类", func(p *Product) *record.Ref[ProductCategory] { return &p.Category }, record.Required, record.Listed, record.Filter),
	record.Pick("nature", 3, "性质", func(p *Product) *Nature { return &p.Nature }, natures, record.Required, record.Listed, record.StartsAt(record.ChoiceValue(Goods))),
	company.Dict(company.GroupUnit, "unit", 4, "单位", func(p *Product) *record.Ref[company.DictItem] { return &p.Unit }, record.Listed),
	record.Text("brand", 5, "品牌", func(p *Product) *string { return &p.Brand }, record.Max(40)),
	record.Text("spec", 6, "规格", func(p *Product) *string { return &p.Spec }, record.Max(120)),
	record.Money("listPrice", 7, "标价", func(p *Product) *decimal.Decimal { return &p.Price }, record.NotNegative, record.Listed),
	record.Money("cost", 8, "成本", func(p *Product) *decimal.Decimal { return &p.Cost }, record.NotNegative),
	record.Pick("status", 9, "状态", func(p *Product) *Sale { return &p.Off }, []record.Choice{
		{Code: string(OnSale), Label: "上架", Tone: record.ToneGreen}, {Code: string(OffSale), Label: "下架", Tone: record.ToneGrey}},
		record.Required, record.Listed, record.Filter, record.StartsAt(record.ChoiceValue(OnSale))),
	record.Int("warrantyDays", 10, "保修期", func(p *Product) *int { return &p.Warranty }, record.NotNegative, record.Unit("天")),
	record.Long("intro", 11, "说明", func(p *Product) *string { return &p.Intro }, record.Max(500)),
})

func init() {
	Categories.Rule(func(tx record.Tx, c, _ *ProductCategory) error {
		if record.Circular(tx, parentField, c.ID, c.Parent.ID()) {
			return record.RefuseField("category.cycle", "parent", "没有保存产品分类 "+c.Name, "上级分类是它自己或它的下级", "换一个上级分类")
		}
		return nil
	})
}

// Path lists a category and those above it, nearest first.
func Path(r record.Reader, c record.ID) []record.ID { return record.Above(r, parentField, c) }

var parentField = Categories.Field("parent")
