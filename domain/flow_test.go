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
	"crmlab/domain/sales"
	"crmlab/domain/task"
)

func TestFromOpportunityToReceipt(t *testing.T) {
	s := newSmall(t)
	op := &sales.Opportunity{Name: "新办公楼打印设备", Party: record.Ref[party.Customer](s.customer.ID), Amount: dec("40000"), Found: day("2026-11-23"),
		Expected: day("2026-12-20"), Products: []record.ID{s.printer.ID}, Need: "二十台打印机"}
	s.must(s.book.Save(s.seller, op))
	e := s.must(s.book.Do(s.seller, sales.Convert, op.ID, nil))
	if e.Result.Kind != "task" {
		t.Fatalf("converting shows %+v, want the new task", e.Result)
	}
	tk := load[task.Task](s, e.Result.ID)
	if tk.Forecast.String() != "40000" || tk.Party != op.Party || tk.Source != task.FromOpportunity || tk.Remark != "二十台打印机" || len(tk.Products) != 1 {
		t.Errorf("the task does not carry the opportunity's data: %+v", tk)
	}
	s.refused("state")(s.book.Do(s.seller, sales.Convert, op.ID, nil))

	stages := s.stages()
	s.must(s.book.Do(s.seller, task.MoveStage, tk.ID, &task.Move{Stage: stages["方案报价"], Note: "客户认可方案"}))
	tk = load[task.Task](s, tk.ID)
	if !tk.SuccessRate.Equal(dec("50")) {
		t.Errorf("the task does not take the stage's success rate: %s", tk.SuccessRate)
	}

	e = s.must(s.book.Do(s.seller, sales.MakeQuote, tk.ID, nil))
	q := load[sales.Quote](s, e.Result.ID)
	q.Lines[0].Qty = dec("20")
	s.must(s.book.Save(s.seller, q))
	q = load[sales.Quote](s, q.ID)
	if l := q.Lines[0]; l.Rule != "销量" || !l.Net.Equal(dec("34182")) || !l.Unit.Equal(dec("1709.10")) {
		t.Errorf("line priced as %+v", l)
	}
	e = s.must(s.book.Do(s.seller, order.FromQuote, q.ID, nil))
	o := load[order.Order](s, e.Result.ID)
	if !o.Total.Equal(q.Total) || o.Task.ID() != tk.ID || load[sales.Quote](s, q.ID).State != sales.QuoteOrdered {
		t.Errorf("order %s of quote %s", o.Total, q.Total)
	}

	s.refused("plan.none")(s.book.Do(s.seller, order.Submit, o.ID, nil))
	s.must(s.book.Do(s.seller, order.GeneratePlan, o.ID, &order.Instalments{Mode: order.Equal, Parts: 3, First: day("2026-12-10"), Months: 1}))
	s.must(s.book.Do(s.seller, order.Submit, o.ID, nil))
	s.must(s.book.Do(s.manager, action(order.Orders.Kind, "pass"), o.ID, say("同意")))
	if st := load[order.Order](s, o.ID).State; st != order.Review {
		t.Fatalf("after the first point the order is %s", st)
	}
	s.must(s.book.Do(s.director, action(order.Orders.Kind, "pass"), o.ID, nil))
	if st := load[order.Order](s, o.ID).State; st != order.Running {
		t.Fatalf("after the last point the order is %s", st)
	}

	p := s.plans(o.ID)[0]
	s.must(s.book.Do(s.cashier, finance.Collect, p.ID, &finance.Cash{Day: day("2026-11-23"), Amount: dec("1000")}))
	if got := s.plan(p.ID, "status").S; got != string(order.PlanPart) {
		t.Errorf("instalment is %s after a part was paid", got)
	}
	if _, err := company.MoveDate(s.book, s.seller, day("2026-12-20")); err != nil {
		t.Fatal(err)
	}
	if got := s.plan(p.ID, "status").S; got != string(order.PlanOverdue) {
		t.Errorf("ten days late the instalment is %s", got)
	}
	want := record.Cents(p.Amount.Sub(dec("1000")).Mul(dec("0.0005")).Mul(dec("10")))
	if got := s.plan(p.ID, "interest").Money(); !got.Equal(want) {
		t.Errorf("interest %s, want %s", got, want)
	}
	s.must(s.book.Do(s.seller, order.Execute, o.ID, nil))
	if st := load[order.Order](s, o.ID).State; st != order.Done {
		t.Errorf("everything was delivered, the order is %s", st)
	}
}

func (s *small) stages() map[string]record.Ref[company.TaskStatusDef] {
	out := map[string]record.Ref[company.TaskStatusDef]{}
	if err := s.book.Read(record.Hat{}, func(r record.Reader) error {
		all, err := task.Stages(r, company.Sales)
		for _, d := range all {
			out[d.Name] = record.Ref[company.TaskStatusDef](d.ID)
		}
		return err
	}); err != nil {
		s.t.Fatal(err)
	}
	return out
}

// plan reads a derived field of an instalment.
func (s *small) plan(id record.ID, field string) (v record.Value) {
	s.t.Helper()
	if err := s.book.Read(record.Hat{}, func(r record.Reader) error {
		row, ok := r.Row(order.Plans.Kind, id)
		if !ok {
			s.t.Fatal("the instalment is gone")
		}
		v = row.Value(order.Plans.Field(field))
		return nil
	}); err != nil {
		s.t.Fatal(err)
	}
	return v
}

func TestDraftIsPricedAndTotalled(t *testing.T) {
	s := newSmall(t)
	o := load[order.Order](s, s.draft().ID)
	if !o.Untaxed.Equal(dec("38317.40")) || !o.Tax.Equal(dec("4981.26")) || !o.Total.Equal(dec("43298.66")) {
		t.Errorf("totals %s + %s = %s", o.Untaxed, o.Tax, o.Total)
	}
	if !o.Cost.Equal(dec("31000")) {
		t.Errorf("cost %s, want 20 × 1400 + 5 × 600", o.Cost)
	}
}

func TestPlanShortByACentIsRefused(t *testing.T) {
	s := newSmall(t)
	o := s.planned()
	p := s.plans(o.ID)[2]
	p.Amount = p.Amount.Sub(dec("0.01"))
	s.must(s.book.Save(s.seller, p))
	s.refused("plan.total")(s.book.Do(s.seller, order.Submit, o.ID, nil))
}

func TestOrderOverCreditIsRefused(t *testing.T) {
	s := newSmall(t)
	c := load[party.Customer](s, s.customer.ID)
	c.Credit = dec("43298.65")
	s.must(s.book.Save(s.seller, c))
	o := s.planned()
	s.refused("order.credit")(s.book.Do(s.seller, order.Submit, o.ID, nil))
	c = load[party.Customer](s, s.customer.ID)
	c.Credit = dec("43298.66")
	s.must(s.book.Save(s.seller, c))
	s.must(s.book.Do(s.seller, order.Submit, o.ID, nil))
}

func TestApprovedOrdersUseUpCredit(t *testing.T) {
	s := newSmall(t)
	o := s.planned()
	s.must(s.book.Do(s.seller, order.Submit, o.ID, nil))
	s.must(s.book.Do(s.manager, action(order.Orders.Kind, "finish"), o.ID, nil))
	second := s.planned()
	s.refused("order.credit")(s.book.Do(s.seller, order.Submit, second.ID, nil))
}

func TestDiscountAboveTheCeilingNeedsSomebodyWithAuthority(t *testing.T) {
	s := newSmall(t)
	o := s.planned()
	o.Lines[1].Discount = dec("20") // the seller may give 15, the manager 18, the director 40
	s.must(s.book.Save(s.seller, o))
	s.must(s.book.Do(s.seller, order.GeneratePlan, o.ID, &order.Instalments{Mode: order.Equal, Parts: 1, First: day("2026-12-10")}))
	var warned bool
	if err := s.book.Read(s.seller, func(r record.Reader) error {
		checks, err := order.Checks(r, load[order.Order](s, o.ID))
		for _, c := range checks {
			warned = warned || c.Warn
		}
		return err
	}); err != nil || !warned {
		t.Errorf("the checks do not warn of the ceiling (%v)", err)
	}
	s.must(s.book.Do(s.seller, order.Submit, o.ID, nil))
	s.refused("order.ceiling")(s.book.Do(s.manager, action(order.Orders.Kind, "finish"), o.ID, nil))
	s.must(s.book.Do(s.manager, action(order.Orders.Kind, "pass"), o.ID, nil))
	s.must(s.book.Do(s.director, action(order.Orders.Kind, "pass"), o.ID, nil))
}

func TestWithoutAFlowTheCeilingIsAWall(t *testing.T) {
	s := newSmall(t)
	f := load[approval.Flow](s, 1)
	f.Enabled = false
	s.must(s.book.Save(record.Hat{}, f))
	o := s.planned()
	o.Lines[1].Discount = dec("15.01")
	s.must(s.book.Save(s.seller, o))
	s.must(s.book.Do(s.seller, order.GeneratePlan, o.ID, &order.Instalments{Mode: order.Equal, Parts: 1, First: day("2026-12-10")}))
	s.refused("order.ceiling")(s.book.Do(s.seller, order.Submit, o.ID, nil))
	o = load[order.Order](s, o.ID)
	o.Lines[1].Discount = dec("15")
	s.must(s.book.Save(s.seller, o))
	s.must(s.book.Do(s.seller, order.GeneratePlan, o.ID, &order.Instalments{Mode: order.Equal, Parts: 1, First: day("2026-12-10")}))
	s.must(s.book.Do(s.seller, order.Submit, o.ID, nil))
	if st := load[order.Order](s, o.ID).State; st != order.Running {
		t.Errorf("an order without a flow passes at once, it is %s", st)
	}
}

func TestTheFourAnswersOfAnApprover(t *testing.T) {
	for _, c := range []struct {
		answer string
		state  order.State
	}{{"pass", order.Review}, {"finish", order.Running}, {"back", order.Returned}, {"refuse", order.Refused}} {
		s := newSmall(t)
		o := s.planned()
		s.must(s.book.Do(s.seller, order.Submit, o.ID, nil))
		s.must(s.book.Do(s.manager, action(order.Orders.Kind, c.answer), o.ID, say("按规定")))
		if st := load[order.Order](s, o.ID).State; st != c.state {
			t.Errorf("%s leads to %s, want %s", c.answer, st, c.state)
		}
	}
}

func TestANoNeedsAReason(t *testing.T) {
	s := newSmall(t)
	o := s.planned()
	s.must(s.book.Do(s.seller, order.Submit, o.ID, nil))
	s.refused("approval.opinion")(s.book.Do(s.manager, action(order.Orders.Kind, "back"), o.ID, nil))
}

func TestNobodyApprovesAnOwnOrder(t *testing.T) {
	s := newSmall(t)
	o := s.planned()
	// Nobody stands above the director, who is also the last point.
	s.refused("approval.nobody")(s.book.Do(s.director, order.Submit, o.ID, nil))
	boss := load[company.Employee](s, s.director.Employee)
	boss.Superior = record.Ref[company.Employee](s.cashier.Employee)
	s.must(s.book.Save(record.Hat{}, boss))
	s.must(s.book.Do(s.director, order.Submit, o.ID, nil))
	s.refused("approval.self")(s.book.Do(s.director, action(order.Orders.Kind, "pass"), o.ID, nil))
	s.must(s.book.Do(s.manager, action(order.Orders.Kind, "pass"), o.ID, nil))
	s.refused("approval.self")(s.book.Do(s.director, action(order.Orders.Kind, "pass"), o.ID, nil))
	s.must(s.book.Do(s.cashier, action(order.Orders.Kind, "pass"), o.ID, nil))
}

func TestOnlyTheOneWhoIsAskedAnswers(t *testing.T) {
	s := newSmall(t)
	o := s.planned()
	s.must(s.book.Do(s.seller, order.Submit, o.ID, nil))
	s.refused("approval.notyours")(s.book.Do(s.director, action(order.Orders.Kind, "pass"), o.ID, nil))
	s.refused("right")(s.book.Do(s.seller, action(order.Orders.Kind, "pass"), o.ID, nil))
}

func TestADocumentInReviewIsLocked(t *testing.T) {
	s := newSmall(t)
	o := s.planned()
	s.must(s.book.Do(s.seller, order.Submit, o.ID, nil))
	o = load[order.Order](s, o.ID)
	o.Remark = "改一下"
	s.refused("state")(s.book.Save(s.seller, o))
	p := s.plans(o.ID)[0]
	p.Amount = dec("1")
	s.refused("plan.locked")(s.book.Save(s.seller, p))
	s.refused("state")(s.book.Delete(s.seller, order.Orders.Kind, o.ID))
	s.must(s.book.Do(s.seller, action(order.Orders.Kind, "withdraw"), o.ID, nil))
	o = load[order.Order](s, o.ID)
	o.Remark = "改一下"
	s.must(s.book.Save(s.seller, o))
}

func TestWhatIsLinkedIsNotDeleted(t *testing.T) {
	s := newSmall(t)
	s.draft()
	s.refused("linked")(s.book.Delete(s.seller, party.Customers.Kind, s.customer.ID))
	s.refused("linked")(s.book.Delete(s.director, catalog.Products.Kind, s.printer.ID))
}

func TestDraftTakesItsPlanWithIt(t *testing.T) {
	s := newSmall(t)
	o := s.planned()
	s.must(s.book.Delete(s.seller, order.Orders.Kind, o.ID))
	if n := len(s.plans(o.ID)); n != 0 {
		t.Errorf("%d instalments are left", n)
	}
	s.must(s.book.Undo(s.seller))
	if n := len(s.plans(o.ID)); n != 3 {
		t.Errorf("undo brought back %d instalments, want 3", n)
	}
}

func TestDataScopeLimitsReadsAndWrites(t *testing.T) {
	s := newSmall(t)
	seen := func(h record.Hat) int {
		n := 0
		if err := s.book.Read(h, func(r record.Reader) error {
			page, err := r.Query(record.Query{Kind: party.Customers.Kind})
			n = page.Total
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return n
	}
	if got := []int{seen(s.seller), seen(s.manager), seen(s.director)}; got[0] != 1 || got[1] != 2 || got[2] != 2 {
		t.Errorf("self, tree, all see %v customers, want 1 2 2", got)
	}
	err := s.book.Read(s.seller, func(r record.Reader) error { _, err := r.Load(party.Customers.Kind, s.other.ID); return err })
	if !record.IsRefusal(err, "scope") {
		t.Errorf("opening another seller's customer: %v", err)
	}
	c := load[party.Customer](s, s.other.ID)
	c.Remark = "抢过来"
	s.refused("scope")(s.book.Save(s.seller, c))
	s.must(s.book.Save(record.Hat{}, &party.Grant{Customer: record.Ref[party.Customer](s.other.ID), Employee: record.Ref[company.Employee](s.seller.Employee), Power: "write"}))
	if seen(s.seller) != 2 {
		t.Error("a granted customer is not seen")
	}
	s.must(s.book.Save(s.seller, c))
}

func TestMoneyRules(t *testing.T) {
	s := newSmall(t)
	o := s.planned()
	p := s.plans(o.ID)[0]
	s.refused("receipt.state")(s.book.Do(s.cashier, finance.Collect, p.ID, &finance.Cash{Day: day("2026-11-23"), Amount: dec("1")}))
	s.must(s.book.Do(s.seller, order.Submit, o.ID, nil))
	s.must(s.book.Do(s.manager, action(order.Orders.Kind, "finish"), o.ID, nil))
	s.refused("field")(s.book.Do(s.cashier, finance.Collect, p.ID, &finance.Cash{Day: day("2026-11-23"), Amount: dec("-5")}))
	s.refused("receipt.over")(s.book.Do(s.cashier, finance.Collect, p.ID, &finance.Cash{Day: day("2026-11-23"), Amount: p.Amount.Add(dec("0.01"))}))
	s.must(s.book.Do(s.cashier, finance.Collect, p.ID, &finance.Cash{Day: day("2026-11-23"), Amount: p.Amount.Add(dec("50")), Excess: finance.ExcessPrepaid}))
	if err := s.book.Read(record.Hat{}, func(r record.Reader) error {
		if got := finance.Prepaid(r, s.customer.ID); !got.Equal(dec("50")) {
			t.Errorf("prepaid %s, want 50", got)
		}
		if got := order.Money.OnPlan(r, p.ID); !got.Equal(p.Amount) {
			t.Errorf("applied %s, want %s", got, p.Amount)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

func TestForeignReceiptKeepsItsRateAndParksTheExcess(t *testing.T) {
	s := newSmall(t)
	f := load[approval.Flow](s, 1)
	f.Enabled = false
	s.must(s.book.Save(record.Hat{}, f))
	usd := &company.Currency{Base: record.Base{No: "USD"}, Name: "美元", Rates: []company.CurrencyRate{{From: 1, Rate: dec("7.1")}}}
	s.must(s.book.Save(record.Hat{}, usd))
	o := &order.Order{Party: record.Ref[party.Customer](s.customer.ID), Day: day("2026-11-23"), Lines: []sales.Line{
		{Product: record.Ref[catalog.Product](s.printer.ID), Qty: dec("1"), List: dec("7000"), Manual: true}}}
	s.must(s.book.Save(s.seller, o))
	s.must(s.book.Do(s.seller, order.GeneratePlan, o.ID, &order.Instalments{Mode: order.Equal, Parts: 1, First: day("2026-12-10")}))
	s.must(s.book.Do(s.seller, order.Submit, o.ID, nil))
	p := s.plans(o.ID)[0]
	pay := func(x finance.Excess) (*record.Entry, error) {
		return s.book.Do(s.cashier, finance.Collect, p.ID, &finance.Cash{Day: day("2026-11-23"), Amount: dec("1000"), Currency: record.Ref[company.Currency](usd.ID), Rate: dec("7.05"), Excess: x})
	}
	s.refused("receipt.over")(pay(finance.ExcessRefuse))
	e := s.must(pay(finance.ExcessExchange))
	r := load[finance.Receipt](s, receiptIn(e))
	if !r.InYuan.Equal(dec("7050.00")) || !r.Exchange.Equal(dec("50.00")) || !r.Applied.Equal(dec("7000")) {
		t.Errorf("in 元 %s, difference %s, applied %s", r.InYuan, r.Exchange, r.Applied)
	}
	s.must(s.book.Do(s.director, finance.Reverse, r.ID, &finance.Reason{Text: "记错"}))
	if got := s.plan(p.ID, "received").Money(); !got.IsZero() {
		t.Errorf("after the reversal %s is received", got)
	}
	r = load[finance.Receipt](s, r.ID)
	r.Remark = "改"
	s.refused("state")(s.book.Save(s.director, r))
	s.refused("state")(s.book.Delete(s.director, finance.Receipts.Kind, r.ID))
}

func receiptIn(e *record.Entry) record.ID {
	for _, c := range e.Changes {
		if c.Kind == finance.Receipts.Name {
			return c.ID
		}
	}
	return 0
}

func TestAWithdrawnDraftIsDeletedWithItsApproval(t *testing.T) {
	s := newSmall(t)
	o := s.planned()
	s.must(s.book.Do(s.seller, order.Submit, o.ID, nil))
	s.must(s.book.Do(s.seller, action(order.Orders.Kind, "withdraw"), o.ID, nil))
	s.must(s.book.Delete(s.seller, order.Orders.Kind, o.ID))
	s.must(s.book.Undo(s.seller))
	if st := load[order.Order](s, o.ID).State; st != order.Draft {
		t.Errorf("undo brought the order back as %s", st)
	}
}

func TestSeeingADocumentIsNotWorkingOnIt(t *testing.T) {
	s := newSmall(t)
	// The director makes an order for the seller's customer: the seller sees it, no more.
	o := &order.Order{Party: record.Ref[party.Customer](s.customer.ID), Day: day("2026-11-23"), Lines: []sales.Line{
		{Product: record.Ref[catalog.Product](s.printer.ID), Qty: dec("1")}}}
	s.must(s.book.Save(s.director, o))
	if err := s.book.Read(s.seller, func(r record.Reader) error { _, err := r.Load(order.Orders.Kind, o.ID); return err }); err != nil {
		t.Errorf("the owner of the customer does not see the order: %v", err)
	}
	s.refused("scope")(s.book.Do(s.seller, order.GeneratePlan, o.ID, &order.Instalments{Mode: order.Equal, Parts: 1, First: day("2026-12-10")}))
}
