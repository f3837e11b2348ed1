package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"crmlab/ui/theme"
)

// Card is a white, bordered area with an optional title line.
type Card struct {
	widget.BaseWidget

	Title   string
	Right   fyne.CanvasObject // at the end of the title line
	Content fyne.CanvasObject
	Flush   bool // content reaches the border, for tables and tabs

	title *Text
}

const (
	cardPad   float32 = 14
	cardTitle float32 = 38 // height of the title line
)

func (c *Card) pad() float32 {
	if c.Flush {
		return 1
	}
	return cardPad
}

func (c *Card) head() float32 {
	if c.Title == "" && c.Right == nil {
		return 0
	}
	return cardTitle
}

// top is where the content begins.
func (c *Card) top() float32 {
	if c.head() > 0 {
		return c.head()
	}
	return c.pad()
}

// HeightFor returns the height at a width.
func (c *Card) HeightFor(width float32) float32 {
	return c.top() + heightFor(c.Content, width-2*c.pad()) + c.pad()
}

// MinSize holds title and content.
func (c *Card) MinSize() fyne.Size {
	c.ExtendBaseWidget(c)
	least := c.Content.MinSize()
	w := least.Width + 2*c.pad()
	if c.Right != nil {
		w = max(w, c.Right.MinSize().Width+2*cardPad)
	}
	return fyne.NewSize(w, c.top()+least.Height+c.pad())
}

// CreateRenderer belongs to Fyne.
func (c *Card) CreateRenderer() fyne.WidgetRenderer {
	c.ExtendBaseWidget(c)
	box := newBox()
	c.title = &Text{Bold: true, Truncate: true}
	return paint(painter{
		owner: c,
		list: func() []fyne.CanvasObject {
			objects := []fyne.CanvasObject{box, c.title}
			if c.Right != nil {
				objects = append(objects, c.Right)
			}
			return append(objects, c.Content)
		},
		min: c.MinSize,
		update: func() {
			paintBox(box, theme.ColorCard, theme.ColorLine)
			c.title.Hidden = c.Title == ""
			c.title.Text = c.Title
			c.title.Refresh()
		},
		arrange: func(s fyne.Size) {
			box.Resize(s)
			right := float32(0)
			if c.Right != nil {
				least := c.Right.MinSize()
				right = least.Width
				place(c.Right, s.Width-cardPad-right, (cardTitle-least.Height)/2, right, least.Height)
			}
			if c.head() > 0 {
				h := c.title.MinSize().Height
				place(c.title, cardPad, (cardTitle-h)/2, s.Width-2*cardPad-right, h)
			}
			pad := c.pad()
			place(c.Content, pad, c.top(), s.Width-2*pad, s.Height-c.top()-pad)
		},
	})
}
