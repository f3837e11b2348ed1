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
	locked, open, draft := s.running(), s.planned(), s.draft()
	p, q := s.plans(locked.ID)[0], s.plans(open.ID)[0]
	q.Order = record.Ref[order.Order](draft.ID)
	s.refused("plan.order")(s.book.Save(s.seller, q))
	p.Remind++
	s.refused("plan.locked")(s.book.Save(s.seller, p))
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
	cny.Rates[0].Rate = dec("1.2")
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
