//go:build ignore

// Command emptywindow is a Fyne window with nothing in it, which scripts/startup.sh measures the
// program beside. It notes when its window is up as crmlab does.
package main

import (
	"fmt"
	"os"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/widget"
)

func main() {
	a := app.NewWithID("cn.crmlab.empty")
	w := a.NewWindow("empty")
	w.SetContent(widget.NewLabel(""))
	w.Resize(fyne.NewSize(1366, 768))
	a.Lifecycle().SetOnStarted(func() {
		if err := os.WriteFile(os.Getenv("CRMLAB_UP"), []byte(fmt.Sprint(time.Now().UnixMicro())), 0o644); err != nil {
			panic(err)
		}
	})
	w.ShowAndRun()
}
