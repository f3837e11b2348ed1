package shell

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"crmlab/domain/record"
	"crmlab/ui/kit"
)

// stick is a second place that a test moves about.
type stick struct {
	*stage
	state   SecondState
	warning string
	weighs  error
	chosen  []string
	copied  int
	fails   error
	taken   bool
	wiped   []bool
	told    func()
}

var stickAt = time.Date(2026, 11, 23, 14, 31, 0, 0, time.Local)

func newStick(t *testing.T) *stick {
	s := &stick{stage: newStage(t, nil)}
	s.shell.Release()
	cfg := s.shell.cfg
	s.withCopies()
	cfg.Copies = s.shell.cfg.Copies
	cfg.HandIn = &HandIn{}
	cfg.Second = &SecondPlace{
		State:  func() SecondState { return s.state },
		Weigh:  func(string) (string, error) { return s.warning, s.weighs },
		Choose: func(folder string) { s.chosen = append(s.chosen, folder) },
		CopyNow: func() error {
			s.copied++
			if s.fails == nil {
				s.state.Current = true
			}
			return s.fails
		},
		TakeNewer: func() func() { return func() { s.taken = true } },
		SetWiped:  func(on bool) { s.wiped = append(s.wiped, on); s.state.Wiped = on },
		Watch:     func(fn func()) { s.told = fn },
	}
	s.shell = New(cfg)
	return s
}

func (s *stick) chip() *chip { return s.shell.frame.head.saved }

var (
	gone = record.Refuse("second.away", "没有存到第二处", "找不到「E:/李明」，U 盘可能拔掉了，或网络断开了", "插好以后会自动接着存")
	full = record.Refuse("file.nospace", "没有写入「李明.crmwork」", "磁盘空间不足", "清理磁盘后再试，文件保持原样")
)

// The chip tells both places with their times, and its colour whether that is enough.
func TestTheChipTellsBothPlaces(t *testing.T) {
	s := newStick(t)
	there := SecondState{Path: "E:/李明/李明.crmwork", At: stickAt, Current: true}
	with := func(change func(*SecondState)) SecondState {
		st := there
		change(&st)
		return st
	}
	for i, c := range []struct {
		state     SecondState
		text, tip string
		look      chipLook
	}{
		{SecondState{}, "已保存 本机 14:32", "/work/李明.crmwork", chipGreen},
		{SecondState{Wiped: true}, "本机重启会清空", "点这里选择第二处", chipRed},
		{there, "本机 14:32 · 第二处 14:31", "E:/李明/李明.crmwork", chipGreen},
		{with(func(s *SecondState) { s.Current = false }), "本机 14:32 · 第二处 14:31", "", chipGreen},
		{with(func(s *SecondState) { s.Wiped = true }), "本机 14:32 · 第二处 14:31", "", chipGreen},
		{with(func(s *SecondState) { s.Wiped, s.Current = true, false }), "本机 14:32 · 第二处 14:31", "最后一步还不在第二处", chipRed},
		{with(func(s *SecondState) { s.Current, s.Trouble, s.Since = false, gone, stickAt.Add(4*time.Minute) }), "本机 14:32 · 第二处 14:35 起不可用", "插好后会自动接着存", chipAmber},
		{with(func(s *SecondState) {
			s.Wiped, s.Current, s.Trouble, s.Since = true, false, gone, stickAt.Add(4*time.Minute)
		}), "本机 14:32 · 第二处 14:35 起不可用", "", chipRed},
		{with(func(s *SecondState) { s.Current, s.Trouble, s.Since = false, full, stickAt }), "本机 14:32 · 第二处 14:31 起没存上", "磁盘空间不足", chipAmber},
		{with(func(s *SecondState) { s.Current, s.Newer = false, true }), "本机 14:32 · 第二处有更新的一份", "没有替换它", chipAmber},
		{with(func(s *SecondState) { s.Current, s.At = false, time.Time{} }), "本机 14:32 · 第二处正在存", "", chipGreen},
	} {
		s.state = c.state
		s.told()
		if got := s.chip(); got.text != c.text || got.look != c.look || !strings.Contains(got.tip, c.tip) {
			t.Errorf("%d: %q, %v, %q", i, got.text, got.look, got.tip)
		}
		for _, size := range []fyne.Size{{Width: 1366, Height: 768}, {Width: 1024, Height: 700}} {
			s.window.Resize(size)
			s.shoot(fmt.Sprintf("second-%02d-%.0f", i, size.Width))
		}
	}
}

func TestTheSaveMenuTellsAndChangesTheSecondPlace(t *testing.T) {
	s := newStick(t)
	open := func() { s.shell.savedMenu(s.chip()) }
	open()
	s.shoot("second-menu-none")
	if s.choose("现在存到第二处") || s.choose("不再存到第二处") {
		t.Error("there is no second place yet")
	}
	if !s.choose("选择第二处…") || !kit.ModalOpen(s.window.Canvas()) {
		t.Error("the folder is not asked for")
	}
	s.window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyEscape})
	s.state = SecondState{Path: "E:/李明/李明.crmwork", At: stickAt}
	open()
	s.shoot("second-menu")
	if !s.choose("现在存到第二处") || s.copied != 1 {
		t.Errorf("copied %d times", s.copied)
	}
	s.fails = full
	open()
	s.choose("现在存到第二处")
	s.says("磁盘空间不足")
	s.key(fyne.KeyEscape)
	open()
	if !s.choose("不再存到第二处") || len(s.chosen) != 1 || s.chosen[0] != "" {
		t.Errorf("chosen %v", s.chosen)
	}
	open()
	if !s.choose("这台电脑重启后会清空") || len(s.wiped) != 1 || !s.wiped[0] {
		t.Errorf("wiped %v", s.wiped)
	}
}

// A folder that will not do is refused with the reason; one that is unwise is asked about.
func TestAnUnwisePlaceIsAskedAbout(t *testing.T) {
	s := newStick(t)
	s.weighs = record.Refuse("second.place", "没有把「C:/作业」用作第二处", "工作文件就在这个文件夹里，丢失时会一起丢失", "选择 U 盘或共享文件夹里的一个文件夹")
	s.shell.weighSecond("C:/作业")
	s.says("丢失时会一起丢失")
	s.key(fyne.KeyEscape)
	s.weighs, s.warning = nil, "「C:/备份」和工作文件在同一个磁盘上。磁盘坏了、被还原或清空时，两处会一起丢失。U 盘或共享文件夹更稳妥。"
	s.shell.weighSecond("C:/备份")
	s.shoot("second-unwise")
	if len(s.chosen) > 0 {
		t.Fatal("it is taken before the answer")
	}
	s.press("仍然用它")
	s.warning = ""
	s.shell.weighSecond("E:/李明")
	if len(s.chosen) != 2 || s.chosen[0] != "C:/备份" || s.chosen[1] != "E:/李明" {
		t.Errorf("chosen %v", s.chosen)
	}
}

func TestTheFurtherStateIsTakenOverAfterAQuestion(t *testing.T) {
	s := newStick(t)
	s.state = SecondState{Path: "E:/李明/李明.crmwork", At: stickAt, Newer: true}
	s.shell.savedMenu(s.chip())
	s.shoot("second-menu-newer")
	s.choose("接着做第二处更新的一份…")
	if s.taken {
		t.Fatal("it is taken before the answer")
	}
	s.press("换成那一份")
	if !s.taken || !s.shell.closed {
		t.Error("it is not taken")
	}
}

// Leaving brings the last step to the second place, and does not force anybody to wait.
func TestLeavingWaitsForTheSecondPlace(t *testing.T) {
	s := newStick(t)
	s.state = SecondState{Path: "E:/李明/李明.crmwork", At: stickAt}
	s.shell.Close()
	if s.copied != 1 || !s.closed {
		t.Errorf("copied %d times, closed %v", s.copied, s.closed)
	}

	s = newStick(t)
	s.state = SecondState{Path: "E:/李明/李明.crmwork", At: stickAt}
	q := &queue{}
	s.shell.cfg.Runner = q
	s.shell.Close()
	s.says("离开前存到第二处")
	s.shoot("second-leaving")
	if s.closed {
		t.Fatal("it does not wait")
	}
	s.press("不等了")
	if !s.closed {
		t.Error("it waits although nobody wants to")
	}
	q.runWork()
	q.runUI()

	s = newStick(t) // nothing to do
	s.state = SecondState{Path: "E:/李明/李明.crmwork", At: stickAt, Current: true}
	s.shell.Close()
	if s.copied != 0 || !s.closed {
		t.Errorf("copied %d times, closed %v", s.copied, s.closed)
	}
}

func TestLeavingAWipedComputerWithoutASecondPlaceIsAskedAbout(t *testing.T) {
	s := newStick(t)
	s.state = SecondState{Wiped: true}
	s.shell.Close()
	s.says("这台电脑重启后会清空。离开前把作业存到 U 盘或共享文件夹")
	s.press("选择第二处…")
	if s.closed || !kit.ModalOpen(s.window.Canvas()) {
		t.Fatal("the folder is not asked for")
	}
	s.window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyEscape})
	s.shell.Close()
	s.press("仍然离开")
	if !s.closed {
		t.Error("it does not leave")
	}
}

// Where the computer forgets everything, leaving without the copy is asked about.
func TestLeavingAWipedComputerWithoutTheCopyIsAskedAbout(t *testing.T) {
	s := newStick(t)
	s.state, s.fails = SecondState{Path: "E:/李明/李明.crmwork", At: stickAt, Wiped: true}, gone
	s.shell.Close()
	s.says("这台电脑重启后会清空，最后的步骤还不在第二处。")
	s.shoot("second-wiped")
	// Enter, pressed without reading, does not lose the work.
	keys, ok := s.window.Canvas().Focused().(interface{ TypedKey(*fyne.KeyEvent) })
	if !ok {
		t.Fatal("nothing has the keyboard")
	}
	keys.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if s.closed || kit.ModalOpen(s.window.Canvas()) {
		t.Fatal("Enter leaves, or does nothing")
	}
	s.shell.Close()
	s.press("留下")
	if s.closed {
		t.Fatal("it leaves all the same")
	}
	s.shell.Close()
	s.press("仍然离开")
	if !s.closed {
		t.Error("it does not leave")
	}
}
