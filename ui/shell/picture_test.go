package shell

import (
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"crmlab/domain/record"
	"crmlab/ui/kit"
	"crmlab/ui/page"
	"crmlab/ui/theme"
)

// TestPictures shows every part of the window in the sizes and modes that it must hold in. The
// pictures are for people to look at; the test itself holds that nothing complains on the way.
func TestPictures(t *testing.T) {
	for _, mode := range []string{"light", "dark"} {
		s := newStage(t, MemorySettings{keyTheme: mode})
		s.edit(4, "广州粤达电子商行股份有限公司")
		for _, size := range []fyne.Size{{Width: 1366, Height: 768}, {Width: 1024, Height: 700}, {Width: 1920, Height: 1080}} {
			s.window.Resize(size)
			if got := s.window.Canvas().Size(); got != size {
				t.Errorf("the window is %v, want %v: a page made it grow", got, size)
			}
			shoot := func(name string) { s.shoot(fmt.Sprintf("%s-%s-%.0f", name, mode, size.Width)) }
			visit := func(r page.Route, name string) { s.shell.Go(r); shoot(name) }
			visit(page.Route{Name: HomeEntry}, "desk")
			visit(page.Route{Name: "customer"}, "list")
			visit(page.Route{Name: "order", View: page.Open, ID: 1}, "order")
			visit(page.Route{Name: JournalEntry}, "journal")
			over := func(name string, open func()) { open(); shoot(name); s.key(fyne.KeyEscape) }
			over("search", func() { s.shell.openSearch(); s.typeText("gz") })
			over("recent", s.shell.openSearch)
			over("hats", func() { s.shell.hatMenu(s.shell.frame.head.hat) })
			over("date", func() { s.shell.dateMenu(s.shell.frame.head.date) })
			over("askdate", func() { s.shell.askDate(record.NewDate(2026, 11, 23)) })
			over("settings", func() { s.shell.settingsMenu(s.shell.frame.side.settings) })
			over("keys", s.shell.showKeys)
			over("about", s.shell.showAbout)
			over("refusal", func() {
				s.shell.Fail(record.Refuse("x", "没有提交 SO-0001", "回款计划合计 42,917.39，订单金额 42,917.40，相差 0.01", "修改回款计划，使合计等于订单金额"))
			})
			s.shell.Done(&record.Entry{Label: "编辑客户 C-0004", Op: record.OpDo})
			shoot("toast")
			kit.HideToast(s.window.Canvas())
		}
		if len(s.reported) > 0 {
			t.Errorf("%s: %v", mode, s.reported[0])
		}
	}
}

func TestStartPictures(t *testing.T) {
	for _, mode := range []theme.Mode{theme.Light, theme.Dark} {
		s := newStage(t, nil)
		fyne.CurrentApp().Settings().SetTheme(theme.New(mode))
		start := &Start{
			Window: s.window, Runner: kit.Inline{}, Folder: "文档/客户关系管理实验",
			Recent: []WorkFile{
				{Path: "文档/客户关系管理实验/李明.crmwork", Student: Student{"2022级电商1班", "2022011", "李明"}, Changed: time.Date(2026, 11, 23, 14, 32, 0, 0, time.Local)},
				{Path: "E:/王晓.crmwork", Student: Student{"2022级电商1班", "2022012", "王晓"}, Missing: "U 盘没有插上"},
			},
			Browse: func(func(string)) {},
			Create: func(Student, func(float64)) (func(), error) {
				return nil, record.Refuse("disk", "没有建立工作文件", "磁盘已满", "清理后再试")
			},
		}
		start.ShowIn()
		name := map[theme.Mode]string{theme.Light: "light", theme.Dark: "dark"}[mode]
		s.shoot("start-" + name)
		start.make()
		s.shoot("start-noname-" + name)
		s.says("填写姓名")
	}
}
