package tour_test

import (
	"fmt"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"crmlab/data/pack"
	"crmlab/domain/company"
	"crmlab/domain/lab"
	"crmlab/domain/record"
	"crmlab/ui/kit"
	"crmlab/ui/page"
	"crmlab/ui/shell"
	"crmlab/ui/tour"
)

// guided is the whole program over the real course, with the guide of an experiment beside it.
func guided(t *testing.T, no int) (*shell.Shell, *lab.Board, *tour.Robot) {
	t.Helper()
	c, err := pack.BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
	s := windowWith(t, kit.Inline{}, c)
	b := s.Board()
	r := &tour.Robot{Shell: s}
	r.Tap(c.Experiment(no).Title)
	if r.Err() != nil {
		t.Fatal(r.Err())
	}
	return s, b, r
}

// play makes the first steps of the recorded solution at the Board, up to and with the step.
func play(t *testing.T, b *lab.Board, no int, last string) *lab.Player {
	t.Helper()
	x := b.Course().Experiment(no)
	p := lab.NewPlayer(b, x)
	for _, st := range x.Solution.Steps {
		if err := p.Step(st); err != nil {
			t.Fatal(err)
		}
		if st.ID == last {
			return p
		}
	}
	if last != "" {
		t.Fatalf("the solution has no step %s", last)
	}
	return p
}

func shoot(r *tour.Robot, name string) {
	if dir := pictures(); dir != "" {
		r.Picture(filepath.Join(dir, name+".png"))
	}
}

func sees(t *testing.T, r *tour.Robot, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if !r.Says(text) {
			t.Errorf("the window does not say %q", text)
		}
	}
}

func TestGuideShowsWhatToDoNext(t *testing.T) {
	s, b, r := guided(t, 8)
	shoot(r, "指导-开始")
	if dir := pictures(); dir != "" { // the other experiments, to look at
		for _, x := range b.Course().Experiments {
			r.Tap(x.Title)
			shoot(r, fmt.Sprintf("指导-开始-%02d", x.No))
		}
		r.Tap(b.Course().Experiment(8).Title)
	}
	p, err := b.Look(8)
	if err != nil {
		t.Fatal(err)
	}
	sees(t, r, "下一步", p.Next.Title, p.Next.Next, p.Next.Found, "0/100 分")
	play(t, b, 8, "order")
	if p, err = b.Look(8); err != nil {
		t.Fatal(err)
	}
	sees(t, r, p.Next.Title, p.Next.Next, "刚完成", p.Check("8.1").Outcome.Label())
	shoot(r, "指导-中间")
	s.Undo()
	if p, err = b.Look(8); err != nil {
		t.Fatal(err)
	}
	if p.Check("8.1").Outcome == lab.Fulfilled {
		t.Fatal("undo leaves the check done")
	}
	sees(t, r, p.Next.Title, p.Next.Found, "0/100 分")
	s.Redo()
	sees(t, r, "20/100 分")
	s.Undo()
	if r.Says("刚完成") {
		t.Error("what was taken back is still praised")
	}
}

func TestGuideJudgesAnAnswer(t *testing.T) {
	s, b, r := guided(t, 8)
	player := play(t, b, 8, "order")
	h, err := player.Hat("王芳")
	if err != nil {
		t.Fatal(err)
	}
	r.Wear(h)
	p, err := b.Look(8)
	if err != nil {
		t.Fatal(err)
	}
	answer := p.Check("8.3")
	if p.Next.ID != "8.3" {
		r.Tap(answer.Title)
	}
	sees(t, r, answer.Ask)
	field := answerField(t, r)
	r.Press("提交")
	sees(t, r, "没有填数字")
	field.SetValue("1")
	r.Press("提交")
	sees(t, r, "你填的 1 元偏小", "已作答 8.3")
	shoot(r, "指导-答错")
	// The field keeps what is typed, and the keyboard, while steps are made elsewhere.
	s.Window().Canvas().Focus(field.FocusTarget())
	field.SetValue("12")
	if _, err := company.MoveDate(s.Book(), h, record.NewDate(2026, 11, 24)); err != nil {
		t.Fatal(err)
	}
	if again := answerField(t, r); again != field || field.Value() != "12" || s.Window().Canvas().Focused() != field.FocusTarget() {
		t.Errorf("after a step the field says %q, and the keyboard is in %T", field.Value(), s.Window().Canvas().Focused())
	}
	want, err := b.Truth(8, "8.3")
	if err != nil {
		t.Fatal(err)
	}
	field.SetValue(want.String())
	r.Press("提交")
	sees(t, r, "刚完成 8.3")
	if p, err = b.Look(8); err != nil || p.Check("8.3").Outcome != lab.Fulfilled {
		t.Errorf("the answer counts as %s, %v", p.Check("8.3").Outcome, err)
	}
	if s.Window().Canvas().Focused() != nil {
		t.Error("the keyboard is in a field that is gone")
	}
	if r.Err() != nil {
		t.Fatal(r.Err())
	}
}

// answerField is the field in the guide that an answer is typed into.
func answerField(t *testing.T, r *tour.Robot) *kit.TextField {
	t.Helper()
	f, ok := tour.Seek(r, func(f *kit.TextField) bool { return f.Placeholder == "填一个数" })
	if !ok {
		t.Fatal("there is no field for an answer")
	}
	return f
}

func TestTheWayLeadsToThePageUnderTheHat(t *testing.T) {
	s, b, r := guided(t, 8)
	for _, check := range []string{"8.1", "8.4", "8.7", "8.10"} {
		h, err := b.Help(8, check)
		if err != nil {
			t.Fatal(err)
		}
		s.ShowTheWay(8, check)
		here := s.Here()
		if s.Hat() != h.Lead.Hat || here.Name != h.Lead.Page || here.ID != h.Lead.Record.ID {
			t.Errorf("%s leads to %+v under %+v, want %+v", check, here, s.Hat(), h.Lead)
		}
		if check == "8.1" {
			if here.View != page.New {
				t.Errorf("8.1 leads to view %d", here.View)
			}
			sees(t, r, "在这里")
			shoot(r, "指导-带我去")
			play(t, b, 8, "submit")
			continue
		}
		sees(t, r, "在这里")
	}
	// The guide stays with its experiment though the pages belong to another.
	r.Tap(b.Course().Experiment(1).Title)
	r.Follow("带我去")
	if name := s.Here().Name; name != "employee" {
		t.Errorf("experiment 1 begins at %s", name)
	}
	p, err := b.Look(1)
	if err != nil {
		t.Fatal(err)
	}
	sees(t, r, p.Next.Title)
	if r.Err() != nil {
		t.Fatal(r.Err())
	}
}

func TestUnsavedWorkKeepsTheHat(t *testing.T) {
	s, b, r := guided(t, 8)
	h, err := lab.NewPlayer(b, b.Course().Experiment(8)).Hat("韩立群")
	if err != nil {
		t.Fatal(err)
	}
	r.Wear(h)
	r.Open(page.Route{Name: "customer", View: page.New})
	r.Fill("客户名称", "没有保存的客户")
	s.ShowTheWay(8, "8.1")
	if s.Hat() != h || s.Here().Name != "customer" || !kit.ModalOpen(s.Window().Canvas()) {
		t.Errorf("without an answer the window is at %+v under %+v", s.Here(), s.Hat())
	}
	if r.Err() != nil {
		t.Fatal(r.Err())
	}
}

func TestGuideKeepsItsPlace(t *testing.T) {
	_, b, r := guided(t, 8)
	scroll := guideScroll(t, r)
	scroll.ScrollToBottom()
	at := scroll.Offset.Y
	if at == 0 {
		t.Fatal("the guide is too short to scroll")
	}
	r.Open(page.Route{Name: "customer"})
	r.Open(page.Route{Name: "order"})
	if scroll.Offset.Y != at {
		t.Errorf("a page moves the guide from %v to %v", at, scroll.Offset.Y)
	}
	scroll.ScrollToOffset(scroll.Offset.SubtractXY(0, at/2))
	at = scroll.Offset.Y
	play(t, b, 8, "order")
	if now := guideScroll(t, r); now != scroll || scroll.Offset.Y != at {
		t.Errorf("a step moves the guide from %v to %v", at, now.Offset.Y)
	}
	if r.Err() != nil {
		t.Fatal(r.Err())
	}
}

// guideScroll is what scrolls the guide: the rightmost of the window.
func guideScroll(t *testing.T, r *tour.Robot) *container.Scroll {
	t.Helper()
	place := func(c *container.Scroll) float32 { return fyne.CurrentApp().Driver().AbsolutePositionForObject(c).X }
	c, ok := tour.Seek(r, func(c *container.Scroll) bool { return place(c) > 1366-310 })
	if !ok {
		t.Fatal("the guide does not scroll")
	}
	return c
}

func TestGuideSaysHowItJudges(t *testing.T) {
	s, b, r := guided(t, 8)
	play(t, b, 8, "")
	p, err := b.Look(8)
	if err != nil {
		t.Fatal(err)
	}
	if p.Next != nil {
		t.Fatalf("%s is left", p.Next.ID)
	}
	sees(t, r, "全部完成", "100/100 分")
	shoot(r, "指导-全部完成")
	st := p.Check("8.6")
	for _, task := range p.Tasks {
		if task.ID == st.Task {
			r.Tap(task.Title) // finished tasks are folded
		}
	}
	r.Tap(st.Title)
	r.Follow("评分依据")
	sees(t, r, st.Rule, "得 6 分，满分 6 分", "销售订单 "+st.No)
	shoot(r, "指导-评分依据")
	r.Follow("销售订单 " + st.No)
	if here := s.Here(); here.View != page.Open || here.ID != st.Record.ID {
		t.Errorf("the record leads to %+v", here)
	}
	r.Follow(fmt.Sprintf("操作日志第 %d 步", st.Entry))
	if here := s.Here(); here.Name != shell.JournalEntry || uint64(here.ID) != st.Entry {
		t.Errorf("the step leads to %+v", here)
	}
	if r.Err() != nil {
		t.Fatal(r.Err())
	}
}

func TestGuideOfAnExperimentWithoutChecks(t *testing.T) {
	_, _, r := guided(t, 8)
	r.Tap("客户服务")
	sees(t, r, "目标", "现在可以做")
	shoot(r, "指导-没有检查")
	if r.Says("下一步") {
		t.Error("there is a next step without checks")
	}
	if r.Err() != nil {
		t.Fatal(r.Err())
	}
}

func TestHintsComeOneByOne(t *testing.T) {
	_, b, r := guided(t, 8)
	h, err := b.Help(8, "8.1")
	if err != nil {
		t.Fatal(err)
	}
	if r.Says(h.Hints[0]) {
		t.Error("a hint is shown before it is asked for")
	}
	r.Follow("提示")
	sees(t, r, h.Hints[0])
	if r.Says(h.Hints[1]) {
		t.Error("the second hint comes with the first")
	}
	r.Follow("再提示")
	r.Follow("再提示")
	sees(t, r, h.Hints[1], h.Hints[2])
	shoot(r, "指导-提示")
	if r.Err() != nil {
		t.Fatal(r.Err())
	}
}

func TestTheWayToAnActionOfAListMarksARow(t *testing.T) {
	s, b, r := guided(t, 9)
	play(t, b, 9, "")
	s.ShowTheWay(9, "9.9")
	if here := s.Here(); here.Name != "receipt" || here.View != page.List {
		t.Fatalf("9.9 leads to %+v", here)
	}
	sees(t, r, "右键或菜单键，选「冲销」")
	shoot(r, "指导-带我去-行")
	s.ShowTheWay(9, "9.8")
	if r.Says("右键或菜单键") {
		t.Error("a control of the page is taken for one of a row")
	}
	if r.Err() != nil {
		t.Fatal(r.Err())
	}
}
