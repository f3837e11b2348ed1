package kit

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Host is the content of a window: it holds the page and, above it, the places where tooltips and
// toasts appear. Set it with window.SetContent; widgets find it through their canvas.
type Host struct {
	widget.BaseWidget

	Content fyne.CanvasObject

	// Later runs a function on the goroutine of the interface after a time. It is nil in the
	// program and set in tests, where nothing should happen by itself.
	Later func(time.Duration, func())

	// ToastPlace tells where a toast may stand in a window of a size without covering what is being
	// worked on: it stands at the foot of that room. Nil, or no width, means the foot of the window.
	ToastPlace func(window fyne.Size) (at fyne.Position, room fyne.Size)

	// OnShortcut receives the shortcuts that a focused widget has no use for. Nil hands them to
	// the canvas, which canvases of tests do not take.
	OnShortcut func(fyne.Shortcut)

	tips   *tipLayer
	toasts *toastLayer
}

// NewHost returns a host around the content of a window.
func NewHost(content fyne.CanvasObject) *Host {
	h := &Host{Content: content, tips: newTipLayer(), toasts: newToastLayer()}
	h.ExtendBaseWidget(h)
	return h
}

// SetContent shows something else in the window. Toasts stay.
func (h *Host) SetContent(content fyne.CanvasObject) {
	h.Content = content
	h.Refresh()
}

// CreateRenderer belongs to Fyne.
func (h *Host) CreateRenderer() fyne.WidgetRenderer {
	return paint(painter{
		owner: h,
		list:  func() []fyne.CanvasObject { return []fyne.CanvasObject{h.Content, h.toasts, h.tips} },
		min:   func() fyne.Size { return h.Content.MinSize() },
		arrange: func(s fyne.Size) {
			place(h.Content, 0, 0, s.Width, s.Height)
			h.toasts.Resize(s)
			h.tips.Resize(s)
		},
	})
}

// hostOf returns the host of a canvas, or nil.
func hostOf(on fyne.Canvas) *Host {
	if on == nil {
		return nil
	}
	host, _ := on.Content().(*Host)
	return host
}

// laterOn returns the timer of a canvas's host.
func laterOn(on fyne.Canvas) func(time.Duration, func()) {
	if host := hostOf(on); host != nil && host.Later != nil {
		return host.Later
	}
	return func(d time.Duration, f func()) {
		time.AfterFunc(d, func() { fyne.Do(f) })
	}
}
