package kit

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"crmlab/ui/theme"
)

// Toast says in one sentence what was done, at the bottom of the window. It goes away by itself,
// never takes the keyboard, and a newer one takes its place.
type Toast struct {
	Text   string
	Action string        // label of the link beside the text, such as 撤销; empty means none
	OnTap  func()        // what the link does; the toast goes away with it
	Stay   time.Duration // 0 means four seconds, or eight where there is an action
}

// ShowToast shows a toast in the window of a canvas. It does nothing without a Host.
func ShowToast(on fyne.Canvas, toast Toast) {
	host := hostOf(on)
	if host == nil {
		return
	}
	stay := toast.Stay
	if stay == 0 {
		stay = 4 * time.Second
		if toast.Action != "" {
			stay *= 2
		}
	}
	host.toasts.show(toast)
	still := host.toasts.wait.Next()
	laterOn(on)(stay, func() {
		if still() {
			host.toasts.hide()
		}
	})
}

// HideToast takes the toast of a window away.
func HideToast(on fyne.Canvas) {
	if host := hostOf(on); host != nil {
		host.toasts.wait.Drop()
		host.toasts.hide()
	}
}

type toastLayer struct {
	widget.BaseWidget
	text  *Text
	link  *toastLink
	shown bool
	wait  Latest
}

func newToastLayer() *toastLayer {
	t := &toastLayer{text: &Text{Color: theme.ColorOnToast}, link: &toastLink{}}
	t.ExtendBaseWidget(t)
	return t
}

func (t *toastLayer) show(toast Toast) {
	t.text.Text = toast.Text
	t.link.text = toast.Action
	t.link.onTap = func() {
		t.wait.Drop()
		t.hide()
		if toast.OnTap != nil {
			toast.OnTap()
		}
	}
	t.shown = true
	t.Refresh()
}

func (t *toastLayer) hide() {
	t.shown = false
	t.Refresh()
}

// MinSize is nothing: the layer takes the size of the window.
func (t *toastLayer) MinSize() fyne.Size { return fyne.Size{} }

// CreateRenderer belongs to Fyne.
func (t *toastLayer) CreateRenderer() fyne.WidgetRenderer {
	box := newBox()
	return paint(painter{
		owner:   t,
		objects: []fyne.CanvasObject{box, t.text, t.link},
		min:     t.MinSize,
		update: func() {
			paintBox(box, theme.ColorToast, "")
			box.Shadow = canvas.Shadow{Color: theme.Color("shadow"), BlurRadius: 10, Offset: fyne.NewPos(0, 3)}
			box.Hidden, t.text.Hidden = !t.shown, !t.shown
			t.link.Hidden = !t.shown || t.link.text == ""
			t.text.Refresh()
			t.link.Refresh()
		},
		arrange: func(s fyne.Size) {
			const height, pad, bottom = 40, 16, 24
			w := t.text.MinSize().Width
			linkW := float32(0)
			if t.link.text != "" {
				linkW = t.link.MinSize().Width + pad
			}
			all := min(w+linkW+2*pad, s.Width-2*bottom)
			x, y := (s.Width-all)/2, s.Height-bottom-height
			t.text.Truncate = w+linkW+2*pad > all
			place(box, x, y, all, height)
			h := t.text.MinSize().Height
			place(t.text, x+pad, y+(height-h)/2, all-linkW-2*pad, h)
			place(t.link, x+all-linkW, y, linkW, height)
		},
	})
}

// toastLink is the action of a toast. It is tappable but not focusable: a toast must not step
// into the order of Tab, and what it offers is in the menus as well.
type toastLink struct {
	widget.BaseWidget
	text  string
	onTap func()
}

// Tapped runs the action.
func (l *toastLink) Tapped(*fyne.PointEvent) {
	if l.onTap != nil {
		l.onTap()
	}
}

// MinSize is that of the words.
func (l *toastLink) MinSize() fyne.Size {
	l.ExtendBaseWidget(l)
	return fyne.MeasureText(l.text, theme.Size(theme.SizeText), fyne.TextStyle{Bold: true})
}

// CreateRenderer belongs to Fyne.
func (l *toastLink) CreateRenderer() fyne.WidgetRenderer {
	l.ExtendBaseWidget(l)
	ink := &canvas.Text{TextStyle: fyne.TextStyle{Bold: true}}
	return paint(painter{
		owner:   l,
		objects: []fyne.CanvasObject{ink},
		min:     l.MinSize,
		update: func() {
			// The ground of a toast is that of the other mode, so the lighter tint stands out.
			ink.Text, ink.TextSize, ink.Color = l.text, theme.Size(theme.SizeText), theme.Color(theme.ColorTintBrand)
			ink.Refresh()
		},
		arrange: func(s fyne.Size) { placeMiddle(ink, 0, s.Width, s.Height) },
	})
}
