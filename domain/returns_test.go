package domain_test

import (
	"testing"

	"crmlab/domain/approval"
	"crmlab/domain/catalog"
	"crmlab/domain/company"
	"crmlab/domain/finance"
	"crmlab/domain/order"
	"crmlab/domain/party"
	"crmlab/domain/record"
	"crmlab/domain/task"
)

// delivered is a running order of which some printers and shredders were delivered.
func (s *small) delivered(printers, shredders string) *order.Order {
	s.t.Helper()
	o := s.running()
	var lines []order.Executed
	for _, l := range []order.Executed{{Product: record.Ref[catalog.Product](s.printer.ID), Qty: dec(printers)}, {Product: record.Ref[catalog.Product](s.shredder.ID), Qty: dec(shredders)}} {
		if l.Qty.IsPositive() {
			lines = append(lines, l)
		}
	}
	s.must(s.book.Do(s.seller, order.Execute, o.ID, &order.Delivery{Day: day("2026-11-23"), Nature: "deliver", Lines: lines}))
	return load[order.Order](s, o.ID)
}

func (s *small) back(o *order.Order, printers, shredders string) *order.Return {
	t := &order.Return{Order: record.Ref[order.Order](o.ID), Day: day("2026-11-23"), Cause: "fault"}
	for _, l := range []order.ReturnLine{{Product: record.Ref[catalog.Product](s.printer.ID), Qty: dec(printers)}, {Product: record.Ref[catalog.Product](s.shredder.ID), Qty: dec(shredders)}} {
		if l.Qty.IsPositive() {
			t.Lines = append(t.Lines, l)
		}
	}
	return t
}

// takenBack is a return that was submitted and, there being no flow for returns, passed.
func (s *small) takenBack(o *order.Order, printers, shredders string) *order.Return {
	s.t.Helper()
	t := s.back(o, printers, shredders)
	s.must(s.book.Save(s.seller, t))
	s.must(s.book.Do(s.seller, order.SubmitReturn, t.ID, nil))
	return load[order.Return](s, t.ID)
}

func TestAReturnIsPricedAsItWasSold(t *testing.T) {
	s := newSmall(t)
	o := s.delivered("20", "3")
	r := s.back(o, "2", "1")
	s.must(s.book.Save(s.seller, r))
	r = load[order.Return](s, r.ID)
	// 34182.00 × 2/20 and 4135.40 × 1/5, with 13 % tax.
	if !r.Lines[0].Net.Equal(dec("3418.20")) || !r.Lines[1].Net.Equal(dec("827.08")) || !r.Untaxed.Equal(dec("4245.28")) || !r.Total.Equal(dec("4797.17")) {
		t.Errorf("lines %s and %s, %s before tax, %s in all", r.Lines[0].Net, r.Lines[1].Net, r.Untaxed, r.Total)
	}
	if r.Lines[0].Row != 1 || r.Lines[1].Row != 2 || r.Party != o.Party || r.Owner != o.Owner {
		t.Errorf("the return does not follow its order: %+v", r)
	}
	s.sound()
}

func TestNoMoreComesBackThanWasExecuted(t *testing.T) {
	s := newSmall(t)
	s.refused("return.state")(s.book.Save(s.seller, s.back(s.draft(), "1", "0")))
	o := s.running()
	s.refused("return.nothing")(s.book.Save(s.seller, s.back(o, "1", "0")))
	s.refused("return.nothing")(s.book.Do(s.seller, order.TakeBack, o.ID, nil))
	c := load[party.Customer](s, s.customer.ID)
	c.Credit = dec("600000")
	s.must(s.book.Save(s.seller, c))
	o = s.delivered("20", "3")
	s.refused("return.qty")(s.book.Save(s.seller, s.back(o, "0", "4")))
	s.refused("return.lines")(s.book.Save(s.seller, s.back(o, "0", "0")))
	wrong := s.back(o, "1", "0")
	wrong.Lines[0].Row = 2
	s.refused("return.row")(s.book.Save(s.seller, wrong))
	late := s.back(o, "1", "0")
	late.Day = day("2026-11-24")
	s.refused("return.day")(s.book.Save(s.seller, late))

	// Two drafts may hope for the same goods; the second to be submitted does not get them.
	first, second := s.back(o, "0", "2"), s.back(o, "0", "2")
	s.must(s.book.Save(s.seller, first))
	s.must(s.book.Save(s.seller, second))
	s.must(s.book.Do(s.seller, order.SubmitReturn, first.ID, nil))
	s.refused("return.qty")(s.book.Do(s.seller, order.SubmitReturn, second.ID, nil))

	// What came back was delivered, and stays so.
	var delivery record.ID
	if err := s.book.Read(record.Hat{}, func(r record.Reader) error {
		return r.Each(order.Executions.Kind, nil, func(row record.Row) bool { delivery = row.ID(); return true })
	}); err != nil {
		t.Fatal(err)
	}
	s.refused("execution.returned")(s.book.Delete(s.seller, order.Executions.Kind, delivery))
	e := load[order.Execution](s, delivery)
	e.Lines[1].Qty = dec("1")
	s.refused("execution.returned")(s.book.Save(s.seller, e))
	s.refused("order.returned")(s.book.Do(s.director, order.Void, o.ID, &order.Why{Reason: "错了"}))
	s.sound()
}

func TestTheActionOffersAllThatCanComeBack(t *testing.T) {
	s := newSmall(t)
	o := s.delivered("20", "3")
	s.takenBack(o, "5", "0")
	e := s.must(s.book.Do(s.seller, order.TakeBack, o.ID, nil))
	r := load[order.Return](s, e.Result.ID)
	if len(r.Lines) != 2 || !r.Lines[0].Qty.Equal(dec("15")) || !r.Lines[1].Qty.Equal(dec("3")) || r.State != order.ReturnDraft {
		t.Errorf("offered %+v", r.Lines)
	}
}

func TestReturnsOfAWholeOrderTotalTheOrder(t *testing.T) {
	s := newSmall(t)
	o := s.draft()
	o.Discount = dec("3.33")
	s.must(s.book.Save(s.seller, o))
	s.must(s.book.Do(s.seller, order.GeneratePlan, o.ID, &order.Instalments{Mode: order.Equal, Parts: 3, First: day("2026-12-10"), Months: 1}))
	s.must(s.book.Do(s.seller, order.Submit, o.ID, nil))
	s.must(s.says(s.director, "pass", s.pass(o).ID, nil))
	s.must(s.book.Do(s.seller, order.Execute, o.ID, nil))
	o = load[order.Order](s, o.ID)
	total := dec("0")
	for _, part := range [][2]string{{"7", "2"}, {"6", "0"}, {"7", "3"}} {
		total = total.Add(s.takenBack(o, part[0], part[1]).Total)
	}
	if !total.Equal(o.Total) {
		t.Errorf("the returns total %s, the order %s", total, o.Total)
	}
	if n := len(s.plans(o.ID)); n != 0 {
		t.Errorf("%d instalments are left of an order that came back", n)
	}
	s.sound()
}

// pass lets the manager agree at the first point.
func (s *small) pass(o *order.Order) *order.Order {
	s.t.Helper()
	s.must(s.says(s.manager, "pass", o.ID, nil))
	return o
}

func TestWhatCameBackIsNotOwed(t *testing.T) {
	s := newSmall(t)
	o := s.delivered("20", "5") // 43298.66 in 17319.46, 12989.60, 12989.60
	plans := s.plans(o.ID)
	for _, p := range plans[:2] {
		s.must(s.book.Do(s.cashier, finance.Collect, p.ID, &finance.Cash{Day: day("2026-11-23"), Amount: p.Amount}))
	}
	// 5 printers: 34182 × 5/20 = 8545.50, with tax 9656.42. Less than is still owed: nothing is paid back.
	r := s.takenBack(o, "5", "0")
	if r.State != order.ReturnSettled || !r.Refund.IsZero() || !r.Total.Equal(dec("9656.42")) || r.Passed != day("2026-11-23") {
		t.Errorf("state %s, refund %s of %s", r.State, r.Refund, r.Total)
	}
	if got := s.plans(o.ID)[2].Amount; !got.Equal(plans[2].Amount.Sub(r.Total)) {
		t.Errorf("the last instalment is %s", got)
	}
	// 5 more: 3333.18 are still owed, the rest was paid.
	r = s.takenBack(o, "5", "0")
	if r.State != order.ReturnDue || !r.Refund.Equal(dec("6323.24")) {
		t.Errorf("state %s, refund %s", r.State, r.Refund)
	}
	if n := len(s.plans(o.ID)); n != 2 {
		t.Errorf("%d instalments are left, want the two that were paid", n)
	}
	// What is to be paid back already is not paid back twice.
	r = s.takenBack(o, "5", "0")
	if !r.Refund.Equal(dec("9656.42")) {
		t.Errorf("refund %s", r.Refund)
	}
	s.sound()
	if err := s.book.Read(s.seller, func(rd record.Reader) error {
		row, _ := rd.Row(party.Customers.Kind, s.customer.ID)
		if got, want := row.Value(party.Customers.Field("sales")).Money(), o.Sales.Sub(dec("25636.50")); !got.Equal(want) {
			t.Errorf("the customer bought %s, want %s", got, want)
		}
		doc, _ := rd.Row(order.Orders.Kind, o.ID)
		if got := doc.Value(order.Orders.Field("returned")).Money(); !got.Equal(dec("28969.26")) {
			t.Errorf("the order says that %s came back", got)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

func TestReturnsPassTheSameMachine(t *testing.T) {
	s := newSmall(t)
	s.must(s.book.Save(record.Hat{}, &approval.Flow{Name: "退货审批", Doc: "return", Enabled: true, Points: []approval.Point{
		{Name: "部门主管", Who: approval.ByManager}, {Name: "总监", Who: approval.ByEmployee, Employees: []record.Ref[company.Employee]{ref(s.director)}, From: dec("10000")}}}))
	o := s.delivered("20", "5")
	r := s.takenBack(o, "2", "0")
	if r.State != order.ReturnReview {
		t.Fatalf("submitted, the return is %s", r.State)
	}
	if w := s.stands(r, "done now passed ahead"); w.Stops[2].Note != "金额 3,862.57 不到 10,000" && w.Stops[2].Note != "金额 3,862.57 不到 10,000.00" {
		t.Errorf("passed over because %q", w.Stops[2].Note)
	}
	r.Note = "改一下"
	s.refused("state")(s.book.Save(s.seller, r))
	do := func(h record.Hat, name string, in any) (*record.Entry, error) {
		if name == "withdraw" {
			return s.book.Do(h, action(order.Returns.Kind, name), r.ID, nil)
		}
		return s.book.Do(h, action(order.Returns.Kind, name), r.ID, in)
	}
	s.must(do(s.seller, "withdraw", nil))
	s.must(s.book.Do(s.seller, order.SubmitReturn, r.ID, nil))
	s.must(do(s.manager, "back", say("写明原因")))
	if got := load[order.Return](s, r.ID).State; got != order.ReturnBack {
		t.Errorf("sent back, the return is %s", got)
	}
	s.must(s.book.Do(s.seller, order.SubmitReturn, r.ID, nil))
	s.refused("approval.notyours")(do(s.director, "pass", say("")))
	s.must(do(s.manager, "refuse", say("超过七天")))
	s.must(s.book.Do(s.director, order.VoidReturn, r.ID, &order.Why{Reason: "不退"}))
	if owed := s.plans(o.ID)[2].Amount; !owed.Equal(dec("12989.60")) {
		t.Errorf("a refused return changed the plan: %s", owed)
	}
	s.sound()
}

func TestWhoIsGivenATaskIsTold(t *testing.T) {
	s := newSmall(t)
	own := &task.Task{Name: "回访", Domain: company.Sales, Party: record.Ref[party.Customer](s.customer.ID)}
	s.must(s.book.Save(s.seller, own))
	if titles, _ := s.inbox(s.seller); len(titles) != 0 {
		t.Errorf("an own task is told: %q", titles)
	}
	own = load[task.Task](s, own.ID)
	own.Assignees = []record.Ref[company.Employee]{ref(s.seller), ref(s.cashier)}
	s.must(s.book.Save(s.manager, own))
	if titles, _ := s.inbox(s.cashier); len(titles) != 1 || titles[0] != "请你参与任务：「回访」" {
		t.Errorf("the helper is told %q", titles)
	}
	own = load[task.Task](s, own.ID)
	own.Remark = "改一下"
	s.must(s.book.Save(s.manager, own))
	if titles, _ := s.inbox(s.cashier); len(titles) != 1 {
		t.Errorf("told again: %q", titles)
	}
	given := &task.Task{Name: "送样机", Domain: company.Service, Party: record.Ref[party.Customer](s.customer.ID), Due: day("2026-11-30")}
	given.Owner = s.seller.Employee
	s.must(s.book.Save(s.director, given))
	if titles, _ := s.inbox(s.seller); len(titles) != 1 || titles[0] != "交给你一项任务：「送样机」" {
		t.Errorf("the seller is told %q", titles)
	}
	s.must(s.book.Delete(s.director, task.Tasks.Kind, given.ID))
	if titles, _ := s.inbox(s.seller); len(titles) != 0 {
		t.Errorf("a message about what is gone: %q", titles)
	}
}
