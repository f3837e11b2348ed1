package record

import "slices"

// dependence says on which values of another field a field depends.
type dependence struct {
	on     string
	values []string
	ids    []ID // instead of values, where on is a link
}

// Only makes a field count only while another field of the same record, input or line has one of
// the values: the code of a choice, "true" or "false" of a check, else the plain text. Where it
// does not count, forms and records hide it, lines show it locked, and its limits are not asked
// for: the rule that reads it must leave it alone then, too.
func Only(field string, values ...string) Option {
	return func(f *Field) { f.only = &dependence{on: field, values: values} }
}

// OnlyWith makes a field count only while a link of the same record points to one of the records.
func OnlyWith(field string, ids []ID) Option {
	return func(f *Field) { f.only = &dependence{on: field, ids: ids} }
}

// Depends names the field that decides whether this one counts, and the values with which it does;
// "" where it always counts.
func (f *Field) Depends() (on string, values []string) {
	if f.only == nil {
		return "", nil
	}
	return f.only.on, f.only.values
}

// Counts reports whether the field counts in rec, a pointer to the struct that beside, the fields
// or columns of the same struct, belong to.
func (f *Field) Counts(beside []*Field, rec any) bool {
	return f.countsBy(beside, func(_ int, other *Field) Value { return other.get(rec) })
}

// countsBy is Counts with the values told by place and field.
func (f *Field) countsBy(beside []*Field, value func(int, *Field) Value) bool {
	if f.only == nil {
		return true
	}
	i := slices.IndexFunc(beside, func(o *Field) bool { return o.Name == f.only.on })
	if i < 0 {
		return true // a form that does not ask for the other field cannot decide
	}
	v := value(i, beside[i])
	if f.only.ids != nil {
		return slices.Contains(f.only.ids, v.ID())
	}
	switch beside[i].Type {
	case TypeChoice:
		return slices.Contains(f.only.values, v.S)
	case TypeBool:
		return slices.Contains(f.only.values, map[bool]string{true: "true", false: "false"}[v.Bool()])
	}
	return slices.Contains(f.only.values, beside[i].Plain(v, func(*Kind, ID) string { return "" }))
}

// Wrong says what is wrong with a value by the field's own limits, and how to go on; "" for
// nothing.
func (f *Field) Wrong(v Value) (why, fix string) { return f.check(v) }
