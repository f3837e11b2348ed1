package shell

import (
	"testing"

	"fyne.io/fyne/v2"
)

func TestSidebarLeadsToPages(t *testing.T) {
	s := newStage(t, nil)
	row := func(label string) *navRow { return find(s, func(r *navRow) bool { return r.item.label == label }) }
	row("客户管理").Tapped(nil)
	if s.shell.Here().Name != HomeEntry || s.shell.nav.open != 3 || s.settings[keyExperiment] != "3" {
		t.Fatalf("opening an experiment leads to %v, open %d, remembered %q", s.shell.Here(), s.shell.nav.open, s.settings[keyExperiment])
	}
	if got := s.shell.frame.guide.experiment; got != 3 {
		t.Errorf("the guide does not follow: it is that of %d", got)
	}
	row("联系人").Tapped(nil)
	if s.shell.Here().Name != "contact" {
		t.Fatalf("the line leads to %v", s.shell.Here())
	}
	row("客户管理").Tapped(nil)
	if s.shell.nav.open != 0 {
		t.Error("a second tap does not fold the experiment")
	}
	row("市场管理").Tapped(nil)
	if s.shell.nav.open != 0 {
		t.Error("an experiment with nothing to show opens")
	}
	s.shell.Go(routeTo("order"))
	if s.shell.nav.open != 8 || s.shell.frame.guide.experiment != 8 {
		t.Errorf("a page opens experiment %d and guide %d", s.shell.nav.open, s.shell.frame.guide.experiment)
	}
}

func TestSidebarByKeyboard(t *testing.T) {
	s := newStage(t, nil)
	lines := s.shell.frame.side.lines
	s.window.Canvas().Focus(lines)
	s.key(fyne.KeyDown, fyne.KeyRight) // 实验二: without a course 实验一 has nothing to show
	if s.shell.nav.open != 2 {
		t.Fatalf("Right opens experiment %d", s.shell.nav.open)
	}
	s.key(fyne.KeyDown, fyne.KeyReturn)
	if s.shell.Here().Name != "department" {
		t.Fatalf("Enter leads to %v", s.shell.Here())
	}
	if s.window.Canvas().Focused() != fyne.Focusable(lines) {
		t.Error("the keyboard leaves the sidebar")
	}
	s.key(fyne.KeyUp, fyne.KeyLeft)
	if s.shell.nav.open != 0 {
		t.Error("Left does not fold the experiment")
	}
	s.key(fyne.KeyEnd)
	if got := lines.items[lines.cursor]; got.faint || got.label != "分析决策" {
		t.Errorf("End stands on %q", got.label)
	}
}

func TestRememberedExperimentIsOpen(t *testing.T) {
	s := newStage(t, MemorySettings{keyExperiment: "8"})
	if s.shell.nav.open != 8 || s.shell.frame.guide.experiment != 8 {
		t.Errorf("open is %d, the guide shows %d", s.shell.nav.open, s.shell.frame.guide.experiment)
	}
}
