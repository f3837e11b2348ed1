package desk

import "fyne.io/fyne/v2"

const (
	gap = 10
	// belowShare is the part of the height under the figures that funnel and steps take.
	belowShare = 0.43
)

// deskLayout puts the figures on top, what waits under them, and funnel and steps below. The
// latter two share the height that is left.
type deskLayout struct{}

// MinSize stacks the least heights.
func (deskLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := fyne.NewSize(0, gap*float32(len(objects)-1))
	for _, o := range objects {
		least := o.MinSize()
		size.Width = max(size.Width, least.Width)
		size.Height += least.Height
	}
	return size
}

// Layout places the three parts.
func (deskLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	cards, work, below := objects[0], objects[1], objects[2]
	cards.Resize(fyne.NewSize(size.Width, cards.MinSize().Height))
	top := cards.MinSize().Height // at the new width
	cards.Resize(fyne.NewSize(size.Width, top))
	cards.Move(fyne.NewPos(0, 0))
	free := size.Height - top - 2*gap
	low := max(below.MinSize().Height, free*belowShare)
	work.Move(fyne.NewPos(0, top+gap))
	work.Resize(fyne.NewSize(size.Width, free-low))
	below.Move(fyne.NewPos(0, top+gap+free-low+gap))
	below.Resize(fyne.NewSize(size.Width, low))
}
