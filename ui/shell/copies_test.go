package shell

import (
	"errors"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"crmlab/domain/record"
	"crmlab/ui/kit"
)

// withCopies gives the window three copies, and tells what becomes of them.
func (s *stage) withCopies() (restored *string) {
	restored = new(string)
	at := time.Date(2026, 11, 23, 14, 32, 5, 0, time.Local)
	s.shell.cfg.Copies = &Copies{
		List: func() ([]SafetyCopy, error) {
			return []SafetyCopy{{Path: "c3", Made: at, Size: 15 << 20, Unsound: true}, {Path: "c2", Made: at.Add(-3 * time.Minute), Size: 15 << 20},
				{Path: "c1", Made: at.Add(-time.Hour), Size: 900}}, nil
		},
		Trouble: func() error { return record.Refuse("x", "没有写入", "磁盘空间不足", "清理磁盘") },
		Restore: func(path string) func() { return func() { *restored = path } },
	}
	return restored
}

func TestCopiesAreListedAndRestored(t *testing.T) {
	s := newStage(t, nil)
	restored := s.withCopies()
	s.shell.ShowCopies()
	s.says("磁盘空间不足")
	table := find(s, func(*kit.RowTable) bool { return true })
	want := [][]string{{"2026-11-23 14:32:05", "15.0 MB", "有损坏", "恢复这一份"}, {"2026-11-23 14:29:05", "15.0 MB", "完好", "恢复这一份"}, {"2026-11-23 13:32:05", "1 KB", "完好", "恢复这一份"}}
	for row, cells := range want {
		for column, text := range cells {
			if got := table.Cell(row, column).Text; got != text {
				t.Errorf("row %d, column %d: %q, want %q", row, column, got, text)
			}
		}
	}
	for _, size := range []fyne.Size{{Width: 1366, Height: 768}, {Width: 1024, Height: 700}} {
		s.window.Resize(size)
		s.shoot("copies")
	}
	table.OnLink(1, "restore")
	s.says("回到 2026-11-23 14:29:05 的样子")
	s.press("取消")
	if *restored != "" || s.shell.closed {
		t.Fatal("it is restored without a yes")
	}
	table.OnLink(1, "restore")
	s.press("恢复")
	if *restored != "c2" || !s.shell.closed {
		t.Errorf("restored %q, let go %v", *restored, s.shell.closed)
	}
	if s.window.Canvas().Overlays().Top() != nil {
		t.Error("a dialog is left open")
	}
}

// Work that is not saved is asked about before the file goes back.
func TestRestoringAsksAboutUnsavedWork(t *testing.T) {
	s := newStage(t, nil)
	restored := s.withCopies()
	s.shell.Go(routeTo("import"))
	holder := s.shell.Page().(*holderPage)
	holder.dirty = true
	s.shell.ShowCopies()
	find(s, func(*kit.RowTable) bool { return true }).OnLink(2, "restore")
	s.press("恢复")
	if *restored != "" || holder.leaving == nil {
		t.Fatal("it does not wait for the answer")
	}
	holder.leaving()
	if *restored != "c1" {
		t.Errorf("restored %q", *restored)
	}
}

func TestTheMenusLeadToTheCopies(t *testing.T) {
	s := newStage(t, nil)
	chosen := func(open func()) bool {
		open()
		defer s.key(fyne.KeyEscape)
		for _, o := range test.LaidOutObjects(s.window.Canvas().Overlays().Top()) {
			if m, ok := o.(interface{ Choose(string) bool }); ok {
				return m.Choose("副本…")
			}
		}
		t.Fatal("no menu is open")
		return false
	}
	saved := func() { s.shell.savedMenu(s.shell.frame.head.saved) }
	settings := func() { s.shell.settingsMenu(s.shell.frame.side.settings) }
	if chosen(saved) || chosen(settings) {
		t.Error("copies are offered where there are none")
	}
	s.withCopies()
	for _, open := range []func(){saved, settings} {
		if !chosen(open) {
			t.Error("the menu does not lead to the copies")
		}
	}
}

// A failure that concerns the file as a whole is its owner's to answer.
func TestTroubleWithTheFileIsAnsweredByItsOwner(t *testing.T) {
	s := newStage(t, nil)
	lost := errors.New("lost")
	asked := 0
	s.shell.cfg.Trouble = func(err error) bool { asked++; return errors.Is(err, lost) }
	s.shell.Fail(lost)
	if asked != 1 || len(s.reported) > 0 || s.window.Canvas().Overlays().Top() != nil {
		t.Errorf("asked %d times, reported %v", asked, s.reported)
	}
	s.shell.Fail(record.Refuse("x", "没有提交", "缺了计划", "补上"))
	s.says("缺了计划")
}
