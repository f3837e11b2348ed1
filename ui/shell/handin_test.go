package shell

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"crmlab/domain/lab"
	"crmlab/domain/record"
	"crmlab/ui/kit"
)

// handing is a window in which something can be handed in, and what was.
type handing struct {
	*stage
	folder   string
	chosen   []int
	revealed string
	fails    error
	doubts   []string
}

func newHanding(t *testing.T) *handing {
	h := &handing{stage: newStage(t, nil)}
	h.shell.Release()
	cfg := h.shell.cfg
	b := watched(t, h.stage)
	cfg.Board = func() (*lab.Board, error) { return b, nil }
	cfg.HandIn = &HandIn{
		Who:    func() string { return "2022级电商1班 2022011 李明" },
		Folder: func() string { return "E:/作业" },
		Make: func(folder string, experiments []int) (Handed, error) {
			h.folder, h.chosen = folder, experiments
			return Handed{Path: folder + "/2022级电商1班-2022011-李明-实验8.crmsub", Code: "K7Q2M4XZ", Doubts: h.doubts}, h.fails
		},
		Reveal: func(path string) error { h.revealed = path; return nil },
		Report: func(no int) string {
			if no == 8 {
				return "实验八的报告还没有写小结。"
			}
			return ""
		},
	}
	h.shell = New(cfg)
	return h
}

// The dialog says what is missing, and hands in whatever is chosen all the same.
func TestHandingInTellsWhatIsMissingAndNeverBlocks(t *testing.T) {
	h := newHanding(t)
	h.shell.openExperiment(8)
	h.shell.ShowHandIn()
	for _, want := range []string{"2022级电商1班 2022011 李明", "E:/作业", "实验八还可以做：8.1 ", "另有 8 项", "实验八的报告还没有写小结。", "现在就可以交；做完以后再交一次，老师看最后一次的。"} {
		h.says(want)
	}
	box := find(h.stage, func(c *kit.CheckField) bool { return strings.HasPrefix(c.Text, "实验八 订单管理") })
	if !box.Checked() || box.Text != "实验八 订单管理    0 / 100 分，还没有开始" {
		t.Errorf("%q, checked %v", box.Text, box.Checked())
	}
	for _, size := range []fyne.Size{{Width: 1366, Height: 768}, {Width: 1024, Height: 700}} {
		h.window.Resize(size)
		h.shoot("handin")
	}
	h.press("生成提交包")
	if h.folder != "E:/作业" || !slices.Equal(h.chosen, []int{8}) {
		t.Errorf("made %v in %q", h.chosen, h.folder)
	}
	h.says("E:/作业/2022级电商1班-2022011-李明-实验8.crmsub")
	h.says("校验码 K7Q2M4XZ")
	h.shoot("handed")
	h.press("打开所在文件夹")
	if h.revealed == "" {
		t.Error("the folder is not shown")
	}
}

func TestHandingInNothingIsNotMade(t *testing.T) {
	h := newHanding(t)
	h.shell.openExperiment(8)
	h.shell.ShowHandIn()
	find(h.stage, func(c *kit.CheckField) bool { return c.Checked() }).Tapped(nil)
	h.press("生成提交包")
	h.says("先勾选要交的实验。")
	if h.chosen != nil {
		t.Errorf("made %v", h.chosen)
	}
}

func TestWhatTheTeacherWillBeToldIsToldToTheStudentFirst(t *testing.T) {
	h := newHanding(t)
	h.doubts = []string{"第 7 步的时间比前一步早 2 天，电脑的时钟可能调过，或换了一台电脑。"}
	h.shell.openExperiment(8)
	h.shell.ShowHandIn()
	h.press("生成提交包")
	h.says("读回检查时有 1 处要向老师说明")
	h.says("第 7 步的时间比前一步早 2 天")
}

func TestAHandInThatCannotBeMadeSaysWhy(t *testing.T) {
	h := newHanding(t)
	h.fails = errors.Join(record.Refuse("handin.save", "没有生成提交包", "找不到文件夹「E:/作业」", "换一个文件夹"))
	h.shell.openExperiment(8)
	h.shell.ShowHandIn()
	h.press("生成提交包")
	h.says("找不到文件夹「E:/作业」")
}

func TestGuideAndSaveMenuLeadToHandingIn(t *testing.T) {
	h := newHanding(t)
	h.shell.openExperiment(8)
	h.press("交作业…")
	h.says("交哪些实验")
	h.key(fyne.KeyEscape)
	h.shell.savedMenu(h.shell.frame.head.saved)
	if !h.choose("交作业…") {
		t.Fatal("the save menu does not lead there")
	}
	h.says("交哪些实验")
}
