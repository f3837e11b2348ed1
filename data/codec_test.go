package data

import (
	"bytes"
	"reflect"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"crmlab/domain/record"
)

var (
	someText = rapid.SampledFrom([]string{"", "华星科技", "安达贸易", "重庆长城", "ABC 公司", "abc", "Zeta", "深圳", "广州", "a-b", "ａｂｃ", "（中国）银行"})
	someID   = rapid.SampledFrom([]record.ID{0, 1, 2, 3, 7})
	minor    = rapid.Int64Range(-record.MaxMinor, record.MaxMinor)
	someDate = rapid.SampledFrom([]record.Date{0, 1, -400, 20000, 20001, 20500})
)

func drawCompany(t *rapid.T) *company {
	c := &company{Name: someText.Draw(t, "name"), Level: rapid.SampledFrom([]string{"", "vip", "plain", "gone"}).Draw(t, "level"),
		City: someText.Draw(t, "city"), Since: someDate.Draw(t, "since"), Credit: decimal.New(minor.Draw(t, "credit"), -2),
		Big: rapid.Bool().Draw(t, "big"), Notes: someText.Draw(t, "notes")}
	return c
}

func drawOrder(t *rapid.T) *order {
	o := &order{State: rapid.SampledFrom([]string{"", "open", "void"}).Draw(t, "state"), Day: someDate.Draw(t, "day"),
		Total: decimal.New(rapid.Int64Range(-500, 500).Draw(t, "total"), -2)}
	for range rapid.IntRange(0, 3).Draw(t, "lines") {
		o.Lines = append(o.Lines, orderLine{Product: someText.Draw(t, "product"), Amount: decimal.New(minor.Draw(t, "amount"), -2), Words: someText.Draw(t, "words")})
	}
	return o
}

func TestRecordsSurviveTheCodec(t *testing.T) {
	co, oc := newCodec(companies.Kind), newCodec(orders.Kind)
	rapid.Check(t, func(t *rapid.T) {
		c := drawCompany(t)
		c.No, c.Owner, c.Rev, c.CreatedAt = "TC-1", someID.Draw(t, "owner"), rapid.Uint64Range(0, 1<<62).Draw(t, "rev"), minor.Draw(t, "at")
		if rapid.Bool().Draw(t, "custom") {
			c.Custom = map[int]record.Value{1000: record.TextValue("x"), 1003: record.MoneyMinor(-5), 1001: {T: record.TypeLinks, L: []record.ID{3, 1 << 40}}}
		}
		sameRecord(t, co, c)
		o := drawOrder(t)
		o.People = []record.Ref[person]{1, 300}
		o.Doc = record.Target{Kind: "tcompany", ID: someID.Draw(t, "doc")}
		sameRecord(t, oc, o)
	})
}

func sameRecord(t *rapid.T, c *codec, rec record.Record) {
	b := c.encode(nil, rec, nil)
	back, err := c.decode(9, b)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range c.fields {
		want := f.Get(rec)
		if got := f.Get(back); !got.Equal(want) {
			t.Fatalf("%s: %v became %v", f.Name, want, got)
		}
		if got, err := fieldOf(f, b); err != nil || !got.Equal(want) {
			t.Fatalf("%s alone: %v became %v, %v", f.Name, want, got, err)
		}
	}
	if h := back.Head(); h.ID != 9 || h.Rev != rec.Head().Rev || !reflect.DeepEqual(h.Custom, rec.Head().Custom) {
		t.Fatalf("head became %+v", h)
	}
	if again := c.encode(nil, back, nil); !bytes.Equal(again, b) {
		t.Fatalf("encodes differently the second time")
	}
}

func TestZeroValuesAreNotStored(t *testing.T) {
	if b := newCodec(orders.Kind).encode(nil, &order{}, nil); len(b) != 1 {
		t.Errorf("an empty record takes %d bytes", len(b))
	}
}

func TestFieldsOfANewerProgramAreKept(t *testing.T) {
	c := newCodec(companies.Kind)
	newer := appendText(c.encode(nil, &company{Name: "旧"}, nil), 777, "将来的字段")
	rec, err := c.decode(1, newer)
	if err != nil {
		t.Fatal(err)
	}
	rec.(*company).Name = "新"
	b := c.encode(nil, rec, newer)
	r, _ := records(b)
	found := ""
	for p := (part{}); r.next(&p); {
		if p.tag == 777 {
			found = string(p.bytes)
		}
	}
	if found != "将来的字段" {
		t.Errorf("tag 777 became %q", found)
	}
}

func TestEntriesSurviveTheJournal(t *testing.T) {
	line := record.Value{T: record.TypeRows, R: [][]record.Value{{record.TextValue("笔"), record.LinkValue(3), record.MoneyMinor(250), {T: record.TypeLong}}}}
	rapid.Check(t, func(t *rapid.T) {
		e := &record.Entry{Seq: rapid.Uint64Range(1, 1<<40).Draw(t, "seq"), Wall: minor.Draw(t, "wall"), Day: someDate.Draw(t, "day"),
			Hat: record.Hat{Employee: someID.Draw(t, "e"), Position: 2, Dept: 3}, Op: record.OpDo, Action: "submit", Label: someText.Draw(t, "label"),
			Target: record.Target{Kind: "torder", ID: 4}, Undoes: 2, UndoHead: 8, RedoHead: 1,
			Changes: []record.Change{{Kind: "torder", ID: 4, Op: record.Changed, No: "TO-0001", Fields: []record.FieldChange{
				{Tag: 7, Old: record.Value{}, New: line}, {Tag: 4, Old: record.MoneyMinor(minor.Draw(t, "old")), New: record.MoneyMinor(1)},
				{Tag: 1000, Old: record.TextValue("甲"), New: record.TextValue("乙")}}}}}
		var prev [32]byte
		prev[3] = 9
		b := sealEntry(e, prev)
		back, err := readEntry(b)
		if err != nil {
			t.Fatal(err)
		}
		for i := range e.Changes[0].Fields {
			if f, g := e.Changes[0].Fields[i], back.Changes[0].Fields[i]; f.Tag != g.Tag || !f.Old.Equal(g.Old) || !f.New.Equal(g.New) {
				t.Fatalf("field %+v became %+v", f, g)
			}
		}
		back.Changes[0].Fields = e.Changes[0].Fields
		if !reflect.DeepEqual(e, back) {
			t.Fatalf("%+v\nbecame\n%+v", e, back)
		}
	})
}

// Lines of a field that is no longer declared stay readable, also where only the last of
// many columns has something.
func TestLinesOfForgottenFieldsStayReadable(t *testing.T) {
	line := make([]record.Value, 20)
	line[19] = record.MoneyMinor(1)
	e := &record.Entry{Seq: 1, Op: record.OpDo, Changes: []record.Change{{Kind: "gone", ID: 1, Op: record.Created,
		Fields: []record.FieldChange{{Tag: 7, New: record.Value{T: record.TypeRows, R: [][]record.Value{line, line}}}}}}}
	back, err := readEntry(sealEntry(e, [32]byte{}))
	if err != nil {
		t.Fatal(err)
	}
	if rows := back.Changes[0].Fields[0].New.R; len(rows) != 2 || len(rows[1]) != 20 || rows[1][19].N != 1 {
		t.Errorf("the lines became %v", rows)
	}
}

// FuzzDecode proves that no bytes make the decoders panic or take memory beyond their
// length, and that whatever decodes means the same when it is written and read again.
func FuzzDecode(f *testing.F) {
	co, oc := newCodec(companies.Kind), newCodec(orders.Kind)
	f.Add(co.encode(nil, &company{Name: "华星", Credit: yuan(3)}, nil))
	f.Add(oc.encode(nil, &order{Lines: []orderLine{{Product: "A"}}, People: []record.Ref[person]{1}}, nil))
	e := &record.Entry{Seq: 1, Changes: []record.Change{{Kind: "torder", Op: record.Created, Fields: []record.FieldChange{{Tag: 2, New: record.TextValue("x")}}}}}
	f.Add(sealEntry(e, [32]byte{}))
	f.Add([]byte{codecFormat, 0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f})
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, c := range []*codec{co, oc} {
			rec, err := c.decode(1, b)
			cols := newColumns(newShape(c.kind, nil))
			filled := cols.fill(0, b)
			if err != nil {
				continue
			}
			if filled != nil {
				t.Fatalf("%s decodes but does not fill: %v", c.kind.Name, filled)
			}
			again, err := c.decode(1, c.encode(nil, rec, nil))
			if err != nil {
				t.Fatalf("%s does not read what it wrote: %v", c.kind.Name, err)
			}
			for _, field := range c.fields {
				if x, y := field.Get(rec), field.Get(again); !x.Equal(y) {
					t.Fatalf("%s.%s: %v became %v", c.kind.Name, field.Name, x, y)
				}
			}
		}
		if e, err := readEntry(b); err == nil {
			if _, err := readEntry(sealEntry(e, e.Prev)); err != nil {
				t.Fatalf("entry does not read what it wrote: %v", err)
			}
		}
	})
}
