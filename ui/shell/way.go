package shell

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"crmlab/domain/lab"
	"crmlab/domain/record"
	"crmlab/ui/kit"
	"crmlab/ui/page"
	"crmlab/ui/theme"
)

// ShowTheWay is 带我去: it wears the hat that a check is done with, opens the page, and marks the
// control. Unsaved work is asked about first.
func (s *Shell) ShowTheWay(no int, check string) {
	kit.Fetch(s.cfg.Runner, &s.way, func() (*lab.Help, error) { return s.standing.board.Help(no, check) }, func(h *lab.Help, err error) {
		switch {
		case err != nil:
			s.Fail(fmt.Errorf("read where %s leads: %w", check, err))
		case h != nil && h.Lead.Page != "":
			s.lead(h.Lead)
		}
	})
}

// views are the views of a page as the experiments name them.
var views = map[string]page.View{"": page.List, "list": page.List, "open": page.Open, "edit": page.Edit, "new": page.New}

func (s *Shell) lead(to lab.Lead) {
	r := page.Route{Name: to.Page, View: views[to.View]}
	if r.View == page.Open || r.View == page.Edit {
		r.ID = to.Record.ID
	}
	if !s.known(r) {
		return
	}
	if to.Hat == (record.Hat{}) || to.Hat == s.hat {
		s.Go(r)
		s.mark(to)
		return
	}
	s.wear(to.Hat, func() {
		s.history.push(s.own(r))
		s.show()
		kit.ShowToast(s.canvas(), kit.Toast{Text: "已换成 " + s.hatText()})
		s.mark(to)
	})
}

// markStays is how long a marked control stays marked, and markStep how often the mark looks
// where the control is, because the page may scroll.
const (
	markStays = 8 * time.Second
	markStep  = 150 * time.Millisecond
)

// mark rings the control that a lead names. A page that has not read yet has none; the mark then
// waits for it.
func (s *Shell) mark(to lab.Lead) {
	m := s.frame.mark
	m.clear()
	if to.Control == "" {
		return
	}
	m.words, m.record, m.left = to.Control, to.Record.ID, int(markStays/markStep)
	s.seekMark()
	s.watchMark(m.wait.Next())
}

func (s *Shell) watchMark(still func() bool) {
	s.later(markStep, func() {
		m := s.frame.mark
		if s.closed || !still() {
			return
		}
		if m.left--; m.left <= 0 {
			m.clear()
			return
		}
		s.seekMark()
		s.watchMark(still)
	})
}

// seekMark finds the control that is to be marked, and follows it.
func (s *Shell) seekMark() {
	m := s.frame.mark
	if m.words == "" {
		return
	}
	found, says, ok := s.control(m.words, m.record)
	m.says = says
	if !ok {
		m.target = nil
	} else if first := m.target == nil; first || m.target != found.Object { // a page may build its controls anew
		m.target = found.Object
		if first {
			found.Reveal()
		}
	}
	m.place()
}

// dateWords call the business date, which stands in the header.
const dateWords = "业务日期"

// here is what the mark says of a control.
const here = "在这里"

// control finds what words call, and what the mark says of it: an action of a list stands in the
// menu of a row, at best of the record's.
func (s *Shell) control(words string, id record.ID) (at kit.Found, says string, ok bool) {
	if words == dateWords {
		return kit.Found{Object: s.frame.head.date}, here, true
	}
	found, ok := kit.Find(s.frame.pane.page, words)
	_, button := found.Object.(*kit.Button)
	switch view := s.Here().View; {
	case view == page.List && !button && s.inRowMenu(words): // the words may also stand in a cell
		found, ok = kit.FindRow(s.frame.pane.page, strconv.FormatUint(uint64(id), 10))
		return found, "右键或菜单键，选「" + words + "」", ok
	case !ok && view == page.Open:
		found, ok = kit.Find(s.frame.pane.page, "更多") // actions that have no button of their own
	}
	return found, here, ok
}

// inRowMenu reports whether the rows of the list that is shown offer an action by that name.
func (s *Shell) inRowMenu(words string) bool {
	e, _ := s.registry.Find(s.Here().Name)
	if e.Kind == nil {
		return false
	}
	return words == "编辑" || words == "删除" ||
		slices.ContainsFunc(e.Kind.Actions, func(a *record.Action) bool { return a.Label == words && !a.Quiet })
}

// later runs a function on the interface after a time; where everything runs at once, never.
func (s *Shell) later(after time.Duration, act func()) {
	if s.host.Later != nil {
		s.host.Later(after, act)
		return
	}
	time.AfterFunc(after, func() { fyne.Do(act) })
}

// marker is the ring around the control that 带我去 leads to, with a word that says so. Nothing in
// it can be tapped: it lies over the page and lets everything through.
type marker struct {
	widget.BaseWidget
	words  string    // what is looked for; "" for nothing
	record record.ID // whose row is marked, where the words name an action of a list
	says   string    // beside the ring
	target fyne.CanvasObject
	left   int // looks until the mark goes
	wait   kit.Latest
	at     fyne.Position
	size   fyne.Size
	shown  bool
}

func newMarker() *marker {
	m := &marker{}
	m.ExtendBaseWidget(m)
	return m
}

func (m *marker) clear() {
	m.wait.Drop()
	m.words, m.target = "", nil
	m.place()
}

// place puts the ring where the target is now.
func (m *marker) place() {
	if m.target == nil {
		if m.shown {
			m.shown = false
			m.Refresh()
		}
		return
	}
	d := fyne.CurrentApp().Driver()
	at := d.AbsolutePositionForObject(m.target).Subtract(d.AbsolutePositionForObject(m))
	size := m.target.Size()
	if at == m.at && size == m.size && m.shown {
		return
	}
	m.at, m.size, m.shown = at, size, !size.IsZero()
	m.Refresh()
}

// MinSize is nothing: the mark takes the room of the page and header.
func (m *marker) MinSize() fyne.Size { return fyne.Size{} }

// CreateRenderer belongs to Fyne.
func (m *marker) CreateRenderer() fyne.WidgetRenderer {
	ring, ground, word := &canvas.Rectangle{CornerRadius: theme.Corner + 3, StrokeWidth: 2}, &canvas.Rectangle{CornerRadius: theme.ChipCorner}, newInk()
	return draw(drawing{
		owner:   m,
		objects: fixedObjects(ring, ground, word.Text),
		min:     m.MinSize,
		arrange: func(s fyne.Size) {
			// A control that is scrolled away has no mark beside the page.
			out := m.at.Y < 0 || m.at.Y+min(m.size.Height, 30) > s.Height
			hidden := !m.shown || out
			ring.Hidden, ground.Hidden, word.Hidden = hidden, hidden, hidden
			if hidden {
				ring.Refresh()
				ground.Refresh()
				word.Refresh()
				return
			}
			const room, high = 5, 20
			x, y := max(m.at.X-room, 1), max(m.at.Y-room, 1)
			w, h := min(m.size.Width+2*room, s.Width-x-1), min(m.size.Height+2*room, s.Height-y-1)
			ring.StrokeColor = theme.Color(theme.ColorWarning)
			put(ring, x, y, w, h)
			ring.Refresh()
			wide := word.set(m.says, theme.SizeSmall, theme.ColorOnToast, false) + 14
			top := y - high - 3
			if top < 0 {
				top = y + h + 3
			}
			left := min(max(x+w-wide, 0), s.Width-wide)
			paintGround(ground, theme.ColorToast)
			put(ground, left, top, wide, high)
			word.put(left+7, top, wide-14, high)
		},
	})
}
