package data

import (
	"fmt"
	"path/filepath"
	"testing"

	"pgregory.net/rapid"

	"crmlab/domain/record"
)

// manyRows is enough for several blocks, the last of them not full.
const manyRows = 2*blockRows + 700

// fillMany writes companies and orders past the Book, in one step.
func fillMany(t *testing.T, h *harness) {
	t.Helper()
	if err := h.store.Update(func(st record.StoreTx) error {
		for i := range manyRows {
			c := &company{Name: fmt.Sprintf("%s%d", []string{"华星", "安达", "重庆长城", "abc", ""}[i%5], i/7%400), Level: []string{"vip", "plain", "", "gone"}[i/2500],
				City: []string{"深圳", "广州", ""}[i%3], Since: record.Date(20000 + i/3), Credit: yuan(int64(i * 7919 % 1000)), Parent: record.Ref[company](i % 90), Big: i%1000 == 1}
			c.Owner, c.Dept = record.ID(1+i/4000), record.ID(1+i%7)
			o := &order{Customer: record.Ref[company](1 + i%3000), Day: record.Date(20000 + i/3), Total: yuan(int64(i)), Lines: make([]orderLine, i%3)}
			o.Owner, o.Dept = record.ID(1+i%4), record.ID(1+i%7)
			for _, rec := range []record.Record{c, o} {
				k := record.KindOfRecord(rec)
				id, err := st.NextID(k)
				if err != nil {
					return err
				}
				rec.Head().ID, rec.Head().No = id, fmt.Sprintf("%s-%d", k.Prefix, id)
				if err := st.Put(k, rec); err != nil {
					return err
				}
			}
		}
		for id := record.ID(5); id < manyRows; id += 997 {
			if err := st.Drop(companies.Kind, id); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

// What the bounds of blocks, chains of links and remembered scopes save must not change any
// answer: among thousands of rows every question is answered as by looking at all of them,
// before and after steps that change them.
func TestShortcutsOverBlocksChangeNoAnswer(t *testing.T) {
	if testing.Short() {
		t.Skip("compares with reading thousands of records")
	}
	h := newHarnessAt(t, filepath.Join(t.TempDir(), "many.crm"), unsynced)
	fillMany(t, h)
	access := &record.Access{Self: 2, Depts: map[record.ID]bool{3: true}}
	access.Grant(companies.Kind, 7000, record.View, "测试")
	rapid.Check(t, func(rt *rapid.T) {
		if rapid.IntRange(0, 4).Draw(rt, "reopen") == 0 {
			h.reopen()
		}
		if err := h.store.Update(func(st record.StoreTx) error {
			for range rapid.IntRange(0, 3).Draw(rt, "puts") {
				putSomething(rt, st)
			}
			return nil
		}); err != nil {
			rt.Fatal(err)
		}
		if err := h.store.View(func(st record.StoreTx) error {
			sel := drawSelection(rt)
			sel.Offset = rapid.SampledFrom([]int{0, 3, 40, 5000, 8800}).Draw(rt, "far")
			if rapid.Bool().Draw(rt, "scoped") {
				sel.Scope = access // the same one again and again, so that what is remembered is used
			}
			check(rt, st, sel, manyRows+2000)
			of := record.Selection{Kind: orders.Kind, Scope: sel.Scope, Limit: 5, Where: []record.Test{{Field: orders.Field("customer"), Op: record.Is,
				Values: []record.Value{record.LinkValue(record.ID(rapid.IntRange(0, 3001).Draw(rt, "customer")))}}}}
			if rapid.Bool().Draw(rt, "by customer") {
				of.Where = of.Where[:rapid.IntRange(0, 1).Draw(rt, "of one")]
				of.Sort = []record.SortBy{{Field: orders.Field("customer"), Desc: rapid.Bool().Draw(rt, "from the end")}}
				if rapid.Bool().Draw(rt, "late") {
					of.Where = append(of.Where, record.Test{Field: orders.Field("day"), Op: record.AtLeast, Values: []record.Value{record.DateValue(22500)}})
				}
			}
			check(rt, st, of, manyRows+2000)
			return nil
		}); err != nil {
			rt.Fatal(err)
		}
	})
}
