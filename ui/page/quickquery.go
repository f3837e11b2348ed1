package page

import (
	"slices"

	"crmlab/domain/record"
	"crmlab/ui/kit"
)

const (
	quickText = "@text"
	fromEnd   = ".from"
	toEnd     = ".to"

	// quickRoom is the width that the filters of the query bar may take together, so that it stays
	// one line in the narrowest window; what does not fit is in 高级查询.
	quickRoom float32 = 340
	textWidth float32 = 150
	pickWidth float32 = 104
	dayWidth  float32 = 116
)

// quickFields are the fields that the query bar offers: those declared as filters, without those
// that the entry's preset fixes.
func quickFields(fields []*record.Field, preset []record.Cond) []*record.Field {
	var out []*record.Field
	room := quickRoom
	for _, f := range fields {
		if !f.Filter || !queried(f) || slices.ContainsFunc(preset, func(c record.Cond) bool { return c.Field == f.Name }) {
			continue
		}
		if w := quickWidth(f); w <= room {
			out = append(out, f)
			room -= w
		}
	}
	return out
}

// quickWidth is about the room that a filter takes.
func quickWidth(f *record.Field) float32 {
	switch {
	case f.Type == record.TypeDate:
		return 2*dayWidth + 90
	case numeric(f):
		return pickWidth + 80
	}
	return pickWidth + 8
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
	inputs := []kit.QueryInput{{ID: quickText, Widget: &kit.TextField{Placeholder: "编号、名称、拼音"}, Width: textWidth}}
	for _, f := range fields {
		switch f.Type {
		case record.TypeDate:
			from, to := inputFor(h, f, today, nil), inputFor(h, f, today, nil)
			inputs = append(inputs,
				kit.QueryInput{ID: f.Name + fromEnd, Label: f.Label, Widget: from, Width: dayWidth},
				kit.QueryInput{ID: f.Name + toEnd, Label: "至", Widget: to, Width: dayWidth})
		case record.TypeBool:
			options := []kit.Option{{Value: "true", Label: f.Label + "：是"}, {Value: "false", Label: f.Label + "：否"}}
			inputs = append(inputs, kit.QueryInput{ID: f.Name, Widget: &kit.ChoiceField{Options: options, Placeholder: f.Label, Nullable: true}, Width: pickWidth})
		case record.TypeChoice:
			inputs = append(inputs, kit.QueryInput{ID: f.Name, Widget: &kit.ChoiceField{Options: choiceOptions(f), Placeholder: f.Label, Nullable: true}, Width: pickWidth})
		case record.TypeLink, record.TypeLinks:
			p := linkPicker(h, f, nil)
			p.Placeholder, p.MinWidth, p.Required = f.Label, 100, false
			inputs = append(inputs, kit.QueryInput{ID: f.Name, Widget: p, Width: pickWidth})
		case record.TypeInt, record.TypeNumber, record.TypeMoney:
			inputs = append(inputs, kit.QueryInput{ID: f.Name, Label: f.Label + " ≥", Widget: numberInput(f), Width: pickWidth})
		default:
			inputs = append(inputs, kit.QueryInput{ID: f.Name, Widget: &kit.TextField{Placeholder: f.Label}, Width: pickWidth})
		}
	}
	return inputs
}
