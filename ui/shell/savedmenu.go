package shell

import (
	"slices"

	"fyne.io/fyne/v2"

	"crmlab/ui/kit"
)

// savedMenu tells where the work file is, and leads to its copies.
func (s *Shell) savedMenu(anchor fyne.CanvasObject) {
	if s.cfg.Saved == nil {
		return
	}
	path, at := s.cfg.Saved()
	items := []kit.MenuItem{{Text: path, Reason: "每一步完成时就已写入这个文件"}, {Separator: true},
		{Text: "复制文件位置", OnTapped: func() {
			fyne.CurrentApp().Clipboard().SetContent(path)
			kit.ShowToast(s.canvas(), kit.Toast{Text: "已复制文件位置"})
		}}}
	if more := s.secondItems(); len(more) > 0 {
		items = slices.Concat(items[:1], more, items[2:])
	}
	if s.cfg.Copies != nil {
		items = append(items, kit.MenuItem{Text: "副本…", OnTapped: s.ShowCopies})
	}
	if s.cfg.HandIn != nil {
		items = append(items, kit.MenuItem{Separator: true}, kit.MenuItem{Text: "交作业…", OnTapped: s.ShowHandIn})
	}
	if !at.IsZero() {
		items[0].Shortcut = at.Format("2006-01-02 15:04")
	}
	kit.ShowMenuBelow(anchor, items)
}
