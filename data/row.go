package data

import "crmlab/domain/record"

// row is one record in memory, as long as its transaction lasts.
type row struct {
	tx *tx
	c  *columns
	at int
	id record.ID
}

func (r *row) ID() record.ID      { return r.id }
func (r *row) Kind() *record.Kind { return r.c.kind }

// Value reads a column. What memory does not hold (long texts, lists inside the record)
// is read from the file.
func (r *row) Value(f *record.Field) record.Value {
	r.tx.check()
	if v, ok := r.c.value(r.at, f); ok {
		return v
	}
	return r.tx.fieldInFile(r.c.kind, r.id, f)
}

// lineRow is one line of a record. Its ID is the line's place in the record, from 1; its
// Kind is the record's.
type lineRow struct {
	tx    *tx
	t     *lineTable
	at    int
	first int // where the record's lines begin
	owner record.ID
}

func (r *lineRow) ID() record.ID      { return record.ID(r.at - r.first + 1) }
func (r *lineRow) Kind() *record.Kind { return r.t.field.Kind }

func (r *lineRow) Value(f *record.Field) record.Value {
	r.tx.check()
	if v, ok := r.t.value(r.at, f); ok {
		return v
	}
	rows := r.tx.fieldInFile(r.t.field.Kind, r.owner, r.t.field)
	for i, c := range r.t.field.Columns {
		if c == f && r.at-r.first < len(rows.R) {
			return rows.R[r.at-r.first][i]
		}
	}
	return record.Value{T: f.Type}
}
