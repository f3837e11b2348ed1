package kit

import (
	"fyne.io/fyne/v2"

	"crmlab/ui/theme"
)

// Page is the scaffold of every page: title line with count, chip and buttons, an optional line
// under it, and the body in the rest of the space.
type Page struct {
	Title   *Text               // kit.Heading(...)
	Beside  []fyne.CanvasObject // after the title: count, chip
	Actions []fyne.CanvasObject // buttons at the right end, the primary one last
	Under   fyne.CanvasObject   // breadcrumb of documents, notice; may be nil
	Body    fyne.CanvasObject
	Scroll  bool // the body is as high as it needs and scrolls; otherwise it fills the space
}

// Object returns the laid out page.
func (p Page) Object() fyne.CanvasObject {
	top := headOf(p.Title, p.Beside, p.Actions, 0)

	body := p.Body
	if p.Scroll {
		body = &Scroller{Content: p.Body}
	}
	parts := []fyne.CanvasObject{top}
	if p.Under != nil {
		parts = append(parts, p.Under)
	}
	parts = append(parts, body)
	return Inset(theme.Gap4, Stack{Gap: 10, Fill: body}.Of(parts...))
}
