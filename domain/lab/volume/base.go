package volume

import (
	"crmlab/domain/catalog"
	"crmlab/domain/company"
	"crmlab/domain/record"
	"github.com/shopspring/decimal"
)

// Base is what a history refers to: the company that prepared.Found has made.
type Base struct {
	sellers  []record.Hat
	products []*catalog.Product
	prices   []map[string]catalog.Price // of each product, by the level of the buyer
	stages   []*company.TaskStatusDef   // of sales tasks, in order
	home     record.Ref[company.Currency]
	vat      decimal.Decimal
	remind   int
	dict     map[company.DictGroup][]record.Ref[company.DictItem]
}

// Read collects the base from a file.
func Read(r record.Reader) (Base, error) {
	b := Base{dict: map[company.DictGroup][]record.Ref[company.DictItem]{}, home: company.Home(r)}
	hats, err := company.Hats(r)
	if err != nil {
		return b, err
	}
	for _, h := range hats {
		if p, err := record.Get(r, record.Ref[company.Position](h.Hat.Position)); err != nil {
			return b, err
		} else if p.Scope == company.ScopeSelf {
			b.sellers = append(b.sellers, h.Hat)
		}
	}
	if b.products, err = record.Find(r, catalog.Products); err != nil {
		return b, err
	}
	s, err := company.Current(r)
	if err != nil {
		return b, err
	}
	b.remind = s.RemindDays
	b.vat = company.TermsOf(r).On(r.Today()).VAT
	all, err := record.Find(r, company.TaskStatuses, record.Where("domain", record.ChoiceValue(company.Sales)))
	if err != nil {
		return b, err
	}
	b.stages = all
	items, err := record.Find(r, company.DictItems)
	if err != nil {
		return b, err
	}
	for _, d := range items {
		b.dict[d.Group] = append(b.dict[d.Group], record.Ref[company.DictItem](d.ID))
	}
	return b, b.price(r)
}

// price asks the rules of the company once for every product and level: the discounts of the
// case do not depend on anything else while quantities stay small.
func (b *Base) price(r record.Reader) error {
	for _, p := range b.products {
		of := map[string]catalog.Price{}
		for _, level := range levels {
			price, err := catalog.PriceOf(r, catalog.Ask{Product: p, Buyer: buyerOf(level), Qty: one, Day: Last})
			if err != nil {
				return err
			}
			of[level] = price
		}
		b.prices = append(b.prices, of)
	}
	return nil
}
