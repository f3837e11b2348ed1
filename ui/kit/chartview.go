package kit

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"crmlab/ui/theme"
)

// DrawRequest says what picture a ChartView needs. The picture has Width*Scale by Height*Scale
// pixels.
type DrawRequest struct {
	Width, Height int
	Scale         float32
	Dark          bool
}

// Area is a part of a picture that can be tapped, in shares of its width and height.
type Area struct {
	ID         string
	Tip        string // shown on hover
	X, Y, W, H float32
}

// Picture is a drawn chart.
type Picture struct {
	Image image.Image
	Areas []Area
}

// ChartView shows a picture that is drawn away from the interface, again at every change of size,
// scale or mode. Of several requests only the newest is shown, and one is drawn at a time.
type ChartView struct {
	widget.BaseWidget

	Runner    Runner // nil means Background
	Draw      func(DrawRequest) (Picture, error)
	OnTap     func(id string)
	MinHeight float32

	picture Picture
	shown   DrawRequest // what picture was drawn for
	wanted  DrawRequest
	stale   bool // the figures have changed since
	busy    bool
	again   bool
	trouble string
	over    *Area
	image   *canvas.Image
	note    *Text
	latest  Latest
}

var (
	_ fyne.Tappable      = (*ChartView)(nil)
	_ desktop.Hoverable  = (*ChartView)(nil)
	_ desktop.Cursorable = (*ChartView)(nil)
)

// Reload draws anew after the figures have changed.
func (v *ChartView) Reload() {
	v.stale = true
	v.request()
}

// Stop drops a drawing under way, when the page closes.
func (v *ChartView) Stop() {
	v.latest.Drop()
	v.busy = false
}

// Picture returns what is shown, for export.
func (v *ChartView) Picture() Picture { return v.picture }

func (v *ChartView) runner() Runner {
	if v.Runner == nil {
		return Background{}
	}
	return v.Runner
}

// request asks for the picture that the present size needs.
func (v *ChartView) request() {
	size := v.Size()
	if size.Width < 8 || size.Height < 8 || v.Draw == nil || v.image == nil {
		return
	}
	scale := float32(1)
	if c := canvasOf(v); c != nil {
		scale = c.Scale()
	}
	v.wanted = DrawRequest{Width: int(size.Width), Height: int(size.Height), Scale: scale, Dark: theme.IsDark()}
	if v.wanted == v.shown && !v.stale {
		return
	}
	if v.busy {
		v.again = true
		return
	}
	v.busy, v.again, v.stale = true, false, false
	ask := v.wanted
	draw := v.Draw
	Fetch(v.runner(), &v.latest, func() (Picture, error) { return draw(ask) }, func(p Picture, err error) {
		v.busy = false
		v.take(ask, p, err)
		if v.again {
			v.request()
		}
	})
}

func (v *ChartView) take(ask DrawRequest, p Picture, err error) {
	v.shown, v.over, v.trouble = ask, nil, ""
	if err != nil {
		v.picture, v.trouble = Picture{}, err.Error()
	} else {
		v.picture = p
	}
	v.showPicture()
}

// showPicture hands the picture to the objects that draw it. It asks for no refresh of the whole
// widget, since an inline runner answers while the renderer is still being made.
func (v *ChartView) showPicture() {
	v.image.Image = v.picture.Image
	v.image.Hidden = v.picture.Image == nil
	v.note.Hidden = v.picture.Image != nil
	v.note.SetText(v.trouble)
	v.image.Refresh()
	// Fyne does not know yet whose an image is that was hidden until now.
	canvas.Refresh(v)
}

func (v *ChartView) init() {
	v.ExtendBaseWidget(v)
	if v.image == nil {
		v.image = &canvas.Image{FillMode: canvas.ImageFillStretch, ScaleMode: canvas.ImageScaleSmooth}
		v.image.Hidden = true
		v.note = &Text{Color: theme.ColorTextSecond, Align: fyne.TextAlignCenter, Truncate: true}
	}
}

// MinSize is the least at which a chart can be read.
func (v *ChartView) MinSize() fyne.Size {
	v.init()
	return fyne.NewSize(160, max(v.MinHeight, 120))
}

// CreateRenderer belongs to Fyne.
func (v *ChartView) CreateRenderer() fyne.WidgetRenderer {
	v.init()
	return paint(painter{
		owner: v, objects: []fyne.CanvasObject{v.image, v.note}, min: v.MinSize,
		update: v.note.Refresh,
		arrange: func(s fyne.Size) {
			v.image.Resize(s)
			h := v.note.MinSize().Height
			place(v.note, theme.Gap3, (s.Height-h)/2, s.Width-2*theme.Gap3, h)
			v.request()
		},
	})
}

// areaAt returns the area under a point, or nil.
func (v *ChartView) areaAt(p fyne.Position) *Area {
	size := v.Size()
	if size.Width <= 0 || size.Height <= 0 {
		return nil
	}
	x, y := p.X/size.Width, p.Y/size.Height
	for i := range v.picture.Areas {
		a := &v.picture.Areas[i]
		if x >= a.X && x < a.X+a.W && y >= a.Y && y < a.Y+a.H {
			return a
		}
	}
	return nil
}

// Tapped opens what is behind an area.
func (v *ChartView) Tapped(e *fyne.PointEvent) {
	if a := v.areaAt(e.Position); a != nil && v.OnTap != nil {
		v.OnTap(a.ID)
	}
}

// Cursor is a hand over an area that leads somewhere.
func (v *ChartView) Cursor() desktop.Cursor {
	if v.over != nil && v.OnTap != nil {
		return desktop.PointerCursor
	}
	return desktop.DefaultCursor
}

// MouseIn follows the pointer.
func (v *ChartView) MouseIn(e *desktop.MouseEvent) { v.MouseMoved(e) }

// MouseMoved explains the area under the pointer.
func (v *ChartView) MouseMoved(e *desktop.MouseEvent) {
	a := v.areaAt(e.Position)
	if a == v.over {
		return
	}
	v.over = a
	on := canvasOf(v)
	hideTip(on)
	if a != nil {
		showTip(on, a.Tip, e.AbsolutePosition)
	}
}

// MouseOut ends hovering.
func (v *ChartView) MouseOut() {
	v.over = nil
	hideTip(canvasOf(v))
}
