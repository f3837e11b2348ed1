package domain_test

import (
	"sync"
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

// running is an approved order of 20 printers and 5 shredders in three instalments.
func (s *small) running() *order.Order {
	s.t.Helper()
	o := s.planned()
	s.must(s.book.Do(s.seller, order.Submit, o.ID, nil))
	s.must(s.book.Do(s.manager, action(order.Orders.Kind, "finish"), o.ID, nil))
	return load[order.Order](s, o.ID)
}

func (s *small) line(p *catalog.Product, n string) []sales.Line {
	return []sales.Line{{Product: record.Ref[catalog.Product](p.ID), Qty: dec(n)}}
}

func TestWhatOnlyActionsWriteIsNotCreated(t *testing.T) {
	s := newSmall(t)
	buyer := record.Ref[party.Customer](s.customer.ID)
	s.refused("system")(s.book.Save(s.seller, &order.Order{Party: buyer, Day: day("2026-11-23"), State: order.Running, Lines: s.line(s.printer, "1")}))
	s.refused("system")(s.book.Save(s.seller, &order.Order{Party: buyer, Day: day("2026-11-23"), Opening: true, Lines: s.line(s.printer, "1")}))
	s.refused("system")(s.book.Save(s.seller, &task.Task{Name: "已成", Domain: company.Sales, Party: buyer, Stage: s.stages()["赢单"]}))
	s.refused("system")(s.book.Save(s.cashier, &finance.Receipt{Party: buyer, Nature: finance.Prepayment, Day: day("2026-11-23"), Amount: dec("-5"), Reverses: 1}))
}

func TestWhatRulesComputeIsTakenFromNobody(t *testing.T) {
	s := newSmall(t)
	o := &order.Order{Party: record.Ref[party.Customer](s.customer.ID), Day: day("2026-11-23"), Total: dec("1"), Cost: dec("0.01"), Lines: s.line(s.printer, "1")}
	s.must(s.book.Save(s.seller, o))
	if o = load[order.Order](s, o.ID); !o.Total.Equal(dec("1899")) || !o.Cost.Equal(dec("1400")) {
		t.Errorf("total %s, cost %s", o.Total, o.Cost)
	}
	r := &finance.Receipt{Party: o.Party, Nature: finance.Prepayment, Day: day("2026-11-23"), Amount: dec("5"), Exchange: dec("9"), InYuan: dec("7"), Applied: dec("3")}
	s.must(s.book.Save(s.cashier, r))
	if r = load[finance.Receipt](s, r.ID); !r.Exchange.IsZero() || !r.Applied.IsZero() || !r.InYuan.Equal(dec("5")) {
		t.Errorf("a prepayment of 5 says exchange %s, applied %s, in 元 %s", r.Exchange, r.Applied, r.InYuan)
	}
}

func TestNobodyWorksOnACustomerThatIsNotTheirs(t *testing.T) {
	s := newSmall(t)
	theirs := record.Ref[party.Customer](s.other.ID)
	s.refused("link.scope")(s.book.Save(s.seller, &order.Order{Party: theirs, Day: day("2026-11-23"), Lines: s.line(s.printer, "1")}))
	s.refused("link.scope")(s.book.Save(s.seller, &party.Contact{Name: "陈敏", Customer: theirs}))
	s.refused("link.scope")(s.book.Save(s.seller, &task.Task{Name: "抢单", Domain: company.Sales, Party: theirs}))
	o := s.draft()
	o = load[order.Order](s, o.ID)
	o.Party = theirs
	s.refused("link.scope")(s.book.Save(s.seller, o))
	// Service is given to everybody's customers.
	s.must(s.book.Save(s.seller, &task.Task{Name: "上门维修", Domain: company.Service, Party: theirs}))
}

func TestARecordIsGivenAwayWithTheRightOnly(t *testing.T) {
	s := newSmall(t)
	office := load[company.Position](s, s.sellerOffice.ID)
	for i := range office.Rights {
		office.Rights[i].Transfer = false
	}
	s.must(s.book.Save(record.Hat{}, office))
	c := load[party.Customer](s, s.customer.ID)
	c.Owner = s.other.Owner
	s.refused("owner")(s.book.Save(s.seller, c))
	c.Owner = 0
	s.refused("owner")(s.book.Save(s.seller, c))
	c.Owner = s.other.Owner // of the manager's own department
	s.must(s.book.Save(s.manager, c))
	s.refused("owner")(s.book.Save(s.seller, &party.Customer{Base: record.Base{Owner: s.director.Employee}, Name: "给别人", Role: party.RoleCustomer, Nature: party.Enterprise}))
}

func TestContactsFollowTheirCustomer(t *testing.T) {
	s := newSmall(t)
	k := &party.Contact{Name: "林志伟", Customer: record.Ref[party.Customer](s.customer.ID)}
	s.must(s.book.Save(s.seller, k))
	c := load[party.Customer](s, s.customer.ID)
	c.Owner = s.other.Owner
	s.must(s.book.Save(s.manager, c))
	if got := load[party.Contact](s, k.ID).Owner; got != s.other.Owner {
		t.Errorf("the contact still belongs to %d", got)
	}
}

func TestWhoHasLeftIsGivenNothing(t *testing.T) {
	s := newSmall(t)
	e := load[company.Employee](s, s.other.Owner)
	e.Standing = company.Left
	s.must(s.book.Save(record.Hat{}, e))
	c := load[party.Customer](s, s.customer.ID)
	c.Owner = e.ID
	s.refused("narrow")(s.book.Save(s.director, c))
	// What the employee still owns can be worked on and given to somebody who is here.
	theirs := load[party.Customer](s, s.other.ID)
	theirs.City = "成都"
	s.must(s.book.Save(s.director, theirs))
	theirs.Owner = s.seller.Employee
	s.must(s.book.Save(s.director, theirs))
}

func TestAGrantIsNotALicenceToDelete(t *testing.T) {
	s := newSmall(t)
	s.must(s.book.Save(record.Hat{}, &party.Grant{Customer: record.Ref[party.Customer](s.other.ID), Employee: record.Ref[company.Employee](s.seller.Employee), Power: "write"}))
	s.refused("scope")(s.book.Delete(s.seller, party.Customers.Kind, s.other.ID))
}

func TestACopyOfAColleaguesDocumentIsWorkOnIt(t *testing.T) {
	s := newSmall(t)
	q := &sales.Quote{Party: record.Ref[party.Customer](s.customer.ID), Day: day("2026-11-23"), Lines: s.line(s.printer, "1")}
	s.must(s.book.Save(s.director, q))
	s.refused("scope")(s.book.Do(s.seller, sales.Revise, q.ID, nil)) // it would end the director's quote
	if st := load[sales.Quote](s, q.ID).State; st != sales.QuoteActive {
		t.Errorf("the quote is %s", st)
	}
}

func TestARequiredAttributeDoesNotBlockActions(t *testing.T) {
	s := newSmall(t)
	o := s.planned()
	s.must(s.book.Do(s.seller, order.Submit, o.ID, nil))
	s.must(s.book.Save(record.Hat{}, &company.FieldDef{Name: "合同号", Kind: "order", Type: "text", Required: true}))
	s.must(s.book.Do(s.manager, action(order.Orders.Kind, "finish"), o.ID, nil))
	s.refused("field")(s.book.Save(s.seller, &order.Order{Party: o.Party, Day: day("2026-11-23"), Lines: s.line(s.printer, "1")}))
}

func TestAttributesNeverShareAnIdentity(t *testing.T) {
	s := newSmall(t)
	first := &company.FieldDef{Name: "成立年份", Kind: "customer", Type: "int"}
	s.must(s.book.Save(record.Hat{}, first))
	s.must(s.book.Delete(record.Hat{}, company.FieldDefs.Kind, first.ID))
	second := &company.FieldDef{Name: "合作等级", Kind: "customer", Type: "text"}
	s.must(s.book.Save(record.Hat{}, second))
	if first.Tag == second.Tag {
		t.Errorf("both have tag %d: values of the first would be shown as the second", first.Tag)
	}
}

func TestUndoOfADeletedAttributeBringsItsValuesBack(t *testing.T) {
	s := newSmall(t)
	def := &company.FieldDef{Name: "成立年份", Kind: "customer", Type: "int"}
	s.must(s.book.Save(record.Hat{}, def))
	c := load[party.Customer](s, s.customer.ID)
	c.Custom = map[int]record.Value{def.Tag: record.IntValue(2011)}
	s.must(s.book.Save(s.seller, c))
	s.must(s.book.Delete(record.Hat{}, company.FieldDefs.Kind, def.ID))
	s.must(s.book.Undo(record.Hat{}))
	if err := s.book.Read(s.seller, func(r record.Reader) error {
		row, _ := r.Row(party.Customers.Kind, c.ID)
		f := record.FieldNamed(r, party.Customers.Kind, "x1000")
		if f == nil || row.Value(f).N != 2011 {
			t.Error("the value did not come back with its attribute")
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

func TestFiguresTooLargeAreRefused(t *testing.T) {
	s := newSmall(t)
	o := &order.Order{Party: record.Ref[party.Customer](s.customer.ID), Day: day("2026-11-23"), Lines: s.line(s.printer, "999999999999")}
	s.refused("field")(s.book.Save(s.seller, o))
}

func TestNumbersFinerThanStoredAreRoundedFirst(t *testing.T) {
	s := newSmall(t)
	usd := &company.Currency{Base: record.Base{No: "USD"}, Name: "美元", Rates: []company.CurrencyRate{{From: 1, Rate: dec("7.1")}}}
	s.must(s.book.Save(record.Hat{}, usd))
	o := &order.Order{Party: record.Ref[party.Customer](s.customer.ID), Day: day("2026-11-23"), Currency: record.Ref[company.Currency](usd.ID), Rate: dec("0.0000001"),
		Lines: s.line(s.printer, "1.00049")}
	s.must(s.book.Save(s.seller, o))
	if o = load[order.Order](s, o.ID); !o.Rate.Equal(dec("7.1")) || !o.Lines[0].Qty.Equal(dec("1")) || !o.Total.Equal(dec("267.46")) {
		t.Errorf("rate %s, quantity %s, total %s", o.Rate, o.Lines[0].Qty, o.Total)
	}
	if got := s.findings(); len(got) > 0 {
		t.Errorf("found wrong by %v", got)
	}
}

func TestUndoStopsAtTheFirstStepOfAFile(t *testing.T) {
	s := newSmall(t)
	for range 200 {
		e, err := s.book.Undo(record.Hat{})
		if err != nil {
			t.Fatal(err)
		}
		if e == nil {
			if n := s.count(party.Customers.Kind); n != 0 {
				t.Errorf("%d customers are left", n)
			}
			return
		}
	}
	t.Error("undo never ends")
}

func (s *small) count(k *record.Kind) (n int) {
	s.t.Helper()
	if err := s.book.Read(record.Hat{}, func(r record.Reader) error {
		return r.Each(k, nil, func(record.Row) bool { n++; return true })
	}); err != nil {
		s.t.Fatal(err)
	}
	return n
}

func TestANewStepEndsWhatCouldBeRedone(t *testing.T) {
	s := newSmall(t)
	s.draft()
	s.must(s.book.Undo(s.seller))
	if label, err := s.book.CanRedo(); err != nil || label == "" {
		t.Fatalf("nothing to redo (%v)", err)
	}
	c := load[party.Customer](s, s.customer.ID)
	c.City = "广州"
	s.must(s.book.Save(s.manager, c))
	if e, err := s.book.Redo(s.seller); e != nil || err != nil {
		t.Errorf("redo after a new step: %v %v", e, err)
	}
	s.must(s.book.Undo(s.seller)) // another hat takes back the manager's step
	if got := load[party.Customer](s, s.customer.ID).City; got != "" {
		t.Errorf("the city is still %q", got)
	}
}

func TestAStepThatCancelsItselfLeavesNoEntry(t *testing.T) {
	s := newSmall(t)
	e, err := s.book.Write(s.seller, "来去", func(tx record.Tx) error {
		c := &party.Customer{Name: "来了又走", Role: party.RoleCustomer, Nature: party.Enterprise}
		if err := tx.Save(c); err != nil {
			return err
		}
		return tx.Delete(party.Customers.Kind, c.ID)
	})
	if e != nil || err != nil {
		t.Errorf("got %v %v", e, err)
	}
}

func TestMovedGrantsAndDatesShowAtOnce(t *testing.T) {
	s := newSmall(t)
	sees := func() bool {
		return s.book.Read(s.seller, func(r record.Reader) error { _, err := r.Load(party.Customers.Kind, s.other.ID); return err }) == nil
	}
	s.must(s.book.Save(record.Hat{}, &party.Grant{Customer: record.Ref[party.Customer](s.other.ID), Employee: record.Ref[company.Employee](s.seller.Employee),
		Power: "read", Until: day("2026-11-30")}))
	if !sees() {
		t.Error("a granted customer is not seen")
	}
	s.must(company.MoveDate(s.book, s.seller, day("2026-12-01")))
	if sees() {
		t.Error("the grant has ended, and the customer is still seen")
	}
	s.must(s.book.Undo(s.seller))
	if !sees() {
		t.Error("the date was taken back, the grant was not")
	}
}

func TestActionsNeedTheirRights(t *testing.T) {
	s := newSmall(t)
	o := s.running()
	s.refused("right")(s.book.Do(s.seller, order.Void, o.ID, &order.Why{Reason: "不要了"}))
	s.refused("right")(s.book.Do(s.seller, order.Adopt, s.draft().ID, nil))
	s.refused("state")(s.book.Do(s.seller, order.Submit, o.ID, nil))
	s.refused("internal")(s.book.Save(s.director, &approval.Task{Name: "自批"}))
}

// Readers come and go while steps change what they may see; none of them sees half a step,
// and nothing that was worked out before a step is believed after it.
func TestReadersAndStepsAtTheSameTime(t *testing.T) {
	s := newSmall(t)
	s.must(s.book.Save(record.Hat{}, &party.Grant{Customer: record.Ref[party.Customer](s.other.ID), Employee: record.Ref[company.Employee](s.seller.Employee),
		Power: "read", Until: day("2026-11-30")}))
	sees := func() (bool, error) {
		seen := false
		err := s.book.Read(s.seller, func(r record.Reader) error {
			page, err := r.Query(record.Query{Kind: party.Customers.Kind})
			if err != nil {
				return err
			}
			seen = page.Total == 2
			return nil
		})
		return seen, err
	}
	stop := make(chan struct{})
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				if _, err := sees(); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	for range 20 {
		s.must(company.MoveDate(s.book, s.director, day("2026-12-01")))
		if seen, err := sees(); seen || err != nil {
			t.Errorf("after the grant has ended: %t %v", seen, err)
		}
		s.must(s.book.Undo(s.director))
		if seen, err := sees(); !seen || err != nil {
			t.Errorf("after the date was taken back: %t %v", seen, err)
		}
	}
	close(stop)
	readers.Wait()
}
