package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"crmlab/ui/theme"
)

// The ring is drawn around a widget that has the keyboard, the same everywhere. It lies outside
// the widget's box, so that it shows beside any ground.
const ringWidth float32 = 2

func newRing() *canvas.Rectangle {
	return &canvas.Rectangle{CornerRadius: theme.Corner + ringWidth, StrokeWidth: ringWidth}
}

// paintRing shows the ring in the brand colour when focused, in the danger colour when the
// content is wrong, and hides it otherwise.
func paintRing(ring *canvas.Rectangle, focused, wrong bool) {
	ring.Hidden = !focused
	name := theme.ColorBrand
	if wrong {
		name = theme.ColorDanger
	}
	c := theme.Color(name)
	r, g, b, _ := c.RGBA()
	ring.StrokeColor = translucent(uint8(r>>8), uint8(g>>8), uint8(b>>8))
	ring.Refresh()
}

func placeRing(ring *canvas.Rectangle, s fyne.Size) {
	place(ring, -ringWidth, -ringWidth, s.Width+2*ringWidth, s.Height+2*ringWidth)
}

// translucent is a colour at a third of its strength.
func translucent(r, g, b uint8) color.Color { return color.NRGBA{R: r, G: g, B: b, A: 0x66} }

// tinted gives a one-coloured icon the colour of a name, live with the mode.
func tinted(icon fyne.Resource, name fyne.ThemeColorName) fyne.Resource {
	return fynetheme.NewColoredResource(icon, name)
}

// outline is a ring of four straight edges inside a rectangle, for rows, which touch each other.
type outline [4]*canvas.Rectangle

func newOutline() *outline {
	return &outline{newLine(), newLine(), newLine(), newLine()}
}

func (o *outline) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{o[0], o[1], o[2], o[3]}
}

func (o *outline) paint(shown bool) {
	for _, edge := range o {
		edge.Hidden = !shown
		edge.FillColor = theme.Color(theme.ColorBrand)
		edge.Refresh()
	}
}

func (o *outline) place(s fyne.Size) {
	const w = 1.5
	place(o[0], 0, 0, s.Width, w)
	place(o[1], 0, s.Height-w, s.Width, w)
	place(o[2], 0, 0, w, s.Height)
	place(o[3], s.Width-w, 0, w, s.Height)
}
