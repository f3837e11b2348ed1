package page

import (
	"crmlab/domain/record"
)

// Shown is one value as the screen shows it.
type Shown struct {
	Text string
	Tone record.Tone   // "" is plain text
	Chip bool          // a state or a choice with a tone
	Link record.Target // the record that a tap opens; zero for none
}

// show prints a value of a field. Links lead to their record where the reader's hat may see it.
func show(r record.Reader, f *record.Field, v record.Value) Shown {
	s := Shown{Text: f.Show(v, r.Whole().Name)}
	switch f.Type {
	case record.TypeChoice:
		if c, ok := f.Choice(v.S); ok {
			s.Tone = c.Tone
			s.Chip = c.Tone != ""
		}
	case record.TypeBool:
		if !v.Bool() {
			s.Text = "—"
		}
	case record.TypeMoney, record.TypeInt, record.TypeNumber:
		if v.T == record.TypeNone {
			s.Text = ""
		}
	case record.TypeLink:
		if v.N != 0 {
			s.Link = visible(r, f.Target(), v.ID())
		}
	case record.TypeTarget:
		if k := record.KindNamed(v.S); k != nil && v.N != 0 {
			s.Link = visible(r, k, v.ID())
		}
	}
	return s
}

// visible is the target where the hat may open it, or the zero Target. Employees, departments and
// definitions are words in a table, not places to go: a page full of links shows none.
func visible(r record.Reader, k *record.Kind, id record.ID) record.Target {
	a := r.Access()
	if k.Module == "company" || !a.May(k, record.View) {
		return record.Target{}
	}
	row, ok := r.Row(k, id)
	if !ok || !a.Sees(row, r.Row) {
		return record.Target{}
	}
	return record.Target{Kind: k.Name, ID: id}
}

// valueOf reads a field of a row, also one that memory columns do not hold: then from the record.
// load is called at most once a row.
func valueOf(row record.Row, f *record.Field, load func() record.Record) record.Value {
	if f.Memory || f.Derived() {
		return row.Value(f)
	}
	if rec := load(); rec != nil {
		return f.Get(rec)
	}
	return record.Value{T: f.Type}
}

// offered reports whether lists and queries offer a field as a column.
func offered(f *record.Field) bool { return !f.Hidden && f.Type != record.TypeRows }

// queried reports whether an advanced query can test a field. Memory holds no lines.
func queried(f *record.Field) bool {
	return !f.Hidden && f.Type != record.TypeRows && f.Type != record.TypeTarget
}

// numeric reports whether a field holds a number.
func numeric(f *record.Field) bool {
	switch f.Type {
	case record.TypeInt, record.TypeMoney, record.TypeNumber:
		return true
	}
	return false
}

// labelWithUnit is a column's or a form's label with the unit behind it.
func labelWithUnit(f *record.Field) string {
	if f.Unit == "" || f.Unit == "%" {
		return f.Label
	}
	return f.Label + "(" + f.Unit + ")"
}
