package kit

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"crmlab/ui/theme"
)

// Field is one field of a form: a label above, the widget, and under it a hint or what is wrong.
type Field struct {
	ID       string // names the field in errors, values and changes
	Label    string
	Required bool
	Hint     string
	Widget   fyne.CanvasObject // an Input of this package, or any widget
	Validate func() error      // checked on save after Required and the Input's own Problem
	Span     int               // columns taken; 0 means 1, -1 the whole width
	ReadOnly bool
	Hidden   bool // change it with EditForm.ShowField
}

// input returns the field's widget as an Input, or nil.
func (f *Field) input() Input {
	in, _ := f.Widget.(Input)
	return in
}

// check returns what is wrong with the field, as a sentence.
func (f *Field) check() error {
	in := f.input()
	if in != nil {
		if err := in.Problem(); err != nil {
			return err
		}
		if f.Required && strings.TrimSpace(in.Value()) == "" {
			return missing{f.Label, f.Widget}
		}
	}
	if f.Validate != nil {
		return f.Validate()
	}
	return nil
}

// missing is the sentence for an empty required field.
type missing struct {
	label  string
	widget fyne.CanvasObject
}

func (m missing) Error() string {
	switch m.widget.(type) {
	case *ChoiceField, *MultiChoice, *Picker, *PickerMulti:
		return "请选择" + m.label
	case *CheckField:
		return "请勾选" + m.label
	default:
		return "请填写" + m.label
	}
}

// fieldBox draws a Field.
type fieldBox struct {
	widget.BaseWidget
	field *Field
	wrong string

	label *Text
	mark  *canvas.Text
	note  *Paragraph
}

const (
	labelHeight float32 = 22
	noteGap     float32 = 3
)

func newFieldBox(f *Field) *fieldBox {
	b := &fieldBox{
		field: f,
		label: &Text{Color: theme.ColorTextSecond, Truncate: true},
		mark:  &canvas.Text{Text: "*"},
		note:  &Paragraph{TextSize: theme.SizeSmall},
	}
	b.ExtendBaseWidget(b)
	if in := f.input(); in != nil && f.ReadOnly {
		in.SetReadOnly(true)
	}
	return b
}

func (b *fieldBox) setWrong(text string) {
	if b.wrong == text {
		return
	}
	b.wrong = text
	if in := b.field.input(); in != nil {
		in.SetWrong(text != "")
	}
	b.Refresh()
}

func (b *fieldBox) noteText() string {
	if b.wrong != "" {
		return b.wrong
	}
	return b.field.Hint
}

func (b *fieldBox) top() float32 {
	if b.field.Label == "" {
		return 0
	}
	return labelHeight
}

// HeightFor returns the height at a width.
func (b *fieldBox) HeightFor(width float32) float32 {
	h := b.top() + heightFor(b.field.Widget, width)
	if text := b.noteText(); text != "" {
		b.note.Text = text
		h += noteGap + b.note.HeightFor(width)
	}
	return h
}

// MinSize is as high as the field at its present width.
func (b *fieldBox) MinSize() fyne.Size {
	least := b.field.Widget.MinSize()
	width := max(b.Size().Width, least.Width)
	return fyne.NewSize(least.Width, b.HeightFor(width))
}

// CreateRenderer belongs to Fyne.
func (b *fieldBox) CreateRenderer() fyne.WidgetRenderer {
	return paint(painter{
		owner: b,
		list: func() []fyne.CanvasObject {
			return []fyne.CanvasObject{b.label, b.mark, b.field.Widget, b.note}
		},
		min: b.MinSize,
		update: func() {
			b.label.Text, b.label.Hidden = b.field.Label, b.field.Label == ""
			b.mark.TextSize, b.mark.Color = theme.Size(theme.SizeText), theme.Color(theme.ColorDanger)
			b.mark.Hidden = !b.field.Required || b.field.ReadOnly
			b.note.Text, b.note.Hidden = b.noteText(), b.noteText() == ""
			b.note.Color = theme.ColorTextSecond
			if b.wrong != "" {
				b.note.Color = theme.ColorDanger
			}
			b.label.Refresh()
			b.mark.Refresh()
			b.note.Refresh()
		},
		arrange: func(s fyne.Size) {
			natural := b.label.MinSize().Height
			size, style := b.label.style()
			w := min(fyne.MeasureText(b.field.Label, size, style).Width, s.Width-12)
			place(b.label, 0, 0, w+1, natural)
			place(b.mark, w+4, 0, 10, natural)
			h := heightFor(b.field.Widget, s.Width)
			if _, ok := b.field.Widget.(*CheckField); ok {
				place(b.field.Widget, 0, b.top(), min(b.field.Widget.MinSize().Width, s.Width), h)
			} else {
				place(b.field.Widget, 0, b.top(), s.Width, h)
			}
			if !b.note.Hidden {
				place(b.note, 0, b.top()+h+noteGap, s.Width, b.note.HeightFor(s.Width))
			}
		},
	})
}
