package page_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"crmlab/domain/order"
	"crmlab/domain/party"
	"crmlab/domain/record"
	"crmlab/ui/kit"
	"crmlab/ui/page"
)

// inState puts the order into a state, as its approval would.
func (s *stage) inState(state order.State) {
	s.t.Helper()
	o := s.load(order.Orders.Kind, 1).(*order.Order)
	o.State = state
	if _, err := s.book.Write(record.Hat{}, "准备", func(tx record.Tx) error { return tx.ByRule().Save(o) }); err != nil {
		s.t.Fatal(err)
	}
}

func TestRecordShowsFactsLinesAndTotals(t *testing.T) {
	s := newStage(t)
	s.open(page.Route{Name: "order", View: page.Open, ID: 1})
	s.says("SO-0001　广州粤达电子商行")
	s.says("草稿")
	s.says("合计 60,969.15")
	lines := s.table()
	if n := lines.Count(); n != 3 {
		t.Errorf("the order shows %d lines", n)
	}
	if c := s.cell(0, "net"); c.Text != "37,980.00" {
		t.Errorf("the first line comes to %s", c.Text)
	}
	lines.OnLink(0, "product")
	if got := s.last(); got != (page.Route{Name: "product", View: page.Open, ID: 1}) {
		t.Errorf("the product opens %+v", got)
	}
}

func TestRecordChainLeadsBothWays(t *testing.T) {
	s := newStage(t)
	s.open(page.Route{Name: "order", View: page.Open, ID: 1})
	chain := find(s, func(*kit.Chain) bool { return true })
	if !chain.Links[2].Here || chain.Links[2].OnTapped != nil {
		t.Errorf("the order itself stands in the chain as %+v", chain.Links[2])
	}
	chain.Links[0].OnTapped()
	if s.last().Name != "task" {
		t.Errorf("the first document opens %+v", s.last())
	}
	if chain.Links[3].OnTapped != nil {
		t.Error("a station without a route can be tapped")
	}
}

func TestRecordRelatedKindsLinkBack(t *testing.T) {
	s := newStage(t)
	s.open(page.Route{Name: "customer", View: page.Open, ID: 4})
	s.says("赵敏")
	tabs := find(s, func(*kit.Tabs) bool { return true })
	counts := map[string]int{}
	for _, tab := range tabs.Items {
		counts[tab.Title] = tab.Count
	}
	if counts["联系人"] != 2 || counts["销售订单"] != 1 || counts["报价单"] != 0 {
		t.Errorf("tabs count %v", counts)
	}
	s.press("新增联系人")
	if got := s.last(); got != (page.Route{Name: "contact", View: page.New, Preset: "customer=C-0004"}) {
		t.Errorf("新增联系人 goes to %+v", got)
	}
}

func TestRelatedRecordsHavePages(t *testing.T) {
	s := newStage(t)
	for range 12 {
		page.RunAction(s, order.Copy, []record.ID{1}, func() {})
	}
	s.registry.Shapes[party.Customers.Kind] = &page.Shape{Related: []string{"order"}}
	s.open(page.Route{Name: "customer", View: page.Open, ID: 4})
	if n := s.table().Count(); n != 10 {
		t.Errorf("the tab shows %d of 13 orders", n)
	}
	s.pager().Turn(2)
	if n := s.table().Count(); n != 3 {
		t.Errorf("the second page shows %d of 13 orders", n)
	}
}

func TestRelatedCountsFollowTheReadersRights(t *testing.T) {
	s := newStage(t)
	s.hat = record.Hat{Employee: 3, Position: 2, Dept: 1} // 李军 does not own the customer
	p, _ := s.registry.Find("customer")
	s.shown = p.Build(s, page.Route{Name: "customer", View: page.Open, ID: 4})
	s.window.Content().(*kit.Host).SetContent(s.shown.Object())
	s.says("它不在当前身份的数据权限内")
	s.press("返回列表")
	if s.last() != (page.Route{Name: "customer"}) {
		t.Errorf("返回列表 goes to %+v", s.last())
	}
}

func TestHistoryNamesFieldsAndPeople(t *testing.T) {
	s := newStage(t)
	c := s.load(party.Customers.Kind, 4).(*party.Customer)
	c.Level, c.Owner = "B", 3
	if _, err := s.book.Save(s.hat, c); err != nil {
		t.Fatal(err)
	}
	s.read(func(r record.Reader) {
		lines, err := page.HistoryOf(r, record.Target{Kind: "customer", ID: 4}, 10)
		if err != nil {
			t.Fatal(err)
		}
		if len(lines) != 3 {
			t.Fatalf("want two changed fields and the beginning, got %+v", lines)
		}
		byField := map[string]page.HistoryLine{}
		for _, l := range lines {
			byField[l.Field] = l
		}
		if l := byField["级别"]; l.Old != "A 重点" || l.New != "B 普通" {
			t.Errorf("级别 changed from %s to %s", l.Old, l.New)
		}
		if l := byField["负责人"]; l.Old != "王芳" || l.New != "李军" {
			t.Errorf("负责人 changed from %s to %s", l.Old, l.New)
		}
		if !lines[0].First || lines[0].Who != "周强" || lines[1].First {
			t.Errorf("the entry is said as %+v", lines[:2])
		}
		if l := byField[""]; l.Who != "系统" || !strings.Contains(l.New, "客户名称 广州粤达电子商行") {
			t.Errorf("the record began as %+v", l)
		}
	})
}

func TestActionsThatAreNotAllowedSayWhy(t *testing.T) {
	s := newStage(t)
	s.read(func(r record.Reader) {
		v, err := page.LoadRecord(r, s.book.Kinds(), order.Orders.Kind, 1, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range v.Actions {
			if a.Action == order.Execute && !record.IsRefusal(a.Blocked, "state") {
				t.Errorf("登记执行 of a draft: %v", a.Blocked)
			}
			if a.Action == order.Submit && a.Blocked != nil {
				t.Errorf("提交审批 of a draft: %v", a.Blocked)
			}
		}
	})
	s.inState(order.Review)
	s.open(page.Route{Name: "order", View: page.Open, ID: 1})
	edit := find(s, func(b *kit.Button) bool { return b.Text == "编辑" })
	if !strings.Contains(edit.Reason, "审批中") {
		t.Errorf("编辑 says %q", edit.Reason)
	}
}

func TestDangerousActionAsksItsInputsAndClosesOnlyOnSuccess(t *testing.T) {
	s := newStage(t)
	s.inState(order.Running)
	s.open(page.Route{Name: "order", View: page.Open, ID: 1})
	page.RunAction(s, order.Terminate, []record.ID{1}, s.shown.Reload)
	s.says("终止后订单不再执行，已执行的部分保留，回款计划减到已执行的金额。要终止吗？")
	s.shoot("action-terminate")
	confirm := find(s, func(b *kit.Button) bool { return b.Text == "终止" && b.Kind == kit.Danger && b.MinWidth > 0 })
	confirm.OnTapped()
	if len(s.done) != 0 {
		t.Fatal("the order was terminated without a reason")
	}
	s.form().SetValues(map[string]string{"reason": "客户取消"})
	confirm.OnTapped()
	if len(s.done) != 1 || s.load(order.Orders.Kind, 1).(*order.Order).State != order.Ended {
		t.Fatalf("done %v, failed %v", s.done, s.failed)
	}
	if n := len(s.window.Canvas().Overlays().List()); n != 0 {
		t.Errorf("%d dialogs stay open", n)
	}
	s.says("已终止")
}

func TestActionGoesToItsResult(t *testing.T) {
	s := newStage(t)
	s.open(page.Route{Name: "order", View: page.Open, ID: 1})
	s.press("复制为新订单")
	if got := s.last(); got != (page.Route{Name: "order", View: page.Open, ID: 2}) {
		t.Errorf("the copy opens as %+v; failed %v", got, s.failed)
	}
}

func TestActionWithLinesStartsWithWhatIsLeft(t *testing.T) {
	s := newStage(t)
	s.inState(order.Running)
	s.open(page.Route{Name: "order", View: page.Open, ID: 1})
	s.press("登记执行")
	s.shoot("action-execute")
	find(s, func(b *kit.Button) bool { return b.Text == "登记执行" && b.MinWidth > 0 }).OnTapped()
	if len(s.done) != 1 {
		t.Fatalf("failed %v; the dialog says %s", s.failed, s.words())
	}
}

func TestRecordIsDeletedAndCopied(t *testing.T) {
	s := newStage(t)
	p := s.open(page.Route{Name: "contact", View: page.Open, ID: 1})
	more := find(s, func(b *kit.Button) bool { return b.Text == "更多" })
	more.OnTapped()
	s.window.Canvas().Overlays().Remove(s.window.Canvas().Overlays().Top())
	if !p.(page.Shortcuts).Shortcut("Delete") {
		t.Fatal("Delete is not taken")
	}
	s.press("删除")
	if s.last() != (page.Route{Name: "contact"}) || len(s.done) != 1 {
		t.Errorf("after 删除: %+v, %v", s.last(), s.failed)
	}
}

func TestModuleTabsAndAsideStandOnTheRecord(t *testing.T) {
	s := newStage(t)
	shape := s.registry.Shapes[order.Orders.Kind]
	shape.Related = []string{"receipt"}
	shape.Tabs = []page.Tab{{Label: "审批", Count: func(record.Reader, record.ID) int { return 7 },
		Build: func(page.Host, record.ID) fyne.CanvasObject { return kit.Label("审批经过") }}}
	s.open(page.Route{Name: "order", View: page.Open, ID: 1})
	tabs := find(s, func(*kit.Tabs) bool { return true })
	if len(tabs.Items) != 4 || tabs.Items[0].Title != "收款" || tabs.Items[1].Count != 7 {
		t.Errorf("tabs are %+v", tabs.Items)
	}
	s.says("审批经过")
	s.says("提交前检查")
}

func TestARecordOpensInTheEntryThatListsIt(t *testing.T) {
	s := newStage(t)
	agents := page.ForKind(party.Customers.Kind, 3, "代理管理", "role=agent")
	agents.Name = "agent"
	s.registry.Entries = append(s.registry.Entries, agents)
	c := s.load(party.Customers.Kind, 4).(*party.Customer)
	c.Role, c.Level = party.RoleAgent, ""
	s.save(c)
	s.read(func(r record.Reader) {
		for id, want := range map[record.ID]string{4: "agent", 5: "customer"} {
			if got, ok := s.registry.RouteTo(r, record.Target{Kind: "customer", ID: id}); !ok || got.Name != want || got.ID != id {
				t.Errorf("customer %d opens in %+v", id, got)
			}
		}
		if _, ok := s.registry.RouteTo(r, record.Target{Kind: "receipt", ID: 1}); ok {
			t.Error("a kind without an entry has a route")
		}
	})
	s.open(page.Route{Name: "contact"})
	s.table().OnLink(0, "customer")
	if s.last().Name != "agent" {
		t.Errorf("the contact's agent opens in %+v", s.last())
	}
}
