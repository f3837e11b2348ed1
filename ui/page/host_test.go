package page_test

import (
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"crmlab/data"
	"crmlab/domain"
	"crmlab/domain/catalog"
	"crmlab/domain/company"
	"crmlab/domain/order"
	"crmlab/domain/party"
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
	runner   kit.Runner
	window   fyne.Window
	registry *page.Registry
	drafts   memoryDrafts
	settings page.MemorySettings
	folder   string

	shown  page.Page
	routes []page.Route // where pages wanted to go
	backs  int
	done   []*record.Entry
	failed []error
	saved  [][]string // rows of the last export, header first
	viewed string     // what the system was asked to show: name and content
}

func (s *stage) Book() *record.Book       { return s.book }
func (s *stage) Hat() record.Hat          { return s.hat }
func (s *stage) Window() fyne.Window      { return s.window }
func (s *stage) Runner() kit.Runner       { return s.runner }
func (s *stage) Go(r page.Route)          { s.routes = append(s.routes, r) }
func (s *stage) Replace(r page.Route)     { s.routes = append(s.routes, r) }
func (s *stage) Back()                    { s.backs++ }
func (s *stage) Done(e *record.Entry)     { s.done = append(s.done, e) }
func (s *stage) Fail(err error)           { s.failed = append(s.failed, err) }
func (s *stage) Registry() *page.Registry { return s.registry }
func (s *stage) Files() page.Files        { return s }
func (s *stage) Drafts() page.Drafts      { return s.drafts }
func (s *stage) Settings() page.Settings  { return &s.settings }
func (s *stage) Folder() string           { return s.folder }

func (s *stage) SaveBytes(string, []byte) error { return nil }

func (s *stage) ReadBytes(path string, _ int64) ([]byte, error) { return os.ReadFile(path) }
func (s *stage) ShowBytes(name string, content []byte) error {
	s.viewed = name + "=" + string(content)
	return nil
}

func (s *stage) SaveTable(_ string, _ string, header []string, _ []record.Type, rows [][]string) error {
	s.saved = append([][]string{header}, rows...)
	return nil
}

// last is where the page wanted to go.
func (s *stage) last() page.Route {
	s.t.Helper()
	if len(s.routes) == 0 {
		s.t.Fatal("the page went nowhere")
	}
	return s.routes[len(s.routes)-1]
}

type memoryDrafts map[string][]byte

func (d memoryDrafts) Save(key string, content []byte) error { d[key] = content; return nil }
func (d memoryDrafts) Load(key string) ([]byte, error)       { return d[key], nil }
func (d memoryDrafts) Drop(key string) error                 { delete(d, key); return nil }

// newStage opens a small company: a manager who may do everything, a seller who sees own records
// and may not export, customers, products and an order.
func newStage(t *testing.T) *stage {
	t.Helper()
	now := time.Date(2026, 11, 23, 14, 32, 0, 0, time.UTC)
	store, err := data.Create(filepath.Join(t.TempDir(), "company.crmlab"), domain.Kinds)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	book, err := domain.Open(store, func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	s := &stage{t: t, book: book, runner: kit.Inline{}, drafts: memoryDrafts{}, folder: t.TempDir()}
	s.registry = &page.Registry{
		Entries: []page.Entry{
			page.ForKind(party.Customers.Kind, 3, "客户档案", "role=customer"),
			page.ForKind(party.Contacts.Kind, 3, "联系人"),
			page.ForKind(catalog.Products.Kind, 4, "产品目录"),
			page.ForKind(order.Orders.Kind, 8, "订单管理"),
			page.ForKind(task.Tasks.Kind, 7, "任务"),
			page.ForKind(company.FieldDefs.Kind, 2, "属性定义"),
			page.ForKind(company.Positions.Kind, 2, "职位权限"),
			page.ForKind(company.Employees.Kind, 2, "员工"),
			page.ForKind(company.Departments.Kind, 2, "部门"),
			{Name: "import", Label: "导入", Hidden: true},
		},
		Shapes: map[*record.Kind]*page.Shape{order.Orders.Kind: orderShape()},
	}
	s.seed()
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

func orderShape() *page.Shape {
	return &page.Shape{
		Live: true,
		Chain: func(_ record.Reader, rec record.Record) []page.Link {
			return []page.Link{{Text: "OP-0077 机会", Route: page.Route{Name: "task"}}, {Text: "QT-0141 报价", Route: page.Route{Name: "task"}},
				{Text: rec.Head().No + " 订单", Route: page.Route{Name: "order", View: page.Open, ID: rec.Head().ID}}, {Text: "收款 0"}}
		},
		Aside: func(page.Host, record.ID) fyne.CanvasObject {
			return &kit.Card{Title: "提交前检查", Content: kit.Stack{Gap: 6}.Of(&kit.Text{Text: "✓ 回款计划合计等于订单金额"}, &kit.Text{Text: "✓ 信用额度够用"})}
		},
	}
}

// asSeller puts the hat of 王芳 on, who sees her own records only.
func (s *stage) asSeller() { s.hat = record.Hat{Employee: 2, Position: 2, Dept: 1} }

// open shows the page of a route in the window.
func (s *stage) open(r page.Route) page.Page {
	s.t.Helper()
	e, ok := s.registry.Find(r.Name)
	if !ok {
		s.t.Fatalf("no entry %q", r.Name)
	}
	s.shown = e.Build(s, r)
	s.window.Content().(*kit.Host).SetContent(&kit.Frame{Content: s.shown.Object(), Ground: theme.ColorGround})
	if len(s.failed) > 0 {
		s.t.Fatalf("open %v: %v", r, s.failed[0])
	}
	return s.shown
}

// shoot writes a picture of the window where the environment names a folder, for people to look at.
func (s *stage) shoot(name string) {
	s.t.Helper()
	folder := os.Getenv("PAGE_PICTURES")
	if folder == "" {
		return
	}
	f, err := os.Create(filepath.Join(folder, name+".png"))
	if err != nil {
		s.t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, s.window.Canvas().Capture()); err != nil {
		s.t.Fatal(err)
	}
}

// walk visits what can be seen, dialogs first.
func (s *stage) walk(visit func(fyne.CanvasObject)) {
	var down func(fyne.CanvasObject)
	down = func(o fyne.CanvasObject) {
		if o == nil || !o.Visible() {
			return
		}
		visit(o)
		switch w := o.(type) {
		case *fyne.Container:
			for _, c := range w.Objects {
				down(c)
			}
		case fyne.Widget:
			for _, c := range test.WidgetRenderer(w).Objects() {
				down(c)
			}
		}
	}
	for _, o := range s.window.Canvas().Overlays().List() {
		down(o)
	}
	down(s.window.Content())
}

// find returns the first visible object of a type that suits, in the page or in what lies above it.
func find[T fyne.CanvasObject](s *stage, suits func(T) bool) T {
	s.t.Helper()
	var found *T
	s.walk(func(o fyne.CanvasObject) {
		if got, ok := o.(T); ok && found == nil && suits(got) {
			found = &got
		}
	})
	if found == nil {
		s.t.Fatalf("no such %T on the page", *new(T))
	}
	return *found
}

// press taps the button with the words given.
func (s *stage) press(text string) {
	s.t.Helper()
	b := find(s, func(b *kit.Button) bool { return b.Text == text })
	if b.Disabled() {
		s.t.Fatalf("button %s is disabled: %s", text, b.Reason)
	}
	b.OnTapped()
}

// words are all texts on the page, for tests that ask whether something is said.
func (s *stage) words() string {
	var out []string
	s.walk(func(o fyne.CanvasObject) {
		switch w := o.(type) {
		case *kit.Paragraph: // its lines break anywhere
			out = append(out, w.Text)
		case *canvas.Text:
			if w.Text != "" {
				out = append(out, w.Text)
			}
		}
	})
	return strings.Join(out, "\n")
}

// table is the first table of the page.
func (s *stage) table() *kit.RowTable {
	return find(s, func(*kit.RowTable) bool { return true })
}

// column is the place of a column in the first table, by its ID; -1 if it is not there.
func (s *stage) column(id string) int {
	return slices.IndexFunc(s.table().Columns, func(c kit.Column) bool { return c.ID == id })
}

// form is the first form of the page or of the dialog above it.
func (s *stage) form() *kit.EditForm {
	return find(s, func(*kit.EditForm) bool { return true })
}

// read asks the book as the stage's hat.
func (s *stage) read(fn func(record.Reader)) {
	s.t.Helper()
	if err := s.book.Read(s.hat, func(r record.Reader) error { fn(r); return nil }); err != nil {
		s.t.Fatal(err)
	}
}

// load reads a record as the program itself.
func (s *stage) load(k *record.Kind, id record.ID) record.Record {
	s.t.Helper()
	var rec record.Record
	err := s.book.Read(record.Hat{}, func(r record.Reader) error {
		var err error
		rec, err = r.Load(k, id)
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return rec
}

// save changes a record behind the page's back.
func (s *stage) save(rec record.Record) {
	s.t.Helper()
	if _, err := s.book.Save(record.Hat{}, rec); err != nil {
		s.t.Fatal(err)
	}
}

// refused fails the test unless the last thing shown was a refusal of the code.
func (s *stage) refused(code string) {
	s.t.Helper()
	if n := len(s.failed); n == 0 || !record.IsRefusal(s.failed[n-1], code) {
		s.t.Errorf("want the refusal %q, got %v", code, s.failed)
	}
	s.failed = nil
}

func (s *stage) says(text string) {
	s.t.Helper()
	if !strings.Contains(s.words(), text) {
		s.t.Errorf("the page does not say %q; it says:\n%s", text, s.words())
	}
}
