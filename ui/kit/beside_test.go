package kit

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// Where a window is too narrow for the title and the buttons, the buttons go under the title, and
// all of them stay inside.
func TestTheButtonsOfAPageStayInsideANarrowWindow(t *testing.T) {
	var buttons []fyne.CanvasObject
	for _, text := range []string{"报告模板", "导出 Word", "导出 PDF", "打开打印"} {
		buttons = append(buttons, &Button{Text: text})
	}
	title := Heading("实验报告：实验八 订单管理")
	wide := Tiles{MinWidth: 720, Columns: 2}.Of(&Paragraph{Text: "左"}, &Paragraph{Text: "右"})
	page := Page{Title: title, Beside: []fyne.CanvasObject{Hint("写了 1 / 4 段")}, Actions: buttons, Body: wide, Scroll: true}.Object()
	w := test.NewTempWindow(t, page)
	w.SetPadded(false)
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject
	for _, width := range []float32{900, 420} {
		w.Resize(fyne.NewSize(width, 500))
		if got := w.Canvas().Size().Width; got != width {
			t.Fatalf("the page makes the window %f wide instead of %f", got, width)
		}
		last := buttons[len(buttons)-1]
		if end := at(last).X + last.Size().Width; end > width {
			t.Errorf("at %f the last button ends at %f", width, end)
		}
		if under := at(buttons[0]).Y > at(title).Y+title.Size().Height; under != (width < 600) {
			t.Errorf("at %f the buttons stand under the title: %v", width, under)
		}
	}
}
