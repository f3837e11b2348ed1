package kit

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"crmlab/ui/theme"
)

// Toast says in one sentence what was done, at the bottom of the window or where the Host has room
// for it. It goes away by itself, though not while the pointer is on it or its link has the keyboard,
// never takes the keyboard by itself, and a newer one takes its place. Its link is the last stop in
// the order of Tab, so that Shift+Tab from the beginning of the window reaches it at once.
type Toast struct {
	Text   string
	Action string        // label of the link beside the text, such as 撤销; empty means none
	OnTap  func()        // what the link does; the toast goes away with it
	Stay   time.Duration // 0 means six seconds, or twelve where there is an action
}

// stay is how long a toast is shown while the pointer is elsewhere.
func (t Toast) stay() time.Duration {
	switch {
	case t.Stay != 0:
		return t.Stay
	case t.Action != "":
		return 12 * time.Second // long enough to read it, think and reach for the link
	}
	return 6 * time.Second
}

// ShowToast shows a toast in the window of a canvas. It does nothing without a Host.
func ShowToast(on fyne.Canvas, toast Toast) {
	host := hostOf(on)
	if host == nil {
		return
	}
	host.toasts.place = host.ToastPlace
	host.toasts.later = laterOn(on)
	host.toasts.show(toast)
}

// HideToast takes the toast of a window away.
func HideToast(on fyne.Canvas) {
	if host := hostOf(on); host != nil {
		host.toasts.hide()
	}
}

// toastLayer lies over the window and holds the card of the toast.
type toastLayer struct {
	widget.BaseWidget
	card  *toastCard
	shown bool
	wait  Latest
	stay  time.Duration
	place func(window fyne.Size) (at fyne.Position, room fyne.Size)
	later func(time.Duration, func())
}

func newToastLayer() *toastLayer {
	t := &toastLayer{}
	t.card = &toastCard{layer: t, text: &Paragraph{Color: theme.ColorOnToast}, link: &toastLink{}}
	t.card.link.card = t.card
	t.card.ExtendBaseWidget(t.card)
	t.ExtendBaseWidget(t)
	return t
}

func (t *toastLayer) show(toast Toast) {
	t.card.text.Text, t.card.link.text = toast.Text, toast.Action
	t.card.link.onTap = func() {
		t.hide()
		if toast.OnTap != nil {
			toast.OnTap()
		}
	}
	t.shown, t.stay = true, toast.stay()
	t.Refresh()
	t.card.Refresh()
	if toast.Action == "" {
		t.card.link.leave()
	}
	if !t.card.held() {
		t.start()
	}
}

// start lets the time of the toast run, from the beginning.
func (t *toastLayer) start() {
	still := t.wait.Next()
	t.later(t.stay, func() {
		if still() {
			t.hide()
		}
	})
}

func (t *toastLayer) hide() {
	t.wait.Drop()
	t.shown, t.card.hovered = false, false
	t.card.link.leave()
	t.Refresh()
}

// MinSize is nothing: the layer takes the size of the window.
func (t *toastLayer) MinSize() fyne.Size { return fyne.Size{} }

// CreateRenderer belongs to Fyne.
func (t *toastLayer) CreateRenderer() fyne.WidgetRenderer {
	return paint(painter{
		owner:   t,
		objects: []fyne.CanvasObject{t.card},
		min:     t.MinSize,
		update:  func() { t.card.Hidden = !t.shown },
		arrange: func(s fyne.Size) {
			const edge = 24
			at, room := fyne.NewPos(edge, 0), fyne.NewSize(s.Width-2*edge, s.Height-edge)
			if t.place != nil {
				if p, r := t.place(s); r.Width > 0 {
					at, room = p, r
				}
			}
			w, h := t.card.fit(room.Width)
			place(t.card, at.X+(room.Width-w)/2, at.Y+room.Height-h, w, h)
		},
	})
}

// toastCard is the toast itself. The pointer on it stops its time, and a tap on it goes no further.
type toastCard struct {
	widget.BaseWidget
	layer   *toastLayer
	text    *Paragraph
	link    *toastLink
	hovered bool
}

var (
	_ desktop.Hoverable = (*toastCard)(nil)
	_ fyne.Tappable     = (*toastCard)(nil)
)

const (
	toastHigh float32 = 40
	toastPad  float32 = 14
)

// linkWidth is what the action takes at the end.
func (c *toastCard) linkWidth() float32 {
	if c.link.text == "" {
		return 0
	}
	return c.link.MinSize().Width + toastPad
}

// fit is the size of the card where there is so much room: one line, or as many as the text needs.
func (c *toastCard) fit(room float32) (width, height float32) {
	size, style := c.text.style()
	line := fyne.MeasureText(c.text.Text, size, style).Width + 1 + c.linkWidth() + 2*toastPad
	if line <= room {
		return line, toastHigh
	}
	return room, max(toastHigh, c.text.HeightFor(room-c.linkWidth()-2*toastPad)+20)
}

// Tapped keeps taps from the page behind.
func (c *toastCard) Tapped(*fyne.PointEvent) {}

// MouseIn stops the time of the toast.
func (c *toastCard) MouseIn(*desktop.MouseEvent) {
	c.hovered = true
	c.layer.wait.Drop()
}

// MouseMoved belongs to Hoverable.
func (c *toastCard) MouseMoved(*desktop.MouseEvent) {}

// MouseOut lets the time run again.
func (c *toastCard) MouseOut() {
	c.hovered = false
	c.release()
}

// held says whether somebody is at the toast, which must not go away from under them.
func (c *toastCard) held() bool { return c.hovered || c.link.focused }

// release lets the time run again once nobody is at the toast.
func (c *toastCard) release() {
	if c.layer.shown && !c.held() {
		c.layer.start()
	}
}

// MinSize is one line high.
func (c *toastCard) MinSize() fyne.Size { return fyne.NewSize(60, toastHigh) }

// CreateRenderer belongs to Fyne.
func (c *toastCard) CreateRenderer() fyne.WidgetRenderer {
	box := newBox()
	return paint(painter{
		owner:   c,
		objects: []fyne.CanvasObject{box, c.text, c.link},
		min:     c.MinSize,
		update: func() {
			paintBox(box, theme.ColorToast, "")
			box.Shadow = canvas.Shadow{Color: theme.Color("shadow"), BlurRadius: 10, Offset: fyne.NewPos(0, 3)}
			c.link.Hidden = c.link.text == ""
			c.text.Refresh()
			c.link.Refresh()
		},
		arrange: func(s fyne.Size) {
			linkW := c.linkWidth()
			box.Resize(s)
			room := s.Width - linkW - 2*toastPad
			h := c.text.HeightFor(room)
			place(c.text, toastPad, (s.Height-h)/2, room, h)
			place(c.link, s.Width-linkW, 0, linkW, s.Height)
		},
	})
}

// toastLink is the action of a toast.
type toastLink struct {
	widget.BaseWidget
	card    *toastCard
	text    string
	onTap   func()
	focused bool
}

var (
	_ fyne.Focusable = (*toastLink)(nil)
	_ fyne.Tappable  = (*toastLink)(nil)
)

// Tapped runs the action.
func (l *toastLink) Tapped(*fyne.PointEvent) {
	if l.onTap != nil {
		l.onTap()
	}
}

// FocusGained shows the ring and stops the time of the toast.
func (l *toastLink) FocusGained() {
	l.focused = true
	l.card.layer.wait.Drop()
	l.Refresh()
}

// FocusLost hides the ring and lets the time run again.
func (l *toastLink) FocusLost() {
	l.focused = false
	l.card.release()
	l.Refresh()
}

// TypedRune belongs to Focusable.
func (l *toastLink) TypedRune(rune) {}

// TypedKey runs the action on Enter and Space; Esc takes the toast away.
func (l *toastLink) TypedKey(key *fyne.KeyEvent) {
	switch {
	case isEnter(key) || key.Name == fyne.KeySpace:
		l.Tapped(nil)
	case key.Name == fyne.KeyEscape:
		l.card.layer.hide()
	default:
		pass(l, key)
	}
}

// leave gives the keyboard up where the link has it: what it stood in goes away.
func (l *toastLink) leave() {
	if !l.focused {
		return
	}
	if c := canvasOf(l); c != nil {
		c.Unfocus()
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
	ink, ring := &canvas.Text{TextStyle: fyne.TextStyle{Bold: true}}, &canvas.Rectangle{CornerRadius: theme.ChipCorner, StrokeWidth: 1.5}
	return paint(painter{
		owner:   l,
		objects: []fyne.CanvasObject{ring, ink},
		min:     l.MinSize,
		update: func() {
			// The ground of a toast is that of the other mode, so the lighter tint stands out.
			ink.Text, ink.TextSize, ink.Color = l.text, theme.Size(theme.SizeText), theme.Color(theme.ColorTintBrand)
			ring.Hidden, ring.StrokeColor = !l.focused, ink.Color
			ink.Refresh()
			ring.Refresh()
		},
		arrange: func(s fyne.Size) {
			placeMiddle(ink, 0, s.Width, s.Height)
			words := l.MinSize()
			place(ring, -5, (s.Height-words.Height)/2-3, words.Width+10, words.Height+4)
		},
	})
}
