package page_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"crmlab/ui/kit"
	"crmlab/ui/page"
	"crmlab/ui/theme"
)

func TestPicturesOfAllPages(t *testing.T) {
	s := newStage(t)
	s.open(page.Route{Name: "customer"})
	s.says("客户档案")
	s.says("共 36 条")
	s.shoot("list")
	find(s, func(q *kit.QueryBar) bool { return q.OnAdvanced != nil }).OnAdvanced()
	s.says("高级查询")
	s.shoot("list-advanced")
	s.open(page.Route{Name: "order", View: page.Open, ID: 1})
	s.says("广州粤达电子商行")
	s.shoot("record-order")
	s.open(page.Route{Name: "customer", View: page.Open, ID: 4})
	s.shoot("record-customer")
	s.open(page.Route{Name: "customer", View: page.New})
	s.says("新增客户")
	s.shoot("form-customer")
	s.open(page.Route{Name: "order", View: page.Edit, ID: 1})
	s.shoot("form-order")
	s.open(page.Route{Name: "position", View: page.Edit, ID: 1})
	s.shoot("form-position")
}

// The narrowest and the widest windows that interface.md names leave pages this much room.
func TestPicturesInOtherWindows(t *testing.T) {
	for _, size := range []struct {
		name          string
		width, height float32
	}{{"narrow", 1024 - 216 - 304, 700 - 46}, {"wide", 1920 - 216 - 304, 1080 - 46}} {
		t.Run(size.name, func(t *testing.T) {
			s := newStage(t)
			s.window.Resize(fyne.NewSize(size.width, size.height))
			s.open(page.Route{Name: "customer"})
			s.shoot(size.name + "-list")
			s.open(page.Route{Name: "order", View: page.Open, ID: 1})
			s.shoot(size.name + "-record")
			s.open(page.Route{Name: "order", View: page.Edit, ID: 1})
			s.shoot(size.name + "-form")
			if w := s.window.Canvas().Size().Width; w > size.width {
				t.Errorf("the pages need %v, the window has %v", w, size.width)
			}
		})
	}
}

func TestPicturesInTheDarkMode(t *testing.T) {
	s := newStage(t)
	fyne.CurrentApp().Settings().SetTheme(theme.New(theme.Dark))
	s.open(page.Route{Name: "order"})
	s.table().CheckAll(true)
	s.says("已选 1 条")
	s.shoot("dark-list")
	s.open(page.Route{Name: "customer", View: page.Open, ID: 4})
	s.shoot("dark-record")
}
