package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"crmlab/ui/theme"
)

// EmptyState stands where nothing is to be shown: one sentence, and the button that changes it.
type EmptyState struct {
	widget.BaseWidget

	Text     string
	Button   string // empty means none
	OnTapped func()

	button *Button
}

func (e *EmptyState) init() {
	e.ExtendBaseWidget(e)
	if e.button == nil {
		e.button = &Button{}
	}
}

// MinSize holds sentence and button.
func (e *EmptyState) MinSize() fyne.Size {
	e.init()
	return fyne.NewSize(120, 90)
}

// CreateRenderer belongs to Fyne.
func (e *EmptyState) CreateRenderer() fyne.WidgetRenderer {
	e.init()
	text := &Paragraph{Color: theme.ColorTextSecond}
	return paint(painter{
		owner:   e,
		objects: []fyne.CanvasObject{text, e.button},
		min:     e.MinSize,
		update: func() {
			text.Text = e.Text
			e.button.Text, e.button.OnTapped = e.Button, e.OnTapped
			e.button.Hidden = e.Button == ""
			text.Refresh()
			e.button.Refresh()
		},
		arrange: func(s fyne.Size) {
			size, style := text.style()
			w := min(fyne.MeasureText(e.Text, size, style).Width+1, s.Width-2*theme.Gap4)
			h := text.HeightFor(w)
			all := h
			if e.Button != "" {
				all += theme.Gap3 + theme.ControlHeight
			}
			y := max((s.Height-all)/2, 0)
			place(text, (s.Width-w)/2, y, w, h)
			b := e.button.MinSize()
			place(e.button, (s.Width-b.Width)/2, y+h+theme.Gap3, b.Width, b.Height)
		},
	})
}
