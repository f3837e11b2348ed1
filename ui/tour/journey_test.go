package tour_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"crmlab/data"
	"crmlab/domain"
	"crmlab/domain/company"
	"crmlab/domain/lab/prepared"
	"crmlab/domain/record"
	"crmlab/ui"
	"crmlab/ui/desk"
	"crmlab/ui/kit"
	"crmlab/ui/shell"
	"crmlab/ui/theme"
	"crmlab/ui/tour"
)

// window opens the whole program, without a display, on a fresh prepared case.
func window(t *testing.T) *shell.Shell {
	t.Helper()
	path := filepath.Join(t.TempDir(), "journey.crmwork")
	store, err := data.Create(path, domain.Kinds)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	clock := &prepared.Clock{}
	book, err := domain.Open(store, clock.Now)
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Bulk(func() error { return prepared.Build(book, prepared.Options{Clock: clock}) }); err != nil {
		t.Fatal(err)
	}
	app := test.NewTempApp(t)
	app.Settings().SetTheme(theme.New(theme.Light))
	w := test.NewTempWindow(t, nil)
	hats := hatsOf(t, book)
	s := shell.New(shell.Config{
		Book: book, Hat: hats[0].Hat, Registry: ui.Pages(), Window: w, Runner: kit.Inline{},
		Program: "crmlab", Student: "2022级电商1班 李明",
		Company: func() string { return "华云办公设备有限公司" },
		Hats:    func() ([]shell.HatChoice, error) { return hats, nil },
		MoveDate: func(h record.Hat, to record.Date) (*record.Entry, error) {
			return company.MoveDate(book, h, to)
		},
		Saved:    func() (string, time.Time) { return path, time.Date(2026, 11, 23, 14, 32, 0, 0, time.Local) },
		SetTheme: func(m theme.Mode) { app.Settings().SetTheme(theme.New(m)) },
		Waiting: func(h record.Hat) (n int, err error) {
			err = book.Read(h, func(r record.Reader) (err error) { n, err = desk.Count(r); return err })
			return n, err
		},
	})
	w.Resize(fyne.NewSize(1366, 768))
	return s
}

func hatsOf(t *testing.T, book *record.Book) []shell.HatChoice {
	t.Helper()
	var out []shell.HatChoice
	if err := book.Read(record.Hat{}, func(r record.Reader) error {
		hats, err := company.Hats(r)
		for _, h := range hats {
			out = append(out, shell.HatChoice{Hat: h.Hat, Name: h.Name, Position: h.Office, Dept: h.Dept})
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return out
}

// pictures is the folder that CRMLAB_PICTURES names, or "" to take none.
func pictures() string { return os.Getenv("CRMLAB_PICTURES") }

func TestASaleWorksThroughThePages(t *testing.T) {
	s := window(t)
	cast, err := tour.CastOf(s.Book())
	if err != nil {
		t.Fatal(err)
	}
	if err := tour.Flow(s, cast, pictures(), func(string) {}); err != nil {
		t.Fatal(err)
	}
}

func TestEveryPageOpens(t *testing.T) {
	s := window(t)
	if err := tour.EveryPage(s, t.TempDir(), func(string) {}); err != nil {
		t.Fatal(err)
	}
}
