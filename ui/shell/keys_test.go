package shell

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"crmlab/domain/record"
	"crmlab/ui/page"
	"crmlab/ui/theme"
)

func control(key fyne.KeyName) fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierControl}
}

func alt(key fyne.KeyName) fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierAlt}
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
	s.shell.shortcuts.TypedShortcut(&fyne.ShortcutUndo{})
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
