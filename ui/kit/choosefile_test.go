package kit

import (
	"testing"

	"fyne.io/fyne/v2"
)

func TestFileDialogOpensAndEscapeClosesIt(t *testing.T) {
	for _, save := range []bool{false, true} {
		w, _ := stage(t, Label("页面"), 900, 700)
		pageKeys := 0
		w.Canvas().SetOnTypedKey(func(*fyne.KeyEvent) { pageKeys++ })
		ChooseFile(w, FileChoice{
			Title: "导入客户", Save: save, Name: "客户.xlsx", Folder: t.TempDir(), Extensions: []string{".xlsx"},
			OnChosen: func(string) { t.Error("nothing was chosen") },
		})
		if !ModalOpen(w.Canvas()) {
			t.Fatalf("save %v: no dialog is open", save)
		}
		w.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyEscape})
		if ModalOpen(w.Canvas()) {
			t.Errorf("save %v: Esc left the dialog open", save)
		}
		w.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyF5})
		if pageKeys != 1 {
			t.Errorf("save %v: the page got %d keys, want its own one", save, pageKeys)
		}
	}
}
