package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"crmlab/ui/theme"
)

// Crumb is one step of a Breadcrumb.
type Crumb struct {
	Text     string
	OnTapped func() // nil for the place where the user is
}

// Breadcrumb says where a page stands: steps with / between them, the last one bold.
type Breadcrumb struct {
	trail
	Items []Crumb
}

// SetItems changes the steps.
func (b *Breadcrumb) SetItems(items []Crumb) {
	b.Items = items
	b.fill()
	b.Refresh()
}

func (b *Breadcrumb) fill() {
	b.ExtendBaseWidget(b)
	var links []*LinkText
	for i, item := range b.Items {
		links = append(links, &LinkText{
			Text: item.Text, OnTapped: item.OnTapped, TextSize: theme.SizeSmall,
			Quiet: i < len(b.Items)-1, Bold: i == len(b.Items)-1,
		})
	}
	b.set(links, "/", &lineLayout{Line{Gap: 4}})
}

// MinSize is one line.
func (b *Breadcrumb) MinSize() fyne.Size {
	if b.box == nil {
		b.fill()
	}
	return b.box.MinSize()
}

// CreateRenderer belongs to Fyne.
func (b *Breadcrumb) CreateRenderer() fyne.WidgetRenderer {
	if b.box == nil {
		b.fill()
	}
	return b.render(b)
}

// ChainLink is one document of a Chain.
type ChainLink struct {
	Text     string
	OnTapped func() // nil where there is nothing to open
	Here     bool   // the document that the page shows
}

// Chain is the way of a deal from document to document: links with › between them.
type Chain struct {
	trail
	Links []ChainLink
}

// SetLinks changes the documents.
func (c *Chain) SetLinks(links []ChainLink) {
	c.Links = links
	c.fill()
	c.Refresh()
}

func (c *Chain) fill() {
	c.ExtendBaseWidget(c)
	var links []*LinkText
	for _, l := range c.Links {
		link := &LinkText{Text: l.Text, OnTapped: l.OnTapped, TextSize: theme.SizeSmall, Bold: l.Here}
		if l.Here {
			link.OnTapped = nil
		}
		link.Quiet = link.OnTapped == nil && !l.Here
		links = append(links, link)
	}
	c.set(links, "›", &flowLayout{Flow: Flow{Gap: 4}})
}

// HeightFor returns the height at a width, since a long chain goes on in a second line.
func (c *Chain) HeightFor(width float32) float32 {
	if c.box == nil {
		c.fill()
	}
	return heightFor(c.box, width)
}

// MinSize is as high as the lines at the present width.
func (c *Chain) MinSize() fyne.Size {
	if c.box == nil {
		c.fill()
	}
	return c.box.MinSize()
}

// CreateRenderer belongs to Fyne.
func (c *Chain) CreateRenderer() fyne.WidgetRenderer {
	if c.box == nil {
		c.fill()
	}
	return c.render(c)
}

// trail is a row of links with a sign between them.
type trail struct {
	widget.BaseWidget
	box *fyne.Container
}

func (t *trail) set(links []*LinkText, between string, l fyne.Layout) {
	var objects []fyne.CanvasObject
	for i, l := range links {
		if i > 0 {
			objects = append(objects, &Text{Text: between, Color: theme.ColorTextSecond, TextSize: theme.SizeSmall})
		}
		objects = append(objects, l)
	}
	if t.box == nil {
		t.box = container.New(l)
	}
	t.box.Objects = objects
}

func (t *trail) render(owner fyne.Widget) fyne.WidgetRenderer {
	return paint(painter{
		owner:   owner,
		objects: []fyne.CanvasObject{t.box},
		min:     owner.MinSize,
		arrange: func(s fyne.Size) {
			t.box.Resize(s)
			t.box.Refresh()
		},
	})
}
