package data

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"crmlab/domain/record"
)

// model is what the store must be: plain maps, copied before every step, so that undo
// is looking at an older copy.
type model struct {
	companies map[record.ID]company
	orders    map[record.ID]order
}

func (m model) copy() model {
	c := model{companies: map[record.ID]company{}, orders: map[record.ID]order{}}
	for id, v := range m.companies {
		c.companies[id] = v
	}
	for id, v := range m.orders {
		c.orders[id] = v
	}
	return c
}

// machine drives a store and its model side by side.
type machine struct {
	h     *harness
	now   model
	undo  []model // states to which 撤销 leads, the last first
	redo  []model
	steps int
}

const topID = 400

// step makes one step of several random changes, on store and model alike.
func (m *machine) step(t *rapid.T) {
	next := m.now.copy()
	fail := rapid.IntRange(0, 5).Draw(t, "fail") == 0
	changed := false
	entry, err := m.h.book.Write(hat, "改动", func(tx record.Tx) error {
		free := tx.ByRule()
		for range rapid.IntRange(1, 4).Draw(t, "changes") {
			if err := m.change(t, free, next); err != nil {
				return err
			}
		}
		if fail {
			return errGivenUp
		}
		changed = true
		return nil
	})
	switch {
	case fail:
		if !errors.Is(err, errGivenUp) {
			t.Fatalf("a step that gave up returned %v", err)
		}
		return
	case err != nil:
		t.Fatal(err)
	}
	if changed && entry != nil {
		m.undo, m.redo, m.now = append(m.undo, m.now), nil, next
	}
	m.steps++
}

var errGivenUp = errors.New("given up")

func (m *machine) change(t *rapid.T, tx record.Tx, next model) error {
	switch rapid.IntRange(0, 4).Draw(t, "what") {
	case 0:
		c := drawCompany(t)
		c.Owner, c.Dept = 1, 1
		c.Parent = record.Ref[company](anyKey(t, next.companies))
		if err := tx.Save(c); err != nil {
			return err
		}
		next.companies[c.ID] = *c
	case 1:
		o := drawOrder(t)
		o.Owner, o.Dept = 1, 1
		o.Customer = record.Ref[company](anyKey(t, next.companies))
		for i := range o.Lines {
			o.Lines[i].Buyer = o.Customer
		}
		if err := tx.Save(o); err != nil {
			return err
		}
		next.orders[o.ID] = *o
	case 2:
		id := anyKey(t, next.companies)
		if id == 0 {
			return nil
		}
		rec, err := tx.Load(companies.Kind, id)
		if err != nil {
			return err
		}
		c, d := rec.(*company), drawCompany(t)
		c.Name, c.City, c.Level, c.Credit, c.Notes = d.Name+"改", d.City, d.Level, d.Credit, d.Notes
		if err := tx.Save(c); err != nil {
			return err
		}
		next.companies[id] = *c
	case 3:
		id := anyKey(t, next.orders)
		if id == 0 {
			return nil
		}
		rec, err := tx.Load(orders.Kind, id)
		if err != nil {
			return err
		}
		o, d := rec.(*order), drawOrder(t)
		o.State, o.Total, o.Lines = d.State, d.Total, d.Lines
		if err := tx.Save(o); err != nil {
			return err
		}
		next.orders[id] = *o
	case 4:
		if id := anyKey(t, next.orders); id != 0 {
			delete(next.orders, id)
			return tx.Delete(orders.Kind, id)
		}
		id := anyKey(t, next.companies)
		if id == 0 {
			return nil
		}
		err := tx.Delete(companies.Kind, id)
		if err == nil {
			delete(next.companies, id)
		} else if record.IsRefusal(err, "linked") {
			return nil
		}
		return err
	}
	return nil
}

func anyKey[V any](t *rapid.T, m map[record.ID]V) record.ID {
	var keys []record.ID
	for id := range m {
		keys = append(keys, id)
	}
	if len(keys) == 0 {
		return 0
	}
	slices.Sort(keys)
	return rapid.SampledFrom(keys).Draw(t, "which")
}

func (m *machine) undoStep(t *rapid.T) {
	e, err := m.h.book.Undo(hat)
	if err != nil {
		t.Fatal(err)
	}
	if (e == nil) != (len(m.undo) == 0) {
		t.Fatalf("undo gave %v with %d states to go back to", e, len(m.undo))
	}
	if e != nil {
		m.redo = append(m.redo, m.now)
		m.now, m.undo = m.undo[len(m.undo)-1], m.undo[:len(m.undo)-1]
	}
}

func (m *machine) redoStep(t *rapid.T) {
	e, err := m.h.book.Redo(hat)
	if err != nil {
		t.Fatal(err)
	}
	if (e == nil) != (len(m.redo) == 0) {
		t.Fatalf("redo gave %v with %d states to go on to", e, len(m.redo))
	}
	if e != nil {
		m.undo = append(m.undo, m.now)
		m.now, m.redo = m.redo[len(m.redo)-1], m.redo[:len(m.redo)-1]
	}
}

// compare holds the store against the model, record by record.
func (m *machine) compare(t *rapid.T) {
	err := m.h.store.View(func(st record.StoreTx) error {
		_, n, err := st.Select(record.Selection{Kind: companies.Kind})
		if err != nil || n != len(m.now.companies) {
			return fmt.Errorf("%d companies, the model has %d: %w", n, len(m.now.companies), err)
		}
		_, n, err = st.Select(record.Selection{Kind: orders.Kind})
		if err != nil || n != len(m.now.orders) {
			return fmt.Errorf("%d orders, the model has %d: %w", n, len(m.now.orders), err)
		}
		for id, want := range m.now.companies {
			if err := sameFields(st, companies.Kind, id, &want); err != nil {
				return err
			}
		}
		sums := map[record.ID]int64{}
		for id, want := range m.now.orders {
			if err := sameFields(st, orders.Kind, id, &want); err != nil {
				return err
			}
			if want.State != "void" {
				sums[want.Customer.ID()] += orders.Field("total").Get(&want).N
			}
		}
		for id := range m.now.companies {
			if got, _ := st.Tally(bought, id); got != sums[id] {
				return fmt.Errorf("company %d bought for %d, tally says %d", id, sums[id], got)
			}
		}
		agree(t, st, topID)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func sameFields(st record.StoreTx, k *record.Kind, id record.ID, want record.Record) error {
	rec, err := st.Get(k, id)
	if err != nil || rec == nil {
		return fmt.Errorf("%s %d is missing: %w", k.Name, id, err)
	}
	for _, f := range k.Fields {
		// Who touched a record last moves on with undo; the rest must come back.
		if a, b := f.Get(rec), f.Get(want); !a.Equal(b) {
			return fmt.Errorf("%s %d %s: %v, the model says %v", k.Name, id, f.Name, a, b)
		}
	}
	if got, ok, err := st.Find(k.Fields[0], record.TextValue(want.Head().No)); got != id || !ok || err != nil {
		return fmt.Errorf("number %s finds %d: %w", want.Head().No, got, err)
	}
	return nil
}

func TestStoreBehavesLikePlainMaps(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		h := newHarnessAt(t, filepath.Join(t.TempDir(), "m.crm"), unsynced)
		defer h.store.Close()
		m := &machine{h: h, now: model{}.copy()}
		if _, err := h.book.Mark(hat, "开始"); err != nil {
			rt.Fatal(err)
		}
		rt.Repeat(map[string]func(*rapid.T){
			"step":  m.step,
			"step2": m.step,
			"undo":  m.undoStep,
			"redo":  m.redoStep,
			"reopen": func(*rapid.T) {
				h.reopen()
			},
			"": m.compare,
		})
		verified(rt, h)
	})
}

// verified fails a rapid test if the file is not sound.
func verified(t *rapid.T, h *harness) {
	r, err := Verify(h.store, h.book, hat)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range r.Findings {
		t.Errorf("%s: %s", f.Check, f.Text)
	}
}

func TestAnswersInsideAStepAreThoseAfterIt(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		h := newHarnessAt(t, filepath.Join(t.TempDir(), "o.crm"), unsynced)
		defer h.store.Close()
		m := &machine{h: h, now: model{}.copy()}
		for range rapid.IntRange(0, 3).Draw(rt, "before") {
			m.step(rt)
		}
		question := drawSelection(rt)
		answer := func(st record.StoreTx) string {
			rows, total, err := st.Select(question)
			if err != nil {
				rt.Fatal(err)
			}
			out := fmt.Sprint(ids(rows), total)
			for id := record.ID(1); id < 12; id++ {
				sum, n := st.Tally(bought, id)
				links, err := st.Linked(companies.Kind, id, 0)
				slices.SortFunc(links, func(a, b record.Target) int { return int(a.ID) - int(b.ID) + 1000*(len(a.Kind)-len(b.Kind)) })
				_, ok := st.Row(companies.Kind, id)
				out += fmt.Sprint(";", sum, n, links, err, ok, linesOf(st, id))
			}
			return out
		}
		inside := ""
		err := h.store.Update(func(st record.StoreTx) error {
			for range rapid.IntRange(1, 5).Draw(rt, "puts") {
				putSomething(rt, st)
			}
			agree(rt, st, topID)
			inside = answer(st)
			return nil
		})
		if err != nil {
			rt.Fatal(err)
		}
		err = h.store.View(func(st record.StoreTx) error {
			if after := answer(st); after != inside {
				rt.Errorf("%s\ninside %s\nafter  %s", describeSelection(question), inside, after)
			}
			return nil
		})
		if err != nil {
			rt.Fatal(err)
		}
	})
}

// linesOf is what a transaction says about the lines of one order.
func linesOf(st record.StoreTx, id record.ID) (out []string) {
	f := orders.Field("lines")
	_ = st.Lines(f, func(owner, line record.Row) bool {
		if owner.ID() == id {
			for _, c := range f.Columns {
				out = append(out, fmt.Sprint(line.ID(), line.Value(c)))
			}
		}
		return true
	})
	return out
}

// putSomething writes past the Book: a new, changed or dropped record.
func putSomething(t *rapid.T, st record.StoreTx) {
	id := record.ID(rapid.IntRange(1, 4).Draw(t, "id"))
	k := rapid.SampledFrom([]*record.Kind{companies.Kind, orders.Kind}).Draw(t, "kind")
	old, err := st.Get(k, id)
	if err != nil {
		t.Fatal(err)
	}
	if old != nil && rapid.IntRange(0, 3).Draw(t, "drop") == 0 {
		if err := st.Drop(k, id); err != nil {
			t.Fatal(err)
		}
		return
	}
	if old == nil {
		if id, err = st.NextID(k); err != nil {
			t.Fatal(err)
		}
	}
	var rec record.Record = drawCompany(t)
	if k == orders.Kind {
		o := drawOrder(t)
		o.Customer = record.Ref[company](rapid.IntRange(0, 4).Draw(t, "customer"))
		rec = o
	} else {
		rec.(*company).Parent = record.Ref[company](rapid.IntRange(0, 4).Draw(t, "parent"))
	}
	h := rec.Head()
	h.ID, h.No, h.Owner, h.Dept = id, fmt.Sprint(k.Prefix, "-", id), someID.Draw(t, "owner"), someID.Draw(t, "dept")
	if err := st.Put(k, rec); err != nil {
		t.Fatal(err)
	}
}
