package shell

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"crmlab/ui/page"
)

func TestTheWalkVisitsEveryPageThatIsThere(t *testing.T) {
	s := newStage(t, nil)
	s.window.Resize(fyne.NewSize(1366, 768))
	s.shell.Walk()
	w := s.shell.frame.walk
	if len(w.stops) < 8 || len(w.stops) >= len(stops) {
		t.Fatalf("%d of %d stops, although some pages are missing here and some are there", len(w.stops), len(stops))
	}
	for i, st := range w.stops {
		s.says(st.title)
		s.says(st.text)
		if st.entry != "" && s.shell.Here() != (page.Route{Name: st.entry}) {
			t.Errorf("%s: the page is %v", st.title, s.shell.Here())
		}
		if m := s.shell.frame.mark; (st.at != nil || st.experiment != 0) != m.shown {
			t.Errorf("%s: the ring is shown: %v", st.title, m.shown)
		}
		if i == 2 || st.entry == "customer" {
			s.shoot("walk-" + st.entry)
		}
		s.key(fyne.KeyReturn) // the way on has the keyboard
	}
	if len(w.stops) != 0 || s.shell.frame.mark.shown || strings.Contains(s.words(), "结束导览") {
		t.Error("the walk has no end")
	}
}

func TestEscEndsTheWalkAndNothingElse(t *testing.T) {
	s := newStage(t, nil)
	s.shell.Go(page.Route{Name: "customer"})
	s.shell.Walk()
	s.press("下一站")
	s.press("上一站")
	if s.shell.frame.walk.now != 0 {
		t.Error("上一站 does not lead back")
	}
	here := s.shell.Here()
	s.key(fyne.KeyEscape)
	s.key(fyne.KeyEscape)
	if len(s.shell.frame.walk.stops) != 0 || s.shell.Here() != here {
		t.Errorf("after Esc: %d stops, page %v", len(s.shell.frame.walk.stops), s.shell.Here())
	}
}
