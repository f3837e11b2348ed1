package volume_test

import (
	"path/filepath"
	"testing"

	"crmlab/data"
	"crmlab/domain"
	"crmlab/domain/lab/prepared"
	"crmlab/domain/lab/volume"
	"crmlab/domain/order"
	"crmlab/domain/party"
	"crmlab/domain/record"
)

// made is a file with a small history, open.
func made(t *testing.T, size volume.Size, seed uint64) (*data.Store, *record.Book) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "volume.crmwork")
	s, err := data.Create(path, domain.Kinds)
	if err != nil {
		t.Fatal(err)
	}
	clock := &prepared.Clock{}
	book, err := domain.Open(s, clock.Now)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Bulk(func() error { return prepared.Found(book, clock, volume.Last) }); err != nil {
		t.Fatal(err)
	}
	var base volume.Base
	if err := book.Read(record.Hat{}, func(r record.Reader) error { base, err = volume.Read(r); return err }); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	done, about := 0, 0
	if err := data.Load(path, domain.Kinds, func(l *data.Loader) error {
		return volume.Fill(base, size, seed, l, func(d, a int) { done, about = d, a })
	}); err != nil {
		t.Fatal(err)
	}
	if done == 0 || about == 0 {
		t.Errorf("progress ended at %d of %d", done, about)
	}
	if s, err = data.Open(path, domain.Kinds); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	if book, err = domain.Open(s, clock.Now); err != nil {
		t.Fatal(err)
	}
	return s, book
}

// What is made past the gate is such that everything which the gate would have seen to holds,
// and work goes on upon it as upon any other file.
func TestAGeneratedHistoryHoldsAndIsWorkedOn(t *testing.T) {
	size := volume.Size{Customers: 80, Orders: 1200, Tasks: 60}
	s, book := made(t, size, 7)
	var checks []data.Check
	for _, c := range domain.Checks() {
		checks = append(checks, data.Check(c))
	}
	holds := func() {
		t.Helper()
		report, err := data.Verify(s, book, record.Hat{}, checks...)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range report.Findings {
			t.Errorf("%s: %s", f.Check, f.Text)
		}
	}
	holds()
	states := map[string]int{}
	if err := book.Read(record.Hat{}, func(r record.Reader) error {
		page, err := r.Query(record.Query{Kind: order.Orders.Kind, Size: 1})
		if err != nil || page.Total != size.Orders {
			t.Errorf("%d orders, %v", page.Total, err)
		}
		return r.Each(order.Orders.Kind, nil, func(o record.Row) bool {
			states[o.Value(order.Orders.Field("state")).S]++
			return true
		})
	}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []order.State{order.Running, order.Done, order.Voided} {
		if states[string(want)] == 0 {
			t.Errorf("no order is %s: %v", want, states)
		}
	}
	c := &party.Customer{Name: "新客户", Role: party.RoleCustomer, Nature: party.Enterprise}
	if _, err := book.Save(record.Hat{}, c); err != nil {
		t.Fatal(err)
	}
	if c.No != record.FormatNumber("C", size.Customers+1) {
		t.Errorf("the next customer is numbered %s", c.No)
	}
	if _, err := book.Undo(record.Hat{}); err != nil {
		t.Fatal(err)
	}
	if e, err := book.Undo(record.Hat{}); e != nil || err != nil {
		t.Errorf("the history itself was undone: %v, %v", e, err)
	}
	holds()
}

func TestTheSameSeedMakesTheSameHistory(t *testing.T) {
	size := volume.Size{Customers: 20, Orders: 100, Tasks: 10}
	last := func(seed uint64) (hash [32]byte) {
		_, book := made(t, size, seed)
		if err := book.Read(record.Hat{}, func(r record.Reader) error {
			e, err := r.Entry(r.LastSeq())
			if err == nil {
				hash = e.Hash
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return hash
	}
	first, again := last(3), last(3)
	if first != again {
		t.Error("two runs with one seed end in different journals")
	}
	if first == last(4) {
		t.Error("the seed makes no difference")
	}
}
