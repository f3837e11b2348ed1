package record

// CustomField builds a field that was defined at run time (属性定义). Its values live
// in Base.Custom under the tag; to every other layer it is a field like any other.
func CustomField(k *Kind, name string, tag int, label string, t Type, opts ...Option) *Field {
	f := newField(name, tag, label, t,
		func(r any) Value {
			v := r.(Record).Head().Custom[tag]
			v.T = t
			return v
		},
		func(r any, v Value) { setCustom(r.(Record), tag, v) }, opts...)
	f.Kind = k
	registry.Lock()
	defer registry.Unlock()
	registry.custom[FieldCode(f)] = label
	return f
}

// Custom reports whether the field was defined at run time.
func (f *Field) Custom() bool { return f.Tag >= FirstCustomTag }
