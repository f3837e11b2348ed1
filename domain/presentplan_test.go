package domain_test

import (
	"strings"
	"testing"

	"crmlab/domain/order"
	"crmlab/domain/record"
)

// again is what 生成回款计划 starts with on an order, and what it says first.
func (s *small) again(id record.ID) (in *order.Instalments, says string) {
	s.t.Helper()
	if err := s.book.Read(s.seller, func(r record.Reader) error {
		rec, err := r.Load(order.Orders.Kind, id)
		if err != nil {
			return err
		}
		in, says = order.GeneratePlan.NewInput(r, rec).(*order.Instalments), order.GeneratePlan.Warning(r, rec)
		return nil
	}); err != nil {
		s.t.Fatal(err)
	}
	return in, says
}

// due are the instalments of an order in words.
func (s *small) due(id record.ID) string {
	var out []string
	for _, p := range s.plans(id) {
		out = append(out, p.Due.String()+" "+p.Amount.StringFixed(2))
	}
	return strings.Join(out, "，")
}

func TestGeneratingAPlanAgainStartsFromThePresentOne(t *testing.T) {
	s := newSmall(t)
	for _, in := range []order.Instalments{
		{Mode: order.Equal, Parts: 4, First: day("2026-12-31"), Months: 1, Remind: 5},
		{Mode: order.Equal, Parts: 3, First: day("2026-12-10"), Days: 45, Remind: 3},
		{Mode: order.Equal, Parts: 1, First: day("2026-12-10"), Months: 1, Remind: 3},
		{Mode: order.ByShares, Shares: "40、35.5、24.5", First: day("2026-12-10"), Months: 3, Remind: 0},
		{Mode: order.Deposits, Deposit: dec("30"), First: day("2026-11-30"), Months: 2, Remind: 7},
	} {
		o := s.draft()
		if now, says := s.again(o.ID); now.Parts != 3 || now.Mode != order.Equal || says != "" {
			t.Errorf("without a plan it starts with %+v and says %q", now, says)
		}
		s.must(s.book.Do(s.seller, order.GeneratePlan, o.ID, &in))
		before, n := s.due(o.ID), len(s.plans(o.ID))
		now, says := s.again(o.ID)
		if now.Mode != in.Mode || now.First != in.First || now.Remind != in.Remind || now.Parts != n || now.Shares != in.Shares && in.Mode == order.ByShares {
			t.Errorf("a plan of %+v is read as %+v", in, now)
		}
		if n > 1 && (now.Months != in.Months || now.Days != in.Days) {
			t.Errorf("an interval of %d months or %d days is read as %d and %d", in.Months, in.Days, now.Months, now.Days)
		}
		if want := "会替换现有的 " + record.FromMinor(int64(n), 0).String() + " 期"; !strings.HasPrefix(says, want) {
			t.Errorf("it says %q, want %q", says, want)
		}
		s.must(s.book.Do(s.seller, order.GeneratePlan, o.ID, now))
		if after := s.due(o.ID); after != before {
			t.Errorf("generated again without a change: %s, before %s", after, before)
		}
	}
}

func TestInputsThatDoNotCountAreNotChecked(t *testing.T) {
	s := newSmall(t)
	o := s.draft()
	s.must(s.book.Do(s.seller, order.GeneratePlan, o.ID, &order.Instalments{Mode: order.Deposits, Parts: 99, Deposit: dec("30"), First: day("2026-12-10"), Months: 1, Days: 9999}))
	if n := len(s.plans(o.ID)); n != 2 {
		t.Errorf("首付加尾款 makes %d instalments", n)
	}
	s.refused("field")(s.book.Do(s.seller, order.GeneratePlan, o.ID, &order.Instalments{Mode: order.Equal, Parts: 99, First: day("2026-12-10"), Months: 1}))
	s.refused("field")(s.book.Do(s.seller, order.GeneratePlan, o.ID, &order.Instalments{Mode: order.Equal, Parts: 2, First: day("2026-12-10"), Days: 9999}))
	s.refused("field")(s.book.Do(s.seller, order.GeneratePlan, o.ID, &order.Instalments{Mode: order.ByShares, First: day("2026-12-10"), Months: 1}))
}
