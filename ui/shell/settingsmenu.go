package shell

import (
	"fmt"
	"strconv"

	"fyne.io/fyne/v2"

	"crmlab/ui/kit"
	"crmlab/ui/page"
	"crmlab/ui/theme"
)

// scales are the sizes that the settings offer, in percent; 0 is the system's.
var scales = []int{0, 90, 100, 110, 125, 150}

// settingsMenu is the menu of the whole program.
func (s *Shell) settingsMenu(anchor fyne.CanvasObject) {
	items := []kit.MenuItem{
		s.stepItem("撤销", "Ctrl+Z", s.cfg.Book.CanUndo, s.Undo),
		s.stepItem("重做", "Ctrl+Y", s.cfg.Book.CanRedo, s.Redo),
		{Text: "操作日志", OnTapped: func() { s.Go(page.Route{Name: JournalEntry}) }},
		{Text: "回到开始…", Danger: true, OnTapped: s.restore},
	}
	if s.cfg.Hats != nil {
		items = append(items, s.lookItem(anchor))
	}
	if s.cfg.Copies != nil {
		items = append(items, kit.MenuItem{Text: "副本…", OnTapped: s.ShowCopies})
	}
	items = append(items,
		kit.MenuItem{Separator: true},
		s.themeItem("浅色", theme.Light),
		s.themeItem("深色", theme.Dark),
		s.themeItem("跟随系统", theme.System),
	)
	if s.cfg.SetScale != nil {
		items = append(items, kit.MenuItem{Text: "显示大小…", OnTapped: func() { s.scaleMenu(anchor) }})
	}
	items = append(items, kit.MenuItem{Separator: true})
	if s.cfg.SwitchFile != nil {
		items = append(items, kit.MenuItem{Text: "换人或换文件…", OnTapped: s.switchFile})
	}
	if s.cfg.Faults != nil {
		items = append(items, kit.MenuItem{Text: "出错记录…", OnTapped: s.ShowFaults})
	}
	items = append(items,
		kit.MenuItem{Text: "导览", OnTapped: s.Walk},
		kit.MenuItem{Text: "快捷键", Shortcut: "Ctrl+/", OnTapped: s.showKeys},
		kit.MenuItem{Text: "关于", OnTapped: s.showAbout},
	)
	kit.ShowMenuBelow(anchor, items)
}

// lookItem begins or ends the look through another's hat.
func (s *Shell) lookItem(anchor fyne.CanvasObject) kit.MenuItem {
	if s.hat.Look {
		return kit.MenuItem{Text: "结束查看", OnTapped: s.EndLook}
	}
	return kit.MenuItem{Text: "以他人身份查看…", OnTapped: func() { s.lookMenu(anchor) }}
}

// stepItem names the step that 撤销 or 重做 would concern.
func (s *Shell) stepItem(verb, key string, can func() (string, error), act func()) kit.MenuItem {
	label, err := can()
	item := kit.MenuItem{Text: verb, Shortcut: key, OnTapped: act}
	switch {
	case err != nil:
		item.Reason = err.Error()
	case label == "":
		item.Reason = "没有可以" + verb + "的步骤"
	default:
		item.Text = verb + " " + shorten(label, 14)
	}
	return item
}

// shorten cuts a text to a number of characters.
func shorten(text string, most int) string {
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return text
}

func (s *Shell) themeItem(text string, mode theme.Mode) kit.MenuItem {
	return kit.MenuItem{Text: text, Checked: ThemeMode(s.cfg.Settings) == mode, OnTapped: func() { s.setTheme(mode) }}
}

func (s *Shell) setTheme(mode theme.Mode) {
	s.cfg.Settings.Set(keyTheme, themeNames[mode])
	s.cfg.SetTheme(mode)
}

func (s *Shell) scaleMenu(anchor fyne.CanvasObject) {
	now := ScalePercent(s.cfg.Settings)
	var items []kit.MenuItem
	for _, percent := range scales {
		text := fmt.Sprintf("%d%%", percent)
		if percent == 0 {
			text = "按系统设置"
		}
		items = append(items, kit.MenuItem{Text: text, Checked: percent == now, OnTapped: func() {
			s.cfg.Settings.Set(keyScale, strconv.Itoa(percent))
			s.cfg.SetScale(percent)
		}})
	}
	kit.ShowMenuBelow(anchor, items)
}

// showKeys is the sheet of keys.
func (s *Shell) showKeys() {
	column := func(parts ...int) fyne.CanvasObject {
		var lines []fyne.CanvasObject
		for _, i := range parts {
			if len(lines) > 0 {
				lines = append(lines, kit.Blank(1, 10))
			}
			lines = append(lines, kit.Strong(keySheet[i].Title))
			for _, k := range keySheet[i].Keys {
				lines = append(lines, kit.Line{Gap: 8}.Of(kit.Fixed(112, &kit.Text{Text: k.Keys, Color: theme.ColorTextSecond}), kit.Label(k.Does)))
			}
		}
		return kit.Stack{Gap: 6}.Of(lines...)
	}
	kit.Ask(s.canvas(), kit.Dialog{
		Title: "快捷键", Width: 620, OK: "知道了", Cancel: "-",
		Content: kit.Columns{Gap: theme.Gap5}.Of(column(0), column(1, 2)),
	})
}

// showAbout names the program.
func (s *Shell) showAbout() {
	text := "一家模拟企业、十一个实验，学习客户关系管理。所有数据都在本机的一个文件里，不需要网络。"
	if s.cfg.Program != "" {
		text = s.cfg.Program + "\n" + text
	}
	kit.Info(s.canvas(), programTitle, text)
}

// ShowFaults says what the record of faults is for and leads to its folder.
func (s *Shell) ShowFaults() {
	folder := s.cfg.Faults()
	var m *kit.Modal
	open := &kit.Button{Text: "打开文件夹", OnTapped: func() {
		m.Close()
		s.openFolder(folder)
	}}
	m = kit.Ask(s.canvas(), kit.Dialog{
		Title: "出错记录", Width: 460, OK: "知道了", Cancel: "-", Extra: []*kit.Button{open},
		Content: kit.Stack{Gap: theme.Gap2}.Of(
			&kit.Paragraph{Text: "程序出错时，把时间、错误的种类和在程序里的位置记在这里，没有姓名、电话、客户、金额，也没有填写过的内容。"},
			&kit.Paragraph{Text: "要报告问题，把这个文件夹压缩后发给老师或机房管理员，并写上当时在做什么。"},
			&kit.Paragraph{Text: folder, TextSize: theme.SizeSmall, Color: theme.ColorTextSecond}),
	})
}
