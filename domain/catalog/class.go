package catalog

import (
	"fmt"

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

var natures = []record.Choice{{Code: string(Goods), Label: "商品", Says: "有形产品，如设备、耗材"}, {Code: string(Part), Label: "配件", Says: "商品的部件，也可以单卖"},
	{Code: string(Service), Label: "劳务", Says: "安装、培训、维修等服务"}}

// ProductCategory 产品分类; categories form a tree.
type ProductCategory struct {
	record.Base
	Name   string
	Parent record.Ref[ProductCategory]
	Nature Nature // of everything in it; below the top it is that of the category above
	Order  int
}

// Categories is the kind of 产品分类.
var Categories = record.Define("product-category", "产品分类", "catalog", "PC", []record.FieldOf[ProductCategory]{
	record.Text("name", 1, "分类名称", func(c *ProductCategory) *string { return &c.Name }, record.Required, record.Max(60), record.Listed, record.Search),
	record.Link("parent", 2, "上级分类", func(c *ProductCategory) *record.Ref[ProductCategory] { return &c.Parent }, record.Listed, record.Filter),
	record.Pick("nature", 3, "性质", func(c *ProductCategory) *Nature { return &c.Nature }, natures, record.Required, record.Listed, record.Filter,
		record.StartsAt(record.ChoiceValue(Goods)), record.Hint("有上级分类时与上级相同；其中的产品都是这种性质")),
	record.Int("order", 4, "顺序", func(c *ProductCategory) *int { return &c.Order }, record.NotNegative),
}, record.Shapes) // attributes may be those of a class and of all below it

var parentField, natureField = Categories.Field("parent"), Categories.Field("nature")

func init() {
	Categories.Nested("parent")
	Categories.Rule(func(tx record.Tx, c, old *ProductCategory) error {
		what := "没有保存产品分类 " + c.Name
		if record.Circular(tx, parentField, c.ID, c.Parent.ID()) {
			return record.RefuseField("category.cycle", "parent", what, "上级分类是它自己或它的下级", "换一个上级分类")
		}
		if up, ok := tx.Row(Categories.Kind, c.Parent.ID()); ok {
			c.Nature = Nature(up.Value(natureField).S)
		}
		if old != nil && old.Nature != c.Nature {
			if err := emptyClass(tx, c, old, what); err != nil {
				return err
			}
		}
		if old != nil && old.Name == c.Name && old.Parent == c.Parent {
			return nil
		}
		taken := record.ID(0)
		err := tx.Each(Categories.Kind, []record.Cond{record.Where("parent", record.LinkValue(c.Parent.ID())), record.Where("name", record.TextValue(c.Name))},
			func(row record.Row) bool {
				if row.ID() != c.ID {
					taken = row.ID()
				}
				return taken == 0
			})
		if err == nil && taken != 0 {
			err = record.RefuseField("category.name", "name", what, "同一个上级分类下已经有「"+c.Name+"」", "换一个名称，或换一个上级分类")
		}
		return err
	})
}

// emptyClass refuses another nature for a category that has something in it: its products are
// what their class is, and documents rely on it.
func emptyClass(tx record.Tx, c, old *ProductCategory, what string) error {
	for _, in := range []struct {
		kind *record.Kind
		link string
	}{{Products.Kind, "category"}, {Categories.Kind, "parent"}} {
		n := 0
		if err := tx.Each(in.kind, []record.Cond{record.Where(in.link, record.LinkValue(c.ID))}, func(record.Row) bool { n++; return true }); err != nil {
			return err
		}
		if n > 0 {
			return record.RefuseField("category.nature", "nature", what, fmt.Sprintf("它下面有 %d 个%s，性质不能由%s改成%s", n, in.kind.Label, old.Nature.label(), c.Nature.label()),
				"另建一个分类，把它们移过去")
		}
	}
	return nil
}

func (n Nature) label() string {
	for _, c := range natures {
		if c.Code == string(n) {
			return c.Label
		}
	}
	return string(n)
}

// Path lists a category and those above it, nearest first.
func Path(r record.Reader, c record.ID) []record.ID { return record.Above(r, parentField, c) }
