package tour_test

import (
	"testing"

	"crmlab/domain/catalog"
	"crmlab/domain/record"
	"crmlab/ui/kit"
	"crmlab/ui/page"
	"crmlab/ui/tour"
)

// The page says the same as the line of an order would: the price, and every rule with its reason.
func TestThePriceTrialFollowsItsConditions(t *testing.T) {
	s := window(t)
	r := &tour.Robot{Shell: s}
	r.Open(page.Route{Name: "price-trial"})
	for _, want := range []string{"选一个产品"} {
		if !r.Says(want) {
			t.Errorf("the empty page does not say %q", want)
		}
	}
	var pickers []*kit.Picker
	for skip := 0; ; skip++ {
		n := 0
		p, ok := tour.Seek(r, func(*kit.Picker) bool { n++; return n > skip })
		if !ok {
			break
		}
		pickers = append(pickers, p)
	}
	product, spec, buyer := pickers[0], pickers[1], pickers[2]
	choose := func(p *kit.Picker, text string) {
		t.Helper()
		found := p.Find(text)
		if len(found) == 0 {
			t.Fatalf("nothing is found for %q", text)
		}
		p.Choose(found[0])
	}
	says := func(wants ...string) {
		t.Helper()
		for _, want := range wants {
			if !r.Says(want) {
				t.Errorf("the page does not say %q", want)
			}
		}
	}
	choose(product, "商务笔记本 N15")
	choose(spec, "32G")
	says("5,899.00", "价差 600.00", "总经理手工折扣最多 45%")
	choose(buyer, "武汉东湖知行医院")
	says("电脑类，A 级", "最贴近的一条", "让位于 CD-0007：它针对分类")
	choose(product, "激光打印机 M203") // its specification gives way
	says("1,899.00", "公司规定择优")
	if spec.Value() != "" {
		t.Error("the specification of the other product stays")
	}
	var agents int
	if err := s.Book().Read(record.Hat{}, func(r record.Reader) error {
		return r.Each(catalog.CustomerDiscounts.Kind, []record.Cond{record.Where("role", record.ChoiceValue("agent"))}, func(record.Row) bool { agents++; return true })
	}); err != nil || agents < 14 {
		t.Errorf("%d discounts of agents in the case, %v", agents, err)
	}
	if r.Err() != nil {
		t.Fatal(r.Err())
	}
}
