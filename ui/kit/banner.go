package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"crmlab/ui/theme"
)

// Banner is a notice on the page that stays: why something was refused, what to do next. An empty
// one takes no room.
type Banner struct {
	widget.BaseWidget

	Title  string // optional bold first line
	Text   string
	Tone   Tone
	Action string // label of a link at the end
	OnTap  func()

	link  *LinkText
	title *Text
	text  *Paragraph
}

func (b *Banner) init() {
	b.ExtendBaseWidget(b)
	if b.text == nil {
		b.title = &Text{Bold: true, Truncate: true}
		b.text = &Paragraph{}
		b.link = &LinkText{}
		b.Hidden = b.Text == "" && b.Title == ""
	}
}

// Set changes the notice; an empty text hides it.
func (b *Banner) Set(title, text string, tone Tone) {
	b.init()
	b.Title, b.Text, b.Tone = title, text, tone
	b.Hidden = text == "" && title == ""
	b.Refresh()
}

// Clear hides the notice.
func (b *Banner) Clear() { b.Set("", "", b.Tone) }

// Visible belongs to Fyne.
func (b *Banner) Visible() bool {
	b.init()
	return !b.Hidden
}

const (
	bannerPadX float32 = 12
	bannerPadY float32 = 9
)

// HeightFor returns the height at a width.
func (b *Banner) HeightFor(width float32) float32 {
	b.init()
	b.text.Text, b.title.Text = b.Text, b.Title
	b.link.Text, b.link.OnTapped = b.Action, b.OnTap
	height := 2 * bannerPadY
	if b.Title != "" {
		height += b.title.MinSize().Height
	}
	if b.Text != "" {
		height += b.text.HeightFor(b.room(width))
	}
	return height
}

func (b *Banner) room(width float32) float32 {
	room := width - 2*bannerPadX
	if b.Action != "" {
		room -= b.link.MinSize().Width + theme.Gap3
	}
	return room
}

// MinSize is as high as the text at the present width.
func (b *Banner) MinSize() fyne.Size {
	b.init()
	width := b.Size().Width
	if width <= 0 {
		width = 400
	}
	return fyne.NewSize(160, b.HeightFor(width))
}

// CreateRenderer belongs to Fyne.
func (b *Banner) CreateRenderer() fyne.WidgetRenderer {
	b.init()
	box := newBox()
	return paint(painter{
		owner:   b,
		objects: []fyne.CanvasObject{box, b.title, b.text, b.link},
		min:     b.MinSize,
		update: func() {
			tone := b.Tone
			if tone == TonePlain {
				tone = ToneBlue
			}
			paintBox(box, tone.tint(), "")
			b.title.Text, b.title.Tone, b.title.Hidden = b.Title, tone, b.Title == ""
			b.text.Text, b.text.Tone, b.text.Hidden = b.Text, TonePlain, b.Text == ""
			if b.Title == "" {
				b.text.Tone = tone
			}
			b.link.Text, b.link.OnTapped, b.link.Hidden = b.Action, b.OnTap, b.Action == ""
			b.title.Refresh()
			b.text.Refresh()
			b.link.Refresh()
		},
		arrange: func(s fyne.Size) {
			box.Resize(s)
			y, room := bannerPadY, b.room(s.Width)
			if b.Title != "" {
				h := b.title.MinSize().Height
				place(b.title, bannerPadX, y, room, h)
				y += h
			}
			place(b.text, bannerPadX, y, room, b.text.HeightFor(room))
			l := b.link.MinSize()
			place(b.link, s.Width-bannerPadX-l.Width, (s.Height-l.Height)/2, l.Width, l.Height)
		},
	})
}
