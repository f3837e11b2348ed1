package domain_test

import (
	"bytes"
	"compress/gzip"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"crmlab/data"
	"crmlab/domain"
	"crmlab/domain/attachment"
	"crmlab/domain/company"
	"crmlab/domain/finance"
	"crmlab/domain/order"
	"crmlab/domain/party"
	"crmlab/domain/record"
	"crmlab/domain/sales"
)

var updateGolden = flag.Bool("update-golden", false, "make the golden work file of the present format anew")

const goldenDir = "testdata/golden"

// Every work file that a release has written is opened, verified, and says what it said
// then. See testdata/golden/README.md for what to do when it does not.
func TestGoldenFilesSayWhatTheySaid(t *testing.T) {
	if *updateGolden {
		makeGolden(t)
	}
	files, err := filepath.Glob(filepath.Join(goldenDir, "*.crmwork.gz"))
	if err != nil || len(files) == 0 {
		t.Fatalf("golden files: %v, %v", files, err)
	}
	if _, err := os.Stat(goldenPath(data.FileFormat)); err != nil {
		t.Errorf("the present format has no golden file: %v", err)
	}
	for _, f := range files {
		name := strings.TrimSuffix(filepath.Base(f), ".crmwork.gz")
		t.Run(name, func(t *testing.T) {
			want, err := os.ReadFile(filepath.Join(goldenDir, name+".txt"))
			if err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(t.TempDir(), "golden.crmwork")
			unpack(t, f, path)
			s := openGolden(t, path)
			if got := goldenText(t, s.book); got != string(want) {
				t.Errorf("it says something else:\n%s", firstDifference(string(want), got))
			}
			// It is worked on like any other file.
			s.must(s.book.Save(record.Hat{}, &party.Customer{Name: "新客户", Role: party.RoleCustomer, Nature: party.Enterprise}))
			s.must(s.book.Undo(record.Hat{}))
			s.must(s.book.Redo(record.Hat{}))
			if e := s.must(s.book.Restore(record.Hat{}, "回到开始")); e == nil {
				t.Error("nothing is taken back to the mark")
			}
			s.verified()
		})
	}
}

func goldenPath(format int) string {
	return filepath.Join(goldenDir, fmt.Sprintf("format-%d.crmwork.gz", format))
}

func unpack(t *testing.T, from, to string) {
	t.Helper()
	f, err := os.Open(from)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

func openGolden(t *testing.T, path string) *small {
	t.Helper()
	store, err := data.Open(path, domain.Kinds)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	book, err := domain.Open(store, clock)
	if err != nil {
		t.Fatal(err)
	}
	s := &small{t: t, book: book, store: store}
	s.verified()
	return s
}

// verified fails the test if Verify finds anything. Checks of the business are added by
// those whose records obey its rules.
func (s *small) verified(checks ...data.Check) {
	s.t.Helper()
	r, err := data.Verify(s.store, s.book, record.Hat{}, checks...)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, f := range r.Findings {
		s.t.Errorf("%s: %s", f.Check, f.Text)
	}
}

// goldenText is what a file says, by what identifies it on disk: kinds by name, fields by
// tag, values as they are kept. New fields, kinds and labels do not change it.
func goldenText(t *testing.T, book *record.Book) string {
	t.Helper()
	var b strings.Builder
	err := book.Read(record.Hat{}, func(r record.Reader) error {
		for _, k := range slices.SortedFunc(slices.Values(domain.Kinds), func(x, y *record.Kind) int { return strings.Compare(x.Name, y.Name) }) {
			var ids []record.ID
			if err := r.Each(k, nil, func(row record.Row) bool { ids = append(ids, row.ID()); return true }); err != nil {
				return err
			}
			slices.Sort(ids)
			for _, id := range ids {
				rec, err := r.Load(k, id)
				if err != nil {
					return err
				}
				fmt.Fprintf(&b, "%s %d rev %d\n", k.Name, id, rec.Head().Rev)
				for _, f := range k.Fields {
					if f.Derived() {
						continue
					}
					if v := f.Get(rec); !v.Empty() {
						fmt.Fprintf(&b, "\t%d = %s\n", f.Tag, valueText(v, f.Columns))
					}
				}
				for _, tag := range slices.Sorted(maps.Keys(rec.Head().Custom)) {
					fmt.Fprintf(&b, "\t%d = %s\n", tag, valueText(rec.Head().Custom[tag], nil))
				}
			}
		}
		entries, err := r.Journal(0, 1<<20)
		for _, e := range slices.Backward(entries) {
			fmt.Fprintf(&b, "step %d %s %s wall %d day %d by %v target %v result %v undoes %d heads %d %d hash %x\n\t%s\n", e.Seq, e.Op, e.Action, e.Wall, e.Day,
				e.Hat, e.Target, e.Result, e.Undoes, e.UndoHead, e.RedoHead, e.Hash, e.Label)
			for _, c := range e.Changes {
				fmt.Fprintf(&b, "\t%s %s %d %s\n", c.Op, c.Kind, c.ID, c.No)
				k := record.KindNamed(c.Kind)
				for _, f := range c.Fields {
					var columns []*record.Field
					if k != nil && k.ByTag(f.Tag) != nil {
						columns = k.ByTag(f.Tag).Columns
					}
					fmt.Fprintf(&b, "\t\t%d: %s -> %s\n", f.Tag, valueText(f.Old, columns), valueText(f.New, columns))
				}
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// valueText is a value as it is kept. Columns of lines are named by their tags.
func valueText(v record.Value, columns []*record.Field) string {
	if v.Empty() {
		return "-"
	}
	out := ""
	if v.N != 0 {
		out += fmt.Sprintf(" %d", v.N)
	}
	if v.S != "" {
		out += fmt.Sprintf(" %q", v.S)
	}
	if len(v.L) > 0 {
		out += fmt.Sprintf(" %v", v.L)
	}
	for _, line := range v.R {
		out += " {"
		for i, cell := range line {
			if !cell.Empty() && i < len(columns) {
				out += fmt.Sprintf(" %d=%s", columns[i].Tag, valueText(cell, nil))
			}
		}
		out += " }"
	}
	return strings.TrimSpace(out)
}

func firstDifference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range min(len(w), len(g)) {
		if w[i] != g[i] {
			return fmt.Sprintf("line %d\n  then: %s\n  now:  %s", i+1, w[i], g[i])
		}
	}
	return fmt.Sprintf("then %d lines, now %d", len(w), len(g))
}

// makeGolden writes the golden file of the present format: one whole sale through the
// gate, with every sort of journal entry, and then a record of every kind in which every
// field is filled, whatever the rules say of it.
func makeGolden(t *testing.T) {
	t.Helper()
	if data.FileFormat <= data.ReleasedFormat {
		t.Fatalf("format %d was released: its golden file is never made anew. Raise FileFormat in data/layout.go if the layout has changed", data.FileFormat)
	}
	s := newSmall(t)
	s.lifetime()
	s.intact()
	for _, k := range domain.Kinds {
		if k != attachment.Attachments.Kind { // one with its content was added in the lifetime
			s.filled(k)
		}
	}
	s.verified()
	if types := s.fieldTypes(); len(types) < int(record.TypeRows) {
		t.Errorf("only these types of values occur: %v", types)
	}
	if t.Failed() {
		return
	}
	path := filepath.Join(t.TempDir(), "golden.crmwork")
	if err := s.store.CopyTo(path); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var packed bytes.Buffer
	z, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := z.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	name := goldenPath(data.FileFormat)
	if err := os.WriteFile(name, packed.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(strings.TrimSuffix(name, ".crmwork.gz")+".txt", []byte(goldenText(t, s.book)), 0o644); err != nil {
		t.Fatal(err)
	}
	t.Logf("%s: %d bytes, unpacked %d", name, packed.Len(), len(content))
}

// lifetime is one sale from its beginning to a receipt that is reversed, with steps that
// are undone and made again, a mark, and a return to it.
func (s *small) lifetime() {
	s.t.Helper()
	for i, typ := range []company.FieldType{"text", "int", "number", "money", "date", "bool", "choice"} {
		s.must(s.book.Save(record.Hat{}, &company.FieldDef{Name: fmt.Sprint("属性", i+1), Kind: "customer", Type: typ, Options: "高、中、低"}))
	}
	rich := &party.Customer{Name: "属性齐全的客户", Role: party.RoleCustomer, Nature: party.Enterprise}
	rich.Custom = map[int]record.Value{}
	err := s.book.Read(record.Hat{}, func(r record.Reader) error {
		for _, f := range r.Fields(party.Customers.Kind) {
			if f.Custom() {
				rich.Custom[f.Tag] = sampleValue(f, 1)
			}
		}
		return nil
	})
	if err != nil {
		s.t.Fatal(err)
	}
	s.must(s.book.Save(record.Hat{}, rich))
	s.must(s.book.Mark(record.Hat{}, "开始"))

	op := &sales.Opportunity{Name: "新办公楼打印设备", Party: record.Ref[party.Customer](s.customer.ID), Amount: dec("40000"), Found: day("2026-11-23"),
		Expected: day("2026-12-20"), Products: []record.ID{s.printer.ID, s.shredder.ID}, Need: "二十台打印机\n五台碎纸机"}
	s.must(s.book.Save(s.seller, op))
	e := s.must(s.book.Do(s.seller, sales.Convert, op.ID, nil))
	e = s.must(s.book.Do(s.seller, sales.MakeQuote, e.Result.ID, nil))
	q := load[sales.Quote](s, e.Result.ID)
	q.Lines[0].Qty = dec("20")
	s.must(s.book.Save(s.seller, q))
	e = s.must(s.book.Do(s.seller, order.FromQuote, q.ID, nil))
	o := e.Result.ID
	s.must(s.book.Do(s.seller, order.GeneratePlan, o, &order.Instalments{Mode: order.Equal, Parts: 3, First: day("2026-12-10"), Months: 1}))
	s.must(s.book.Do(s.seller, order.Submit, o, nil))
	s.must(s.book.Do(s.manager, action(order.Orders.Kind, "pass"), o, say("同意")))
	s.must(s.book.Do(s.director, action(order.Orders.Kind, "pass"), o, nil))
	p := s.plans(o)[0]
	e = s.must(s.book.Do(s.cashier, finance.Collect, p.ID, &finance.Cash{Day: day("2026-11-23"), Amount: dec("1000")}))
	s.must(s.book.Do(s.director, finance.Reverse, receiptIn(e), &finance.Reason{Text: "记错"}))
	s.must(s.book.Do(s.seller, order.Execute, o, nil))
	s.must(s.book.Undo(s.seller))
	s.must(s.book.Redo(s.seller))
	s.must(s.book.Undo(s.seller))
	s.must(attachment.Attach(s.book, s.seller, record.Target{Kind: order.Orders.Name, ID: o}, "合同.txt", []byte("合同正文"), "双方已签字"))
	gone := s.draft()
	s.must(s.book.Delete(s.seller, order.Orders.Kind, gone.ID))
	s.must(s.book.Restore(s.director, "回到开始"))
	s.must(s.book.Undo(s.director)) // and everything is there again
}

// filled writes one record of a kind with a value in every field, past the gate but with
// its journal entry. Links lead to the first record of their kind, or are left empty.
func (s *small) filled(k *record.Kind) {
	s.t.Helper()
	first := map[*record.Kind]record.ID{}
	err := s.store.View(func(st record.StoreTx) error {
		for _, k := range domain.Kinds {
			rows, _, err := st.Select(record.Selection{Kind: k, Oldest: true, Limit: 1})
			if err != nil {
				return err
			}
			if len(rows) > 0 {
				first[k] = rows[0].ID()
			}
		}
		return nil
	})
	if err != nil {
		s.t.Fatal(err)
	}
	err = s.store.Update(func(st record.StoreTx) error {
		id, err := st.NextID(k)
		if err != nil {
			return err
		}
		if first[k] == 0 {
			first[k] = id
		}
		rec := k.New()
		rec.Head().ID, rec.Head().Rev = id, st.LastSeq()+1
		change := record.Change{Kind: k.Name, ID: id, Op: record.Created, No: fmt.Sprint(k.Name, "-金-", id)}
		var fill func(f *record.Field) record.Value
		fill = func(f *record.Field) record.Value {
			switch f.Type {
			case record.TypeLink:
				return record.LinkValue(first[f.Target()])
			case record.TypeLinks:
				if first[f.Target()] == 0 {
					return record.Value{T: f.Type}
				}
				return record.Value{T: f.Type, L: []record.ID{first[f.Target()]}}
			case record.TypeTarget:
				return record.Value{T: f.Type, S: k.Name, N: int64(id)}
			case record.TypeRows:
				v := record.Value{T: f.Type, R: make([][]record.Value, 2)}
				for i := range v.R {
					for _, c := range f.Columns {
						v.R[i] = append(v.R[i], fill(c))
					}
				}
				return v
			}
			return sampleValue(f, int64(id))
		}
		for _, f := range k.Fields {
			if f.Derived() {
				continue
			}
			v := fill(f)
			if f.Name == "no" {
				v = record.TextValue(change.No)
			}
			f.Set(rec, v)
			if v = f.Get(rec); !v.Empty() {
				change.Fields = append(change.Fields, record.FieldChange{Tag: f.Tag, New: v})
			}
		}
		if err := st.Put(k, rec); err != nil {
			return err
		}
		return st.Append(&record.Entry{Wall: clock().UnixMilli(), Day: day("2026-11-23"), Op: record.OpDo, Action: "golden",
			Label: "样本 " + k.Label, Target: record.Target{Kind: k.Name, ID: id}, Changes: []record.Change{change}})
	})
	if err != nil {
		s.t.Fatalf("a filled %s: %v", k.Name, err)
	}
}

// sampleValue is some value of a field that is no link.
func sampleValue(f *record.Field, n int64) record.Value {
	v := record.Value{T: f.Type, N: 100*int64(f.Tag) + n}
	switch f.Type {
	case record.TypeBool:
		v.N = 1
	case record.TypeDate:
		v.N = int64(day("2026-11-23")) + n
	case record.TypeTime:
		v.N = clock().UnixMilli()
	case record.TypeText, record.TypeLong:
		v.N, v.S = 0, fmt.Sprint(f.Label, " ", f.Tag, "-", n, " ăé€𠀀")
	case record.TypeChoice:
		v.N, v.S = 0, "code"
		if len(f.Choices) > 0 {
			v.S = f.Choices[len(f.Choices)-1].Code
		}
	}
	return v
}

// fieldTypes are the types of values that occur in the file.
func (s *small) fieldTypes() []record.Type {
	s.t.Helper()
	have := map[record.Type]bool{}
	note := func(f *record.Field, v record.Value) {
		have[f.Type] = have[f.Type] || !v.Empty()
		for i, c := range f.Columns {
			have[c.Type] = have[c.Type] || len(v.R) > 0 && !v.R[0][i].Empty()
		}
	}
	err := s.book.Read(record.Hat{}, func(r record.Reader) error {
		for _, k := range domain.Kinds {
			for _, rec := range s.all(r, k) {
				for _, f := range k.Fields {
					if !f.Derived() {
						note(f, f.Get(rec))
					}
				}
			}
		}
		return nil
	})
	if err != nil {
		s.t.Fatal(err)
	}
	maps.DeleteFunc(have, func(_ record.Type, occurs bool) bool { return !occurs })
	return slices.Sorted(maps.Keys(have))
}

func (s *small) all(r record.Reader, k *record.Kind) (out []record.Record) {
	var ids []record.ID
	if err := r.Each(k, nil, func(row record.Row) bool { ids = append(ids, row.ID()); return true }); err != nil {
		s.t.Fatal(err)
	}
	for _, id := range ids {
		rec, err := r.Load(k, id)
		if err != nil {
			s.t.Fatal(err)
		}
		out = append(out, rec)
	}
	return out
}
