package shell

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"crmlab/assets"
	"crmlab/ui/kit"
	"crmlab/ui/theme"
)

// header is the bar over the page: the way back and forward, where the user is, search, business
// date, hat, where the work is saved, and while the guide is folded away the way to it.
type header struct {
	widget.BaseWidget

	side          *kit.Button // brings the sidebar; hidden while there is room for it
	back, forward *kit.Button
	crumbs        *crumbs
	search        *searchField
	date, hat     *chip
	saved         *chip
	guide         *chip // hidden while the guide is shown
}

func newHeader(s *Shell) *header {
	h := &header{
		side:    &kit.Button{Icon: plainIcon(assets.IconList), Kind: kit.Ghost, Tip: "打开或收起左侧的实验和页面", OnTapped: func() { s.frame.toggleSide() }},
		back:    &kit.Button{Icon: plainIcon(assets.IconChevronLeft), Kind: kit.Ghost, Tip: "后退 Alt+←", OnTapped: s.Back},
		forward: &kit.Button{Icon: plainIcon(assets.IconChevronRight), Kind: kit.Ghost, Tip: "前进 Alt+→", OnTapped: s.Forward},
		crumbs:  newCrumbs(),
		search:  newSearchField(s.openSearch),
		date:    newChip(chipGrey, true, s.dateMenu),
		hat:     newChip(chipBlue, true, s.hatMenu),
		saved:   newChip(chipGreen, false, s.savedMenu),
		guide:   newChip(chipBlue, false, func(fyne.CanvasObject) { s.frame.toggleGuide() }),
	}
	h.side.Hidden = true
	h.guide.text, h.guide.tip, h.guide.Hidden = guideWord, "打开实验指导 F1", true
	h.ExtendBaseWidget(h)
	return h
}

// guideWord names the guide on its way back.
const guideWord = "指导"

// offerGuide shows the way to the guide, or takes it away while the guide itself is there.
func (h *header) offerGuide(offered bool) {
	if h.guide.Hidden == offered {
		h.guide.Hidden = !offered
		h.Refresh()
	}
}

// offerSide shows the way to the sidebar, or takes it away while there is room for both.
func (h *header) offerSide(offered bool) {
	if h.side.Hidden == offered {
		h.side.Hidden = !offered
		h.Refresh()
	}
}

// nameGuide says on the way to the guide how its experiment stands; "" where that is not known.
func (h *header) nameGuide(score string) {
	text := guideWord
	if score != "" {
		text += " " + score
	}
	if h.guide.text != text {
		h.guide.set(text)
		h.Refresh()
	}
}

// arrows enables the ways back and forward.
func (h *header) arrows(back, forward bool) {
	set := func(b *kit.Button, can bool) {
		if can {
			b.Enable()
		} else {
			b.Disable()
		}
	}
	set(h.back, back)
	set(h.forward, forward)
}

// MinSize is the height of the bar; its width is that of the page.
func (h *header) MinSize() fyne.Size { return fyne.NewSize(360, theme.HeaderHeight) }

// CreateRenderer belongs to Fyne.
func (h *header) CreateRenderer() fyne.WidgetRenderer {
	ground, line := &canvas.Rectangle{}, &canvas.Rectangle{}
	return draw(drawing{
		owner:   h,
		objects: fixedObjects(ground, line, h.side, h.back, h.forward, h.crumbs, h.search, h.date, h.hat, h.saved, h.guide),
		min:     h.MinSize,
		arrange: func(s fyne.Size) {
			paintGround(ground, theme.ColorSidebar)
			paintGround(line, theme.ColorLine)
			ground.Resize(s)
			put(line, 0, s.Height-1, s.Width, 1)
			h.place(s)
		},
	})
}

// place stands the parts from the right. In a narrow window the search shrinks to its sign first,
// then the save chip makes room for the breadcrumb.
func (h *header) place(s fyne.Size) {
	const gap, crumbsWanted = 9, 120
	left := float32(46)
	if !h.side.Hidden {
		left += 28
	}
	h.hat.short = false
	date, hat, saved := h.date.MinSize().Width, h.hat.MinSize().Width, h.saved.MinSize().Width
	guide := float32(-gap)
	if !h.guide.Hidden {
		guide = h.guide.MinSize().Width
	}
	rest := s.Width - left - 4*gap - date - guide - 18
	if rest-hat-searchNarrow < crumbsWanted {
		h.hat.short = true
		hat = h.hat.MinSize().Width
	}
	room := rest - hat
	search := searchWide
	if room-saved-gap-search < crumbsWanted {
		search = searchNarrow
	}
	h.saved.Hidden = room-saved-gap-search < crumbsWanted/2
	if h.saved.Hidden {
		saved = -gap
	}
	h.hat.tip = ""
	if h.hat.short {
		h.hat.tip = h.hat.text
	}
	h.hat.Refresh()

	x := s.Width - 18
	for _, c := range []struct {
		o fyne.CanvasObject
		w float32
	}{{h.guide, guide}, {h.saved, saved}, {h.hat, hat}, {h.date, date}} {
		x -= c.w
		put(c.o, x, (s.Height-chipHigh)/2, c.w, chipHigh)
		x -= gap
	}
	x -= search
	put(h.search, x, (s.Height-searchHigh)/2, search, searchHigh)
	put(h.side, 6, 10, 26, 26)
	put(h.back, left-39, 10, 17, 26)
	put(h.forward, left-22, 10, 17, 26)
	put(h.crumbs, left, 8, x-gap-left, s.Height-16)
}

// searchField looks like an entry and opens the search when it is touched.
type searchField struct {
	widget.BaseWidget
	open func()

	hovered, focused bool
}

const (
	searchWide   float32 = 150
	searchNarrow float32 = 30
	searchHigh   float32 = 28
)

var (
	_ fyne.Tappable      = (*searchField)(nil)
	_ fyne.Focusable     = (*searchField)(nil)
	_ desktop.Hoverable  = (*searchField)(nil)
	_ desktop.Cursorable = (*searchField)(nil)
)

func newSearchField(open func()) *searchField {
	f := &searchField{open: open}
	f.ExtendBaseWidget(f)
	return f
}

// MinSize is the sign alone.
func (f *searchField) MinSize() fyne.Size { return fyne.NewSize(searchNarrow, searchHigh) }

// CreateRenderer belongs to Fyne.
func (f *searchField) CreateRenderer() fyne.WidgetRenderer {
	box := &canvas.Rectangle{CornerRadius: theme.Corner, StrokeWidth: 1}
	word := newInk()
	picture := &canvas.Image{FillMode: canvas.ImageFillContain}
	return draw(drawing{
		owner:   f,
		objects: fixedObjects(box, word.Text, picture),
		min:     f.MinSize,
		arrange: func(s fyne.Size) {
			box.FillColor = theme.Color("inputBackground")
			box.StrokeColor = theme.Color(theme.ColorLineStrong)
			if f.hovered || f.focused {
				box.StrokeColor = theme.Color(theme.ColorBrand)
			}
			box.Resize(s)
			box.Refresh()
			narrow := s.Width < searchWide
			word.Hidden, picture.Hidden = narrow, !narrow
			word.set("搜索    Ctrl+K", theme.SizeSmall, theme.ColorTextFaint, false)
			word.put(theme.Gap2+1, 0, s.Width-2*theme.Gap2, s.Height)
			if narrow {
				picture.Resource = icon(assets.IconSearch, theme.ColorTextSecond)
				put(picture, (s.Width-16)/2, (s.Height-16)/2, 16, 16)
				picture.Refresh()
			}
		},
	})
}

// Tapped opens the search.
func (f *searchField) Tapped(*fyne.PointEvent) { f.open() }

// MouseIn lights the border.
func (f *searchField) MouseIn(*desktop.MouseEvent) { f.hovered = true; f.Refresh() }

// MouseMoved belongs to Hoverable.
func (f *searchField) MouseMoved(*desktop.MouseEvent) {}

// MouseOut ends hovering.
func (f *searchField) MouseOut() { f.hovered = false; f.Refresh() }

// Cursor is that of a text.
func (f *searchField) Cursor() desktop.Cursor { return desktop.TextCursor }

// FocusGained lights the border.
func (f *searchField) FocusGained() { f.focused = true; f.Refresh() }

// FocusLost darkens it.
func (f *searchField) FocusLost() { f.focused = false; f.Refresh() }

// TypedRune belongs to Focusable.
func (f *searchField) TypedRune(rune) {}

// TypedKey opens with Enter, Space and Down.
func (f *searchField) TypedKey(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace, fyne.KeyDown:
		f.open()
	default:
		passKey(f, key)
	}
}
