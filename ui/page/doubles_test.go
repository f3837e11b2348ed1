package page_test

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"crmlab/domain/company"
	"crmlab/domain/party"
	"crmlab/domain/record"
	"crmlab/ui/kit"
	"crmlab/ui/page"
)

// choose takes the entry of the open menu.
func (s *stage) choose(text string) {
	s.t.Helper()
	done := false
	s.walk(func(o fyne.CanvasObject) {
		if m, ok := o.(interface{ Choose(string) bool }); ok && !done {
			done = m.Choose(text)
		}
	})
	if !done {
		s.t.Fatalf("no menu offers %s", text)
	}
}

// pressTop taps the button of the topmost dialog.
func (s *stage) pressTop(text string) {
	s.t.Helper()
	var last *kit.Button
	s.walk(func(o fyne.CanvasObject) {
		if b, ok := o.(*kit.Button); ok && b.Text == text {
			last = b
		}
	})
	if last == nil {
		s.t.Fatalf("no button %s", text)
	}
	last.OnTapped()
}

// double is a second file of the first customer, with a contact of its own.
func (s *stage) double() *party.Customer {
	s.t.Helper()
	c := &party.Customer{Name: "中关村 恒通科技", Role: party.RoleCustomer, Nature: party.Enterprise, City: "北京", Level: "C", Phone: "010 8800 0000", Address: "苏州街 18 号"}
	s.save(c)
	s.save(&party.Contact{Name: "李倩", Customer: record.Ref[party.Customer](c.ID)})
	return c
}

func TestAFormWarnsOfWhatMayBeThereWhileOneTypes(t *testing.T) {
	s := newStage(t)
	s.open(page.Route{Name: "customer", View: page.New})
	if strings.Contains(s.words(), "可能已经有了") {
		t.Fatal("an empty form is like something")
	}
	s.shoot("alike-none")
	s.form().SetValues(map[string]string{"name": "中关村恒通科技有限责任公司"})
	s.form().OnChanged("name")
	s.says("可能已经有了：C-0001 中关村恒通科技有限公司（名称相同）等 3 条。是同一家就不要再建；不是就接着填，可以保存。")
	s.shoot("alike")
	b := find(s, func(b *kit.Banner) bool { return b.Action == "查看" })
	b.OnTap()
	s.says("哪里相像")
	s.shoot("alike-dialog")
	s.press("知道了")
	s.press("保存") // nobody is kept from it
	if got := s.last(); got.View != page.Open {
		t.Errorf("the form went to %+v", got)
	}
}

func TestTwoFilesOfOneCustomerAreMergedSideBySide(t *testing.T) {
	s := newStage(t)
	c := s.double()
	s.open(page.Route{Name: "customer", View: page.Open, ID: 1})
	find(s, func(b *kit.Button) bool { return b.Text == "更多" }).OnTapped()
	s.choose("合并重复的客户…")
	s.says("名称、电话或税号相像的已经选上；下一步逐项对照")
	s.shoot("merge-ask")
	find(s, func(*kit.PickerMulti) bool { return true }).SetValues([]string{fmt.Sprint(c.ID)})
	s.press("下一步")
	s.says("另外 1 条会删除。它们名下的记录都归到留下的一条：联系人 1。整个合并是一步，可以撤销。")
	s.shoot("merge")
	table := find(s, func(t *kit.RowTable) bool { return t.Columns[0].Title == "项目" })
	for row := range table.Count() {
		if table.Cell(row, 0).Text == "级别" {
			table.OnLink(row, "1")
		}
	}
	s.press("合并")
	kept := s.load(party.Customers.Kind, 1).(*party.Customer)
	if kept.Level != "C" || kept.Address != "苏州街 18 号" || kept.Name != "中关村恒通科技有限公司" {
		t.Errorf("%+v", kept)
	}
	s.read(func(r record.Reader) {
		if _, ok := r.Row(party.Customers.Kind, c.ID); ok {
			t.Error("both are still there")
		}
	})
}

func TestSavedQueriesArePickedRenamedAndDeleted(t *testing.T) {
	s := newStage(t)
	if _, err := company.SaveView(s.book, s.hat, party.Customers.Kind, "重点客户", "level=A"); err != nil {
		t.Fatal(err)
	}
	s.open(page.Route{Name: "customer"})
	s.press("查询 ▾")
	s.choose("重点客户")
	total := s.table().Count()
	s.press("管理…")
	s.says("级别：A 重点")
	s.shoot("views")
	dialog := find(s, func(t *kit.RowTable) bool { return t.Columns[0].Title == "名称" })
	dialog.OnSelect(0)
	s.press("重命名")
	s.form().SetValues(map[string]string{"name": "A 级客户"})
	s.pressTop("重命名")
	if got := dialog.Cell(0, 0).Text; got != "A 级客户" {
		t.Errorf("it is called %s", got)
	}
	dialog.OnSelect(0)
	s.pressTop("删除")
	s.pressTop("删除")
	if dialog.Count() != 0 || total == 0 {
		t.Errorf("%d queries are left, the query found %d", dialog.Count(), total)
	}
}
