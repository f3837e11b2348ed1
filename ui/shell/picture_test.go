package shell

import (
	"testing"

	"fyne.io/fyne/v2"

	"crmlab/ui/page"
)

// TestPictures draws the window in the sizes and modes that it must hold in. The pictures are for
// people to look at; the test itself holds that every page opens without a complaint.
func TestPictures(t *testing.T) {
	for _, mode := range []string{"light", "dark"} {
		s := newStage(t, MemorySettings{keyTheme: mode})
		for _, size := range [][2]float32{{1366, 768}, {1024, 700}, {1920, 1080}} {
			s.resize(size[0], size[1])
			at := func(name string) string { return name + "-" + mode + "-" + keyOf(size) }
			s.shell.Go(page.Route{Name: HomeEntry})
			s.shoot(at("desk"))
			s.shell.Go(page.Route{Name: "customer"})
			s.shoot(at("list"))
			s.shell.Go(page.Route{Name: "order", View: page.Open, ID: 1})
			s.shoot(at("order"))
			s.shell.Go(page.Route{Name: JournalEntry})
			s.shoot(at("journal"))
			s.shell.openSearch()
			s.typeText("gz")
			s.shoot(at("search"))
			s.key("Escape")
			s.shell.hatMenu(s.shell.frame.head.hat)
			s.shoot(at("hats"))
			s.key("Escape")
		}
		if len(s.reported) > 0 {
			t.Errorf("%s: %v", mode, s.reported[0])
		}
	}
}

func keyOf(size [2]float32) string {
	settings := MemorySettings{}
	keepWindowSize(settings, fyne.NewSize(size[0], size[1]))
	return settings.Get(keyWindow)
}
