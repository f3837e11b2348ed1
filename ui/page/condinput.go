package page

import (
	"slices"
	"strings"

	"crmlab/domain/record"
)

// opsOf are the operators that a query offers for a field. A moment is compared by days, so that
// "equals" would never hold.
func opsOf(f *record.Field) []record.Op {
	ops := record.OpsFor(f.Type)
	if f.Type == record.TypeTime {
		ops = slices.DeleteFunc(slices.Clone(ops), func(op record.Op) bool { return op == record.Is })
	}
	return ops
}

// valuesAsked is the number of widgets that a condition needs.
func valuesAsked(op record.Op) int {
	switch op {
	case record.IsBlank, record.Filled:
		return 0
	case record.Within:
		return 2
	}
	return 1
}

// condOf makes a condition of what the widgets hold. ok is false while something is missing or
// cannot be read: such a condition does not narrow yet.
func condOf(f *record.Field, op record.Op, texts []string) (c record.Cond, ok bool) {
	c = record.Cond{Field: f.Name, Op: op}
	if valuesAsked(op) == 0 {
		return c, true
	}
	if several(f) {
		for part := range strings.SplitSeq(texts[0], ",") {
			if part == "" {
				continue
			}
			if f.Type == record.TypeChoice {
				c.Values = append(c.Values, record.ChoiceValue(part))
			} else {
				c.Values = append(c.Values, record.LinkValue(parseID(part)))
			}
		}
		return c, len(c.Values) > 0
	}
	given := false
	for i, text := range texts {
		v, err := readCondText(f, text)
		if err != nil {
			return c, false
		}
		given = given || text != ""
		if f.Type == record.TypeTime && v.N != 0 && (op == record.AtMost || op == record.Within && i == 1) {
			v.N += record.DayMillis - 1
		}
		c.Values = append(c.Values, v)
	}
	if op == record.Within && numeric(f) && (texts[0] == "" || texts[1] == "") {
		return halfOpen(f, texts, c)
	}
	return c, given
}

// halfOpen turns a range of numbers with one end into a comparison: zero is a number, not "open".
func halfOpen(f *record.Field, texts []string, c record.Cond) (record.Cond, bool) {
	switch {
	case texts[0] != "":
		return record.Cond{Field: f.Name, Op: record.AtLeast, Values: c.Values[:1]}, true
	case texts[1] != "":
		return record.Cond{Field: f.Name, Op: record.AtMost, Values: c.Values[1:]}, true
	}
	return c, false
}

// several reports whether a condition on the field takes several values.
func several(f *record.Field) bool {
	return f.Type == record.TypeChoice || f.Type == record.TypeLink || f.Type == record.TypeLinks
}

func readCondText(f *record.Field, text string) (record.Value, error) {
	switch f.Type {
	case record.TypeText:
		return record.TextValue(strings.TrimSpace(text)), nil // a part of it may be asked for
	case record.TypeBool:
		return record.BoolValue(text == "true"), nil
	case record.TypeTime:
		d, err := record.ParseDate(text)
		if err != nil || d == 0 {
			return record.Value{T: record.TypeTime}, err
		}
		return record.Value{T: record.TypeTime, N: record.StartOfDay(d)}, nil
	}
	return readText(f, text)
}

// textsOf is the inverse of condOf, for the widgets of a condition that was saved.
func textsOf(f *record.Field, c record.Cond) []string {
	if several(f) {
		var parts []string
		for _, v := range c.Values {
			if f.Type == record.TypeChoice {
				parts = append(parts, v.S)
			} else {
				parts = append(parts, idText(v.ID()))
			}
		}
		return []string{strings.Join(parts, ",")}
	}
	out := make([]string, valuesAsked(c.Op))
	for i := range out {
		if i >= len(c.Values) {
			continue
		}
		v := c.Values[i]
		switch f.Type {
		case record.TypeBool:
			out[i] = "false"
			if v.Bool() {
				out[i] = "true"
			}
		case record.TypeTime:
			out[i] = record.DayOfMoment(v).String()
		default:
			out[i] = textOf(f, v)
			if numeric(f) && v.N == 0 {
				out[i] = "0"
			}
		}
	}
	return out
}
