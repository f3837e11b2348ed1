package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"crmlab/ui/theme"
)

// Text is one line of text in a colour and size of the theme, without padding. What does not fit
// is cut with an ellipsis when Truncate is set.
type Text struct {
	widget.BaseWidget

	Text     string
	Color    fyne.ThemeColorName // empty means by Tone
	Tone     Tone
	TextSize fyne.ThemeSizeName // empty means ordinary text
	Bold     bool
	Align    fyne.TextAlign
	Truncate bool
	MinWidth float32 // least width, for labels that stand in a column
}

// Label returns ordinary text.
func Label(text string) *Text { return &Text{Text: text} }

// Hint returns small text of second rank: counts, explanations.
func Hint(text string) *Text {
	return &Text{Text: text, Color: theme.ColorTextSecond, TextSize: theme.SizeSmall}
}

// Heading returns the title of a page.
func Heading(text string) *Text { return &Text{Text: text, TextSize: theme.SizeTitle, Bold: true} }

// Strong returns bold ordinary text.
func Strong(text string) *Text { return &Text{Text: text, Bold: true} }

// SetText changes what is shown.
func (t *Text) SetText(text string) {
	if t.Text == text {
		return
	}
	t.Text = text
	t.Refresh()
}

func (t *Text) style() (float32, fyne.TextStyle) {
	size := t.TextSize
	if size == "" {
		size = theme.SizeText
	}
	return theme.Size(size), fyne.TextStyle{Bold: t.Bold}
}

// MinSize is the size of the whole text, or of its height alone when it may be cut.
func (t *Text) MinSize() fyne.Size {
	t.ExtendBaseWidget(t)
	size, style := t.style()
	natural := fyne.MeasureText(t.Text, size, style)
	if t.Text == "" {
		natural.Height = fyne.MeasureText("国", size, style).Height
	}
	if t.Truncate {
		natural.Width = min(natural.Width, theme.Gap5)
	}
	natural.Width = max(natural.Width, t.MinWidth)
	return natural
}

// CreateRenderer belongs to Fyne.
func (t *Text) CreateRenderer() fyne.WidgetRenderer {
	t.ExtendBaseWidget(t)
	ink := &canvas.Text{} // of this renderer: another one may be made beside it
	return paint(painter{
		owner:   t,
		objects: []fyne.CanvasObject{ink},
		min:     t.MinSize,
		update: func() {
			size, style := t.style()
			name := t.Color
			if name == "" {
				name = t.Tone.ink()
			}
			ink.Color = theme.Color(name)
			ink.TextSize, ink.TextStyle, ink.Alignment = size, style, t.Align
		},
		arrange: func(s fyne.Size) {
			size, style := t.style()
			text := t.Text
			if t.Truncate {
				text = ellipsis(t.Text, s.Width, size, style)
			}
			if ink.Text != text {
				ink.Text = text
				ink.Refresh()
			}
			ink.Resize(s)
		},
	})
}

// ellipsis cuts text to a width, ending in … where something was left out.
func ellipsis(text string, width, size float32, style fyne.TextStyle) string {
	if text == "" || fyne.MeasureText(text, size, style).Width <= width {
		return text
	}
	const mark = "…"
	runes := []rune(text)
	low, high := 0, len(runes)-1 // high fits at most; the whole does not
	for low < high {
		mid := (low + high + 1) / 2
		if fyne.MeasureText(string(runes[:mid])+mark, size, style).Width <= width {
			low = mid
		} else {
			high = mid - 1
		}
	}
	return string(runes[:low]) + mark
}
