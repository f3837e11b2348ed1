package main

import (
	"time"

	"crmlab/domain/record"
)

// printer turns values of records into cells.
type printer struct{ r record.Reader }

// column heads a field.
func (p printer) column(f *record.Field) column {
	return column{name: f.Name, label: f.Label, right: f.Type == record.TypeMoney || f.Type == record.TypeNumber || f.Type == record.TypeInt}
}

// cell prints a value: links and choices by their titles for people, by number and code
// for json.
func (p printer) cell(f *record.Field, v record.Value) cell {
	return cell{f.Plain(v, p.title), p.json(f, v)}
}

// title is how people call a record: by its name, or by its number where it has no name of
// its own (an order is called by its customer on the screen, which here could be any order).
func (p printer) title(k *record.Kind, id record.ID) string {
	if k.TitleField == nil || k.TitleField.Type != record.TypeText {
		return p.number(k, id)
	}
	return p.r.Title(k, id)
}

// json holds money, percent and quantities as strings, because a decimal is no float;
// days as 2006-01-02; links as numbers of records; choices as codes. What is not filled in
// is null, except texts.
func (p printer) json(f *record.Field, v record.Value) any {
	if f.Masked {
		return f.Plain(v, p.title)
	}
	switch f.Type {
	case record.TypeInt:
		return v.N
	case record.TypeMoney, record.TypeNumber:
		return f.Plain(v, p.title)
	case record.TypeBool:
		return v.Bool()
	case record.TypeText, record.TypeLong:
		return v.S
	case record.TypeRows:
		lines := make([]object, len(v.R))
		for i, row := range v.R {
			for j, c := range f.Columns {
				if p.r.Access().Hides(c) {
					continue
				}
				lines[i] = append(lines[i], member{c.Name, p.json(c, row[j])})
			}
		}
		return lines
	case record.TypeLinks:
		numbers := make([]string, len(v.L))
		for i, id := range v.L {
			numbers[i] = p.number(f.Target(), id)
		}
		return numbers
	}
	if v.Empty() {
		return nil
	}
	switch f.Type {
	case record.TypeDate:
		return v.Date().String()
	case record.TypeTime:
		return v.Time().Format(time.RFC3339)
	case record.TypeLink:
		return p.number(f.Target(), v.ID())
	case record.TypeTarget:
		return p.target(record.Target{Kind: v.S, ID: v.ID()})
	}
	return v.S
}

// number is a record's 编号, "" if it is gone.
func (p printer) number(k *record.Kind, id record.ID) string {
	if row, ok := p.r.Whole().Row(k, id); ok {
		return row.Value(k.Field("no")).S
	}
	return ""
}

// target names a record as the command line does: order/SO-0231; "" for none.
func (p printer) target(t record.Target) string {
	k := record.KindNamed(t.Kind)
	if k == nil || t.ID == 0 {
		return ""
	}
	return k.Name + "/" + p.number(k, t.ID)
}
