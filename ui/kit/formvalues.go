package kit

// Values returns the values of all fields by ID.
func (f *EditForm) Values() map[string]string {
	f.init()
	values := map[string]string{}
	for _, b := range f.order {
		if in := b.field.input(); in != nil {
			values[b.field.ID] = in.Value()
		}
	}
	return values
}

// SetValues fills fields by ID without telling listeners; fields not named stay.
func (f *EditForm) SetValues(values map[string]string) {
	f.init()
	for id, value := range values {
		if b := f.boxes[id]; b != nil && b.field.input() != nil {
			b.field.input().SetValue(value)
		}
	}
}

// Dirty says whether a value differs from those at the last MarkClean.
func (f *EditForm) Dirty() bool {
	f.init()
	if len(f.touched) > 0 {
		return true
	}
	for id, value := range f.Values() {
		if f.clean[id] != value {
			return true
		}
	}
	return false
}

// MarkClean takes the present values as those that are stored.
func (f *EditForm) MarkClean() {
	f.init()
	f.clean, f.touched = f.Values(), map[string]bool{}
}

// Touch marks the form as changed by content that is no Input, such as a table of lines.
func (f *EditForm) Touch(id string) {
	f.init()
	f.touched[id] = true
	f.mended()
	if f.OnChanged != nil {
		f.OnChanged(id)
	}
}
