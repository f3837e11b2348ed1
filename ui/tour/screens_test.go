package tour_test

import (
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"crmlab/data/pack"
	"crmlab/domain/record"
	"crmlab/ui/kit"
	"crmlab/ui/page"
	"crmlab/ui/shell"
	"crmlab/ui/theme"
	"crmlab/ui/tour"
)

// screens are the windows that every page must hold in: the screens of labs at the sizes of
// letters that the settings offer, in units of the layout, which is the screen divided by the
// scale.
func screens() []fyne.Size {
	var out []fyne.Size
	for _, screen := range []fyne.Size{{Width: 1024, Height: 700}, {Width: 1366, Height: 768}, {Width: 1920, Height: 1080}} {
		for _, scale := range []float32{1, 1.25, 1.5} {
			out = append(out, fyne.NewSize(float32(int(screen.Width/scale)), float32(int(screen.Height/scale))))
		}
	}
	return out
}

// place is a page under a hat that may work on it.
type place struct {
	page.Route
	hat record.Hat
}

func (p place) String() string {
	return p.Name + map[page.View]string{page.List: "", page.Open: "-open", page.Edit: "-edit", page.New: "-new"}[p.View]
}

// everyPlace lists every place of the program: lists, a record of each, its form and an empty
// form, and the pages that are no lists.
func everyPlace(t *testing.T, s *shell.Shell) []place {
	t.Helper()
	hats := hatsOf(t, s.Book())
	var out []place
	for _, e := range s.Registry().Entries {
		if e.Kind == nil {
			r := page.Route{Name: e.Name}
			if e.Name == page.ReportEntry {
				r.ID = 8 // of experiment 8
			}
			out = append(out, place{r, hats[0].Hat})
			continue
		}
		hat := worker(t, s, e, hats)
		out = append(out, place{page.Route{Name: e.Name}, hat})
		open, edit := records(t, s, e, hat)
		if open != 0 {
			out = append(out, place{page.Route{Name: e.Name, View: page.Open, ID: open}, hat})
		}
		if edit != 0 {
			out = append(out, place{page.Route{Name: e.Name, View: page.Edit, ID: edit}, hat})
		}
		if !e.Kind.Internal {
			out = append(out, place{page.Route{Name: e.Name, View: page.New, Preset: e.Preset}, hat})
		}
	}
	return out
}

// worker is the hat that sees most of an entry's records among those that may add some.
func worker(t *testing.T, s *shell.Shell, e page.Entry, hats []shell.HatChoice) (best record.Hat) {
	t.Helper()
	best, most := hats[0].Hat, -1
	for _, h := range hats {
		if err := s.Book().Read(h.Hat, func(r record.Reader) error {
			if !e.Kind.Internal && !r.Access().May(e.Kind, record.Create|record.Edit) {
				return nil
			}
			a, err := r.Query(record.Query{Kind: e.Kind, Size: 1})
			if err == nil && a.Total > most {
				best, most = h.Hat, a.Total
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	return best
}

// records are the newest record of an entry, and the newest one that can be edited; 0 for none.
func records(t *testing.T, s *shell.Shell, e page.Entry, hat record.Hat) (open, edit record.ID) {
	t.Helper()
	if err := s.Book().Read(hat, func(r record.Reader) error {
		a, err := page.LoadList(r, e.Kind, e.Preset, page.ListQuery{Page: 1, Size: 50})
		if err != nil {
			return err
		}
		for _, row := range a.Rows {
			if open == 0 {
				open = row.ID
			}
			v, err := page.LoadRecord(r, s.Book().Kinds(), e.Kind, row.ID, nil)
			if err != nil {
				return err
			}
			if v.Edit == nil {
				edit = row.ID
				return nil
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return open, edit
}

func TestEveryPageHoldsInEveryWindow(t *testing.T) {
	c, err := pack.BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
	s := windowWith(t, kit.Inline{}, c)
	told := map[string]int{}
	for _, at := range everyPlace(t, s) {
		s.Wear(at.hat)
		s.Go(at.Route)
		for _, size := range screens() {
			s.Window().Resize(size)
			for round := range 2 {
				name := fmt.Sprintf("%s %.0fx%.0f", at, size.Width, size.Height)
				if got := s.Window().Canvas().Size(); got != size {
					t.Fatalf("%s: the window is %v", name, got)
				}
				for _, f := range inspect(s.Window().Content(), fyne.Position{}) {
					if told[f]++; told[f] == 1 {
						t.Errorf("%s: %s", name, f)
					}
				}
				shootScreen(t, s, fmt.Sprintf("%s %d", name, round))
				s.Window().Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyF1})
			}
		}
	}
}

func TestEveryDialogHoldsInEveryWindow(t *testing.T) {
	c, err := pack.BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
	s := windowWith(t, kit.Inline{}, c)
	r := &tour.Robot{Shell: s}
	told := map[string]bool{}
	over := func(what string, open func()) {
		t.Helper()
		for _, size := range screens() {
			s.Window().Resize(size)
			open()
			top := s.Window().Canvas().Overlays().Top()
			if r.Err() != nil || top == nil {
				t.Errorf("%s: nothing opened: %v", what, r.Err())
				return
			}
			name := fmt.Sprintf("%s %.0fx%.0f", what, size.Width, size.Height)
			for _, f := range inspect(top, fyne.Position{}) {
				if !told[f] {
					told[f] = true
					t.Errorf("%s: %s", name, f)
				}
			}
			shootScreen(t, s, name)
			for range 3 { // a question whether to give up what was filled in may come between
				press(s, fyne.KeyEscape)
			}
			if n := len(s.Window().Canvas().Overlays().List()); n != 0 {
				t.Fatalf("%s: Esc leaves %d overlays", name, n)
			}
		}
	}
	key := func(name fyne.KeyName) func() {
		return func() { s.Window().Content().(*kit.Host).OnShortcut(control(name)) }
	}
	over("search", key(fyne.KeyK))
	over("keys", key(fyne.KeySlash))
	over("settings", func() {
		if menu, ok := sideMenu(r); ok && !r.Says("设置") {
			test.Tap(menu)
		}
		r.Press("设置")
	})
	over("refusal", func() {
		s.Fail(record.Refuse("x", "没有提交 SO-0001", "回款计划合计 42,917.39，订单金额 42,917.40，相差 0.01", "修改回款计划，使合计等于订单金额"))
	})
	over("again", func() { s.AskAgain(8) })
	s.Go(page.Route{Name: "customer"})
	over("columns", func() { r.Press("列 ▾"); r.ChooseLine("选择列…") })
	over("export", func() { r.Press("导出") })
	for _, at := range everyPlace(t, s) {
		e, _ := s.Registry().Find(at.Name)
		if at.View != page.List || e.Kind == nil {
			continue
		}
		for _, a := range e.Kind.Actions {
			id, hat := doable(t, s, e, a)
			if id == 0 || len(a.Inputs) == 0 && !a.Danger {
				continue
			}
			s.Wear(hat)
			over(e.Name+"-"+a.Name, func() { page.RunAction(s, a, []record.ID{id}, func() {}) })
		}
	}
	for _, size := range []fyne.Size{{Width: 682, Height: 466}, {Width: 910, Height: 512}} {
		shown := size.Width < 700
		s.Window().Resize(size)
		menu, ok := sideMenu(r)
		if ok != shown {
			t.Errorf("at %v the way to the sidebar is there: %v", size, ok)
			continue
		}
		if ok && !r.Says("设置") {
			test.Tap(menu)
		}
		if !r.Says("设置") {
			t.Errorf("at %v there is no sidebar", size)
		}
		for _, f := range inspect(s.Window().Content(), fyne.Position{}) {
			t.Errorf("sidebar at %v: %s", size, f)
		}
		shootScreen(t, s, fmt.Sprintf("sidebar %.0fx%.0f", size.Width, size.Height))
	}
}

// sideMenu is the button that brings the sidebar into a narrow window.
func sideMenu(r *tour.Robot) (*kit.Button, bool) {
	return tour.Seek(r, func(b *kit.Button) bool { return strings.HasPrefix(b.Tip, "打开或收起左侧") })
}

func TestTheFirstPageHoldsInEveryWindow(t *testing.T) {
	app := test.NewTempApp(t)
	app.Settings().SetTheme(theme.New(theme.Light))
	w := test.NewTempWindow(t, nil)
	first := &shell.Start{Window: w, Runner: kit.Inline{}, Folder: `C:\\Users\\student\\Documents\\CRMLab`, Browse: func(func(string)) {}}
	for i := range 6 {
		first.Recent = append(first.Recent, shell.WorkFile{Path: fmt.Sprintf(`C:\\Users\\student\\Documents\\CRMLab\\2022级电商%d班\\李明.crmwork`, i),
			Student: shell.Student{Class: fmt.Sprintf("2022级电商%d班", i), No: "20220117", Name: "李明"}, Changed: time.Date(2026, 11, 23, 14, 32, 0, 0, time.UTC)})
	}
	for _, size := range screens() {
		w.Resize(size)
		first.ShowIn()
		for _, f := range inspect(w.Content(), fyne.Position{}) {
			t.Errorf("%v: %s", size, f)
		}
	}
}

// doable is a record that an action can be done on now, with a hat that may; 0 for none among the
// newest.
func doable(t *testing.T, s *shell.Shell, e page.Entry, a *record.Action) (id record.ID, hat record.Hat) {
	t.Helper()
	if a.Quiet {
		return 0, hat
	}
	for _, h := range hatsOf(t, s.Book()) {
		if err := s.Book().Read(h.Hat, func(r record.Reader) error {
			if !r.Access().May(e.Kind, record.View) {
				return nil
			}
			list, err := page.LoadList(r, e.Kind, e.Preset, page.ListQuery{Page: 1, Size: 30})
			if err != nil {
				return err
			}
			for _, row := range list.Rows {
				rec, err := r.Load(e.Kind, row.ID)
				if err != nil {
					return err
				}
				if a.Blocked(r, rec) == nil {
					id, hat = row.ID, h.Hat
					return nil
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		if id != 0 {
			break
		}
	}
	return id, hat
}

// press gives a key to what has the focus, or else to the window.
func press(s *shell.Shell, name fyne.KeyName) {
	c, e := s.Window().Canvas(), &fyne.KeyEvent{Name: name}
	if f := c.Focused(); f != nil {
		f.TypedKey(e)
	} else if c.OnTypedKey() != nil {
		c.OnTypedKey()(e)
	}
}

func control(name fyne.KeyName) fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: name, Modifier: fyne.KeyModifierControl}
}

// shootScreen writes a picture where the environment names a folder for them.
func shootScreen(t *testing.T, s *shell.Shell, name string) {
	t.Helper()
	folder := os.Getenv("SCREEN_PICTURES")
	if folder == "" || !regexp.MustCompile(os.Getenv("SCREEN_ONLY")).MatchString(name) {
		return
	}
	f, err := os.Create(filepath.Join(folder, name+".png"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, s.Capture()); err != nil {
		t.Fatal(err)
	}
}
