package domain_test

import (
	"slices"
	"testing"

	"crmlab/domain"
	"crmlab/domain/approval"
	"crmlab/domain/catalog"
	"crmlab/domain/company"
	"crmlab/domain/finance"
	"crmlab/domain/order"
	"crmlab/domain/record"
	"crmlab/domain/sales"
	"crmlab/domain/task"
)

// findings lists the checks that find something wrong.
func (s *small) findings() []string {
	s.t.Helper()
	var names []string
	if err := s.book.Read(record.Hat{}, func(r record.Reader) error {
		for _, c := range domain.Checks() {
			if len(c.Run(r)) > 0 {
				names = append(names, c.Name)
			}
		}
		return nil
	}); err != nil {
		s.t.Fatal(err)
	}
	return names
}

// force writes a record past the gate, as a fault of the program would.
func force[T any, P interface {
	*T
	record.Record
}](s *small, k record.KindOf[T], id record.ID, change func(P)) (undo func()) {
	s.t.Helper()
	put := func(rec record.Record) {
		if err := s.store.Update(func(tx record.StoreTx) error { return tx.Put(k.Kind, rec) }); err != nil {
			s.t.Fatal(err)
		}
	}
	before, rec := P(load[T](s, id)), P(load[T](s, id))
	change(rec)
	put(rec)
	return func() { put(before) }
}

// TestChecksFindFaults: every check is silent on a sound file and speaks up about the fault
// that it is there for.
func TestChecksFindFaults(t *testing.T) {
	s := newSmall(t)
	o := s.planned()
	waits := s.planned()
	s.must(s.book.Do(s.seller, order.Submit, o.ID, nil))
	s.must(s.book.Do(s.manager, action(order.Orders.Kind, "pass"), o.ID, nil))
	s.must(s.book.Do(s.director, action(order.Orders.Kind, "pass"), o.ID, nil))
	p := s.plans(o.ID)[0]
	s.must(s.book.Do(s.cashier, finance.Collect, p.ID, &finance.Cash{Day: day("2026-11-23"), Amount: dec("1000")}))
	s.must(s.book.Do(s.seller, order.Execute, o.ID, &order.Delivery{Day: day("2026-11-23"), Nature: "deliver",
		Lines: []order.Executed{{Product: record.Ref[catalog.Product](s.printer.ID), Qty: dec("20")}}}))
	lost := &task.Task{Name: "碎纸机更新", Domain: company.Sales, Party: o.Party}
	s.must(s.book.Save(s.seller, lost))
	op := &sales.Opportunity{Name: "新机会", Party: o.Party}
	s.must(s.book.Save(s.seller, op))
	if got := s.findings(); len(got) > 0 {
		t.Fatalf("a sound file is found wrong by %v", got)
	}
	receipt, delivery, instance := record.ID(1), record.ID(1), record.ID(1)
	for _, c := range []struct {
		fault string
		check string
		make  func() func()
	}{
		{"line does not multiply", "订单和报价的合计", func() func() {
			return force(s, order.Orders, waits.ID, func(o *order.Order) { o.Lines[0].Net = o.Lines[0].Net.Add(dec("0.01")) })
		}},
		{"total does not add up", "订单和报价的合计", func() func() {
			return force(s, order.Orders, waits.ID, func(o *order.Order) { o.Total = o.Total.Sub(dec("0.01")) })
		}},
		{"plan short by a cent", "回款计划合计", func() func() {
			return force(s, order.Plans, s.plans(o.ID)[2].ID, func(p *order.PaymentPlan) { p.Amount = p.Amount.Sub(dec("0.01")) })
		}},
		{"more received than due", "收款冲抵", func() func() {
			return force(s, finance.Receipts, receipt, func(r *finance.Receipt) { r.Applied = dec("999999") })
		}},
		{"reversed by nothing", "收款冲抵", func() func() {
			return force(s, finance.Receipts, receipt, func(r *finance.Receipt) { r.State = finance.Reversed })
		}},
		{"more received than due", "回款状态", func() func() {
			return force(s, finance.Receipts, receipt, func(r *finance.Receipt) { r.Applied = dec("999999") })
		}},
		{"more delivered than ordered", "订单执行", func() func() {
			return force(s, order.Executions, delivery, func(e *order.Execution) { e.Lines[0].Qty = dec("21") })
		}},
		{"done but not delivered", "订单执行", func() func() {
			return force(s, order.Orders, o.ID, func(o *order.Order) { o.State = order.Done })
		}},
		{"in review without approval", "审批", func() func() {
			return force(s, order.Orders, o.ID, func(o *order.Order) { o.State = order.Review })
		}},
		{"two approvals end differently", "审批", func() func() {
			return force(s, approval.Instances, instance, func(i *approval.Instance) { i.Status = approval.Refused })
		}},
		{"lost without a reason", "任务状态", func() func() {
			return force(s, task.Tasks, lost.ID, func(t *task.Task) { t.State, t.Closed = task.Ended, day("2026-11-23") })
		}},
		{"converted into nothing", "单据关系", func() func() {
			return force(s, sales.Opportunities, op.ID, func(o *sales.Opportunity) { o.State = sales.Converted })
		}},
		{"nobody's", "负责人", func() func() {
			return force(s, sales.Opportunities, op.ID, func(o *sales.Opportunity) { o.Owner = 999 })
		}},
	} {
		undo := c.make()
		if got := s.findings(); !slices.Contains(got, c.check) {
			t.Errorf("%s: %s says nothing; found by %v", c.fault, c.check, got)
		}
		undo()
		if got := s.findings(); len(got) > 0 {
			t.Fatalf("%s: still found by %v after it was mended", c.fault, got)
		}
	}
}
