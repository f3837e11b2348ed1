package kit

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

// column shows fields under each other in a window.
func column(t *testing.T, objects ...fyne.CanvasObject) fyne.Window {
	t.Helper()
	w, _ := stage(t, Inset(20, Stack{Gap: 8}.Of(objects...)), 500, 600)
	return w
}

func TestTextFieldTakesChineseUpToItsLimit(t *testing.T) {
	var typed, committed []string
	f := &TextField{MaxRunes: 4, OnChanged: func(s string) { typed = append(typed, s) }, OnCommit: func(s string) { committed = append(committed, s) }}
	w := column(t, f, &Button{Text: "完成"})
	w.Canvas().Focus(f.FocusTarget())
	typeText(t, w, "锦绣家居有限公司")
	if f.Value() != "锦绣家居" || len(typed) != 4 {
		t.Errorf("holds %q after %d changes", f.Value(), len(typed))
	}
	w.Canvas().FocusNext()
	w.Canvas().FocusPrevious()
	w.Canvas().FocusNext()
	if fmt.Sprint(committed) != "[锦绣家居]" {
		t.Errorf("committed %v, want once", committed)
	}
	fyne.CurrentApp().Clipboard().SetContent("中关村恒通科技")
	w.Canvas().Focus(f.FocusTarget())
	f.entry.TypedShortcut(&fyne.ShortcutPaste{Clipboard: fyne.CurrentApp().Clipboard()})
	if f.Value() != "中关村恒" || len(typed) != 5 {
		t.Errorf("pasting leaves %q after %d changes, want what fits, told once", f.Value(), len(typed))
	}
	f.SetValue("")
	if len(typed) != 5 {
		t.Errorf("SetValue told the listener")
	}
}

func TestKeysThatAFieldDoesNotUseReachTheWindow(t *testing.T) {
	f := &TextField{}
	w := column(t, f)
	var got []fyne.KeyName
	w.Canvas().SetOnTypedKey(func(k *fyne.KeyEvent) { got = append(got, k.Name) })
	w.Canvas().Focus(f.FocusTarget())
	press(w, fyne.KeyEscape, fyne.KeyF5, fyne.KeyReturn, fyne.KeyLeft, fyne.KeyPageDown)
	if fmt.Sprint(got) != fmt.Sprint([]fyne.KeyName{fyne.KeyEscape, fyne.KeyF5, fyne.KeyReturn, fyne.KeyPageDown}) {
		t.Errorf("the window got %v", got)
	}
}

func TestMoneyFieldShowsSeparatorsOnlyWhileIdle(t *testing.T) {
	f := MoneyField()
	w := column(t, f, &Button{Text: "完成"})
	f.SetValue("1286400")
	if f.Value() != "1286400.00" || f.idle() != "1,286,400.00" || !f.isIdle() {
		t.Errorf("value %s, shown %s, idle %v", f.Value(), f.idle(), f.isIdle())
	}
	w.Canvas().Focus(f.FocusTarget())
	if f.isIdle() || f.entry.Text != "1286400.00" {
		t.Errorf("while typed: idle %v, text %s", f.isIdle(), f.entry.Text)
	}
	typeText(t, w, "２，５００．５") // the selection is replaced
	w.Canvas().FocusNext()
	if f.Value() != "2500.50" || f.idle() != "2,500.50" || f.Problem() != nil {
		t.Errorf("value %s, shown %s, problem %v", f.Value(), f.idle(), f.Problem())
	}
	w.Canvas().Focus(f.FocusTarget())
	typeText(t, w, "很多")
	if f.Problem() == nil || f.Value() != "很多" {
		t.Errorf("words are taken for an amount: %q", f.Value())
	}
}

func TestPercentAndUnit(t *testing.T) {
	rate, staff := PercentField(), &NumberField{Unit: "人", Grouped: true}
	column(t, rate, staff)
	rate.SetValue("8.50")
	staff.SetValue("1260")
	if rate.idle() != "8.5%" || rate.Value() != "8.5" || staff.idle() != "1,260 人" {
		t.Errorf("shown %s (%s) and %s", rate.idle(), rate.Value(), staff.idle())
	}
}

func TestDateFieldStepsWritesAndClears(t *testing.T) {
	changed := 0
	f := &DateField{Today: today, OnChanged: func(string) { changed++ }}
	w := column(t, f, &Button{Text: "完成"})
	w.Canvas().Focus(f.FocusTarget())
	press(w, fyne.KeyUp)
	if f.Value() != "2026-11-23" {
		t.Errorf("Up in an empty field gives %s, want today", f.Value())
	}
	press(w, fyne.KeyUp, fyne.KeyUp, fyne.KeyDown)
	if f.Value() != "2026-11-24" || changed != 4 {
		t.Errorf("steps lead to %s after %d changes", f.Value(), changed)
	}
	f.SetValue("2026/1/5")
	w.Canvas().FocusNext()
	w.Canvas().FocusPrevious()
	typeText(t, w, "12-31")
	w.Canvas().FocusNext()
	if f.entry.Text != "2026-12-31" {
		t.Errorf("leaving the field writes %s, want the whole date", f.entry.Text)
	}
	f.SetValue("明天")
	if f.Problem() == nil {
		t.Error("明天 is taken for a date")
	}
	f.SetValue("")
	if _, ok := f.Date(); ok || f.Problem() != nil {
		t.Error("an empty field should be no date and no problem")
	}
}

func TestMonthIsUsedByKeysAndTaps(t *testing.T) {
	f := &DateField{Today: today}
	w := column(t, f)
	f.SetValue("2026-01-31")
	f.openMonth()
	press(w, fyne.KeyPageDown) // February has no 31st
	press(w, fyne.KeyReturn)
	if f.Value() != "2026-02-28" {
		t.Errorf("a month later is %s", f.Value())
	}
	if w.Canvas().Overlays().Top() != nil || w.Canvas().Focused() != fyne.Focusable(f.entry) {
		t.Error("the month stays open, or the keyboard is lost")
	}
	f.openMonth()
	press(w, fyne.KeyHome, fyne.KeyRight, fyne.KeyDown, fyne.KeyReturn)
	if f.Value() != "2026-12-01" {
		t.Errorf("today, a day and a week give %s", f.Value())
	}
	f.openMonth()
	grid := w.Canvas().Overlays().Top().(*layer).panel.(*surface).content.(*monthGrid)
	test.TapAt(grid, fyne.NewPos(dayWidth*1.5, monthHead+dayHeight*1.5)) // Tuesday of the first week
	if f.Value() != "2026-12-01" {
		t.Errorf("the second day of the grid is %s", f.Value())
	}
	f.openMonth()
	press(w, fyne.KeyDelete)
	if f.Value() != "" {
		t.Errorf("Delete leaves %s", f.Value())
	}
	f.SetValue("2026-05-05")
	f.openMonth()
	press(w, fyne.KeyRight, fyne.KeyEscape)
	if f.Value() != "2026-05-05" {
		t.Errorf("Esc changed the date to %s", f.Value())
	}
}

func TestChoiceByKeysTypingAndClearing(t *testing.T) {
	var got []string
	f := &ChoiceField{Options: levels, Nullable: true, OnChanged: func(v string) { got = append(got, v) }}
	w := column(t, f)
	w.Canvas().Focus(f)
	press(w, fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn)
	typeText(t, w, "c")
	press(w, fyne.KeyReturn)
	press(w, fyne.KeyDelete)
	if fmt.Sprint(got) != "[B C ]" {
		t.Errorf("chose %q", got)
	}
	if w.Canvas().Focused() != fyne.Focusable(f) {
		t.Error("the keyboard did not come back")
	}
	f.SetValue("Z")
	if f.text() != "Z" {
		t.Errorf("a value that is no longer offered shows as %q", f.text())
	}
	f.SetReadOnly(true)
	press(w, fyne.KeyDown)
	if w.Canvas().Overlays().Top() != nil {
		t.Error("a read-only field opens")
	}
}

func TestPickerFindsByTypingAndOffersANewOne(t *testing.T) {
	var asked []string
	created := ""
	p := &Picker{
		Find: func(q string) []Option { asked = append(asked, q); return filterOptions(people, q) },
		Lookup: func(v string) Option {
			for _, o := range people {
				if o.Value == v {
					return o
				}
			}
			return Option{}
		},
		Create: "新增员工…", OnCreate: func(q string) { created = q },
	}
	w := column(t, p)
	w.Canvas().Focus(p)
	typeText(t, w, "w")
	typeText(t, w, "f")
	press(w, fyne.KeyReturn)
	if p.Value() != "e2" || p.text() != "王芳" || asked[len(asked)-1] != "wf" {
		t.Errorf("found %s %s by %v", p.Value(), p.text(), asked)
	}
	p.SetValue("e4")
	if p.text() != "周强" {
		t.Errorf("a set value shows as %q", p.text())
	}
	typeText(t, w, "赵")
	top := w.Canvas().Overlays().Top().(*layer)
	test.Tap(findButton(t, top, "新增员工…"))
	if created != "赵" || p.Value() != "e4" {
		t.Errorf("created by %q, value %s", created, p.Value())
	}
	press(w, fyne.KeyBackspace)
	if p.Value() != "" {
		t.Error("Backspace does not clear")
	}
}

func TestPickerMultiAddsAndRemovesChips(t *testing.T) {
	var got [][]string
	p := &PickerMulti{Find: func(q string) []Option { return filterOptions(people, q) }, OnChanged: func(v []string) { got = append(got, v) }}
	w := column(t, p)
	w.Canvas().Focus(p.picker)
	press(w, fyne.KeyDown, fyne.KeyReturn) // 李军
	press(w, fyne.KeyDown, fyne.KeyReturn) // the first of the rest: 王芳
	if p.Value() != "e1,e2" {
		t.Fatalf("holds %s", p.Value())
	}
	w.Canvas().Focus(p.chips[0])
	press(w, fyne.KeyDelete)
	if p.Value() != "e2" || len(got) != 3 || w.Canvas().Focused() != fyne.Focusable(p.picker) {
		t.Errorf("holds %s after %v, focus %T", p.Value(), got, w.Canvas().Focused())
	}
}

func TestMultiChoiceKeepsTheOrderOfItsOptions(t *testing.T) {
	f := &MultiChoice{Options: levels}
	w := column(t, f)
	w.Canvas().Focus(f)
	press(w, fyne.KeyDown, fyne.KeyEnd, fyne.KeySpace, fyne.KeyHome, fyne.KeySpace, fyne.KeyEscape)
	if f.Value() != "A,C" || f.text() != "A 重点、C 非优先" {
		t.Errorf("holds %s, shows %s", f.Value(), f.text())
	}
}

func TestCheckFieldTicksBySpaceAndTap(t *testing.T) {
	told := 0
	f := &CheckField{Text: "允许赊销", OnChanged: func(bool) { told++ }}
	w := column(t, f)
	w.Canvas().Focus(f)
	press(w, fyne.KeySpace)
	if f.Value() != "true" {
		t.Error("Space does not tick")
	}
	test.Tap(f)
	f.SetReadOnly(true)
	test.Tap(f)
	if f.Checked() || told != 2 {
		t.Errorf("ticked %v after %d calls", f.Checked(), told)
	}
}

func TestTabVisitsFieldsInReadingOrder(t *testing.T) {
	form, inputs := sampleForm()
	w, _ := stage(t, form, 900, 900)
	w.Canvas().Capture() // widgets are drawn once, as in a real window
	var order []string
	for range 20 {
		w.Canvas().FocusNext()
		focused := w.Canvas().Focused()
		name := fmt.Sprintf("%T", focused)
		for id, in := range inputs {
			if in.FocusTarget() == focused {
				name = id
			}
		}
		if b, ok := focused.(*Button); ok {
			name = b.Text
		}
		if len(order) > 0 && order[0] == name {
			break
		}
		order = append(order, name)
	}
	want := "name level owner since credit rate staff active tags team note 保存 保存继续 取消"
	if got := strings.Join(order, " "); got != want {
		t.Errorf("Tab visits %s\nwant %s", got, want)
	}
}

// findButton returns the button with a text under an object.
func findButton(t *testing.T, o fyne.CanvasObject, text string) *Button {
	t.Helper()
	var find func(fyne.CanvasObject) *Button
	find = func(o fyne.CanvasObject) *Button {
		if b, ok := o.(*Button); ok && b.Text == text {
			return b
		}
		var children []fyne.CanvasObject
		switch x := o.(type) {
		case *fyne.Container:
			children = x.Objects
		case fyne.Widget:
			children = test.WidgetRenderer(x).Objects()
		}
		for _, c := range children {
			if b := find(c); b != nil {
				return b
			}
		}
		return nil
	}
	b := find(o)
	if b == nil {
		t.Fatalf("no button %s", text)
	}
	return b
}

func TestDateRangeReadsBothEnds(t *testing.T) {
	r := &DateRange{Today: today}
	w := column(t, r)
	r.SetValue("2026-10-01,2026-12-31")
	w.Canvas().Focus(r.FocusTarget())
	w.Canvas().FocusNext()
	typeText(t, w, "2026/9/30")
	w.Canvas().FocusPrevious()
	if r.Value() != "2026-10-01,2026-09-30" || r.Problem() == nil {
		t.Errorf("holds %s, problem %v", r.Value(), r.Problem())
	}
	r.SetRange("", "2026-12-31")
	if r.Value() != ",2026-12-31" || r.Problem() != nil {
		t.Errorf("an open beginning holds %s, problem %v", r.Value(), r.Problem())
	}
	r.SetValue("")
	if r.Value() != "" {
		t.Errorf("empty holds %s", r.Value())
	}
}

func TestShortcutsOfThePageWorkWhileTyping(t *testing.T) {
	f := &TextField{}
	d := &DateField{Today: today}
	w := column(t, f, d)
	saved := 0
	save := &desktop.CustomShortcut{KeyName: fyne.KeyS, Modifier: fyne.KeyModifierControl}
	hostOf(w.Canvas()).OnShortcut = func(s fyne.Shortcut) {
		if s.ShortcutName() == save.ShortcutName() {
			saved++
		}
	}
	w.Canvas().Focus(f.FocusTarget())
	typeText(t, w, "锦绣")
	f.entry.TypedShortcut(save)
	if saved != 1 {
		t.Error("Ctrl+S is lost in the field")
	}
	f.entry.TypedShortcut(&fyne.ShortcutUndo{})
	if f.Value() == "锦绣" {
		t.Error("Ctrl+Z does not undo in the field")
	}
	d.entry.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyDown, Modifier: fyne.KeyModifierAlt})
	if w.Canvas().Overlays().Top() == nil {
		t.Error("Alt+Down does not open the month")
	}
}
