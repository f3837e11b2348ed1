package analysis_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"crmlab/domain/analysis"
	"crmlab/domain/catalog"
	"crmlab/domain/order"
	"crmlab/domain/record"
)

func row(t *testing.T, c analysis.Composition, name string) analysis.CompositionRow {
	t.Helper()
	for _, x := range c.Rows {
		if x.Name == name {
			return x
		}
	}
	t.Fatalf("no row %s in %v", name, c.Rows)
	return analysis.CompositionRow{}
}

func TestContributionsSumToTheGrowth(t *testing.T) {
	s := newShop(t)
	s.order(s.far, "2026-07-15", order.Done, s.line(s.products[0], 1, 60))
	s.order(s.near, "2026-07-16", order.Done, s.line(s.products[2], 1, 60))
	s.order(s.far, "2026-08-15", order.Running, s.line(s.products[0], 1, 30))
	s.order(s.near, "2026-08-16", order.Running, s.line(s.products[2], 1, 60))
	c := s.composition(s.boss, analysis.CompositionAsk{Period: period(t, "2026-08-01", "2026-08-31"), By: analysis.ByCustomer})
	a, b := row(t, c, s.far.Name), row(t, c, s.near.Name)
	equal(t, "growth of all", c.Total.PoP.Percent, "-25.00") // records.md 2.17
	equal(t, "points of A", a.Contribution, "-25")
	equal(t, "points of B", b.Contribution, "0")
	equal(t, "sum of points", a.Contribution.Add(b.Contribution), c.Total.PoP.Percent.String())
	equal(t, "growth of A", a.PoP.Percent, "-50")
	equal(t, "share of B", b.Share, "66.67")
	if !a.YoY.New || c.Rows[0].Name != s.near.Name {
		t.Errorf("A was sold a year ago (%v), or the largest is not first (%s)", a.YoY, c.Rows[0].Name)
	}
}

func TestEveryWayToDivideSumsToTheSame(t *testing.T) {
	s := newShop(t)
	o := s.order(s.far, "2026-08-15", order.Running, s.line(s.products[0], 1, 100), s.line(s.products[1], 1, 100), s.line(s.products[2], 3, 100))
	s.write(func(tx record.Tx, save func(...record.Record)) error {
		rec, err := record.Get(tx, record.Ref[order.Order](o.ID))
		if err != nil {
			return err
		}
		rec.Untaxed, rec.Tax, rec.Total = decimal.New(20000, -2), decimal.New(2600, -2), decimal.New(22600, -2) // a third off the whole
		rec.Sales = rec.Untaxed
		save(rec)
		return nil
	})
	august := period(t, "2026-08-01", "2026-08-31")
	for _, by := range analysis.Bys {
		c := s.composition(s.boss, analysis.CompositionAsk{Period: august, By: analysis.By(by.Code)})
		sum := decimal.Zero
		for _, x := range c.Rows {
			sum = sum.Add(x.Current)
		}
		equal(t, by.Label+" sums to", sum, "200.00")
		equal(t, by.Label+" has the total", c.Total.Current, "200.00")
	}
	classes := s.composition(s.boss, analysis.CompositionAsk{Period: august, By: analysis.ByClass})
	equal(t, "printers with the class below", row(t, classes, "打印机").Current, "133.34")
	equal(t, "the last line takes the remainder", row(t, classes, "耗材").Current, "66.66")
	taxed := s.composition(s.boss, analysis.CompositionAsk{Period: august, By: analysis.ByProduct, WithTax: true})
	equal(t, "with tax", taxed.Total.Current, "226.00")
}

func TestOnlyApprovedOrdersCount(t *testing.T) {
	s := newShop(t)
	for _, state := range []order.State{order.Draft, order.Review, order.Refused, order.Voided} {
		s.order(s.far, "2026-08-15", state, s.line(s.products[0], 1, 500))
	}
	s.order(s.far, "2026-08-15", order.Running, s.line(s.products[0], 1, 7))
	c := s.composition(s.boss, analysis.CompositionAsk{Period: period(t, "2026-08-01", "2026-08-31"), By: analysis.ByCustomer})
	equal(t, "sales", c.Total.Current, "7")
}

func TestTerminatedOrderCountsWhatWasDelivered(t *testing.T) {
	s := newShop(t)
	o := s.order(s.far, "2026-08-15", order.Running,
		s.line(s.products[0], 10, 1000), s.line(s.products[0], 10, 500), s.line(s.products[2], 1, 40)) // the first product stands on two lines
	s.write(func(tx record.Tx, save func(...record.Record)) error {
		save(&order.Execution{Order: record.Ref[order.Order](o.ID), Day: day(t, "2026-08-20"), Nature: "deliver",
			Lines: []order.Executed{{Product: record.Ref[catalog.Product](s.products[0].ID), Qty: decimal.NewFromInt(12)}}})
		// What is accepted was delivered before: it counts once.
		save(&order.Execution{Order: record.Ref[order.Order](o.ID), Day: day(t, "2026-08-21"), Nature: order.Acceptance,
			Lines: []order.Executed{{Product: record.Ref[catalog.Product](s.products[0].ID), Qty: decimal.NewFromInt(12)}}})
		return nil
	})
	if _, err := s.book.Do(record.Hat{}, order.Terminate, o.ID, &order.Why{Reason: "客户停产"}); err != nil {
		t.Fatal(err)
	}
	c := s.composition(s.boss, analysis.CompositionAsk{Period: period(t, "2026-08-01", "2026-08-31"), By: analysis.ByProduct})
	equal(t, "ten at 100 and two at 50", row(t, c, s.products[0].Name).Current, "1100")
	equal(t, "what was not delivered", row(t, c, s.products[2].Name).Current, "0")
	equal(t, "all", c.Total.Current, "1100")
}

func TestCompositionStaysInTheDataScope(t *testing.T) {
	s := newShop(t)
	s.order(s.far, "2026-08-15", order.Running, s.line(s.products[0], 1, 30))
	s.order(s.near, "2026-08-15", order.Running, s.line(s.products[0], 1, 60))
	ask := analysis.CompositionAsk{Period: period(t, "2026-08-01", "2026-08-31"), By: analysis.ByCustomer}
	equal(t, "what the seller sees", s.composition(s.seller, ask).Total.Current, "30")
	equal(t, "what the director sees", s.composition(s.boss, ask).Total.Current, "90")
}

func TestRunningCompositionComparesTheSameNumberOfDays(t *testing.T) {
	s := newShop(t)
	for _, date := range []string{"2026-10-05", "2026-08-20", "2026-09-20", "2025-11-20", "2025-12-20"} {
		s.order(s.far, date, order.Done, s.line(s.products[0], 1, 100))
	}
	c := s.composition(s.boss, analysis.CompositionAsk{Period: period(t, "2026-10-01", "2026-12-31"), By: analysis.ByCustomer})
	equal(t, "the first 54 days of the quarter before", c.Total.Previous, "100")
	equal(t, "up to the same day a year ago", c.Total.LastYear, "100")
	if c.Previous.To != day(t, "2026-08-23") || c.LastYear.To != day(t, "2025-11-23") {
		t.Errorf("compared up to %s and %s", c.Previous.To, c.LastYear.To)
	}
}

func TestRightOnAnalyses(t *testing.T) {
	s := newShop(t)
	read := func(h record.Hat, right record.Right) error {
		return s.book.Read(h, func(r record.Reader) error { return analysis.Allowed(r, right) })
	}
	if err := read(s.seller, record.View); err != nil {
		t.Errorf("the seller may view: %v", err)
	}
	if err := read(s.seller, record.Export); !record.IsRefusal(err, "right") {
		t.Errorf("the seller may not export, got %v", err)
	}
	if err := read(record.Hat{}, record.Export); err != nil {
		t.Errorf("the program itself may export: %v", err)
	}
}

func TestGroupsBeyondTheMostAreSummedUp(t *testing.T) {
	s := newShop(t)
	s.order(s.far, "2026-08-15", order.Running, s.line(s.products[0], 1, 100))
	s.order(s.near, "2026-08-15", order.Running, s.line(s.products[0], 1, 200))
	ask := analysis.CompositionAsk{Period: period(t, "2026-08-01", "2026-08-31"), By: analysis.ByCustomer}
	whole := s.composition(s.boss, ask)
	ask.Most = 1
	c := s.composition(s.boss, ask)
	if len(c.Rows) != 2 || c.Rows[0].ID != whole.Rows[0].ID || c.Rows[1].Others != 1 || c.Rows[1].ID != 0 {
		t.Fatalf("rows %+v", c.Rows)
	}
	equal(t, "the largest", c.Rows[0].Current, "200")
	equal(t, "the rest", c.Rows[1].Current, "100")
	equal(t, "all", c.Total.Current, "300")
	equal(t, "shares", c.Rows[0].Share.Add(c.Rows[1].Share), "100")
}

func TestApprovedReturnsLowerSales(t *testing.T) {
	s := newShop(t)
	o := s.order(s.far, "2026-07-15", order.Done, s.line(s.products[0], 2, 100), s.line(s.products[2], 1, 50))
	back := func(state order.ReturnState, net int64) {
		t := &order.Return{State: state, Order: record.Ref[order.Order](o.ID), Party: o.Party, Day: day(s.t, "2026-08-10"), Cause: "fault", Rate: decimal.NewFromInt(1)}
		t.Owner, t.Dept, t.Passed = o.Owner, o.Dept, day(s.t, "2026-08-12")
		t.Lines = []order.ReturnLine{{Product: record.Ref[catalog.Product](s.products[0].ID), Row: 1, Qty: decimal.NewFromInt(1), Net: decimal.NewFromInt(net)}}
		t.Untaxed, t.Sales = decimal.NewFromInt(net), decimal.NewFromInt(net)
		t.Tax = t.Untaxed.Mul(decimal.New(13, -2))
		t.Total = t.Untaxed.Add(t.Tax)
		s.write(func(_ record.Tx, save func(...record.Record)) error { save(t); return nil })
	}
	back(order.ReturnDue, 50)
	back(order.ReturnRefused, 20)
	for _, by := range analysis.Bys {
		ask := analysis.CompositionAsk{Period: period(t, "2026-07-01", "2026-08-31"), By: analysis.By(by.Code)}
		equal(t, "sales by "+by.Label, s.composition(s.boss, ask).Total.Current, "100")
		ask.WithTax = true
		equal(t, "sales with tax by "+by.Label, s.composition(s.boss, ask).Total.Current, "113")
	}
	// It counts on the day of its approval, for what came back and whose sale it was.
	august := analysis.CompositionAsk{Period: period(t, "2026-08-01", "2026-08-31"), By: analysis.ByProduct}
	equal(t, "August", row(t, s.composition(s.seller, august), s.products[0].Name).Current, "-50")
}
