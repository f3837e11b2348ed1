package kit

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"crmlab/ui/theme"
)

// DateField is a calendar day, typed or chosen from a month. Up and Down move it by a day, and
// Alt+Down or the button opens the month. An empty field is no date.
type DateField struct {
	entryBox

	Placeholder string           // empty means 年-月-日
	Today       func() time.Time // the business date; nil leaves 今天 and short dates to the system's
	MinWidth    float32          // 0 means 118
	OnChanged   func(value string)
	OnCommit    func(value string)

	last string
}

var _ Input = (*DateField)(nil)

func (f *DateField) init() {
	if f.entry != nil {
		return
	}
	f.ExtendBaseWidget(f)
	f.entry = newLineEntry(false)
	e := f.entry
	e.PlaceHolder, e.maxRunes = f.Placeholder, 14
	if f.Placeholder == "" {
		e.PlaceHolder = "年-月-日"
	}
	f.minWidth = f.MinWidth
	if f.minWidth == 0 {
		f.minWidth = 118
	}
	f.trail = &calendarButton{open: f.openMonth, closed: func() bool { return f.readOnly }}
	e.OnChanged = func(string) { f.tell() }
	e.onFocus = func(focused bool) {
		if focused {
			f.last = f.Value()
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
		switch {
		case f.readOnly:
			return false
		case key.Name == fyne.KeyUp:
			f.step(1)
		case key.Name == fyne.KeyDown:
			f.step(-1)
		default:
			return false
		}
		return true
	}
	e.onShortcut = func(s fyne.Shortcut) bool {
		custom, ok := s.(*desktop.CustomShortcut)
		if !ok || custom.KeyName != fyne.KeyDown || custom.Modifier != fyne.KeyModifierAlt {
			return false
		}
		f.openMonth()
		return true
	}
}

func (f *DateField) today() time.Time {
	now := time.Now
	if f.Today != nil {
		now = f.Today
	}
	y, m, d := now().Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

func (f *DateField) tell() {
	if f.OnChanged != nil {
		f.OnChanged(f.Value())
	}
	f.changed()
}

// commit writes a date that could be read in its canonical form.
func (f *DateField) commit() {
	value := f.Value()
	if _, ok := f.Date(); ok && f.entry.Text != value {
		setQuietly(f.entry, value)
	}
	if value != f.last {
		f.last = value
		if f.OnCommit != nil {
			f.OnCommit(value)
		}
	}
}

// step moves the date by days; an empty field begins at today.
func (f *DateField) step(days int) {
	d, ok := f.Date()
	if !ok {
		d, days = f.today(), 0
	}
	f.choose(d.AddDate(0, 0, days))
}

func (f *DateField) choose(d time.Time) {
	text := ""
	if !d.IsZero() {
		text = d.Format(isoDate)
	}
	setQuietly(f.entry, text)
	f.entry.CursorColumn = len(text)
	f.Refresh()
	f.tell()
}

// openMonth shows the month of the date, or of today.
func (f *DateField) openMonth() {
	on := canvasOf(f)
	if on == nil || f.readOnly {
		return
	}
	day, _ := f.Date()
	g := newMonthGrid(day, f.today())
	l := &layer{on: on, panel: &surface{content: g, inset: theme.Gap2}, position: below(f, 0)}
	g.done = func(d time.Time) {
		l.close()
		f.choose(d)
		on.Focus(f.entry)
	}
	g.leave = func() {
		l.close()
		on.Focus(f.entry)
	}
	l.onOutside, l.onKey = g.leave, g.TypedKey
	l.show()
	on.Focus(g)
}

// Date returns the day at midnight UTC, and whether there is one that can be read.
func (f *DateField) Date() (time.Time, bool) {
	f.init()
	if strings.TrimSpace(f.entry.Text) == "" {
		return time.Time{}, false
	}
	d, err := ParseDate(f.entry.Text, f.today())
	return d, err == nil
}

// Value returns the date as 2026-01-05, "" when empty, or what stands there.
func (f *DateField) Value() string {
	f.init()
	if d, ok := f.Date(); ok {
		return d.Format(isoDate)
	}
	return strings.TrimSpace(f.entry.Text)
}

// SetValue shows a date given as 2026-01-05, or none.
func (f *DateField) SetValue(value string) {
	f.init()
	setQuietly(f.entry, value)
	f.last = f.Value()
	f.Refresh()
}

// Problem says why the text is no date.
func (f *DateField) Problem() error {
	f.init()
	if strings.TrimSpace(f.entry.Text) == "" {
		return nil
	}
	_, err := ParseDate(f.entry.Text, f.today())
	return err
}

// SetReadOnly shows the date without letting it be changed.
func (f *DateField) SetReadOnly(readOnly bool) { f.init(); f.setReadOnly(readOnly) }

// SetWrong marks the field.
func (f *DateField) SetWrong(wrong bool) { f.init(); f.setWrong(wrong) }

// FocusTarget is what receives the keyboard.
func (f *DateField) FocusTarget() fyne.Focusable { f.init(); return f.entry }

// MinSize is one control high.
func (f *DateField) MinSize() fyne.Size { f.init(); return f.boxMinSize() }

// CreateRenderer belongs to Fyne.
func (f *DateField) CreateRenderer() fyne.WidgetRenderer { f.init(); return f.render(f) }
