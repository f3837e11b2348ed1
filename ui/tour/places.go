package tour

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"crmlab/ui/kit"
)

// PlaceKind tells what can be done at a place.
type PlaceKind string

// A text is any line of words on the screen, also one that can be clicked, such as a row of a
// list, a line of a menu or a link.
const (
	ButtonPlace PlaceKind = "button"
	FieldPlace  PlaceKind = "field" // named by its label, or by what it says while it is empty
	TextPlace   PlaceKind = "text"
	ScrollPlace PlaceKind = "scroll" // what the wheel moves
)

// Place is where something with a name stands in the window, in pixels from the upper left corner
// of what the window shows. Who drives the real window from outside finds by it where to click.
type Place struct {
	Kind    PlaceKind `json:"kind"`
	Name    string    `json:"name"`
	Value   string    `json:"value,omitempty"`   // of a field, as text
	Reason  string    `json:"reason,omitempty"`  // why the button cannot be pressed now
	Focused bool      `json:"focused,omitempty"` // has the keyboard
	Box     Box       `json:"box"`
	View    Box       `json:"view"` // what of the window shows it: a scrolled list, the page; the rest is cut off
}

// Box is a rectangle of the window, in pixels.
type Box struct {
	X int `json:"x"`
	Y int `json:"y"`
	W int `json:"w"`
	H int `json:"h"`
}

// Places lists what has a name on a canvas: what stands in the topmost dialog or menu, or on
// the page while none is open.
func Places(on fyne.Canvas) []Place {
	root := on.Content()
	if top := on.Overlays().Top(); top != nil {
		root = top
	}
	if root == nil {
		return nil
	}
	s := &survey{focused: on.Focused(), scale: on.Scale(), labels: map[fyne.CanvasObject]string{}}
	s.visit(root, fyne.Position{}, area{max: fyne.NewPos(on.Size().Width, on.Size().Height)})
	return s.found
}

// area is the part of the canvas that what stands in it is cut to.
type area struct{ min, max fyne.Position }

// within is the part of the area that a rectangle leaves.
func (a area) within(at fyne.Position, size fyne.Size) area {
	end := at.Add(size)
	return area{
		min: fyne.NewPos(max(a.min.X, at.X), max(a.min.Y, at.Y)),
		max: fyne.NewPos(max(a.min.X, min(a.max.X, end.X)), max(a.min.Y, min(a.max.Y, end.Y))),
	}
}

type survey struct {
	focused fyne.Focusable
	scale   float32
	labels  map[fyne.CanvasObject]string // of inputs in forms
	found   []Place
}

func (s *survey) visit(o fyne.CanvasObject, parent fyne.Position, view area) {
	if o == nil || !o.Visible() {
		return
	}
	at := parent.Add(o.Position())
	switch w := o.(type) {
	case fyne.Scrollable:
		view = view.within(at, o.Size())
		s.note(Place{Kind: ScrollPlace}, o, at, view)
	case *container.Clip:
		view = view.within(at, o.Size())
	case *kit.EditForm:
		for _, section := range w.Sections {
			for _, f := range section.Fields {
				s.labels[f.Widget] = f.Label
			}
		}
	case *kit.Button:
		name := w.Text
		if name == "" {
			name = w.Tip
		}
		s.note(Place{Kind: ButtonPlace, Name: name, Reason: w.Reason, Focused: s.focused == fyne.Focusable(w)}, o, at, view)
	case kit.Input:
		name, labelled := s.labels[o]
		if !labelled {
			name = kit.Prompt(w)
		}
		target := w.FocusTarget()
		p := Place{Kind: FieldPlace, Name: name, Value: w.Value(), Focused: s.focused == target}
		part, placed := target.(fyne.CanvasObject) // a field of several parts is clicked where it takes the keyboard
		if !placed {
			part = o
		}
		s.note(p, part, fyne.CurrentApp().Driver().AbsolutePositionForObject(part), view)
		switch o.(type) {
		case *kit.PickerMulti, *kit.DateRange:
		default:
			return // the words in it are its value
		}
	case *canvas.Text:
		if w.Text != "" {
			s.note(Place{Kind: TextPlace, Name: w.Text}, o, at, view)
		}
	}
	if prompt, text, ok := kit.Typing(o); ok {
		s.note(Place{Kind: FieldPlace, Name: prompt, Value: text, Focused: s.focused == o.(fyne.Focusable)}, o, at, view)
		return
	}
	for _, x := range inside(o) {
		s.visit(x, at, view)
	}
}

func (s *survey) note(p Place, o fyne.CanvasObject, at fyne.Position, view area) {
	p.Box = s.pixels(at, at.Add(o.Size()))
	p.View = s.pixels(view.min, view.max)
	s.found = append(s.found, p)
}

// pixels is a rectangle of the canvas on the screen.
func (s *survey) pixels(from, to fyne.Position) Box {
	x, y := int(from.X*s.scale), int(from.Y*s.scale)
	return Box{X: x, Y: y, W: int(to.X*s.scale) - x, H: int(to.Y*s.scale) - y}
}
