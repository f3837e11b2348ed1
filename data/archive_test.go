package data

import "testing"

func TestAnArchivedStateStaysWhateverComesLater(t *testing.T) {
	h := newHarness(t)
	h.save(&company{Name: "甲"})
	before := h.store.end.seq
	first, err := h.store.Archive("实验八")
	must(t, err)
	h.save(&company{Name: "乙"})
	second, err := h.store.Archive("实验八")
	must(t, err)
	if first == second {
		t.Fatalf("both are in %s", first)
	}
	s, err := Open(first, testKinds, ReadOnly)
	must(t, err)
	defer s.Close()
	if s.end.seq != before {
		t.Errorf("the first is of step %d, not %d", s.end.seq, before)
	}
	if r, err := Verify(s, nil, hat); err != nil || !r.OK() {
		t.Error(r, err)
	}
}
