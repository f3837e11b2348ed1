package kit

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestFindMeetsTheControlBeforeThePlace(t *testing.T) {
	test.NewTempApp(t)
	button := &Button{Text: "收款"}
	hidden := &Button{Text: "看不见"}
	hidden.Hide()
	low := &Button{Text: "新增收款"}
	money := MoneyField()
	form := &EditForm{Sections: []Section{{Fields: []*Field{{ID: "amount", Label: "金额（元）", Widget: money}}}}}
	scroller := &Scroller{Content: Stack{}.Of(&Card{Title: "收款", Content: Stack{}.Of(Label("收款"), button, hidden, Blank(10, 900), low)})}
	root := Columns{}.Of(scroller, form)
	w := test.NewTempWindow(t, root)
	w.Resize(fyne.NewSize(600, 300))

	find := func(words string) fyne.CanvasObject {
		found, ok := Find(root, words)
		if !ok {
			return nil
		}
		found.Reveal()
		return found.Object
	}
	if got := find("收款"); got != button {
		t.Errorf("收款 is %T", got)
	}
	if got := find("看不见"); got != nil {
		t.Errorf("what is hidden is found: %T", got)
	}
	if b, ok := find("金额").(*fieldBox); !ok || b.field.Widget != fyne.CanvasObject(money) {
		t.Error("a field is not found by its label without the unit")
	}
	if find("金") != nil {
		t.Error("a part of a label is enough")
	}
	if got := find("新增"); got != low {
		t.Errorf("新增 is %T", got)
	}
	if y := absolute(low).Y; y < 0 || y > 300 {
		t.Errorf("the control stands at %v, out of sight", y)
	}
}
