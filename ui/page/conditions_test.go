package page_test

import (
	"slices"
	"testing"

	"crmlab/domain/order"
	"crmlab/domain/party"
	"crmlab/domain/record"
	"crmlab/ui/page"
)

func TestConditionsAsTextAndBack(t *testing.T) {
	s := newStage(t)
	date := func(m, d int) record.Value {
		return record.DateValue(record.NewDate(2026, 1, 1).AddMonths(m - 1).AddDays(d - 1))
	}
	customers, orders := party.Customers.Kind, order.Orders.Kind
	for _, c := range []struct {
		name string
		kind *record.Kind
		cond record.Cond
		text string
	}{
		{"choice, several", customers, record.Where("level", record.ChoiceValue("A"), record.ChoiceValue("B")), "level=A|B"},
		{"choice, not", customers, record.Cond{Field: "level", Op: record.Not, Values: []record.Value{record.ChoiceValue("A")}}, "level!=A"},
		{"link by number", orders, record.Where("party", record.LinkValue(4)), "party=C-0004"},
		{"text with the signs of the form", customers, record.Cond{Field: "name", Op: record.Contains, Values: []record.Value{record.TextValue("A&B|100%")}}, "name~A%26B%7C100%25"},
		{"text that looks like an operator", customers, record.Where("name", record.TextValue("=~>1")), "name==~>1"},
		{"money", orders, record.Cond{Field: "total", Op: record.AtLeast, Values: []record.Value{record.MoneyMinor(123450)}}, "total>=1234.50"},
		{"money, between", orders, record.Cond{Field: "total", Op: record.Within, Values: []record.Value{record.MoneyMinor(100), record.MoneyMinor(-5)}}, "total=1.00..-0.05"},
		{"dates", orders, record.Cond{Field: "date", Op: record.Within, Values: []record.Value{date(1, 1), date(6, 30)}}, "date=2026-01-01..2026-06-30"},
		{"dates, open", orders, record.Cond{Field: "date", Op: record.Within, Values: []record.Value{date(1, 1), {T: record.TypeDate}}}, "date=2026-01-01.."},
		{"yes", orders, record.Where("opening", record.BoolValue(true)), "opening=1"},
		{"no", orders, record.Where("opening", record.BoolValue(false)), "opening=0"},
		{"nothing", customers, record.Cond{Field: "nextOn", Op: record.IsBlank}, "nextOn="},
		{"something", customers, record.Cond{Field: "nextOn", Op: record.Filled}, "nextOn!="},
	} {
		t.Run(c.name, func(t *testing.T) {
			s.read(func(r record.Reader) {
				text := record.FormatConds(r, c.kind, []record.Cond{c.cond})
				if text != c.text {
					t.Errorf("printed %q, want %q", text, c.text)
				}
				back, err := record.ParseConds(r, c.kind, text)
				if err != nil || len(back) != 1 {
					t.Fatalf("read %q: %v, %v", text, back, err)
				}
				if b := back[0]; b.Field != c.cond.Field || b.Op != c.cond.Op || !slices.EqualFunc(b.Values, c.cond.Values, record.Value.Equal) {
					t.Errorf("read back %+v, want %+v", b, c.cond)
				}
			})
		})
	}
}

func TestConditionsTakeTitlesAndLabels(t *testing.T) {
	s := newStage(t)
	s.read(func(r record.Reader) {
		got, err := record.ParseConds(r, order.Orders.Kind, "party=广州粤达电子商行&state=草稿")
		if err != nil {
			t.Fatal(err)
		}
		if len(got) != 2 || got[0].Values[0].ID() != 4 || got[1].Values[0].S != string(order.Draft) {
			t.Errorf("got %+v", got)
		}
	})
}

func TestConditionsThatCannotBeReadAreRefused(t *testing.T) {
	s := newStage(t)
	for _, text := range []string{"colour=red", "level", "level=Z", "party=C-9999", "total>=viel", "=A"} {
		s.read(func(r record.Reader) {
			if _, err := record.ParseConds(r, order.Orders.Kind, text); !record.IsRefusal(err, "query.text") {
				t.Errorf("%q: got %v", text, err)
			}
		})
	}
}

func TestAConditionOnADeletedRecordIsLeftOut(t *testing.T) {
	s := newStage(t)
	s.read(func(r record.Reader) {
		text := record.FormatConds(r, order.Orders.Kind, []record.Cond{record.Where("party", record.LinkValue(999)), record.Where("state", record.ChoiceValue("draft"))})
		if text != "state=draft" {
			t.Errorf("printed %q", text)
		}
	})
}

func TestQueryKeepsTextAndOrder(t *testing.T) {
	s := newStage(t)
	q := record.Query{Kind: order.Orders.Kind, Where: []record.Cond{record.Where("state", record.ChoiceValue("draft"))}, Text: "a&b",
		Sort: []record.Sort{{Field: "total", Desc: true}, {Field: "date"}}}
	s.read(func(r record.Reader) {
		text := record.FormatQuery(r, q)
		if want := "state=draft&@text=a%26b&@sort=-total&@sort=date"; text != want {
			t.Errorf("printed %q, want %q", text, want)
		}
		back, err := record.ParseQuery(r, order.Orders.Kind, text)
		if err != nil || back.Text != q.Text || !slices.Equal(back.Sort, q.Sort) || len(back.Where) != 1 {
			t.Errorf("read back %+v, %v", back, err)
		}
	})
}

func TestPresetFillsANewRecord(t *testing.T) {
	s := newStage(t)
	s.read(func(r record.Reader) {
		f := order.Orders.Field("party")
		preset := page.JoinPresets(page.LinkPreset(r, f, 4), "discount>=5", "", "vatRate=9")
		rec, err := record.Blank(r, order.Orders.Kind)
		if err != nil {
			t.Fatal(err)
		}
		if err := page.ApplyPreset(r, order.Orders.Kind, rec, preset); err != nil {
			t.Fatal(err)
		}
		o := rec.(*order.Order)
		if o.Party != 4 || o.VAT.String() != "9" || !o.Discount.IsZero() {
			t.Errorf("preset %q made party %d, tax %s, discount %s", preset, o.Party, o.VAT, o.Discount)
		}
	})
}
