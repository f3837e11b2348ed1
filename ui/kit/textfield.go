package kit

import "fyne.io/fyne/v2"

// TextField is text of one line, or of several with Rows.
type TextField struct {
	entryBox

	Placeholder string
	Rows        int     // lines shown of a text of several lines; 0 or 1 means a single line
	MaxRunes    int     // most characters; 0 means no limit
	MinWidth    float32 // 0 means 80
	Password    bool
	OnChanged   func(text string) // at every change by the user
	OnCommit    func(text string) // Enter, or focus leaves after a change
	OnEscape    func()            // nil passes Esc on

	last string // text at the last commit
}

var _ Input = (*TextField)(nil)

// TextArea returns a field for text of several lines.
func TextArea(rows int) *TextField { return &TextField{Rows: rows} }

func (f *TextField) init() {
	if f.entry != nil {
		return
	}
	f.ExtendBaseWidget(f)
	f.entry = newLineEntry(f.Rows > 1)
	e := f.entry
	e.PlaceHolder, e.maxRunes, e.Password = f.Placeholder, f.MaxRunes, f.Password
	f.minWidth = f.MinWidth
	e.OnChanged = func(text string) {
		if f.OnChanged != nil {
			f.OnChanged(text)
		}
		f.changed()
	}
	e.onFocus = func(focused bool) {
		if focused {
			f.last = e.Text
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
	e.onKey = func(key *fyne.KeyEvent) bool {
		if key.Name == fyne.KeyEscape && f.OnEscape != nil {
			f.OnEscape()
			return true
		}
		return false
	}
	if f.Rows > 1 {
		e.SetMinRowsVisible(f.Rows)
		f.height = e.MinSize().Height
	}
}

func (f *TextField) commit() {
	if f.entry.Text == f.last {
		return
	}
	f.last = f.entry.Text
	if f.OnCommit != nil {
		f.OnCommit(f.last)
	}
}

// Value returns the text.
func (f *TextField) Value() string { f.init(); return f.entry.Text }

// SetValue replaces the text.
func (f *TextField) SetValue(value string) {
	f.init()
	setQuietly(f.entry, value)
	f.last = value
	f.Refresh()
}

// Problem is always nil: any text can be read.
func (f *TextField) Problem() error { return nil }

// SetReadOnly shows the text without letting it be changed.
func (f *TextField) SetReadOnly(readOnly bool) { f.init(); f.setReadOnly(readOnly) }

// SetWrong marks the field.
func (f *TextField) SetWrong(wrong bool) { f.init(); f.setWrong(wrong) }

// FocusTarget is what receives the keyboard.
func (f *TextField) FocusTarget() fyne.Focusable { f.init(); return f.entry }

// MinSize is one control high.
func (f *TextField) MinSize() fyne.Size { f.init(); return f.boxMinSize() }

// CreateRenderer belongs to Fyne.
func (f *TextField) CreateRenderer() fyne.WidgetRenderer { f.init(); return f.render(f) }

// setQuietly sets a text without telling listeners.
func setQuietly(e *lineEntry, text string) {
	if e.Text == text {
		return
	}
	changed := e.OnChanged
	e.OnChanged = nil
	e.SetText(text)
	e.OnChanged = changed
}
