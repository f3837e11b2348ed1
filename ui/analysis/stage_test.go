package analysis

import (
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"crmlab/data"
	"crmlab/domain"
	"crmlab/domain/catalog"
	"crmlab/domain/order"
	"crmlab/domain/record"
	"crmlab/domain/task"
	"crmlab/ui/kit"
	"crmlab/ui/page"
	"crmlab/ui/theme"
)

// stage is a window with a book behind it; it stands in for the shell.
type stage struct {
	t        *testing.T
	book     *record.Book
	hat      record.Hat
	window   fyne.Window
	registry *page.Registry
	company  *shop

	routes []page.Route // where pages wanted to go
	failed []error
	saved  [][]string // rows of the last table, header first
	bytes  []byte     // of the last file
	path   string
}

func (s *stage) Book() *record.Book       { return s.book }
func (s *stage) Hat() record.Hat          { return s.hat }
func (s *stage) Window() fyne.Window      { return s.window }
func (s *stage) Runner() kit.Runner       { return kit.Inline{} }
func (s *stage) Go(r page.Route)          { s.routes = append(s.routes, r) }
func (s *stage) Replace(r page.Route)     { s.routes = append(s.routes, r) }
func (s *stage) Back()                    {}
func (s *stage) Done(*record.Entry)       {}
func (s *stage) Fail(err error)           { s.failed = append(s.failed, err) }
func (s *stage) Registry() *page.Registry { return s.registry }
func (s *stage) Files() page.Files        { return s }
func (s *stage) Folder() string           { return s.t.TempDir() }

func (s *stage) SaveBytes(path string, content []byte) error {
	s.path, s.bytes = path, content
	return nil
}

func (s *stage) SaveTable(path string, _ string, header []string, _ []record.Type, rows [][]string) error {
	s.path, s.saved = path, append([][]string{header}, rows...)
	return nil
}

// newStage opens an empty company in a window of the size of the content area at 1366 x 768.
func newStage(t *testing.T) *stage {
	t.Helper()
	store, err := data.Create(filepath.Join(t.TempDir(), "shop.crm"), domain.Kinds)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	book, err := domain.Open(store, func() time.Time { return time.Date(2026, 11, 23, 6, 32, 0, 0, time.UTC) })
	if err != nil {
		t.Fatal(err)
	}
	s := &stage{t: t, book: book}
	s.registry = &page.Registry{Entries: append(Pages(),
		page.Entry{Name: "market-task", Kind: task.Tasks.Kind, Preset: "domain=market"},
		page.Entry{Name: "task", Kind: task.Tasks.Kind, Preset: "domain=sales"},
		page.Entry{Name: "order", Kind: order.Orders.Kind},
		page.Entry{Name: "product", Kind: catalog.Products.Kind},
	)}
	s.company = found(s)
	s.hat = s.company.director
	app := test.NewTempApp(t)
	app.Settings().SetTheme(theme.New(theme.Light))
	host := kit.NewHost(kit.Space())
	host.Later = func(time.Duration, func()) {}
	s.window = test.NewWindow(host)
	s.window.SetPadded(false)
	s.window.Resize(fyne.NewSize(846, 722))
	t.Cleanup(s.window.Close)
	return s
}

// open shows the page of a route in the window.
func (s *stage) open(r page.Route) page.Page {
	s.t.Helper()
	e, ok := s.registry.Find(r.Name)
	if !ok {
		s.t.Fatalf("no entry %q", r.Name)
	}
	p := e.Build(s, r)
	s.window.Content().(*kit.Host).SetContent(&kit.Frame{Content: p.Object(), Ground: theme.ColorGround})
	return p
}

// last is where the page wanted to go.
func (s *stage) last() page.Route {
	s.t.Helper()
	if len(s.routes) == 0 {
		s.t.Fatal("the page went nowhere")
	}
	return s.routes[len(s.routes)-1]
}

// read runs fn as the stage's hat.
func (s *stage) read(fn func(record.Reader) error) {
	s.t.Helper()
	if err := s.book.Read(s.hat, fn); err != nil {
		s.t.Fatal(err)
	}
}

// listed counts the records that a route's list shows.
func (s *stage) listed(route page.Route) (n int) {
	s.t.Helper()
	e, ok := s.registry.Find(route.Name)
	if !ok {
		s.t.Fatalf("no entry %q", route.Name)
	}
	s.read(func(r record.Reader) error {
		conds, err := record.ParseConds(r, e.Kind, page.JoinPresets(e.Preset, route.Preset))
		if err != nil {
			return err
		}
		found, err := r.Query(record.Query{Kind: e.Kind, Where: conds})
		if err == nil {
			n = found.Total
		}
		return err
	})
	return n
}

// words are all texts on the page.
func (s *stage) words() string {
	var out []string
	for _, o := range test.LaidOutObjects(s.window.Content()) {
		switch w := o.(type) {
		case *kit.Text:
			out = append(out, w.Text)
		case *kit.Paragraph:
			out = append(out, w.Text)
		case *kit.LinkText:
			out = append(out, w.Text)
		}
	}
	return strings.Join(out, "\n")
}

func (s *stage) says(texts ...string) {
	s.t.Helper()
	all := s.words()
	for _, text := range texts {
		if !strings.Contains(all, text) {
			s.t.Errorf("the page does not say %q; it says:\n%s", text, all)
		}
	}
}

// shoot writes a picture of the window where the environment names a folder, for people to look at.
func (s *stage) shoot(name string, width, height float32) {
	s.t.Helper()
	folder := os.Getenv("PAGE_PICTURES")
	if folder == "" {
		return
	}
	s.window.Resize(fyne.NewSize(width, height))
	f, err := os.Create(filepath.Join(folder, name+".png"))
	if err != nil {
		s.t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, s.window.Canvas().Capture()); err != nil {
		s.t.Fatal(err)
	}
}
