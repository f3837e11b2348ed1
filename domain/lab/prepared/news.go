package prepared

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"crmlab/domain/catalog"
	"crmlab/domain/company"
	"crmlab/domain/record"
)

// makeNews enters what comes new on the last day: products with specifications and parts, and the
// ceilings by position for the next season. The history knows nothing of them, so nothing in it
// depends on how many they are.
func (b *builder) makeNews() error {
	h := b.hat(admin)
	products := map[string]record.Ref[catalog.Product]{}
	for _, it := range b.items {
		products[it.No] = record.Ref[catalog.Product](it.id)
	}
	for _, r := range b.newProducts {
		p := &catalog.Product{Name: r.Name, Category: b.categories[r.Category], Unit: b.dict[company.GroupUnit][r.Unit], Brand: r.Brand,
			Model: strings.ReplaceAll(r.Spec, ";", "；"), Price: r.Price, Cost: r.Cost, Tax: decimal.NewFromInt(int64(r.TaxRate)), Off: catalog.OnSale, Warranty: r.Warranty, Intro: r.Intro}
		p.No = r.No
		for _, d := range pairs(r.Dims, ":") {
			p.Dims = append(p.Dims, catalog.Dim{Name: d[0], Values: strings.ReplaceAll(d[1], "|", "、")})
		}
		for _, part := range pairs(r.Parts, "*") {
			qty, err := decimal.NewFromString(part[1])
			if err != nil {
				return fmt.Errorf("parts of %s: %w", r.No, err)
			}
			p.Parts = append(p.Parts, catalog.PartOf{Part: products[part[0]], Qty: qty})
		}
		if err := b.note(func() (*record.Entry, error) { return b.book.Save(h, p) }); err != nil {
			return err
		}
		products[r.No] = record.Ref[catalog.Product](p.ID)
		if len(p.Dims) == 0 {
			continue
		}
		if err := b.note(func() (*record.Entry, error) { return b.book.Do(h, catalog.MakeSpecs, p.ID, nil) }); err != nil {
			return err
		}
		if err := b.surcharge(p.ID, pairs(r.Surcharges, ":")); err != nil {
			return err
		}
	}
	for _, r := range b.positionDiscounts {
		d := &catalog.PositionDiscount{Position: b.offices[r.Position]}
		switch r.Scope {
		case "product":
			d.Product = products[r.Target]
		case "category":
			d.Category = b.categories[r.Target]
		}
		d.From, d.To, d.Percent, d.Remark = r.From, r.To, r.Discount, r.Note
		if err := b.note(func() (*record.Entry, error) { return b.book.Save(h, d) }); err != nil {
			return err
		}
	}
	return nil
}

// surcharge sets what the specifications cost more that have a value in them.
func (b *builder) surcharge(product record.ID, more [][2]string) error {
	for _, m := range more {
		diff, err := decimal.NewFromString(m[1])
		if err != nil {
			return fmt.Errorf("surcharge %s: %w", m[0], err)
		}
		var specs []*catalog.Spec
		if err := b.book.Read(record.Hat{}, func(r record.Reader) (err error) {
			specs, err = record.Find(r, catalog.Specs, record.Where("product", record.LinkValue(product)))
			return err
		}); err != nil {
			return err
		}
		for _, s := range specs {
			if !strings.Contains(s.Name, m[0]) {
				continue
			}
			s.Diff = diff
			if err := b.note(func() (*record.Entry, error) { return b.book.Save(b.hat(admin), s) }); err != nil {
				return err
			}
		}
	}
	return nil
}

// note takes a step without asking chance how long it took: what comes after it in the case must
// not change with it.
func (b *builder) note(step func() (*record.Entry, error)) error {
	b.clock.tick(40)
	_, err := step()
	return err
}

// pairs cuts "颜色:银色|深灰;内存:16G" at ; and at the sign given.
func pairs(s, sign string) (out [][2]string) {
	for part := range strings.SplitSeq(s, ";") {
		if name, value, ok := strings.Cut(part, sign); ok {
			out = append(out, [2]string{name, value})
		}
	}
	return out
}
