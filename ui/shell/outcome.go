package shell

import (
	"fmt"

	"fyne.io/fyne/v2"

	"crmlab/domain/record"
	"crmlab/ui/kit"
)

// Done tells of a committed step in a toast that offers to take it back.
func (s *Shell) Done(e *record.Entry) {
	if e == nil {
		kit.ShowToast(s.canvas(), kit.Toast{Text: "没有改动"})
		return
	}
	s.refreshHead()
	t := kit.Toast{Text: "已" + e.Label}
	switch e.Op {
	case record.OpMark:
	case record.OpUndo:
		t.Action, t.OnTap = "重做", s.Redo
	default:
		t.Action, t.OnTap = "撤销", s.Undo
	}
	kit.ShowToast(s.canvas(), t)
}

// Fail shows why something was refused, or that something went wrong.
func (s *Shell) Fail(err error) {
	if err != nil && s.cfg.Trouble != nil && s.cfg.Trouble(err) {
		return
	}
	showFailure(s.canvas(), err, s.cfg.Report)
}

// showFailure shows an error over a window. A fault is also reported; report may be nil.
func showFailure(on fyne.Canvas, err error, report func(error) string) {
	if err == nil {
		return
	}
	if refused := record.RefusalsIn(err); len(refused) > 0 {
		kit.Error(on, troubleOf(refused))
		return
	}
	t := kit.Trouble{Title: "程序出错了", What: "这一步没有完成，已有的记录都还在。", Why: err.Error(), Fix: "可以再试一次；还是不行时，关闭程序后重新打开。"}
	if report != nil {
		if path := report(err); path != "" {
			t.Fix += "详细情况记在 " + path + "。"
		}
	}
	kit.Error(on, t)
}

// troubleOf puts refusals into the three sentences of a dialog. Several are told together.
func troubleOf(refused record.Refusals) kit.Trouble {
	first := refused[0]
	t := kit.Trouble{What: sentence(first.What), Why: sentence(first.Why), Fix: sentence(first.Fix)}
	if len(refused) == 1 {
		return t
	}
	t.Why, t.Fix = "", ""
	told := map[string]bool{}
	for _, r := range refused {
		if told[r.Why] {
			continue
		}
		told[r.Why] = true
		t.Why = joinLines(t.Why, "· "+sentence(r.Why))
		if r.Fix != "" && r.Fix != first.Fix {
			t.Fix = joinLines(t.Fix, sentence(r.Fix))
		}
	}
	t.Fix = joinLines(sentence(first.Fix), t.Fix)
	return t
}

func sentence(text string) string {
	if text == "" {
		return ""
	}
	runes := []rune(text)
	if last := runes[len(runes)-1]; last == '。' || last == '？' {
		return text
	}
	return text + "。"
}

func joinLines(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "\n" + b
}

// Undo takes back the last step of the file.
func (s *Shell) Undo() {
	s.reverse("撤销", s.cfg.Book.Undo)
}

// Redo makes the last step that was taken back again.
func (s *Shell) Redo() {
	s.reverse("重做", s.cfg.Book.Redo)
}

func (s *Shell) reverse(verb string, act func(record.Hat) (*record.Entry, error)) {
	e, err := act(s.hat)
	switch {
	case err != nil:
		s.Fail(fmt.Errorf("%s: %w", verb, err))
	case e == nil:
		kit.ShowToast(s.canvas(), kit.Toast{Text: "没有可以" + verb + "的步骤"})
	default:
		s.Done(e)
	}
}

// restore takes the file back to its start after asking.
func (s *Shell) restore() {
	kit.ConfirmDanger(s.canvas(), kit.Question{
		Title: "回到开始",
		Text:  "这个工作文件里从开始到现在做过的每一步都会退回去。退回本身也是一步，可以撤销。",
		Yes:   "回到开始",
		OnYes: func() {
			s.leave(func() {
				e, err := s.cfg.Book.Restore(s.hat, "回到开始")
				if err != nil {
					s.Fail(err)
				} else {
					s.Done(e)
				}
				s.show()
			})
		},
	})
}
