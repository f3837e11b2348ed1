package shell

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"crmlab/ui/page"
)

// keyHelp is one line of the sheet of keys.
type keyHelp struct{ Keys, Does string }

// keySheet is what Ctrl+/ shows, by place.
var keySheet = []struct {
	Title string
	Keys  []keyHelp
}{
	{"到处", []keyHelp{
		{"Ctrl+K", "搜索页面和记录"}, {"Alt+←  Alt+→", "后退、前进"}, {"Ctrl+Z  Ctrl+Y", "撤销、重做"},
		{"F1", "打开或收起实验指导"}, {"F5", "重新读取"}, {"Esc", "关闭，回到上一处"}, {"Tab  Shift+Tab", "下一个、上一个控件"}, {"Ctrl+/", "这张表"},
	}},
	{"列表", []keyHelp{
		{"Ctrl+N", "新增"}, {"Ctrl+F", "到查询条件"}, {"↑  ↓", "上一行、下一行"}, {"Enter  F2", "编辑选中的一行"},
		{"空格", "勾选"}, {"←  →", "左右移动"}, {"菜单键", "这一行能做什么"}, {"PgUp  PgDn", "翻页"},
	}},
	{"表单", []keyHelp{
		{"Ctrl+S", "保存"}, {"Enter", "确定"}, {"Esc", "取消"},
	}},
}

// bindKeys answers the keys that the focused widget has no use for.
func (s *Shell) bindKeys() {
	c := s.canvas()
	c.SetOnTypedKey(s.typedKey)
	control := func(key fyne.KeyName, act func()) {
		s.bind(&desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierControl}, act)
	}
	toPage := func(key string) func() { return func() { s.pageKey(key) } }
	control(fyne.KeyK, s.openSearch)
	control(fyne.KeyN, toPage("Ctrl+N"))
	control(fyne.KeyS, toPage("Ctrl+S"))
	control(fyne.KeyF, toPage("Ctrl+F"))
	control(fyne.KeySlash, s.showKeys)
	s.bind(&fyne.ShortcutUndo{}, s.Undo)
	s.bind(&fyne.ShortcutRedo{}, s.Redo)
	alt := func(key fyne.KeyName, act func()) {
		s.bind(&desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierAlt}, act)
	}
	alt(fyne.KeyLeft, s.Back)
	alt(fyne.KeyRight, s.Forward)
}

// bind answers a shortcut while nothing lies over the page. A text that is being typed has its own
// undo and redo.
func (s *Shell) bind(shortcut fyne.Shortcut, act func()) {
	s.shortcuts.AddShortcut(shortcut, func(sc fyne.Shortcut) {
		if s.canvas().Overlays().Top() != nil {
			return
		}
		switch sc.(type) {
		case *fyne.ShortcutUndo, *fyne.ShortcutRedo:
			if s.typing() {
				return
			}
		}
		act()
	})
	s.canvas().AddShortcut(shortcut, s.shortcuts.TypedShortcut)
}

// typing reports whether the keyboard is in a text.
func (s *Shell) typing() bool {
	_, ok := s.canvas().Focused().(interface{ SelectedText() string })
	return ok
}

// typedKey answers single keys.
func (s *Shell) typedKey(e *fyne.KeyEvent) {
	idle := s.canvas().Focused() == nil
	switch e.Name {
	case fyne.KeyF1:
		s.frame.toggleGuide()
	case fyne.KeyF2:
		s.pageKey("F2")
	case fyne.KeyF5:
		s.reload()
	case fyne.KeyPageUp:
		s.pageKey("PgUp")
	case fyne.KeyPageDown:
		s.pageKey("PgDn")
	case fyne.KeyEscape:
		s.escape()
	case fyne.KeyReturn, fyne.KeyEnter:
		if idle {
			s.pageKey("Enter")
		}
	case fyne.KeyDelete:
		if idle {
			s.pageKey("Delete")
		}
	}
}

// pageKey offers a key to the page that is shown.
func (s *Shell) pageKey(key string) bool {
	p, ok := s.Page().(page.Shortcuts)
	return ok && p.Shortcut(key)
}

// escape leaves the page's own state first, then a text, then a record or a form.
func (s *Shell) escape() {
	switch {
	case len(s.frame.walk.stops) > 0:
		s.endWalk()
	case s.pageKey("Esc"):
	case s.canvas().Focused() != nil:
		s.canvas().Unfocus()
	case s.Here().View != page.List:
		s.Back()
	}
}
