package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"crmlab/ui/theme"
)

// tickBox is the drawing of a check mark in its box, for check fields and check columns.
type tickBox struct {
	box         *canvas.Rectangle
	short, long *canvas.Line
	partly      *canvas.Rectangle
}

const tickSize float32 = 16

// tickState is what a tick box shows.
type tickState int

const (
	unticked tickState = iota
	ticked
	partlyTicked // some rows of several
)

func newTickBox() *tickBox {
	t := &tickBox{
		box:    &canvas.Rectangle{CornerRadius: 3},
		short:  canvas.NewLine(color.Transparent),
		long:   canvas.NewLine(color.Transparent),
		partly: canvas.NewRectangle(color.Transparent),
	}
	t.short.StrokeWidth, t.long.StrokeWidth = 1.8, 1.8
	return t
}

func (t *tickBox) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{t.box, t.short, t.long, t.partly}
}

func (t *tickBox) hide(hidden bool) {
	t.box.Hidden = hidden
	if hidden {
		t.short.Hidden, t.long.Hidden, t.partly.Hidden = true, true, true
	}
}

func (t *tickBox) paint(state tickState, lit, disabled bool) {
	fill, stroke := theme.ColorCard, theme.ColorLineStrong
	switch {
	case disabled:
		fill = theme.ColorDisabled
	case state != unticked:
		fill, stroke = theme.ColorBrand, theme.ColorBrand
	case lit:
		stroke = theme.ColorBrand
	}
	paintBox(t.box, fill, stroke)
	mark := theme.ColorOnBrand
	if disabled {
		mark = theme.ColorTextSecond
	}
	t.short.StrokeColor, t.long.StrokeColor, t.partly.FillColor = theme.Color(mark), theme.Color(mark), theme.Color(mark)
	t.short.Hidden, t.long.Hidden = state != ticked, state != ticked
	t.partly.Hidden = state != partlyTicked
	t.short.Refresh()
	t.long.Refresh()
	t.partly.Refresh()
}

func (t *tickBox) move(x, y float32) {
	place(t.box, x, y, tickSize, tickSize)
	t.short.Position1, t.short.Position2 = fyne.NewPos(x+3.5, y+8.2), fyne.NewPos(x+6.8, y+11.4)
	t.long.Position1, t.long.Position2 = fyne.NewPos(x+6.8, y+11.4), fyne.NewPos(x+12.4, y+4.8)
	place(t.partly, x+4, y+7, 8, 2)
}
