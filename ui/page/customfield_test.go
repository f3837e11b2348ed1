package page_test

import (
	"slices"
	"testing"

	"crmlab/domain/company"
	"crmlab/domain/party"
	"crmlab/domain/record"
	"crmlab/ui/kit"
	"crmlab/ui/page"
)

// A field that the company defines while it works is a field like any other: on every page, in
// every query, in every file.
func TestAFieldDefinedAtRunTimeIsEverywhere(t *testing.T) {
	s := newStage(t)
	list := s.open(page.Route{Name: "customer"})
	if _, err := s.book.Save(s.hat, &company.FieldDef{Name: "成立年份", Kind: "customer", Type: "int", Listed: true}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.book.Save(s.hat, &company.FieldDef{Name: "店面规模", Kind: "customer", Type: "choice", Options: "大、中、小", Listed: true, Required: true}); err != nil {
		t.Fatal(err)
	}
	list.Reload()
	if s.column("x1000") < 0 || s.column("x1001") < 0 {
		t.Fatalf("the list shows %+v", s.table().Columns)
	}

	form := s.open(page.Route{Name: "customer", View: page.Edit, ID: 4})
	s.says("自定义属性")
	s.press("保存")
	s.says("请选择店面规模")
	s.fill(map[string]string{"x1000": "2011", "x1001": "中"})
	form.(page.Shortcuts).Shortcut("Ctrl+S")
	if len(s.failed) > 0 || s.backs != 1 {
		t.Fatal(s.failed)
	}

	s.open(page.Route{Name: "customer", View: page.Open, ID: 4})
	s.says("成立年份")
	s.says("2,011")
	s.read(func(r record.Reader) {
		lines, err := page.HistoryOf(r, record.Target{Kind: "customer", ID: 4}, 1)
		if err != nil || !slices.ContainsFunc(lines, func(l page.HistoryLine) bool { return l.Field == "店面规模" && l.New == "中" }) {
			t.Errorf("the history says %+v, %v", lines, err)
		}
	})

	s.open(page.Route{Name: "customer", Preset: "x1000>=2010"})
	s.says("共 1 条")
	if c := s.cell(0, "x1001"); c.Text != "中" {
		t.Errorf("the list shows %+v", c)
	}
	s.press("高级查询")
	field := find(s, func(c *kit.ChoiceField) bool { return c.Value() == "name" })
	if !slices.ContainsFunc(field.Options, func(o kit.Option) bool { return o.Label == "成立年份" }) {
		t.Error("an advanced query does not offer the field")
	}
	s.read(func(r record.Reader) {
		header, _, rows, err := page.ExportTable(r, party.Customers.Kind, "", page.ListQuery{Columns: []string{"no", "x1000"}}, []record.ID{4}, false)
		if err != nil || len(rows) != 1 || header[1] != "成立年份" || rows[0][1] != "2011" {
			t.Errorf("the file holds %v under %v, %v", rows, header, err)
		}
	})
}
