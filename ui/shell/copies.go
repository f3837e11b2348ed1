package shell

import (
	"fmt"
	"time"

	"fyne.io/fyne/v2"

	"crmlab/ui/kit"
	"crmlab/ui/theme"
)

// SafetyCopy is the work file as it was at some time.
type SafetyCopy struct {
	Path    string
	Made    time.Time
	Size    int64 // bytes
	Unsound bool  // something in it did not fit when it was made
}

// Copies are the safety copies of the open work file.
type Copies struct {
	// List lists them, the newest first.
	List func() ([]SafetyCopy, error)
	// Trouble says why the last one could not be made; nil if it could.
	Trouble func() error
	// Restore puts one in the place of the work file, of which a copy stays, and opens it.
	// It is called away from the interface when the shell has let go of the file; what it
	// returns puts into the window what there is then.
	Restore func(path string) (show func())
}

// ShowCopies shows the copies, of which each can take the place of the work file.
func (s *Shell) ShowCopies() {
	list, err := s.cfg.Copies.List()
	if err != nil {
		s.Fail(err)
		return
	}
	var m *kit.Modal
	table := &kit.RowTable{
		Columns: []kit.Column{
			{ID: "made", Title: "时间", Kind: kit.DateColumn, Width: 150},
			{ID: "size", Title: "大小", Kind: kit.NumberColumn, Width: 80},
			{ID: "state", Title: "检查", Kind: kit.ChipColumn, Width: 90, Weight: 1},
			{ID: "restore", Kind: kit.LinkColumn, Width: 96},
		},
		Count: func() int { return len(list) },
		Key:   func(row int) string { return list[row].Path },
		Cell:  func(row, column int) kit.Cell { return copyCell(list[row], column) },
		Empty: kit.EmptyState{Text: "还没有副本。"},
		Fit:   true,
	}
	choose := func(row int) { s.askRestore(list[row], func() { m.Close() }) }
	table.OnOpen = choose
	table.OnLink = func(row int, _ string) { choose(row) }
	parts := []fyne.CanvasObject{
		&kit.Paragraph{Text: "打开时、做事时每三分钟、离开时各留一份副本，放在工作文件旁边，最新的五份会保留。", Color: theme.ColorTextSecond},
	}
	if err := s.cfg.Copies.Trouble(); err != nil {
		note := &kit.Banner{}
		note.Set("上一次没有做成副本", err.Error(), kit.ToneAmber)
		parts = append(parts, note)
	}
	parts = append(parts, table)
	m = kit.Ask(s.canvas(), kit.Dialog{Title: "副本", Width: 520, Content: kit.Stack{Gap: theme.Gap3}.Of(parts...), OK: "关闭", Cancel: "-"})
}

func copyCell(c SafetyCopy, column int) kit.Cell {
	switch column {
	case 0:
		return kit.Cell{Text: madeText(c.Made)}
	case 1:
		return kit.Cell{Text: sizeText(c.Size), Tone: kit.ToneGrey}
	case 2:
		if c.Unsound {
			return kit.Cell{Text: "有损坏", Tone: kit.ToneRed, Tip: "做这份副本时，文件已经没有通过检查"}
		}
		return kit.Cell{Text: "完好", Tone: kit.ToneGreen, Tip: "做好后读回来检查过"}
	}
	return kit.Cell{Text: "恢复这一份"}
}

func madeText(at time.Time) string { return at.Format("2006-01-02 15:04:05") }

func sizeText(n int64) string {
	if n < 1<<20 {
		return fmt.Sprintf("%d KB", (n+1023)>>10)
	}
	return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
}

// askRestore asks before a copy takes the file's place; closeList takes the list away.
func (s *Shell) askRestore(c SafetyCopy, closeList func()) {
	kit.ConfirmDanger(s.canvas(), kit.Question{
		Title: "恢复这一份副本",
		Text:  "工作文件会回到 " + madeText(c.Made) + " 的样子，之后做的不在其中。现在的文件会留作一份副本，需要时可以再换回来。",
		Yes:   "恢复",
		OnYes: func() {
			closeList()
			s.leave(func() { s.restoreCopy(c) })
		},
	})
}

func (s *Shell) restoreCopy(c SafetyCopy) {
	s.replaceFile("正在恢复副本", func() func() { return s.cfg.Copies.Restore(c.Path) })
}
