package catalog_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"crmlab/data"
	"crmlab/domain"
	"crmlab/domain/catalog"
	"crmlab/domain/company"
	"crmlab/domain/record"
	"crmlab/ui"
	"crmlab/ui/page"
)

// shop is a small catalogue: two classes, three products, one specification and some discounts.
type shop struct {
	*testing.T
	book                   *record.Book
	devices, printers      *catalog.ProductCategory
	printer, laptop, chair *catalog.Product
}

func newShop(t *testing.T) *shop {
	t.Helper()
	store, err := data.Create(filepath.Join(t.TempDir(), "t.crmwork"), domain.Kinds)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	book, err := domain.Open(store, func() time.Time { return time.Date(2026, 11, 23, 14, 32, 0, 0, time.UTC) })
	if err != nil {
		t.Fatal(err)
	}
	s := &shop{T: t, book: book}
	day := record.NewDate(2026, 11, 23)
	s.save(&company.Setting{Name: "华云办公设备有限公司", Today: day, Terms: []company.Terms{{From: 1, VAT: n(13)}}, Discounts: company.BestOf})
	s.devices = &catalog.ProductCategory{Name: "办公设备", Nature: catalog.Goods}
	s.save(s.devices)
	s.printers = &catalog.ProductCategory{Name: "打印机", Parent: record.Ref[catalog.ProductCategory](s.devices.ID), Nature: catalog.Goods}
	furniture := &catalog.ProductCategory{Name: "办公家具", Nature: catalog.Goods}
	s.save(s.printers, furniture)
	product := func(name string, class *catalog.ProductCategory, price int64) *catalog.Product {
		p := &catalog.Product{Name: name, Category: record.Ref[catalog.ProductCategory](class.ID), Price: n(price), Cost: n(price / 2), Tax: n(13), Off: catalog.OnSale}
		s.save(p)
		return p
	}
	s.printer, s.laptop, s.chair = product("激光打印机 M203", s.printers, 1900), product("笔记本 N14", s.devices, 5000), product("人体工学椅 Y3", furniture, 900)
	tier := &catalog.QtyDiscount{Min: n(20)}
	tier.Category, tier.Percent = record.Ref[catalog.ProductCategory](s.printers.ID), n(10)
	own := &catalog.QtyDiscount{Min: n(5), Max: n(9)}
	own.Product, own.Percent = record.Ref[catalog.Product](s.printer.ID), n(3)
	all := &catalog.QtyDiscount{Min: n(100)}
	all.Percent = n(15)
	s.save(tier, own, all)
	return s
}

func n(i int64) decimal.Decimal { return decimal.NewFromInt(i) }

func (s *shop) save(recs ...record.Record) {
	s.Helper()
	for _, rec := range recs {
		if _, err := s.book.Save(record.Hat{}, rec); err != nil {
			s.Fatal(err)
		}
	}
}

// The pages of the manual, and only these, in its order.
func TestThePagesOfExperimentFour(t *testing.T) {
	var labels []string
	r := ui.Pages()
	for _, e := range r.Entries {
		if e.Experiment == 4 && !e.Hidden {
			labels = append(labels, e.Label)
		}
	}
	if got, want := strings.Join(labels, " "), "产品目录 产品分类 产品规格 销量折扣 职位折扣 客户折扣 代理折扣 价格试算"; got != want {
		t.Errorf("the sidebar lists %s, want %s", got, want)
	}
	for _, k := range []*record.Kind{catalog.QtyDiscounts.Kind, catalog.PositionDiscounts.Kind, catalog.CustomerDiscounts.Kind} {
		route, ok := r.OpenRoute(k, 1)
		if e, _ := r.Find(route.Name); !ok || e.Side == nil || e.Side.Leaves.Kind != catalog.Products.Kind {
			t.Errorf("%s opens without the tree of classes and products", k.Label)
		}
	}
}

// A discount is found in the class that it covers, or in that of its product.
func TestDiscountsAreFoundInTheirClass(t *testing.T) {
	s := newShop(t)
	var within []string
	if err := s.book.Read(record.Hat{}, func(r record.Reader) error {
		a, err := page.LoadList(r, catalog.QtyDiscounts.Kind, "", page.ListQuery{Page: 1, Size: 20, Columns: []string{"no", "covers", "range", "standing"},
			Side: []record.Cond{record.Where("within", record.LinkValue(s.printers.ID))}})
		if err != nil {
			return err
		}
		for _, row := range a.Rows {
			within = append(within, row.Cells[1].Text+" "+row.Cells[2].Text+" "+row.Cells[3].Text)
		}
		if a.Unnarrowed {
			t.Error("a list that the tree narrows says that nothing does")
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if got, want := strings.Join(within, "|"), "激光打印机 M203 5–9 生效中|打印机类 20 以上 生效中"; got != want {
		t.Errorf("found %s, want %s", got, want)
	}
}
