package page

import (
	"slices"

	"crmlab/domain/record"
	"crmlab/ui/kit"
)

const (
	quickLimit = 4 // filter fields in the query bar; the others are in 高级查询
	quickText  = "@text"
	fromEnd    = ".from"
	toEnd      = ".to"
)

// quickFields are the fields that the query bar offers: those declared as filters, without those
// that the entry's preset fixes.
func quickFields(fields []*record.Field, preset []record.Cond) []*record.Field {
	var out []*record.Field
	for _, f := range fields {
		if !f.Filter || !queried(f) || slices.ContainsFunc(preset, func(c record.Cond) bool { return c.Field == f.Name }) {
			continue
		}
		if out = append(out, f); len(out) == quickLimit {
			break
		}
	}
	return out
}

// quickConds makes conditions of what the query bar holds.
func quickConds(fields []*record.Field, values map[string]string) []record.Cond {
	var out []record.Cond
	for _, f := range fields {
		text := values[f.Name]
		switch f.Type {
		case record.TypeDate:
			from, err1 := readText(f, values[f.Name+fromEnd])
			to, err2 := readText(f, values[f.Name+toEnd])
			if err1 == nil && err2 == nil && (from.N != 0 || to.N != 0) {
				out = append(out, record.Cond{Field: f.Name, Op: record.Within, Values: []record.Value{from, to}})
			}
			continue
		case record.TypeBool:
			if text != "" {
				out = append(out, record.Where(f.Name, record.BoolValue(text == "true")))
			}
			continue
		}
		v, err := readText(f, text)
		if text == "" || err != nil || v.Empty() {
			continue
		}
		c := record.Where(f.Name, v)
		switch {
		case f.Type == record.TypeText || f.Type == record.TypeLong:
			c.Op = record.Contains
		case numeric(f):
			c.Op = record.AtLeast
		case f.Type == record.TypeLinks:
			c.Values = []record.Value{record.LinkValue(v.L[0])}
		}
		out = append(out, c)
	}
	return out
}

// quickInputs are the widgets of the query bar.
func quickInputs(h Host, fields []*record.Field, today record.Date) []kit.QueryInput {
	inputs := []kit.QueryInput{{ID: quickText, Widget: &kit.TextField{Placeholder: "编号、名称、拼音首字母"}, Width: 168}}
	for _, f := range fields {
		switch f.Type {
		case record.TypeDate:
			from, to := inputFor(h, f, today), inputFor(h, f, today)
			inputs = append(inputs,
				kit.QueryInput{ID: f.Name + fromEnd, Label: f.Label, Widget: from, Width: 118},
				kit.QueryInput{ID: f.Name + toEnd, Label: "至", Widget: to, Width: 118})
		case record.TypeBool:
			options := []kit.Option{{Value: "true", Label: f.Label + "：是"}, {Value: "false", Label: f.Label + "：否"}}
			inputs = append(inputs, kit.QueryInput{ID: f.Name, Widget: &kit.ChoiceField{Options: options, Placeholder: f.Label, Nullable: true}, Width: 112})
		case record.TypeChoice:
			inputs = append(inputs, kit.QueryInput{ID: f.Name, Widget: &kit.ChoiceField{Options: choiceOptions(f), Placeholder: f.Label, Nullable: true}, Width: 108})
		case record.TypeLink, record.TypeLinks:
			p := linkPicker(h, f)
			p.Placeholder, p.MinWidth, p.Required = f.Label, 100, false
			inputs = append(inputs, kit.QueryInput{ID: f.Name, Widget: p, Width: 112})
		case record.TypeInt, record.TypeNumber, record.TypeMoney:
			inputs = append(inputs, kit.QueryInput{ID: f.Name, Label: f.Label + " ≥", Widget: numberInput(f), Width: 96})
		default:
			inputs = append(inputs, kit.QueryInput{ID: f.Name, Widget: &kit.TextField{Placeholder: f.Label}, Width: 112})
		}
	}
	return inputs
}
