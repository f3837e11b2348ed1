package shell

import (
	"errors"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"crmlab/domain/record"
	"crmlab/ui/kit"
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

func control(key fyne.KeyName) fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierControl}
}

func alt(key fyne.KeyName) fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierAlt}
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

func TestSidebarLeadsToPages(t *testing.T) {
	s := newStage(t, nil)
	row := func(label string) *navRow { return find(s, func(r *navRow) bool { return r.item.label == label }) }
	row("客户管理").Tapped(nil)
	if s.shell.Here().Name != HomeEntry || s.shell.nav.open != 3 || s.settings[keyExperiment] != "3" {
		t.Fatalf("opening an experiment leads to %v, open %d, remembered %q", s.shell.Here(), s.shell.nav.open, s.settings[keyExperiment])
	}
	s.says("把条件保存下来") // the guide follows
	row("联系人").Tapped(nil)
	if s.shell.Here().Name != "contact" {
		t.Fatalf("the line leads to %v", s.shell.Here())
	}
	row("客户管理").Tapped(nil)
	if s.shell.nav.open != 0 {
		t.Error("a second tap does not fold the experiment")
	}
	row("市场管理").Tapped(nil)
	if s.shell.nav.open != 0 {
		t.Error("an experiment with nothing to show opens")
	}
	s.shell.Go(routeTo("order"))
	if s.shell.nav.open != 8 || s.shell.frame.guide.experiment != 8 {
		t.Errorf("a page opens experiment %d and guide %d", s.shell.nav.open, s.shell.frame.guide.experiment)
	}
}

func TestSidebarByKeyboard(t *testing.T) {
	s := newStage(t, nil)
	lines := s.shell.frame.side.lines
	s.window.Canvas().Focus(lines)
	s.key(fyne.KeyDown, fyne.KeyDown, fyne.KeyRight) // 实验二
	if s.shell.nav.open != 2 {
		t.Fatalf("Right opens experiment %d", s.shell.nav.open)
	}
	s.key(fyne.KeyDown, fyne.KeyReturn)
	if s.shell.Here().Name != "department" {
		t.Fatalf("Enter leads to %v", s.shell.Here())
	}
	if s.window.Canvas().Focused() != fyne.Focusable(lines) {
		t.Error("the keyboard leaves the sidebar")
	}
	s.key(fyne.KeyUp, fyne.KeyLeft)
	if s.shell.nav.open != 0 {
		t.Error("Left does not fold the experiment")
	}
	s.key(fyne.KeyEnd)
	if got := lines.items[lines.cursor]; got.faint || got.label == "分析决策" {
		t.Errorf("End stands on %q", got.label)
	}
}

func TestRememberedExperimentIsOpen(t *testing.T) {
	s := newStage(t, MemorySettings{keyExperiment: "8"})
	if s.shell.nav.open != 8 || s.shell.frame.guide.experiment != 8 {
		t.Errorf("open is %d, the guide shows %d", s.shell.nav.open, s.shell.frame.guide.experiment)
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
	if s.home() != desk || desk.closes != 0 {
		t.Errorf("the desk was let go %d times", desk.closes)
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
	desk := s.home()
	desk.dirty = true
	for name, act := range map[string]func(){
		"go": func() { s.shell.Go(routeTo("order")) }, "replace": func() { s.shell.Replace(routeTo("order")) },
		"hat": func() { s.shell.Wear(s.seller) }, "close": s.shell.Close,
	} {
		desk.leaving = nil
		act()
		if s.shell.Page() != page.Page(desk) || desk.leaving == nil || s.closed || s.shell.Hat() != s.boss {
			t.Errorf("%s: does not wait for the answer", name)
		}
	}
	desk.leaving = nil
	s.shell.Go(routeTo("order"))
	desk.leaving()
	if s.shell.Here().Name != "order" || desk.closes != 1 {
		t.Errorf("after the answer the window is at %v, the page closed %d times", s.shell.Here(), desk.closes)
	}
	s.shell.Back()
	if s.home() == desk {
		t.Error("what was given up is met again")
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

func TestUndoAndRedoByKey(t *testing.T) {
	s := newStage(t, nil)
	name := func() (title string) {
		s.read(func(r record.Reader) error {
			title = r.Title(record.KindNamed("customer"), 4)
			return nil
		})
		return title
	}
	s.shell.Done(s.edit(4, "新名称"))
	s.says("已编辑客户 C-0004")
	s.shortcut(&fyne.ShortcutUndo{})
	if name() != "广州粤达电子商行" {
		t.Fatalf("after Ctrl+Z the name is %q", name())
	}
	s.shortcut(&fyne.ShortcutRedo{})
	if name() != "新名称" {
		t.Fatalf("after Ctrl+Y the name is %q", name())
	}
	s.shortcut(&fyne.ShortcutRedo{})
	s.says("没有可以重做的步骤")

	// Neither while a text is typed, nor behind a dialog.
	s.shell.Go(routeTo("customer"))
	s.shortcut(control(fyne.KeyF))
	if !s.shell.typing() {
		t.Fatalf("Ctrl+F gives the keyboard to %T", s.window.Canvas().Focused())
	}
	s.shortcut(&fyne.ShortcutUndo{})
	s.window.Canvas().Unfocus()
	s.shell.showKeys()
	s.window.Canvas().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutUndo{})
	if name() != "新名称" {
		t.Error("undo fired while a text was typed or a dialog was open")
	}
}

func TestShortcutsReachThePageFromATextToo(t *testing.T) {
	s := newStage(t, nil)
	s.shell.Go(routeTo("customer"))
	s.shortcut(control(fyne.KeyF))
	s.shortcut(control(fyne.KeyK))
	if _, ok := s.window.Canvas().Overlays().Top().(*finder); !ok {
		t.Fatal("Ctrl+K does not open the search while a text has the keyboard")
	}
	s.key(fyne.KeyEscape)
	s.shortcut(control(fyne.KeyN))
	if s.shell.Here().View != page.New {
		t.Errorf("Ctrl+N leads to %v", s.shell.Here())
	}
}

func TestKeysGoToThePage(t *testing.T) {
	s := newStage(t, nil)
	desk := s.home()
	s.shortcut(control(fyne.KeyN))
	s.shortcut(control(fyne.KeyS))
	s.shortcut(control(fyne.KeyF))
	s.key(fyne.KeyF2, fyne.KeyPageDown, fyne.KeyPageUp, fyne.KeyReturn, fyne.KeyDelete, fyne.KeyEscape)
	if got := strings.Join(desk.keys, " "); got != "Ctrl+N Ctrl+S Ctrl+F F2 PgDn PgUp Enter Delete Esc" {
		t.Errorf("the page was given %s", got)
	}
	if s.shell.Here().Name != HomeEntry {
		t.Error("Esc leaves a list")
	}
	s.shell.Go(page.Route{Name: "customer", View: page.Open, ID: 4})
	s.key(fyne.KeyEscape)
	if s.shell.Here().Name != HomeEntry {
		t.Errorf("Esc leads from a record to %v", s.shell.Here())
	}
	s.shortcut(control(fyne.KeySlash))
	s.says("打开或收起实验指导")
}

func TestGuideTogglesAndLeavesRoom(t *testing.T) {
	s := newStage(t, nil)
	f := s.shell.frame
	if !f.guide.Visible() || f.clip.Size().Width != 1366-theme.SidebarWidth-theme.GuideWidth {
		t.Errorf("at 1366 the page is %v wide, guide shown %v", f.clip.Size().Width, f.guide.Visible())
	}
	s.key(fyne.KeyF1)
	if f.guide.Visible() || f.clip.Size().Width != 1366-theme.SidebarWidth || s.settings[keyGuide] != "off" {
		t.Error("F1 does not give the room of the guide to the page, or does not remember it")
	}
	s.key(fyne.KeyF1)
	s.window.Resize(leastWindow)
	if f.guide.Visible() {
		t.Error("the guide takes the room of the page in the smallest window")
	}
	s.key(fyne.KeyF1)
	if !f.guide.Visible() {
		t.Error("F1 does not bring the guide in the smallest window")
	}
	s.follow("带我去")
	if len(s.reported) > 0 {
		t.Error(s.reported[0])
	}
}

func TestFailures(t *testing.T) {
	s := newStage(t, nil)
	s.shell.Fail(record.Refuse("x", "没有提交", "合计相差 0.01", "修改计划"))
	for _, text := range []string{"没有提交。", "合计相差 0.01。", "修改计划。"} {
		s.says(text)
	}
	s.press("知道了")
	s.shell.Fail(record.Refusals{record.RefuseField("a", "name", "没有保存", "名称是空的", "填写名称"), record.RefuseField("b", "day", "没有保存", "日期是空的", "填写日期")})
	s.says("· 名称是空的。\n· 日期是空的。")
	s.press("知道了")
	if len(s.reported) != 0 {
		t.Errorf("a refusal was reported as a fault: %v", s.reported)
	}
	s.shell.Fail(errors.New("disk on fire"))
	s.says("disk on fire")
	s.says("crmlab.log")
	if len(s.reported) != 1 {
		t.Errorf("a fault was reported %d times", len(s.reported))
	}
	s.press("知道了")
	s.shell.Fail(nil)
	if s.window.Canvas().Overlays().Top() != nil {
		t.Error("no error shows a dialog")
	}
}

func TestRestoreGoesBackToTheStart(t *testing.T) {
	s := newStage(t, nil)
	s.edit(4, "甲")
	s.edit(4, "乙")
	s.shell.restore()
	s.press("回到开始")
	s.read(func(r record.Reader) error {
		if got := r.Title(record.KindNamed("customer"), 4); got != "广州粤达电子商行" {
			t.Errorf("at the start the name is %q", got)
		}
		return nil
	})
	s.says("已回到开始")
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

func TestStartNeedsAName(t *testing.T) {
	s := newStage(t, nil)
	var made []Student
	opened := 0
	start := &Start{Window: s.window, Runner: kit.Inline{}, Create: func(who Student, progress func(float64)) (func(), error) {
		progress(0.5)
		made = append(made, who)
		if who.Name == "满" {
			return nil, record.Refuse("disk", "没有建立工作文件", "磁盘已满", "清理磁盘后再试")
		}
		return func() { opened++ }, nil
	}, Recent: []WorkFile{{Path: "a.crmwork", Student: Student{Name: "王晓"}}, {Path: "b.crmwork", Missing: "U 盘没有插上"}},
		Open: func(path string) (func(), error) { return func() { opened += 10 }, nil },
	}
	start.ShowIn()
	s.press("新建工作文件")
	if len(made) != 0 {
		t.Fatal("a file was made for nobody")
	}
	start.name.SetValue("满")
	s.press("新建工作文件")
	s.says("磁盘已满")
	s.press("知道了")
	start.class.SetValue("2022级电商1班")
	start.name.SetValue("李明")
	s.press("新建工作文件")
	if opened != 1 || made[1].Text() != "2022级电商1班 李明" {
		t.Errorf("opened %d, made %v", opened, made)
	}
	start.open("b.crmwork")
	s.says("U 盘没有插上")
	s.press("知道了")
	start.open("a.crmwork")
	if opened != 11 {
		t.Errorf("opened %d", opened)
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
