package kit

import (
	"errors"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestSaveSaysAllThatIsWrongAndGoesToTheFirst(t *testing.T) {
	form, inputs := sampleForm()
	saved := 0
	form.OnSave = func(bool) error { saved++; return nil }
	w, _ := stage(t, form, 900, 700)
	inputs["since"].SetValue("2026-2-30")
	inputs["credit"].SetValue("很多")
	test.Tap(findButton(t, form, "保存"))
	want := map[string]string{
		"name": "请填写客户名称", "level": "请选择级别", "owner": "请选择负责人",
		"since": "没有这一天，请检查月和日", "credit": "这里只能填数字，例如 1234.50", "number": "", "rate": "",
	}
	for id, text := range want {
		if got := form.boxes[id].wrong; got != text {
			t.Errorf("%s says %q, want %q", id, got, text)
		}
	}
	if saved != 0 || w.Canvas().Focused() != inputs["name"].FocusTarget() {
		t.Errorf("saved %d times, focus on %T", saved, w.Canvas().Focused())
	}
	typeText(t, w, "锦绣家居")
	if form.boxes["name"].wrong != "" {
		t.Error("the message stays after the fault is mended")
	}
	form.SetValues(map[string]string{"level": "A", "since": "2026-2-28", "credit": "100"})
	inputs["owner"].(*Picker).Choose(people[0])
	if !form.Save(false) || saved != 1 || form.Dirty() {
		t.Errorf("saved %d times, dirty %v", saved, form.Dirty())
	}
}

func TestMessagesMoveWhatIsBelowThem(t *testing.T) {
	form, _ := sampleForm()
	stage(t, form, 900, 700)
	before := form.boxes["level"].Position().Y
	noteBefore := absolute(form.boxes["note"]).Y
	form.SetErrors(map[string]string{"name": "请填写客户名称", "number": ""})
	if form.boxes["level"].Position().Y != before {
		t.Error("a message as high as the hint beside it moved the next line")
	}
	form.SetErrors(map[string]string{"level": "请选择级别"})
	if after := absolute(form.boxes["note"]).Y; after <= noteBefore {
		t.Errorf("the note stands at %.0f, was %.0f; it should have made room", after, noteBefore)
	}
}

func TestRefusalsOfASaveAreShown(t *testing.T) {
	form, inputs := sampleForm()
	form.OnSave = func(bool) error {
		return &FieldErrors{Fields: map[string]string{"rate": "折扣超过职位上限 15%", "secret": "成本价不能低于 0"}}
	}
	w, _ := stage(t, form, 900, 500)
	form.SetValues(map[string]string{"name": "甲", "level": "A", "credit": "1"})
	inputs["owner"].(*Picker).SetChosen(people[0])
	if form.Save(false) {
		t.Fatal("a refused save counts as stored")
	}
	if form.boxes["rate"].wrong != "折扣超过职位上限 15%" || w.Canvas().Focused() != inputs["rate"].FocusTarget() {
		t.Errorf("rate says %q, focus on %T", form.boxes["rate"].wrong, w.Canvas().Focused())
	}
	if form.banner.Text != "成本价不能低于 0" {
		t.Errorf("what belongs to a field not shown is said as %q", form.banner.Text)
	}
	form.Refuse(errors.New("文件已经被另一个程序改动"))
	if form.banner.Text != "文件已经被另一个程序改动" || !form.banner.Visible() {
		t.Errorf("a fault is said as %q", form.banner.Text)
	}
	if !form.Dirty() {
		t.Error("a refused form is not dirty any more")
	}
}

func TestFirstWrongFieldScrollsIntoView(t *testing.T) {
	form, _ := sampleForm()
	stage(t, form, 400, 300) // one column, most fields below the edge
	form.SetErrors(map[string]string{"note": "备注太长"})
	top := absolute(form.boxes["note"]).Y
	if top < 0 || top > 300 {
		t.Errorf("the wrong field stands at %.0f of 300", top)
	}
}

func TestFieldsReflowByWidth(t *testing.T) {
	form, _ := sampleForm()
	w, _ := stage(t, form, 900, 700)
	x := func(id string) float32 { return form.boxes[id].Position().X }
	if x("owner") == x("level") || x("since") == x("owner") {
		t.Error("three columns are expected at 900")
	}
	w.Resize(fyne.NewSize(600, 700))
	if x("level") == x("owner") || x("since") != x("level") {
		t.Error("two columns are expected at 600")
	}
	w.Resize(fyne.NewSize(360, 700))
	if x("owner") != x("level") {
		t.Error("one column is expected at 360")
	}
}

func TestDirtyFollowsTheValues(t *testing.T) {
	form, _ := sampleForm()
	var changed []string
	form.OnChanged = func(id string) { changed = append(changed, id) }
	w, _ := stage(t, form, 900, 700)
	fillSample(form)
	form.MarkClean()
	form.FocusField("name")
	typeText(t, w, "甲")
	if !form.Dirty() || len(changed) != 1 || changed[0] != "name" {
		t.Errorf("dirty %v after %v", form.Dirty(), changed)
	}
	form.SetValues(map[string]string{"name": "锦绣家居有限公司"})
	if form.Dirty() {
		t.Error("the old value again should not be dirty")
	}
	form.Touch("lines")
	if !form.Dirty() {
		t.Error("touched lines should be dirty")
	}
	form.MarkClean()
	if form.Dirty() {
		t.Error("clean is not clean")
	}
}

func TestHiddenAndReadOnlyFieldsAreNotChecked(t *testing.T) {
	form, inputs := sampleForm()
	stage(t, form, 900, 700)
	form.SetValues(map[string]string{"name": "甲", "credit": "1"})
	form.ShowField("level", false)
	inputs["owner"].(*Picker).SetChosen(Option{})
	form.SetReadOnly("owner", true)
	if !form.Validate() {
		t.Errorf("level says %q, owner says %q", form.boxes["level"].wrong, form.boxes["owner"].wrong)
	}
	form.ShowField("level", true)
	if form.Validate() {
		t.Error("a field shown again is not checked")
	}
}

func TestContentBelowTheEdgeIsRevealed(t *testing.T) {
	form, _ := sampleForm()
	lines := sampleTable(5)
	form.Sections = append(form.Sections, Section{Title: "明细", Content: lines})
	w, _ := stage(t, form, 400, 300)
	form.Reveal(lines)
	if y := absolute(lines).Y; y < -10 || y > 300 || w.Canvas().Focused() != fyne.Focusable(lines) {
		t.Errorf("the lines stand at %.0f of 300, focus on %T", y, w.Canvas().Focused())
	}
}

func TestLettersInANumberAreSaidOnLeavingTheFieldAndWhatIsMissingIsNot(t *testing.T) {
	parts, name := &NumberField{Unit: "期"}, &TextField{}
	form := &EditForm{Sections: []Section{{Fields: []*Field{
		{ID: "parts", Label: "期数", Required: true, Widget: parts}, {ID: "name", Label: "名称", Required: true, Widget: name}}}}}
	w, _ := stage(t, form, 600, 300)
	w.Canvas().Focus(name.FocusTarget())
	w.Canvas().Focus(parts.FocusTarget())
	if form.boxes["name"].wrong != "" {
		t.Error("an empty field is called wrong before anything is saved")
	}
	typeText(t, w, "abc")
	if form.boxes["parts"].wrong != "" {
		t.Error("it is called wrong while it is typed")
	}
	w.Canvas().Focus(name.FocusTarget())
	if got := form.boxes["parts"].wrong; got != "这里只能填整数，例如 3 期" {
		t.Errorf("after leaving it says %q", got)
	}
	w.Canvas().Focus(parts.FocusTarget())
	typeText(t, w, "4")
	if got := form.boxes["parts"].wrong; got != "" {
		t.Errorf("of 4 it still says %q", got)
	}
}

func TestARefusalGoesOnceNothingIsWrongAnyMore(t *testing.T) {
	form, inputs := sampleForm()
	w, _ := stage(t, form, 900, 500)
	form.Refuse(&FieldErrors{Fields: map[string]string{"rate": "折扣超过职位上限 15%"}, Rest: "回款计划合计不等于订单金额"})
	if !form.banner.Visible() {
		t.Fatal("the refusal is not shown")
	}
	w.Canvas().Focus(inputs["name"].FocusTarget())
	test.Type(inputs["name"].FocusTarget(), "乙")
	if !form.banner.Visible() {
		t.Error("the refusal goes while a field is still wrong")
	}
	w.Canvas().Focus(inputs["rate"].FocusTarget())
	test.Type(inputs["rate"].FocusTarget(), "5")
	if form.banner.Visible() || form.boxes["rate"].wrong != "" {
		t.Errorf("the field is mended, and the banner still says %q", form.banner.Text)
	}
	form.Refuse(&FieldErrors{Rest: "没有明细"})
	form.Touch("lines")
	if form.banner.Visible() {
		t.Error("the lines are changed, and the refusal of before is still shown")
	}
	form.Notice("会替换现有的回款计划", ToneAmber)
	form.Touch("lines")
	if !form.banner.Visible() {
		t.Error("a notice goes with the first change")
	}
}
