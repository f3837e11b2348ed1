package main

import (
	"os"

	"crmlab/data/sheet"
	"crmlab/domain/exchange"
	"crmlab/domain/record"
)

// files reads and writes files for the pages, which know no file format: a page.Files, and
// the tables of the import wizard.
type files struct {
	folder string
	memory *memory                 // of the window; nil: it forgets which report template was chosen
	open   func(path string) error // shows a file in the system's viewer; nil: there is none
}

// Folder is where exports go unless the user says otherwise.
func (f files) Folder() string { return f.folder }

// SaveTable writes a spreadsheet file; the extension chooses the format.
func (f files) SaveTable(path, title string, header []string, kinds []record.Type, rows [][]string) error {
	return sheet.Save(path, title, header, kinds, rows)
}

// SaveBytes writes a file whole or not at all.
func (f files) SaveBytes(path string, content []byte) error { return sheet.SaveBytes(path, content) }

// ReadBytes reads a file whole; one that is larger than most bytes is refused unread.
func (f files) ReadBytes(path string, most int64) ([]byte, error) { return readAttachable(path, most) }

// ShowBytes shows a temporary copy in the system's viewer.
func (f files) ShowBytes(name string, content []byte) error {
	path, err := temporaryCopy(name, content)
	if err != nil {
		return err
	}
	return f.Show(path)
}

// ReadTables reads a table file with all its sheets, or the table files of a folder.
func (f files) ReadTables(path string) ([]*exchange.Table, error) {
	m := &exchange.Mapping{Files: []exchange.File{{}}} // any file, its first sheet
	if info, err := os.Stat(path); err == nil && !info.IsDir() {
		sheets, err := sheet.Sheets(path)
		if err != nil {
			return nil, err
		}
		if len(sheets) > 0 {
			m.Files = nil
		}
		for _, s := range sheets {
			m.Files = append(m.Files, exchange.File{Sheet: s})
		}
	}
	return sheet.Tables(path, m)
}

// LoadMapping reads a mapping: a file, or one that the program brings.
func (f files) LoadMapping(path string) (*exchange.Mapping, error) { return mappingNamed(path) }

// SaveMapping writes a mapping as TOML.
func (f files) SaveMapping(path string, m *exchange.Mapping) error { return sheet.SaveMapping(path, m) }

// SaveRefused writes the rows that were not imported, with the reasons.
func (f files) SaveRefused(path string, tables []*exchange.Table, refused []exchange.Refused) error {
	return saveRefused(path, tables, refused)
}
