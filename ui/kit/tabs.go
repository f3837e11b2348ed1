package kit

import (
	"image/color"

	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"crmlab/ui/theme"
)

// Tab is one of several contents that share a place.
type Tab struct {
	ID    string
	Title string
	Count int                      // shown after the title; NoCount leaves it out
	Build func() fyne.CanvasObject // called when the tab is first shown
}

// NoCount is the Count of a tab that counts nothing.
const NoCount = -1

// Tabs shows one of several contents under a line of titles, or several where they do not fit. Left and Right change it when the
// titles have the keyboard. Place it in a Card with Flush.
type Tabs struct {
	widget.BaseWidget

	Items      []Tab
	OnSelected func(id string)

	head     *tabHead
	built    map[string]fyne.CanvasObject
	selected int
}

const tabHeight float32 = 36

func (t *Tabs) init() {
	t.ExtendBaseWidget(t)
	if t.head == nil {
		t.head = &tabHead{tabs: t, over: -1}
		t.head.ExtendBaseWidget(t.head)
		t.built = map[string]fyne.CanvasObject{}
	}
}

// Selected returns the ID of the tab that is shown.
func (t *Tabs) Selected() string {
	if t.selected >= len(t.Items) {
		return ""
	}
	return t.Items[t.selected].ID
}

// Select shows a tab by ID.
func (t *Tabs) Select(id string) {
	for i := range t.Items {
		if t.Items[i].ID == id {
			t.show(i)
		}
	}
}

func (t *Tabs) show(i int) {
	t.init()
	if i < 0 || i >= len(t.Items) || i == t.selected {
		return
	}
	t.selected = i
	t.Refresh()
	if t.OnSelected != nil {
		t.OnSelected(t.Items[i].ID)
	}
}

// SetCount changes the count of a tab.
func (t *Tabs) SetCount(id string, count int) {
	t.init()
	for i := range t.Items {
		if t.Items[i].ID == id && t.Items[i].Count != count {
			t.Items[i].Count = count
			t.head.Refresh()
		}
	}
}

// Rebuild makes a tab build its content anew, at once or when it is next shown.
func (t *Tabs) Rebuild(id string) {
	t.init()
	delete(t.built, id)
	t.Refresh()
}

// content builds what is shown on its first use.
func (t *Tabs) content() fyne.CanvasObject {
	if t.selected >= len(t.Items) {
		return Space()
	}
	item := t.Items[t.selected]
	o := t.built[item.ID]
	if o == nil {
		if item.Build != nil {
			o = item.Build()
		}
		if o == nil {
			o = Blank(0, 0)
		}
		t.built[item.ID] = o
	}
	return o
}

// HeightFor returns the height at a width.
func (t *Tabs) HeightFor(width float32) float32 {
	t.init()
	return t.head.heightFor(width) + heightFor(t.content(), width)
}

// MinSize holds the titles and the content shown.
func (t *Tabs) MinSize() fyne.Size {
	t.init()
	least := t.content().MinSize()
	return fyne.NewSize(max(least.Width, 120), t.head.heightFor(max(t.Size().Width, least.Width, 120))+least.Height)
}

// CreateRenderer belongs to Fyne.
func (t *Tabs) CreateRenderer() fyne.WidgetRenderer {
	t.init()
	return paint(painter{
		owner:  t,
		list:   func() []fyne.CanvasObject { return []fyne.CanvasObject{t.head, t.content()} },
		min:    t.MinSize,
		update: func() { t.head.Refresh() },
		arrange: func(s fyne.Size) {
			head := t.head.heightFor(s.Width)
			place(t.head, 0, 0, s.Width, head)
			place(t.content(), 0, head, s.Width, s.Height-head)
		},
	})
}

// tabHead is the titles.
type tabHead struct {
	widget.BaseWidget
	tabs    *Tabs
	over    int
	focused bool
	x, y, w []float32

	titles []*canvas.Text
}

var (
	_ fyne.Focusable     = (*tabHead)(nil)
	_ fyne.Tappable      = (*tabHead)(nil)
	_ desktop.Hoverable  = (*tabHead)(nil)
	_ desktop.Cursorable = (*tabHead)(nil)
)

// MinSize is as high as the titles are at the present width.
func (h *tabHead) MinSize() fyne.Size { return fyne.NewSize(120, h.heightFor(h.Size().Width)) }

func (h *tabHead) heightFor(width float32) float32 {
	_, y := h.places(width)
	if len(y) == 0 {
		return tabHeight
	}
	return y[len(y)-1] + tabHeight
}

const tabGap float32 = 18

// places are where the titles stand. Each has the room that it needs when it is the chosen one, so
// that choosing does not move the others to another line.
func (h *tabHead) places(width float32) (x, y []float32) {
	size := theme.Size(theme.SizeText)
	at, line := cardPad, float32(0)
	for i := range h.tabs.Items {
		w := fyne.MeasureText(h.title(i), size, fyne.TextStyle{Bold: true}).Width
		if at+w > width-cardPad && at > cardPad && width > 0 {
			at, line = cardPad, line+tabHeight-4
		}
		x, y = append(x, at), append(y, line)
		at += w + tabGap
	}
	return x, y
}

func (h *tabHead) title(i int) string {
	item := h.tabs.Items[i]
	if item.Count >= 0 {
		return item.Title + " " + strconv.Itoa(item.Count)
	}
	return item.Title
}

// CreateRenderer belongs to Fyne.
func (h *tabHead) CreateRenderer() fyne.WidgetRenderer {
	line, mark, ring := newLine(), canvas.NewRectangle(color.Transparent), newOutline()
	return paint(painter{
		owner: h,
		list: func() []fyne.CanvasObject {
			objects := []fyne.CanvasObject{line, mark}
			for _, title := range h.titles {
				objects = append(objects, title)
			}
			return append(objects, ring.objects()...)
		},
		min: h.MinSize,
		arrange: func(s fyne.Size) {
			paintLine(line, true)
			place(line, 0, s.Height-1, s.Width, 1)
			n := len(h.tabs.Items)
			for len(h.titles) < n {
				h.titles = append(h.titles, &canvas.Text{})
			}
			h.titles = h.titles[:n]
			h.x, h.y = h.places(s.Width)
			h.w = make([]float32, n)
			size := theme.Size(theme.SizeText)
			mark.Hidden = n == 0
			ring.paint(false)
			for i, ink := range h.titles {
				selected := i == h.tabs.selected
				name := theme.ColorTextSecond
				if selected || i == h.over {
					name = theme.ColorBrand
				}
				ink.Text, ink.TextSize, ink.TextStyle = h.title(i), size, fyne.TextStyle{Bold: selected}
				ink.Color = theme.Color(name)
				natural := ink.MinSize()
				x, y := h.x[i], h.y[i]
				h.w[i] = natural.Width
				place(ink, x, y+middle(tabHeight, natural.Height), natural.Width, natural.Height)
				ink.Refresh()
				if selected {
					mark.FillColor = theme.Color(theme.ColorBrand)
					place(mark, x, y+tabHeight-2, natural.Width, 2)
					mark.Refresh()
					if h.focused {
						ring.paint(true)
						h.placeRing(ring, x-5, y+5, natural.Width+10, tabHeight-11)
					}
				}
			}
		},
	})
}

func (h *tabHead) placeRing(ring *outline, x, y, w, height float32) {
	ring.place(fyne.NewSize(w, height))
	for _, edge := range ring {
		edge.Move(edge.Position().AddXY(x, y))
	}
}

func (h *tabHead) at(p fyne.Position) int {
	for i := range h.x {
		if p.X >= h.x[i]-tabGap/2 && p.X < h.x[i]+h.w[i]+tabGap/2 && p.Y >= h.y[i] && p.Y < h.y[i]+tabHeight {
			return i
		}
	}
	return -1
}

// Tapped shows the tab under the pointer.
func (h *tabHead) Tapped(e *fyne.PointEvent) { h.tabs.show(h.at(e.Position)) }

// Cursor is a hand over a title.
func (h *tabHead) Cursor() desktop.Cursor {
	if h.over >= 0 {
		return desktop.PointerCursor
	}
	return desktop.DefaultCursor
}

// MouseIn lights the title under the pointer.
func (h *tabHead) MouseIn(e *desktop.MouseEvent) { h.MouseMoved(e) }

// MouseMoved follows the pointer.
func (h *tabHead) MouseMoved(e *desktop.MouseEvent) {
	if i := h.at(e.Position); i != h.over {
		h.over = i
		h.Refresh()
	}
}

// MouseOut darkens.
func (h *tabHead) MouseOut() { h.over = -1; h.Refresh() }

// FocusGained shows the ring.
func (h *tabHead) FocusGained() { h.focused = true; h.Refresh() }

// FocusLost hides the ring.
func (h *tabHead) FocusLost() { h.focused = false; h.Refresh() }

// TypedRune belongs to Focusable.
func (h *tabHead) TypedRune(rune) {}

// TypedKey changes the tab.
func (h *tabHead) TypedKey(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeyLeft:
		h.tabs.show(h.tabs.selected - 1)
	case fyne.KeyRight:
		h.tabs.show(h.tabs.selected + 1)
	case fyne.KeyHome:
		h.tabs.show(0)
	case fyne.KeyEnd:
		h.tabs.show(len(h.tabs.Items) - 1)
	default:
		pass(h, key)
	}
}
