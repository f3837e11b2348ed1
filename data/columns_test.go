package data

import (
	"cmp"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"crmlab/domain/record"
)

func TestDeepPagesAreSortedLikeFirstOnes(t *testing.T) {
	compare := func(a, b ranked) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(b.row, a.row)) }
	rapid.Check(t, func(t *rapid.T) {
		rs := make([]ranked, rapid.IntRange(0, 3000).Draw(t, "rows"))
		seed, spread := rapid.Uint64().Draw(t, "seed"), rapid.Uint64Range(1, 5000).Draw(t, "spread")
		for i := range rs {
			seed = seed*6364136223846793005 + 1442695040888963407
			rs[i] = ranked{seed >> 33 % spread, uint32(i)}
		}
		want := slices.SortedFunc(slices.Values(rs), compare)
		from := rapid.IntRange(0, len(rs)).Draw(t, "from")
		to := min(len(rs), from+rapid.IntRange(0, 200).Draw(t, "size"))
		sortPart(rs, from, to, compare)
		if !slices.Equal(rs[from:to], want[from:to]) {
			t.Fatalf("rows %d to %d of %d differ", from, to, len(rs))
		}
	})
}

// Lines that grow and shrink leave room behind, which is taken back; no line is lost.
func TestLinesSurviveCompaction(t *testing.T) {
	bothWays(t, func(t *testing.T, h *harness) {
		h.save(&company{Name: "华星"})
		table := h.store.tables[orders.Kind].lines[0]
		var recs []record.Record
		for i := range 40 {
			recs = append(recs, &order{Customer: 1, State: fmt.Sprint(i)})
		}
		h.save(recs...)
		highest := 0
		for round := range 12 {
			for i, rec := range recs {
				lines := make([]orderLine, 5+(i+round)%7)
				for j := range lines {
					lines[j] = orderLine{Product: fmt.Sprint(i, j), Buyer: 1, Amount: yuan(int64(round))}
				}
				rec.(*order).Lines = lines
			}
			h.save(recs...)
			highest = max(highest, table.used)
		}
		if highest > 3000 {
			t.Errorf("the table grew to %d lines for some 320", highest)
		}
		h.verify()
	})
}

func TestLinkedFindsEveryWayOfPointing(t *testing.T) {
	bothWays(t, func(t *testing.T, h *harness) {
		a, b := &company{Name: "华星"}, &company{Name: "安达"}
		h.save(a, b)
		p := &person{Name: "李强"}
		h.save(p)
		child := &company{Name: "子公司", Parent: record.Ref[company](a.ID)}
		inLine := &order{Lines: []orderLine{{Product: "x"}, {Buyer: record.Ref[company](a.ID)}}}
		target := &order{Doc: record.TargetOf(a)}
		member := &order{People: []record.Ref[person]{1, record.Ref[person](p.ID)}}
		h.save(child, inLine, target, member)
		h.reopen()
		err := h.store.View(func(st record.StoreTx) error {
			got, err := st.Linked(companies.Kind, a.ID, 0)
			if want := []record.Target{record.TargetOf(child), record.TargetOf(inLine), record.TargetOf(target)}; !slices.Equal(got, want) {
				t.Errorf("linked to the company: %v", got)
			}
			if got, _ := st.Linked(companies.Kind, a.ID, 2); len(got) != 2 {
				t.Errorf("asked for two: %v", got)
			}
			if got, _ := st.Linked(people.Kind, p.ID, 0); !slices.Equal(got, []record.Target{record.TargetOf(member)}) {
				t.Errorf("linked to the person: %v", got)
			}
			if got, _ := st.Linked(companies.Kind, b.ID, 0); len(got) != 0 {
				t.Errorf("linked to nobody's company: %v", got)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		_, err = h.book.Delete(hat, companies.Kind, a.ID)
		refusedWith(t, err, "linked")
	})
}

func TestSearchLooksAtTitlesOfLinks(t *testing.T) {
	bothWays(t, func(t *testing.T, h *harness) {
		h.save(&company{Name: "华星科技"}, &company{Name: "安达"})
		h.save(&order{Customer: 2}, &order{Customer: 1}, &order{})
		h.read(func(r record.Reader) error {
			p, err := r.Query(record.Query{Kind: orders.Kind, Text: "hxkj"})
			if got := ids(p.Rows); !slices.Equal(got, []record.ID{2}) {
				t.Errorf("found %v", got)
			}
			return err
		})
	})
}

func TestLoadingReportsProgress(t *testing.T) {
	path := sample(t)
	last, of := 0, 0
	s, err := Open(path, testKinds, Progress(func(done, total int) { last, of = done, total }))
	if err != nil {
		t.Fatal(err)
	}
	<-s.Ready()
	s.Close()
	if last != 202 || of != 202 {
		t.Errorf("ended at %d of %d", last, of)
	}
}

func TestValuesWithoutATypeKeepTheirContent(t *testing.T) {
	for _, v := range []record.Value{{}, {N: -5}, {S: "字"}, {S: "torder", N: 7}, {L: []record.ID{1, 2}}, {R: [][]record.Value{{{N: 1}, {}, {S: "x"}}, {}}}} {
		got, err := readAny(appendAny(nil, v, nil), nil)
		if err != nil {
			t.Fatal(err)
		}
		if len(v.R) > 0 { // empty cells at the end of a line are not stored
			v.R[1], got.R[1] = nil, nil
		}
		if !got.Equal(v) {
			t.Errorf("%+v became %+v", v, got)
		}
	}
}
