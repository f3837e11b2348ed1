package page_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"crmlab/domain/catalog"
	"crmlab/domain/record"
	"crmlab/ui/kit"
	"crmlab/ui/page"
)

func TestATreeBesideAListNarrowsAndFillsIt(t *testing.T) {
	s := newStage(t)
	class := func(name string, up record.ID) record.ID {
		c := &catalog.ProductCategory{Name: name, Nature: catalog.Goods, Parent: record.Ref[catalog.ProductCategory](up)}
		if _, err := s.book.Save(record.Hat{}, c); err != nil {
			t.Fatal(err)
		}
		return c.ID
	}
	devices := class("会议设备", 0)
	screens := class("会议平板", devices)
	for _, name := range []string{"会议平板 H65", "会议平板 H86"} {
		if _, err := s.book.Save(record.Hat{}, &catalog.Product{Name: name, Category: record.Ref[catalog.ProductCategory](screens), Off: catalog.OnSale}); err != nil {
			t.Fatal(err)
		}
	}
	side := &page.Side{Kind: catalog.Categories.Kind, Field: "category", All: "全部产品"}
	side.Leaves.Kind, side.Leaves.Link, side.Leaves.Field = catalog.Products.Kind, "category", "name"
	for i := range s.registry.Entries {
		if s.registry.Entries[i].Name == "product" {
			s.registry.Entries[i].Side = side
		}
	}
	s.open(page.Route{Name: "product"})
	tree := find(s, func(r *kit.RowTable) bool { return r.Columns[0].Title == "产品分类" })
	list := find(s, func(r *kit.RowTable) bool { return r.Checks })
	shown := func(want ...string) {
		t.Helper()
		var got []string
		for i := range tree.Count() {
			got = append(got, tree.Cell(i, 0).Text)
		}
		if len(got) != len(want) {
			t.Fatalf("the tree shows %q, want %q", got, want)
		}
		for i := range want {
			if got[i] != want[i] {
				t.Errorf("row %d of the tree is %q, want %q", i, got[i], want[i])
			}
		}
	}
	shown("全部产品", "打印机", "会议设备", "会议平板") // branches are open, products hidden
	if n := list.Count(); n != 5 {
		t.Fatalf("%d products in all, want 5", n)
	}
	tree.Select(2) // the class with what is below it
	if n := list.Count(); n != 2 {
		t.Errorf("%d products in 会议设备, want the 2 of the class below it", n)
	}
	s.shoot("side")
	find(s, func(b *kit.Button) bool { return b.Text == "新增产品" }).OnTapped()
	if got := s.last(); got.View != page.New || got.Preset != "category=PC-0002" {
		t.Errorf("a new product begins with %q", got.Preset)
	}
	tree.Select(3)
	tree.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	shown("全部产品", "打印机", "会议设备", "会议平板", "会议平板 H65", "会议平板 H86")
	tree.TypedKey(&fyne.KeyEvent{Name: fyne.KeyLeft})
	shown("全部产品", "打印机", "会议设备", "会议平板")
	tree.Select(0)
	if n := list.Count(); n != 5 {
		t.Errorf("%d products in all again, want 5", n)
	}
}

// A specification of another product does not stay in a line whose product was changed.
func TestALinkInALineGivesWayToWhatStandsBesideIt(t *testing.T) {
	s := newStage(t)
	p := &catalog.Product{Name: "笔记本 N14", Category: 1, Price: money(4999), Off: catalog.OnSale, Dims: []catalog.Dim{{Name: "颜色", Values: "银、灰"}}}
	if _, err := s.book.Save(record.Hat{}, p); err != nil {
		t.Fatal(err)
	}
	if _, err := s.book.Do(record.Hat{}, catalog.MakeSpecs, p.ID, nil); err != nil {
		t.Fatal(err)
	}
	s.open(page.Route{Name: "order", View: page.Edit, ID: 1})
	last := func() (out []*kit.Picker) {
		s.walk(func(o fyne.CanvasObject) {
			if p, ok := o.(*kit.Picker); ok {
				out = append(out, p)
			}
		})
		return out
	}
	pickers := last()
	product := pickers[len(pickers)-1]
	s.silent("规格") // no product of the order has any: the column takes no room
	product.Choose(product.Find("笔记本")[0])
	s.says("规格")
	spec := last()[len(last())-1]
	offered := spec.Find("")
	if len(offered) != 2 {
		t.Fatalf("the product's specifications are offered, not %v", offered)
	}
	spec.Choose(offered[1])
	if spec.Value() == "" {
		t.Fatal("nothing was chosen")
	}
	product.Choose(product.Find("碎纸机")[0])
	if spec.Value() != "" {
		t.Errorf("the specification of the other product stays: %s", spec.Value())
	}
	s.silent("规格")
}
