package kit

import (
	"fyne.io/fyne/v2"
)

// Picker is one of many options, found by typing: a customer, a product, an employee. The caller
// answers a query, so that it can search by number, name or pinyin.
type Picker struct {
	dropBox

	Find        func(query string) []Option // at most a few dozen, best first; "" asks for a start
	Lookup      func(value string) Option   // label of a value that was set; nil shows the value
	Placeholder string                      // empty means 请选择
	Hint        string                      // in the search line; empty means 输入名称、编号或拼音首字母
	Required    bool                        // the value cannot be cleared
	MinWidth    float32                     // 0 means 160
	Create      string                      // label of the last line, such as 新增客户…
	OnCreate    func(query string)          // opens the way to a new one; call Choose when it is there
	OnChanged   func(value string)

	chosen Option
}

var (
	_ Input            = (*Picker)(nil)
	_ fyne.Focusable   = (*Picker)(nil)
	_ fyne.Disableable = (*Picker)(nil)
)

func (p *Picker) init() {
	if p.owner != nil {
		return
	}
	p.ExtendBaseWidget(p)
	p.owner, p.minWidth = p, p.MinWidth
	if p.minWidth == 0 {
		p.minWidth = 160
	}
	p.text = func() string {
		if p.chosen.Label == "" {
			return p.chosen.Value
		}
		return p.chosen.Label
	}
	p.placeholder = func() string { return orElse(p.Placeholder, "请选择") }
	p.open = p.openList
	if !p.Required {
		p.clear = func() { p.Choose(Option{}) }
	}
}

const pickerHint = "输入名称、编号或拼音首字母"

func (p *Picker) openList(query string) {
	p.setOpen(true)
	(&dropdown{
		anchor: p, search: true, hint: orElse(p.Hint, pickerHint),
		find:   p.find,
		ticked: func(v string) bool { return v == p.chosen.Value },
		choose: p.Choose,
		create: p.Create,
		onCreate: func(q string) {
			if p.OnCreate != nil {
				p.OnCreate(q)
			}
		},
		closed: func() { p.setOpen(false) },
	}).open(query)
}

func (p *Picker) find(query string) []Option {
	if p.Find == nil {
		return nil
	}
	return p.Find(query)
}

// Choose takes an option as if the user had chosen it. An empty one clears the field.
func (p *Picker) Choose(o Option) {
	p.init()
	if o.Value == p.chosen.Value {
		p.chosen = o
		p.Refresh()
		return
	}
	p.chosen = o
	p.Refresh()
	if p.OnChanged != nil {
		p.OnChanged(o.Value)
	}
	p.changed()
}

// Chosen returns what is chosen.
func (p *Picker) Chosen() Option { return p.chosen }

// SetChosen shows an option without telling listeners.
func (p *Picker) SetChosen(o Option) { p.init(); p.chosen = o; p.Refresh() }

// Value returns the id of what is chosen.
func (p *Picker) Value() string { return p.chosen.Value }

// SetValue chooses by id without telling listeners; Lookup gives the label.
func (p *Picker) SetValue(value string) {
	p.init()
	p.chosen = lookup(p.Lookup, value)
	p.Refresh()
}

// FocusTarget is what receives the keyboard.
func (p *Picker) FocusTarget() fyne.Focusable { p.init(); return p }

// MinSize is one control high.
func (p *Picker) MinSize() fyne.Size { p.init(); return p.boxMinSize() }

// CreateRenderer belongs to Fyne.
func (p *Picker) CreateRenderer() fyne.WidgetRenderer { p.init(); return p.dropBox.CreateRenderer() }

func lookup(find func(string) Option, value string) Option {
	o := Option{Value: value, Label: value}
	if value != "" && find != nil {
		if found := find(value); found.Label != "" {
			o = found
			o.Value = value
		}
	}
	return o
}

func orElse(text, other string) string {
	if text == "" {
		return other
	}
	return text
}
