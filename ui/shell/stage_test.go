package shell

import (
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/shopspring/decimal"

	"crmlab/data"
	"crmlab/domain"
	"crmlab/domain/catalog"
	"crmlab/domain/company"
	"crmlab/domain/order"
	"crmlab/domain/party"
	"crmlab/domain/record"
	"crmlab/domain/sales"
	"crmlab/domain/task"
	"crmlab/ui/kit"
	"crmlab/ui/page"
	"crmlab/ui/theme"
)

// stage is a whole window over a small company.
type stage struct {
	t        *testing.T
	book     *record.Book
	shell    *Shell
	window   fyne.Window
	settings MemorySettings
	boss     record.Hat // sees and may do everything
	seller   record.Hat // sees own records, may not delete
	reported []error
	closed   bool
}

// newStage opens the window of a company with a manager, a seller, customers, products and an order.
func newStage(t *testing.T, settings MemorySettings) *stage {
	t.Helper()
	now := time.Date(2026, 11, 23, 14, 32, 0, 0, time.Local)
	file, err := data.Create(filepath.Join(t.TempDir(), "test.crmwork"), domain.Kinds)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := file.Close(); err != nil {
			t.Error(err)
		}
	})
	book, err := domain.Open(file, func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	if settings == nil {
		settings = MemorySettings{}
	}
	s := &stage{t: t, book: book, settings: settings}
	s.seed()
	app := test.NewTempApp(t)
	app.Settings().SetTheme(theme.New(ThemeMode(settings)))
	s.window = test.NewWindow(kit.Space())
	t.Cleanup(func() {
		if !s.closed {
			s.window.SetCloseIntercept(nil)
			s.window.Close()
		}
	})
	s.shell = New(s.config(now))
	s.shell.host.Later = func(time.Duration, func()) {}
	// Everything is made once, as the first frame of a real window does.
	s.window.Canvas().FocusNext()
	s.window.Canvas().Unfocus()
	return s
}

func (s *stage) config(now time.Time) Config {
	return Config{
		Book: s.book, Hat: s.boss, Window: s.window, Runner: kit.Inline{}, Settings: s.settings,
		Registry: &page.Registry{Entries: []page.Entry{
			{Name: HomeEntry, Label: "我的桌面", Build: newPlainPage},
			page.ForKind(company.Departments.Kind, 2, "部门管理"),
			page.ForKind(company.Positions.Kind, 2, "职位权限"),
			page.ForKind(company.Employees.Kind, 2, "员工管理"),
			page.ForKind(party.Customers.Kind, 3, "客户档案", "role=customer"),
			page.ForKind(party.Contacts.Kind, 3, "联系人"),
			page.ForKind(catalog.Products.Kind, 4, "产品目录"),
			page.ForKind(task.Tasks.Kind, 7, "销售任务"),
			page.ForKind(order.Orders.Kind, 8, "订单管理"),
			{Name: "funnel", Experiment: 11, Label: "销售漏斗", Build: newPlainPage},
			{Name: "import", Label: "导入", Hidden: true, Build: newHolderPage},
		}},
		Program: "crmlab 测试", Student: "2022级电商1班 李明",
		Company: func() (name string) {
			s.read(func(r record.Reader) error {
				c, err := company.Current(r)
				name = c.Name
				return err
			})
			return name
		},
		Waiting: func(h record.Hat) (int, error) {
			if h == s.boss {
				return 6, nil
			}
			return 0, nil
		},
		Hats: func() (out []HatChoice, err error) {
			s.read(func(r record.Reader) error {
				hats, err := company.Hats(r)
				for _, h := range hats {
					out = append(out, HatChoice{Hat: h.Hat, Name: h.Name, Position: h.Office, Dept: h.Dept})
				}
				return err
			})
			return out, nil
		},
		MoveDate: func(h record.Hat, to record.Date) (*record.Entry, error) { return company.MoveDate(s.book, h, to) },
		Saved:    func() (string, time.Time) { return "/work/李明.crmwork", now },
		Report:   func(err error) string { s.reported = append(s.reported, err); return "crmlab.log" },
		Closed:   func() { s.closed = true },
	}
}

func (s *stage) read(fn func(record.Reader) error) {
	s.t.Helper()
	if err := s.book.Read(record.Hat{}, fn); err != nil {
		s.t.Fatal(err)
	}
}

func money(n int64) decimal.Decimal { return decimal.NewFromInt(n) }

// seed writes through the gate, as the program itself.
func (s *stage) seed() {
	s.t.Helper()
	all := company.Everything()
	rights := func(mask record.Right) (out []company.ModuleRights) {
		for _, m := range record.Modules {
			r := all.Rights[m] & mask
			out = append(out, company.ModuleRights{Module: m, View: r&record.View != 0, Create: r&record.Create != 0, Edit: r&record.Edit != 0,
				Delete: r&record.Delete != 0, Approve: r&record.Approve != 0})
		}
		return out
	}
	_, err := s.book.Write(record.Hat{}, "准备企业数据", func(tx record.Tx) error {
		save := func(recs ...record.Record) error {
			for _, r := range recs {
				if err := tx.ByRule().Save(r); err != nil {
					return err
				}
			}
			return nil
		}
		dept := &company.Department{Name: "销售部"}
		boss := &company.Position{Name: "销售经理", Scope: company.ScopeAll, Rights: rights(^record.Right(0))}
		seller := &company.Position{Name: "销售代表", Scope: company.ScopeSelf, Rights: rights(record.View | record.Create | record.Edit)}
		set, err := record.Blank(tx, company.Settings.Kind)
		if err != nil {
			return err
		}
		set.(*company.Setting).Name, set.(*company.Setting).Today = "华云办公设备有限公司", record.NewDate(2026, 11, 23)
		if err := save(set, dept, boss, seller); err != nil {
			return err
		}
		var staff []*company.Employee
		for i, n := range []string{"周强", "王芳", "李军", "陈晨"} {
			pos := seller
			if i == 0 {
				pos = boss
			}
			e := &company.Employee{Name: n, Standing: company.Working, Posts: []company.Post{{Department: record.Ref[company.Department](dept.ID), Position: record.Ref[company.Position](pos.ID)}}}
			if err := save(e); err != nil {
				return err
			}
			staff = append(staff, e)
		}
		var cats []*company.DictItem
		for _, n := range []string{"企业", "个人"} {
			d := &company.DictItem{Group: company.GroupCategory, Name: n}
			if err := save(d); err != nil {
				return err
			}
			cats = append(cats, d)
		}
		buyers := []string{"中关村恒通科技有限公司", "上海浦江贸易有限公司", "刘建国", "广州粤达电子商行", "成都锦城设计院", "西安古都旅行社", "武汉东湖医院",
			"张晓梅", "杭州西湖软件园管理处", "青岛海风物流", "深圳前海咨询", "哈尔滨冰城食品", "天津滨海制造"}
		for i, name := range buyers {
			c := &party.Customer{Name: name, Role: party.RoleCustomer, Nature: party.Enterprise, City: "北京", Level: string("ABC"[i%3]),
				Category: record.Ref[company.DictItem](cats[i%2].ID), Phone: fmt.Sprintf("010-8800%04d", i), Credit: money(int64(i) * 10000)}
			c.Owner, c.Dept = staff[1+i%3].ID, dept.ID
			if err := save(c); err != nil {
				return err
			}
		}
		pc := &catalog.ProductCategory{Name: "打印机", Nature: catalog.Goods}
		if err := save(pc); err != nil {
			return err
		}
		p := &catalog.Product{Name: "激光打印机 M203", Category: record.Ref[catalog.ProductCategory](pc.ID), Nature: catalog.Goods, Price: money(1899), Off: catalog.OnSale}
		if err := save(p); err != nil {
			return err
		}
		o := &order.Order{Party: 4, Day: record.NewDate(2026, 11, 23), Deliver: record.NewDate(2026, 12, 10), VAT: money(13),
			Lines: []sales.Line{{Product: record.Ref[catalog.Product](p.ID), Qty: money(20)}}}
		o.Owner, o.Dept = staff[1].ID, dept.ID
		s.boss = record.Hat{Employee: staff[0].ID, Position: boss.ID, Dept: dept.ID}
		s.seller = record.Hat{Employee: staff[1].ID, Position: seller.ID, Dept: dept.ID}
		return save(o)
	})
	if err != nil {
		s.t.Fatal(err)
	}
	if _, err := s.book.Mark(record.Hat{}, "建立工作文件"); err != nil {
		s.t.Fatal(err)
	}
}

// edit renames a customer as one step of the manager.
func (s *stage) edit(id record.ID, name string) *record.Entry {
	s.t.Helper()
	var rec record.Record
	s.read(func(r record.Reader) (err error) {
		rec, err = r.Load(party.Customers.Kind, id)
		return err
	})
	rec.(*party.Customer).Name = name
	e, err := s.book.Save(s.boss, rec)
	if err != nil {
		s.t.Fatal(err)
	}
	return e
}

// shoot writes a picture of the window where the environment names a folder, for people to look at.
func (s *stage) shoot(name string) {
	s.t.Helper()
	folder := os.Getenv("SHELL_PICTURES")
	if folder == "" {
		return
	}
	f, err := os.Create(filepath.Join(folder, name+".png"))
	if err != nil {
		s.t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, s.shell.Capture()); err != nil {
		s.t.Fatal(err)
	}
}

// roots are the overlays, topmost first, and the window's content.
func (s *stage) roots() []fyne.CanvasObject {
	roots := []fyne.CanvasObject{}
	for _, o := range s.window.Canvas().Overlays().List() {
		roots = append([]fyne.CanvasObject{o}, roots...)
	}
	return append(roots, s.window.Content())
}

// seek returns the first visible object of a type that suits.
func seek[T fyne.CanvasObject](s *stage, suits func(T) bool) (T, bool) {
	for _, root := range s.roots() {
		for _, o := range test.LaidOutObjects(root) {
			if got, ok := o.(T); ok && suits(got) {
				return got, true
			}
		}
	}
	return *new(T), false
}

// find is seek for what must be there.
func find[T fyne.CanvasObject](s *stage, suits func(T) bool) T {
	s.t.Helper()
	got, ok := seek(s, suits)
	if !ok {
		s.t.Fatalf("no such %T in the window; it says:\n%s", got, s.words())
	}
	return got
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

// follow taps the link with the words given.
func (s *stage) follow(text string) {
	s.t.Helper()
	find(s, func(l *kit.LinkText) bool { return l.Text == text && l.OnTapped != nil }).OnTapped()
}

// key sends a single key to what has the focus, else to the window.
func (s *stage) key(names ...fyne.KeyName) {
	for _, name := range names {
		e := &fyne.KeyEvent{Name: name}
		if f := s.window.Canvas().Focused(); f != nil {
			f.TypedKey(e)
		} else {
			s.window.Canvas().OnTypedKey()(e)
		}
	}
}

// shortcut sends one to what has the focus if that takes any, else to the window, as Fyne does. Fyne's
// test canvas answers no shortcuts, so the window is asked directly.
func (s *stage) shortcut(sc fyne.Shortcut) {
	if f, ok := s.window.Canvas().Focused().(fyne.Shortcutable); ok {
		f.TypedShortcut(sc)
		return
	}
	s.shell.shortcuts.TypedShortcut(sc)
}

// typeText types into what has the focus.
func (s *stage) typeText(text string) {
	s.t.Helper()
	f := s.window.Canvas().Focused()
	if f == nil {
		s.t.Fatal("nothing has the keyboard")
	}
	test.Type(f, text)
}

// words are all texts in the window.
func (s *stage) words() string {
	var out []string
	for _, root := range s.roots() {
		for _, o := range test.LaidOutObjects(root) {
			switch w := o.(type) {
			case *kit.Text:
				out = append(out, w.Text)
			case *kit.Paragraph:
				out = append(out, w.Text)
			case *kit.LinkText:
				out = append(out, w.Text)
			case *kit.Button:
				out = append(out, w.Text)
			case *kit.StatusChip:
				out = append(out, w.Text)
			case *chip:
				out = append(out, w.text)
			case *finderLine:
				out = append(out, w.line.Title+" "+w.line.Second+" "+w.line.Right)
			case *navRow:
				out = append(out, w.item.label)
			}
		}
	}
	return strings.Join(out, "\n")
}

func (s *stage) says(text string) {
	s.t.Helper()
	if !strings.Contains(s.words(), text) {
		s.t.Errorf("the window does not say %q; it says:\n%s", text, s.words())
	}
}

// choose takes a line of the open menu and reports whether it could.
func (s *stage) choose(text string) bool {
	s.t.Helper()
	for _, o := range test.LaidOutObjects(s.window.Canvas().Overlays().Top()) {
		if m, ok := o.(interface{ Choose(string) bool }); ok {
			return m.Choose(text)
		}
	}
	s.t.Fatal("no menu is open")
	return false
}
