package kit

import "fyne.io/fyne/v2"

// Split puts two things that fill their space, such as a chart and its table, next to each other
// where both have room, and the first above the second where they have not.
type Split struct {
	From  float32 // width from which they stand next to each other
	Share float32 // of the width that the first takes there
	Least float32 // height of the first above the second
}

const (
	splitGap   float32 = 10
	splitAbove float32 = 0.4 // share of the height that the first takes above the second
)

// Of returns the container.
func (s Split) Of(first, second fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: &splitLayout{Split: s}, Objects: []fyne.CanvasObject{first, second}}
}

type splitLayout struct {
	Split
	width float32
}

// MinSize is that of the arrangement at the present width.
func (l *splitLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	first, second := objects[0].MinSize(), objects[1].MinSize()
	if l.width >= l.From {
		return fyne.NewSize(first.Width+splitGap+second.Width, max(first.Height, second.Height))
	}
	return fyne.NewSize(max(first.Width, second.Width), max(first.Height, l.Least)+splitGap+second.Height)
}

func (l *splitLayout) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	l.width = width
	return l.MinSize(objects).Height
}

// Layout places both.
func (l *splitLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	first, second := objects[0], objects[1]
	if size.Width >= l.From {
		w := (size.Width - splitGap) * l.Share
		place(first, 0, 0, w, size.Height)
		place(second, w+splitGap, 0, size.Width-w-splitGap, size.Height)
		return
	}
	h := max(l.Least, first.MinSize().Height, (size.Height-splitGap)*splitAbove)
	place(first, 0, 0, size.Width, h)
	place(second, 0, h+splitGap, size.Width, size.Height-h-splitGap)
}

// Ends puts one thing at the left and another at the right end of a line, or the second under the
// first where the window is too narrow for both.
func Ends(left, right fyne.CanvasObject) fyne.CanvasObject {
	return &beside{first: &Frame{Content: left}, second: &Frame{Content: right}, gap: 8,
		own: func() float32 { return right.MinSize().Width }, least: func() float32 { return left.MinSize().Width }}
}
