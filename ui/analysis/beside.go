package analysis

import "fyne.io/fyne/v2"

// beside puts a chart and its table next to each other where both have room, and the chart above
// the table where they have not.
func beside(chart, table fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: &besideLayout{}, Objects: []fyne.CanvasObject{chart, table}}
}

const (
	besideFrom  float32 = 1180 // width from which chart and table stand next to each other
	besideGap   float32 = 10
	chartWeight float32 = 0.4 // of the width, or of the height above the table
	chartLeast  float32 = 230
)

type besideLayout struct{ width float32 }

// MinSize is that of the arrangement at the present width.
func (l *besideLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	chart, table := objects[0].MinSize(), objects[1].MinSize()
	chart.Height = max(chart.Height, chartLeast)
	if l.width >= besideFrom {
		return fyne.NewSize(chart.Width+besideGap+table.Width, max(chart.Height, table.Height))
	}
	return fyne.NewSize(max(chart.Width, table.Width), chart.Height+besideGap+table.Height)
}

// Layout places both.
func (l *besideLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	chart, table := objects[0], objects[1]
	if size.Width >= besideFrom {
		w := (size.Width - besideGap) * chartWeight
		chart.Resize(fyne.NewSize(w, size.Height))
		chart.Move(fyne.NewPos(0, 0))
		table.Resize(fyne.NewSize(size.Width-w-besideGap, size.Height))
		table.Move(fyne.NewPos(w+besideGap, 0))
		return
	}
	h := max(chartLeast, (size.Height-besideGap)*chartWeight)
	chart.Resize(fyne.NewSize(size.Width, h))
	chart.Move(fyne.NewPos(0, 0))
	table.Resize(fyne.NewSize(size.Width, size.Height-h-besideGap))
	table.Move(fyne.NewPos(0, h+besideGap))
}
