package page

import (
	"maps"
	"slices"

	"crmlab/domain/record"
)

// subject is what a form fills: a record, or the input of an action.
type subject struct {
	fields []*record.Field        // what the form may offer, in order
	locked map[*record.Field]bool // fields that the position may only read
	value  any                    // pointer to the record's or the input's struct
	about  record.Record          // the record that an action concerns; nil where value is a record
}

// editable are the fields of a kind that its form offers.
func editable(fields []*record.Field) []*record.Field {
	var out []*record.Field
	for _, f := range fields {
		if f.Editable() {
			out = append(out, f)
		}
	}
	return out
}

// readOnly are the fields among those offered that the reader's hat may not set.
func readOnly(r record.Reader, fields []*record.Field) map[*record.Field]bool {
	out := map[*record.Field]bool{}
	for _, f := range fields {
		if !r.Access().Writes(f) {
			out[f] = true
		}
	}
	return out
}

// shown tells which fields the form shows now: fields may depend on others.
func (s subject) shown() map[*record.Field]bool {
	out := map[*record.Field]bool{}
	for _, f := range s.fields {
		out[f] = f.Counts(s.fields, s.value)
	}
	return out
}

// row shows the subject as a row, for fields that depend on others.
func (s subject) row(r record.Reader) record.Row {
	if rec, ok := s.value.(record.Record); ok {
		return rowOf(r, rec)
	}
	return inputRow{Row: rowOf(r, s.about), subject: s}
}

func rowOf(r record.Reader, rec record.Record) record.Row {
	return record.RowOf(r, record.KindNamed(record.TargetOf(rec).Kind), rec)
}

// inputRow is the record that an action concerns, with the action's inputs beside its fields.
type inputRow struct {
	record.Row
	subject subject
}

// Value reads an input, or a field of the record.
func (r inputRow) Value(f *record.Field) record.Value {
	if slices.Contains(r.subject.fields, f) {
		return f.Get(r.subject.value)
	}
	return r.Row.Value(f)
}

// read takes the texts of the form over. What cannot be read is refused field by field; the other
// fields are taken.
func (s subject) read(texts map[string]string) record.Refusals {
	var errs record.Refusals
	for _, f := range s.fields {
		text, ok := texts[f.Name]
		if !ok || f.Type == record.TypeRows || s.locked[f] {
			continue
		}
		v, err := readText(f, text)
		if err != nil {
			errs = append(errs, record.RefuseField("text", f.Name, "没有保存", f.Label+err.Error(), "改正后再保存"))
			continue
		}
		if !f.Get(s.value).Equal(v) {
			f.Set(s.value, v)
		}
	}
	return errs
}

// Clone copies a record, so that a step that is refused or only tried changes nothing that the
// form holds.
func Clone(k *record.Kind, rec record.Record) record.Record {
	c := k.New()
	for _, f := range k.Fields {
		if !f.Derived() {
			f.Set(c, f.Get(rec))
		}
	}
	from, to := rec.Head(), c.Head()
	to.ID, to.Rev, to.Custom = from.ID, from.Rev, maps.Clone(from.Custom)
	return c
}

// CopyOf is a new record with the content of another: without its number, its state and what
// actions have written.
func CopyOf(r record.Reader, k *record.Kind, rec record.Record) (record.Record, error) {
	c, err := record.Blank(r, k)
	if err != nil {
		return nil, err
	}
	for _, f := range r.Fields(k) {
		if f.Editable() && f.Name != "no" && !f.Unique && r.Access().Writes(f) {
			f.Set(c, f.Get(rec))
		}
	}
	return c, nil
}

// Live is what the rules make of a record that is being filled.
type Live struct {
	Record record.Record
	Totals []Fact
}

// Compute runs the rules of the kind on a copy of rec in a step that is taken back, and shows what it adds
// up to. A refusal leaves nothing to show: ok is false then.
func Compute(b *record.Book, h record.Hat, k *record.Kind, rec record.Record) (live Live, ok bool) {
	c := Clone(k, rec)
	err := b.Try(h, func(tx record.Tx) error {
		if err := tx.Save(c); err != nil {
			return err
		}
		fields := tx.Fields(k)
		under := totalFields(fields)
		for _, f := range fields {
			if under[f] {
				live.Totals = append(live.Totals, Fact{Field: f, Label: f.Label, Value: show(tx, f, f.Get(c))})
			}
		}
		return nil
	})
	live.Record = c
	return live, err == nil
}
