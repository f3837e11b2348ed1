package shell

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"crmlab/domain/lab"
	"crmlab/ui/kit"
	"crmlab/ui/page"
)

func (s *stage) guideChip() (*chip, bool) {
	return seek(s, func(c *chip) bool { return strings.HasPrefix(c.text, guideWord) && c.Size().Width > 0 })
}

func TestAFoldedGuideLeavesAWayBackInTheHeader(t *testing.T) {
	s := newStage(t, nil)
	s.window.Resize(fyne.NewSize(1366, 768))
	if _, ok := s.guideChip(); ok {
		t.Error("the header offers a guide that is there already")
	}
	s.window.Canvas().Focus(s.shell.frame.guide.close)
	s.key(fyne.KeySpace)
	if s.shell.frame.guideShown() {
		t.Fatal("收起 does not fold the guide away")
	}
	s.shoot("guide-folded-1366")
	way, ok := s.guideChip()
	if !ok || s.window.Canvas().Focused() != fyne.Focusable(way) {
		t.Fatalf("there is no way back under the keyboard: %v, focus %T", ok, s.window.Canvas().Focused())
	}
	s.key(fyne.KeyReturn)
	if !s.shell.frame.guideShown() || s.window.Canvas().Focused() != fyne.Focusable(s.shell.frame.guide.close) {
		t.Errorf("Enter on it does not bring the guide back; focus %T", s.window.Canvas().Focused())
	}
	if _, ok := s.guideChip(); ok {
		t.Error("the way stays when the guide is back")
	}
	s.press("收起")
	way, _ = s.guideChip()
	test.Tap(way)
	if !s.shell.frame.guideShown() {
		t.Error("a tap does not bring the guide back")
	}
}

func TestTheWayToTheGuideFitsANarrowWindowAndTellsTheScore(t *testing.T) {
	s := newStage(t, nil)
	b := watched(t, s)
	s.shell.standing.follow(func() (*lab.Board, error) { return b, nil }, s.shell.guideFirst)
	s.window.Resize(fyne.NewSize(1024, 700))
	s.shell.openExperiment(8)
	s.shell.Go(page.Route{Name: "order", View: page.Open, ID: 1})
	way, ok := s.guideChip()
	if !ok {
		t.Fatal("a narrow window, which hides the guide, offers no way to it")
	}
	p := s.shell.standing.now[8]
	if p == nil || way.text != "指导 "+s.shell.frame.guide.points() || !strings.HasSuffix(way.text, "/100") {
		t.Errorf("the way says %q", way.text)
	}
	head := s.shell.frame.head
	last := float32(0)
	for _, o := range []fyne.CanvasObject{head.crumbs, head.search, head.date, head.hat, head.saved, head.guide} {
		if o.Visible() && o.Position().X < last {
			t.Errorf("%T begins at %.0f, where the part before it ends at %.0f", o, o.Position().X, last)
		}
		last = max(last, o.Position().X+o.Size().Width)
	}
	if last > head.Size().Width || head.crumbs.Size().Width < 60 {
		t.Errorf("the header holds %.0f of %.0f, and %.0f for the breadcrumb", last, head.Size().Width, head.crumbs.Size().Width)
	}
	s.shoot("guide-folded-1024")
	kit.HideTip(s.window.Canvas())
}
