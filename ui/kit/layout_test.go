package kit

import (
	"testing"

	"fyne.io/fyne/v2"
)

func TestStackAsksParagraphsForTheirHeightAtItsWidth(t *testing.T) {
	long := &Paragraph{Text: "回款计划合计等于订单金额，信用额度足够，折扣在职位上限以内，可以提交审批。"}
	after := Label("之后")
	w, _ := stage(t, Stack{Gap: 8}.Of(long, after), 150, 400)
	if long.Size().Height < 3*long.lineHeight() || after.Position().Y != long.Size().Height+8 {
		t.Errorf("the paragraph is %.0f high, what follows stands at %.0f", long.Size().Height, after.Position().Y)
	}
	w.Resize(fyne.NewSize(800, 400))
	if after.Position().Y != long.lineHeight()+8 {
		t.Errorf("at 800 what follows stands at %.0f", after.Position().Y)
	}
}

func TestHiddenThingsTakeNoRoom(t *testing.T) {
	a, b, c := Blank(10, 10), Blank(10, 10), Blank(10, 10)
	b.Hide()
	if h := (Stack{Gap: 5}).Of(a, b, c).MinSize().Height; h != 25 {
		t.Errorf("a stack with one hidden is %.0f high, want 25", h)
	}
	if w := (Line{Gap: 5}).Of(a, b, c).MinSize().Width; w != 25 {
		t.Errorf("a line with one hidden is %.0f wide, want 25", w)
	}
}

func TestFillTakesWhatIsLeft(t *testing.T) {
	a, fill, b := Blank(30, 10), Space(), Blank(40, 10)
	Line{Gap: 10, Fill: fill}.Of(a, fill, b).Resize(fyne.NewSize(200, 20))
	if fill.Size().Width != 110 || b.Position().X != 160 || a.Position().Y != 5 {
		t.Errorf("fill is %.0f wide, the last stands at %.0f, the first at height %.0f", fill.Size().Width, b.Position().X, a.Position().Y)
	}
}

func TestTilesReflow(t *testing.T) {
	var cards []fyne.CanvasObject
	for range 4 {
		cards = append(cards, Blank(10, 40))
	}
	tiles := Tiles{Gap: 10, MinWidth: 180}.Of(cards...)
	tiles.Resize(fyne.NewSize(800, 100))
	if cards[3].Position().Y != 0 || cards[0].Size().Width != 192.5 {
		t.Errorf("at 800 the fourth stands at %v, one is %.1f wide", cards[3].Position(), cards[0].Size().Width)
	}
	tiles.Resize(fyne.NewSize(400, 100))
	if cards[2].Position().Y != 50 || cards[2].Position().X != 0 {
		t.Errorf("at 400 the third stands at %v", cards[2].Position())
	}
}

func TestEllipsisKeepsWhatFits(t *testing.T) {
	stage(t, Label(""), 100, 100)
	const name = "中关村恒通科技有限公司"
	for _, width := range []float32{20, 50, 90, 130, 400} {
		got := ellipsis(name, width, 13, fyne.TextStyle{})
		if w := fyne.MeasureText(got, 13, fyne.TextStyle{}).Width; w > width {
			t.Errorf("%q is %.0f wide, want at most %.0f", got, w, width)
		}
		if got != name && got[len(got)-len("…"):] != "…" {
			t.Errorf("%q does not say that it was cut", got)
		}
	}
}

func TestLinesBreakBetweenCharactersAndKeepMarks(t *testing.T) {
	stage(t, Label(""), 100, 100)
	const text = "订单 SO-0231 已提交，等待审批。（第 2 步）"
	for width := float32(60); width < 320; width += 7 {
		joined := ""
		for i, line := range breakLines(text, width, 13, fyne.TextStyle{}) {
			first := []rune(line)[0]
			if i > 0 && (first == '，' || first == '。' || first == '）') {
				t.Errorf("at %.0f a line begins with %c", width, first)
			}
			if w := fyne.MeasureText(line, 13, fyne.TextStyle{}).Width; w > width+1 {
				t.Errorf("at %.0f the line %q is %.0f wide", width, line, w)
			}
			joined += line
		}
		if want := len([]rune(text)); len([]rune(joined)) < want-6 {
			t.Errorf("at %.0f characters were lost: %q", width, joined)
		}
	}
}
