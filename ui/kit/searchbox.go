package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"crmlab/ui/theme"
)

// SearchBox is a line to search in. Esc empties it, and passes on when it is empty. Down calls
// OnDown, to step into a list of results.
type SearchBox struct {
	TextField

	Placeholder string  // empty means 搜索
	MinWidth    float32 // 0 means 150
	OnChanged   func(text string)
	OnSubmit    func(text string) // Enter
	OnDown      func()
}

var _ Input = (*SearchBox)(nil)

func (s *SearchBox) init() {
	if s.entry != nil {
		return
	}
	s.ExtendBaseWidget(s)
	s.TextField.Placeholder = orElse(s.Placeholder, "搜索")
	s.TextField.MinWidth = s.MinWidth
	if s.MinWidth == 0 {
		s.TextField.MinWidth = 150
	}
	s.TextField.OnChanged = func(text string) {
		if s.OnChanged != nil {
			s.OnChanged(text)
		}
	}
	s.TextField.init()
	s.entry.onEnterUp = func() {
		switch {
		case s.OnSubmit != nil:
			s.OnSubmit(s.entry.Text)
		case s.enter != nil:
			s.enter()
		}
	}
	s.entry.onKey = func(key *fyne.KeyEvent) bool {
		switch {
		case key.Name == fyne.KeyEscape && s.entry.Text != "":
			s.entry.SetText("")
		case key.Name == fyne.KeyDown && s.OnDown != nil:
			s.OnDown()
		default:
			return false
		}
		return true
	}
	s.trail = &magnifier{}
}

// Value returns the text.
func (s *SearchBox) Value() string { s.init(); return s.TextField.Value() }

// SetValue replaces the text.
func (s *SearchBox) SetValue(value string) { s.init(); s.TextField.SetValue(value) }

// SetReadOnly shows the text without letting it be changed.
func (s *SearchBox) SetReadOnly(readOnly bool) { s.init(); s.TextField.SetReadOnly(readOnly) }

// SetWrong marks the field.
func (s *SearchBox) SetWrong(wrong bool) { s.init(); s.TextField.SetWrong(wrong) }

// FocusTarget is what receives the keyboard.
func (s *SearchBox) FocusTarget() fyne.Focusable { s.init(); return s.entry }

// Focus moves the keyboard here, for Ctrl+K.
func (s *SearchBox) Focus() { focus(s.FocusTarget()) }

// MinSize is one control high.
func (s *SearchBox) MinSize() fyne.Size { s.init(); return s.boxMinSize() }

// CreateRenderer belongs to Fyne.
func (s *SearchBox) CreateRenderer() fyne.WidgetRenderer { s.init(); return s.render(s) }

// magnifier is the sign at the end of a search box.
type magnifier struct{ gap }

// MinSize is fixed.
func (m *magnifier) MinSize() fyne.Size {
	m.ExtendBaseWidget(m)
	return fyne.NewSize(26, theme.ControlHeight-4)
}

// CreateRenderer belongs to Fyne.
func (m *magnifier) CreateRenderer() fyne.WidgetRenderer {
	m.ExtendBaseWidget(m)
	lens, handle := canvas.NewCircle(color.Transparent), canvas.NewLine(color.Transparent)
	lens.StrokeWidth, handle.StrokeWidth = 1.4, 1.6
	return paint(painter{
		owner: m, objects: []fyne.CanvasObject{lens, handle}, min: m.MinSize,
		update: func() {
			lens.StrokeColor, handle.StrokeColor = theme.Color(theme.ColorTextFaint), theme.Color(theme.ColorTextFaint)
			lens.FillColor = theme.Color("inputBackground")
			lens.Refresh()
			handle.Refresh()
		},
		arrange: func(s fyne.Size) {
			x, y := s.Width/2-6, s.Height/2-6
			place(lens, x, y, 9, 9)
			handle.Position1, handle.Position2 = fyne.NewPos(x+7.8, y+7.8), fyne.NewPos(x+12, y+12)
		},
	})
}
