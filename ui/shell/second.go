package shell

import (
	"fmt"
	"path/filepath"
	"time"

	"crmlab/domain/record"
	"crmlab/ui/kit"
	"crmlab/ui/theme"
)

// SecondPlace is a folder on a stick or share to which the work goes as well. Except State and
// Wiped its methods may take a while and are called away from the interface.
type SecondPlace struct {
	// State is how it stands.
	State func() SecondState
	// Weigh says whether a folder would do; warning is what speaks against it all the same.
	Weigh func(folder string) (warning string, err error)
	// Choose makes a folder the second place and begins to copy; "" gives it up.
	Choose func(folder string)
	// CopyNow copies what is there now and returns when it has arrived or has failed.
	CopyNow func() error
	// TakeNewer puts the further state that was found there in the place of the work file, as
	// Copies.Restore does with a copy.
	TakeNewer func() (show func())
	// SetWiped says whether this computer forgets everything when it is started again.
	SetWiped func(bool)
	// Watch names the function that is told, anywhere, when the state has changed.
	Watch func(func())
}

// SecondState is how the second place stands.
type SecondState struct {
	Path    string    // of the copy there; "" none is chosen
	At      time.Time // when it was last written; zero: never
	Current bool      // the last step is in it
	Busy    bool      // it is being written
	Newer   bool      // there is a further state of the work, which is left alone
	Trouble error     // why it could not be written; nil
	Since   time.Time // of the trouble
	Wiped   bool      // this computer forgets everything when it is started again
}

var (
	chipAmber = chipLook{theme.ColorTintWarning, theme.ColorWarning}
	chipRed   = chipLook{theme.ColorTintDanger, theme.ColorDanger}
)

// second is how the second place stands; the zero state where the window offers none.
func (s *Shell) second() SecondState {
	if s.cfg.Second == nil {
		return SecondState{}
	}
	return s.cfg.Second.State()
}

// secondText is what the save chip says where a second place is wanted or chosen, and its
// colours; "" where there is nothing to say. local is the time of the last step on this computer.
func secondText(st SecondState, local string) (text string, look chipLook, tip string) {
	switch {
	case st.Path == "" && st.Wiped:
		return "本机重启会清空", chipRed, "这台电脑重启后会清空，作业只在本机。点这里选择第二处：U 盘或共享文件夹"
	case st.Path == "":
		return "", chipGreen, ""
	}
	look = chipGreen
	switch {
	case st.Newer:
		text, look, tip = "第二处有更新的一份", chipAmber, "那里的一份比本机做得更多，没有替换它"
	case isAway(st.Trouble):
		text, look, tip = "第二处 "+st.Since.Format("15:04")+" 起不可用", chipAmber, "找不到 "+filepath.Dir(st.Path)+"，插好后会自动接着存"
	case st.Trouble != nil:
		text, look, tip = "第二处 "+st.Since.Format("15:04")+" 起没存上", chipAmber, st.Trouble.Error()
	case st.At.IsZero():
		text, tip = "第二处正在存", st.Path
	default:
		text, tip = "第二处 "+st.At.Format("15:04"), st.Path
	}
	if st.Wiped && !st.Current {
		look = chipRed
		tip = "这台电脑重启后会清空，最后一步还不在第二处。" + tip
	}
	return "本机 " + local + " · " + text, look, tip
}

func isAway(err error) bool { return record.IsRefusal(err, "second.away") }

// secondItems are the lines of the save menu that concern the second place.
func (s *Shell) secondItems() []kit.MenuItem {
	if s.cfg.Second == nil {
		return nil
	}
	st := s.second()
	choose := kit.MenuItem{Text: "选择第二处…", OnTapped: s.chooseSecond}
	var items []kit.MenuItem
	if st.Path != "" {
		choose.Text = "更换第二处…"
		line := kit.MenuItem{Text: "第二处 " + st.Path, Reason: secondSays(st)}
		if !st.At.IsZero() {
			line.Shortcut = st.At.Format("2006-01-02 15:04")
		}
		items = append(items, line)
		if st.Newer {
			items = append(items, kit.MenuItem{Text: "接着做第二处更新的一份…", OnTapped: s.takeNewer})
		}
		items = append(items, kit.MenuItem{Text: "现在存到第二处", OnTapped: s.copyNow})
	}
	items = append(items, choose)
	if st.Path != "" {
		items = append(items, kit.MenuItem{Text: "不再存到第二处", OnTapped: func() { s.cfg.Runner.Go(func() { s.cfg.Second.Choose("") }) }})
	}
	return append(items, kit.MenuItem{Separator: true}, kit.MenuItem{Text: "这台电脑重启后会清空", Checked: st.Wiped, OnTapped: func() { s.cfg.Second.SetWiped(!st.Wiped); s.showSaved() }})
}

// secondSays is the state of the second place in a sentence.
func secondSays(st SecondState) string {
	switch {
	case st.Newer:
		return "那里的一份比本机做得更多，没有替换它"
	case st.Trouble != nil:
		return st.Trouble.Error()
	case st.Busy:
		return "正在写入"
	case st.Current:
		return "最后一步已在其中"
	case st.At.IsZero():
		return "还没有写入"
	}
	return "之后的步骤在三分钟内、做完一项检查时或离开时写入"
}

// chooseSecond asks for the folder.
func (s *Shell) chooseSecond() {
	folder := ""
	if st := s.second(); st.Path != "" {
		folder = filepath.Dir(st.Path)
	}
	kit.ChooseFolder(s.cfg.Window, kit.FolderChoice{Title: "第二处：选择 U 盘或共享文件夹", Folder: folder, OnChosen: s.weighSecond})
}

// weighSecond takes a folder that was chosen, after a word about what speaks against it.
func (s *Shell) weighSecond(folder string) {
	take := func() {
		s.cfg.Runner.Go(func() {
			s.cfg.Second.Choose(folder)
			s.cfg.Runner.UI(s.showSaved)
		})
	}
	s.cfg.Runner.Go(func() {
		warning, err := s.cfg.Second.Weigh(folder)
		s.cfg.Runner.UI(func() {
			switch {
			case s.closed:
			case err != nil:
				s.Fail(err)
			case warning != "":
				kit.Confirm(s.canvas(), kit.Question{Title: "用这个文件夹作第二处吗", Text: warning, Yes: "仍然用它", No: "另选一个", OnYes: take, OnNo: s.chooseSecond})
			default:
				take()
			}
		})
	})
}

func (s *Shell) copyNow() {
	wait := kit.ShowProgress(s.canvas(), kit.ProgressTask{Title: "正在存到第二处", Text: s.second().Path})
	s.cfg.Runner.Go(func() {
		err := s.cfg.Second.CopyNow()
		s.cfg.Runner.UI(func() {
			wait.Close()
			if s.closed {
				return
			}
			s.showSaved()
			if err != nil {
				s.Fail(err)
				return
			}
			kit.ShowToast(s.canvas(), kit.Toast{Text: "已存到第二处"})
		})
	})
}

// takeNewer asks before what lies at the second place takes the file's place.
func (s *Shell) takeNewer() {
	kit.Confirm(s.canvas(), kit.Question{
		Title: "接着做第二处更新的一份", Yes: "换成那一份",
		Text: "第二处的一份是从这份作业接着做下去的，比本机的多。换过来以后从那里接着做；本机现在的文件会留作一份副本。",
		OnYes: func() {
			s.leave(func() { s.replaceFile("正在换成第二处的一份", s.cfg.Second.TakeNewer) })
		},
	})
}

// replaceFile lets go of the file while something else takes its place, and shows that.
func (s *Shell) replaceFile(title string, replace func() (show func())) {
	wait := kit.ShowProgress(s.canvas(), kit.ProgressTask{Title: title})
	s.Release()
	s.cfg.Runner.Go(func() {
		show := replace()
		s.cfg.Runner.UI(func() {
			wait.Close()
			show()
		})
	})
}

// finishSecond brings the last step to the second place before the file is closed, and goes on
// then, or as soon as the user does not want to wait.
func (s *Shell) finishSecond(then func()) {
	st := s.second()
	if st.Path == "" && st.Wiped {
		kit.Confirm(s.canvas(), kit.Question{
			Title: "作业只在本机", Yes: "仍然离开", No: "选择第二处…", OnYes: then, OnNo: s.chooseSecond, Wary: true,
			Text: "这台电脑重启后会清空。离开前把作业存到 U 盘或共享文件夹，下次才能接着做。",
		})
		return
	}
	if st.Path == "" || st.Current || st.Newer || isAway(st.Trouble) && !st.Wiped {
		then()
		return
	}
	over := false
	end := func(wait *kit.Progress) {
		if !over {
			over = true
			wait.Close()
			then()
		}
	}
	var wait *kit.Progress
	wait = kit.ShowProgress(s.canvas(), kit.ProgressTask{
		Title: "离开前存到第二处", Text: st.Path, Stop: "不等了",
		OnCancel: func() { end(wait) },
	})
	s.cfg.Runner.Go(func() {
		err := s.cfg.Second.CopyNow()
		s.cfg.Runner.UI(func() {
			if over {
				return
			}
			if err == nil || !st.Wiped {
				end(wait)
				return
			}
			// The work would be gone tomorrow.
			wait.Close()
			s.showSaved()
			kit.ConfirmDanger(s.canvas(), kit.Question{
				Title: "第二处没有存上", Yes: "仍然离开", No: "留下", Wary: true,
				Text:  fmt.Sprintf("这台电脑重启后会清空，最后的步骤还不在第二处。\n%v", err),
				OnYes: func() { over = true; then() },
			})
		})
	})
}

// watchSecond shows every change of the second place.
func (s *Shell) watchSecond() {
	if s.cfg.Second == nil {
		return
	}
	s.cfg.Second.Watch(func() {
		s.cfg.Runner.UI(func() {
			if !s.closed {
				s.showSaved()
			}
		})
	})
}

// showSaved brings the save chip up to date.
func (s *Shell) showSaved() {
	chip := s.frame.head.saved
	chip.text, chip.look, chip.tip = s.savedChip()
	chip.Refresh()
	s.frame.head.Refresh()
}

// savedChip is the save chip: where the work is, since when, and whether that is enough.
func (s *Shell) savedChip() (text string, look chipLook, tip string) {
	text, look = "已保存 本机", chipGreen
	local := ""
	if s.cfg.Saved != nil {
		path, at := s.cfg.Saved()
		tip = path
		if !at.IsZero() {
			local = at.Format("15:04")
			text += " " + local
		}
	}
	if s.reading != "" {
		return s.reading, chipGrey, tip
	}
	if words, colours, why := secondText(s.second(), local); words != "" {
		return words, colours, tip + "\n" + why
	}
	return text, look, tip
}
