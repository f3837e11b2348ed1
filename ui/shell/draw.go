package shell

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"crmlab/assets"
	"crmlab/ui/kit"
	"crmlab/ui/theme"
)

// drawing is the renderer of the widgets of this package: objects, where they stand, and the least
// size. arrange also takes over texts and colours, so that a refresh is complete.
type drawing struct {
	owner   fyne.Widget
	objects func() []fyne.CanvasObject
	arrange func(fyne.Size)
	min     func() fyne.Size
	forget  func()
}

func draw(d drawing) fyne.WidgetRenderer {
	if size := d.owner.Size(); !size.IsZero() {
		d.arrange(size)
	}
	d.forget = kit.Drawn(d.owner, d.objects)
	return &d
}

func (d *drawing) Layout(size fyne.Size)        { d.arrange(size) }
func (d *drawing) MinSize() fyne.Size           { return d.min() }
func (d *drawing) Objects() []fyne.CanvasObject { return d.objects() }
func (d *drawing) Destroy()                     { d.forget() }

func (d *drawing) Refresh() {
	d.arrange(d.owner.Size())
	canvas.Refresh(d.owner)
}

// fixedObjects is the object list of a widget whose objects never change.
func fixedObjects(objects ...fyne.CanvasObject) func() []fyne.CanvasObject {
	return func() []fyne.CanvasObject { return objects }
}

// put sets the position and size of an object. A widget of the kit made as a struct literal
// learns who it is when it is first asked for its least size; before that it would not lay out
// what stands in it, and nothing in it could take the keyboard.
func put(o fyne.CanvasObject, x, y, w, h float32) {
	if _, ok := o.(fyne.Widget); ok && o.Size().IsZero() {
		o.MinSize()
	}
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(max(w, 0), max(h, 0)))
}

// ink is one line of text drawn by a widget of this package.
type ink struct {
	*canvas.Text
}

func newInk() ink { return ink{&canvas.Text{}} }

// set takes over words and look and returns the width that the words need.
func (i ink) set(text string, size fyne.ThemeSizeName, color fyne.ThemeColorName, bold bool) float32 {
	i.Text.Text, i.TextSize, i.Color = text, theme.Size(size), theme.Color(color)
	i.TextStyle = fyne.TextStyle{Bold: bold}
	return i.Text.MinSize().Width
}

// put stands the text in the vertical middle of a strip, cut to the width.
func (i ink) put(x, y, w, h float32) {
	i.Text.Text = cut(i.Text.Text, w, i.TextSize, i.TextStyle)
	line := i.Text.MinSize().Height
	// The font has more room above its characters than below: the line goes up a little.
	put(i.Text, x, y+(h-line)/2-1, w, line)
	i.Refresh()
}

// cut shortens a text to a width with an ellipsis.
func cut(text string, width, size float32, style fyne.TextStyle) string {
	if text == "" || fyne.MeasureText(text, size, style).Width <= width+0.5 {
		return text
	}
	runes := []rune(text)
	low, high := 0, len(runes)-1
	for low < high {
		mid := (low + high + 1) / 2
		if fyne.MeasureText(string(runes[:mid])+"…", size, style).Width <= width {
			low = mid
		} else {
			high = mid - 1
		}
	}
	return string(runes[:low]) + "…"
}

// paintGround gives a rectangle the colour of a name; "" hides it.
func paintGround(r *canvas.Rectangle, name fyne.ThemeColorName) {
	r.Hidden = name == ""
	if name != "" {
		r.FillColor = theme.Color(name)
	}
	r.Refresh()
}

// newRing is the outline of what has the keyboard.
func newRing(corner float32) *canvas.Rectangle {
	return &canvas.Rectangle{CornerRadius: corner, StrokeWidth: 1.5}
}

func paintRing(r *canvas.Rectangle, shown bool) {
	r.Hidden = !shown
	r.StrokeColor = theme.Color(theme.ColorBrand)
	r.Refresh()
}

// icons are read once each: Fyne caches pictures by resource.
var icons = map[string]fyne.Resource{}

// plainIcon is an icon for a widget that colours it itself.
func plainIcon(name string) fyne.Resource {
	if _, ok := icons[name]; !ok {
		icons[name] = fyne.NewStaticResource(name+".svg", assets.Icon(name))
	}
	return icons[name]
}

// icon is an icon in a colour of the theme.
func icon(name string, color fyne.ThemeColorName) fyne.Resource {
	return fynetheme.NewColoredResource(plainIcon(name), color)
}

// canvasOf is the canvas that shows an object, or nil while it is not shown.
func canvasOf(o fyne.CanvasObject) fyne.Canvas {
	return fyne.CurrentApp().Driver().CanvasForObject(o)
}

// passKey hands a key that a widget has no use for to the window.
func passKey(from fyne.CanvasObject, key *fyne.KeyEvent) {
	if c := canvasOf(from); c != nil {
		if handle := c.OnTypedKey(); handle != nil {
			handle(key)
		}
	}
}
