package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"crmlab/ui/theme"
)

// Fact is one labelled value of a record.
type Fact struct {
	Label    string
	Value    string
	OnTapped func() // makes the value a link
	Tone     Tone
	Chip     bool
	Wide     bool // takes the whole width, for notes
}

// Facts shows what is known of a record: labels and values in columns, as many as fit.
type Facts struct {
	widget.BaseWidget

	Items      []Fact
	Columns    int     // most columns; 0 means 2
	LabelWidth float32 // 0 means as wide as the widest label

	labels []*Paragraph
	values []fyne.CanvasObject
}

const (
	factGapX   float32 = 24
	factGapY   float32 = 8
	factColumn float32 = 215 // least width of one column
)

// SetItems changes what is shown.
func (f *Facts) SetItems(items []Fact) {
	f.Items = items
	f.fill()
	f.Refresh()
}

func (f *Facts) init() {
	f.ExtendBaseWidget(f)
	if len(f.labels) != len(f.Items) {
		f.fill()
	}
}

func (f *Facts) fill() {
	f.ExtendBaseWidget(f)
	f.labels, f.values = nil, nil
	for _, item := range f.Items {
		f.labels = append(f.labels, &Paragraph{Text: item.Label, Color: theme.ColorTextSecond})
		text := orElse(item.Value, "—")
		var value fyne.CanvasObject
		switch {
		case item.OnTapped != nil && item.Value != "":
			value = &LinkText{Text: text, OnTapped: item.OnTapped, Truncate: true}
		case item.Chip && item.Value != "":
			value = &StatusChip{Text: text, Tone: item.Tone}
		default:
			value = &Paragraph{Text: text, Tone: item.Tone}
		}
		f.values = append(f.values, value)
	}
}

func (f *Facts) labelWidth() float32 {
	if f.LabelWidth > 0 {
		return f.LabelWidth
	}
	w := float32(56)
	for _, item := range f.Items {
		w = max(w, fyne.MeasureText(item.Label, theme.Size(theme.SizeText), fyne.TextStyle{}).Width)
	}
	return min(w, 120) + 20
}

func (f *Facts) columns(width float32) int {
	most := f.Columns
	if most == 0 {
		most = 2
	}
	return min(max(int((width+factGapX)/(factColumn+factGapX)), 1), most)
}

func (f *Facts) run(width float32, put func(i int, x, y, labelW, valueW float32)) float32 {
	f.init()
	n := f.columns(width)
	cell := (width - factGapX*float32(n-1)) / float32(n)
	label := min(f.labelWidth(), cell/2)
	col, y, line := 0, float32(0), float32(0)
	for i, item := range f.Items {
		w := cell
		if item.Wide {
			w = width
			if col > 0 {
				y += line + factGapY
				col, line = 0, 0
			}
		}
		h := max(f.labels[i].HeightFor(label-8), f.valueHeight(i, w-label))
		put(i, float32(col)*(cell+factGapX), y, label, w-label)
		line = max(line, h)
		col++
		if col == n || item.Wide {
			y += line + factGapY
			col, line = 0, 0
		}
	}
	if col > 0 {
		y += line + factGapY
	}
	return max(y-factGapY, 0)
}

func (f *Facts) valueHeight(i int, width float32) float32 {
	return max(heightFor(f.values[i], width), 19)
}

// HeightFor returns the height at a width.
func (f *Facts) HeightFor(width float32) float32 {
	return f.run(width, func(int, float32, float32, float32, float32) {})
}

// MinSize is as high as the facts at the present width.
func (f *Facts) MinSize() fyne.Size {
	f.init()
	width := f.Size().Width
	if width <= 0 {
		width = 2*factColumn + factGapX
	}
	return fyne.NewSize(200, f.HeightFor(width))
}

// CreateRenderer belongs to Fyne.
func (f *Facts) CreateRenderer() fyne.WidgetRenderer {
	f.init()
	return paint(painter{
		owner: f,
		list: func() []fyne.CanvasObject {
			var objects []fyne.CanvasObject
			for i := range f.labels {
				objects = append(objects, f.labels[i], f.values[i])
			}
			return objects
		},
		min: f.MinSize,
		update: func() {
			f.init()
			for i := range f.labels {
				f.labels[i].Refresh()
				f.values[i].Refresh()
			}
		},
		arrange: func(s fyne.Size) {
			f.run(s.Width, func(i int, x, y, labelW, valueW float32) {
				place(f.labels[i], x, y, labelW-8, f.labels[i].HeightFor(labelW-8))
				h := f.valueHeight(i, valueW)
				if _, isChip := f.values[i].(*StatusChip); isChip {
					y -= 1
				}
				place(f.values[i], x+labelW, y, valueW, h)
			})
		},
	})
}
