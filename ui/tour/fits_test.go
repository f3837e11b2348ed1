package tour_test

import (
	"fmt"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"crmlab/ui/kit"
	"crmlab/ui/theme"
)

// rect is a part of the window.
type rect struct{ left, top, right, bottom float32 }

func rectOf(at fyne.Position, size fyne.Size) rect {
	return rect{at.X, at.Y, at.X + size.Width, at.Y + size.Height}
}

func (r rect) and(o rect) rect {
	return rect{max(r.left, o.left), max(r.top, o.top), min(r.right, o.right), min(r.bottom, o.bottom)}
}

func (r rect) empty() bool { return r.right-r.left < 1 || r.bottom-r.top < 1 }

func (r rect) String() string {
	return fmt.Sprintf("(%.0f,%.0f)-(%.0f,%.0f)", r.left, r.top, r.right, r.bottom)
}

// view is the part of the window in which an object can be seen. What lies outside of it can be
// scrolled to along the axes that scroll, and is lost along the others.
type view struct {
	rect
	scrollsX, scrollsY bool
}

// atom is a control or a text that must not lie over another.
type atom struct {
	rect
	what string
}

// inspector walks what a window shows and notes what is cut, sticks out or overlaps.
type inspector struct {
	faults []string
	atoms  []atom
	path   []fyne.CanvasObject
	at     []rect  // where what is in path stands
	room   float32 // width of the page; a title may be cut where it is less than 400
}

// slack is how far a text may stick out before anybody sees it: the box of a line is larger than
// its characters.
const slack float32 = 1.5

// inspect returns what is wrong with the layout of what is shown.
func inspect(root fyne.CanvasObject, at fyne.Position) []string {
	i := &inspector{}
	i.walk(root, at, view{rect: rectOf(at, root.Size())})
	i.overlaps()
	return i.faults
}

func (i *inspector) fault(format string, args ...any) {
	where := ""
	for _, o := range i.path {
		switch w := o.(type) {
		case *kit.Card:
			if w.Title != "" {
				where += "/" + w.Title
			}
		case *fyne.Container, *container.Scroll, *container.Clip:
		default:
			where += "/" + strings.TrimPrefix(fmt.Sprintf("%T", o), "*")
		}
	}
	if parts := strings.Split(where, "/"); len(parts) > 5 {
		where = strings.Join(parts[len(parts)-5:], "/")
	}
	i.faults = append(i.faults, fmt.Sprintf(format, args...)+" in "+where)
}

// walk looks at an object that stands at a place of the window.
func (i *inspector) walk(o fyne.CanvasObject, at fyne.Position, v view) {
	if o == nil || !o.Visible() {
		return
	}
	own := rectOf(at, o.Size())
	i.path, i.at = append(i.path, o), append(i.at, own)
	defer func() { i.path, i.at = i.path[:len(i.path)-1], i.at[:len(i.at)-1] }()
	if fmt.Sprintf("%T", o) == "*shell.pane" {
		i.room = o.Size().Width
	}
	before := len(i.atoms)
	i.look(o, own, v)
	switch w := o.(type) {
	case *canvas.Text:
		i.text(w, own, v)
		return
	case *fyne.Container:
		for _, x := range w.Objects {
			i.walk(x, at.Add(x.Position()), v)
		}
	case *container.Scroll:
		inner := view{own.and(v.rect), v.scrollsX || w.Direction != container.ScrollVerticalOnly, v.scrollsY || w.Direction != container.ScrollHorizontalOnly}
		i.walk(w.Content, at.Add(w.Content.Position()), inner)
	case fyne.Scrollable: // the kit's own, which stands in another; its content comes first
		content := test.WidgetRenderer(o.(fyne.Widget)).Objects()[0]
		rows := fmt.Sprintf("%T", content) == "*kit.virtualRows"
		i.walk(content, at.Add(content.Position()), view{own.and(v.rect), true, v.scrollsY || rows})
	case *container.Clip:
		inner := v
		inner.rect = own.and(v.rect)
		if len(i.path) > 1 {
			_, table := i.path[len(i.path)-2].(*kit.RowTable) // its head moves with its rows
			inner.scrollsX = inner.scrollsX || table
		}
		i.walk(w.Content, at.Add(w.Content.Position()), inner)
	case *widget.Entry: // Fyne's own
	case fyne.Widget:
		for _, x := range test.WidgetRenderer(w).Objects() {
			i.walk(x, at.Add(x.Position()), v)
		}
	}
	if what, whole := atomOf(o); whole { // what stands in it belongs to it
		i.atoms = append(i.atoms[:before], atom{own.and(v.rect), what})
	}
}

// atomOf says what a control is called; false for what is none.
func atomOf(o fyne.CanvasObject) (what string, ok bool) {
	switch w := o.(type) {
	case *kit.Button:
		return "button " + w.Text, true
	case *kit.StatusChip:
		return "chip " + w.Text, w.Text != ""
	case *kit.LinkText:
		return "link " + w.Text, w.Text != ""
	case kit.Input:
		return fmt.Sprintf("%T", o), true
	}
	switch name := fmt.Sprintf("%T", o); name {
	case "*shell.chip", "*shell.searchField", "*shell.navRow":
		return name, true
	}
	return "", false
}

// look checks a control against its own least size and the view.
func (i *inspector) look(o fyne.CanvasObject, own rect, v view) {
	what, isAtom := atomOf(o)
	if isAtom {
		if seen := own.right-own.left > 0; seen {
			i.within(what, own, v)
		}
	}
	switch w := o.(type) {
	case *kit.Button:
		if w.Text != "" && w.MinSize().Width > w.Size().Width+slack {
			i.fault("button %q is %.0f wide and needs %.0f", w.Text, w.Size().Width, w.MinSize().Width)
		}
	case *kit.StatusChip:
		if w.MinSize().Width > w.Size().Width+slack && w.Text != "" {
			i.fault("chip %q is %.0f wide and needs %.0f", w.Text, w.Size().Width, w.MinSize().Width)
		}
	case *kit.RowTable:
		if high := own.and(v.rect); !v.scrollsY && high.bottom-high.top < 33+2*theme.RowHeight {
			i.fault("a table has room for %.1f rows", (high.bottom-high.top-33)/theme.RowHeight)
		}
	case *container.Scroll:
		if w.Content.MinSize().Height > w.Size().Height+slack && w.Size().Height < 60 {
			i.fault("what scrolls has %.0f of height", w.Size().Height)
		}
	}
}

// within holds that a thing can be seen whole, or can be scrolled to, and stays inside of what it
// stands in.
func (i *inspector) within(what string, own rect, v view) {
	const high = 4 // the box of a line of text is so much higher than its characters
	if !v.scrollsX && (own.left < v.left-slack || own.right > v.right+slack) {
		i.fault("%s at %s leaves the view %s", what, own, v.rect)
		return
	}
	if !v.scrollsY && (own.top < v.top-high || own.bottom > v.bottom+high) {
		i.fault("%s at %s leaves the view %s", what, own, v.rect)
		return
	}
}

// text holds that a line of text is not cut.
func (i *inspector) text(t *canvas.Text, own rect, v view) {
	if t.Text == "" {
		return
	}
	natural := fyne.MeasureText(t.Text, t.TextSize, t.TextStyle)
	drawn := rect{own.left, own.top, own.left + natural.Width, own.bottom}
	switch t.Alignment {
	case fyne.TextAlignTrailing:
		drawn.left, drawn.right = own.right-natural.Width, own.right
	case fyne.TextAlignCenter:
		middle := (own.left + own.right) / 2
		drawn.left, drawn.right = middle-natural.Width/2, middle+natural.Width/2
	}
	i.within(fmt.Sprintf("text %q", t.Text), drawn, v)
	i.inside(t, drawn)
	i.shortened(t)
	i.atoms = append(i.atoms, atom{rect{drawn.left, drawn.top + 4, drawn.right, drawn.bottom - 3}.and(v.rect), fmt.Sprintf("text %q", t.Text)})
}

// inside holds that a text stays in the controls and cards that it stands in, up to what scrolls
// or cuts, which the view has been looked at for.
func (i *inspector) inside(t *canvas.Text, drawn rect) {
	for k := len(i.path) - 2; k >= 0; k-- {
		in, own := i.path[k], i.at[k]
		switch in.(type) {
		case *container.Clip, fyne.Scrollable:
			return
		}
		if own.right > own.left && (drawn.left < own.left-slack || drawn.right > own.right+slack) {
			i.fault("text %q at %s leaves %T at %s", t.Text, drawn, in, own)
			return
		}
	}
}

// shortened holds that a text was not cut with an ellipsis where every character counts.
func (i *inspector) shortened(t *canvas.Text) {
	rest, cut := strings.CutSuffix(t.Text, "…")
	if !cut {
		return
	}
	for k := len(i.path) - 2; k >= 0; k-- {
		switch w := i.path[k].(type) {
		case *kit.Button:
			if w.Text != t.Text {
				i.fault("button %q says %q", w.Text, t.Text)
			}
			return
		case *kit.StatusChip:
			if w.Text != t.Text {
				i.fault("chip %q says %q", w.Text, t.Text)
			}
			return
		case *kit.FigureCard:
			if t.Text != w.Label && t.Text != w.Figure && t.Text != w.Note {
				i.fault("figure card %q says %q", w.Label, t.Text)
			}
			return
		case *kit.Card:
			if k == len(i.path)-3 { // its title
				i.fault("card %q says %q", w.Title, t.Text)
			}
			return
		case *kit.Text:
			if (w.TextSize == theme.SizeTitle || w.TextSize == "subHeadingText") && w.Text != t.Text && i.room >= 400 && len([]rune(w.Text)) < 32 {
				i.fault("title %q says %q", w.Text, t.Text)
			}
		case kit.Input:
			return
		}
		switch name := fmt.Sprintf("%T", i.path[k]); name {
		case "*kit.rowHeader":
			i.fault("column head says %q", t.Text)
			return
		case "*kit.fieldBox":
			i.fault("field label says %q", t.Text)
			return
		case "*kit.tableRow":
			switch {
			case t.TextSize == theme.Size(theme.SizeSmall):
				i.fault("chip in a row says %q", t.Text)
			case rest == "" || isFigure(rest):
				i.fault("figure in a row says %q", t.Text)
			}
			return
		case "*shell.chip":
			i.fault("chip of the header says %q", t.Text)
			return
		case "*shell.navRow", "*shell.searchField":
			i.fault("%s says %q", name, t.Text)
			return
		}
	}
}

// isFigure reports whether a text is an amount, a number or a date.
func isFigure(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsDigit(r) && !strings.ContainsRune(",.-+% ", r) })
}

// overlaps notes controls and texts that lie over each other.
func (i *inspector) overlaps() {
	i.path = nil
	for a, one := range i.atoms {
		if one.empty() {
			continue
		}
		for _, two := range i.atoms[a+1:] {
			both := one.rect.and(two.rect)
			if both.right-both.left > slack && both.bottom-both.top > slack {
				i.fault("%s and %s lie over each other at %s", one.what, two.what, both)
			}
		}
	}
}
