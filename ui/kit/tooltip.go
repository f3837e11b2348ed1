package kit

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"crmlab/ui/theme"
)

const tipDelay = 500 * time.Millisecond

// tipLayer shows one tooltip over the content it lies on. It takes no taps and no hovering, so
// what lies below works on.
type tipLayer struct {
	widget.BaseWidget
	box   *canvas.Rectangle
	text  *Paragraph
	shown bool
	at    fyne.Position
	wait  Latest
}

func newTipLayer() *tipLayer {
	t := &tipLayer{text: &Paragraph{Color: theme.ColorOnToast, TextSize: theme.SizeSmall}}
	t.ExtendBaseWidget(t)
	return t
}

// MinSize is nothing: the layer takes the size of what it covers.
func (t *tipLayer) MinSize() fyne.Size { return fyne.Size{} }

// CreateRenderer belongs to Fyne.
func (t *tipLayer) CreateRenderer() fyne.WidgetRenderer {
	t.box = &canvas.Rectangle{CornerRadius: theme.ChipCorner}
	return paint(painter{
		owner:   t,
		objects: []fyne.CanvasObject{t.box, t.text},
		min:     t.MinSize,
		update: func() {
			t.box.FillColor = theme.Color(theme.ColorToast)
			t.box.Hidden, t.text.Hidden = !t.shown, !t.shown
			t.box.Refresh()
			t.text.Refresh()
		},
		arrange: func(s fyne.Size) {
			if !t.shown {
				return
			}
			const widest, padX, padY = 320, 8, 5
			size, style := t.text.style()
			w := min(fyne.MeasureText(t.text.Text, size, style).Width+1, widest)
			h := t.text.HeightFor(w)
			x := max(min(t.at.X, s.Width-w-2*padX-4), 4)
			y := t.at.Y + 18
			if y+h+2*padY > s.Height-4 {
				y = max(t.at.Y-h-2*padY-8, 4)
			}
			place(t.box, x, y, w+2*padX, h+2*padY)
			place(t.text, x+padX, y+padY, w, h)
		},
	})
}

// ShowTip shows text beside a point after a moment, unless HideTip comes first, for widgets
// outside of this package. It does nothing in a window without a Host.
func ShowTip(on fyne.Canvas, text string, at fyne.Position) { showTip(on, text, at) }

// HideTip takes the tooltip away.
func HideTip(on fyne.Canvas) { hideTip(on) }

// showTip is ShowTip. A nil canvas, that of a widget not shown, is taken.
func showTip(on fyne.Canvas, text string, at fyne.Position) {
	t := tipLayerOf(on)
	if t == nil || text == "" {
		return
	}
	still := t.wait.Next()
	laterOn(on)(tipDelay, func() {
		if still() {
			t.reveal(text, at)
		}
	})
}

func (t *tipLayer) reveal(text string, at fyne.Position) {
	t.text.Text, t.at, t.shown = text, at, true
	t.Refresh()
}

// hideTip takes the tooltip away, or keeps one that waits from showing.
func hideTip(on fyne.Canvas) {
	t := tipLayerOf(on)
	if t == nil {
		return
	}
	t.wait.Drop()
	if t.shown {
		t.shown = false
		t.Refresh()
	}
}

// tipLayerOf finds the tooltip layer of the topmost thing on a canvas.
func tipLayerOf(on fyne.Canvas) *tipLayer {
	if on == nil {
		return nil
	}
	if top, ok := on.Overlays().Top().(*layer); ok {
		return top.tips
	}
	if host, ok := on.Content().(*Host); ok {
		return host.tips
	}
	return nil
}
