package page_test

import (
	"slices"
	"strings"
	"testing"

	"crmlab/domain/company"
	"crmlab/domain/party"
	"crmlab/domain/record"
	"crmlab/ui/kit"
	"crmlab/ui/page"
)

// cell is what the first table shows in a row and a column named by its field.
func (s *stage) cell(row int, column string) kit.Cell {
	s.t.Helper()
	at := s.column(column)
	if at < 0 {
		s.t.Fatalf("the table has no column %s", column)
	}
	return s.table().Cell(row, at)
}

func (s *stage) bar() *kit.QueryBar { return find(s, func(*kit.QueryBar) bool { return true }) }

func (s *stage) pager() *kit.Pager { return find(s, func(*kit.Pager) bool { return true }) }

// query fills the query bar and asks.
func (s *stage) query(values map[string]string) {
	s.t.Helper()
	s.bar().SetValues(values)
	s.bar().OnQuery()
}

func TestListShowsCountPagesAndRows(t *testing.T) {
	s := newStage(t)
	s.open(page.Route{Name: "customer"})
	if n := s.table().Count(); n != 20 {
		t.Errorf("the first page has %d rows, want 20", n)
	}
	if c := s.cell(0, "no"); c.Text != "C-0036" || !c.Link {
		t.Errorf("the newest record comes first as a link, got %+v", c)
	}
	s.pager().Turn(2)
	if n := s.table().Count(); n != 16 {
		t.Errorf("the second page has %d rows, want 16", n)
	}
	s.pager().Turn(1)
	if n := s.table().Count(); n != 20 {
		t.Errorf("back on the first page there are %d rows", n)
	}
}

func TestListQueryBarNarrowsAndResets(t *testing.T) {
	s := newStage(t)
	s.open(page.Route{Name: "customer"})
	s.query(map[string]string{"level": "A", "@text": "恒通"})
	s.says("共 1 条")
	if c := s.cell(0, "name"); c.Text != "中关村恒通科技有限公司" {
		t.Errorf("found %q", c.Text)
	}
	s.query(map[string]string{"@text": "没有这样的客户"})
	s.says("没有符合条件的客户档案。")
	s.press("清除条件")
	s.says("共 36 条")
	if got := s.bar().Values(); len(got) != 0 {
		t.Errorf("the bar still holds %v", got)
	}
}

func TestListSortsByAnyColumnAndBack(t *testing.T) {
	s := newStage(t)
	s.open(page.Route{Name: "customer"})
	table := s.table()
	table.OnSort(kit.Sort{Column: "no", Order: kit.Ascending})
	if c := s.cell(0, "no"); c.Text != "C-0001" {
		t.Errorf("ascending begins with %s", c.Text)
	}
	table.OnSort(kit.Sort{Column: "no", Order: kit.Descending})
	if c := s.cell(0, "no"); c.Text != "C-0036" {
		t.Errorf("descending begins with %s", c.Text)
	}
	table.OnSort(kit.Sort{Column: "no"})
	if c := s.cell(0, "no"); c.Text != "C-0036" {
		t.Errorf("without an order the newest comes first, got %s", c.Text)
	}
}

func TestListPageSizeAndColumnsAreKept(t *testing.T) {
	s := newStage(t)
	s.settings.SetListLook("customer", page.ListLook{Columns: []string{"no", "phone", "gone"}, Size: 50})
	s.open(page.Route{Name: "customer"})
	if n := s.table().Count(); n != 36 {
		t.Errorf("a page of 50 shows %d rows", n)
	}
	if len(s.table().Columns) != 2 || s.column("phone") != 1 {
		t.Errorf("columns are %+v; a field that is gone is passed over", s.table().Columns)
	}
	s.table().OnResized("phone", 333)
	if w := s.settings.ListLook("customer").Widths["phone"]; w != 333 {
		t.Errorf("the width is kept as %v", w)
	}
}

func TestListFollowsClicks(t *testing.T) {
	s := newStage(t)
	s.open(page.Route{Name: "customer"})
	s.table().OnLink(0, "name")
	if got := s.last(); got != (page.Route{Name: "customer", View: page.Open, ID: 36}) {
		t.Errorf("the name opens %+v", got)
	}
	s.table().OnOpen(0)
	if got := s.last(); got.View != page.Edit || got.ID != 36 {
		t.Errorf("a double click opens %+v", got)
	}
	s.open(page.Route{Name: "contact"})
	s.table().OnLink(0, "customer")
	if got := s.last(); got != (page.Route{Name: "customer", View: page.Open, ID: 4}) {
		t.Errorf("the linked customer opens %+v", got)
	}
}

func TestListKeys(t *testing.T) {
	s := newStage(t)
	p := s.open(page.Route{Name: "customer"}).(page.Shortcuts)
	if !p.Shortcut("Ctrl+N") || s.last().View != page.New || s.last().Preset != "role=customer" {
		t.Errorf("Ctrl+N went to %+v", s.last())
	}
	if p.Shortcut("F2") {
		t.Error("F2 without a row does something")
	}
	s.table().Select(1)
	if !p.Shortcut("F2") || s.last().ID != 35 {
		t.Errorf("F2 went to %+v", s.last())
	}
	p.Shortcut("PgDn")
	if n := s.table().Count(); n != 16 {
		t.Errorf("after PgDn there are %d rows", n)
	}
	p.Shortcut("PgUp")
	if n := s.table().Count(); n != 20 {
		t.Errorf("after PgUp there are %d rows", n)
	}
	if p.Shortcut("Ctrl+Q") {
		t.Error("an unknown key is taken")
	}
}

func TestListDeletesManyInOneStep(t *testing.T) {
	s := newStage(t)
	s.open(page.Route{Name: "customer"})
	s.query(map[string]string{"@text": "张晓梅"})
	s.table().CheckAll(true)
	s.says("已选 3 条")
	s.press("删除")
	s.says("删除选中的 3 条客户？删除后可以撤销。")
	find(s, func(b *kit.Button) bool { return b.Text == "删除" && b.Kind == kit.Danger && !b.Small }).OnTapped()
	s.says("共 0 条")
	if len(s.done) != 1 || len(s.done[0].Changes) != 3 {
		t.Fatalf("want one step of three changes, got %+v", s.done)
	}
}

func TestListRefusesToDeleteWhatIsLinked(t *testing.T) {
	s := newStage(t)
	p := s.open(page.Route{Name: "customer"}).(page.Shortcuts)
	s.query(map[string]string{"@text": "C-0004"})
	s.table().Select(0)
	p.Shortcut("Delete")
	s.press("删除")
	s.refused("linked")
}

func TestRowMenuSaysWhyNot(t *testing.T) {
	s := newStage(t)
	s.asSeller()
	s.open(page.Route{Name: "customer"})
	var remove kit.MenuItem
	for _, item := range s.table().OnMenu(0) {
		if item.Text == "删除" {
			remove = item
		}
	}
	if !strings.Contains(remove.Reason, "没有客户管理的「删除」权限") {
		t.Errorf("删除 says %q", remove.Reason)
	}
}

func TestSellerSeesOwnRecordsAndCannotExport(t *testing.T) {
	s := newStage(t)
	s.asSeller()
	s.open(page.Route{Name: "customer"})
	s.says("共 12 条")
	export := find(s, func(b *kit.Button) bool { return b.Text == "导出" })
	if !export.Disabled() || !strings.Contains(export.Reason, "导出") {
		t.Errorf("导出 says %q", export.Reason)
	}
}

func TestListFollowsStepsThatConcernIt(t *testing.T) {
	s := newStage(t)
	p := s.open(page.Route{Name: "customer"})
	var events []record.Event
	cancel := s.book.Subscribe(func(e record.Event) { events = append(events, e) })
	defer cancel()
	c := s.load(party.Customers.Kind, 1).(*party.Customer)
	c.Name = "新名称"
	s.save(c)
	k := s.load(party.Contacts.Kind, 1).(*party.Contact)
	k.Name = "赵敏敏"
	s.save(k)
	e := s.load(company.Employees.Kind, 2).(*company.Employee)
	e.Name = "王小芳"
	s.save(e)
	if !p.Watches(events[0]) {
		t.Error("the list does not watch its own kind")
	}
	if p.Watches(events[1]) {
		t.Error("the list of customers watches contacts")
	}
	if !p.Watches(events[2]) {
		t.Error("the list does not watch the owners whose names it shows")
	}
	p.Reload()
	s.query(map[string]string{"@text": "新名称"})
	if c := s.cell(0, "name"); c.Text != "新名称" {
		t.Errorf("after a reload the name is %s", c.Text)
	}
}

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
	if len(saved.Options) != 1 || saved.Options[0].Label != "大额度" || saved.Options[0].Value != "credit>=300000.00" {
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

// queued is a Runner whose answers come when the test says so.
type queued struct{ waiting []func() }

func (q *queued) Go(work func()) { q.waiting = append(q.waiting, work) }
func (q *queued) UI(show func()) { show() }

func TestASlowAnswerDoesNotReplaceANewerOne(t *testing.T) {
	s := newStage(t)
	q := &queued{}
	s.runner = q
	s.open(page.Route{Name: "customer"})
	s.query(map[string]string{"@text": "刘建国"})
	slow, quick := q.waiting[0], q.waiting[1]
	quick()
	slow()
	s.says("共 3 条")
}
