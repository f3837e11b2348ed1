package domain_test

import (
	"strings"
	"testing"

	"crmlab/domain/order"
	"crmlab/domain/record"
)

func TestNothingIsAddedToALockedOrderAndItIsKnownBeforehand(t *testing.T) {
	s := newSmall(t)
	o := s.planned()
	blocked := func(k *record.Kind) (err error) {
		if e := s.book.Read(s.seller, func(r record.Reader) error {
			rec, e := record.Blank(r, k)
			if e == nil {
				k.Field("order").Set(rec, record.LinkValue(o.ID))
				err = k.AddBlocked(r, rec)
			}
			return e
		}); e != nil {
			t.Fatal(e)
		}
		return err
	}
	if err := blocked(order.Plans.Kind); err != nil {
		t.Errorf("a draft takes no instalment: %v", err)
	}
	if err := blocked(order.Executions.Kind); !record.IsRefusal(err, "execution.state") {
		t.Errorf("a draft takes an execution: %v", err)
	}
	s.must(s.book.Do(s.seller, order.Submit, o.ID, nil))
	if err := blocked(order.Plans.Kind); !record.IsRefusal(err, "plan.locked") {
		t.Errorf("an order in review takes an instalment: %v", err)
	}
	p := &order.PaymentPlan{Order: record.Ref[order.Order](o.ID), Due: day("2027-03-30"), Amount: dec("100")}
	_, err := s.book.Save(s.seller, p)
	if !record.IsRefusal(err, "plan.locked") || strings.Contains(err.Error(), "PP-") || p.No != "" {
		t.Errorf("the refusal %v names a number nobody has seen; the record keeps %q", err, p.No)
	}
}

func TestARefusedNewRecordIsNotCalledByANumber(t *testing.T) {
	s := newSmall(t)
	o := s.draft()
	s.must(s.book.Do(s.seller, order.GeneratePlan, o.ID, &order.Instalments{Mode: order.Equal, Parts: 1, First: day("2026-12-10"), Months: 1}))
	same := &order.PaymentPlan{Order: record.Ref[order.Order](o.ID), Due: day("2026-12-10"), Amount: dec("100")}
	_, err := s.book.Save(s.seller, same)
	if !record.IsRefusal(err, "plan.sameday") || !strings.HasPrefix(err.Error(), "没有保存回款计划。") {
		t.Errorf("the refusal says %v", err)
	}
	same.No, same.Due = "甲-1", day("2026-01-01")
	if _, err := s.book.Save(s.seller, same); !record.IsRefusal(err, "plan.early") || !strings.Contains(err.Error(), "甲-1") {
		t.Errorf("a number that was typed is not named: %v", err)
	}
}
