package shell

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"crmlab/ui/kit"
	"crmlab/ui/theme"
)

// roomForGuide is the width from which the guide panel stands beside the page from the start. In
// a narrower window the work comes first, and F1 brings the guide.
const roomForGuide float32 = 1200

// roomForPage is the width that a page must keep beside sidebar and guide. Where both would leave
// it less, as on a projector with large letters, only one of them stands there at a time.
const roomForPage float32 = 500

// frame is the window's content: sidebar, header, page and guide. It has one least size whatever
// the page holds, so that no page can make the window grow.
type frame struct {
	widget.BaseWidget

	side  *sidebar
	head  *header
	guide *guidePanel
	look  *kit.Banner     // says that the page is seen through another's hat; no room while it is not
	clip  *container.Clip // cuts off what a page would draw beyond its place
	pane  *pane           // holds the page
	mark  *marker         // over everything
	walk  *walkCard       // 导览, at the foot of the page

	settings  Settings
	guideWide bool // the guide is wanted where there is room for it
	guideThin bool // and where there is not
	sideThin  bool // the sidebar is wanted where a page has no room beside it
}

func newFrame(s *Shell) *frame {
	f := &frame{
		side:      newSidebar(&s.nav, s.chooseNav, s.settingsMenu),
		head:      newHeader(s),
		mark:      newMarker(),
		walk:      newWalkCard(s),
		pane:      newPane(),
		look:      &kit.Banner{Tone: kit.ToneAmber},
		settings:  s.cfg.Settings,
		guideWide: s.cfg.Settings.Get(keyGuide) != "off",
	}
	f.clip = container.NewClip(f.pane)
	f.guide = newGuidePanel(s, f.toggleGuide)
	f.clip.ExtendBaseWidget(f.clip) // a clip that was sized before it is drawn would not lay out its content
	f.ExtendBaseWidget(f)
	return f
}

// setPage shows another page.
func (f *frame) setPage(o fyne.CanvasObject) {
	f.pane.show(o)
	f.Refresh()
}

func (f *frame) guideShown() bool {
	if f.Size().Width >= roomForGuide {
		return f.guideWide
	}
	return f.guideThin
}

// sideFits reports whether the page keeps its room beside the sidebar.
func (f *frame) sideFits() bool {
	room := f.Size().Width - theme.SidebarWidth
	if f.guideShown() {
		room -= theme.GuideWidth
	}
	return room >= roomForPage
}

func (f *frame) sideShown() bool { return f.sideFits() || f.sideThin && !f.guideShown() }

// toggleSide brings the sidebar into a window that has no room for it beside the page and the
// guide, in the place of the guide, or folds it away again.
func (f *frame) toggleSide() {
	f.guideThin = false
	f.sideThin = !f.sideShown()
	f.Refresh()
	if c := canvasOf(f); c != nil && f.sideShown() {
		c.Focus(f.side.lines)
	}
}

// foldSide gives the page the room of a sidebar that has done what it was brought for.
func (f *frame) foldSide() {
	if f.sideThin {
		f.sideThin = false
		f.Refresh()
	}
}

// toggleGuide shows or hides the guide and remembers it for windows that have room.
func (f *frame) toggleGuide() {
	if f.Size().Width < roomForGuide {
		f.guideThin = !f.guideThin
		f.sideThin = false
	} else {
		f.guideWide = !f.guideWide
		f.settings.Set(keyGuide, map[bool]string{true: "on", false: "off"}[f.guideWide])
	}
	f.Refresh()
	f.followGuide()
}

// followGuide keeps the keyboard with whoever folded the guide away or brought it back: what they
// pressed is gone, and what takes it back stands elsewhere.
func (f *frame) followGuide() {
	c := canvasOf(f)
	if c == nil {
		return
	}
	has, _ := c.Focused().(fyne.CanvasObject)
	switch {
	case has == nil:
	case f.guide.Hidden && has == fyne.CanvasObject(f.guide.close):
		c.Focus(f.head.guide)
	case f.guide.Hidden && f.guide.inUse[has]:
		c.Unfocus()
	case !f.guide.Hidden && has == fyne.CanvasObject(f.head.guide):
		c.Focus(f.guide.close)
	}
}

// toastPlace is the foot of the guide, or of the sidebar where its lines leave room: a toast over
// the page would cover the last rows for as long as it stands there.
func (f *frame) toastPlace(window fyne.Size) (fyne.Position, fyne.Size) {
	const edge, useful = 12, 76
	if !f.guide.Hidden {
		return fyne.NewPos(window.Width-theme.GuideWidth+edge, 0), fyne.NewSize(theme.GuideWidth-2*edge, window.Height-edge)
	}
	if f.side.Hidden {
		return fyne.Position{}, fyne.Size{}
	}
	from := navTop + f.side.lines.MinSize().Height
	if room := window.Height - navFoot - edge - from; room >= useful {
		return fyne.NewPos(edge, from), fyne.NewSize(theme.SidebarWidth-2*edge, room)
	}
	return fyne.Position{}, fyne.Size{}
}

// MinSize is that of the smallest window.
func (f *frame) MinSize() fyne.Size { return leastWindow }

// CreateRenderer belongs to Fyne.
func (f *frame) CreateRenderer() fyne.WidgetRenderer {
	ground := &canvas.Rectangle{}
	return draw(drawing{
		owner:   f,
		objects: fixedObjects(ground, f.side, f.head, f.look, f.clip, f.guide, f.mark, f.walk),
		min:     f.MinSize,
		arrange: func(s fyne.Size) {
			paintGround(ground, theme.ColorGround)
			ground.Resize(s)
			right := s.Width
			f.guide.Hidden = !f.guideShown()
			if !f.guide.Hidden {
				right -= theme.GuideWidth
				put(f.guide, right, 0, theme.GuideWidth, s.Height)
			}
			f.head.offerGuide(f.guide.Hidden)
			left := float32(0)
			f.side.Hidden = !f.sideShown()
			if !f.side.Hidden {
				left = theme.SidebarWidth
				put(f.side, 0, 0, left, s.Height)
			}
			f.head.offerSide(!f.sideFits())
			put(f.head, left, 0, right-left, theme.HeaderHeight)
			top := theme.HeaderHeight
			if f.look.Visible() {
				const margin = 12
				high := f.look.HeightFor(right - left - 2*margin)
				put(f.look, left+margin, top+margin, right-left-2*margin, high)
				top += high + margin
			}
			put(f.clip, left, top, right-left, s.Height-top)
			put(f.mark, 0, 0, s.Width, s.Height)
			f.mark.place()
			f.walk.Hidden = len(f.walk.stops) == 0
			if !f.walk.Hidden {
				wide := min(walkWide, right-left-2*theme.Gap4)
				high := f.walk.HeightFor(wide)
				put(f.walk, left+(right-left-wide)/2, s.Height-high-theme.Gap5, wide, high)
			}
		},
	})
}
