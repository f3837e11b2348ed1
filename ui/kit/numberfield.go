package kit

import (
	"errors"
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"github.com/shopspring/decimal"
)

// NumberField is a whole or decimal number. It takes full-width digits and separators, shows
// itself at the right end, and says in words what it cannot read.
type NumberField struct {
	entryBox

	Placeholder string
	Places      int    // most decimal places; 0 means whole numbers
	Unit        string // shown after the number while not focused, such as 台 or %
	Grouped     bool   // separators between thousands while not focused
	Padded      bool   // always all places, as money has
	Negative    bool   // negative numbers are allowed
	MinWidth    float32
	OnChanged   func(value string) // canonical text, or what stands there when it cannot be read
	OnCommit    func(value string) // Enter, or focus leaves after a change

	last string
}

var _ Input = (*NumberField)(nil)

// MoneyField returns a field for an amount: two places, thousands separators while not focused.
func MoneyField() *NumberField {
	return &NumberField{Places: 2, Padded: true, Grouped: true}
}

// PercentField returns a field for a percentage as people say it: 15 means 15 %.
func PercentField() *NumberField {
	return &NumberField{Places: 2, Unit: "%"}
}

func (f *NumberField) init() {
	if f.entry != nil {
		return
	}
	f.ExtendBaseWidget(f)
	f.entry = newLineEntry(false)
	e := f.entry
	e.PlaceHolder, e.maxRunes = f.Placeholder, 24
	f.minWidth, f.right = f.MinWidth, true
	f.idle = f.pretty
	e.OnChanged = func(string) {
		if f.OnChanged != nil {
			f.OnChanged(f.Value())
		}
		f.changed()
	}
	e.onFocus = func(focused bool) {
		if focused {
			f.last = f.Value()
			setQuietly(e, f.Value())
			e.selectAll()
		} else {
			f.commit()
			f.left()
		}
		f.Refresh()
	}
	e.onEnterUp = func() {
		f.commit()
		if f.enter != nil {
			f.enter()
			return
		}
		pass(f, &fyne.KeyEvent{Name: fyne.KeyReturn})
	}
}

func (f *NumberField) commit() {
	if value := f.Value(); value != f.last {
		f.last = value
		if f.OnCommit != nil {
			f.OnCommit(value)
		}
	}
}

// Decimal returns the number, zero when empty.
func (f *NumberField) Decimal() (decimal.Decimal, error) {
	f.init()
	text := strings.TrimSpace(f.entry.Text)
	if number := strings.TrimSuffix(text, f.Unit); number != "" {
		text = number // 3 期 is what the field itself shows
	}
	return ParseNumber(text, f.Places, f.Negative)
}

// SetDecimal shows a number.
func (f *NumberField) SetDecimal(d decimal.Decimal) { f.SetValue(d.String()) }

// Value returns the number as plain decimal text, "" when empty, or what stands there.
func (f *NumberField) Value() string {
	f.init()
	if strings.TrimSpace(f.entry.Text) == "" {
		return ""
	}
	d, err := f.Decimal()
	if err != nil {
		return f.entry.Text
	}
	if f.Padded {
		return d.StringFixed(int32(f.Places))
	}
	return d.String()
}

// SetValue shows a number given as text.
func (f *NumberField) SetValue(value string) {
	f.init()
	setQuietly(f.entry, value)
	f.last = f.Value()
	f.Refresh()
}

// Problem says why the text is no number, with an example that this field takes.
func (f *NumberField) Problem() error {
	_, err := f.Decimal()
	letters := errors.Is(err, errNotNumber)
	switch {
	case letters && f.Places == 0, errors.Is(err, errNotWhole):
		return fmt.Errorf("%w，例如 %s", errNotWhole, f.withUnit("3"))
	case letters && f.Padded:
		return fmt.Errorf("%w，例如 1234.50", err)
	case letters:
		return fmt.Errorf("%w，例如 %s", err, f.withUnit("12.5"))
	}
	return err
}

// SetAuto shows in grey what a rule will use while the field is empty, given as plain text; "" for
// nothing.
func (f *NumberField) SetAuto(value string) {
	f.init()
	text := f.Placeholder
	d, err := decimal.NewFromString(value)
	if f.auto = err == nil; f.auto {
		text = f.prettyOf(d)
	}
	if f.entry.PlaceHolder != text {
		f.entry.SetPlaceHolder(text)
		f.Refresh()
	}
}

// pretty is the text shown while the keyboard is elsewhere.
func (f *NumberField) pretty() string {
	value := f.Value()
	d, err := f.Decimal()
	if value == "" || err != nil {
		return value
	}
	return f.prettyOf(d)
}

func (f *NumberField) prettyOf(d decimal.Decimal) string {
	places := -1
	if f.Padded {
		places = f.Places
	}
	return f.withUnit(FormatNumber(d, places, f.Grouped))
}

func (f *NumberField) withUnit(text string) string {
	if f.Unit == "%" {
		return text + "%"
	}
	if f.Unit != "" {
		return text + " " + f.Unit
	}
	return text
}

// SetReadOnly shows the number without letting it be changed.
func (f *NumberField) SetReadOnly(readOnly bool) { f.init(); f.setReadOnly(readOnly) }

// SetWrong marks the field.
func (f *NumberField) SetWrong(wrong bool) { f.init(); f.setWrong(wrong) }

// FocusTarget is what receives the keyboard.
func (f *NumberField) FocusTarget() fyne.Focusable { f.init(); return f.entry }

// MinSize is one control high.
func (f *NumberField) MinSize() fyne.Size { f.init(); return f.boxMinSize() }

// CreateRenderer belongs to Fyne.
func (f *NumberField) CreateRenderer() fyne.WidgetRenderer { f.init(); return f.render(f) }
