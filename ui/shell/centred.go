package shell

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"crmlab/ui/kit"
	"crmlab/ui/theme"
)

// centred holds a column of one width in the middle of a window.
type centred struct {
	widget.BaseWidget
	column *fyne.Container
	scroll *kit.Scroller
}

const columnWidth float32 = 680

func newCentred(column *fyne.Container) *centred {
	c := &centred{column: column, scroll: &kit.Scroller{Content: kit.Inset(theme.Gap4, column)}}
	c.ExtendBaseWidget(c)
	return c
}

// MinSize is that of the smallest window.
func (c *centred) MinSize() fyne.Size { return leastWindow }

// CreateRenderer belongs to Fyne.
func (c *centred) CreateRenderer() fyne.WidgetRenderer {
	return draw(drawing{
		owner:   c,
		objects: fixedObjects(c.scroll),
		min:     c.MinSize,
		arrange: func(s fyne.Size) {
			w := min(columnWidth, s.Width)
			h := min(kit.Inset(theme.Gap4, c.column).HeightFor(w), s.Height)
			put(c.scroll, (s.Width-w)/2, max((s.Height-h)*0.36, 0), w, h)
			c.scroll.Refresh()
		},
	})
}
