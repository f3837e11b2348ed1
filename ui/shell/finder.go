package shell

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"crmlab/ui/kit"
	"crmlab/ui/theme"
)

// found is one line that a finder offers.
type found struct {
	Title  string
	Second string // beside the title: number, position
	Right  string // at the end: kind, state
	Tone   kit.Tone
	Now    bool // what is chosen at present
	open   func()
}

// foundGroup is lines under a heading.
type foundGroup struct {
	Title string
	Lines []found
}

// finder is a line to type in, with what it finds under it, above the page. It chooses a record to
// open or a hat to wear. Up, Down, PgUp, PgDn move, Enter chooses, Esc leaves.
type finder struct {
	widget.BaseWidget

	on     fyne.Canvas
	find   func(query string, show func([]foundGroup)) // may answer later, on the interface
	width  float32
	anchor fyne.CanvasObject // stands under it; nil: high in the middle of the window
	none   string            // what stands there when nothing is found
	closed func()

	entry  *kit.TextField
	list   *fyne.Container
	scroll *kit.Scroller
	panel  *finderPanel
	lines  []*finderLine
	cursor int
	below  func(*fyne.KeyEvent) // keys of the window, given back at the end
	open   bool
}

const (
	finderLineHigh  float32 = 34
	finderGroupHigh float32 = 28
)

var (
	_ fyne.Tappable     = (*finder)(nil)
	_ desktop.Hoverable = (*finder)(nil)
)

// show opens the finder with a hint in its empty line.
func (f *finder) show(hint string) {
	f.entry = &kit.TextField{Placeholder: hint, OnChanged: f.ask, OnEscape: f.close}
	first := f.entry.FocusTarget() // makes the field before it is given a size
	f.list = kit.Stack{}.Of()
	f.scroll = &kit.Scroller{Content: f.list}
	f.panel = &finderPanel{finder: f}
	f.panel.ExtendBaseWidget(f.panel)
	f.ExtendBaseWidget(f)
	f.open = true
	f.below = f.on.OnTypedKey()
	f.on.SetOnTypedKey(f.key)
	f.on.Overlays().Add(f)
	f.Resize(f.on.Size())
	f.on.Focus(first)
	f.ask("")
}

// close takes the finder away. Closing twice does nothing.
func (f *finder) close() {
	if !f.open {
		return
	}
	f.open = false
	f.on.Overlays().Remove(f)
	f.on.SetOnTypedKey(f.below)
	if f.closed != nil {
		f.closed()
	}
}

func (f *finder) ask(query string) {
	f.find(query, func(groups []foundGroup) {
		if f.open && f.entry.Value() == query {
			f.fill(groups)
		}
	})
}

// fill shows what was found, the cursor on what is chosen now or on the first line.
func (f *finder) fill(groups []foundGroup) {
	f.lines, f.cursor = nil, 0
	var objects []fyne.CanvasObject
	for _, g := range groups {
		if len(g.Lines) == 0 {
			continue
		}
		if g.Title != "" {
			objects = append(objects, &kit.Frame{Content: kit.Hint(g.Title), PadX: theme.Gap3, PadY: 5, Height: finderGroupHigh})
		}
		for _, l := range g.Lines {
			line := newFinderLine(f, l, len(f.lines))
			if l.Now {
				f.cursor = line.index
			}
			f.lines = append(f.lines, line)
			objects = append(objects, line)
		}
	}
	if len(objects) == 0 {
		objects = append(objects, kit.Inset(theme.Gap3, &kit.Text{Text: f.none, Color: theme.ColorTextSecond}))
	}
	f.list.Objects = objects
	f.list.Refresh()
	f.Refresh()
	f.scroll.Top()
	f.reveal()
}

func (f *finder) reveal() {
	if f.cursor > 0 && f.cursor < len(f.lines) {
		f.scroll.Reveal(f.lines[f.cursor])
	}
}

// key answers what the entry has no use for.
func (f *finder) key(e *fyne.KeyEvent) {
	const page = 8
	switch e.Name {
	case fyne.KeyDown:
		f.move(f.cursor + 1)
	case fyne.KeyUp:
		f.move(f.cursor - 1)
	case fyne.KeyPageDown:
		f.move(f.cursor + page)
	case fyne.KeyPageUp:
		f.move(f.cursor - page)
	case fyne.KeyReturn, fyne.KeyEnter:
		if f.cursor < len(f.lines) {
			f.choose(f.lines[f.cursor].line)
		}
	case fyne.KeyEscape:
		f.close()
	}
}

func (f *finder) move(to int) {
	old := f.cursor
	f.cursor = min(max(to, 0), max(len(f.lines)-1, 0))
	for _, i := range []int{old, f.cursor} {
		if i < len(f.lines) {
			f.lines[i].Refresh()
		}
	}
	if f.cursor == 0 {
		f.scroll.Top()
	}
	f.reveal()
}

func (f *finder) choose(l found) {
	f.close()
	l.open()
}

// Tapped beside the panel leaves.
func (f *finder) Tapped(*fyne.PointEvent) { f.close() }

// MouseIn keeps the page behind from lighting up.
func (f *finder) MouseIn(*desktop.MouseEvent) {}

// MouseMoved keeps the page behind from lighting up.
func (f *finder) MouseMoved(*desktop.MouseEvent) {}

// MouseOut keeps the page behind from lighting up.
func (f *finder) MouseOut() {}

// MinSize is that of the panel.
func (f *finder) MinSize() fyne.Size { return f.panel.MinSize() }

// CreateRenderer belongs to Fyne.
func (f *finder) CreateRenderer() fyne.WidgetRenderer {
	shade := &canvas.Rectangle{}
	return draw(drawing{
		owner:   f,
		objects: fixedObjects(shade, f.panel),
		min:     f.MinSize,
		arrange: func(s fyne.Size) {
			if f.anchor == nil {
				paintGround(shade, theme.ColorScrim)
			} else {
				paintGround(shade, "")
			}
			shade.Resize(s)
			const edge = 8
			w := min(f.width, s.Width-2*edge)
			at := fyne.NewPos((s.Width-w)/2, max(s.Height*0.1, edge))
			if f.anchor != nil {
				at = fyne.CurrentApp().Driver().AbsolutePositionForObject(f.anchor).AddXY(0, f.anchor.Size().Height+4)
				at.X = min(max(at.X+f.anchor.Size().Width-w, edge), s.Width-edge-w)
			}
			h := min(f.panel.wanted(), s.Height-at.Y-s.Height*0.1)
			put(f.panel, at.X, at.Y, w, h)
			f.panel.Refresh()
		},
	})
}

// finderPanel is the ground of a finder with its entry and list.
type finderPanel struct {
	widget.BaseWidget
	finder *finder
}

const finderPad float32 = 8

func (p *finderPanel) wanted() float32 {
	return 2*finderPad + theme.ControlHeight + finderPad + p.finder.list.MinSize().Height
}

// Tapped keeps taps between the parts from leaving the finder.
func (p *finderPanel) Tapped(*fyne.PointEvent) {}

// MinSize is the least that is useful.
func (p *finderPanel) MinSize() fyne.Size { return fyne.NewSize(200, 120) }

// CreateRenderer belongs to Fyne.
func (p *finderPanel) CreateRenderer() fyne.WidgetRenderer {
	box := &canvas.Rectangle{CornerRadius: theme.Corner + 2, StrokeWidth: 1}
	return draw(drawing{
		owner:   p,
		objects: fixedObjects(box, p.finder.entry, p.finder.scroll),
		min:     p.MinSize,
		arrange: func(s fyne.Size) {
			box.Shadow = canvas.Shadow{Color: theme.Color("shadow"), BlurRadius: 20, Offset: fyne.NewPos(0, 6)}
			box.FillColor, box.StrokeColor = theme.Color(theme.ColorCard), theme.Color(theme.ColorLine)
			box.Resize(s)
			box.Refresh()
			put(p.finder.entry, finderPad, finderPad, s.Width-2*finderPad, theme.ControlHeight)
			top := 2*finderPad + theme.ControlHeight
			put(p.finder.scroll, finderPad, top, s.Width-2*finderPad, s.Height-top-finderPad)
			p.finder.scroll.Refresh()
		},
	})
}

// finderLine is one line of a finder.
type finderLine struct {
	widget.BaseWidget
	finder *finder
	line   found
	index  int
}

var (
	_ fyne.Tappable      = (*finderLine)(nil)
	_ desktop.Hoverable  = (*finderLine)(nil)
	_ desktop.Cursorable = (*finderLine)(nil)
)

func newFinderLine(f *finder, l found, index int) *finderLine {
	r := &finderLine{finder: f, line: l, index: index}
	r.ExtendBaseWidget(r)
	return r
}

// Tapped chooses the line.
func (l *finderLine) Tapped(*fyne.PointEvent) { l.finder.choose(l.line) }

// MouseIn moves the cursor here.
func (l *finderLine) MouseIn(*desktop.MouseEvent) {
	old := l.finder.cursor
	l.finder.cursor = l.index
	if old < len(l.finder.lines) {
		l.finder.lines[old].Refresh()
	}
	l.Refresh()
}

// MouseMoved belongs to Hoverable.
func (l *finderLine) MouseMoved(*desktop.MouseEvent) {}

// MouseOut leaves the cursor where it is.
func (l *finderLine) MouseOut() {}

// Cursor is a hand.
func (l *finderLine) Cursor() desktop.Cursor { return desktop.PointerCursor }

// MinSize is the fixed height.
func (l *finderLine) MinSize() fyne.Size { return fyne.NewSize(120, finderLineHigh) }

// CreateRenderer belongs to Fyne.
func (l *finderLine) CreateRenderer() fyne.WidgetRenderer {
	ground := &canvas.Rectangle{CornerRadius: theme.ChipCorner}
	title, second := newInk(), newInk()
	state := &kit.StatusChip{}
	right := newInk()
	return draw(drawing{
		owner:   l,
		objects: fixedObjects(ground, title.Text, second.Text, right.Text, state),
		min:     l.MinSize,
		arrange: func(s fyne.Size) {
			color := theme.ColorText
			switch {
			case l.index == l.finder.cursor:
				paintGround(ground, theme.ColorTintBrand)
				color = theme.ColorBrand
			default:
				paintGround(ground, "")
			}
			ground.Resize(s)
			end := s.Width - theme.Gap3
			state.Hidden = l.line.Tone == kit.TonePlain || l.line.Right == ""
			right.Hidden = !state.Hidden
			if state.Hidden {
				w := right.set(l.line.Right, theme.SizeSmall, theme.ColorTextSecond, false)
				right.put(end-w, 0, w, s.Height)
				end -= w
			} else {
				state.Set(l.line.Right, l.line.Tone)
				least := state.MinSize()
				put(state, end-least.Width, (s.Height-least.Height)/2, least.Width, least.Height)
				end -= least.Width
			}
			room := end - 2*theme.Gap3
			w := min(title.set(l.line.Title, theme.SizeText, color, l.line.Now), room)
			title.put(theme.Gap3, 0, w, s.Height)
			second.set(l.line.Second, theme.SizeSmall, theme.ColorTextSecond, false)
			second.put(theme.Gap3+w+theme.Gap3, 0, room-w-theme.Gap3, s.Height)
		},
	})
}
