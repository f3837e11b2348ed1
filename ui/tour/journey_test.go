package tour_test

import (
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"crmlab/data"
	"crmlab/data/casefile"
	"crmlab/data/sheet"
	"crmlab/domain"
	"crmlab/domain/company"
	"crmlab/domain/exchange"
	"crmlab/domain/lab"
	"crmlab/domain/party"
	"crmlab/domain/record"
	"crmlab/ui"
	"crmlab/ui/desk"
	"crmlab/ui/kit"
	"crmlab/ui/page"
	"crmlab/ui/shell"
	"crmlab/ui/theme"
	"crmlab/ui/tour"
)

// startFile is the prepared case, made once for all tests of the package.
var startFile = sync.OnceValues(func() (string, error) {
	folder, err := os.MkdirTemp("", "crmlab-tour")
	if err != nil {
		return "", err
	}
	path := filepath.Join(folder, "start.crmwork")
	return path, casefile.Create(path, nil)
})

func TestMain(m *testing.M) {
	code := m.Run()
	if path, err := startFile(); err == nil {
		os.RemoveAll(filepath.Dir(path))
	}
	os.Exit(code)
}

// window opens the whole program, without a display, on a fresh prepared case.
func window(t *testing.T) *shell.Shell { return windowRunning(t, kit.Inline{}) }

// windowRunning is window with a runner of the test's own.
func windowRunning(t *testing.T, runner kit.Runner) *shell.Shell {
	t.Helper()
	return windowWith(t, runner, nil)
}

// registry makes the pages of a window.
var registry = ui.Pages

// workPath is the work file of the newest window.
var workPath string

// windowWith is windowRunning with a course beside it; nil for none.
func windowWith(t *testing.T, runner kit.Runner, course *lab.Course) *shell.Shell {
	t.Helper()
	start, err := startFile()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "journey.crmwork")
	workPath = path
	content, err := os.ReadFile(start)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, content, 0o644); err != nil {
		t.Fatal(err)
	}
	store, err := data.Open(path, domain.Kinds)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	book, err := domain.Open(store, func() time.Time { return time.Date(2026, 11, 23, 14, 32, 0, 0, time.UTC) })
	if err != nil {
		t.Fatal(err)
	}
	app := test.NewTempApp(t)
	app.Settings().SetTheme(theme.New(theme.Light))
	w := test.NewTempWindow(t, nil)
	hats := hatsOf(t, book)
	var board *lab.Board
	if course != nil {
		if board, err = lab.Watch(book, course); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(board.Close)
	}
	s := shell.New(shell.Config{
		Board: func() (*lab.Board, error) { return board, nil }, Archive: store.Archive,
		Book: book, Hat: hats[0].Hat, Registry: registry(), Window: w, Runner: runner, Settings: shell.MemorySettings{"walked": "yes"}, Files: files{t.TempDir()},
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

// silent is a runner whose answers never come.
type silent struct{}

func (silent) Go(func()) {}
func (silent) UI(func()) {}

func TestEveryPageStandsBeforeItsAnswer(t *testing.T) {
	s := windowRunning(t, silent{})
	if err := tour.EveryPage(s, t.TempDir(), func(string) {}); err != nil {
		t.Fatal(err)
	}
}

func TestTheImportWizardTriesImportsAndIsUndone(t *testing.T) {
	s := window(t)
	cast, err := tour.CastOf(s.Book())
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "客户.csv")
	if err := os.WriteFile(path, []byte("客户编号,客户名称,城市,建档日期,未知列\nX-1,北辰仪器厂,沈阳,2026-03-01,a\nX-2,南屿茶业,福州,不是日期,b\nX-3,东篱花艺,昆明,2026/4/5,c\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	r := &tour.Robot{Shell: s}
	r.Wear(cast.Director)
	r.Open(page.Route{Name: "import", Preset: "kind=customer"})
	r.FillCell(0, path)
	r.Enter(0)
	r.Press("试运行")
	if !r.Says("新增 2 个客户") || !r.Says("1 行没有导入") {
		t.Errorf("the trial does not tell what would happen")
	}
	if dir := pictures(); dir != "" {
		r.Picture(filepath.Join(dir, "导入.png"))
	}
	if n := customers(t, s.Book(), "X-"); n != 0 {
		t.Errorf("the trial wrote %d customers", n)
	}
	r.Press("导入")
	if n := customers(t, s.Book(), "X-"); n != 2 {
		t.Errorf("%d customers were imported, want 2", n)
	}
	s.Undo()
	if n := customers(t, s.Book(), "X-"); n != 0 {
		t.Errorf("%d customers are left after undo", n)
	}
	if r.Err() != nil {
		t.Fatal(r.Err())
	}
}

func customers(t *testing.T, book *record.Book, text string) (n int) {
	t.Helper()
	if err := book.Read(record.Hat{}, func(r record.Reader) error {
		p, err := r.Query(record.Query{Kind: party.Customers.Kind, Text: text})
		if err == nil {
			n = p.Total
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return n
}

// files is what the pages need of the file system, as the program supplies it.
type files struct{ folder string }

func (f files) Folder() string { return f.folder }
func (f files) SaveTable(path, title string, header []string, kinds []record.Type, rows [][]string) error {
	return sheet.Save(path, title, header, kinds, rows)
}
func (f files) SaveBytes(path string, content []byte) error { return sheet.SaveBytes(path, content) }
func (f files) ReadTables(path string) ([]*exchange.Table, error) {
	return sheet.Tables(path, &exchange.Mapping{Files: []exchange.File{{}}})
}
func (f files) LoadMapping(path string) (*exchange.Mapping, error)              { return sheet.LoadMapping(path) }
func (f files) SaveMapping(path string, m *exchange.Mapping) error              { return sheet.SaveMapping(path, m) }
func (f files) SaveRefused(string, []*exchange.Table, []exchange.Refused) error { return nil }
