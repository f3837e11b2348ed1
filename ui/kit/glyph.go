package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"crmlab/ui/theme"
)

// glyph is a sign of two strokes, drawn so that it is sharp at every size and follows the mode.
type glyph [2]*canvas.Line

func newGlyph() *glyph {
	g := &glyph{canvas.NewLine(color.Transparent), canvas.NewLine(color.Transparent)}
	g[0].StrokeWidth, g[1].StrokeWidth = 1.5, 1.5
	return g
}

func (g *glyph) objects() []fyne.CanvasObject { return []fyne.CanvasObject{g[0], g[1]} }

func (g *glyph) paint(shown bool, name fyne.ThemeColorName) {
	for _, l := range g {
		l.Hidden = !shown
		l.StrokeColor = theme.Color(name)
		l.Refresh()
	}
}

// cross is ×.
type cross struct{ *glyph }

func newCross() cross { return cross{newGlyph()} }

func (c cross) move(x, y, size float32) {
	c.glyph[0].Position1, c.glyph[0].Position2 = fyne.NewPos(x, y), fyne.NewPos(x+size, y+size)
	c.glyph[1].Position1, c.glyph[1].Position2 = fyne.NewPos(x+size, y), fyne.NewPos(x, y+size)
}

// arrow is a small v: there is more below.
type arrow struct{ *glyph }

func newArrow() arrow { return arrow{newGlyph()} }

func (a arrow) move(x, y float32) {
	a.glyph[0].Position1, a.glyph[0].Position2 = fyne.NewPos(x, y), fyne.NewPos(x+4, y+4)
	a.glyph[1].Position1, a.glyph[1].Position2 = fyne.NewPos(x+4, y+4), fyne.NewPos(x+8, y)
}
