package kit

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"
)

// FileChoice asks for a file to read or to write.
type FileChoice struct {
	Title      string
	Save       bool
	Name       string   // proposed name, to save
	Folder     string   // where to begin; empty leaves it to the system
	Extensions []string // such as ".xlsx"; empty means all
	OnChosen   func(path string)
	OnTrouble  func(error) // the place cannot be read or written; nil shows a dialog
}

// ChooseFile shows the file dialog. Esc closes it. Nothing is called when the user cancels.
func ChooseFile(w fyne.Window, c FileChoice) {
	trouble := func(err error) {
		if c.OnTrouble != nil {
			c.OnTrouble(err)
			return
		}
		Error(w.Canvas(), Trouble{What: "这个位置打不开。", Why: err.Error(), Fix: "换一个文件夹再试。"})
	}
	var d *dialog.FileDialog
	if c.Save {
		d = dialog.NewFileSave(func(out fyne.URIWriteCloser, err error) {
			finish(out, out == nil, err, trouble, func() { c.OnChosen(out.URI().Path()) })
		}, w)
		d.SetFileName(freeName(c.Folder, c.Name))
		d.SetConfirmText("保存")
	} else {
		d = dialog.NewFileOpen(func(in fyne.URIReadCloser, err error) {
			finish(in, in == nil, err, trouble, func() { c.OnChosen(in.URI().Path()) })
		}, w)
		d.SetConfirmText("打开")
	}
	if len(c.Extensions) > 0 {
		d.SetFilter(storage.NewExtensionFileFilter(c.Extensions))
	}
	showFileDialog(w, d, c.Title, c.Folder)
}

// freeName is a name that no file of the folder has yet: 客户档案.xlsx, then 客户档案 (2).xlsx. The
// dialog would ask in English before it replaces a file.
func freeName(folder, name string) string {
	if folder == "" {
		return name
	}
	ext := filepath.Ext(name)
	free := name
	for i := 2; ; i++ {
		if _, err := os.Lstat(filepath.Join(folder, free)); err != nil {
			return free
		}
		free = fmt.Sprintf("%s (%d)%s", strings.TrimSuffix(name, ext), i, ext)
	}
}

// finish closes what the dialog has opened, so that the caller opens the path in its own way.
func finish(file interface{ Close() error }, cancelled bool, err error, trouble func(error), chosen func()) {
	switch {
	case err != nil:
		trouble(err)
	case cancelled:
	default:
		if err := file.Close(); err != nil {
			trouble(fmt.Errorf("close the chosen file: %w", err))
			return
		}
		chosen()
	}
}
