package page_test

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"crmlab/domain/company"
	"crmlab/domain/party"
	"crmlab/domain/record"
	uicompany "crmlab/ui/company"
	"crmlab/ui/kit"
	"crmlab/ui/page"
)

// newCompany is a stage with the special pages of the company's settings.
func newCompany(t *testing.T) *stage {
	s := newStage(t)
	for k, shape := range uicompany.Shapes() {
		s.registry.Shapes[k] = shape
	}
	s.registry.Explain = uicompany.Explain
	return s
}

func TestAPositionIsDefinedByMatrices(t *testing.T) {
	s := newCompany(t)
	form := s.open(page.Route{Name: "position", View: page.Edit, ID: 2})
	s.shoot("position-form")
	rights := find(s, func(m *kit.Matrix) bool { return !m.Single })
	limits := find(s, func(m *kit.Matrix) bool { return m.Single })
	key := func(m *kit.Matrix, names ...fyne.KeyName) {
		for _, n := range names {
			m.TypedKey(&fyne.KeyEvent{Name: n})
		}
	}
	key(rights, fyne.KeyEnd, fyne.KeySpace) // 作废 of 企业设置
	at := slices.IndexFunc(limits.Rows, func(r kit.MatrixRow) bool { return r.Title == "信用额度" })
	if at < 0 {
		t.Fatalf("the customers' fields are %+v", limits.Rows)
	}
	if slices.ContainsFunc(limits.Rows, func(r kit.MatrixRow) bool { return r.Title == "客户名称" || r.Title == "编号" }) {
		t.Error("what everybody has to know can be hidden")
	}
	limits.Toggle(at, 2)
	s.says("1 类记录里共有 1 个字段受限。")
	kind := find(s, func(c *kit.ChoiceField) bool { return c.Value() == "customer" && len(c.Options) > 3 })
	kind.Choose("order")
	limits = find(s, func(m *kit.Matrix) bool { return m.Single })
	at = slices.IndexFunc(limits.Rows, func(r kit.MatrixRow) bool { return r.Title == "明细·折扣" })
	if at < 0 {
		t.Fatalf("the orders' fields are %+v", limits.Rows)
	}
	limits.Toggle(at, 1)
	s.shoot("position-limits")
	form.(page.Shortcuts).Shortcut("Ctrl+S")
	if len(s.failed) > 0 || s.backs != 1 {
		t.Fatal(s.failed)
	}
	s.read(func(r record.Reader) {
		p, err := record.Get(r, record.Ref[company.Position](2))
		if err != nil {
			t.Fatal(err)
		}
		want := []company.FieldLimit{{Field: "customer.credit", Right: company.LimitHidden}, {Field: "order.lines.discount", Right: company.LimitRead}}
		if !slices.Equal(p.Fields, want) {
			t.Errorf("the limits are %+v", p.Fields)
		}
		if !p.Rights[0].Cancel || p.Rights[0].Module != "company" || !p.Rights[0].View {
			t.Errorf("the rights are %+v", p.Rights[0])
		}
	})
	s.open(page.Route{Name: "position", View: page.Open, ID: 2})
	s.says("客户·信用额度")
	s.says("销售订单·明细·折扣")
	s.shoot("position-record")
}

// What a position may not see is on none of its pages: not as a column, not on the record, not on
// the form, not in the log, and no link with a condition asks for it.
func TestAHiddenFieldIsOnNoPage(t *testing.T) {
	s := newCompany(t)
	set := func(id record.ID, change func(*party.Customer)) {
		t.Helper()
		var c *party.Customer
		s.read(func(r record.Reader) {
			var err error
			if c, err = record.Get(r, record.Ref[party.Customer](id)); err != nil {
				t.Fatal(err)
			}
		})
		change(c)
		if _, err := s.book.Save(s.hat, c); err != nil {
			t.Fatal(err)
		}
	}
	var mine record.ID
	s.read(func(r record.Reader) {
		_ = r.Each(party.Customers.Kind, []record.Cond{record.Where("owner", record.LinkValue(2))}, func(row record.Row) bool { mine = row.ID(); return false })
	})
	set(mine, func(c *party.Customer) { c.Credit, c.Phone = money(765432), "029-55556666" })
	var p *company.Position
	s.read(func(r record.Reader) {
		var err error
		if p, err = record.Get(r, record.Ref[company.Position](2)); err != nil {
			t.Fatal(err)
		}
	})
	p.Fields = []company.FieldLimit{{Field: "customer.credit", Right: company.LimitHidden}, {Field: "customer.phone", Right: company.LimitRead}}
	if _, err := s.book.Save(s.hat, p); err != nil {
		t.Fatal(err)
	}
	s.asSeller()
	silent := func(what string) {
		t.Helper()
		for _, text := range []string{"765,432.00", "信用额度"} {
			if strings.Contains(s.words(), text) {
				t.Errorf("%s shows %s", what, text)
			}
		}
	}
	s.open(page.Route{Name: "customer"})
	silent("the list")
	s.press("高级查询")
	if f := find(s, func(c *kit.ChoiceField) bool { return c.Value() == "name" }); slices.ContainsFunc(f.Options, func(o kit.Option) bool { return strings.Contains(o.Label, "信用额度") }) {
		t.Error("an advanced query offers the field")
	}
	s.open(page.Route{Name: "customer", View: page.Open, ID: mine})
	silent("the record")
	s.says("029-55556666")
	s.open(page.Route{Name: "customer", View: page.Edit, ID: mine})
	silent("the form")
	for _, section := range s.form().Sections {
		for _, f := range section.Fields {
			if f.ID == "phone" && !f.ReadOnly {
				t.Error("the form lets the telephone number be changed")
			}
		}
	}
	if err := s.book.Read(s.hat, func(r record.Reader) error {
		_, err := page.LoadList(r, party.Customers.Kind, "credit>=1", page.ListQuery{Page: 1, Size: 20})
		return err
	}); err == nil {
		t.Error("a link with a condition on the field is followed")
	}
	s.open(page.Route{Name: "customer", Preset: "@sort=credit"})
	silent("a sorted list")
}
