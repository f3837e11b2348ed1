package tour_test

import (
	"testing"

	"crmlab/domain/order"
	"crmlab/domain/party"
	"crmlab/domain/record"
	"crmlab/ui/page"
	"crmlab/ui/tour"
)

// visitor is a user in front of a fresh case, and the hats of the flow.
func visitor(t *testing.T) (*tour.Robot, tour.Cast) {
	t.Helper()
	s := window(t)
	cast, err := tour.CastOf(s.Book())
	if err != nil {
		t.Fatal(err)
	}
	return &tour.Robot{Shell: s}, cast
}

// first is the first record of a kind that the hat sees and that meets the conditions.
func first(t *testing.T, r *tour.Robot, k *record.Kind, conds ...record.Cond) (id record.ID) {
	t.Helper()
	if err := r.Shell.Book().Read(r.Shell.Hat(), func(rd record.Reader) error {
		p, err := rd.Query(record.Query{Kind: k, Where: conds, Size: 1})
		if err == nil && len(p.Rows) > 0 {
			id = p.Rows[0].ID()
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if id == 0 {
		t.Fatalf("the case has no such %s", k.Name)
	}
	return id
}

func says(t *testing.T, r *tour.Robot, text string) {
	t.Helper()
	if r.Err() != nil {
		t.Fatal(r.Err())
	}
	if !r.Says(text) {
		t.Errorf("the page does not say %q", text)
	}
}

func TestAFormShowsEveryMistakeUnderItsField(t *testing.T) {
	r, cast := visitor(t)
	r.Wear(cast.Seller)
	r.Open(page.Route{Name: "customer", View: page.New})
	r.Fill("信用额度", "-5")
	r.Fill("建档日期", "2026-13-45")
	r.Press("保存")
	says(t, r, "客户名称") // required
	says(t, r, "负数")
	says(t, r, "没有这一天")
	if n := customers(t, r.Shell.Book(), "2026-13"); n != 0 {
		t.Errorf("a wrong form was saved")
	}
	r.Fill("客户名称", "北辰仪器厂")
	r.Fill("信用额度", "5000")
	r.Fill("建档日期", "2026-11-20")
	r.Press("保存")
	if r.Err() != nil {
		t.Fatal(r.Err())
	}
	if n := customers(t, r.Shell.Book(), "北辰仪器厂"); n != 1 {
		t.Errorf("%d customers of the name, want 1", n)
	}
	r.Shell.Undo()
	if n := customers(t, r.Shell.Book(), "北辰仪器厂"); n != 0 {
		t.Errorf("the customer is still there after undo")
	}
}

func TestADocumentInReviewIsLockedOnItsPageWithTheReason(t *testing.T) {
	r, cast := visitor(t)
	r.Wear(cast.Seller)
	r.OpenRecord(order.Orders.Kind, first(t, r, order.Orders.Kind, record.Where("state", record.ChoiceValue(order.Review)),
		record.Where("owner", record.LinkValue(cast.Seller.Employee))))
	if reason := r.Reason("编辑"); reason == "" {
		t.Error("编辑 is offered on an order in review")
	}
	if r.Says("同意，继续审批") {
		t.Error("the submitter is offered the answers of an approver")
	}
	if r.Err() != nil {
		t.Fatal(r.Err())
	}
}

func TestWhatIsLinkedIsNotDeletedFromItsPage(t *testing.T) {
	r, cast := visitor(t)
	r.Wear(cast.Director)
	id := first(t, r, party.Customers.Kind, record.Where("no", record.TextValue("C-0001")))
	r.OpenRecord(party.Customers.Kind, id)
	r.Choose("删除")
	r.Press("删除")
	says(t, r, "还有记录与它相关")
	r.Press("知道了")
	if got := first(t, r, party.Customers.Kind, record.Where("no", record.TextValue("C-0001"))); got != id {
		t.Error("the customer is gone")
	}
}

func TestAnOrderWithoutAPlanIsRefusedWithWords(t *testing.T) {
	r, cast := visitor(t)
	r.Wear(cast.Seller)
	r.OpenRecord(order.Orders.Kind, first(t, r, order.Orders.Kind, record.Where("state", record.ChoiceValue(order.Running)),
		record.Where("owner", record.LinkValue(cast.Seller.Employee))))
	r.Press("复制为新订单")
	says(t, r, "还没有回款计划")
	r.Press("提交审批")
	says(t, r, "在回款计划里生成分期")
}
