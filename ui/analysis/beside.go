package analysis

import "fyne.io/fyne/v2"

// beside puts a chart and its table next to each other where both have room, and the chart above
// the table where they have not.
type beside struct {
	from  float32 // width from which they stand next to each other
	share float32 // of the width that the chart takes there
	least float32 // height of the chart above the table
}

const (
	besideGap float32 = 10
	above     float32 = 0.4 // share of the height that a chart above its table takes
)

// of returns the container.
func (b beside) of(chart, table fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: &besideLayout{beside: b}, Objects: []fyne.CanvasObject{chart, table}}
}

type besideLayout struct {
	beside
	width float32
}

// MinSize is that of the arrangement at the present width.
func (l *besideLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	chart, table := objects[0].MinSize(), objects[1].MinSize()
	if l.width >= l.from {
		return fyne.NewSize(chart.Width+besideGap+table.Width, max(chart.Height, table.Height))
	}
	return fyne.NewSize(max(chart.Width, table.Width), max(chart.Height, l.least)+besideGap+table.Height)
}

// Layout places both.
func (l *besideLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	chart, table := objects[0], objects[1]
	place := func(o fyne.CanvasObject, x, y, w, h float32) {
		o.Move(fyne.NewPos(x, y))
		o.Resize(fyne.NewSize(w, h))
	}
	if size.Width >= l.from {
		w := (size.Width - besideGap) * l.share
		place(chart, 0, 0, w, size.Height)
		place(table, w+besideGap, 0, size.Width-w-besideGap, size.Height)
		return
	}
	h := max(l.least, chart.MinSize().Height, (size.Height-besideGap)*above)
	place(chart, 0, 0, size.Width, h)
	place(table, 0, h+besideGap, size.Width, size.Height-h-besideGap)
}
