package page_test

import (
	"slices"
	"testing"

	"crmlab/domain/party"
	"crmlab/domain/record"
	"crmlab/ui/kit"
	"crmlab/ui/page"
)

func TestAdvancedQueryIsSavedAndChosen(t *testing.T) {
	s := newStage(t)
	s.open(page.Route{Name: "customer"})
	s.press("高级查询")
	fields := find(s, func(c *kit.ChoiceField) bool { return c.Value() == "name" })
	fields.OnChanged("credit")
	amount := find(s, func(n *kit.NumberField) bool { return n.Padded })
	amount.SetValue("300000")
	find(s, func(b *kit.Button) bool { return b.Text == "查询" && b.Kind == kit.Primary }).OnTapped()
	s.says("共 6 条")
	s.press("保存查询")
	s.refused("view.name")
	find(s, func(f *kit.TextField) bool { return f.Placeholder == "查询的名称" }).SetValue("大额度")
	s.press("保存查询")
	if len(s.failed) > 0 {
		t.Fatal(s.failed)
	}

	s.asSeller() // settings, not records: every hat may use them
	s.open(page.Route{Name: "customer"})
	s.press("高级查询")
	saved := find(s, func(c *kit.ChoiceField) bool { return c.Placeholder == "已保存的查询" })
	if len(saved.Options) != 1 || saved.Options[0].Label != "大额度" {
		t.Fatalf("saved queries are %+v", saved.Options)
	}
	saved.OnChanged(saved.Options[0].Value)
	s.says("共 2 条")
	s.press("高级查询") // closed, the list still says what narrows it
	s.says("条件　信用额度 不小于 300,000.00")
}

func TestListRouteWithConditionsCanBeWidened(t *testing.T) {
	s := newStage(t)
	s.open(page.Route{Name: "customer", Preset: "level=A"})
	s.says("共 12 条")
	s.says("条件　级别：A 重点")
	find(s, func(l *kit.LinkText) bool { return l.Text == "清除条件" }).OnTapped()
	if got := s.last(); got != (page.Route{Name: "customer"}) {
		t.Errorf("清除条件 goes to %+v", got)
	}
}

func TestListRouteCanSearchAndSort(t *testing.T) {
	s := newStage(t)
	s.open(page.Route{Name: "customer", Preset: "@text=刘建国&@sort=no"})
	s.says("共 3 条")
	if got := s.bar().Values()["@text"]; got != "刘建国" {
		t.Errorf("the bar holds %q", got)
	}
	if c := s.cell(0, "no"); c.Text != "C-0003" {
		t.Errorf("the first is %s", c.Text)
	}
	s.query(map[string]string{"@text": ""})
	s.says("共 36 条")
}

func TestAnEntryCallsItsRecordsByItsOwnNoun(t *testing.T) {
	s := newStage(t)
	agents := page.ForKind(party.Customers.Kind, 3, "代理管理", "role=agent")
	agents.Name, agents.Noun = "agent", "代理"
	s.registry.Entries = append(s.registry.Entries, agents)
	s.open(page.Route{Name: "agent"})
	s.says("还没有代理。")
	s.press("新增代理")
	s.open(s.last())
	s.says("新增代理")
	if got := s.form().Values()["role"]; got != "agent" {
		t.Errorf("the form starts with the role %q", got)
	}
}

func TestExportTakesColumnsOrAllFields(t *testing.T) {
	s := newStage(t)
	s.read(func(r record.Reader) {
		q := page.ListQuery{Page: 1, Size: 20}
		header, types, rows, err := page.ExportTable(r, party.Customers.Kind, "role=customer", q, nil, false)
		if err != nil {
			t.Fatal(err)
		}
		if len(rows) != 36 || len(header) != len(types) || header[0] != "编号" {
			t.Errorf("%d rows under %v", len(rows), header)
		}
		header, _, rows, err = page.ExportTable(r, party.Customers.Kind, "", q, []record.ID{4}, true)
		if err != nil {
			t.Fatal(err)
		}
		credit := slices.Index(header, "信用额度(元)")
		if len(rows) != 1 || credit < 0 || rows[0][credit] != "30000.00" {
			t.Errorf("one record with all fields is %v under %v", rows, header)
		}
	})
	s.asSeller()
	s.read(func(r record.Reader) {
		if _, _, _, err := page.ExportTable(r, party.Customers.Kind, "", page.ListQuery{}, nil, false); !record.IsRefusal(err, "right") {
			t.Errorf("a seller exports: %v", err)
		}
	})
}
