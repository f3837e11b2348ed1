package page_test

import (
	"strings"
	"testing"

	"crmlab/domain/company"
	"crmlab/domain/order"
	"crmlab/domain/party"
	"crmlab/ui/kit"
	"crmlab/ui/page"
)

// fill types into the form as a user would: the form hears of it.
func (s *stage) fill(values map[string]string) {
	s.t.Helper()
	form := s.form()
	form.SetValues(values)
	for id := range values {
		form.OnChanged(id)
	}
}

func TestNewRecordStartsWithDefaultsAndPreset(t *testing.T) {
	s := newStage(t)
	s.open(page.Route{Name: "contact", View: page.New, Preset: "customer=C-0004"})
	v := s.form().Values()
	if v["customer"] != "4" || v["owner"] != "1" {
		t.Errorf("the form starts with %v", v)
	}
	s.fill(map[string]string{"name": "钱七"})
	s.press("保存")
	if got := s.last(); got != (page.Route{Name: "contact", View: page.Open, ID: 3}) {
		t.Errorf("after 保存 the page goes to %+v; %v", got, s.failed)
	}
	if c := s.load(party.Contacts.Kind, 3).(*party.Contact); c.Name != "钱七" || c.Customer != 4 {
		t.Errorf("stored %+v", c)
	}
	if len(s.done) != 1 || s.done[0].Label != "新增联系人 K-0003" {
		t.Errorf("told of %+v", s.done)
	}
}

func TestAllMistakesAreSaidAtOnce(t *testing.T) {
	s := newStage(t)
	s.open(page.Route{Name: "customer", View: page.New})
	s.fill(map[string]string{"role": "", "credit": "viel"})
	s.press("保存")
	s.says("请填写客户名称")
	s.says("请选择角色")
	s.says("这里只能填数字")
	if len(s.routes) != 0 {
		t.Errorf("the page went to %+v", s.routes)
	}
	s.shoot("form-errors")
}

func TestRefusalOfARuleStandsAtItsField(t *testing.T) {
	s := newStage(t)
	s.open(page.Route{Name: "customer", View: page.New})
	s.fill(map[string]string{"name": "早到公司", "nextOn": "2026-01-01"})
	s.press("保存")
	s.says("下次联系 2026-01-01 早于业务日期 2026-11-23。选择今天或以后的日期。")
	if v := s.form().Values(); v["name"] != "早到公司" {
		t.Errorf("the form lost what was typed: %v", v)
	}
	s.fill(map[string]string{"nextOn": "2026-12-01"})
	s.press("保存")
	if s.last().View != page.Open {
		t.Errorf("went to %+v", s.last())
	}
	if c := s.load(party.Customers.Kind, 37).(*party.Customer); c.No != "C-0037" {
		t.Errorf("the refused attempt used up a number: %s", c.No)
	}
}

func TestSaveAndNextStartsAnotherForm(t *testing.T) {
	s := newStage(t)
	s.open(page.Route{Name: "contact", View: page.New, Preset: "customer=C-0004"})
	s.fill(map[string]string{"name": "甲"})
	s.press("保存继续")
	if v := s.form().Values(); v["name"] != "" || v["customer"] != "4" {
		t.Errorf("the next form starts with %v", v)
	}
	s.fill(map[string]string{"name": "乙"})
	s.press("保存继续")
	if s.load(party.Contacts.Kind, 4).(*party.Contact).Name != "乙" || len(s.routes) != 0 {
		t.Errorf("went to %v, failed %v", s.routes, s.failed)
	}
}

func TestEditSavesAndGoesBack(t *testing.T) {
	s := newStage(t)
	p := s.open(page.Route{Name: "customer", View: page.Edit, ID: 4})
	if f := s.form().Values()["credit"]; f != "30000.00" {
		t.Errorf("the credit shows as %q", f)
	}
	s.fill(map[string]string{"city": "广州", "level": ""})
	p.(page.Shortcuts).Shortcut("Ctrl+S")
	c := s.load(party.Customers.Kind, 4).(*party.Customer)
	if c.City != "广州" || c.Level != "" || s.backs != 1 {
		t.Errorf("stored %s %q, went back %d times, failed %v", c.City, c.Level, s.backs, s.failed)
	}
}

func TestAnOlderRevisionIsRefusedAndOpenedAnew(t *testing.T) {
	s := newStage(t)
	s.open(page.Route{Name: "customer", View: page.Edit, ID: 4})
	c := s.load(party.Customers.Kind, 4).(*party.Customer)
	c.City = "深圳"
	s.save(c)
	s.fill(map[string]string{"city": "广州"})
	s.press("保存")
	s.says("打开之后它已经被别的操作改过")
	s.press("重新打开")
	if v := s.form().Values()["city"]; v != "深圳" {
		t.Errorf("the form shows %s", v)
	}
}

func TestALockedRecordHasNoForm(t *testing.T) {
	s := newStage(t)
	s.inState(order.Review)
	s.open(page.Route{Name: "order", View: page.Edit, ID: 1})
	s.says("它现在是「审批中」，内容已锁定")
	s.press("返回")
	if s.backs != 1 {
		t.Error("返回 does not go back")
	}
}

func TestLeavingAsksOnlyWhenSomethingWouldBeLost(t *testing.T) {
	s := newStage(t)
	p := s.open(page.Route{Name: "customer", View: page.Edit, ID: 4}).(page.Leaver)
	left := 0
	leave := func() { left++ }
	p.Leave(leave)
	if left != 1 {
		t.Fatal("a form without changes keeps the user")
	}
	s.fill(map[string]string{"city": "广州"})
	p.Leave(leave)
	if left != 1 {
		t.Fatal("changes were lost without a question")
	}
	s.press("不保存")
	if left != 2 || s.load(party.Customers.Kind, 4).(*party.Customer).City != "北京" {
		t.Errorf("left %d times", left)
	}
	p.Leave(leave)
	if left != 3 {
		t.Error("the question comes again after it was answered")
	}
}

func TestLeavingCanSaveFirst(t *testing.T) {
	s := newStage(t)
	p := s.open(page.Route{Name: "customer", View: page.Edit, ID: 4}).(page.Leaver)
	s.fill(map[string]string{"city": "广州"})
	left := false
	p.Leave(func() { left = true })
	find(s, func(b *kit.Button) bool { return b.Text == "保存" && b.MinWidth > 0 }).OnTapped()
	if !left || s.load(party.Customers.Kind, 4).(*party.Customer).City != "广州" {
		t.Errorf("left %v, failed %v", left, s.failed)
	}
}

func TestADraftSurvivesACrash(t *testing.T) {
	s := newStage(t)
	s.open(page.Route{Name: "order", View: page.New})
	s.fill(map[string]string{"party": "4", "signer": "陈先生"})
	s.press("添加一行")
	if len(s.drafts) != 1 {
		t.Fatalf("drafts are %v", s.drafts)
	}
	s.open(page.Route{Name: "order", View: page.New}) // the program was started again
	s.says("已恢复上次没有保存的内容。")
	if v := s.form().Values(); v["signer"] != "陈先生" || v["party"] != "4" {
		t.Errorf("the draft holds %v", v)
	}
	find(s, func(l *kit.LinkText) bool { return l.Text == "放弃这些内容" }).OnTapped()
	if v := s.form().Values(); v["signer"] != "" || len(s.drafts) != 0 {
		t.Errorf("after 放弃 the form holds %v, drafts %v", v, s.drafts)
	}
	s.fill(map[string]string{"party": "4", "signer": "陈先生"})
	s.press("保存")
	if len(s.drafts) != 0 || len(s.failed) > 0 {
		t.Errorf("a saved form leaves drafts %v, failed %v", s.drafts, s.failed)
	}
}

func TestADraftOfAnOlderRevisionIsNotTaken(t *testing.T) {
	s := newStage(t)
	s.open(page.Route{Name: "customer", View: page.Edit, ID: 4})
	s.fill(map[string]string{"city": "广州"})
	c := s.load(party.Customers.Kind, 4).(*party.Customer)
	c.City = "深圳"
	s.save(c)
	s.open(page.Route{Name: "customer", View: page.Edit, ID: 4})
	if v := s.form().Values()["city"]; v != "深圳" {
		t.Errorf("the form shows %s", v)
	}
}

func TestTotalsFollowWhatIsTyped(t *testing.T) {
	s := newStage(t)
	s.open(page.Route{Name: "order", View: page.Edit, ID: 1})
	s.says("合计 60,969.15")
	s.fill(map[string]string{"discount": "10"})
	s.says("合计 54,872.24")
	qty := find(s, func(n *kit.NumberField) bool { return n.Value() == "20" })
	qty.SetValue("10")
	qty.OnChanged("10")
	s.says("18,990.00")
	s.press("添加一行")
	qty.SetValue("20")
	qty.OnChanged("20")
	s.says("37,980.00") // though the new line is still blank
	if o := s.load(order.Orders.Kind, 1).(*order.Order); o.Discount.String() != "0" {
		t.Errorf("trying stored a discount of %s", o.Discount)
	}
}

func TestLinesAreAddedCopiedAndRemoved(t *testing.T) {
	s := newStage(t)
	s.open(page.Route{Name: "order", View: page.Edit, ID: 1})
	rows := func() []string {
		var out []string
		for _, w := range strings.Split(s.words(), "\n") {
			if w == "复制" {
				out = append(out, w)
			}
		}
		return out
	}
	find(s, func(b *kit.Button) bool { return b.Text == "删除" && b.Small }).OnTapped()
	find(s, func(b *kit.Button) bool { return b.Text == "复制" && b.Small }).OnTapped()
	s.press("添加一行")
	if n := len(rows()); n != 4 {
		t.Fatalf("3 lines less one, one copied, one added: %d", n)
	}
	s.press("保存")
	s.says("明细第 4 行：产品没有填写")
	s.says("明细第 4 行：数量应大于 0")
	s.shoot("form-lines-errors")
	if s.backs != 0 {
		t.Error("the form went away")
	}
}

func TestFieldsFollowOthers(t *testing.T) {
	s := newStage(t)
	s.open(page.Route{Name: "field", View: page.New})
	if strings.Contains(s.words(), "用、隔开") {
		t.Error("选项 is shown for a text")
	}
	s.fill(map[string]string{"type": "choice"})
	s.says("用、隔开，如 高、中、低")
}

func TestPickersOfferWhatTheRecordAllows(t *testing.T) {
	s := newStage(t)
	s.open(page.Route{Name: "order", View: page.Edit, ID: 1})
	contact := find(s, func(p *kit.Picker) bool { return len(p.Find("赵")) == 1 })
	if got := contact.Find(""); len(got) != 2 {
		t.Errorf("contacts of the customer are %+v", got)
	}
	s.fill(map[string]string{"party": "5"})
	if got := contact.Find(""); len(got) != 0 {
		t.Errorf("another customer's contacts are %+v", got)
	}
}

func TestASellerPicksFromDefinitionsWithoutRightsThere(t *testing.T) {
	s := newStage(t)
	pos := s.load(company.Positions.Kind, 2).(*company.Position)
	for i := range pos.Rights {
		if pos.Rights[i].Module == "company" {
			pos.Rights[i] = company.ModuleRights{Module: "company"}
		}
	}
	s.save(pos)
	s.asSeller()
	s.open(page.Route{Name: "customer", View: page.New})
	find(s, func(p *kit.Picker) bool {
		found := p.Find("企业")
		return len(found) == 1 && found[0].Label == "企业"
	})
}

func TestCopyOfARecordStartsItsOwnLife(t *testing.T) {
	s := newStage(t)
	s.open(page.Route{Name: "customer", View: page.New, Preset: "@copy=C-0004"})
	v := s.form().Values()
	if v["no"] != "" || v["name"] != "广州粤达电子商行" || v["credit"] != "30000.00" {
		t.Errorf("the copy starts with %v", v)
	}
}
