package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"crmlab/ui/theme"
)

// ButtonKind is the weight of a button.
type ButtonKind int

// A page has at most one primary button.
const (
	Secondary ButtonKind = iota
	Primary
	Danger // deletes or ends something
	Ghost  // words alone, for bars and heads of cards
)

// Button is a verb to press. Enter and Space press it when it has the focus.
type Button struct {
	widget.BaseWidget

	Text     string
	Kind     ButtonKind
	Icon     fyne.Resource // optional, before the text
	Tip      string        // shown on hover
	Reason   string        // why it cannot be pressed now; not empty means disabled, shown on hover
	Small    bool          // for pagers and rows, 26 high
	MinWidth float32
	OnTapped func()

	hovered, focused, pressed bool
}

var (
	_ fyne.Focusable    = (*Button)(nil)
	_ fyne.Tappable     = (*Button)(nil)
	_ fyne.Disableable  = (*Button)(nil)
	_ desktop.Hoverable = (*Button)(nil)
	_ desktop.Mouseable = (*Button)(nil)
)

// SetText changes the words.
func (b *Button) SetText(text string) {
	b.Text = text
	b.Refresh()
}

// SetReason disables the button with a reason, or enables it with an empty one.
func (b *Button) SetReason(reason string) {
	if b.Reason != reason {
		b.Reason = reason
		b.Refresh()
	}
}

// Disable disables without a reason worth telling. Prefer SetReason.
func (b *Button) Disable() { b.SetReason(" ") }

// Enable lets the button be pressed.
func (b *Button) Enable() { b.SetReason("") }

// Disabled says whether the button cannot be pressed.
func (b *Button) Disabled() bool { return b.Reason != "" }

// Tapped presses the button.
func (b *Button) Tapped(*fyne.PointEvent) {
	if b.Disabled() || b.OnTapped == nil {
		return
	}
	hideTip(canvasOf(b))
	b.OnTapped()
}

// MouseDown shows the press.
func (b *Button) MouseDown(*desktop.MouseEvent) { b.pressed = true; b.Refresh() }

// MouseUp ends the press.
func (b *Button) MouseUp(*desktop.MouseEvent) { b.pressed = false; b.Refresh() }

// MouseIn lights the button and brings its tip or its reason.
func (b *Button) MouseIn(e *desktop.MouseEvent) {
	b.hovered = true
	tip := b.Tip
	if b.Disabled() {
		tip = b.Reason
	}
	if tip != "" && tip != " " {
		showTip(canvasOf(b), tip, e.AbsolutePosition)
	}
	b.Refresh()
}

// MouseMoved belongs to Hoverable.
func (b *Button) MouseMoved(*desktop.MouseEvent) {}

// MouseOut ends hovering.
func (b *Button) MouseOut() {
	b.hovered, b.pressed = false, false
	hideTip(canvasOf(b))
	b.Refresh()
}

// FocusGained shows the focus ring.
func (b *Button) FocusGained() { b.focused = true; b.Refresh(); Attend(b) }

// FocusLost hides the focus ring.
func (b *Button) FocusLost() { b.focused = false; b.Refresh() }

// TypedRune takes the space bar on drivers that send it as a character.
func (b *Button) TypedRune(rune) {}

// TypedKey presses on Enter and Space.
func (b *Button) TypedKey(key *fyne.KeyEvent) {
	if isEnter(key) || key.Name == fyne.KeySpace {
		b.Tapped(nil)
		return
	}
	pass(b, key)
}

func (b *Button) height() float32 {
	if b.Small {
		return 26
	}
	return theme.ControlHeight
}

func (b *Button) textSize() float32 {
	if b.Small {
		return theme.Size(theme.SizeSmall)
	}
	return theme.Size(theme.SizeText)
}

const buttonIcon float32 = 16

func (b *Button) contentWidth() float32 {
	w := fyne.MeasureText(b.Text, b.textSize(), fyne.TextStyle{}).Width
	if b.Icon != nil {
		w += buttonIcon
		if b.Text != "" {
			w += 6
		}
	}
	return w
}

// MinSize holds the words with room on both sides.
func (b *Button) MinSize() fyne.Size {
	b.ExtendBaseWidget(b)
	pad := theme.Gap3
	if b.Small || b.Kind == Ghost || b.Text == "" {
		pad = theme.Gap2
	}
	return fyne.NewSize(max(b.contentWidth()+2*pad, b.MinWidth), b.height())
}

// CreateRenderer belongs to Fyne.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	b.ExtendBaseWidget(b)
	box, ring, ink, icon := newBox(), newRing(), &canvas.Text{}, canvas.NewImageFromResource(nil)
	icon.FillMode = canvas.ImageFillContain
	return paint(painter{
		owner:   b,
		objects: []fyne.CanvasObject{ring, box, icon, ink},
		min:     b.MinSize,
		update: func() {
			fill, stroke, text := b.colours()
			paintBox(box, fill, stroke)
			paintRing(ring, b.focused, false)
			ink.Text, ink.TextSize, ink.Color = b.Text, b.textSize(), theme.Color(text)
			ink.Refresh()
			icon.Hidden = b.Icon == nil
			if b.Icon != nil {
				icon.Resource = tinted(b.Icon, text)
				icon.Refresh()
			}
		},
		arrange: func(s fyne.Size) {
			box.Resize(s)
			placeRing(ring, s)
			x := (s.Width - b.contentWidth()) / 2
			if b.Icon != nil {
				place(icon, x, (s.Height-buttonIcon)/2, buttonIcon, buttonIcon)
				x += buttonIcon + 6
			}
			placeMiddle(ink, x, s.Width-x, s.Height)
		},
	})
}

func (b *Button) colours() (fill, stroke, text fyne.ThemeColorName) {
	lit := b.hovered || b.pressed
	switch {
	case b.Disabled() && b.Kind == Ghost:
		return "", "", theme.ColorTextFaint
	case b.Disabled():
		return theme.ColorDisabled, theme.ColorLine, theme.ColorTextFaint
	case b.Kind == Primary && lit:
		return theme.ColorBrandStrong, "", theme.ColorOnBrand
	case b.Kind == Primary:
		return theme.ColorBrand, "", theme.ColorOnBrand
	case b.Kind == Danger && lit:
		return theme.ColorTintDanger, theme.ColorDanger, theme.ColorDanger
	case b.Kind == Danger:
		return theme.ColorCard, theme.ColorDanger, theme.ColorDanger
	case b.Kind == Ghost && lit:
		return theme.ColorTintGrey, "", theme.ColorBrand
	case b.Kind == Ghost:
		return "", "", theme.ColorTextSecond
	case b.pressed:
		return theme.ColorSelection, theme.ColorBrand, theme.ColorBrand
	case lit:
		return theme.ColorHover, theme.ColorBrand, theme.ColorText
	default:
		return theme.ColorCard, theme.ColorLineStrong, theme.ColorText
	}
}
