package page

import (
	"slices"
	"testing"

	"crmlab/domain/order"
	"crmlab/domain/party"
	"crmlab/domain/record"
)

func TestWidgetsOfAConditionHoldItWhole(t *testing.T) {
	day := record.DateValue(record.NewDate(2026, 3, 1))
	for _, c := range []struct {
		field *record.Field
		cond  record.Cond
	}{
		{party.Customers.Field("level"), record.Where("level", record.ChoiceValue("A"), record.ChoiceValue("C"))},
		{order.Orders.Field("party"), record.Where("party", record.LinkValue(3), record.LinkValue(7))},
		{order.Orders.Field("total"), record.Cond{Field: "total", Op: record.Within, Values: []record.Value{record.MoneyMinor(0), record.MoneyMinor(99900)}}},
		{order.Orders.Field("date"), record.Cond{Field: "date", Op: record.Within, Values: []record.Value{day, {T: record.TypeDate}}}},
		{order.Orders.Field("opening"), record.Where("opening", record.BoolValue(false))},
		{party.Customers.Field("name"), record.Cond{Field: "name", Op: record.Contains, Values: []record.Value{record.TextValue("广州")}}},
		{party.Customers.Field("name"), record.Cond{Field: "name", Op: record.IsBlank}},
		{order.Orders.Field("createdAt"), record.Cond{Field: "createdAt", Op: record.Within, Values: []record.Value{
			{T: record.TypeTime, N: record.StartOfDay(day.Date())}, {T: record.TypeTime, N: record.StartOfDay(day.Date()) + record.DayMillis - 1}}}},
	} {
		texts := textsOf(c.field, c.cond)
		got, ok := condOf(c.field, c.cond.Op, texts)
		if !ok || got.Op != c.cond.Op || !slices.EqualFunc(got.Values, c.cond.Values, record.Value.Equal) {
			t.Errorf("%s: %v became %+v (%v), want %+v", c.field.Label, texts, got, ok, c.cond)
		}
	}
}

func TestUnfinishedConditionsDoNotNarrow(t *testing.T) {
	total, level := order.Orders.Field("total"), party.Customers.Field("level")
	if _, ok := condOf(total, record.AtLeast, []string{""}); ok {
		t.Error("a comparison without a number counts")
	}
	if _, ok := condOf(total, record.AtLeast, []string{"viel"}); ok {
		t.Error("a comparison with a word counts")
	}
	if _, ok := condOf(level, record.Is, []string{""}); ok {
		t.Error("a choice of nothing counts")
	}
}

func TestARangeOfNumbersWithOneEndIsAComparison(t *testing.T) {
	total := order.Orders.Field("total")
	low, _ := condOf(total, record.Within, []string{"10", ""})
	high, _ := condOf(total, record.Within, []string{"", "10"})
	if low.Op != record.AtLeast || high.Op != record.AtMost || high.Values[0].N != 1000 {
		t.Errorf("got %+v and %+v", low, high)
	}
}

func TestQueryBarLeavesOutWhatThePresetFixes(t *testing.T) {
	fields := order.Orders.Fields
	names := func(fs []*record.Field) (out []string) {
		for _, f := range fs {
			out = append(out, f.Name)
		}
		return out
	}
	all := names(quickFields(fields, nil))
	if !slices.Contains(all, "state") || !slices.Contains(all, "party") {
		t.Errorf("the bar offers %v", all)
	}
	if rest := names(quickFields(fields, []record.Cond{record.Where("state", record.ChoiceValue("draft"))})); slices.Contains(rest, "state") {
		t.Errorf("the bar offers %v under a preset of state", rest)
	}
}

func TestQueryBarMakesConditions(t *testing.T) {
	state, date := order.Orders.Field("state"), order.Orders.Field("date")
	got := quickConds([]*record.Field{state, date}, map[string]string{"state": "draft", "date.from": "2026-01-01"})
	if len(got) != 2 || got[0].Op != record.Is || got[0].Values[0].S != "draft" || got[1].Op != record.Within || got[1].Values[1].N != 0 {
		t.Errorf("got %+v", got)
	}
	if none := quickConds([]*record.Field{state, date}, map[string]string{"date.from": "morgen"}); len(none) != 0 {
		t.Errorf("an unreadable date made %+v", none)
	}
}
