package kit

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"crmlab/ui/theme"
)

// PickerMulti is any number of many options: chips with ×, and a field that finds more.
type PickerMulti struct {
	widget.BaseWidget
	inputState

	Find        func(query string) []Option
	Lookup      func(value string) Option
	Placeholder string // empty means 添加
	Hint        string
	MinWidth    float32 // 0 means 160
	OnChanged   func(values []string)

	chosen []Option
	picker *Picker
	chips  []*removableChip
	width  float32
}

var _ Input = (*PickerMulti)(nil)

func (p *PickerMulti) init() {
	if p.picker != nil {
		return
	}
	p.ExtendBaseWidget(p)
	p.picker = &Picker{
		Find:        func(q string) []Option { return p.rest(q) },
		Placeholder: orElse(p.Placeholder, "添加"), Hint: p.Hint, MinWidth: 110,
	}
	p.picker.OnChanged = func(value string) {
		if value == "" {
			return
		}
		o := p.picker.Chosen()
		p.picker.SetChosen(Option{})
		p.set(append(p.chosen[:len(p.chosen):len(p.chosen)], o))
	}
}

// rest answers a query without what is chosen already.
func (p *PickerMulti) rest(query string) []Option {
	if p.Find == nil {
		return nil
	}
	var out []Option
	for _, o := range p.Find(query) {
		if !contains(p.Values(), o.Value) {
			out = append(out, o)
		}
	}
	return out
}

func (p *PickerMulti) set(chosen []Option) {
	p.show(chosen)
	if p.OnChanged != nil {
		p.OnChanged(p.Values())
	}
	p.changed()
}

func (p *PickerMulti) show(chosen []Option) {
	p.init()
	p.chosen = chosen
	p.chips = nil
	for i, o := range chosen {
		p.chips = append(p.chips, &removableChip{text: orElse(o.Label, o.Value), remove: func() {
			rest := append([]Option{}, p.chosen[:i]...)
			p.set(append(rest, p.chosen[i+1:]...))
			focus(p.picker)
		}})
	}
	p.Refresh()
}

// Values returns the ids of what is chosen, in the order in which they were chosen.
func (p *PickerMulti) Values() []string {
	var out []string
	for _, o := range p.chosen {
		out = append(out, o.Value)
	}
	return out
}

// SetValues chooses by ids without telling listeners; Lookup gives the labels.
func (p *PickerMulti) SetValues(values []string) {
	var chosen []Option
	for _, v := range values {
		chosen = append(chosen, lookup(p.Lookup, v))
	}
	p.show(chosen)
}

// Value returns the ids joined by commas.
func (p *PickerMulti) Value() string { return strings.Join(p.Values(), ",") }

// SetValue chooses the ids of a text joined by commas.
func (p *PickerMulti) SetValue(value string) { p.SetValues(splitValues(value)) }

// Problem is always nil.
func (p *PickerMulti) Problem() error { return nil }

// SetReadOnly shows the chips without letting them be changed.
func (p *PickerMulti) SetReadOnly(readOnly bool) {
	p.init()
	p.readOnly = readOnly
	p.picker.SetReadOnly(readOnly)
	p.Refresh()
}

// SetWrong marks the field.
func (p *PickerMulti) SetWrong(wrong bool) { p.init(); p.picker.SetWrong(wrong) }

// FocusTarget is what receives the keyboard.
func (p *PickerMulti) FocusTarget() fyne.Focusable { p.init(); return p.picker }

func (p *PickerMulti) onEnter(confirm func()) { p.inputState.onEnter(confirm) }

// HeightFor returns the height of the lines of chips at a width.
func (p *PickerMulti) HeightFor(width float32) float32 {
	return p.flow(width, func(fyne.CanvasObject, float32, float32, fyne.Size) {})
}

func (p *PickerMulti) flow(width float32, put func(o fyne.CanvasObject, x, y float32, size fyne.Size)) float32 {
	p.init()
	const gap = 6
	x, y := float32(0), float32(0)
	step := func(o fyne.CanvasObject) {
		least := o.MinSize()
		w := min(least.Width, width)
		if x > 0 && x+w > width {
			x, y = 0, y+theme.ControlHeight+gap-2
		}
		put(o, x, y+(theme.ControlHeight-least.Height)/2, fyne.NewSize(w, least.Height))
		x += w + gap
	}
	for _, c := range p.chips {
		step(c)
	}
	if !p.readOnly || len(p.chips) == 0 {
		step(p.picker)
	}
	return y + theme.ControlHeight
}

// MinSize is as high as the chips at the present width.
func (p *PickerMulti) MinSize() fyne.Size {
	p.init()
	w := p.MinWidth
	if w == 0 {
		w = 160
	}
	return fyne.NewSize(w, p.HeightFor(max(p.width, w)))
}

// CreateRenderer belongs to Fyne.
func (p *PickerMulti) CreateRenderer() fyne.WidgetRenderer {
	p.init()
	return paint(painter{
		owner: p,
		list: func() []fyne.CanvasObject {
			var objects []fyne.CanvasObject
			for _, c := range p.chips {
				objects = append(objects, c)
			}
			return append(objects, p.picker)
		},
		min: p.MinSize,
		update: func() {
			p.picker.Hidden = p.readOnly && len(p.chips) > 0
			for _, c := range p.chips {
				c.fixed = p.readOnly
				c.Refresh()
			}
		},
		arrange: func(s fyne.Size) {
			p.width = s.Width
			p.flow(s.Width, func(o fyne.CanvasObject, x, y float32, size fyne.Size) {
				place(o, x, y, size.Width, size.Height)
			})
		},
	})
}

// removableChip is one chosen thing; × or Delete takes it out.
type removableChip struct {
	widget.BaseWidget
	text             string
	remove           func()
	fixed            bool
	focused, hovered bool
}

var (
	_ fyne.Focusable    = (*removableChip)(nil)
	_ fyne.Disableable  = (*removableChip)(nil)
	_ desktop.Hoverable = (*removableChip)(nil)
)

// Disabled takes a fixed chip out of the order of Tab.
func (c *removableChip) Disabled() bool { return c.fixed }

// Disable fixes the chip.
func (c *removableChip) Disable() { c.fixed = true }

// Enable frees the chip.
func (c *removableChip) Enable() { c.fixed = false }

// Tapped removes where × was met.
func (c *removableChip) Tapped(e *fyne.PointEvent) {
	if !c.fixed && e.Position.X > c.Size().Width-22 {
		c.remove()
	}
}

// FocusGained shows the ring.
func (c *removableChip) FocusGained() { c.focused = true; c.Refresh(); Attend(c) }

// FocusLost hides the ring.
func (c *removableChip) FocusLost() { c.focused = false; c.Refresh() }

// TypedRune belongs to Focusable.
func (c *removableChip) TypedRune(rune) {}

// TypedKey removes on Delete.
func (c *removableChip) TypedKey(key *fyne.KeyEvent) {
	if !c.fixed && (key.Name == fyne.KeyDelete || key.Name == fyne.KeyBackspace) {
		c.remove()
		return
	}
	pass(c, key)
}

// MouseIn lights ×.
func (c *removableChip) MouseIn(*desktop.MouseEvent) { c.hovered = true; c.Refresh() }

// MouseMoved belongs to Hoverable.
func (c *removableChip) MouseMoved(*desktop.MouseEvent) {}

// MouseOut ends hovering.
func (c *removableChip) MouseOut() { c.hovered = false; c.Refresh() }

// MinSize holds the words and ×.
func (c *removableChip) MinSize() fyne.Size {
	c.ExtendBaseWidget(c)
	w := fyne.MeasureText(c.text, theme.Size(theme.SizeText), fyne.TextStyle{}).Width + 2*theme.Gap2
	if !c.fixed {
		w += 16
	}
	return fyne.NewSize(w, 26)
}

// CreateRenderer belongs to Fyne.
func (c *removableChip) CreateRenderer() fyne.WidgetRenderer {
	c.ExtendBaseWidget(c)
	ring, box, ink, x := newRing(), newBox(), &canvas.Text{}, newCross()
	objects := append([]fyne.CanvasObject{ring, box, ink}, x.objects()...)
	return paint(painter{
		owner: c, objects: objects, min: c.MinSize,
		update: func() {
			paintBox(box, theme.ColorTintBrand, "")
			paintRing(ring, c.focused, false)
			name := theme.ColorTextSecond
			if c.hovered {
				name = theme.ColorBrand
			}
			x.paint(!c.fixed, name)
		},
		arrange: func(s fyne.Size) {
			box.Resize(s)
			placeRing(ring, s)
			size := theme.Size(theme.SizeText)
			room := s.Width - 2*theme.Gap2
			if !c.fixed {
				room -= 16
			}
			ink.Text, ink.TextSize, ink.Color = ellipsis(c.text, room+1, size, fyne.TextStyle{}), size, theme.Color(theme.ColorText)
			placeMiddle(ink, theme.Gap2, room, s.Height)
			ink.Refresh()
			x.move(s.Width-18, s.Height/2-4, 8)
		},
	})
}
