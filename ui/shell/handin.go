package shell

import (
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"crmlab/domain/lab"
	"crmlab/ui/kit"
	"crmlab/ui/theme"
)

// HandIn makes what a student hands in.
type HandIn struct {
	// Who is whose work it is; "" while nobody is enrolled.
	Who func() string
	// Folder is where a hand-in was put last.
	Folder func() string
	// Make makes one of the experiments in a folder. It is called away from the interface.
	Make func(folder string, experiments []int) (Handed, error)
	// Reveal shows a file's folder in the system's own window.
	Reveal func(path string) error
	// Report says what is still to be done on the report of an experiment, "" for nothing;
	// optional.
	Report func(experiment int) string
}

// Handed is a hand-in that was made.
type Handed struct {
	Path string
	Code string // of the last step, as in the report
	// Doubts are what the teacher will be told about it, a sentence each.
	Doubts []string
}

// ShowHandIn asks what is to be handed in and where to. It never holds anybody back: what is
// still missing is told, and that it may be handed in again.
func (s *Shell) ShowHandIn() {
	h := s.cfg.HandIn
	if h == nil {
		return
	}
	if s.standing.board == nil || len(s.standing.now) == 0 {
		kit.Info(s.canvas(), "交作业", "正在看各个实验做到了哪一步，稍等一下再交。")
		return
	}
	newHandInForm(s, h).show()
}

// handInForm is the dialog while it is open.
type handInForm struct {
	shell  *Shell
	in     *HandIn
	folder string
	boxes  map[int]*kit.CheckField
	order  []int
	where  *kit.Paragraph
	notes  *kit.Paragraph
	modal  *kit.Modal
}

func newHandInForm(s *Shell, in *HandIn) *handInForm {
	f := &handInForm{shell: s, in: in, folder: in.Folder(), boxes: map[int]*kit.CheckField{}, where: &kit.Paragraph{}, notes: &kit.Paragraph{Color: theme.ColorTextSecond}}
	begun := func(no int) bool { return s.standing.now[no] != nil && s.standing.now[no].Begun() }
	open := s.frame.guide.experiment
	for _, x := range s.standing.board.Course().Experiments {
		p := s.standing.now[x.No]
		if p == nil {
			continue
		}
		f.order = append(f.order, x.No)
		box := &kit.CheckField{Text: handInLine(p), OnChanged: func(bool) { f.tell() }}
		box.SetChecked(x.No == open || begun(x.No) && !begun(open))
		f.boxes[x.No] = box
	}
	return f
}

// handInLine is an experiment with its score and what it lacks.
func handInLine(p *lab.Progress) string {
	text := fmt.Sprintf("%s    %d / %d 分", orElse(experimentTitle(p.No), p.Title), p.Score.Earned, p.Score.Possible)
	if !p.Begun() {
		return text + "，还没有开始"
	}
	if n := len(missing(p)); n > 0 {
		text += fmt.Sprintf("，还有 %d 项没做完", n)
	}
	return text
}

func orElse(text, other string) string {
	if text == "" {
		return other
	}
	return text
}

// missing are the checks that a student can still finish.
func missing(p *lab.Progress) (out []*lab.State) {
	for _, st := range p.Checks {
		if st.Outcome != lab.Fulfilled && st.Outcome != lab.RuleError {
			out = append(out, st)
		}
	}
	return out
}

func (f *handInForm) chosen() (out []int) {
	for _, no := range f.order {
		if f.boxes[no].Checked() {
			out = append(out, no)
		}
	}
	return out
}

// mostMissing are named of one experiment.
const mostMissing = 3

// tell says what the chosen experiments lack.
func (f *handInForm) tell() {
	var lines []string
	for _, no := range f.chosen() {
		p := f.shell.standing.now[no]
		open := missing(p)
		if len(open) > 0 {
			var names []string
			for _, st := range open[:min(len(open), mostMissing)] {
				names = append(names, st.ID+" "+st.Title)
			}
			more := ""
			if n := len(open) - mostMissing; n > 0 {
				more = fmt.Sprintf("，另有 %d 项", n)
			}
			lines = append(lines, orElse(experimentNo(no), p.Title)+"还可以做："+strings.Join(names, "；")+more+"。")
		}
		if f.in.Report != nil {
			if hint := f.in.Report(no); hint != "" {
				lines = append(lines, hint)
			}
		}
	}
	switch {
	case len(f.chosen()) == 0:
		lines = []string{"勾选要交的实验。"}
	case len(lines) == 0:
		lines = []string{"勾选的实验都做完了。"}
	default:
		lines = append(lines, "现在就可以交；做完以后再交一次，老师看最后一次的。")
	}
	f.notes.SetText(strings.Join(lines, "\n"))
	f.where.SetText(f.folder)
	if f.modal != nil {
		f.modal.Relayout()
	}
}

func (f *handInForm) show() {
	who, tone := f.in.Who(), kit.TonePlain
	if who == "" {
		who, tone = "没有登记。从「你是谁」新建的工作文件才写有班级、学号和姓名", kit.ToneAmber
	}
	change := &kit.Button{Text: "更换…", Small: true, OnTapped: f.browse}
	label := func(text string) fyne.CanvasObject {
		return kit.Fixed(64, &kit.Text{Text: text, Color: theme.ColorTextSecond})
	}
	name := &kit.Paragraph{Text: who, Tone: tone}
	rows := []fyne.CanvasObject{
		kit.Line{Gap: theme.Gap2, Fill: name}.Of(label("学生"), name),
		kit.Line{Gap: theme.Gap2, Fill: f.where}.Of(label("存到"), f.where, change),
		kit.Blank(1, 4),
		kit.Strong("交哪些实验"),
	}
	boxes := []fyne.CanvasObject{}
	for _, no := range f.order {
		boxes = append(boxes, f.boxes[no])
	}
	rows = append(rows, kit.Stack{}.Of(boxes...), f.notes)
	f.tell()
	f.modal = kit.Ask(f.shell.canvas(), kit.Dialog{Title: "交作业", Width: 600, Content: kit.Stack{Gap: theme.Gap2}.Of(rows...), OK: "生成提交包", OnOK: f.make})
}

func (f *handInForm) browse() {
	kit.ChooseFolder(f.shell.cfg.Window, kit.FolderChoice{Title: "提交包存到哪里", Folder: f.folder, OnChosen: func(path string) {
		f.folder = path
		f.tell()
	}})
}

func (f *handInForm) make() error {
	chosen := f.chosen()
	if len(chosen) == 0 {
		return errNothingChosen
	}
	f.modal.Close()
	s, folder := f.shell, f.folder
	wait := kit.ShowProgress(s.canvas(), kit.ProgressTask{Title: "正在生成提交包", Text: "核对操作记录和各项检查"})
	s.cfg.Runner.Go(func() {
		done, err := f.in.Make(folder, slices.Clone(chosen))
		s.cfg.Runner.UI(func() {
			wait.Close()
			switch {
			case s.closed:
			case err != nil:
				s.Fail(err)
			default:
				s.tellHanded(f.in, done)
			}
		})
	})
	return nil
}

type plainError string

func (e plainError) Error() string { return string(e) }

const errNothingChosen = plainError("先勾选要交的实验。")

// tellHanded says where the hand-in is.
func (s *Shell) tellHanded(in *HandIn, done Handed) {
	reveal := &kit.Button{Text: "打开所在文件夹", OnTapped: func() { s.Fail(in.Reveal(done.Path)) }}
	lines := []fyne.CanvasObject{
		&kit.Paragraph{Text: done.Path, Bold: true},
		&kit.Paragraph{Text: "已读回检查过，可以交给老师。校验码 " + done.Code + "，老师读到的和实验报告上印的应当相同。", Color: theme.ColorTextSecond},
	}
	if n := len(done.Doubts); n > 0 {
		note := &kit.Banner{}
		note.Set(fmt.Sprintf("读回检查时有 %d 处要向老师说明", n), strings.Join(done.Doubts[:min(n, mostMissing)], "\n"), kit.ToneAmber)
		lines = append(lines, note)
	}
	kit.Ask(s.canvas(), kit.Dialog{Title: "已生成提交包", Width: 520, OK: "知道了", Cancel: "-", Extra: []*kit.Button{reveal}, Content: kit.Stack{Gap: theme.Gap2}.Of(lines...)})
}
