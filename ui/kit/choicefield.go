package kit

import (
	"strings"

	"fyne.io/fyne/v2"
)

// ChoiceField is one of a few options, in a list that opens under it. Above eight options the
// list has a line to search in.
type ChoiceField struct {
	dropBox

	Options     []Option
	Placeholder string // empty means 请选择
	Nullable    bool   // the value may be cleared
	MinWidth    float32
	OnChanged   func(value string)

	value string
}

var (
	_ Input            = (*ChoiceField)(nil)
	_ fyne.Focusable   = (*ChoiceField)(nil)
	_ fyne.Disableable = (*ChoiceField)(nil)
)

func (f *ChoiceField) init() {
	if f.owner != nil {
		return
	}
	f.ExtendBaseWidget(f)
	f.owner, f.minWidth = f, f.MinWidth
	f.text = func() string {
		if f.value == "" {
			return ""
		}
		return labelOf(f.Options, f.value)
	}
	f.placeholder = func() string {
		if f.Placeholder == "" {
			return "请选择"
		}
		return f.Placeholder
	}
	f.open = f.openList
	if f.Nullable {
		f.clear = func() { f.choose("") }
	}
}

const searchFrom = 9 // options from which a list has a search line

func (f *ChoiceField) openList(query string) {
	d := &dropdown{
		anchor: f,
		search: len(f.Options) >= searchFrom,
		hint:   "输入名称查找",
		find:   func(q string) []Option { return filterOptions(f.Options, q) },
		ticked: func(v string) bool { return v == f.value },
		choose: func(o Option) { f.choose(o.Value) },
		closed: func() { f.setOpen(false) },
	}
	f.setOpen(true)
	if d.search {
		d.open(query)
		return
	}
	d.open("")
	for _, r := range query {
		d.list.TypedRune(r)
	}
}

// Choose takes a code as if the user had chosen it.
func (f *ChoiceField) Choose(value string) { f.init(); f.choose(value) }

func (f *ChoiceField) choose(value string) {
	if value == f.value {
		return
	}
	f.value = value
	f.Refresh()
	if f.OnChanged != nil {
		f.OnChanged(value)
	}
	f.changed()
}

// Value returns the code of what is chosen.
func (f *ChoiceField) Value() string { return f.value }

// SetValue chooses without telling listeners.
func (f *ChoiceField) SetValue(value string) { f.init(); f.value = value; f.Refresh() }

// SetOptions changes what can be chosen. The value stays, even when it is no longer offered.
func (f *ChoiceField) SetOptions(options []Option) { f.init(); f.Options = options; f.Refresh() }

// FocusTarget is what receives the keyboard.
func (f *ChoiceField) FocusTarget() fyne.Focusable { f.init(); return f }

// MinSize is one control high.
func (f *ChoiceField) MinSize() fyne.Size { f.init(); return f.boxMinSize() }

// CreateRenderer belongs to Fyne.
func (f *ChoiceField) CreateRenderer() fyne.WidgetRenderer {
	f.init()
	return f.dropBox.CreateRenderer()
}

// filterOptions keeps the options whose label, value or detail holds the query.
func filterOptions(options []Option, query string) []Option {
	query = strings.ToLower(strings.TrimSpace(query))
	if query == "" {
		return options
	}
	var out []Option
	for _, o := range options {
		if strings.Contains(strings.ToLower(o.Label+" "+o.Value+" "+o.Detail), query) {
			out = append(out, o)
		}
	}
	return out
}

// MultiChoice is any number of a few options.
type MultiChoice struct {
	dropBox

	Options     []Option
	Placeholder string // empty means 请选择
	MinWidth    float32
	OnChanged   func(values []string)

	values []string
}

var (
	_ Input            = (*MultiChoice)(nil)
	_ fyne.Focusable   = (*MultiChoice)(nil)
	_ fyne.Disableable = (*MultiChoice)(nil)
)

func (f *MultiChoice) init() {
	if f.owner != nil {
		return
	}
	f.ExtendBaseWidget(f)
	f.owner, f.minWidth = f, f.MinWidth
	f.text = func() string {
		labels := make([]string, len(f.values))
		for i, v := range f.values {
			labels[i] = labelOf(f.Options, v)
		}
		return strings.Join(labels, "、")
	}
	f.placeholder = func() string {
		if f.Placeholder == "" {
			return "请选择"
		}
		return f.Placeholder
	}
	f.open = func(query string) {
		f.setOpen(true)
		(&dropdown{
			anchor: f, boxes: true,
			search: len(f.Options) >= searchFrom,
			hint:   "输入名称查找",
			find:   func(q string) []Option { return filterOptions(f.Options, q) },
			ticked: f.has,
			choose: func(o Option) { f.toggle(o.Value) },
			closed: func() { f.setOpen(false) },
		}).open("")
	}
	f.clear = func() { f.set(nil) }
}

func (f *MultiChoice) has(value string) bool { return contains(f.values, value) }

func (f *MultiChoice) toggle(value string) {
	// The values stand in the order of the options, whatever the order of the taps.
	var next []string
	for _, o := range f.Options {
		if f.has(o.Value) != (o.Value == value) {
			next = append(next, o.Value)
		}
	}
	f.set(next)
}

func (f *MultiChoice) set(values []string) {
	f.values = values
	f.Refresh()
	if f.OnChanged != nil {
		f.OnChanged(values)
	}
	f.changed()
}

// Values returns the codes of what is chosen, in the order of the options.
func (f *MultiChoice) Values() []string { return f.values }

// SetValues chooses without telling listeners.
func (f *MultiChoice) SetValues(values []string) { f.init(); f.values = values; f.Refresh() }

// Value returns the codes joined by commas.
func (f *MultiChoice) Value() string { return strings.Join(f.values, ",") }

// SetValue chooses the codes of a text joined by commas.
func (f *MultiChoice) SetValue(value string) { f.SetValues(splitValues(value)) }

// FocusTarget is what receives the keyboard.
func (f *MultiChoice) FocusTarget() fyne.Focusable { f.init(); return f }

// MinSize is one control high.
func (f *MultiChoice) MinSize() fyne.Size { f.init(); return f.boxMinSize() }

// CreateRenderer belongs to Fyne.
func (f *MultiChoice) CreateRenderer() fyne.WidgetRenderer {
	f.init()
	return f.dropBox.CreateRenderer()
}

func contains(values []string, value string) bool {
	for _, v := range values {
		if v == value {
			return true
		}
	}
	return false
}

func splitValues(value string) []string {
	if value == "" {
		return nil
	}
	return strings.Split(value, ",")
}
