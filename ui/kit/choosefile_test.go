package kit

import (
	"os"
	"path/filepath"
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

func TestASavedFileIsProposedANameOfItsOwn(t *testing.T) {
	folder := t.TempDir()
	for _, want := range []string{"客户.xlsx", "客户 (2).xlsx", "客户 (3).xlsx"} {
		name := freeName(folder, "客户.xlsx")
		if name != want {
			t.Fatalf("%q is proposed, want %q", name, want)
		}
		if err := os.WriteFile(filepath.Join(folder, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestFolderDialogOpensAndEscapeClosesIt(t *testing.T) {
	for _, folder := range []string{t.TempDir(), filepath.Join(t.TempDir(), "拔掉的U盘")} {
		w, _ := stage(t, Label("页面"), 900, 700)
		ChooseFolder(w, FolderChoice{Title: "第二处", Folder: folder, OnChosen: func(string) { t.Error("nothing was chosen") }})
		if !ModalOpen(w.Canvas()) {
			t.Fatal("no dialog is open")
		}
		w.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyEscape})
		if ModalOpen(w.Canvas()) {
			t.Error("Esc left the dialog open")
		}
	}
}
