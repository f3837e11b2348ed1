package kit

import (
	"errors"
	"fmt"
	"image"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"crmlab/ui/theme"
)

func TestToastGoesAwayAndNeverTakesTheKeyboard(t *testing.T) {
	field := &TextField{}
	w, timer := stage(t, Stack{}.Of(field), 600, 400)
	w.Canvas().Focus(field.FocusTarget())
	undone := 0
	ShowToast(w.Canvas(), Toast{Text: "已删除客户", Action: "撤销", OnTap: func() { undone++ }})
	first := timer.waiting
	ShowToast(w.Canvas(), Toast{Text: "已保存客户", Action: "撤销", OnTap: func() { undone += 10 }})
	toasts := hostOf(w.Canvas()).toasts
	first[0]() // the time of the first is over
	if !toasts.shown || toasts.card.text.Text != "已保存客户" {
		t.Fatal("the time of the first toast took the second away")
	}
	if w.Canvas().Focused() != field.FocusTarget() {
		t.Error("the toast took the keyboard")
	}
	test.Tap(toasts.card.link)
	if undone != 10 || toasts.shown {
		t.Errorf("undone %d, shown %v", undone, toasts.shown)
	}
	ShowToast(w.Canvas(), Toast{Text: "已导出"})
	timer.ring()
	if toasts.shown {
		t.Error("the toast stays for ever")
	}
}

func TestAToastStaysWhileThePointerIsOnItAndWhereThereIsRoom(t *testing.T) {
	w, timer := stage(t, Label("页面"), 800, 400)
	host := hostOf(w.Canvas())
	if short, long := (Toast{}).stay(), (Toast{Action: "撤销"}).stay(); long < 10*time.Second || short >= long {
		t.Errorf("a toast stays %v, one to be taken back %v", short, long)
	}
	ShowToast(w.Canvas(), Toast{Text: "已同意，继续审批 SO-0796", Action: "撤销"})
	card := host.toasts.card
	if card.Size().Height != toastHigh || card.Position().X+card.Size().Width/2 != 400 {
		t.Errorf("the toast stands at %v, %v", card.Position(), card.Size())
	}
	card.MouseIn(&desktop.MouseEvent{})
	timer.ring()
	if !host.toasts.shown {
		t.Fatal("the toast went away under the pointer")
	}
	card.MouseOut()
	host.ToastPlace = func(fyne.Size) (fyne.Position, fyne.Size) { return fyne.NewPos(8, 100), fyne.NewSize(180, 250) }
	ShowToast(w.Canvas(), Toast{Text: "可以重新做实验八了，原来的工作已存档", Action: "看存档"})
	host.toasts.Refresh()
	if p, s := card.Position(), card.Size(); p.X < 8 || p.X+s.Width > 188 || p.Y+s.Height != 350 || s.Height <= toastHigh {
		t.Errorf("in a narrow place the toast stands at %v, %v", p, s)
	}
	shoot(t, w, "toast-narrow")
	timer.ring()
	if host.toasts.shown {
		t.Error("the toast stays for ever")
	}
}

func TestDisabledButtonSaysWhy(t *testing.T) {
	pressed := 0
	b := &Button{Text: "登记执行", Reason: "订单审批通过后才能登记执行", OnTapped: func() { pressed++ }}
	w, timer := stage(t, Stack{}.Of(b), 600, 400)
	test.Tap(b)
	b.MouseIn(&desktop.MouseEvent{})
	timer.ring()
	tips := hostOf(w.Canvas()).tips
	if pressed != 0 || !tips.shown || tips.text.Text != b.Reason {
		t.Errorf("pressed %d, tip %q shown %v", pressed, tips.text.Text, tips.shown)
	}
	b.MouseOut()
	b.MouseIn(&desktop.MouseEvent{})
	b.MouseOut()
	timer.ring()
	if tips.shown {
		t.Error("a tip shows after the pointer has gone")
	}
	b.SetReason("")
	w.Canvas().Focus(b)
	press(w, fyne.KeyReturn, fyne.KeySpace)
	if pressed != 2 {
		t.Errorf("Enter and Space pressed %d times", pressed)
	}
}

func TestTabsBuildWhenFirstShown(t *testing.T) {
	built := ""
	var selected []string
	tab := func(id string) Tab {
		return Tab{ID: id, Title: id, Count: 2, Build: func() fyne.CanvasObject { built += id; return Label(id) }}
	}
	tabs := &Tabs{Items: []Tab{tab("a"), tab("b"), tab("c")}, OnSelected: func(id string) { selected = append(selected, id) }}
	w, _ := stage(t, tabs, 500, 300)
	w.Canvas().Focus(tabs.head)
	press(w, fyne.KeyRight, fyne.KeyRight, fyne.KeyRight, fyne.KeyHome)
	test.TapAt(tabs.head, fyne.NewPos(tabs.head.x[1]+2, 10))
	if built != "abc" || fmt.Sprint(selected) != "[b c a b]" || tabs.Selected() != "b" {
		t.Errorf("built %s, selected %v", built, selected)
	}
	tabs.Rebuild("b")
	if built != "abcb" {
		t.Errorf("rebuilt %s", built)
	}
	tabs.SetCount("b", 7)
	if tabs.head.titles[1].Text != "b 7" {
		t.Errorf("the title says %s", tabs.head.titles[1].Text)
	}
	empty := &Tabs{}
	stage(t, empty, 300, 200)
	empty.head.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
}

// holdingRunner keeps work back until a test lets it go.
type holdingRunner struct{ work []func() }

func (r *holdingRunner) Go(work func()) { r.work = append(r.work, work) }
func (r *holdingRunner) UI(show func()) { show() }

func (r *holdingRunner) release() {
	work := r.work
	r.work = nil
	for _, f := range work {
		f()
	}
}

func TestChartIsDrawnOneAtATimeForTheNewestSize(t *testing.T) {
	runner := &holdingRunner{}
	var drawn []DrawRequest
	chart := &ChartView{Runner: runner, Draw: func(r DrawRequest) (Picture, error) {
		drawn = append(drawn, r)
		return Picture{Image: image.NewNRGBA(image.Rect(0, 0, r.Width, r.Height)), Areas: []Area{{ID: "east", X: 0.5, Y: 0, W: 0.5, H: 1}}}, nil
	}}
	opened := ""
	chart.OnTap = func(id string) { opened = id }
	w, _ := stage(t, chart, 400, 300)
	w.Resize(fyne.NewSize(500, 300))
	w.Resize(fyne.NewSize(600, 300))
	if len(runner.work) != 1 {
		t.Fatalf("%d drawings are under way", len(runner.work))
	}
	runner.release()
	runner.release()
	last := drawn[len(drawn)-1]
	if len(drawn) != 2 || last.Width != 600 || last.Dark {
		t.Errorf("drawn for %+v", drawn)
	}
	test.TapAt(chart, fyne.NewPos(100, 100))
	if opened != "" {
		t.Error("a tap beside the area opened it")
	}
	test.TapAt(chart, fyne.NewPos(400, 100))
	if opened != "east" {
		t.Errorf("a tap on the area opened %q", opened)
	}
	chart.Reload()
	runner.release()
	if len(drawn) != 3 {
		t.Error("new figures were not drawn")
	}
	test.ApplyTheme(t, theme.New(theme.Dark))
	runner.release()
	if last := drawn[len(drawn)-1]; !last.Dark {
		t.Error("the dark mode was not drawn")
	}
	chart.Draw = func(DrawRequest) (Picture, error) { return Picture{}, errors.New("没有数据可以画图") }
	chart.Reload()
	runner.release()
	if chart.note.Text != "没有数据可以画图" || chart.note.Hidden {
		t.Error("what went wrong is not said")
	}
}

func TestLatestDropsStaleAnswers(t *testing.T) {
	runner := &holdingRunner{}
	var latest Latest
	var shown []int
	ask := func(n int) {
		Fetch(runner, &latest, func() (int, error) { return n, nil }, func(n int, _ error) { shown = append(shown, n) })
	}
	ask(1)
	ask(2)
	runner.release()
	ask(3)
	latest.Drop()
	runner.release()
	if fmt.Sprint(shown) != "[2]" {
		t.Errorf("shown %v, want the newest alone", shown)
	}
}

func TestFactsAndChainFollowTheirItems(t *testing.T) {
	opened := 0
	facts := &Facts{Items: []Fact{{Label: "客户", Value: "锦绣家居", OnTapped: func() { opened++ }}, {Label: "地区"}}}
	chain := &Chain{Links: []ChainLink{{Text: "OP-1", OnTapped: func() { opened += 10 }}, {Text: "SO-1", Here: true, OnTapped: func() { opened += 100 }}}}
	stage(t, Stack{Gap: 8}.Of(chain, facts), 600, 200)
	test.Tap(facts.values[0].(*LinkText))
	test.Tap(chain.box.Objects[0].(*LinkText))
	test.Tap(chain.box.Objects[2].(*LinkText))
	if opened != 11 {
		t.Errorf("opened %d, want the link of the facts and the first document", opened)
	}
	if facts.values[1].(*Paragraph).Text != "—" {
		t.Error("a fact without value shows nothing")
	}
	facts.SetItems([]Fact{{Label: "状态", Value: "草稿", Chip: true, Tone: ToneGrey}})
	if len(facts.values) != 1 {
		t.Errorf("%d values are shown", len(facts.values))
	}
}

func TestTheLinkOfAToastIsReachedByTab(t *testing.T) {
	field, last := &TextField{}, &Button{Text: "保存"}
	w, timer := stage(t, Stack{}.Of(field, last), 600, 400)
	undone := 0
	ShowToast(w.Canvas(), Toast{Text: "已删除客户", Action: "撤销", OnTap: func() { undone++ }})
	toasts := hostOf(w.Canvas()).toasts
	w.Canvas().Focus(last)
	w.Canvas().FocusNext()
	link, ok := w.Canvas().Focused().(*toastLink)
	if !ok {
		t.Fatalf("after the last control Tab leads to %T", w.Canvas().Focused())
	}
	timer.ring()
	if !toasts.shown {
		t.Fatal("the toast went away while its link had the keyboard")
	}
	w.Canvas().FocusNext()
	if w.Canvas().Focused() != field.FocusTarget() {
		t.Errorf("then Tab leads to %T", w.Canvas().Focused())
	}
	timer.ring()
	if toasts.shown {
		t.Error("the toast stays after the keyboard has left it")
	}
	ShowToast(w.Canvas(), Toast{Text: "已保存客户", Action: "撤销", OnTap: func() { undone++ }})
	w.Canvas().Unfocus()
	w.Canvas().FocusPrevious()
	if w.Canvas().Focused() != link {
		t.Fatalf("Shift+Tab leads to %T", w.Canvas().Focused())
	}
	link.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if undone != 1 || toasts.shown || w.Canvas().Focused() != nil {
		t.Errorf("Enter: undone %d, shown %v, keyboard at %T", undone, toasts.shown, w.Canvas().Focused())
	}
	ShowToast(w.Canvas(), Toast{Text: "已保存客户", Action: "撤销"})
	w.Canvas().Focus(link)
	link.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if toasts.shown {
		t.Error("Esc leaves the toast")
	}
}
