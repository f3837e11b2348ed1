package shell

import (
	"fmt"
	"strconv"

	"crmlab/domain/record"
	"crmlab/ui/kit"
	"crmlab/ui/page"
)

// programTitle is the name of the program on its windows.
const programTitle = "客户关系管理实验"

// Go opens a route and puts it into the history. Going where the user is reads the page again.
func (s *Shell) Go(r page.Route) {
	if !s.known(r) {
		return
	}
	r = s.own(r)
	if v := s.history.current(); v != nil && v.route == r && v.page != nil {
		if r.View == page.List || r.View == page.Open {
			s.reload()
		}
		return
	}
	s.leave(func() {
		s.history.push(r)
		s.show()
	})
}

// Replace opens a route in the place of the current one.
func (s *Shell) Replace(r page.Route) {
	if !s.known(r) {
		return
	}
	r = s.own(r)
	s.leave(func() {
		s.history.replace(r)
		s.show()
	})
}

// own finds the entry that a record belongs to, where several list its kind.
func (s *Shell) own(r page.Route) page.Route {
	// A fault of the file shows on the page that reads it.
	_ = s.cfg.Book.Read(s.hat, func(rd record.Reader) error {
		r = page.OwnEntry(rd, s.registry, r)
		return nil
	})
	return r
}

// Back goes to the place before; from the first one to 我的桌面.
func (s *Shell) Back() {
	if !s.history.can(-1) {
		if s.Here().Name != HomeEntry {
			s.Replace(page.Route{Name: HomeEntry})
		}
		return
	}
	s.travel(-1)
}

// Forward takes a Back back.
func (s *Shell) Forward() { s.travel(1) }

func (s *Shell) travel(steps int) {
	if !s.history.can(steps) {
		return
	}
	s.leave(func() {
		s.history.move(steps)
		s.show()
	})
}

func (s *Shell) known(r page.Route) bool {
	if _, ok := s.registry.Find(r.Name); ok {
		return true
	}
	s.Fail(fmt.Errorf("a link leads to the page %q, which does not exist", r.Name))
	return false
}

// leave goes on once the current page holds no unsaved work, or the user gives it up; then the
// page is let go, so that it is not met again with what was given up.
func (s *Shell) leave(then func()) {
	v := s.history.current()
	if v == nil || v.page == nil {
		then()
		return
	}
	holder, ok := v.page.(page.Leaver)
	if !ok {
		then()
		return
	}
	holder.Leave(func() {
		v.drop()
		then()
	})
}

// show brings the current visit to the screen.
func (s *Shell) show() {
	v := s.history.current()
	e, _ := s.registry.Find(v.route.Name)
	s.canvas().Unfocus()
	kit.HideTip(s.canvas()) // what it was about goes away without being left
	fresh := v.page == nil
	switch {
	case fresh:
		v.page = e.Build(s, v.route)
		if s.history.current() != v {
			return // the page led on while it was built
		}
	case v.stale:
		v.stale = false
		v.page.Reload()
		if s.history.current() != v {
			return // what it showed is gone, and it led on
		}
	}
	s.history.showing()
	s.frame.setPage(v.page.Object())
	s.nav.at = e.Name
	if e.Experiment != 0 {
		s.listExperiment(e.Experiment)
		// A check may lead to the pages of another experiment; the guide stays with its own.
		if !s.standing.has(s.frame.guide.experiment) {
			s.frame.guide.set(e.Experiment)
		}
	}
	s.frame.mark.clear()
	s.frame.side.lines.update()
	s.retitle()
	if p, ok := v.page.(starter); ok && fresh {
		p.FocusFirst()
	}
}

// starter is a page that wants the keyboard when it is opened, as forms do.
type starter interface{ FocusFirst() }

// retitle takes over the names of the page, which may be known only after it has read.
func (s *Shell) retitle() {
	v := s.history.current()
	if v == nil || v.page == nil || s.closed {
		return
	}
	e, _ := s.registry.Find(v.route.Name)
	steps := []crumb{}
	if e.Experiment != 0 {
		steps = append(steps, crumb{text: experimentNo(e.Experiment)})
	}
	trail := v.page.Trail()
	for i, c := range trail {
		step := crumb{text: c.Label}
		if c.Route != (page.Route{}) && i < len(trail)-1 {
			step.open = func() { s.Go(c.Route) }
		}
		steps = append(steps, step)
	}
	s.seekMark()
	s.frame.head.crumbs.show(steps)
	s.frame.head.arrows(s.history.can(-1), s.history.can(1))
	title := programTitle
	if len(trail) > 0 {
		title = trail[len(trail)-1].Label + " - " + programTitle
	}
	if s.cfg.Window.Title() != title {
		s.cfg.Window.SetTitle(title)
	}
}

// openExperiment lists an experiment's pages and shows its guide; 0 folds the list.
func (s *Shell) openExperiment(n int) {
	s.listExperiment(n)
	if n != 0 {
		s.frame.guide.set(n)
		s.cfg.Settings.Set(keyGuideOf, strconv.Itoa(n))
	}
}

func (s *Shell) listExperiment(n int) {
	s.nav.open = n
	s.cfg.Settings.Set(keyExperiment, strconv.Itoa(n))
}

// guideFirst shows the guide of the experiment that was chosen last, or of the first one that has
// something to do.
func (s *Shell) guideFirst() {
	n := parseExperiment(s.cfg.Settings.Get(keyGuideOf))
	if n == 0 || !s.standing.has(n) {
		n = s.nav.open
	}
	for no := 1; n == 0 && no <= len(experiments); no++ {
		if s.standing.has(no) || len(stepsFor(s.registry, no)) > 0 {
			n = no
		}
	}
	s.frame.guide.set(n)
}

// chooseNav answers the sidebar.
func (s *Shell) chooseNav(item navItem) {
	byKeyboard := s.frame.side.lines.focused
	switch {
	case item.entry != "":
		s.Go(page.Route{Name: item.entry})
		s.frame.foldSide()
	case item.experiment == s.nav.open:
		s.openExperiment(0)
	default:
		s.openExperiment(item.experiment)
	}
	s.frame.side.lines.update()
	if byKeyboard && !s.frame.side.Hidden { // a new page takes the keyboard away
		s.canvas().Focus(s.frame.side.lines)
	}
}

// reload reads the page that is shown again.
func (s *Shell) reload() {
	if p := s.Page(); p != nil {
		p.Reload()
		s.refreshHead()
		s.retitle()
		s.standing.look()
	}
}
