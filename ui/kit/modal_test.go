package kit

import (
	"errors"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestDialogStaysWhileItIsRefused(t *testing.T) {
	w, _ := stage(t, Label("页面"), 800, 600)
	name := &TextField{}
	form := &EditForm{Plain: true, Sections: []Section{{Fields: []*Field{{ID: "name", Label: "名称", Required: true, Widget: name}}}}}
	stored := ""
	m := Ask(w.Canvas(), Dialog{Title: "新增", Content: form, OnOK: func() error {
		if name.Value() == "重复" {
			return &FieldErrors{Fields: map[string]string{"name": "这个名称已经有了"}}
		}
		stored = name.Value()
		return nil
	}})
	if w.Canvas().Focused() != name.FocusTarget() {
		t.Fatalf("focus is on %T, want the first field", w.Canvas().Focused())
	}
	press(w, fyne.KeyReturn)
	if !m.Open() || form.boxes["name"].wrong != "请填写名称" {
		t.Fatalf("open %v with %q, want open with the missing name said", m.Open(), form.boxes["name"].wrong)
	}
	typeText(t, w, "重复")
	press(w, fyne.KeyReturn)
	if !m.Open() || form.boxes["name"].wrong != "这个名称已经有了" {
		t.Fatalf("open %v with %q, want open with the refusal under the field", m.Open(), form.boxes["name"].wrong)
	}
	name.SetValue("锦绣")
	press(w, fyne.KeyReturn)
	if m.Open() || stored != "锦绣" {
		t.Errorf("open %v stored %q, want closed and stored", m.Open(), stored)
	}
}

func TestEscapeClosesAndGivesTheWindowItsKeysBack(t *testing.T) {
	w, _ := stage(t, Label("页面"), 800, 600)
	var window []fyne.KeyName
	w.Canvas().SetOnTypedKey(func(k *fyne.KeyEvent) { window = append(window, k.Name) })
	asked := false
	m := Confirm(w.Canvas(), Question{Title: "提交", Text: "提交审批吗", OnYes: func() { asked = true }})
	press(w, fyne.KeyF5) // the page behind must not reload
	press(w, fyne.KeyEscape)
	press(w, fyne.KeyF1)
	if m.Open() || asked {
		t.Errorf("open %v, answered %v, want closed without an answer", m.Open(), asked)
	}
	if len(window) != 1 || window[0] != fyne.KeyF1 {
		t.Errorf("the window got %v, want F1 alone", window)
	}
}

func TestEnterAnswersYesOnce(t *testing.T) {
	w, _ := stage(t, Label("页面"), 800, 600)
	count := 0
	var inner *Modal
	Confirm(w.Canvas(), Question{Title: "提交", Text: "提交吗", OnYes: func() {
		count++
		inner = Info(w.Canvas(), "完成", "已经提交。")
	}})
	press(w, fyne.KeyReturn)
	if count != 1 || !inner.Open() {
		t.Fatalf("answered %d times, next dialog open %v; want once and open", count, inner != nil && inner.Open())
	}
	press(w, fyne.KeyReturn)
	if ModalOpen(w.Canvas()) {
		t.Error("a dialog is left over")
	}
}

func TestClosingTheLowerDialogKeepsTheUpper(t *testing.T) {
	w, _ := stage(t, Label("页面"), 800, 600)
	var window int
	w.Canvas().SetOnTypedKey(func(*fyne.KeyEvent) { window++ })
	progress := ShowProgress(w.Canvas(), ProgressTask{Title: "正在导入"})
	trouble := Error(w.Canvas(), Trouble{What: "第 3 行没有导入。"})
	progress.Close()
	if !trouble.Open() || !ModalOpen(w.Canvas()) {
		t.Fatal("the error went away with the progress")
	}
	press(w, fyne.KeyEscape)
	if trouble.Open() || ModalOpen(w.Canvas()) {
		t.Fatal("Esc did not close the error")
	}
	press(w, fyne.KeyF1)
	if window != 1 {
		t.Errorf("the window got %d keys, want its own one", window)
	}
}

func TestDropDownGoesWithItsDialog(t *testing.T) {
	choice := &ChoiceField{Options: levels}
	w, _ := stage(t, Label("页面"), 800, 600)
	m := Ask(w.Canvas(), Dialog{Title: "选择", Content: choice, First: choice})
	press(w, fyne.KeyDown)
	if len(w.Canvas().Overlays().List()) != 2 {
		t.Fatal("the list did not open")
	}
	press(w, fyne.KeyEscape)
	if !m.Open() || len(w.Canvas().Overlays().List()) != 1 {
		t.Fatal("Esc closed more than the list")
	}
	press(w, fyne.KeyDown)
	m.Close()
	if n := len(w.Canvas().Overlays().List()); n != 0 {
		t.Errorf("%d layers are left over", n)
	}
}

func TestProgressCancelsOnce(t *testing.T) {
	w, _ := stage(t, Label("页面"), 800, 600)
	cancelled := 0
	p := ShowProgress(w.Canvas(), ProgressTask{Title: "正在导入", OnCancel: func() { cancelled++ }})
	press(w, fyne.KeyEscape, fyne.KeyEscape, fyne.KeyReturn)
	if cancelled != 1 {
		t.Errorf("cancelled %d times, want once", cancelled)
	}
	if !p.layer.open {
		t.Error("the notice went before the work had stopped")
	}
	p.Close()
}

func TestRefusalOfPlainContentIsShown(t *testing.T) {
	w, _ := stage(t, Label("页面"), 800, 600)
	m := Ask(w.Canvas(), Dialog{Title: "推进日期", Content: Label("到月底"), OnOK: func() error { return errors.New("还有未处理的审批") }})
	press(w, fyne.KeyReturn)
	if !m.Open() || m.banner.Text != "还有未处理的审批" {
		t.Errorf("open %v with %q, want open with the refusal", m.Open(), m.banner.Text)
	}
}

func TestChangedInputIsNotGivenUpUnasked(t *testing.T) {
	w, _ := stage(t, Label("页面"), 800, 600)
	cancelled := 0
	show := func() (*Modal, *TextField) {
		name := &TextField{}
		form := &EditForm{Plain: true, Sections: []Section{{Fields: []*Field{{ID: "name", Label: "物流单号", Widget: name}}}}}
		return Ask(w.Canvas(), Dialog{Title: "登记执行", Content: form, OnCancel: func() { cancelled++ }}), name
	}
	m, _ := show()
	press(w, fyne.KeyEscape)
	if m.Open() || cancelled != 1 {
		t.Fatal("a dialog without changes does not close at once")
	}
	m, name := show()
	typeText(t, w, "SF1001")
	press(w, fyne.KeyEscape)
	if !m.Open() || len(w.Canvas().Overlays().List()) != 2 {
		t.Fatal("Esc gave up what was typed, or asked nothing")
	}
	question := w.Canvas().Overlays().Top().(*layer).panel.(*modalPanel).modal
	if question.ok.Text != "继续填写" || w.Canvas().Focused() != fyne.Focusable(question.ok) {
		t.Errorf("the keyboard is in %T of %q", w.Canvas().Focused(), question.ok.Text)
	}
	shoot(t, w, "modal-give-up")
	press(w, fyne.KeyEscape) // a second Esc goes on, too
	if !m.Open() || question.Open() || name.Value() != "SF1001" || w.Canvas().Focused() != name.FocusTarget() {
		t.Fatalf("after the second Esc: open %v, %q, keyboard in %T", m.Open(), name.Value(), w.Canvas().Focused())
	}
	test.Tap(m.cancel)
	press(w, fyne.KeyReturn)
	if !m.Open() || len(w.Canvas().Overlays().List()) != 1 {
		t.Fatal("继续填写 does not lead back")
	}
	test.Tap(m.cancel)
	test.Tap(w.Canvas().Overlays().Top().(*layer).panel.(*modalPanel).modal.dialog.Extra[0])
	if m.Open() || ModalOpen(w.Canvas()) || cancelled != 2 {
		t.Errorf("放弃 leaves the dialog open, or does not tell: %d", cancelled)
	}
}

// An anchor that went away while its menu was asked for is nowhere on the canvas.
func TestAMenuUnderWhatIsNotShownStandsSomewhere(t *testing.T) {
	gone := &Button{Text: "收起的"}
	w, _ := stage(t, Stack{}.Of(Label("页面"), gone), 800, 600)
	gone.Hide()
	ShowMenuBelow(gone, []MenuItem{{Text: "一项"}})
	if w.Canvas().Overlays().Top() == nil {
		t.Error("there is no menu")
	}
}
