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

// guideLine is one line of the guide that opens and folds what stands under it: a task, a check,
// or the words about the experiment. It takes the keyboard, so that a guide can be read without
// a mouse.
type guideLine struct {
	widget.BaseWidget

	picture string              // icon before the text; "" for none
	tint    fyne.ThemeColorName // of the icon
	title   *kit.Paragraph
	right   string         // points
	state   *kit.Paragraph // second line; empty takes no room
	open    bool           // what stands under it is shown
	folds   bool           // it has a sign that says whether it is open
	aligned bool           // it leaves room for the sign even without one
	head    bool           // of a task: with room above and a line over it
	tap     func()

	hovered, focused bool
}

var (
	_ fyne.Tappable      = (*guideLine)(nil)
	_ fyne.Focusable     = (*guideLine)(nil)
	_ desktop.Hoverable  = (*guideLine)(nil)
	_ desktop.Cursorable = (*guideLine)(nil)
)

func newGuideLine() *guideLine {
	l := &guideLine{title: &kit.Paragraph{}, state: &kit.Paragraph{TextSize: theme.SizeSmall}}
	l.ExtendBaseWidget(l)
	return l
}

const (
	linePadX   float32 = 14
	linePadY   float32 = 7
	lineIcon   float32 = 15
	lineIndent float32 = 24 // from the icon to the text
	lineMark   float32 = 14 // sign of what folds
	lineSign   float32 = 18 // with its room
)

func (l *guideLine) left() float32 {
	if l.picture == "" {
		return linePadX
	}
	return linePadX + lineIndent
}

func (l *guideLine) room(width float32) float32 {
	room := width - l.left() - linePadX - l.rightWidth()
	if l.folds || l.aligned {
		room -= lineSign
	}
	return room
}

func (l *guideLine) rightWidth() float32 {
	if l.right == "" {
		return 0
	}
	return fyne.MeasureText(l.right, theme.Size(theme.SizeSmall), fyne.TextStyle{}).Width + theme.Gap2
}

// HeightFor is the height at a width.
func (l *guideLine) HeightFor(width float32) float32 {
	h := 2*linePadY + l.title.HeightFor(l.room(width))
	if l.state.Text != "" {
		h += 1 + l.state.HeightFor(width-l.left()-linePadX)
	}
	return h
}

// MinSize is as high as the text at the present width.
func (l *guideLine) MinSize() fyne.Size {
	return fyne.NewSize(160, l.HeightFor(max(l.Size().Width, theme.GuideWidth-1)))
}

// CreateRenderer belongs to Fyne.
func (l *guideLine) CreateRenderer() fyne.WidgetRenderer {
	ground, ring, over := &canvas.Rectangle{}, newRing(theme.Corner), &canvas.Rectangle{}
	picture, sign := &canvas.Image{FillMode: canvas.ImageFillContain}, &canvas.Image{FillMode: canvas.ImageFillContain}
	right := newInk()
	return draw(drawing{
		owner:   l,
		objects: fixedObjects(ground, over, picture, l.title, right.Text, sign, l.state, ring),
		min:     l.MinSize,
		arrange: func(s fyne.Size) {
			fill := fyne.ThemeColorName("")
			if l.hovered {
				fill = theme.ColorHover
			}
			paintGround(ground, fill)
			ground.Resize(s)
			paintGround(over, theme.ColorLine)
			over.Hidden = !l.head
			put(over, 0, 0, s.Width, 1)
			paintRing(ring, l.focused)
			put(ring, 3, 2, s.Width-6, s.Height-4)
			x, room := l.left(), l.room(s.Width)
			high := l.title.HeightFor(room)
			line := fyne.MeasureText("国", theme.Size(theme.SizeText), fyne.TextStyle{Bold: l.title.Bold}).Height
			picture.Hidden = l.picture == ""
			if l.picture != "" {
				picture.Resource = icon(l.picture, l.tint)
				put(picture, linePadX, linePadY+(line-lineIcon)/2, lineIcon, lineIcon)
				picture.Refresh()
			}
			put(l.title, x, linePadY, room, high)
			l.title.Refresh()
			end := s.Width - linePadX
			sign.Hidden = !l.folds
			if l.folds {
				name := assets.IconChevronDown
				if l.open {
					name = assets.IconChevronUp
				}
				sign.Resource = icon(name, theme.ColorTextSecond)
				put(sign, end-lineMark+2, linePadY+(line-lineMark)/2+1, lineMark, lineMark)
				sign.Refresh()
			}
			if l.folds || l.aligned {
				end -= lineSign
			}
			w := right.set(l.right, theme.SizeSmall, theme.ColorTextSecond, false)
			right.put(end-w, linePadY, w+1, line)
			l.state.Hidden = l.state.Text == ""
			if !l.state.Hidden {
				wide := s.Width - x - linePadX
				put(l.state, x, linePadY+high+1, wide, l.state.HeightFor(wide))
				l.state.Refresh()
			}
		},
	})
}

// Tapped opens or folds.
func (l *guideLine) Tapped(*fyne.PointEvent) {
	if l.tap != nil {
		l.tap()
	}
}

// MouseIn lights the line.
func (l *guideLine) MouseIn(*desktop.MouseEvent) { l.hovered = true; l.Refresh() }

// MouseMoved belongs to Hoverable.
func (l *guideLine) MouseMoved(*desktop.MouseEvent) {}

// MouseOut darkens the line.
func (l *guideLine) MouseOut() { l.hovered = false; l.Refresh() }

// Cursor is a hand.
func (l *guideLine) Cursor() desktop.Cursor { return desktop.PointerCursor }

// FocusGained shows the ring.
func (l *guideLine) FocusGained() { l.focused = true; l.Refresh(); kit.Attend(l) }

// FocusLost hides the ring.
func (l *guideLine) FocusLost() { l.focused = false; l.Refresh() }

// TypedRune belongs to Focusable.
func (l *guideLine) TypedRune(rune) {}

// TypedKey opens and folds with Enter and Space.
func (l *guideLine) TypedKey(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		l.Tapped(nil)
	default:
		passKey(l, key)
	}
}
