package shell

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"crmlab/assets"
	"crmlab/ui/kit"
	"crmlab/ui/theme"
)

// Measures of the sidebar, as in the pictures.
const (
	navTop       float32 = 66 // height of brand and company name
	navFoot      float32 = 38
	navRowHigh   float32 = 33
	navChildHigh float32 = 28
	navEdge      float32 = 8
	navPad       float32 = 10 // text from the edge of a row
	navNumeral   float32 = 26 // from a numeral to its label
)

// sidebar is the left edge of the window: brand, lines, and the user with the settings.
type sidebar struct {
	widget.BaseWidget

	company  string
	user     string
	lines    *navList
	scroller *kit.Scroller
	settings *kit.Button
}

func newSidebar(n *nav, choose func(navItem), settings func(anchor fyne.CanvasObject)) *sidebar {
	s := &sidebar{lines: newNavList(n, choose)}
	s.scroller = &kit.Scroller{Content: s.lines}
	s.settings = &kit.Button{Text: "设置", Kind: kit.Ghost, Small: true}
	s.settings.OnTapped = func() { settings(s.settings) }
	s.lines.reveal = s.scroller.Reveal
	s.ExtendBaseWidget(s)
	return s
}

// MinSize is the fixed width.
func (s *sidebar) MinSize() fyne.Size { return fyne.NewSize(theme.SidebarWidth, 200) }

// CreateRenderer belongs to Fyne.
func (s *sidebar) CreateRenderer() fyne.WidgetRenderer {
	ground, edge, under, over := &canvas.Rectangle{}, &canvas.Rectangle{}, &canvas.Rectangle{}, &canvas.Rectangle{}
	brand, company, user := newInk(), newInk(), newInk()
	return draw(drawing{
		owner:   s,
		objects: fixedObjects(ground, brand.Text, company.Text, s.scroller, user.Text, s.settings, edge, under, over),
		min:     s.MinSize,
		arrange: func(size fyne.Size) {
			paintGround(ground, theme.ColorSidebar)
			for _, line := range []*canvas.Rectangle{edge, under, over} {
				paintGround(line, theme.ColorLine)
			}
			ground.Resize(size)
			put(edge, size.Width-1, 0, 1, size.Height)
			put(under, 0, navTop-1, size.Width-1, 1)
			put(over, 0, size.Height-navFoot, size.Width-1, 1)
			brand.set("客户关系管理实验", "subHeadingText", theme.ColorBrand, true)
			brand.put(theme.Gap4, 13, size.Width-2*theme.Gap4, 26)
			company.set(s.company, theme.SizeSmall, theme.ColorTextSecond, false)
			company.put(theme.Gap4, 36, size.Width-2*theme.Gap4, 22)
			put(s.scroller, 0, navTop, size.Width-1, size.Height-navTop-navFoot)
			least := s.settings.MinSize()
			put(s.settings, size.Width-theme.Gap2-least.Width-1, size.Height-navFoot+(navFoot-least.Height)/2+1, least.Width, least.Height)
			user.set(s.user, theme.SizeSmall, theme.ColorTextSecond, false)
			user.put(theme.Gap4, size.Height-navFoot+1, size.Width-least.Width-2*theme.Gap4-theme.Gap1, navFoot)
		},
	})
}

// navList is the lines of the sidebar as one stop in the order of Tab. Up and Down move, Enter and
// Space choose, Right opens an experiment and Left closes it.
type navList struct {
	widget.BaseWidget

	nav    *nav
	choose func(navItem)
	reveal func(fyne.CanvasObject)

	rows    []*navRow
	items   []navItem
	cursor  int
	focused bool
}

var _ fyne.Focusable = (*navList)(nil)

func newNavList(n *nav, choose func(navItem)) *navList {
	l := &navList{nav: n, choose: choose}
	l.ExtendBaseWidget(l)
	l.update()
	return l
}

// update takes the lines over after something changed.
func (l *navList) update() {
	l.items = l.nav.items()
	for len(l.rows) < len(l.items) {
		l.rows = append(l.rows, newNavRow(l))
	}
	l.rows = l.rows[:len(l.items)]
	for i, item := range l.items {
		l.rows[i].item, l.rows[i].index = item, i
	}
	l.cursor = min(l.cursor, len(l.items)-1)
	l.Refresh()
}

// MinSize holds all lines.
func (l *navList) MinSize() fyne.Size {
	h := 2 * navEdge
	for _, item := range l.items {
		h += lineHeight(item)
	}
	return fyne.NewSize(theme.SidebarWidth-1, h)
}

func lineHeight(item navItem) float32 {
	if item.child {
		return navChildHigh
	}
	return navRowHigh
}

// CreateRenderer belongs to Fyne.
func (l *navList) CreateRenderer() fyne.WidgetRenderer {
	return draw(drawing{
		owner: l,
		objects: func() []fyne.CanvasObject {
			out := make([]fyne.CanvasObject, len(l.rows))
			for i, r := range l.rows {
				out[i] = r
			}
			return out
		},
		min: l.MinSize,
		arrange: func(size fyne.Size) {
			y := navEdge
			for _, r := range l.rows {
				h := lineHeight(r.item)
				put(r, navEdge, y, size.Width-2*navEdge, h)
				r.Refresh()
				y += h
			}
		},
	})
}

// FocusGained shows the cursor, first where the user is.
func (l *navList) FocusGained() {
	l.focused = true
	for i, item := range l.items {
		if item.entry != "" && item.lit {
			l.cursor = i
		}
	}
	l.Refresh()
}

// FocusLost hides the cursor.
func (l *navList) FocusLost() { l.focused = false; l.Refresh() }

// TypedRune belongs to Focusable.
func (l *navList) TypedRune(rune) {}

// TypedKey moves and chooses; other keys are the window's.
func (l *navList) TypedKey(key *fyne.KeyEvent) {
	item := l.items[l.cursor]
	switch key.Name {
	case fyne.KeyDown:
		l.step(1)
	case fyne.KeyUp:
		l.step(-1)
	case fyne.KeyHome:
		l.cursor = -1
		l.step(1)
	case fyne.KeyEnd:
		l.cursor = len(l.items)
		l.step(-1)
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		l.pick(item)
	case fyne.KeyRight:
		if item.experiment != 0 && item.experiment != l.nav.open {
			l.pick(item)
		}
	case fyne.KeyLeft:
		if item.experiment != 0 && item.experiment == l.nav.open {
			l.pick(item)
		}
	default:
		passKey(l, key)
	}
}

// step goes to the next line that can be chosen.
func (l *navList) step(by int) {
	for i := l.cursor + by; i >= 0 && i < len(l.items); i += by {
		if !l.items[i].faint {
			l.cursor = i
			l.reveal(l.rows[i])
			l.Refresh()
			return
		}
	}
	l.cursor = min(max(l.cursor, 0), len(l.items)-1)
}

func (l *navList) pick(item navItem) {
	if !item.faint {
		l.choose(item)
	}
}

// navRow is one line.
type navRow struct {
	widget.BaseWidget
	list    *navList
	item    navItem
	index   int
	hovered bool
}

var (
	_ fyne.Tappable      = (*navRow)(nil)
	_ desktop.Hoverable  = (*navRow)(nil)
	_ desktop.Cursorable = (*navRow)(nil)
)

func newNavRow(l *navList) *navRow {
	r := &navRow{list: l}
	r.ExtendBaseWidget(r)
	return r
}

// Tapped goes to the page, or opens the experiment.
func (r *navRow) Tapped(*fyne.PointEvent) {
	r.list.cursor = r.index
	r.list.pick(r.item)
}

// MouseIn lights the line.
func (r *navRow) MouseIn(*desktop.MouseEvent) { r.hovered = !r.item.faint; r.Refresh() }

// MouseMoved belongs to Hoverable.
func (r *navRow) MouseMoved(*desktop.MouseEvent) {}

// MouseOut darkens the line.
func (r *navRow) MouseOut() { r.hovered = false; r.Refresh() }

// Cursor is a hand where a tap does something.
func (r *navRow) Cursor() desktop.Cursor {
	if r.item.faint {
		return desktop.DefaultCursor
	}
	return desktop.PointerCursor
}

// MinSize is the height of the line.
func (r *navRow) MinSize() fyne.Size { return fyne.NewSize(80, lineHeight(r.item)) }

// CreateRenderer belongs to Fyne.
func (r *navRow) CreateRenderer() fyne.WidgetRenderer {
	ground, ring := &canvas.Rectangle{CornerRadius: theme.Corner}, newRing(theme.Corner)
	numeral, label, count := newInk(), newInk(), newInk()
	picture, done := &canvas.Image{FillMode: canvas.ImageFillContain}, &canvas.Image{FillMode: canvas.ImageFillContain}
	return draw(drawing{
		owner:   r,
		objects: fixedObjects(ground, picture, numeral.Text, label.Text, count.Text, done, ring),
		min:     r.MinSize,
		arrange: func(s fyne.Size) {
			fill, color := r.colours()
			paintGround(ground, fill)
			ground.Resize(s)
			paintRing(ring, r.list.focused && r.list.cursor == r.index)
			put(ring, 1, 1, s.Width-2, s.Height-2)
			bold := r.item.lit && !r.item.child
			x := navPad
			numeral.Hidden, picture.Hidden = r.item.numeral == "", r.item.numeral != "" || r.item.child
			switch {
			case r.item.child:
				x = 34
			case r.item.numeral != "":
				w := numeral.set(r.item.numeral, theme.SizeText, color, bold)
				numeral.put(x, 0, w, s.Height)
				x += max(navNumeral, w+13)
			default:
				picture.Resource = icon(entryIcon(r.item.entry), color)
				put(picture, x, (s.Height-15)/2, 15, 15)
				picture.Refresh()
				x += 20
			}
			text := r.item.score
			if r.item.count > 0 {
				text = strconv.Itoa(r.item.count)
			}
			done.Hidden = !r.item.done
			if r.item.done { // a tick says it shorter
				text = ""
				done.Resource = icon(assets.IconCheck, theme.ColorSuccess)
				put(done, s.Width-navPad-13, (s.Height-13)/2, 13, 13)
				done.Refresh()
			}
			countColor := theme.ColorTextSecond
			if r.item.lit {
				countColor = theme.ColorBrand
			}
			w := count.set(text, theme.SizeSmall, countColor, bold)
			count.put(s.Width-navPad-w, 0, w, s.Height)
			label.set(r.item.label, theme.SizeText, color, bold)
			label.put(x, 0, s.Width-x-navPad-w, s.Height)
		},
	})
}

func (r *navRow) colours() (ground, text fyne.ThemeColorName) {
	text = theme.ColorText
	if r.item.child {
		text = theme.ColorTextSecond
	}
	switch {
	case r.item.faint:
		return "", theme.ColorTextFaint
	case r.item.lit && r.item.child:
		return theme.ColorHover, theme.ColorBrand
	case r.item.lit:
		return theme.ColorTintBrand, theme.ColorBrand
	case r.hovered:
		return theme.ColorHover, text
	}
	return "", text
}

func entryIcon(entry string) string {
	if entry == HomeEntry {
		return assets.IconDesk
	}
	return assets.IconList
}
