package record

// lineRow shows a line that is being filled in as a row.
type lineRow struct {
	columns []*Field
	line    any
}

// RowOfLine makes a line in hand, a pointer to its struct, look like a row, so that a link in it can
// be narrowed by what stands beside it. Its Kind is nil and its ID 0.
func RowOfLine(columns []*Field, line any) Row { return lineRow{columns, line} }

func (l lineRow) ID() ID               { return 0 }
func (l lineRow) Kind() *Kind          { return nil }
func (l lineRow) Value(f *Field) Value { return f.get(l.line) }

// Beside is the value of the field of that name in a record or line, for NarrowBy; the zero Value
// where there is none.
func Beside(row Row, name string) Value {
	fields := []*Field(nil)
	if l, ok := row.(lineRow); ok {
		fields = l.columns
	} else if row.Kind() != nil {
		fields = row.Kind().Fields
	}
	if f := fieldNamed(fields, name); f != nil {
		return row.Value(f)
	}
	return Value{}
}

// Fits reports whether a link may point to a record as far as its narrowing says; row is what the
// link stands in.
func (f *Field) Fits(r Reader, row Row, target ID) bool {
	narrow := f.NarrowFor(row)
	if target == 0 || len(narrow) == 0 {
		return true
	}
	to, ok := r.Whole().Row(f.Target(), target)
	return ok && narrowed(r, f, narrow, to)
}
