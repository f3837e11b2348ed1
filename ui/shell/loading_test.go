package shell

import "testing"

func TestReadingIsShownWhileItLasts(t *testing.T) {
	s := newStage(t, nil)
	chip := s.shell.frame.head.saved
	usual := chip.text
	during := ""
	s.shell.cfg.Loading = func(show func(done, of int)) {
		show(430_000, 1_000_000)
		during = chip.text
	}
	s.shell.watchLoading()
	if during != "正在读取 43%" || chip.text != usual || chip.look != chipGreen {
		t.Errorf("while reading %q, afterwards %q in %v; before it was %q", during, chip.text, chip.look, usual)
	}
	s.shell.cfg.Loading = func(func(done, of int)) {}
	s.shell.watchLoading()
	if chip.text != usual {
		t.Errorf("reading that nobody could see left %q", chip.text)
	}
}
