package page_test

import (
	"strings"
	"testing"

	"crmlab/domain/company"
	"crmlab/domain/order"
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
	if b := find(s, func(b *kit.Button) bool { return b.Text == "导入" }); !b.Disabled() {
		t.Error("a seller without the right may import")
	}
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
	if !p.Watches(events[2]) {
		t.Error("the list does not watch the owners whose names it shows")
	}
	p.Reload()
	s.query(map[string]string{"@text": "新名称"})
	if c := s.cell(0, "name"); c.Text != "新名称" {
		t.Errorf("after a reload the name is %s", c.Text)
	}
	if s.open(page.Route{Name: "product"}).Watches(events[1]) {
		t.Error("the list of products watches contacts")
	}
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

func TestListAndPickersSearchByPinyinInitials(t *testing.T) {
	s := newStage(t)
	s.open(page.Route{Name: "customer"})
	s.query(map[string]string{"@text": "gzyd"})
	s.says("共 3 条")
	s.open(page.Route{Name: "order", View: page.New})
	find(s, func(p *kit.Picker) bool {
		found := p.Find("whdhyy")
		return len(found) == 3 && found[2].Label == "武汉东湖医院"
	})
}

func TestAnActionOnManyIsOneStep(t *testing.T) {
	s := newStage(t)
	page.RunAction(s, order.Copy, []record.ID{1}, func() {})
	s.open(page.Route{Name: "order"})
	s.table().CheckAll(true)
	s.says("已选 2 条")
	page.RunAction(s, order.Copy, []record.ID{2, 1}, s.shown.Reload)
	s.says("共 4 条")
	if n := len(s.done); n != 2 || s.done[1].Label != "复制为新订单 2 条销售订单" {
		t.Fatalf("steps are %+v, failed %v", s.done, s.failed)
	}
	if _, err := s.book.Undo(s.hat); err != nil {
		t.Fatal(err)
	}
	s.shown.Reload()
	s.says("共 2 条")
	s.press("取消选择")
	if got := s.table().Checked(); len(got) != 0 {
		t.Errorf("still ticked: %v", got)
	}
}

func TestAnActionOnManyThatOneRefusesChangesNothing(t *testing.T) {
	s := newStage(t)
	page.RunAction(s, order.Copy, []record.ID{1}, func() {})
	s.inState(order.Running)
	page.RunAction(s, order.Adopt, []record.ID{2, 1}, func() {})
	s.press("转为历史订单")
	if len(s.failed) != 1 || s.load(order.Orders.Kind, 2).(*order.Order).State != order.Draft {
		t.Errorf("failed %v", s.failed)
	}
}

func TestTotalsRowOfDocuments(t *testing.T) {
	s := newStage(t)
	s.open(page.Route{Name: "order"})
	if sum := s.table().Summary; sum == nil || sum(s.column("total")).Text != "60,969.15" {
		t.Error("the list of orders does not add up its totals")
	}
	s.open(page.Route{Name: "product"})
	if s.table().Summary != nil {
		t.Error("the list of products adds up prices")
	}
}
