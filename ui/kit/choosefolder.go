package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"
)

// FolderChoice asks for a folder.
type FolderChoice struct {
	Title     string
	Folder    string // where to begin; empty, or gone, leaves it to the system
	OnChosen  func(path string)
	OnTrouble func(error) // the place cannot be read; nil shows a dialog
}

// ChooseFolder shows the folder dialog. Esc closes it. Nothing is called when the user cancels.
func ChooseFolder(w fyne.Window, c FolderChoice) {
	d := dialog.NewFolderOpen(func(place fyne.ListableURI, err error) {
		switch {
		case err != nil && c.OnTrouble != nil:
			c.OnTrouble(err)
		case err != nil:
			Error(w.Canvas(), Trouble{What: "这个位置打不开。", Why: err.Error(), Fix: "换一个文件夹再试。"})
		case place != nil:
			c.OnChosen(place.Path())
		}
	}, w)
	d.SetConfirmText("用这个文件夹")
	showFileDialog(w, d, c.Title, c.Folder)
}

// showFileDialog gives a dialog of files or folders its title, place, size and Esc.
func showFileDialog(w fyne.Window, d *dialog.FileDialog, title, folder string) {
	d.SetDismissText("取消")
	if title != "" {
		d.SetTitleText(title)
	}
	if folder != "" {
		if place, err := storage.ListerForURI(storage.NewFileURI(folder)); err == nil {
			d.SetLocation(place)
		}
	}
	keys := w.Canvas().OnTypedKey()
	w.Canvas().SetOnTypedKey(func(key *fyne.KeyEvent) {
		if key.Name == fyne.KeyEscape {
			d.Hide()
		}
	})
	d.SetOnClosed(func() { w.Canvas().SetOnTypedKey(keys) })
	d.Show() // before Resize, which needs what Show makes
	size := w.Canvas().Size()
	d.Resize(fyne.NewSize(min(size.Width-80, 860), min(size.Height-80, 560)))
}
