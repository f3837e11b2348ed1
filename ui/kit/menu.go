package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"crmlab/ui/theme"
)

// MenuItem is one line of a menu.
type MenuItem struct {
	Text      string
	Shortcut  string // the key that does the same, shown at the end: Ctrl+N
	Reason    string // why it cannot be chosen now; not empty means disabled, shown on hover
	Danger    bool
	Checked   bool
	Separator bool // a line instead of an item
	OnTapped  func()
}

// ShowMenu opens a menu at a point of a canvas. Up, Down, Enter and Esc work in it.
func ShowMenu(on fyne.Canvas, at fyne.Position, items []MenuItem) {
	openMenu(on, atPoint(at), items)
}

// ShowMenuBelow opens a menu under a widget, such as a button with ▾.
func ShowMenuBelow(anchor fyne.CanvasObject, items []MenuItem) {
	openMenu(canvasOf(anchor), below(anchor, anchor.Size().Width), items)
}

func openMenu(on fyne.Canvas, position func(fyne.Size, fyne.Size) (fyne.Position, fyne.Size), items []MenuItem) {
	if on == nil || len(items) == 0 {
		return
	}
	m := &menuList{items: items, over: -1}
	m.ExtendBaseWidget(m)
	l := &layer{on: on, panel: &surface{content: m, inset: theme.Gap1}, position: position}
	l.onOutside = l.close
	l.onKey = m.TypedKey
	m.close = l.close
	l.show()
	on.Focus(m)
}

type menuList struct {
	widget.BaseWidget
	items []MenuItem
	over  int
	close func()
}

const (
	menuItemHeight float32 = 30
	menuGapHeight  float32 = 9
)

var (
	_ fyne.Focusable    = (*menuList)(nil)
	_ fyne.Tappable     = (*menuList)(nil)
	_ desktop.Hoverable = (*menuList)(nil)
)

func (m *menuList) height(i int) float32 {
	if m.items[i].Separator {
		return menuGapHeight
	}
	return menuItemHeight
}

// MinSize holds all items.
func (m *menuList) MinSize() fyne.Size {
	w, h := float32(120), float32(0)
	size, small := theme.Size(theme.SizeText), theme.Size(theme.SizeSmall)
	for i, item := range m.items {
		line := fyne.MeasureText(item.Text, size, fyne.TextStyle{}).Width + 2*theme.Gap3 + m.lead()
		if item.Shortcut != "" {
			line += fyne.MeasureText(item.Shortcut, small, fyne.TextStyle{}).Width + theme.Gap5
		}
		w = max(w, line)
		h += m.height(i)
	}
	return fyne.NewSize(w, h)
}

// lead is room for check marks where an item has one.
func (m *menuList) lead() float32 {
	for _, item := range m.items {
		if item.Checked {
			return 22
		}
	}
	return 0
}

// CreateRenderer belongs to Fyne.
func (m *menuList) CreateRenderer() fyne.WidgetRenderer {
	lit := &canvas.Rectangle{CornerRadius: theme.ChipCorner}
	objects := []fyne.CanvasObject{lit}
	var texts, keys []*canvas.Text
	var lines []*canvas.Rectangle
	var ticks []*tickBox
	for range m.items {
		text, key, line, tick := &canvas.Text{}, &canvas.Text{Alignment: fyne.TextAlignTrailing}, newLine(), newTickBox()
		texts, keys, lines, ticks = append(texts, text), append(keys, key), append(lines, line), append(ticks, tick)
		objects = append(objects, text, key, line)
		objects = append(objects, tick.objects()...)
	}
	return paint(painter{
		owner: m, objects: objects, min: m.MinSize,
		arrange: func(s fyne.Size) {
			y := float32(0)
			lit.Hidden = m.over < 0
			lit.FillColor = theme.Color(theme.ColorHover)
			for i, item := range m.items {
				h := m.height(i)
				paintLine(lines[i], item.Separator)
				place(lines[i], 4, y+h/2, s.Width-8, 1)
				name := theme.ColorText
				switch {
				case item.Reason != "":
					name = theme.ColorTextFaint
				case item.Danger:
					name = theme.ColorDanger
				}
				texts[i].Text, texts[i].TextSize, texts[i].Color = item.Text, theme.Size(theme.SizeText), theme.Color(name)
				keys[i].Text, keys[i].TextSize, keys[i].Color = item.Shortcut, theme.Size(theme.SizeSmall), theme.Color(theme.ColorTextFaint)
				lead := m.lead()
				ticks[i].hide(!item.Checked)
				if item.Checked {
					ticks[i].paint(ticked, false, false)
					ticks[i].move(theme.Gap2, y+(h-tickSize)/2)
				}
				th, kh := texts[i].MinSize().Height, keys[i].MinSize().Height
				place(texts[i], theme.Gap3+lead, y+middle(h, th), s.Width-2*theme.Gap3-lead, th)
				place(keys[i], theme.Gap3, y+middle(h, kh), s.Width-2*theme.Gap3, kh)
				texts[i].Refresh()
				keys[i].Refresh()
				if i == m.over {
					place(lit, 0, y, s.Width, h)
				}
				y += h
			}
			lit.Refresh()
		},
	})
}

func (m *menuList) itemAt(y float32) int {
	for i := range m.items {
		if y < m.height(i) {
			return i
		}
		y -= m.height(i)
	}
	return -1
}

// Choose takes the item with the text, as a click on it would; it reports whether the menu
// has it and it can be chosen. Journeys, which know words and no places, use it.
func (m *menuList) Choose(text string) bool {
	for i, item := range m.items {
		if item.Text == text && item.Reason == "" {
			m.choose(i)
			return true
		}
	}
	return false
}

// Tapped chooses the item under the pointer.
func (m *menuList) Tapped(e *fyne.PointEvent) { m.choose(m.itemAt(e.Position.Y)) }

func (m *menuList) choose(i int) {
	if i < 0 || m.items[i].Separator || m.items[i].Reason != "" {
		return
	}
	m.close()
	if act := m.items[i].OnTapped; act != nil {
		act()
	}
}

// MouseIn lights the item under the pointer.
func (m *menuList) MouseIn(e *desktop.MouseEvent) { m.MouseMoved(e) }

// MouseMoved follows the pointer and explains a disabled item.
func (m *menuList) MouseMoved(e *desktop.MouseEvent) {
	i := m.itemAt(e.Position.Y)
	if i == m.over {
		return
	}
	m.over = i
	on := canvasOf(m)
	hideTip(on)
	if i >= 0 && m.items[i].Reason != "" {
		showTip(on, m.items[i].Reason, e.AbsolutePosition)
	}
	m.Refresh()
}

// MouseOut darkens.
func (m *menuList) MouseOut() {
	m.over = -1
	hideTip(canvasOf(m))
	m.Refresh()
}

// FocusGained belongs to Focusable.
func (m *menuList) FocusGained() {}

// FocusLost belongs to Focusable.
func (m *menuList) FocusLost() {}

// TypedRune belongs to Focusable.
func (m *menuList) TypedRune(rune) {}

// TypedKey moves, chooses and closes.
func (m *menuList) TypedKey(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeyDown:
		m.step(1)
	case fyne.KeyUp:
		m.step(-1)
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		m.choose(m.over)
	case fyne.KeyEscape:
		m.close()
	}
}

func (m *menuList) step(by int) {
	n := len(m.items)
	at := m.over
	if at < 0 && by < 0 {
		at = 0
	}
	for range n {
		at = (at + by + n) % n
		if !m.items[at].Separator {
			m.over = at
			m.Refresh()
			return
		}
	}
}
