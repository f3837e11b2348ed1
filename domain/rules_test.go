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

func (s *small) sound() {
	s.t.Helper()
	if got := s.findings(); len(got) > 0 {
		s.t.Errorf("the file is found wrong by %v", got)
	}
}

func (s *small) deliver(o record.ID, p *catalog.Product, n string) *record.Entry {
	s.t.Helper()
	return s.must(s.book.Do(s.seller, order.Execute, o, &order.Delivery{Day: day("2026-11-23"), Nature: "deliver",
		Lines: []order.Executed{{Product: record.Ref[catalog.Product](p.ID), Qty: dec(n)}}}))
}

func (s *small) collect(p record.ID, amount string) record.ID {
	s.t.Helper()
	return receiptIn(s.must(s.book.Do(s.cashier, finance.Collect, p, &finance.Cash{Day: day("2026-11-23"), Amount: dec(amount)})))
}

func (s *small) planTotal(o record.ID) string {
	sum := dec("0")
	for _, p := range s.plans(o) {
		sum = sum.Add(p.Amount)
	}
	return sum.StringFixed(2)
}

// Of 43,298.66 in 17,319.46 + 12,989.60 + 12,989.60, ten printers make
// 10 × 1899 × 0.9 = 17,091.00 and 13 % tax: 19,312.83.
func TestTerminationLeavesWhatWasExecutedToPay(t *testing.T) {
	s := newSmall(t)
	o := s.running()
	s.deliver(o.ID, s.printer, "10")
	s.must(s.book.Do(s.seller, order.Terminate, o.ID, &order.Why{Reason: "客户停建"}))
	if got := s.planTotal(o.ID); got != "19312.83" {
		t.Errorf("the plan totals %s, want 19312.83", got)
	}
	if ps := s.plans(o.ID); len(ps) != 2 || ps[0].Amount.StringFixed(2) != "17319.46" {
		t.Errorf("the last instalments go first, there are %d", len(ps))
	}
	s.sound()
	s.must(s.book.Undo(s.seller))
	if got := s.planTotal(o.ID); got != "43298.66" {
		t.Errorf("after undo the plan totals %s", got)
	}
	s.sound()
}

func TestTerminationBeforeAnythingWasExecutedOwesNothing(t *testing.T) {
	s := newSmall(t)
	o := s.running()
	s.must(s.book.Do(s.seller, order.Terminate, o.ID, &order.Why{Reason: "客户停建"}))
	if n := len(s.plans(o.ID)); n != 0 {
		t.Errorf("%d instalments will fall overdue", n)
	}
	if err := s.book.Read(record.Hat{}, func(r record.Reader) error {
		c, err := order.CreditOf(r, o.Party, 0)
		if err == nil && !c.Used.IsZero() {
			t.Errorf("%s of the credit is still used", c.Used)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	s.sound()
}

func TestTerminationKeepsWhatWasReceived(t *testing.T) {
	s := newSmall(t)
	o := s.running()
	ps := s.plans(o.ID)
	s.collect(ps[0].ID, "17319.46")
	second := s.collect(ps[1].ID, "5000")
	s.deliver(o.ID, s.printer, "10") // 19,312.83 of 22,319.46 received
	s.must(s.book.Do(s.seller, order.Terminate, o.ID, &order.Why{Reason: "客户停建"}))
	if got := s.planTotal(o.ID); got != "22319.46" {
		t.Errorf("the plan totals %s, want what was received", got)
	}
	s.sound()
	s.must(s.book.Do(s.director, finance.Reverse, second, &finance.Reason{Text: "退回多收"}))
	if got := s.planTotal(o.ID); got != "19312.83" {
		t.Errorf("after the reversal the plan totals %s", got)
	}
	s.sound()
}

func TestWhatATerminatedOrderOwesUsesCredit(t *testing.T) {
	s := newSmall(t)
	o := s.running()
	s.deliver(o.ID, s.printer, "10")
	s.must(s.book.Do(s.seller, order.Terminate, o.ID, &order.Why{Reason: "客户停建"}))
	if err := s.book.Read(record.Hat{}, func(r record.Reader) error {
		c, err := order.CreditOf(r, o.Party, 0)
		if err == nil && !c.Used.Equal(dec("19312.83")) {
			t.Errorf("used %s, want 19312.83", c.Used)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

func TestTwoOrdersDoNotUseTheSameCredit(t *testing.T) {
	s := newSmall(t)
	first, second := s.planned(), s.planned() // 43,298.66 each, the limit is 60,000
	s.must(s.book.Do(s.seller, order.Submit, first.ID, nil))
	s.refused("order.credit")(s.book.Do(s.seller, order.Submit, second.ID, nil))
	c := load[party.Customer](s, s.customer.ID)
	c.Credit = dec("40000")
	s.must(s.book.Save(s.director, c))
	s.refused("order.credit")(s.book.Do(s.manager, action(order.Orders.Kind, "finish"), first.ID, nil))
}

func TestInstalmentsStayWithTheirOrder(t *testing.T) {
	s := newSmall(t)
	locked, draft := s.running(), s.draft()
	p := s.plans(locked.ID)[0]
	p.Order = record.Ref[order.Order](draft.ID)
	s.refused("plan.order")(s.book.Save(s.seller, p))
	s.refused("plan.locked")(s.book.Delete(s.seller, order.Plans.Kind, p.ID))
	s.refused("plan.amount")(s.book.Save(s.seller, &order.PaymentPlan{Order: record.Ref[order.Order](draft.ID), Due: day("2026-12-10")}))
}

func TestExecutionDecidesWhetherAnOrderIsDone(t *testing.T) {
	s := newSmall(t)
	o := s.running()
	s.deliver(o.ID, s.printer, "20")
	last := &order.Execution{Order: record.Ref[order.Order](o.ID), Day: day("2026-11-23"), Nature: "deliver",
		Lines: []order.Executed{{Product: record.Ref[catalog.Product](s.shredder.ID), Qty: dec("5")}}}
	s.must(s.book.Save(s.seller, last)) // by its own form
	state := func(want order.State) {
		t.Helper()
		if got := load[order.Order](s, o.ID).State; got != want {
			t.Errorf("the order is %s, want %s", got, want)
		}
		s.sound()
	}
	state(order.Done)
	last = load[order.Execution](s, last.ID)
	last.Lines[0].Qty = dec("4")
	s.must(s.book.Save(s.seller, last))
	state(order.Running)
	s.must(s.book.Delete(s.seller, order.Executions.Kind, last.ID))
	state(order.Running)
	s.deliver(o.ID, s.shredder, "5")
	state(order.Done)
	accepted := &order.Execution{Order: record.Ref[order.Order](o.ID), Day: day("2026-11-23"), Nature: order.Acceptance,
		Lines: []order.Executed{{Product: record.Ref[catalog.Product](s.printer.ID), Qty: dec("20")}}}
	s.must(s.book.Save(s.seller, accepted))
	state(order.Done)
}

func TestExecutionOfATerminatedOrderIsSettled(t *testing.T) {
	s := newSmall(t)
	o := s.running()
	s.deliver(o.ID, s.printer, "10")
	s.must(s.book.Do(s.seller, order.Terminate, o.ID, &order.Why{Reason: "客户停建"}))
	s.refused("execution.state")(s.book.Delete(s.seller, order.Executions.Kind, 1))
	e := load[order.Execution](s, 1)
	e.Lines[0].Qty = dec("1")
	s.refused("execution.state")(s.book.Save(s.seller, e))
}

func TestAQuotedPriceHolds(t *testing.T) {
	s := newSmall(t)
	q := &sales.Quote{Party: record.Ref[party.Customer](s.customer.ID), Day: day("2026-11-23"), Lines: s.line(s.printer, "20")}
	s.must(s.book.Save(s.seller, q))
	p := load[catalog.Product](s, s.printer.ID)
	p.Price = dec("2199")
	s.must(s.book.Save(s.director, p))
	o := load[order.Order](s, s.must(s.book.Do(s.seller, order.FromQuote, q.ID, nil)).Result.ID)
	if !o.Total.Equal(load[sales.Quote](s, q.ID).Total) {
		t.Errorf("quoted %s, ordered %s", q.Total, o.Total)
	}
	o.Lines[0].Qty = dec("21") // another quantity was not quoted
	s.must(s.book.Save(s.seller, o))
	if l := load[order.Order](s, o.ID).Lines[0]; !l.List.Equal(dec("2199")) {
		t.Errorf("21 printers at a list price of %s", l.List)
	}
	o = load[order.Order](s, o.ID)
	o.Party = record.Ref[party.Customer](s.other.ID)
	s.refused("order.quoted")(s.book.Save(s.director, o))
	s.must(s.book.Delete(s.seller, order.Orders.Kind, o.ID))
	if st := load[sales.Quote](s, q.ID).State; st != sales.QuoteActive {
		t.Errorf("its order was deleted, the quote is %s", st)
	}
	s.sound()
}

func TestATaskAndItsDocumentsHaveOneCustomer(t *testing.T) {
	s := newSmall(t)
	tk := &task.Task{Name: "打印机更新", Domain: company.Sales, Party: record.Ref[party.Customer](s.customer.ID)}
	s.must(s.book.Save(s.seller, tk))
	of := record.Ref[task.Task](tk.ID)
	theirs := record.Ref[party.Customer](s.other.ID)
	s.refused("task.party")(s.book.Save(s.director, &order.Order{Party: theirs, Task: of, Day: day("2026-11-23"), Lines: s.line(s.printer, "1")}))
	s.refused("task.party")(s.book.Save(s.director, &sales.Quote{Party: theirs, Task: of, Day: day("2026-11-23"), Lines: s.line(s.printer, "1")}))
	tk.Domain = company.Service
	s.refused("task.domain")(s.book.Save(s.seller, tk))
}

func TestAContactThatMovedOnDoesNotBlockTheTask(t *testing.T) {
	s := newSmall(t)
	k := &party.Contact{Name: "林志伟", Customer: record.Ref[party.Customer](s.customer.ID)}
	s.must(s.book.Save(s.seller, k))
	tk := &task.Task{Name: "打印机更新", Domain: company.Sales, Party: k.Customer, Contact: record.Ref[party.Contact](k.ID)}
	s.must(s.book.Save(s.seller, tk))
	k.Customer = record.Ref[party.Customer](s.other.ID)
	s.must(s.book.Save(s.director, k))
	s.must(s.book.Do(s.seller, task.MoveStage, tk.ID, &task.Move{Stage: s.stages()["需求分析"]}))
	s.refused("narrow")(s.book.Save(s.director, &task.Task{Name: "又一个", Domain: company.Sales, Party: tk.Party, Contact: tk.Contact}))
}

func TestAStageInUseKeepsItsMeaning(t *testing.T) {
	s := newSmall(t)
	tk := &task.Task{Name: "打印机更新", Domain: company.Sales, Party: record.Ref[party.Customer](s.customer.ID)}
	s.must(s.book.Save(s.seller, tk))
	def := load[company.TaskStatusDef](s, s.stages()["验证客户"].ID())
	def.SuccessRate = dec("25")
	s.must(s.book.Save(s.director, def))
	if got := load[task.Task](s, tk.ID).SuccessRate; !got.Equal(dec("20")) {
		t.Errorf("the task's own rate became %s", got)
	}
	def.Domain = company.Market
	s.refused("stage.used")(s.book.Save(s.director, def))
	def.Domain, def.Type, def.SuccessRate = company.Sales, company.StageLost, dec("0")
	s.refused("stage.used")(s.book.Save(s.director, def))
	s.refused("linked")(s.book.Delete(s.director, company.TaskStatuses.Kind, def.ID))
}

func TestAListPriceTypedLowerIsADiscountByHand(t *testing.T) {
	s := newSmall(t)
	f := load[approval.Flow](s, 1)
	f.Enabled = false
	s.must(s.book.Save(record.Hat{}, f))
	o := &order.Order{Party: record.Ref[party.Customer](s.customer.ID), Day: day("2026-11-23"),
		Lines: []sales.Line{{Product: record.Ref[catalog.Product](s.printer.ID), Qty: dec("1"), Manual: true, List: dec("1")}}}
	s.must(s.book.Save(s.seller, o))
	s.must(s.book.Do(s.seller, order.GeneratePlan, o.ID, &order.Instalments{Mode: order.Equal, Parts: 1, First: day("2026-12-10")}))
	s.refused("order.ceiling")(s.book.Do(s.seller, order.Submit, o.ID, nil))
}

func TestTheHomeCurrencyIsWorthItself(t *testing.T) {
	s := newSmall(t)
	o := &order.Order{Party: record.Ref[party.Customer](s.customer.ID), Day: day("2026-11-23"), Rate: dec("2"), Lines: s.line(s.printer, "1")}
	s.must(s.book.Save(s.seller, o))
	if o = load[order.Order](s, o.ID); !o.Rate.Equal(dec("1")) || !o.Untaxed.Equal(dec("1899")) {
		t.Errorf("at a rate of %s the printer costs %s", o.Rate, o.Untaxed)
	}
	cny := load[company.Currency](s, 1)
	cny.Rate = dec("1.2")
	s.refused("currency.home")(s.book.Save(s.director, cny))
}

func TestExchangeDifferencesNeedAForeignCurrency(t *testing.T) {
	s := newSmall(t)
	o := s.running()
	p := s.plans(o.ID)[0]
	s.refused("receipt.exchange")(s.book.Do(s.cashier, finance.Collect, p.ID,
		&finance.Cash{Day: day("2026-11-23"), Amount: p.Amount.Add(dec("50")), Excess: finance.ExcessExchange}))
	s.collect(p.ID, p.Amount.String())
	s.refused("receipt.paid")(s.book.Save(s.cashier, &finance.Receipt{Nature: finance.ForSale, Day: day("2026-11-23"), Order: record.Ref[order.Order](o.ID),
		Plan: record.Ref[order.PaymentPlan](p.ID), Amount: dec("10"), Excess: finance.ExcessPrepaid}))
	s.refused("receipt.future")(s.book.Save(s.cashier, &finance.Receipt{Nature: finance.Prepayment, Day: day("2026-11-24"), Party: o.Party, Amount: dec("10")}))
}

func TestWhatIsHeldIsNotDeleted(t *testing.T) {
	s := newSmall(t)
	s.refused("department.members")(s.book.Delete(s.director, company.Departments.Kind, s.seller.Dept))
	s.refused("linked")(s.book.Delete(s.director, company.Positions.Kind, s.sellerOffice.ID))
	s.refused("linked")(s.book.Delete(s.director, company.Employees.Kind, s.seller.Employee))
	s.refused("linked")(s.book.Delete(s.director, catalog.Categories.Kind, s.printer.Category.ID()))
}

func TestTreesHaveNoCircles(t *testing.T) {
	s := newSmall(t)
	d := load[company.Department](s, s.seller.Dept)
	below := &company.Department{Name: "西北销售组", Parent: record.Ref[company.Department](d.ID)}
	s.must(s.book.Save(s.director, below))
	d.Parent = record.Ref[company.Department](below.ID)
	s.refused("department.cycle")(s.book.Save(s.director, d))
	a, b := load[party.Customer](s, s.customer.ID), load[party.Customer](s, s.other.ID)
	a.Parent = record.Ref[party.Customer](b.ID)
	s.must(s.book.Save(s.director, a))
	b.Parent = record.Ref[party.Customer](a.ID)
	s.refused("customer.parent")(s.book.Save(s.director, b))
	e := load[company.Employee](s, s.seller.Employee)
	e.Superior = record.Ref[company.Employee](e.ID)
	s.refused("employee.superior")(s.book.Save(s.director, e))
}

func TestAPointThatNobodyCanAnswerIsFoundAtSubmission(t *testing.T) {
	s := newSmall(t)
	empty := &company.Position{Name: "风控经理", Scope: company.ScopeAll}
	s.must(s.book.Save(record.Hat{}, empty))
	f := load[approval.Flow](s, 1)
	f.Points = append(f.Points, approval.Point{Name: "风控", Who: approval.ByPosition, Position: record.Ref[company.Position](empty.ID)})
	s.must(s.book.Save(record.Hat{}, f))
	s.refused("approval.nobody")(s.book.Do(s.seller, order.Submit, s.planned().ID, nil))
}

func TestWithdrawnAfterTheFirstPointAndSubmittedAgain(t *testing.T) {
	s := newSmall(t)
	o := s.planned()
	s.must(s.book.Do(s.seller, order.Submit, o.ID, nil))
	s.must(s.book.Do(s.manager, action(order.Orders.Kind, "pass"), o.ID, nil))
	s.refused("approval.withdraw")(s.book.Do(s.manager, action(order.Orders.Kind, "withdraw"), o.ID, nil))
	s.must(s.book.Do(s.seller, action(order.Orders.Kind, "withdraw"), o.ID, nil))
	s.must(s.book.Do(s.seller, order.Submit, o.ID, nil))
	s.must(s.book.Do(s.manager, action(order.Orders.Kind, "back"), o.ID, say("期数改为两期")))
	s.must(s.book.Do(s.seller, order.Submit, o.ID, nil))
	if err := s.book.Read(record.Hat{}, func(r record.Reader) error {
		in, err := approval.Under(r, record.TargetOf(o))
		if err != nil {
			return err
		}
		if in.Round != 3 || in.Point != 0 {
			t.Errorf("round %d starts at point %d, want round 3 at the first", in.Round, in.Point)
		}
		said, err := approval.Opinions(r, record.TargetOf(o))
		if err != nil {
			return err
		}
		var answers []approval.Answer
		for _, a := range said {
			answers = append(answers, a.Answer)
		}
		want := []approval.Answer{approval.PassOn, approval.Cancelled, approval.SendBack, approval.Pending}
		for i := range want {
			if len(answers) != len(want) || answers[i] != want[i] {
				t.Errorf("the history is %v, want %v", answers, want)
				break
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	s.sound()
	s.must(s.book.Do(s.manager, action(order.Orders.Kind, "finish"), o.ID, nil))
	s.refused("state")(s.book.Do(s.seller, action(order.Orders.Kind, "withdraw"), o.ID, nil))
}

func TestAnApproverDoesNotLeaveBeforeAnswering(t *testing.T) {
	s := newSmall(t)
	o := s.planned()
	s.must(s.book.Do(s.seller, order.Submit, o.ID, nil))
	e := load[company.Employee](s, s.manager.Employee)
	e.Standing = company.Left
	s.refused("employee.approvals")(s.book.Save(s.director, e))
	s.must(s.book.Do(s.manager, action(order.Orders.Kind, "pass"), o.ID, nil))
	s.must(s.book.Save(s.director, e))
	err := s.book.Read(s.manager, func(record.Reader) error { return nil })
	if !record.IsRefusal(err, "hat") {
		t.Errorf("somebody who has left still works: %v", err)
	}
}

func TestHistoryOfATaskStays(t *testing.T) {
	s := newSmall(t)
	tk := &task.Task{Name: "打印机更新", Domain: company.Sales, Party: record.Ref[party.Customer](s.customer.ID)}
	s.must(s.book.Save(s.seller, tk))
	call := &company.DictItem{Group: company.GroupProgress, Name: "打电话"}
	s.must(s.book.Save(s.director, call))
	s.must(s.book.Do(s.seller, task.AddProgress, tk.ID, &task.Log{Action: record.Ref[company.DictItem](call.ID), Text: "约见"}))
	s.refused("linked")(s.book.Delete(s.seller, task.Tasks.Kind, tk.ID))
	s.must(s.book.Do(s.seller, task.Complete, tk.ID, nil))
	p := load[task.Progress](s, 1)
	p.Text = "改写历史"
	s.refused("progress.past")(s.book.Save(s.seller, p))
	s.refused("progress.past")(s.book.Delete(s.seller, task.Progresses.Kind, p.ID))
	s.must(s.book.Do(s.seller, task.Reopen, tk.ID, nil))
	s.sound()
}

func TestItemsSwitchedOffAreNoLongerOffered(t *testing.T) {
	s := newSmall(t)
	item := &company.DictItem{Group: company.GroupSource, Name: "陌拜"}
	s.must(s.book.Save(s.director, item))
	c := load[party.Customer](s, s.customer.ID)
	c.Source = record.Ref[company.DictItem](item.ID)
	s.must(s.book.Save(s.seller, c))
	item.Off = true
	s.must(s.book.Save(s.director, item))
	c.City = "广州" // what had it keeps it
	s.must(s.book.Save(s.seller, c))
	other := load[party.Customer](s, s.other.ID)
	other.Source = c.Source
	s.refused("narrow")(s.book.Save(s.director, other))
	item.Group = company.GroupUnit
	s.refused("dict.group")(s.book.Save(s.director, item))
}

func TestADiscountNamesALevelThatExists(t *testing.T) {
	s := newSmall(t)
	d := &catalog.CustomerDiscount{Level: "AA"}
	d.Percent = dec("5")
	s.refused("discount.level")(s.book.Save(s.director, d))
	d.Level = "A"
	s.must(s.book.Save(s.director, d))
}

func TestTheYearBeginsInAMonth(t *testing.T) {
	s := newSmall(t)
	set := load[company.Setting](s, 1)
	set.FirstMonth = 0
	s.refused("field")(s.book.Save(s.director, set))
}

func TestAnOrderTooSmallForItsInstalments(t *testing.T) {
	s := newSmall(t)
	p := load[catalog.Product](s, s.printer.ID)
	p.Price = dec("0.01")
	s.must(s.book.Save(s.director, p))
	o := &order.Order{Party: record.Ref[party.Customer](s.customer.ID), Day: day("2026-11-23"), Lines: s.line(s.printer, "1")}
	s.must(s.book.Save(s.seller, o))
	for _, in := range []*order.Instalments{{Mode: order.Equal, Parts: 3}, {Mode: order.ByShares, Shares: "50、50"}, {Mode: order.Deposits, Deposit: dec("30")}} {
		in.First, in.Months = day("2026-12-31"), 1
		s.refused("plan.parts")(s.book.Do(s.seller, order.GeneratePlan, o.ID, in))
	}
}

func TestInstalmentsFallOnTheLastDayOfShortMonths(t *testing.T) {
	s := newSmall(t)
	o := s.draft()
	s.must(s.book.Do(s.seller, order.GeneratePlan, o.ID, &order.Instalments{Mode: order.Equal, Parts: 4, First: day("2026-12-31"), Months: 1}))
	for i, want := range []string{"2026-12-31", "2027-01-31", "2027-02-28", "2027-03-31"} {
		if got := s.plans(o.ID)[i].Due.String(); got != want {
			t.Errorf("instalment %d is due on %s, want %s", i+1, got, want)
		}
	}
}
