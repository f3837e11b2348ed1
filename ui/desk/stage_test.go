package desk

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
	"crmlab/domain/finance"
	"crmlab/domain/order"
	"crmlab/domain/party"
	"crmlab/domain/record"
	"crmlab/domain/task"
	"crmlab/ui/analysis"
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
	office   *office
	routes   []page.Route // where the page wanted to go
	failed   []error
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
func (s *stage) Files() page.Files        { return nil }

// newStage opens an office where nothing waits yet.
func newStage(t *testing.T) *stage {
	t.Helper()
	store, err := data.Create(filepath.Join(t.TempDir(), "office.crm"), domain.Kinds)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	book, err := domain.Open(store, func() time.Time { return time.Date(2026, 11, 23, 14, 20, 0, 0, time.Local) })
	if err != nil {
		t.Fatal(err)
	}
	s := &stage{t: t, book: book}
	s.registry = &page.Registry{Entries: append(append(Pages(), analysis.Pages()...),
		page.Entry{Name: "market-task", Kind: task.Tasks.Kind, Preset: "domain=market"},
		page.Entry{Name: "task", Kind: task.Tasks.Kind, Preset: "domain=sales"},
		page.Entry{Name: "customer", Kind: party.Customers.Kind},
		page.Entry{Name: "contact", Kind: party.Contacts.Kind},
		page.Entry{Name: "order", Kind: order.Orders.Kind},
		page.Entry{Name: "payment-plan", Kind: order.Plans.Kind},
		page.Entry{Name: "overdue", Kind: order.Plans.Kind, Preset: "status=overdue"},
		page.Entry{Name: "receipt", Kind: finance.Receipts.Kind},
	)}
	s.office = found(s)
	s.hat = s.office.manager
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

// open shows the desk of the stage's hat.
func (s *stage) open() *deskPage {
	s.t.Helper()
	p := newDeskPage(s, page.Route{Name: Entry})
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

func (s *stage) says(texts ...string) {
	s.t.Helper()
	var all []string
	for _, o := range test.LaidOutObjects(s.window.Content()) {
		switch w := o.(type) {
		case *kit.Text:
			all = append(all, w.Text)
		case *kit.Paragraph:
			all = append(all, w.Text)
		case *kit.LinkText:
			all = append(all, w.Text)
		}
	}
	for _, text := range texts {
		if !strings.Contains(strings.Join(all, "\n"), text) {
			s.t.Errorf("the desk does not say %q; it says %q", text, all)
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
