package catalog

import (
	"strconv"

	"fyne.io/fyne/v2"

	"crmlab/domain/catalog"
	"crmlab/domain/record"
	"crmlab/ui/kit"
	"crmlab/ui/page"
	"crmlab/ui/theme"
)

// Shapes are what experiment 4 adds to the generic pages.
func Shapes() map[*record.Kind]*page.Shape {
	return map[*record.Kind]*page.Shape{
		catalog.Products.Kind: {Aside: aside, Related: []string{catalog.Specs.Name, catalog.QtyDiscounts.Name, catalog.PositionDiscounts.Name,
			catalog.CustomerDiscounts.Name, "opportunity", "task", "contact"}},
	}
}

// aside is what stands beside the facts of a product: its picture, what it earns, and the way to
// its price.
func aside(h page.Host, id record.ID) fyne.CanvasObject {
	var parts []fyne.CanvasObject
	if picture := page.FirstPicture(h, record.Target{Kind: catalog.Products.Name, ID: id}, 150); picture != nil {
		parts = append(parts, picture)
	}
	err := h.Book().Read(h.Hat(), func(r record.Reader) error {
		row, ok := r.Row(catalog.Products.Kind, id)
		if ok {
			parts = append(parts, &kit.Paragraph{Text: earns(row)})
		}
		return nil
	})
	if err != nil {
		return nil // the record page itself reports what it cannot read
	}
	parts = append(parts, kit.Line{}.Of(&kit.Button{Text: "价格试算", Small: true, OnTapped: func() {
		h.Go(page.Route{Name: TrialEntry, Preset: askProduct + "=" + strconv.FormatUint(uint64(id), 10)})
	}}))
	return &kit.Card{Title: "价格", Content: kit.Stack{Gap: theme.Gap2}.Of(parts...)}
}

// earns says what a product brings at its list price, and what its parts cost.
func earns(row record.Row) string {
	k := catalog.Products
	list, cost, parts := row.Value(k.Field("listPrice")).Money(), row.Value(k.Field("cost")).Money(), row.Value(k.Field("partsCost")).Money()
	s := "按标价卖，每件毛利 " + money(list.Sub(cost)) + " 元"
	if list.IsPositive() {
		s += "，占标价 " + list.Sub(cost).Shift(2).DivRound(list, 1).String() + "%"
	}
	s += "。"
	if parts.IsPositive() {
		s += "所列配件成本 " + money(parts) + " 元"
		if cost.IsPositive() {
			s += "，占成本 " + parts.Shift(2).DivRound(cost, 1).String() + "%"
		}
		s += "。"
	}
	return s
}
