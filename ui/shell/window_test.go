package shell

import (
	"errors"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"crmlab/domain/record"
	"crmlab/ui/page"
	"crmlab/ui/theme"
)

// home is the page of the desk, which must be the one shown.
func (s *stage) home() *plainPage {
	s.t.Helper()
	p, ok := s.shell.Page().(*plainPage)
	if !ok {
		s.t.Fatalf("the page is %T at %v", s.shell.Page(), s.shell.Here())
	}
	return p
}

func TestWindowOpensTheDesk(t *testing.T) {
	s := newStage(t, nil)
	if s.shell.Here() != routeTo(HomeEntry) {
		t.Errorf("the window opens %v", s.shell.Here())
	}
	for _, text := range []string{"我的桌面", "2026-11-23", "周强 · 销售经理", "已保存 本机 14:32", "这个实验"} {
		s.says(text)
	}
	if s.shell.frame.side.company != "华云办公设备有限公司" || s.shell.nav.waiting != 6 {
		t.Errorf("the sidebar names %q and counts %d", s.shell.frame.side.company, s.shell.nav.waiting)
	}
	if got := s.window.Title(); got != "我的桌面 - 客户关系管理实验" {
		t.Errorf("the window is titled %q", got)
	}
	if s.shell.frame.head.saved.tip != "/work/李明.crmwork" {
		t.Errorf("the save chip explains %q", s.shell.frame.head.saved.tip)
	}
}

func TestPagesStayInTheHistory(t *testing.T) {
	s := newStage(t, nil)
	desk := s.home()
	s.shell.Go(routeTo("customer"))
	list := s.shell.Page()
	s.shell.Go(page.Route{Name: "customer", View: page.Open, ID: 4})
	s.says("广州粤达电子商行")
	s.shortcut(alt(fyne.KeyLeft))
	if s.shell.Page() != list {
		t.Error("the list was built again on the way back")
	}
	s.shortcut(alt(fyne.KeyRight))
	if s.shell.Here().View != page.Open {
		t.Errorf("forward leads to %v", s.shell.Here())
	}
	s.shell.Back()
	s.shell.Back()
	s.shell.Back() // there is nothing before the desk
	if s.home() != desk || desk.closes != 0 || desk.starts != 1 {
		t.Errorf("the desk was let go %d times and given the keyboard %d times", desk.closes, desk.starts)
	}
	s.shell.Replace(routeTo("contact"))
	s.shell.Back()
	if s.shell.Here().Name != HomeEntry {
		t.Errorf("back from the first place leads to %v", s.shell.Here())
	}
}

func TestUnknownRouteIsAFault(t *testing.T) {
	s := newStage(t, nil)
	s.shell.Go(routeTo("nowhere"))
	if len(s.reported) != 1 || s.shell.Here().Name != HomeEntry {
		t.Errorf("reported %v, at %v", s.reported, s.shell.Here())
	}
}

func TestBreadcrumb(t *testing.T) {
	s := newStage(t, nil)
	s.shell.Go(page.Route{Name: "customer", View: page.Open, ID: 4})
	var texts []string
	for _, c := range s.shell.frame.head.crumbs.steps {
		texts = append(texts, c.text)
	}
	if got := strings.Join(texts, " / "); !strings.HasPrefix(got, "实验三 / 客户档案 / ") {
		t.Errorf("the breadcrumb says %q", got)
	}
	s.follow("客户档案")
	if s.shell.Here() != routeTo("customer") {
		t.Errorf("the breadcrumb leads to %v", s.shell.Here())
	}
}

func TestPagesFollowCommittedSteps(t *testing.T) {
	s := newStage(t, nil)
	desk := s.home()
	s.edit(4, "广州粤达")
	if desk.reloads != 1 {
		t.Errorf("the page shown read %d times after a step that it watches", desk.reloads)
	}
	s.shell.Go(routeTo("order"))
	s.edit(5, "成都锦城")
	s.edit(6, "西安古都")
	if desk.reloads != 1 {
		t.Error("a hidden page reads")
	}
	s.shell.Back()
	if desk.reloads != 2 {
		t.Errorf("the page read %d times when it was shown again, want 2", desk.reloads)
	}
	s.shell.Go(routeTo("order"))
	s.shell.Back()
	if desk.reloads != 2 {
		t.Error("a page that is not stale reads when it is shown")
	}
	s.key(fyne.KeyF5)
	if desk.reloads != 3 {
		t.Error("F5 does not read")
	}
}

func TestUnsavedWorkIsAskedAbout(t *testing.T) {
	s := newStage(t, nil)
	s.shell.Go(routeTo("import"))
	holder := s.shell.Page().(*holderPage)
	holder.dirty = true
	for name, act := range map[string]func(){
		"go": func() { s.shell.Go(routeTo("order")) }, "replace": func() { s.shell.Replace(routeTo("order")) },
		"back": s.shell.Back, "hat": func() { s.shell.Wear(s.seller) }, "close": s.shell.Close,
	} {
		holder.leaving = nil
		act()
		if s.shell.Page() != page.Page(holder) || holder.leaving == nil || s.closed || s.shell.Hat() != s.boss {
			t.Errorf("%s: does not wait for the answer", name)
		}
	}
	holder.leaving = nil
	s.shell.Go(routeTo("order"))
	holder.leaving()
	if s.shell.Here().Name != "order" || holder.closes != 1 {
		t.Errorf("after the answer the window is at %v, the page closed %d times", s.shell.Here(), holder.closes)
	}
	s.shell.Back()
	if s.shell.Page() == page.Page(holder) {
		t.Error("what was given up is met again")
	}
	s.shell.Wear(s.seller) // nothing is unsaved now
	if s.shell.Hat() != s.seller {
		t.Error("a page without unsaved work keeps the window from changing")
	}
}

func TestHatChangesWhatIsSeen(t *testing.T) {
	s := newStage(t, nil)
	desk := s.home()
	s.shell.hatMenu(s.shell.frame.head.hat)
	s.typeText("wf")
	lines := s.window.Canvas().Overlays().Top().(*finder).lines
	if len(lines) != 1 || lines[0].line.Title != "王芳" {
		t.Fatalf("wf finds %d hats", len(lines))
	}
	s.key(fyne.KeyReturn)
	if s.shell.Hat() != s.seller || s.home() == desk || desk.closes != 1 {
		t.Errorf("the hat is %v, the old desk closed %d times", s.shell.Hat(), desk.closes)
	}
	s.says("王芳 · 销售代表")
	if s.shell.nav.waiting != 0 {
		t.Errorf("the seller's desk counts %d", s.shell.nav.waiting)
	}
	if s.window.Canvas().Overlays().Top() != nil {
		t.Error("the list of hats stays open")
	}
}

func TestDateMovesForwardOnly(t *testing.T) {
	s := newStage(t, nil)
	desk := s.home()
	s.shell.moveDate(record.NewDate(2026, 11, 30))
	s.says("2026-11-30")
	s.says("已推进日期到 2026-11-30")
	if desk.reloads == 0 {
		t.Error("the page does not follow the date")
	}
	s.shell.moveDate(record.NewDate(2026, 11, 29))
	s.says("只能向后推进")
	s.press("知道了")
	s.shell.askDate(record.NewDate(2026, 11, 30))
	s.press("推进")
	s.says("2026-12-01")
	s.shortcut(&fyne.ShortcutUndo{})
	s.says("2026-11-30")
	s.says("已撤销 推进日期到 2026-12-01")
}

func TestClosing(t *testing.T) {
	s := newStage(t, nil)
	desk := s.home()
	s.window.Resize(fyne.NewSize(1400, 800))
	s.shell.Close()
	if !s.closed || desk.closes != 1 || s.settings[keyWindow] != "1400x800" {
		t.Errorf("closed %v, page closed %d times, size remembered as %q", s.closed, desk.closes, s.settings[keyWindow])
	}
	before := desk.reloads
	s.edit(4, "后来的名称")
	if desk.reloads != before {
		t.Error("a closed window follows the book")
	}
}

func TestSwitchingFiles(t *testing.T) {
	s := newStage(t, nil)
	switched := 0
	s.shell.cfg.SwitchFile = func() { switched++ }
	s.shell.switchFile()
	if switched != 1 || !s.shell.closed {
		t.Errorf("switched %d times, let go %v", switched, s.shell.closed)
	}
}

func TestSettingsMenuNamesTheSteps(t *testing.T) {
	s := newStage(t, nil)
	if got := s.shell.stepItem("撤销", "Ctrl+Z", s.book.CanUndo, nil); got.Reason == "" {
		t.Error("at the start something can be undone")
	}
	s.edit(4, "甲")
	if got := s.shell.stepItem("撤销", "Ctrl+Z", s.book.CanUndo, nil); got.Reason != "" || got.Text != "撤销 编辑客户 C-0004" {
		t.Errorf("the item says %q, reason %q", got.Text, got.Reason)
	}
	s.shell.setTheme(theme.Dark)
	if s.settings[keyTheme] != "dark" || !theme.IsDark() {
		t.Error("the dark theme is not shown or not remembered")
	}
}

func TestMemoryDrafts(t *testing.T) {
	s := newStage(t, nil)
	d := s.shell.Drafts()
	content := []byte("draft")
	if err := d.Save("k", content); err != nil {
		t.Fatal(err)
	}
	content[0] = 'X'
	if got, err := d.Load("k"); err != nil || string(got) != "draft" {
		t.Errorf("the draft comes back as %q, %v", got, err)
	}
	if err := d.Drop("k"); err != nil {
		t.Fatal(err)
	}
	if got, _ := d.Load("k"); got != nil {
		t.Errorf("a dropped draft is still %q", got)
	}
}

func TestWaitingIsCountedAgainAfterSteps(t *testing.T) {
	s := newStage(t, nil)
	n := 6
	s.shell.cfg.Waiting = func(record.Hat) (int, error) { n--; return n, nil }
	s.edit(4, "甲")
	if s.shell.nav.waiting != 5 {
		t.Errorf("after a step 我的桌面 counts %d", s.shell.nav.waiting)
	}
	s.shell.cfg.Waiting = func(record.Hat) (int, error) { return 0, errors.New("broken") }
	s.edit(4, "乙")
	if len(s.reported) != 1 {
		t.Errorf("a count that failed was reported %d times", len(s.reported))
	}
}
