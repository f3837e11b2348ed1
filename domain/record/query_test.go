package record_test

import (
	"testing"

	"crmlab/domain/record"
)

func TestConditionsHold(t *testing.T) {
	text, none := record.TextValue, record.Value{}
	n := record.IntValue
	d := func(s string) record.Value {
		day, err := record.ParseDate(s)
		if err != nil {
			t.Fatal(err)
		}
		return record.DateValue(day)
	}
	links := func(ids ...record.ID) record.Value { return record.Value{T: record.TypeLinks, L: ids} }
	link := record.LinkValue
	for _, c := range []struct {
		name string
		v    record.Value
		op   record.Op
		with []record.Value
		want bool
	}{
		{"one of several", text("乙"), record.Is, []record.Value{text("甲"), text("乙")}, true},
		{"none of several", text("丙"), record.Is, []record.Value{text("甲"), text("乙")}, false},
		{"not one of several", text("丙"), record.Not, []record.Value{text("甲"), text("乙")}, true},
		{"is nothing", text("甲"), record.Is, nil, false},
		{"no is false", record.BoolValue(false), record.Is, []record.Value{record.BoolValue(false)}, true},
		{"a set has it", links(3, 7), record.Is, []record.Value{link(7)}, true},
		{"a set lacks it", links(3, 7), record.Not, []record.Value{link(8)}, true},
		{"an empty set lacks it", links(), record.Is, []record.Value{link(7)}, false},
		{"same ID of another kind", record.Value{T: record.TypeTarget, S: "order", N: 4}, record.Is, []record.Value{{T: record.TypeTarget, S: "quote", N: 4}}, false},
		{"less", n(4), record.Less, []record.Value{n(5)}, true},
		{"not less than itself", n(5), record.Less, []record.Value{n(5)}, false},
		{"at most itself", n(5), record.AtMost, []record.Value{n(5)}, true},
		{"more", n(6), record.More, []record.Value{n(5)}, true},
		{"at least itself", n(5), record.AtLeast, []record.Value{n(5)}, true},
		{"both ends belong", n(5), record.Within, []record.Value{n(5), n(5)}, true},
		{"zero is an end of numbers", n(5), record.Within, []record.Value{n(-5), n(0)}, false},
		{"a zero end of dates is open", d("2026-11-23"), record.Within, []record.Value{none, d("2026-12-31")}, true},
		{"both ends open", d("2026-11-23"), record.Within, nil, true},
		{"after the last day", d("2027-01-01"), record.Within, []record.Value{none, d("2026-12-31")}, false},
		{"no date lies nowhere", record.DateValue(0), record.Within, []record.Value{none, none}, false},
		{"blank", none, record.IsBlank, nil, true},
		{"filled", text("甲"), record.Filled, nil, true},
		{"an empty set is blank", links(), record.IsBlank, nil, true},
	} {
		if got := (record.Test{Op: c.op, Values: c.with}).Holds(c.v); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

func TestEveryTypeHasOperatorsWithNames(t *testing.T) {
	for typ := record.TypeText; typ <= record.TypeRows; typ++ {
		for _, op := range record.OpsFor(typ) {
			if record.OpLabels[op] == "" {
				t.Errorf("type %d offers %q, which has no name", typ, op)
			}
		}
	}
}
