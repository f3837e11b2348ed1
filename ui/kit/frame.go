package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"crmlab/ui/theme"
)

// Frame puts room and, if wanted, a ground, around one thing, or fixes its width or height.
type Frame struct {
	widget.BaseWidget

	Content       fyne.CanvasObject
	PadX, PadY    float32
	Width, Height float32             // fixed size; 0 leaves it to the content
	Ground        fyne.ThemeColorName // empty means none
	LineLeft      bool                // a line along one edge, for the parts of the window
	LineRight     bool
	LineTop       bool
	LineBottom    bool
}

// Inset puts the same room on all sides of a thing.
func Inset(room float32, content fyne.CanvasObject) *Frame {
	return &Frame{Content: content, PadX: room, PadY: room}
}

// Fixed gives a thing a width of its own.
func Fixed(width float32, content fyne.CanvasObject) *Frame {
	return &Frame{Content: content, Width: width}
}

// HeightFor passes the question on to the content.
func (f *Frame) HeightFor(width float32) float32 {
	if f.Height > 0 {
		return f.Height
	}
	return heightFor(f.Content, width-2*f.PadX) + 2*f.PadY
}

// MinSize is that of the content with its room, or the fixed size.
func (f *Frame) MinSize() fyne.Size {
	f.ExtendBaseWidget(f)
	least := f.Content.MinSize().AddWidthHeight(2*f.PadX, 2*f.PadY)
	if f.Width > 0 {
		least = fyne.NewSize(f.Width, f.HeightFor(f.Width))
	}
	if f.Height > 0 {
		least.Height = f.Height
	}
	return least
}

// CreateRenderer belongs to Fyne.
func (f *Frame) CreateRenderer() fyne.WidgetRenderer {
	f.ExtendBaseWidget(f)
	ground := canvas.NewRectangle(color.Transparent)
	left, right, top, bottom := newLine(), newLine(), newLine(), newLine()
	return paint(painter{
		owner: f,
		list: func() []fyne.CanvasObject {
			return []fyne.CanvasObject{ground, f.Content, left, right, top, bottom}
		},
		min: f.MinSize,
		update: func() {
			ground.Hidden = f.Ground == ""
			if f.Ground != "" {
				ground.FillColor = theme.Color(f.Ground)
			}
			ground.Refresh()
			paintLine(left, f.LineLeft)
			paintLine(right, f.LineRight)
			paintLine(top, f.LineTop)
			paintLine(bottom, f.LineBottom)
		},
		arrange: func(s fyne.Size) {
			ground.Resize(s)
			place(f.Content, f.PadX, f.PadY, s.Width-2*f.PadX, s.Height-2*f.PadY)
			place(left, 0, 0, 1, s.Height)
			place(right, s.Width-1, 0, 1, s.Height)
			place(top, 0, 0, s.Width, 1)
			place(bottom, 0, s.Height-1, s.Width, 1)
		},
	})
}

func newLine() *canvas.Rectangle { return canvas.NewRectangle(color.Transparent) }

func paintLine(line *canvas.Rectangle, shown bool) {
	line.Hidden = !shown
	line.FillColor = theme.Color(theme.ColorLine)
	line.Refresh()
}

// Divider returns a horizontal line.
func Divider() fyne.CanvasObject {
	return &Frame{Content: Blank(0, 1), Height: 1, LineTop: true}
}

// bleed is how far a Scroller reaches beyond its place on all sides, so that borders and focus
// rings at the edge of its content are not cut.
const bleed float32 = 4

// Scroller scrolls one thing up and down. Unlike Fyne's, it asks things whose height follows
// their width for the height at the width that it gives them.
type Scroller struct {
	widget.BaseWidget

	Content   fyne.CanvasObject
	MinHeight float32

	holder *fitted
	scroll *container.Scroll
}

func (s *Scroller) init() {
	s.ExtendBaseWidget(s)
	if s.scroll == nil {
		s.holder = &fitted{content: s.Content}
		s.scroll = container.NewVScroll(s.holder)
	}
}

// MinSize is as wide as the content and MinHeight high.
func (s *Scroller) MinSize() fyne.Size {
	s.init()
	return fyne.NewSize(s.Content.MinSize().Width, max(s.MinHeight, 32))
}

// Top scrolls to the beginning.
func (s *Scroller) Top() {
	s.init()
	s.scroll.ScrollToTop()
}

// revealRoom is how much room a thing that is brought into view gets above and below.
const revealRoom float32 = 40

// Reveal scrolls until an object within the content can be seen.
func (s *Scroller) Reveal(o fyne.CanvasObject) { s.reveal(o, revealRoom) }

func (s *Scroller) reveal(o fyne.CanvasObject, room float32) {
	s.init()
	y := absolute(o).Y - absolute(s.holder).Y
	top, height := s.scroll.Offset.Y, s.scroll.Size().Height
	switch {
	case y-room < top:
		s.scroll.ScrollToOffset(fyne.NewPos(0, max(y-room, 0)))
	case y+o.Size().Height+room > top+height:
		// Of a thing higher than the view its beginning is shown.
		s.scroll.ScrollToOffset(fyne.NewPos(0, min(y+o.Size().Height+room-height, max(y-room, 0))))
	}
}

// CreateRenderer belongs to Fyne.
func (s *Scroller) CreateRenderer() fyne.WidgetRenderer {
	s.init()
	return paint(painter{
		owner:   s,
		objects: []fyne.CanvasObject{s.scroll},
		min:     s.MinSize,
		update: func() {
			if s.holder.content != s.Content {
				s.holder.content = s.Content
				s.holder.Refresh()
			}
		},
		arrange: func(size fyne.Size) {
			s.holder.width = size.Width
			s.scroll.Move(fyne.NewPos(-bleed, -bleed))
			s.scroll.Resize(size.AddWidthHeight(2*bleed, 2*bleed))
			s.scroll.Refresh()
		},
	})
}

// fitted tells the scroll container the height of its content at the width it will have.
type fitted struct {
	widget.BaseWidget
	content fyne.CanvasObject
	width   float32
	exact   bool // the content is as wide as width, whatever it asks for
}

func (f *fitted) MinSize() fyne.Size {
	f.ExtendBaseWidget(f)
	least := f.content.MinSize()
	switch {
	case f.exact:
		least = fyne.NewSize(f.width, heightFor(f.content, f.width))
	case f.width > 0:
		least = fyne.NewSize(min(least.Width, f.width), heightFor(f.content, f.width))
	}
	return least.AddWidthHeight(2*bleed, 2*bleed)
}

func (f *fitted) CreateRenderer() fyne.WidgetRenderer {
	f.ExtendBaseWidget(f)
	return paint(painter{
		owner: f,
		list:  func() []fyne.CanvasObject { return []fyne.CanvasObject{f.content} },
		min:   f.MinSize,
		arrange: func(s fyne.Size) {
			place(f.content, bleed, bleed, s.Width-2*bleed, s.Height-2*bleed)
		},
	})
}
