package kit

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"crmlab/ui/theme"
)

const optionHeight float32 = 30

// optionList is the list in a drop-down: virtual, with keyboard and ticks.
type optionList struct {
	widget.BaseWidget

	options []Option
	ticked  func(value string) bool // nil means none
	boxes   bool                    // ticks stand in boxes, for several choices
	choose  func(Option)
	leave   func() // Esc and Tab
	empty   string // what stands there without options

	rows    *virtualRows
	over    int
	note    *Text
	typed   string
	focused bool
}

var _ fyne.Focusable = (*optionList)(nil)

func newOptionList(l *optionList) *optionList {
	l.ExtendBaseWidget(l)
	l.note = &Text{Color: theme.ColorTextSecond}
	l.rows = newVirtualRows(&virtualRows{
		rowHeight: optionHeight,
		count:     func() int { return len(l.options) },
		create:    func() fyne.CanvasObject { return newOptionRow(l) },
		fill: func(i int, o fyne.CanvasObject) {
			row := o.(*optionRow)
			row.index = i
			row.Refresh()
		},
	})
	return l
}

func (l *optionList) set(options []Option) {
	l.options, l.over = options, 0
	for i, o := range options {
		if !l.boxes && l.ticked != nil && l.ticked(o.Value) {
			l.over = i
			break
		}
	}
	l.Refresh()
	l.rows.reveal(l.over)
}

// MinSize is wide enough for the labels seen first and at most nine rows high.
func (l *optionList) MinSize() fyne.Size {
	w := float32(140)
	size := theme.Size(theme.SizeText)
	for i, o := range l.options {
		if i == 60 {
			break // measuring hundreds of labels would be felt
		}
		line := fyne.MeasureText(o.Label+o.Detail, size, fyne.TextStyle{}).Width + 2*theme.Gap3 + 24
		if o.Detail != "" {
			line += theme.Gap4
		}
		w = max(w, min(line, 420))
	}
	return fyne.NewSize(w, float32(min(max(len(l.options), 1), 9))*optionHeight)
}

// CreateRenderer belongs to Fyne.
func (l *optionList) CreateRenderer() fyne.WidgetRenderer {
	return paint(painter{
		owner:   l,
		objects: []fyne.CanvasObject{l.rows.scroll, l.note},
		min:     l.MinSize,
		update: func() {
			l.note.Text = l.empty
			l.note.Hidden = len(l.options) > 0
			l.note.Refresh()
		},
		arrange: func(s fyne.Size) {
			l.rows.resize(s, s.Width)
			placeMiddle(l.note, theme.Gap3, s.Width-2*theme.Gap3, optionHeight)
		},
	})
}

// FocusGained belongs to Focusable.
func (l *optionList) FocusGained() { l.focused = true }

// FocusLost belongs to Focusable.
func (l *optionList) FocusLost() { l.focused = false }

// TypedRune jumps to the next option that begins with what is typed.
func (l *optionList) TypedRune(r rune) {
	if r == ' ' {
		return
	}
	l.typed += strings.ToLower(string(r))
	if !l.jump() {
		l.typed = strings.ToLower(string(r))
		l.jump()
	}
}

func (l *optionList) jump() bool {
	for i, o := range l.options {
		if strings.HasPrefix(strings.ToLower(o.Label), l.typed) || strings.HasPrefix(strings.ToLower(o.Value), l.typed) {
			l.move(i)
			return true
		}
	}
	return false
}

// TypedKey moves, chooses and leaves.
func (l *optionList) TypedKey(key *fyne.KeyEvent) { l.key(key) }

// key says whether the list had use for a key.
func (l *optionList) key(key *fyne.KeyEvent) bool {
	page := l.rows.perView()
	switch key.Name {
	case fyne.KeyDown:
		l.move(l.over + 1)
	case fyne.KeyUp:
		l.move(l.over - 1)
	case fyne.KeyPageDown:
		l.move(l.over + page)
	case fyne.KeyPageUp:
		l.move(l.over - page)
	case fyne.KeyReturn, fyne.KeyEnter:
		l.pick(l.over)
	case fyne.KeyEscape:
		l.leave()
	default:
		if !l.focused {
			return false
		}
		switch key.Name {
		case fyne.KeyHome:
			l.move(0)
		case fyne.KeyEnd:
			l.move(len(l.options) - 1)
		case fyne.KeySpace:
			l.pick(l.over)
		}
	}
	return true
}

func (l *optionList) move(i int) {
	old := l.over
	l.over = min(max(i, 0), max(len(l.options)-1, 0))
	l.rows.reveal(l.over)
	l.rows.refreshRow(old)
	l.rows.refreshRow(l.over)
}

func (l *optionList) pick(i int) {
	if i >= 0 && i < len(l.options) {
		l.choose(l.options[i])
		l.rows.refreshRow(i)
	}
}

// optionRow is one line of an optionList.
type optionRow struct {
	widget.BaseWidget
	list  *optionList
	index int
}

var (
	_ fyne.Tappable     = (*optionRow)(nil)
	_ desktop.Hoverable = (*optionRow)(nil)
)

func newOptionRow(l *optionList) *optionRow {
	r := &optionRow{list: l}
	r.ExtendBaseWidget(r)
	return r
}

// Tapped chooses the option.
func (r *optionRow) Tapped(*fyne.PointEvent) { r.list.pick(r.index) }

// MouseIn moves the light here.
func (r *optionRow) MouseIn(*desktop.MouseEvent) {
	old := r.list.over
	r.list.over = r.index
	r.list.rows.refreshRow(old)
	r.Refresh()
}

// MouseMoved belongs to Hoverable.
func (r *optionRow) MouseMoved(*desktop.MouseEvent) {}

// MouseOut belongs to Hoverable.
func (r *optionRow) MouseOut() {}

// MinSize is the fixed height.
func (r *optionRow) MinSize() fyne.Size { return fyne.NewSize(0, optionHeight) }

// CreateRenderer belongs to Fyne.
func (r *optionRow) CreateRenderer() fyne.WidgetRenderer {
	ground, label, detail, tick := &canvas.Rectangle{CornerRadius: theme.ChipCorner}, &canvas.Text{}, &canvas.Text{}, newTickBox()
	objects := append([]fyne.CanvasObject{ground, label, detail}, tick.objects()...)
	return paint(painter{
		owner: r, objects: objects, min: r.MinSize,
		arrange: func(s fyne.Size) {
			l := r.list
			if r.index >= len(l.options) {
				return
			}
			o := l.options[r.index]
			on := l.ticked != nil && l.ticked(o.Value)
			ground.Resize(s)
			ground.Hidden = r.index != l.over && (!on || l.boxes)
			ground.FillColor = theme.Color(theme.ColorHover)
			ink := theme.ColorText
			if on && !l.boxes {
				ground.FillColor = theme.Color(theme.ColorSelection)
				ink = theme.ColorBrand
			}
			ground.Refresh()
			x := theme.Gap2
			tick.hide(!l.boxes)
			if l.boxes {
				state := unticked
				if on {
					state = ticked
				}
				tick.paint(state, false, false)
				tick.move(x, (s.Height-tickSize)/2)
				x += tickSize + theme.Gap2
			}
			size, small := theme.Size(theme.SizeText), theme.Size(theme.SizeSmall)
			room := s.Width - x - theme.Gap2
			detailWidth := min(fyne.MeasureText(o.Detail, small, fyne.TextStyle{}).Width, room/2)
			labelRoom := room
			if o.Detail != "" {
				labelRoom -= detailWidth + theme.Gap2
			}
			label.Text, label.TextSize, label.Color = ellipsis(o.Label, labelRoom, size, fyne.TextStyle{}), size, theme.Color(ink)
			placeMiddle(label, x, labelRoom, s.Height)
			label.Refresh()
			detail.Text, detail.TextSize, detail.Color = ellipsis(o.Detail, detailWidth, small, fyne.TextStyle{}), small, theme.Color(theme.ColorTextSecond)
			detail.Alignment = fyne.TextAlignTrailing
			placeMiddle(detail, x, room, s.Height)
			detail.Refresh()
		},
	})
}
