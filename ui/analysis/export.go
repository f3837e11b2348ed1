package analysis

import (
	"path/filepath"
	"strings"

	"crmlab/charts"
	"crmlab/domain/record"
	"crmlab/ui/kit"
	"crmlab/ui/page"
)

// savePicture asks where to and writes a chart there.
func savePicture(h page.Host, title string, p charts.Picture) {
	save(h, title, ".png", func(path string) error {
		content, err := p.PNG()
		if err != nil {
			return err
		}
		return h.Files().SaveBytes(path, content)
	})
}

// saveTable asks where to and writes a table there.
func saveTable(h page.Host, title string, header []string, kinds []record.Type, rows [][]string) {
	save(h, title, ".xlsx", func(path string) error { return h.Files().SaveTable(path, title, header, kinds, rows) })
}

// save asks for a path, writes away from the interface and tells what came of it.
func save(h page.Host, title, ext string, write func(path string) error) {
	day, err := h.Book().Today()
	if err != nil {
		h.Fail(err)
		return
	}
	kit.ChooseFile(h.Window(), kit.FileChoice{Title: "导出" + title, Save: true, Folder: h.Files().Folder(), Extensions: []string{ext},
		Name:     title + "-" + strings.ReplaceAll(day.String(), "-", "") + ext,
		OnChosen: func(path string) { writeFile(h, withExt(path, ext), write) }})
}

// withExt gives a path the extension that its content has.
func withExt(path, ext string) string {
	if strings.EqualFold(filepath.Ext(path), ext) {
		return path
	}
	return path + ext
}

func writeFile(h page.Host, path string, write func(string) error) {
	h.Runner().Go(func() {
		err := write(path)
		h.Runner().UI(func() {
			if err != nil {
				h.Fail(err)
				return
			}
			kit.ShowToast(h.Window().Canvas(), kit.Toast{Text: "已导出到 " + filepath.Base(path)})
		})
	})
}

// refusalText is what a button says that cannot be used: why, and how to go on.
func refusalText(err error) string {
	if err == nil {
		return ""
	}
	for _, r := range record.RefusalsIn(err) {
		return r.Why + "。" + r.Fix + "。"
	}
	return err.Error()
}
