package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"crmlab/ui/theme"
)

// QueryInput is one condition of a QueryBar.
type QueryInput struct {
	ID     string
	Label  string // before the input; most inputs say it in their placeholder
	Widget Input
	Width  float32 // 0 means 128
}

// QueryBar is the line of conditions above a list: inputs that flow, 查询, and what the list
// offers beside. Enter in any input queries.
type QueryBar struct {
	widget.BaseWidget

	Inputs     []QueryInput
	QueryText  string // empty means 查询
	OnQuery    func()
	OnAdvanced func() // 高级查询; nil leaves it out
	OnReset    func() // after the inputs were emptied; nil leaves 重置 out
	Right      []fyne.CanvasObject
	Bare       bool // no card around, for bars inside a card

	card fyne.CanvasObject
}

func (q *QueryBar) init() {
	q.ExtendBaseWidget(q)
	if q.card != nil {
		return
	}
	var left []fyne.CanvasObject
	for _, in := range q.Inputs {
		width := in.Width
		if width == 0 {
			width = 128
		}
		in.Widget.onEnter(q.query)
		var o fyne.CanvasObject = Fixed(width, in.Widget)
		if in.Label != "" {
			o = Line{Gap: 6}.Of(&Text{Text: in.Label, Color: theme.ColorTextSecond}, o)
		}
		left = append(left, o)
	}
	if q.OnQuery != nil {
		left = append(left, &Button{Text: orElse(q.QueryText, "查询"), OnTapped: q.query})
	}
	if q.OnAdvanced != nil {
		left = append(left, &Button{Text: "高级查询", OnTapped: func() { q.OnAdvanced() }})
	}
	if q.OnReset != nil {
		left = append(left, &Button{Text: "重置", Kind: Ghost, OnTapped: q.Reset})
	}
	flow := Flow{Gap: theme.Gap2}.Of(left...)
	var content fyne.CanvasObject = flow
	if len(q.Right) > 0 {
		content = &sideBySide{left: flow, right: Line{Gap: theme.Gap2}.Of(q.Right...)}
	}
	q.card = content
	if !q.Bare {
		q.card = &queryCard{content: content}
	}
}

func (q *QueryBar) query() {
	if q.OnQuery != nil {
		q.OnQuery()
	}
}

// Reset empties all inputs and calls OnReset.
func (q *QueryBar) Reset() {
	q.init()
	for _, in := range q.Inputs {
		in.Widget.SetValue("")
	}
	if q.OnReset != nil {
		q.OnReset()
	}
}

// Values returns the conditions by ID, without the empty ones.
func (q *QueryBar) Values() map[string]string {
	values := map[string]string{}
	for _, in := range q.Inputs {
		if v := in.Widget.Value(); v != "" {
			values[in.ID] = v
		}
	}
	return values
}

// SetValues fills inputs by ID and empties the others, without querying.
func (q *QueryBar) SetValues(values map[string]string) {
	q.init()
	for _, in := range q.Inputs {
		in.Widget.SetValue(values[in.ID])
	}
}

// Focus moves the keyboard to the first input, for Ctrl+F.
func (q *QueryBar) Focus() {
	q.init()
	if len(q.Inputs) > 0 {
		focus(q.Inputs[0].Widget.FocusTarget())
	}
}

// HeightFor returns the height at a width.
func (q *QueryBar) HeightFor(width float32) float32 {
	q.init()
	return heightFor(q.card, width)
}

// MinSize is as high as the lines at the present width.
func (q *QueryBar) MinSize() fyne.Size {
	q.init()
	return q.card.MinSize()
}

// CreateRenderer belongs to Fyne.
func (q *QueryBar) CreateRenderer() fyne.WidgetRenderer {
	q.init()
	return paint(painter{
		owner:   q,
		objects: []fyne.CanvasObject{q.card},
		min:     q.MinSize,
		arrange: func(s fyne.Size) { place(q.card, 0, 0, s.Width, s.Height) },
	})
}

// sideBySide gives its right part its own width and the left part the rest, in which it flows.
type sideBySide struct {
	widget.BaseWidget
	left, right fyne.CanvasObject
}

func (s *sideBySide) leftWidth(width float32) float32 {
	return width - s.right.MinSize().Width - theme.Gap3
}

// HeightFor returns the height at a width.
func (s *sideBySide) HeightFor(width float32) float32 {
	return max(heightFor(s.left, s.leftWidth(width)), s.right.MinSize().Height)
}

// MinSize is as high as the left part at the present width.
func (s *sideBySide) MinSize() fyne.Size {
	s.ExtendBaseWidget(s)
	l, r := s.left.MinSize(), s.right.MinSize()
	height := max(l.Height, r.Height)
	if w := s.Size().Width; w > 0 {
		height = s.HeightFor(w)
	}
	return fyne.NewSize(l.Width+theme.Gap3+r.Width, height)
}

// CreateRenderer belongs to Fyne.
func (s *sideBySide) CreateRenderer() fyne.WidgetRenderer {
	s.ExtendBaseWidget(s)
	return paint(painter{
		owner:   s,
		objects: []fyne.CanvasObject{s.left, s.right},
		min:     s.MinSize,
		arrange: func(size fyne.Size) {
			r := s.right.MinSize()
			place(s.left, 0, 0, s.leftWidth(size.Width), size.Height)
			place(s.right, size.Width-r.Width, (theme.ControlHeight-r.Height)/2, r.Width, r.Height)
		},
	})
}

// queryCard is a card with the smaller room that a line of inputs needs.
type queryCard struct {
	widget.BaseWidget
	content fyne.CanvasObject
}

const queryPad float32 = 9

// HeightFor returns the height at a width.
func (c *queryCard) HeightFor(width float32) float32 {
	return heightFor(c.content, width-2*queryPad) + 2*queryPad
}

// MinSize is that of the content with its room.
func (c *queryCard) MinSize() fyne.Size {
	c.ExtendBaseWidget(c)
	return c.content.MinSize().Add(fyne.NewSquareSize(2 * queryPad))
}

// CreateRenderer belongs to Fyne.
func (c *queryCard) CreateRenderer() fyne.WidgetRenderer {
	c.ExtendBaseWidget(c)
	box := newBox()
	return paint(painter{
		owner:   c,
		objects: []fyne.CanvasObject{box, c.content},
		min:     c.MinSize,
		update:  func() { paintBox(box, theme.ColorCard, theme.ColorLine) },
		arrange: func(s fyne.Size) {
			box.Resize(s)
			place(c.content, queryPad, queryPad, s.Width-2*queryPad, s.Height-2*queryPad)
		},
	})
}
