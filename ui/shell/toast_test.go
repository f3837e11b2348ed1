package shell

import (
	"testing"

	"fyne.io/fyne/v2"

	"crmlab/domain/record"
	"crmlab/ui/kit"
	"crmlab/ui/page"
)

// toast is the words of the toast that is shown, and where they stand in the window.
func (s *stage) toast(text string) (fyne.Position, fyne.Size) {
	s.t.Helper()
	p := find(s, func(p *kit.Paragraph) bool { return p.Text == text })
	return fyne.CurrentApp().Driver().AbsolutePositionForObject(p), p.Size()
}

func TestAToastLeavesThePageAlone(t *testing.T) {
	for _, width := range []float32{1366, 1024} {
		s := newStage(t, nil)
		s.window.Resize(fyne.NewSize(width, 700))
		s.shell.Go(page.Route{Name: "order", View: page.Open, ID: 1})
		check := func(name string) {
			s.shell.Done(&record.Entry{Label: "同意，继续审批 SO-0796", Op: record.OpDo})
			at, size := s.toast("已同意，继续审批 SO-0796")
			left, right := s.shell.frame.clip.Position().X, s.shell.frame.clip.Position().X+s.shell.frame.clip.Size().Width
			if at.X+size.Width > left && at.X < right {
				t.Errorf("%s at %.0f: the toast stands at %v, %v over the page from %.0f to %.0f", name, width, at, size, left, right)
			}
			s.shoot("toast-place-" + name)
		}
		check("guide")
		s.shell.frame.toggleGuide()
		check("folded")
	}
}

func TestTheDateMovesWithTheMenuGoneAndSaysSo(t *testing.T) {
	s := newStage(t, nil)
	q := &queue{}
	s.shell.cfg.Runner = q
	s.shell.dateMenu(s.shell.frame.head.date)
	menu := find(s, func(o fyne.CanvasObject) bool { _, ok := o.(interface{ Choose(string) bool }); return ok })
	menu.(interface{ Choose(string) bool }).Choose("推进一周")
	if len(s.window.Canvas().Overlays().List()) != 0 || len(q.work) != 1 {
		t.Fatalf("the menu is open while the date moves, or the work is done on the interface: %d", len(q.work))
	}
	if got := s.shell.frame.head.date.text; got != "推进到 2026-11-30…" {
		t.Errorf("the date says %q", got)
	}
	q.runWork()
	for len(q.shown)+len(q.work) > 0 {
		q.runUI()
		q.runWork()
	}
	if got := s.shell.frame.head.date.text; got != "2026-11-30" {
		t.Errorf("then the date says %q", got)
	}
	s.says("已推进日期到 2026-11-30")
}
