package data

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"crmlab/domain/record"
)

// journalOf is the journal of an open file as it is stored.
func (h *harness) journalOf() (out [][]byte) {
	h.t.Helper()
	if err := h.store.EachEntry(func(e []byte) error { out = append(out, slices.Clone(e)); return nil }); err != nil {
		h.t.Fatal(err)
	}
	return out
}

// eventful makes a file in which everything has happened that a journal can say.
func eventful(t *testing.T) *harness {
	h := newHarness(t)
	a, b := &company{Name: "甲", Level: "vip", Credit: yuan(5)}, &company{Name: "乙"}
	h.save(a, b)
	o := &order{Customer: record.Ref[company](a.ID), Total: yuan(7), Lines: []orderLine{{Product: "纸", Amount: yuan(3)}, {Product: "笔"}}}
	h.save(o)
	// Two records exchange a unique value in one step.
	h.write(func(tx record.Tx) error {
		a.No, b.No = "TMP", "TC-0001"
		if err := tx.ByRule().Save(a); err != nil {
			return err
		}
		if err := tx.ByRule().Save(b); err != nil {
			return err
		}
		a.No = "TC-0002"
		return tx.ByRule().Save(a)
	})
	h.write(func(tx record.Tx) error { return tx.ByRule().Delete(orders.Kind, o.ID) })
	for _, step := range []func(record.Hat) (*record.Entry, error){h.book.Undo, h.book.Undo, h.book.Redo} {
		if e, err := step(hat); err != nil || e == nil {
			t.Fatalf("%v, %v", e, err)
		}
	}
	return h
}

// What a journal leads to is a file in which Verify finds nothing, with the same records.
func TestAFileIsRebuiltFromItsJournal(t *testing.T) {
	h := eventful(t)
	steps := h.journalOf()
	if breaks, intact := CheckChain(steps); len(breaks) > 0 || intact != len(steps) {
		t.Fatalf("%v, %d of %d", breaks, intact, len(steps))
	}
	p := NewRebuilding(testKinds)
	for _, s := range steps {
		if b := p.Add(s); b != nil {
			t.Fatal(b.Text)
		}
	}
	path := filepath.Join(t.TempDir(), "重建.crm")
	if err := p.Write(path); err != nil {
		t.Fatal(err)
	}
	again := &harness{t: t, path: path, clock: h.clock}
	s, err := Open(path, testKinds)
	if err != nil {
		t.Fatal(err)
	}
	again.use(s)
	defer s.Close()
	again.verify()
	for _, k := range testKinds {
		of := func(h *harness) (out []string) {
			h.read(func(r record.Reader) error {
				return r.Each(k, nil, func(row record.Row) bool {
					rec, err := r.Load(k, row.ID())
					if err != nil {
						t.Error(err)
						return false
					}
					out = append(out, string(newCodec(k).encode(nil, rec, nil)))
					return true
				})
			})
			return out
		}
		if was, is := of(h), of(again); !slices.Equal(was, is) {
			t.Errorf("%s: %q, was %q", k.Name, is, was)
		}
	}
	// It can be worked in: new records get new numbers.
	next := &company{Name: "丙"}
	again.save(next)
	if next.No != "TC-0003" {
		t.Errorf("the next company is %s", next.No)
	}
	again.verify()
}

// A chain that is whole can still say what cannot be: then its steps stand up to there.
func TestAStepThatDoesNotFitIsNotPlayed(t *testing.T) {
	steps := eventful(t).journalOf()
	for _, c := range []struct {
		name, says string
		change     func(e *record.Entry)
	}{
		{"a record that is there already", "可是之前已经有了它", func(e *record.Entry) { e.Changes[0].Op = record.Created; e.Changes[0].ID = 1 }},
		{"a record that is not there", "可是之前没有它", func(e *record.Entry) { e.Changes[0].ID = 77 }},
		{"another value before", "记下的原值与之前的步骤不符", func(e *record.Entry) { e.Changes[0].Fields[0].Old = record.TextValue("别的") }},
		{"a number that somebody has", "编号相同", func(e *record.Entry) {
			e.Changes = e.Changes[:1]
			e.Changes[0].Fields[0].New = record.TextValue("TC-0002")
		}},
		{"a kind that nobody knows", "不认识的记录", func(e *record.Entry) { e.Changes[0].Kind = "spell" }},
		{"an act that nobody knows", "不认识的事", func(e *record.Entry) { e.Changes[0].Op = "burn" }},
		{"an ID out of nowhere", "不是程序分配的", func(e *record.Entry) {
			e.Changes[0].Op, e.Changes[0].ID = record.Created, 1<<40
			e.Changes[0].Fields = nil
		}},
		{"a number where a text belongs", "写了不合格式的内容", func(e *record.Entry) { e.Changes[0].Fields[0].New = record.IntValue(7) }},
		{"a text that is no UTF-8", "写了不合格式的内容", func(e *record.Entry) { e.Changes[0].Fields[0].New = record.TextValue("\xff") }},
		{"a text without end", "写了不合格式的内容", func(e *record.Entry) {
			e.Changes[0].Fields[0].New = record.TextValue(strings.Repeat("长", largestText))
		}},
	} {
		const at = 3 // the step in which two companies exchange their numbers
		p := NewRebuilding(testKinds)
		for _, s := range steps[:at] {
			if b := p.Add(s); b != nil {
				t.Fatal(b.Text)
			}
		}
		e, err := readEntry(steps[at])
		if err != nil {
			t.Fatal(err)
		}
		c.change(e)
		forged := sealEntry(e, p.Head())
		if breaks, _ := CheckChain(append(slices.Clone(steps[:at]), forged)); len(breaks) > 0 {
			t.Fatalf("%s: the chain is to be whole: %v", c.name, breaks)
		}
		b := p.Add(forged)
		if b == nil || b.Step != at+1 || !strings.Contains(b.Text, c.says) {
			t.Errorf("%s: %+v", c.name, b)
		}
		path := filepath.Join(t.TempDir(), "重建.crm")
		if err := p.Write(path); err != nil || p.Steps() != at {
			t.Errorf("%s: %d steps stand, %v", c.name, p.Steps(), err)
		}
		if r, err := VerifyFile(path, testKinds); err != nil || !r.OK() {
			t.Errorf("%s: %+v, %v", c.name, r, err)
		}
	}
}
