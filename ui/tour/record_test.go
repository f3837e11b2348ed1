package tour_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2/canvas"

	"crmlab/domain/order"
	"crmlab/domain/record"
	"crmlab/ui/kit"
	"crmlab/ui/page"
	"crmlab/ui/tour"
)

// drafted opens a draft of the seller's that has a plan of n instalments.
func drafted(t *testing.T, n string) (*tour.Robot, record.ID) {
	t.Helper()
	r, cast := visitor(t)
	r.Wear(cast.Seller)
	id := first(t, r, order.Orders.Kind, record.Where("state", record.ChoiceValue(order.Draft)), record.Where("owner", record.LinkValue(cast.Seller.Employee)))
	r.OpenRecord(order.Orders.Kind, id)
	r.Press("生成回款计划")
	r.Fill("方式", "平均分期")
	r.Fill("期数", n)
	r.Fill("首期到期日", "2026-12-31")
	r.Fill("付款方式", "电汇")
	r.Fill("提前提醒", "5")
	r.Press("生成回款计划") // that of the dialog now
	if r.Err() != nil {
		t.Fatal(r.Err())
	}
	return r, id
}

// asked tells whether the topmost form asks for a field now.
func asked(r *tour.Robot, label string) bool {
	form, ok := tour.Seek(r, func(*kit.EditForm) bool { return true })
	if !ok {
		return false
	}
	for _, s := range form.Sections {
		for _, f := range s.Fields {
			if f.Label == label {
				return !f.Hidden
			}
		}
	}
	return false
}

func TestThePlanDialogStartsFromThePresentPlanAndAsksWhatCounts(t *testing.T) {
	r, _ := drafted(t, "4")
	r.Press("生成回款计划")
	says(t, r, "会替换现有的 4 期回款计划")
	form, _ := tour.Seek(r, func(*kit.EditForm) bool { return true })
	v := form.Values()
	if v["parts"] != "4" || v["first"] != "2026-12-31" || v["remind"] != "5" || v["months"] != "1" || v["method"] == "" {
		t.Errorf("the dialog starts with %v", v)
	}
	if !asked(r, "期数") || asked(r, "首付比例") || asked(r, "各期比例") || asked(r, "间隔天数") {
		t.Error("平均分期 asks for what it does not use, or not for 期数")
	}
	shot(t, r, "plan-equal")
	r.Fill("方式", "首付加尾款")
	if asked(r, "期数") || !asked(r, "首付比例") || asked(r, "各期比例") {
		t.Error("首付加尾款 asks for 期数, or not for its share")
	}
	says(t, r, "固定两期：首付和尾款")
	r.Fill("每期间隔", "0")
	if !asked(r, "间隔天数") {
		t.Error("without months the days are not asked for")
	}
	shot(t, r, "plan-deposit")
	r.Fill("方式", "平均分期")
	if !asked(r, "期数") {
		t.Error("期数 does not come back")
	}
}

func TestALockedOrderTakesNoInstalmentAndSaysWhyOnTheButton(t *testing.T) {
	r, _ := drafted(t, "3")
	if why := r.Reason("新增回款计划"); why != "" {
		t.Fatalf("a draft refuses: %s", why)
	}
	id := first(t, r, order.Orders.Kind, record.Where("state", record.ChoiceValue(order.Review)), record.Where("owner", record.LinkValue(r.Shell.Hat().Employee)))
	r.OpenRecord(order.Orders.Kind, id)
	if why := r.Reason("新增回款计划"); !strings.Contains(why, "审批中") || !strings.Contains(why, "撤回") {
		t.Errorf("the button says %q", why)
	}
	shot(t, r, "plan-locked")
	var no string
	if err := r.Shell.Book().Read(r.Shell.Hat(), func(rd record.Reader) error {
		row, _ := rd.Row(order.Orders.Kind, id)
		no = row.Value(order.Orders.Field("no")).S
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	r.Open(page.Route{Name: "payment-plan", View: page.New, Preset: "order=" + no})
	says(t, r, "回款计划已锁定") // before anything is filled in
	if r.Reason("保存") == "" {
		t.Error("the form can be saved")
	}
}

func TestARecordThatWasTakenBackLeadsToItsList(t *testing.T) {
	r, cast := visitor(t)
	r.Wear(cast.Seller)
	r.Open(page.Route{Name: "contact", View: page.New})
	r.Fill("客户", "")
	r.Fill("姓名", "钱七")
	r.Press("保存")
	made := r.Shell.Here()
	if r.Err() != nil || made.View != page.Open {
		t.Fatalf("%v at %+v", r.Err(), made)
	}
	r.Shell.Undo()
	if here := r.Shell.Here(); here != (page.Route{Name: "contact"}) {
		t.Errorf("after Ctrl+Z the window stands at %+v", here)
	}
	says(t, r, "已撤销")
	r.Shell.Redo()
	r.Open(made)
	r.Open(page.Route{Name: "desk"})
	r.Shell.Undo()
	r.Shell.Back() // the page was not shown when its record went
	if here := r.Shell.Here(); here != (page.Route{Name: "contact"}) {
		t.Errorf("back leads to %+v", here)
	}
	if r.Says("找不到") {
		t.Error("a page of what is not there is shown")
	}
}

// shot takes a picture where the environment names a folder, for people to look at.
func shot(t *testing.T, r *tour.Robot, name string) {
	t.Helper()
	if folder := pictures(); folder != "" {
		r.Picture(folder + "/" + name + ".png")
	}
}

func TestNamesOfDebtorsAreReadWhole(t *testing.T) {
	r, cast := visitor(t)
	r.Wear(cast.Director)
	r.Open(page.Route{Name: "overdue"})
	shot(t, r, "overdue")
	var cut []string
	tour.Seek(r, func(o *canvas.Text) bool {
		if strings.HasSuffix(o.Text, "…") {
			cut = append(cut, o.Text)
		}
		return false
	})
	if len(cut) > 0 {
		t.Errorf("cut short: %v", cut)
	}
}

func TestAnInstalmentOfALockedOrderOffersNoEditing(t *testing.T) {
	r, id := drafted(t, "3")
	r.OpenRecord(order.Plans.Kind, first(t, r, order.Plans.Kind, record.Where("order", record.LinkValue(id))))
	if why := r.Reason("编辑"); why != "" {
		t.Fatalf("the instalment of a draft cannot be edited: %s", why)
	}
	locked := first(t, r, order.Orders.Kind, record.Where("state", record.ChoiceValue(order.Running)))
	plan := first(t, r, order.Plans.Kind, record.Where("order", record.LinkValue(locked)))
	r.OpenRecord(order.Plans.Kind, plan)
	if why := r.Reason("编辑"); !strings.Contains(why, "回款计划已锁定") || !strings.Contains(why, "复制为新订单") {
		t.Errorf("编辑 says %q", why)
	}
	r.Open(page.Route{Name: "payment-plan", View: page.Edit, ID: plan})
	says(t, r, "回款计划已锁定")
	if r.Err() != nil {
		t.Fatal(r.Err())
	}
}
