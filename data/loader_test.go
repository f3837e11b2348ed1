package data

import (
	"errors"
	"fmt"
	"testing"

	"crmlab/domain/record"
)

func TestLoadedRecordsAreLikeSavedOnes(t *testing.T) {
	h := newHarness(t)
	h.save(&company{Name: "先有的"})
	if err := h.store.Close(); err != nil {
		t.Fatal(err)
	}
	if err := Load(h.path, testKinds, func(l *Loader) error {
		for i := range 3 {
			var recs []record.Record
			for range 4 {
				c := &company{Name: "转入"}
				c.ID = l.NextID(companies.Kind)
				c.No = record.FormatNumber(companies.Prefix, l.Count(record.NumberCounter(companies.Kind, companies.Prefix)))
				c.Owner, c.Dept = 1, 1
				o := &order{Customer: record.Ref[company](c.ID), Total: yuan(int64(i)), Lines: []orderLine{{Product: fmt.Sprint(i), Amount: yuan(1)}}}
				o.ID, o.No = l.NextID(orders.Kind), fmt.Sprint("L-", i, c.No)
				recs = append(recs, c, o)
			}
			if err := l.Add(&record.Entry{Op: record.OpDo, Action: "write", Label: "转入"}, recs...); err != nil {
				return err
			}
		}
		if l.Records() != 24 {
			t.Errorf("%d records were added", l.Records())
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	s, err := Open(h.path, testKinds)
	if err != nil {
		t.Fatal(err)
	}
	h.use(s)
	h.verify()
	next := &company{Name: "之后的"}
	h.save(next)
	if next.ID != 14 || next.No != "TC-0014" {
		t.Errorf("the next record is %d, numbered %s", next.ID, next.No)
	}
	h.verify()
}

func TestALoadThatFailsLeavesTheFileAsItWas(t *testing.T) {
	path := sample(t)
	twice := func(l *Loader) error {
		a, b := &company{Name: "甲"}, &company{Name: "乙"}
		a.ID, b.ID = l.NextID(companies.Kind), l.NextID(companies.Kind)
		a.No, b.No = "X-1", "X-1"
		return l.Add(&record.Entry{Op: record.OpDo}, a, b)
	}
	if err := Load(path, testKinds, twice); err == nil {
		t.Error("a number that is given twice was taken")
	}
	given := errors.New("given up")
	if err := Load(path, testKinds, func(*Loader) error { return given }); !errors.Is(err, given) {
		t.Errorf("the reason became %v", err)
	}
	if n := countCompanies(t, path); n != 200 {
		t.Errorf("%d companies are left of 200", n)
	}
}
