package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"crmlab/ui/theme"
)

// StatusChip is a state in one or two words on its tint.
type StatusChip struct {
	widget.BaseWidget

	Text string
	Tone Tone
	Pill bool // round ends, for the header's date, hat and save chips
}

const (
	chipHeight float32 = 21
	chipPad    float32 = 7
	pillHeight float32 = 26
	pillPad    float32 = 11
)

// Set changes the words and the tone.
func (c *StatusChip) Set(text string, tone Tone) {
	if c.Text != text || c.Tone != tone {
		c.Text, c.Tone = text, tone
		c.Refresh()
	}
}

// MinSize holds the words with room on both sides.
func (c *StatusChip) MinSize() fyne.Size {
	c.ExtendBaseWidget(c)
	w := fyne.MeasureText(c.Text, theme.Size(theme.SizeSmall), fyne.TextStyle{}).Width
	if c.Pill {
		return fyne.NewSize(w+2*pillPad, pillHeight)
	}
	return fyne.NewSize(w+2*chipPad, chipHeight)
}

// CreateRenderer belongs to Fyne.
func (c *StatusChip) CreateRenderer() fyne.WidgetRenderer {
	c.ExtendBaseWidget(c)
	box, ink := canvas.NewRectangle(color.Transparent), &canvas.Text{}
	return paint(painter{
		owner:   c,
		objects: []fyne.CanvasObject{box, ink},
		min:     c.MinSize,
		update: func() {
			box.Hidden = c.Text == ""
			box.FillColor = theme.Color(c.Tone.tint())
			ink.Text, ink.TextSize = c.Text, theme.Size(theme.SizeSmall)
			ink.Color = theme.Color(chipInk(c.Tone))
			box.Refresh()
			ink.Refresh()
		},
		arrange: func(s fyne.Size) {
			least := c.MinSize()
			pad := chipPad
			box.CornerRadius = theme.ChipCorner
			if c.Pill {
				pad, box.CornerRadius = pillPad, pillHeight/2
			}
			y := (s.Height - least.Height) / 2
			w := min(least.Width, s.Width)
			place(box, 0, y, w, least.Height)
			h := ink.MinSize().Height
			place(ink, pad, y+middle(least.Height, h), w-2*pad, h)
		},
	})
}

// chipInk is the text colour on a chip: a plain chip is a grey one.
func chipInk(t Tone) fyne.ThemeColorName {
	if t == TonePlain {
		return theme.ColorTextSecond
	}
	return t.ink()
}
