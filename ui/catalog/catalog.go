// Package catalog holds what is special about the pages of experiment 4: the class tree beside the
// products and the discounts, and the price trial. Lists, forms and record pages come from package
// page, prices from domain/catalog.
package catalog

import (
	"crmlab/domain/catalog"
	"crmlab/domain/record"
	"crmlab/ui/page"
)

// TrialEntry is the route name of 价格试算.
const TrialEntry = "price-trial"

// Pages are the entries of experiment 4 in the order of the manual.
func Pages() []page.Entry {
	list := func(name, label string, k *record.Kind, preset string) page.Entry {
		e := page.ForKind(k, 4, label, preset)
		e.Name = name
		return e
	}
	products := list("product", "产品目录", catalog.Products.Kind, "")
	products.Columns = []string{"no", "name", "nature", "unit", "listPrice", "status"} // the class stands beside
	products.Side = &page.Side{Kind: catalog.Categories.Kind, Field: "category", All: "全部产品"}
	entries := []page.Entry{products,
		list("product-category", "产品分类", catalog.Categories.Kind, ""),
		list("spec", "产品规格", catalog.Specs.Kind, "")}
	for _, d := range []struct {
		name, label string
		kind        *record.Kind
		preset      string
		columns     []string
	}{
		{"qty-discount", "销量折扣", catalog.QtyDiscounts.Kind, "", []string{"no", "covers", "range", "discount", "standing", "validTo"}},
		{"position-discount", "职位折扣", catalog.PositionDiscounts.Kind, "", []string{"no", "covers", "position", "discount", "standing", "validTo"}},
		{"customer-discount", "客户折扣", catalog.CustomerDiscounts.Kind, "role=customer", []string{"no", "covers", "party", "level", "discount", "standing"}},
		{"agent-discount", "代理折扣", catalog.CustomerDiscounts.Kind, "role=agent", []string{"no", "covers", "party", "agentLevel", "discount", "standing"}},
	} {
		e := list(d.name, d.label, d.kind, d.preset)
		e.Noun, e.Columns, e.Side = d.label, d.columns, classesAndProducts()
		entries = append(entries, e)
	}
	return append(entries, page.Entry{Name: TrialEntry, Experiment: 4, Label: trialTitle,
		Build: func(h page.Host, r page.Route) page.Page { return newTrialPage(h, r) }})
}

// classesAndProducts is the tree of classes with their products in it, beside discounts.
func classesAndProducts() *page.Side {
	s := &page.Side{Kind: catalog.Categories.Kind, Field: "within", Fill: "category", All: "全部"}
	s.Leaves.Kind, s.Leaves.Link, s.Leaves.Field = catalog.Products.Kind, "category", "product"
	return s
}
