package page

import (
	"fmt"
	"path/filepath"
	"strings"

	"crmlab/domain/record"
	"crmlab/ui/kit"
)

// exportTo asks where to and writes the list there.
func (p *ListPage) exportTo(ext string, ids []record.ID, all bool) {
	day, err := p.host.Book().Today()
	if err != nil {
		p.host.Fail(err)
		return
	}
	name := fmt.Sprintf("%s-%s%s", p.entry.Label, strings.ReplaceAll(day.String(), "-", ""), ext)
	kit.ChooseFile(p.host.Window(), kit.FileChoice{Title: "导出" + p.entry.Label, Save: true,
		Folder: p.host.Files().Folder(), Name: name, Extensions: []string{ext},
		OnChosen: func(path string) { p.writeExport(path, ids, all) }})
}

func (p *ListPage) writeExport(path string, ids []record.ID, all bool) {
	book, hat, files, q := p.host.Book(), p.host.Hat(), p.host.Files(), p.query
	p.host.Runner().Go(func() {
		var header []string
		var types []record.Type
		var rows [][]string
		err := book.Read(hat, func(r record.Reader) error {
			var err error
			header, types, rows, err = ExportTable(r, p.kind, p.preset, q, ids, all)
			return err
		})
		if err == nil {
			err = files.SaveTable(path, p.entry.Label, header, types, rows)
		}
		p.host.Runner().UI(func() {
			if err != nil {
				p.host.Fail(err)
				return
			}
			kit.ShowToast(p.host.Window().Canvas(), kit.Toast{Text: fmt.Sprintf("已导出 %d 条到 %s", len(rows), filepath.Base(path))})
		})
	})
}
