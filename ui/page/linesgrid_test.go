package page_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"crmlab/ui/kit"
	"crmlab/ui/page"
)

// cells are the inputs of the lines on the form, line by line.
func (s *stage) cells() []kit.Input {
	labelled := map[fyne.CanvasObject]bool{}
	var out []kit.Input
	s.walk(func(o fyne.CanvasObject) {
		if form, ok := o.(*kit.EditForm); ok {
			for _, sec := range form.Sections {
				for _, f := range sec.Fields {
					labelled[f.Widget] = true
				}
			}
		}
		if in, ok := o.(kit.Input); ok && !labelled[in] {
			out = append(out, in)
		}
	})
	return out
}

// Cells of a line of an order.
const (
	productCell = iota
	qtyCell
	listCell
	manualCell
	discountCell
	cellCount
)

// typeIn types over what stands in a cell and leaves the keyboard there.
func (s *stage) typeIn(in kit.Input, text string) {
	s.t.Helper()
	s.window.Canvas().Focus(in.FocusTarget())
	test.Type(in.FocusTarget(), text)
}

// tab takes the keyboard away.
func (s *stage) tab() { s.window.Canvas().Unfocus() }

// silent fails if a text is to be seen.
func (s *stage) silent(text string) {
	s.t.Helper()
	if strings.Contains(s.words(), text) {
		s.t.Errorf("the page says %q", text)
	}
}

func TestLettersInACellAreSaidOnLeavingItAndGoWithTheirCause(t *testing.T) {
	s := newStage(t)
	s.open(page.Route{Name: "order", View: page.Edit, ID: 1})
	qty := s.cells()[qtyCell]
	s.typeIn(qty, "abc")
	s.silent("不是数字")
	s.silent("合计 60,969.15") // what stands there is no order of 60,969.15
	s.tab()
	s.says("明细第 1 行：数量「abc」不是数字")
	s.shoot("lines-letters")
	s.typeIn(qty, "1x")
	s.tab()
	s.says("明细第 1 行：数量「1x」不是数字")
	s.silent("abc")
	s.typeIn(qty, "20")
	s.silent("不是数字")
	s.says("合计 60,969.15")
	if s.press("保存"); s.backs != 1 {
		t.Errorf("it is not saved: %v", s.failed)
	}
}

func TestWhatASaveFoundGoesCellByCell(t *testing.T) {
	s := newStage(t)
	s.open(page.Route{Name: "order", View: page.Edit, ID: 1})
	s.press("添加一行")
	last := len(s.cells()) - cellCount
	s.press("保存")
	s.says("明细第 4 行：产品没有填写")
	s.says("明细第 4 行：数量应大于 0")
	s.typeIn(s.cells()[last+qtyCell], "3")
	s.silent("数量应大于 0")
	s.says("明细第 4 行：产品没有填写")
	pick := s.cells()[last+productCell].(*kit.Picker)
	pick.Choose(pick.Find("")[0])
	s.silent("没有填写")
}

func TestRemovingALineTakesItsErrorsAlongAndKeepsWhatOthersHold(t *testing.T) {
	s := newStage(t)
	s.open(page.Route{Name: "order", View: page.Edit, ID: 1})
	s.typeIn(s.cells()[qtyCell], "abc")
	s.tab()
	s.typeIn(s.cells()[cellCount+qtyCell], "xyz")
	s.tab()
	s.says("明细第 2 行：数量「xyz」不是数字")
	find(s, func(b *kit.Button) bool { return b.Text == "删除" && b.Small }).OnTapped()
	s.silent("abc")
	s.says("明细第 1 行：数量「xyz」不是数字")
	if v := s.cells()[qtyCell].Value(); v != "xyz" {
		t.Errorf("the cell of the other line holds %q", v)
	}
}

func TestPricesOfRulesStandGreyInCellsThatOnlyHandDiscountsOpen(t *testing.T) {
	s := newStage(t)
	s.open(page.Route{Name: "order", View: page.New, Preset: "party=C-0004"})
	s.press("添加一行")
	pick := s.cells()[productCell].(*kit.Picker)
	pick.Choose(pick.Find("激光")[0])
	s.typeIn(s.cells()[qtyCell], "20")
	s.tab()
	list, discount := s.cells()[listCell], s.cells()[discountCell]
	s.says("1,899.00")
	if list.Value() != "" || !list.FocusTarget().(fyne.Disableable).Disabled() {
		t.Errorf("标价 holds %q and can be changed, though the rule decides", list.Value())
	}
	s.shoot("lines-auto")
	manual := s.cells()[manualCell].(*kit.CheckField)
	test.Tap(manual)
	if list.Value() != "1899.00" || list.FocusTarget().(fyne.Disableable).Disabled() || discount.FocusTarget().(fyne.Disableable).Disabled() {
		t.Errorf("手工折扣 opens 标价 with %q", list.Value())
	}
	s.typeIn(discount, "acht")
	s.tab()
	s.says("折扣「acht」不是数字")
	test.Tap(manual) // which closes the cell, so that nothing is wrong any more
	s.silent("不是数字")
	test.Tap(manual)
	s.typeIn(discount, "8")
	s.tab()
	s.says("1,747.08")
	test.Tap(manual)
	s.silent("1,747.08")
	if list.Value() != "" || discount.Value() != "" {
		t.Errorf("without 手工折扣 the cells hold %q and %q", list.Value(), discount.Value())
	}
}

func TestUndoInACellGoesFromTextToTextAndTotalsFollow(t *testing.T) {
	s := newStage(t)
	s.open(page.Route{Name: "order", View: page.Edit, ID: 1})
	qty := s.cells()[qtyCell]
	was := s.words()
	s.typeIn(qty, "10")
	s.silent("合计 60,969.15")
	undo := func() { qty.FocusTarget().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutUndo{}) }
	redo := func() { qty.FocusTarget().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutRedo{}) }
	undo()
	if qty.Value() != "20" {
		t.Errorf("Ctrl+Z makes of it %q", qty.Value())
	}
	s.says("合计 60,969.15")
	redo()
	if qty.Value() != "10" {
		t.Errorf("Ctrl+Y makes of it %q", qty.Value())
	}
	undo()
	undo() // nothing is left to take back
	s.tab()
	if qty.Value() != "20" || s.words() != was {
		t.Errorf("after all undone the cell holds %q and the page says\n%s", qty.Value(), s.words())
	}
	s.window.Canvas().Focus(qty.FocusTarget())
	undo() // what was typed in an earlier stay is not brought back
	if qty.Value() != "20" {
		t.Errorf("Ctrl+Z in a cell just entered makes of it %q", qty.Value())
	}
}
