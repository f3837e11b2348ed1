package tour_test

import (
	"testing"

	"crmlab/domain/approval"
	"crmlab/domain/order"
	"crmlab/domain/record"
	"crmlab/ui/kit"
	"crmlab/ui/page"
	"crmlab/ui/tour"
)

// wear puts on the main hat of an employee by name.
func wear(t *testing.T, r *tour.Robot, name string) {
	t.Helper()
	for _, h := range hatsOf(t, r.Shell.Book()) {
		if h.Name == name {
			r.Wear(h.Hat)
			return
		}
	}
	t.Fatalf("nobody is called %s", name)
}

func TestAReturnIsApprovedFromTheWorklist(t *testing.T) {
	r, _ := visitor(t)
	wear(t, r, "郑海涛")
	r.Open(page.Route{Name: "desk"})
	shot(t, r, "桌面-审批人")
	r.Open(page.Route{Name: "approval"})
	shot(t, r, "审批管理")
	id := first(t, r, order.Returns.Kind, record.Where("state", record.ChoiceValue(order.ReturnReview)))
	r.OpenRecord(order.Returns.Kind, id)
	shot(t, r, "退货单-审批")
	says(t, r, "部门主管审批")
	says(t, r, "跳过：金额")
	r.Fill("审批意见", "照片看过，同意")
	r.Press("同意，继续审批")
	if r.Err() != nil {
		t.Fatal(r.Err())
	}
	says(t, r, "待退款")
	shot(t, r, "退货单-通过")
	r.Open(page.Route{Name: "approval"})
	tabs, ok := tour.Seek(r, func(*kit.Tabs) bool { return true })
	if !ok {
		t.Fatal("the worklist has no tabs")
	}
	tabs.Select("answered")
	shot(t, r, "审批管理-审批过")
	if n := tabs.Items[0].Count; n != 1 {
		t.Errorf("%d documents still wait, want 1", n)
	}
	if r.Err() != nil {
		t.Fatal(r.Err())
	}
}

func TestADirectorSendsAnOrderBackToTheManager(t *testing.T) {
	r, _ := visitor(t)
	wear(t, r, "韩立群")
	var id record.ID
	if err := r.Shell.Book().Read(r.Shell.Hat(), func(rd record.Reader) error {
		ts, err := approval.Waiting(rd)
		for _, t := range ts {
			if t.Point > 0 {
				id = t.Doc.ID
			}
		}
		return err
	}); err != nil || id == 0 {
		t.Fatalf("nothing waits for the director: %v", err)
	}
	r.OpenRecord(order.Orders.Kind, id)
	says(t, r, "其他审批人意见")
	shot(t, r, "订单-总监审批")
	r.Fill("审批意见", "请再核一次账期")
	r.Fill("退回到（选「不同意，退回」时）", "部门主管审批")
	r.Press("不同意，退回")
	if r.Err() != nil {
		t.Fatal(r.Err())
	}
	says(t, r, "审批中")
	shot(t, r, "订单-退回主管")
}

func TestAFlowIsDefinedInItsForm(t *testing.T) {
	r, _ := visitor(t)
	wear(t, r, "罗雅文")
	id := first(t, r, approval.Flows.Kind)
	r.Open(page.Route{Name: "approval-flow", View: page.Open, ID: id})
	shot(t, r, "审批流程")
	r.Open(page.Route{Name: "approval-flow", View: page.Edit, ID: id})
	shot(t, r, "审批流程-编辑")
	r.Open(page.Route{Name: "return", View: page.List})
	shot(t, r, "退货管理")
	wear(t, r, "陈晨")
	r.Open(page.Route{Name: "return", View: page.List})
	r.Open(page.Route{Name: "return", View: page.New})
	shot(t, r, "退货单-新增")
	if r.Err() != nil {
		t.Fatal(r.Err())
	}
}
