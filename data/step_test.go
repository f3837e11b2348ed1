package data

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"crmlab/domain/record"
)

func TestAFailedStepLeavesNothing(t *testing.T) {
	bothWays(t, func(t *testing.T, h *harness) {
		c := &company{Name: "华星", Credit: yuan(1)}
		h.save(c)
		state := func() (out string) {
			_ = h.store.View(func(st record.StoreTx) error {
				rows, n, err := st.Select(record.Selection{Kind: companies.Kind})
				sum, count := st.Tally(bought, c.ID)
				_, found, _ := st.Find(companies.Fields[0], record.TextValue("TC-9"))
				out = fmt.Sprint(ids(rows), n, err, sum, count, found, st.LastSeq())
				return nil
			})
			return out
		}
		before := state()
		spoil := func(st record.StoreTx) {
			id, _ := st.NextID(companies.Kind)
			_ = st.Put(companies.Kind, &company{Base: record.Base{ID: id, No: "TC-9"}, Name: "坏"})
			id, _ = st.NextID(orders.Kind)
			_ = st.Put(orders.Kind, &order{Base: record.Base{ID: id}, Customer: record.Ref[company](c.ID), Total: yuan(5)})
			_ = st.Drop(companies.Kind, c.ID)
			_, _ = st.Count("x")
			_ = st.Append(&record.Entry{Op: record.OpDo})
		}
		if err := h.store.Update(func(st record.StoreTx) error { spoil(st); return errGivenUp }); !errors.Is(err, errGivenUp) {
			t.Errorf("got %v", err)
		}
		err := h.store.Update(func(st record.StoreTx) error { spoil(st); panic("a mistake in a rule") })
		var fault *Fault
		if !errors.As(err, &fault) || len(fault.Stack) == 0 {
			t.Errorf("a panic came back as %v", err)
		}
		err = h.store.Bulk(func() error {
			return errors.Join(
				h.store.Update(func(st record.StoreTx) error { spoil(st); return errGivenUp }),
				h.store.Update(func(st record.StoreTx) error {
					if n, err := st.Count("x"); n != 1 || err != nil {
						t.Errorf("the counter stands at %d after a failed step", n)
					}
					return errGivenUp
				}))
		})
		if !errors.Is(err, errGivenUp) {
			t.Errorf("got %v", err)
		}
		if after := state(); after != before {
			t.Errorf("before %s\nafter  %s", before, after)
		}
	})
}

func TestRecordsMayExchangeUniqueValues(t *testing.T) {
	bothWays(t, func(t *testing.T, h *harness) {
		a, b := &company{Name: "甲"}, &company{Name: "乙"}
		h.save(a, b)
		swap := func(first, second string) error {
			_, err := h.book.Write(hat, "对调", func(tx record.Tx) error {
				for _, step := range []struct {
					id record.ID
					no string
				}{{a.ID, "T"}, {b.ID, second}, {a.ID, first}} {
					rec, err := tx.Load(companies.Kind, step.id)
					if err != nil {
						return err
					}
					rec.Head().No = step.no
					if err := tx.Save(rec); err != nil {
						return err
					}
				}
				return nil
			})
			return err
		}
		if err := swap(b.No, a.No); err != nil {
			t.Fatal(err)
		}
		if _, err := h.book.Undo(hat); err != nil {
			t.Fatal(err)
		}
		if _, err := h.book.Redo(hat); err != nil {
			t.Fatal(err)
		}
		h.read(func(r record.Reader) error {
			if id, _, err := r.ByNumber(companies.Kind, a.No); id != b.ID || err != nil {
				t.Errorf("%s belongs to %d: %v", a.No, id, err)
			}
			return nil
		})
	})
}

func TestTwoRecordsNeverKeepOneUniqueValue(t *testing.T) {
	h := newHarness(t)
	h.save(&company{Name: "甲"}, &company{Name: "乙"})
	err := h.store.Update(func(st record.StoreTx) error {
		rec, err := st.Get(companies.Kind, 2)
		if err != nil {
			return err
		}
		rec.Head().No = "TC-0001"
		return st.Put(companies.Kind, rec)
	})
	refusedWith(t, err, "unique")
	h.verify()
}

func TestDroppedIDsAreNotGivenAgain(t *testing.T) {
	bothWays(t, func(t *testing.T, h *harness) {
		c := &company{Name: "甲"}
		h.save(c)
		if _, err := h.book.Delete(hat, companies.Kind, c.ID); err != nil {
			t.Fatal(err)
		}
		h.reopen()
		d := &company{Name: "乙"}
		h.save(d)
		if d.ID == c.ID {
			t.Errorf("ID %d was given twice", d.ID)
		}
	})
}

func TestHistoryListsWhatTouchedARecord(t *testing.T) {
	bothWays(t, func(t *testing.T, h *harness) {
		c := &company{Name: "甲"}
		h.save(c)
		for i := range 5 {
			c.Credit = yuan(int64(i + 1))
			h.save(c, &company{Name: "别的"})
		}
		h.reopen()
		h.read(func(r record.Reader) error {
			all, err := r.History(record.TargetOf(c), 0)
			if err != nil || len(all) != 6 || all[0].Seq < all[5].Seq {
				t.Errorf("%d entries, %v", len(all), err)
			}
			few, err := r.History(record.TargetOf(c), 2)
			if err != nil || len(few) != 2 || few[0].Seq != all[0].Seq {
				t.Errorf("the newest two are %d, %v", len(few), err)
			}
			page, err := r.Journal(all[0].Seq, 3)
			if err != nil || len(page) != 3 || page[0].Seq != all[0].Seq-1 {
				t.Errorf("journal page %v, %v", page, err)
			}
			return nil
		})
	})
}

func TestFieldsDefinedAtRunTimeGetColumns(t *testing.T) {
	bothWays(t, func(t *testing.T, h *harness) {
		c := &company{Name: "甲"}
		c.Custom = map[int]record.Value{1001: record.TextValue("旧值在定义之前")}
		h.save(c, &company{Name: "乙"})
		text := record.CustomField(companies.Kind, "c1001", 1001, "行业", record.TypeText, record.Search, record.Unique)
		amount := record.CustomField(companies.Kind, "c1002", 1002, "规模", record.TypeMoney)
		h.custom = map[*record.Kind][]*record.Field{companies.Kind: {text, amount}}
		if err := h.store.Reshape(h.custom); err != nil {
			t.Fatal(err)
		}
		h.save(&company{Name: "丙", Base: record.Base{Custom: map[int]record.Value{1002: record.MoneyMinor(700)}}})
		h.reopen()
		h.store.ForbidFile(true)
		err := h.store.View(func(st record.StoreTx) error {
			id, ok, err := st.Find(text, record.TextValue("旧值在定义之前"))
			if id != c.ID || !ok || err != nil {
				t.Errorf("found %d, %v", id, err)
			}
			rows, _, err := st.Select(record.Selection{Kind: companies.Kind, Where: []record.Test{{Field: amount, Op: record.AtLeast, Values: []record.Value{record.MoneyMinor(1)}}}})
			if got := ids(rows); !slices.Equal(got, []record.ID{3}) || err != nil {
				t.Errorf("by amount: %v, %v", got, err)
			}
			rows, _, err = st.Select(record.Selection{Kind: companies.Kind, Text: "jz", Sort: []record.SortBy{{Field: text}}})
			if got := ids(rows); !slices.Equal(got, []record.ID{c.ID}) || err != nil {
				t.Errorf("by initials: %v, %v", got, err)
			}
			return nil
		})
		h.store.ForbidFile(false)
		if err != nil {
			t.Fatal(err)
		}
		if err := h.store.Reshape(nil); err != nil {
			t.Fatal(err)
		}
	})
}

func TestListsSearchAndFiguresNeverTouchTheFile(t *testing.T) {
	h := newHarness(t)
	for i := range 30 {
		c := &company{Name: fmt.Sprint("华星", i), Level: "vip"}
		h.save(c, &order{Customer: 1, Total: yuan(1), Lines: []orderLine{{Product: "A"}}})
	}
	h.reopen()
	<-h.store.Ready()
	h.store.ForbidFile(true)
	defer h.store.ForbidFile(false)
	h.read(func(r record.Reader) error {
		for _, q := range []record.Query{
			{Kind: companies.Kind, Text: "hx1", Sort: []record.Sort{{Field: "name"}, {Field: "owner", Desc: true}}, Size: 5, Page: 2},
			{Kind: companies.Kind, Where: []record.Cond{record.Where("level", record.ChoiceValue("vip"))}},
			{Kind: orders.Kind, Sort: []record.Sort{{Field: "customer"}}, Size: 10},
		} {
			p, err := r.Query(q)
			if err != nil || p.Total == 0 {
				t.Errorf("%d, %v", p.Total, err)
			}
		}
		lines := 0
		err := r.Lines(orders.Field("lines"), func(_, line record.Row) bool { lines++; return true })
		sum, _ := r.Tally(bought, 1)
		if lines != 30 || sum != 3000 || r.Title(companies.Kind, 1) != "华星0" || err != nil {
			t.Errorf("%d lines, sum %d, %v", lines, sum, err)
		}
		return nil
	})
	if err := h.store.View(func(st record.StoreTx) error { _, err := st.Get(companies.Kind, 1); return err }); err == nil {
		t.Error("reading a record did not count as touching the file")
	}
}

// Readers see a step whole or not at all, in file and columns alike, also while the
// step is on its way to the disk.
func TestReadersSeeAStepWholeOrNotAtAll(t *testing.T) {
	h := newHarness(t)
	c := &company{Name: "甲"}
	h.save(c)
	h.save(&order{Customer: record.Ref[company](c.ID), Total: yuan(0)})
	stop := make(chan struct{})
	var readers sync.WaitGroup
	for range 2 {
		readers.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				err := h.store.View(func(st record.StoreTx) error {
					rec, err := st.Get(orders.Kind, 1)
					if err != nil {
						return err
					}
					row, _ := st.Row(orders.Kind, 1)
					inFile, inMemory := orders.Field("total").Get(rec).N, row.Value(orders.Field("total")).N
					sum, _ := st.Tally(bought, c.ID)
					_, n, err := st.Select(record.Selection{Kind: orders.Kind, Where: []record.Test{{Field: orders.Field("total"), Op: record.Is, Values: []record.Value{record.MoneyMinor(inFile)}}}})
					if inFile != inMemory || sum != inFile || n != 1 || err != nil || rec.Head().Rev > st.LastSeq() {
						return fmt.Errorf("file %d, column %d, tally %d, found %d: %w", inFile, inMemory, sum, n, err)
					}
					return nil
				})
				if err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	for i := range 60 {
		rec := &order{}
		h.read(func(r record.Reader) error {
			got, err := r.Load(orders.Kind, 1)
			rec = got.(*order)
			return err
		})
		rec.Total = yuan(int64(i))
		h.save(rec)
	}
	close(stop)
	readers.Wait()
	h.verify()
}

func TestAViewInsideAViewDoesNotWaitForEver(t *testing.T) {
	h := newHarness(t)
	var writer sync.WaitGroup
	err := h.store.View(func(record.StoreTx) error {
		writer.Go(func() { h.save(&company{Name: "甲"}) })
		time.Sleep(100 * time.Millisecond) // the writer waits for this View by now
		return h.store.View(func(record.StoreTx) error { return nil })
	})
	if err != nil {
		t.Error(err)
	}
	writer.Wait()
	h.verify()
}

// A commit that finds no room is a refusal; the file stays as it was and works on.
func TestAFullDiskLosesNothing(t *testing.T) {
	bothWays(t, func(t *testing.T, h *harness) {
		h.save(&company{Name: "甲"})
		h.store.db.MaxSize = int(h.store.Size())
		var big []record.Record
		for range 50 {
			big = append(big, &company{Name: "乙", Notes: strings.Repeat("长", 400)})
		}
		many := func() error {
			_, err := h.book.Write(hat, "大", func(tx record.Tx) error {
				for _, rec := range big {
					rec.Head().ID, rec.Head().No = 0, ""
					if err := tx.Save(rec); err != nil {
						return err
					}
				}
				return nil
			})
			return err
		}
		var err error
		saved := 0
		for err == nil && saved < 100 {
			if err = many(); err == nil {
				saved++
			}
		}
		refusedWith(t, err, codeNoSpace)
		h.read(func(r record.Reader) error {
			p, err := r.Query(record.Query{Kind: companies.Kind, Size: 1})
			if err != nil || p.Total != 1+50*saved {
				t.Errorf("%d companies, %v", p.Total, err)
			}
			return nil
		})
		h.verify()
		h.store.db.MaxSize = 0
		if err := many(); err != nil {
			t.Errorf("with room again: %v", err)
		}
	})
}

func TestRowsDieWithTheirTransaction(t *testing.T) {
	h := newHarness(t)
	h.save(&company{Name: "甲"})
	var kept record.Row
	h.read(func(r record.Reader) error { kept, _ = r.Row(companies.Kind, 1); return nil })
	defer func() {
		if recover() == nil {
			t.Error("a row that was kept still answers")
		}
	}()
	kept.Value(companies.Field("name"))
}

func TestBulkStepsAreStepsLikeOthers(t *testing.T) {
	bothWays(t, func(t *testing.T, h *harness) {
		const n = 3000
		start := time.Now()
		err := h.store.Bulk(func() error {
			for i := range n {
				c := &company{Name: fmt.Sprint("公司", i)}
				if _, err := h.book.Save(hat, c); err != nil {
					return err
				}
				h.read(func(r record.Reader) error {
					if _, ok, err := r.ByNumber(companies.Kind, c.No); !ok || err != nil {
						t.Errorf("%s is not there after its step: %v", c.No, err)
					}
					return nil
				})
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%d steps in %v", n, time.Since(start))
		if _, err := h.book.Undo(hat); err != nil {
			t.Fatal(err)
		}
		h.reopen()
		h.read(func(r record.Reader) error {
			p, err := r.Query(record.Query{Kind: companies.Kind, Size: 1})
			if err != nil || p.Total != n-1 {
				t.Errorf("%d companies, %v", p.Total, err)
			}
			return nil
		})
	})
}
