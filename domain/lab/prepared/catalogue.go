package prepared

import (
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"crmlab/domain/catalog"
	"crmlab/domain/company"
	"crmlab/domain/party"
	"crmlab/domain/record"
)

// item is a product with what the case knows of how it sells.
type item struct {
	productRow
	id    record.ID
	price float64
	off   bool
}

// oldModel is the copier that its successor replaced during the history.
const oldModel = "P-0005"

var replaced = record.NewDate(2025, time.June, 30)

// makeCatalogue enters categories, products and discounts.
func (b *builder) makeCatalogue() error {
	h := b.hat(admin)
	for i, r := range b.source.categories {
		c := &catalog.ProductCategory{Name: r.Name, Parent: b.categories[r.Parent], Nature: catalog.Nature(r.Kind), Order: i + 1}
		c.No = r.Code
		if err := b.save(h, c); err != nil {
			return err
		}
		b.categories[r.Code] = record.Ref[catalog.ProductCategory](c.ID)
	}
	for _, r := range b.products {
		p := &catalog.Product{Name: r.Name, Category: b.categories[r.Category], Nature: catalog.Nature(r.Kind), Unit: b.dict[company.GroupUnit][r.Unit],
			Brand: r.Brand, Model: strings.ReplaceAll(r.Spec, ";", "；"), Price: r.Price, Cost: r.Cost, Tax: decimal.NewFromInt(int64(r.TaxRate)), Off: catalog.OnSale, Warranty: r.Warranty, Intro: r.Intro}
		p.No = r.No
		if p.Nature == catalog.Goods && !strings.HasPrefix(r.Category, "K4") {
			b.custom(p, "origin", record.ChoiceValue("国产"))
			b.custom(p, "grade", record.ChoiceValue(grade(r)))
		}
		if strings.HasPrefix(r.Category, "K1") && r.Price.InexactFloat64() > 600 {
			b.custom(p, "energy_label", record.ChoiceValue([]string{"一级", "一级", "二级"}[len(b.items)%3]))
		}
		if err := b.save(h, p); err != nil {
			return err
		}
		b.items = append(b.items, &item{productRow: r, id: p.ID, price: r.Price.InexactFloat64()})
	}
	for _, r := range b.qtyDiscounts {
		d := &catalog.QtyDiscount{Min: r.Min, Max: r.Max}
		d.Product, d.Category = b.reach(r.Scope, r.Target)
		d.From, d.To, d.Percent, d.Remark = r.From, r.To, r.Discount, r.Note
		if err := b.save(h, d); err != nil {
			return err
		}
	}
	b.on(replaced, func() error {
		b.product(oldModel).off = true
		return edit(b, h, b.product(oldModel).id, func(p *catalog.Product) { p.Off = catalog.OffSale })
	})
	return nil
}

// grade sorts a model into its custom attribute 档次 by price within its class.
func grade(r productRow) string {
	switch {
	case r.Popularity >= 7:
		return "中端"
	case r.Price.InexactFloat64() > 6000:
		return "高端"
	}
	return "入门"
}

func (b *builder) reach(scope, target string) (p record.Ref[catalog.Product], c record.Ref[catalog.ProductCategory]) {
	switch scope {
	case "product":
		p = record.Ref[catalog.Product](b.product(target).id)
	case "category":
		c = b.categories[target]
	}
	return p, c
}

func (b *builder) product(no string) *item {
	for _, it := range b.items {
		if it.No == no {
			return it
		}
	}
	return nil
}

// makeBuyerDiscounts enters the discounts of the levels, and of one buyer where it is named.
func (b *builder) makeBuyerDiscounts(of *buyer) error {
	for _, r := range b.partyDiscounts {
		if of == nil && r.Party != "" || of != nil && r.Party != of.No {
			continue
		}
		d := &catalog.CustomerDiscount{Role: party.RoleCustomer, Level: r.Level}
		if of != nil {
			d.Party = record.Ref[party.Customer](of.id)
			if of.agent() {
				d.Role = party.RoleAgent
			}
		}
		for _, c := range b.choices {
			if c.List == "agent_level" && c.Code == r.Level {
				d.Role, d.Level, d.AgentLevel = party.RoleAgent, "", b.dict[company.GroupAgentLevel][r.Level]
			}
		}
		d.Product, d.Category = b.reach(r.Scope, r.Target)
		d.From, d.To, d.Percent, d.Remark = r.From, r.To, r.Discount, r.Note
		if err := b.save(b.hat(admin), d); err != nil {
			return err
		}
	}
	return nil
}
