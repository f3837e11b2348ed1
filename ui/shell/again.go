package shell

import (
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"crmlab/domain/lab"
	"crmlab/domain/record"
	"crmlab/ui/kit"
)

// AskAgain asks before an experiment is begun anew: 重做本实验. The work so far is archived
// before anything of it is taken back.
func (s *Shell) AskAgain(no int) {
	b := s.standing.board
	s.cfg.Runner.Go(func() {
		a, err := b.Attempt(no)
		s.cfg.Runner.UI(func() {
			switch {
			case err != nil:
				s.Fail(err)
			case a == nil:
				kit.Info(s.canvas(), "重做"+experimentNo(no), "这个实验还没有开始做，直接做就可以。")
			default:
				s.askAgain(no, a)
			}
		})
	})
}

func (s *Shell) askAgain(no int, a *lab.Attempt) {
	text := fmt.Sprintf("现在得 %d 分。先把整个工作文件存一份档，再回到 %s 开始做这个实验之前，之后的 %d 步都退回去。",
		a.Score.Earned, time.UnixMilli(a.Began).Format("1 月 2 日 15:04"), a.Steps)
	if len(a.Others) > 0 {
		var others []string
		for _, p := range a.Others {
			others = append(others, fmt.Sprintf("%s（现在 %d 分）", experimentNo(p.No), p.Score.Earned))
		}
		text += "其中也有" + strings.Join(others, "、") + "的工作，因为它们是之后做的。"
	}
	text += "退回本身也是一步，可以撤销。"
	kit.ConfirmDanger(s.canvas(), kit.Question{
		Title: "重做" + experimentNo(no), Text: text, Yes: "存档并重做",
		OnYes: func() { s.leave(func() { s.again(no, a) }) },
	})
}

// again archives the work and takes it back to before the experiment.
func (s *Shell) again(no int, a *lab.Attempt) {
	wait := kit.ShowProgress(s.canvas(), kit.ProgressTask{Title: "正在存档"})
	name := fmt.Sprintf("%s %d分 %s", experimentNo(no), a.Score.Earned, s.cfg.Book.Now().Format("20060102-150405"))
	hat := s.hat
	s.cfg.Runner.Go(func() {
		path, err := s.cfg.Archive(name)
		var e *record.Entry
		if err == nil {
			e, err = s.cfg.Book.RestoreTo(hat, "重做"+experimentNo(no), a.After)
		}
		s.cfg.Runner.UI(func() {
			wait.Close()
			if err != nil {
				s.Fail(err)
				return
			}
			if e != nil {
				s.refreshHead()
			}
			s.show()
			kit.ShowToast(s.canvas(), kit.Toast{Text: "可以重新做" + experimentNo(no) + "了，原来的工作已存档", Action: "看存档", OnTap: func() { s.openFolder(filepath.Dir(path)) }})
		})
	})
}

// openFolder shows a folder in the system's file manager.
func (s *Shell) openFolder(dir string) {
	path := filepath.ToSlash(dir)
	if !strings.HasPrefix(path, "/") { // a drive of Windows
		path = "/" + path
	}
	if err := fyne.CurrentApp().OpenURL(&url.URL{Scheme: "file", Path: path}); err != nil {
		kit.Info(s.canvas(), "文件夹", dir) // there is no file manager; where it is can at least be read
	}
}
