package shell

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"crmlab/ui/kit"
)

// pane gives the page exactly the room that the window has, so that a page folds, scrolls or
// shortens what does not fit. Fyne's own containers would make it as large as it asks for, and
// what is beyond the edge could not be reached.
type pane struct {
	widget.BaseWidget
	page fyne.CanvasObject
}

func newPane() *pane {
	p := &pane{page: kit.Space()}
	p.ExtendBaseWidget(p)
	return p
}

func (p *pane) show(page fyne.CanvasObject) {
	p.page = page
	p.Refresh()
}

// MinSize asks for nothing.
func (p *pane) MinSize() fyne.Size { return fyne.Size{} }

// CreateRenderer belongs to Fyne.
func (p *pane) CreateRenderer() fyne.WidgetRenderer {
	return draw(drawing{
		owner:   p,
		objects: func() []fyne.CanvasObject { return []fyne.CanvasObject{p.page} },
		min:     p.MinSize,
		arrange: func(s fyne.Size) {
			p.page.MinSize() // widgets in containers learn who they are, as put has it
			put(p.page, 0, 0, s.Width, s.Height)
		},
	})
}
