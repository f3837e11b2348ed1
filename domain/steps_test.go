package domain_test

import (
	"testing"

	"crmlab/domain/company"
	"crmlab/domain/order"
	"crmlab/domain/party"
	"crmlab/domain/record"
)

func TestUndoAndRedoWalkTheWholeFlow(t *testing.T) {
	s := newSmall(t)
	s.must(s.book.Mark(record.Hat{}, "实验开始"))
	o := s.planned()
	s.must(s.book.Do(s.seller, order.Submit, o.ID, nil))
	s.must(s.book.Do(s.manager, action(order.Orders.Kind, "finish"), o.ID, nil))
	for range 4 {
		if e := s.must(s.book.Undo(s.seller)); e == nil {
			t.Fatal("nothing to undo")
		}
	}
	if e, err := s.book.Undo(s.seller); e != nil || err != nil {
		t.Errorf("undo went past the mark: %v %v", e, err)
	}
	for range 4 {
		if e := s.must(s.book.Redo(s.seller)); e == nil {
			t.Fatal("nothing to redo")
		}
	}
	if e, _ := s.book.Redo(s.seller); e != nil {
		t.Error("redo went past the end")
	}
	if st := load[order.Order](s, o.ID).State; st != order.Running {
		t.Errorf("after redo the order is %s", st)
	}
	s.must(s.book.Restore(s.seller, "回到开始"))
	if n := len(s.plans(o.ID)); n != 0 {
		t.Errorf("%d instalments after 回到开始", n)
	}
	s.must(s.book.Undo(s.seller))
	if st := load[order.Order](s, o.ID).State; st != order.Running {
		t.Errorf("undoing 回到开始 leaves the order %s", st)
	}
}

func TestAStaleFormIsRefused(t *testing.T) {
	s := newSmall(t)
	a, b := load[party.Customer](s, s.customer.ID), load[party.Customer](s, s.customer.ID)
	a.City = "广州"
	s.must(s.book.Save(s.seller, a))
	b.City = "深圳"
	s.refused("stale")(s.book.Save(s.seller, b))
}

func TestCustomFieldBehavesLikeABuiltInOne(t *testing.T) {
	s := newSmall(t)
	s.must(s.book.Save(record.Hat{}, &company.FieldDef{Name: "成立年份", Kind: "customer", Type: "int", Listed: true}))
	err := s.book.Read(s.seller, func(r record.Reader) error {
		f := record.FieldNamed(r, party.Customers.Kind, "x1000")
		if f == nil {
			t.Fatal("the field is not among the kind's fields")
		}
		c, err := record.Get(r, record.Ref[party.Customer](s.customer.ID))
		if err != nil {
			return err
		}
		v, err := f.Parse("2011", nil)
		if err != nil {
			return err
		}
		f.Set(c, v)
		s.customer = c
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	e := s.must(s.book.Save(s.seller, s.customer))
	if len(e.Changes) != 1 || e.Changes[0].Fields[0].Tag != 1000 && e.Changes[0].Fields[len(e.Changes[0].Fields)-1].Tag != 1000 {
		t.Errorf("the journal does not show the custom field: %+v", e.Changes)
	}
	if err := s.book.Read(s.seller, func(r record.Reader) error {
		page, err := r.Query(record.Query{Kind: party.Customers.Kind, Where: []record.Cond{{Field: "x1000", Op: record.AtLeast, Values: []record.Value{record.IntValue(2000)}}},
			Sort: []record.Sort{{Field: "x1000", Desc: true}}})
		if err == nil && page.Total != 1 {
			t.Errorf("a query by the custom field finds %d", page.Total)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	s.must(s.book.Undo(s.seller))
	s.must(s.book.Undo(s.seller))
	if err := s.book.Read(s.seller, func(r record.Reader) error {
		if record.FieldNamed(r, party.Customers.Kind, "x1000") != nil {
			t.Error("the field is still there after its definition was undone")
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}
