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

// frame is the window's content: sidebar, header, page and guide. It has one least size whatever
// the page holds, so that no page can make the window grow.
type frame struct {
	widget.BaseWidget

	side  *sidebar
	head  *header
	guide *guidePanel
	look  *kit.Banner     // says that the page is seen through another's hat; no room while it is not
	clip  *container.Clip // holds the page
	mark  *marker         // over page and header

	settings  Settings
	guideWide bool // the guide is wanted where there is room for it
	guideThin bool // and where there is not
}

func newFrame(s *Shell) *frame {
	f := &frame{
		side:      newSidebar(&s.nav, s.chooseNav, s.settingsMenu),
		head:      newHeader(s),
		mark:      newMarker(),
		look:      &kit.Banner{Tone: kit.ToneAmber},
		clip:      container.NewClip(kit.Space()),
		settings:  s.cfg.Settings,
		guideWide: s.cfg.Settings.Get(keyGuide) != "off",
	}
	f.guide = newGuidePanel(s, f.toggleGuide)
	f.clip.ExtendBaseWidget(f.clip) // a clip that was sized before it is drawn would not lay out its content
	f.ExtendBaseWidget(f)
	return f
}

// setPage shows another page.
func (f *frame) setPage(o fyne.CanvasObject) {
	f.clip.Content = o
	f.clip.Refresh()
	f.Refresh()
}

func (f *frame) guideShown() bool {
	if f.Size().Width >= roomForGuide {
		return f.guideWide
	}
	return f.guideThin
}

// toggleGuide shows or hides the guide and remembers it for windows that have room.
func (f *frame) toggleGuide() {
	if f.Size().Width < roomForGuide {
		f.guideThin = !f.guideThin
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
		objects: fixedObjects(ground, f.side, f.head, f.look, f.clip, f.mark, f.guide),
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
			left := theme.SidebarWidth
			put(f.side, 0, 0, left, s.Height)
			put(f.head, left, 0, right-left, theme.HeaderHeight)
			top := theme.HeaderHeight
			if f.look.Visible() {
				const margin = 12
				high := f.look.HeightFor(right - left - 2*margin)
				put(f.look, left+margin, top+margin, right-left-2*margin, high)
				top += high + margin
			}
			put(f.clip, left, top, right-left, s.Height-top)
			put(f.mark, left, 0, right-left, s.Height)
			f.mark.place()
		},
	})
}
