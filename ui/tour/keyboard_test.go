package tour_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"crmlab/data/pack"
	"crmlab/domain/record"
	"crmlab/ui/kit"
	"crmlab/ui/page"
	"crmlab/ui/shell"
	"crmlab/ui/tour"
)

// typist works the window by keys alone.
type typist struct {
	t *testing.T
	s *shell.Shell
}

func newTypist(t *testing.T) *typist {
	t.Helper()
	c, err := pack.BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
	return &typist{t, windowWith(t, kit.Inline{}, c)}
}

func (y *typist) canvas() fyne.Canvas { return y.s.Window().Canvas() }

func (y *typist) visit(at place) {
	y.s.Wear(at.hat)
	y.s.Go(at.Route)
	y.canvas().Unfocus()
}

// shortcut gives one to what has the focus if that takes any, else to the window, as Fyne does.
func (y *typist) shortcut(sc fyne.Shortcut) {
	if f, ok := y.canvas().Focused().(fyne.Shortcutable); ok {
		f.TypedShortcut(sc)
		return
	}
	y.s.Window().Content().(*kit.Host).OnShortcut(sc)
}

func (y *typist) overlays() int { return len(y.canvas().Overlays().List()) }

// stops are what Tab leads to, from nothing until it comes round.
func (y *typist) stops() (out []fyne.Focusable) {
	y.t.Helper()
	c := y.canvas()
	c.Unfocus()
	for range 400 {
		c.FocusNext()
		f := c.Focused()
		if f == nil || len(out) > 0 && f == out[0] {
			return out
		}
		out = append(out, f)
	}
	y.t.Fatalf("Tab does not come round at %v", y.s.Here())
	return nil
}

// spot is where an object stands in the window, and what of it can be seen.
type spot struct {
	own, seen rect
	part      string // of the window: side, header, page or guide
	within    []fyne.CanvasObject
}

// spots finds every object of the window.
func (y *typist) spots() map[fyne.CanvasObject]spot {
	out := map[fyne.CanvasObject]spot{}
	var walk func(o fyne.CanvasObject, at fyne.Position, v rect, part string, within []fyne.CanvasObject)
	walk = func(o fyne.CanvasObject, at fyne.Position, v rect, part string, within []fyne.CanvasObject) {
		if o == nil || !o.Visible() {
			return
		}
		switch name := fmt.Sprintf("%T", o); name {
		case "*shell.sidebar", "*shell.header", "*shell.pane", "*shell.guidePanel":
			part = name
		}
		own := rectOf(at, o.Size())
		out[o] = spot{own, own.and(v), part, within}
		within = append(within[:len(within):len(within)], o)
		if _, ok := o.(fyne.Scrollable); ok {
			v = v.and(own)
		}
		var inside []fyne.CanvasObject
		switch w := o.(type) {
		case *fyne.Container:
			inside = w.Objects
		case fyne.Widget:
			inside = test.WidgetRenderer(w).Objects()
		}
		for _, x := range inside {
			walk(x, at.Add(x.Position()), v, part, within)
		}
	}
	root := y.s.Window().Content()
	walk(root, fyne.Position{}, rectOf(fyne.Position{}, root.Size()), "", nil)
	return out
}

// asLeft is where a reader is who goes on from one spot to another: what scrolls is left as a whole,
// however far down in it the last control stands.
func (s *spot) asLeft(to spot, spots map[fyne.CanvasObject]spot) *spot {
	for _, o := range s.within {
		if _, scrolls := o.(fyne.Scrollable); scrolls && !slices.Contains(to.within, o) {
			around := spots[o]
			return &around
		}
	}
	return s
}

// byKeyElsewhere are controls for the mouse whose work has a key or a menu of its own.
var byKeyElsewhere = map[string]string{
	"*kit.rowHeader":        "列 ▾ › 排序",
	"*kit.tableRow":         "keys of the table",
	"*kit.toastCard":        "only keeps taps",
	"*kit.calendarButton":   "Alt+↓ in the date",
	"*kit.ChartView":        "the table beside it leads to the same records",
	"*shell.navRow":         "keys of the sidebar",
	"*widget.scrollBarArea": "what has the keyboard comes into view",
}

func TestTabReachesEveryControlInReadingOrder(t *testing.T) {
	y := newTypist(t)
	for n, at := range everyPlace(t, y.s) {
		y.visit(at)
		spots := y.spots() // before Tab scrolls anything
		stops := y.stops()
		reached := map[fyne.CanvasObject]bool{}
		var before *spot
		for i, f := range stops {
			o := f.(fyne.CanvasObject)
			reached[o] = true
			now, ok := spots[o]
			switch {
			case !ok:
				t.Errorf("%s: stop %d is no object of the window: %T", at, i, f)
				continue
			case n > 0 && now.part != "*shell.pane": // the frame is the same on every page
				continue
			}
			if before != nil {
				before = before.asLeft(now, spots)
			}
			if before != nil && before.part == now.part && now.own.bottom <= before.own.top+1 && now.own.left < before.own.right {
				t.Errorf("%s: Tab goes up from %v to %s at %v", at, before.own, called(o), now.own)
			}
			if before != nil && before.part == now.part && sameLine(before.own, now.own) && now.own.right <= before.own.left+1 {
				t.Errorf("%s: Tab goes to the left from %v to %s at %v", at, before.own, called(o), now.own)
			}
			before = &now
			if now.seen != now.own {
				y.comesIntoView(at, f)
			}
		}
		y.canvas().Unfocus()
		for o, p := range spots {
			if _, taps := o.(fyne.Tappable); !taps || reached[o] || p.own.empty() {
				continue
			}
			if d, ok := o.(fyne.Disableable); ok && d.Disabled() {
				continue
			}
			inside := slices.ContainsFunc(p.within, func(around fyne.CanvasObject) bool { return reached[around] })
			name := fmt.Sprintf("%T", o)
			if _, ok := byKeyElsewhere[name]; !ok && !inside && !reachesInto(o, reached) {
				t.Errorf("%s: %s %s can be clicked, and Tab does not reach it", at, name, called(o))
			}
		}
		if n%10 != 0 {
			continue
		}
		back := map[fyne.Focusable]bool{}
		for range stops { // backwards the same are met
			y.canvas().FocusPrevious()
			back[y.canvas().Focused()] = true
		}
		for _, f := range stops {
			if !back[f] {
				t.Errorf("%s: Shift+Tab does not reach %s", at, called(f.(fyne.CanvasObject)))
			}
		}
	}
}

// comesIntoView holds that a control beyond the edge of what scrolls is seen once it has the
// keyboard. Of a table the row with the keyboard is seen, of a large control as much as fits.
func (y *typist) comesIntoView(at place, f fyne.Focusable) {
	y.t.Helper()
	o := f.(fyne.CanvasObject)
	y.canvas().Unfocus()
	y.canvas().Focus(f)
	now := y.spots()[o]
	high := now.seen.bottom - now.seen.top
	if _, table := o.(*kit.RowTable); now.seen.empty() || !table && high < min(now.own.bottom-now.own.top, 60)-6 {
		y.t.Errorf("%s: %s has the keyboard at %v, and only %v is seen", at, called(o), now.own, now.seen)
	}
}

// reachesInto says whether something inside of a control takes the keyboard for it.
func reachesInto(o fyne.CanvasObject, reached map[fyne.CanvasObject]bool) bool {
	if in, ok := o.(kit.Input); ok {
		f, _ := in.FocusTarget().(fyne.CanvasObject)
		return f != nil && reached[f]
	}
	return false
}

func sameLine(a, b rect) bool {
	return a.top < b.bottom-6 && b.top < a.bottom-6 && a.bottom-a.top < 60 && b.bottom-b.top < 60
}

func called(o fyne.CanvasObject) string {
	switch w := o.(type) {
	case *kit.Button:
		return "button " + w.Text + w.Tip
	case *kit.LinkText:
		return "link " + w.Text
	case *kit.FigureCard:
		return "card " + w.Label
	}
	return fmt.Sprintf("%T", o)
}

func TestEnterOpensAndEscClosesOnEveryPage(t *testing.T) {
	y := newTypist(t)
	for n, at := range everyPlace(t, y.s) {
		y.visit(at)
		here := y.s.Here()
		stops, spots := y.stops(), y.spots()
		for i := 0; i < len(stops); i++ {
			f := stops[i]
			o := f.(fyne.CanvasObject)
			if notPressed(f) || n > 0 && spots[o].part != "*shell.pane" {
				continue
			}
			steps := y.steps()
			y.canvas().Focus(f)
			press(y.s, fyne.KeyReturn)
			opened := y.overlays()
			for range 3 {
				if y.overlays() > 0 {
					press(y.s, fyne.KeyEscape)
				}
			}
			if y.overlays() > 0 {
				t.Fatalf("%s: Enter on %s opens what Esc does not close", at, called(o))
			}
			same := y.s.Here() == here && y.steps() == steps
			if opened > 0 && same && y.canvas().Focused() == nil {
				t.Errorf("%s: after Esc the keyboard is nowhere, not at %s", at, called(o))
			}
			if y.steps() > steps { // a step was made: it is taken back
				y.s.Undo()
			}
			if opened == 0 && !same || y.s.Here() != here { // the controls are others now
				y.visit(at)
				if y.s.Here() != here {
					break // what was shown is gone
				}
				stops, spots = y.stops(), y.spots()
			}
		}
	}
}

// notPressed are controls whose Enter leads out of the window, to a file or the system.
func notPressed(f fyne.Focusable) bool {
	b, ok := f.(*kit.Button)
	return ok && (strings.HasSuffix(b.Text, "…") || strings.HasPrefix(b.Text, "导出") || strings.HasPrefix(b.Text, "打开") || b.Text == "交作业")
}

func (y *typist) steps() (n uint64) {
	if err := y.s.Book().Read(record.Hat{}, func(r record.Reader) error { n = r.LastSeq(); return nil }); err != nil {
		y.t.Fatal(err)
	}
	return n
}

func TestShortcutsOnEveryPage(t *testing.T) {
	y := newTypist(t)
	s := y.s
	alt := func(key fyne.KeyName) fyne.Shortcut {
		return &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierAlt}
	}
	for _, at := range everyPlace(t, s) {
		y.visit(at)
		here := s.Here()
		// From a control as well as from nothing, the window's own keys work.
		for _, from := range []func(){y.canvas().Unfocus, y.canvas().FocusNext, func() { y.focusText() }} {
			for _, key := range []fyne.KeyName{fyne.KeyK, fyne.KeySlash} {
				from()
				y.shortcut(control(key))
				if y.overlays() != 1 {
					t.Fatalf("%s: Ctrl+%s opens %d things", at, key, y.overlays())
				}
				y.shortcut(control(fyne.KeyN)) // nothing of the page answers behind it
				press(s, fyne.KeyEscape)
				if y.overlays() != 0 || s.Here() != here {
					t.Fatalf("%s: after Ctrl+%s, Ctrl+N and Esc the window is at %+v with %d things open", at, key, s.Here(), y.overlays())
				}
			}
			shown := y.guideShown()
			press(s, fyne.KeyF1)
			if y.guideShown() == shown {
				t.Errorf("%s: F1 does nothing", at)
			}
			press(s, fyne.KeyF1)
			press(s, fyne.KeyF5)
			if s.Here() != here || y.overlays() != 0 {
				t.Fatalf("%s: F5 leads to %+v", at, s.Here())
			}
		}
		y.canvas().Unfocus()
		e, _ := s.Registry().Find(at.Name)
		switch {
		case at.View == page.List && e.Kind != nil:
			if _, generic := s.Page().(*page.ListPage); generic { // 审批管理 is a page of its own
				y.list(at, e)
			}
		case at.View == page.Open:
			press(s, fyne.KeyF2)
			if s.Here().View == page.Edit {
				press(s, fyne.KeyEscape)
			}
			y.canvas().Unfocus()
			press(s, fyne.KeyEscape)
			if s.Here() == here {
				t.Errorf("%s: Esc does not lead back", at)
			}
		case at.View == page.Edit || at.View == page.New:
			steps := y.steps()
			y.focusText()
			y.shortcut(control(fyne.KeyS))
			stored := y.steps() > steps
			if r := (&tour.Robot{Shell: s}); !stored && !r.Says("没有改动") && s.Here() == here && !y.marked() {
				t.Errorf("%s: Ctrl+S neither saves nor says why", at)
			}
			if stored {
				s.Undo()
			}
			if s.Here() == here {
				y.canvas().Unfocus()
				press(s, fyne.KeyEscape)
				if s.Here() == here {
					t.Errorf("%s: Esc does not leave the form", at)
				}
			}
		}
		for y.overlays() > 0 {
			y.canvas().Overlays().Remove(y.canvas().Overlays().Top())
		}
		if n := len(s.Registry().Entries); n > 0 && s.Here() != here {
			y.shortcut(alt(fyne.KeyLeft))
		}
	}
}

// list holds the keys of a list.
func (y *typist) list(at place, e page.Entry) {
	t, s := y.t, y.s
	t.Helper()
	y.shortcut(control(fyne.KeyF))
	if _, ok := y.canvas().Focused().(interface{ SelectedText() string }); !ok {
		t.Errorf("%s: Ctrl+F leads to %T", at, y.canvas().Focused())
	}
	press(s, fyne.KeyEscape)
	if y.canvas().Focused() != nil || s.Here() != at.Route {
		t.Errorf("%s: Esc leaves the keyboard at %T", at, y.canvas().Focused())
	}
	r := &tour.Robot{Shell: s}
	table, ok := tour.Seek(r, func(t *kit.RowTable) bool { return t.OnFold == nil || t.Checks }) // not the tree beside the list
	if !ok {
		t.Fatalf("%s: there is no table", at)
	}
	y.canvas().Focus(table)
	if table.Count() > 0 {
		press(s, fyne.KeyDown)
		if table.Selected() != 0 {
			t.Errorf("%s: ↓ selects row %d", at, table.Selected())
		}
		press(s, fyne.KeySpace)
		if len(table.Checked()) != 1 {
			t.Errorf("%s: Space ticks %d rows", at, len(table.Checked()))
		}
		press(s, fyne.KeySpace)
		press(s, desktop.KeyMenu)
		if y.overlays() != 1 {
			t.Errorf("%s: the menu key opens %d menus", at, y.overlays())
		}
		press(s, fyne.KeyEscape)
		y.canvas().Focus(table)
		press(s, fyne.KeyReturn)
		if here := s.Here(); here.Name == at.Name && here.View == page.List {
			t.Errorf("%s: Enter opens nothing", at)
		}
		y.visit(at)
	}
	create, ok := tour.Seek(r, func(b *kit.Button) bool { return strings.HasPrefix(b.Text, "新增") && b.Tip == "Ctrl+N" })
	y.shortcut(control(fyne.KeyN))
	if made := s.Here().View == page.New; made != (ok && !create.Disabled()) {
		t.Errorf("%s: Ctrl+N leads to %+v", at, s.Here())
	}
	if s.Here().View == page.New {
		y.shortcut(&desktop.CustomShortcut{KeyName: fyne.KeyLeft, Modifier: fyne.KeyModifierAlt})
	}
}

// focusText puts the keyboard into the first text of the page, or anywhere where there is none.
func (y *typist) focusText() {
	for _, f := range y.stops() {
		if _, ok := f.(interface{ SelectedText() string }); ok {
			y.canvas().Focus(f)
			return
		}
	}
	y.canvas().FocusNext()
}

// marked says whether the form says what is wrong with it.
func (y *typist) marked() bool {
	r := &tour.Robot{Shell: y.s}
	for _, words := range []string{"请填写", "请选择", "没有", "不能", "应", "至少"} {
		if r.Says(words) {
			return true
		}
	}
	return false
}

func (y *typist) guideShown() bool {
	for _, p := range y.spots() {
		if p.part == "*shell.guidePanel" {
			return true
		}
	}
	return false
}
