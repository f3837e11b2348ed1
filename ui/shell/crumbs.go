package shell

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"crmlab/ui/kit"
	"crmlab/ui/theme"
)

// crumb is one step of the breadcrumb; open is nil for the place where the user is.
type crumb struct {
	text string
	open func()
}

// crumbs is the breadcrumb in the header. It never grows beyond its place: what does not fit is
// left out from the front, and the last step is cut.
type crumbs struct {
	widget.BaseWidget
	steps []crumb
	parts []fyne.CanvasObject // link, slash, link, ...
}

func newCrumbs() *crumbs {
	c := &crumbs{}
	c.ExtendBaseWidget(c)
	return c
}

// show changes the steps. Steps that say the same are left alone, so that one with the keyboard
// keeps it.
func (c *crumbs) show(steps []crumb) {
	if slices.EqualFunc(steps, c.steps, func(a, b crumb) bool {
		return a.text == b.text && (a.open == nil) == (b.open == nil)
	}) {
		c.steps = steps
		return
	}
	c.steps, c.parts = steps, nil
	for i, s := range steps {
		last := i == len(steps)-1
		if i > 0 {
			c.parts = append(c.parts, kit.Hint("/"))
		}
		c.parts = append(c.parts, &kit.LinkText{
			Text: s.text, TextSize: theme.SizeSmall, Quiet: !last, Bold: last, Truncate: true, OnTapped: c.opener(i),
		})
	}
	c.Refresh()
}

// opener leads where the step leads at the time of the tap.
func (c *crumbs) opener(i int) func() {
	if c.steps[i].open == nil {
		return nil
	}
	return func() { c.steps[i].open() }
}

// MinSize leaves the width to the header.
func (c *crumbs) MinSize() fyne.Size { return fyne.NewSize(40, theme.ControlHeight) }

const crumbGap float32 = 4

// CreateRenderer belongs to Fyne.
func (c *crumbs) CreateRenderer() fyne.WidgetRenderer {
	return draw(drawing{
		owner:   c,
		objects: func() []fyne.CanvasObject { return c.parts },
		min:     c.MinSize,
		arrange: func(s fyne.Size) {
			widths := make([]float32, len(c.parts))
			total := float32(0)
			for i, o := range c.parts {
				widths[i] = o.MinSize().Width
				if link, ok := o.(*kit.LinkText); ok {
					widths[i] = fyne.MeasureText(link.Text, theme.Size(theme.SizeSmall), fyne.TextStyle{Bold: link.Bold}).Width + 1
				}
				total += widths[i] + crumbGap
			}
			from := 0
			for total-crumbGap > s.Width && from+2 < len(c.parts) {
				total -= widths[from] + widths[from+1] + 2*crumbGap
				from += 2
			}
			x := float32(0)
			for i, o := range c.parts {
				if i < from {
					o.Hide()
					continue
				}
				o.Show()
				h := o.MinSize().Height
				put(o, x, (s.Height-h)/2, min(widths[i], s.Width-x), h)
				x += widths[i] + crumbGap
			}
		},
	})
}
