package page

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"crmlab/ui/kit"
	"crmlab/ui/theme"
)

func TestSumsAreNotCut(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Light))
	columns := []kit.Column{{ID: "no", Width: 40}, {ID: "total", Kind: kit.MoneyColumn, Width: 60}, {ID: "qty", Kind: kit.NumberColumn, Width: 60}, {ID: "name", Width: 60}}
	texts := []string{"合计", "80,032,785.66", "7", ""}
	sumsFit(columns, func(i int) kit.Cell { return kit.Cell{Text: texts[i]} })
	need := fyne.MeasureText(texts[1], theme.Size(theme.SizeText), fyne.TextStyle{Bold: true}).Width
	if columns[1].MinWidth <= need || columns[1].Width <= need {
		t.Errorf("%f and %f for %f", columns[1].MinWidth, columns[1].Width, need)
	}
	if columns[0].Width != 40 || columns[2].Width != 60 || columns[3].Width != 60 {
		t.Errorf("columns that had room enough changed: %+v", columns)
	}
}
