package paper

import (
	"fmt"

	"crmlab/assets"
)

// templateParts are the parts of the built-in template with their names in a docx.
var templateParts = []struct{ file, name string }{
	{"content-types.xml", typesPart}, {"package.rels", "_rels/.rels"}, {"document.xml", "word/document.xml"}, {"document.rels", "word/_rels/document.xml.rels"},
	{"styles.xml", "word/styles.xml"}, {"settings.xml", "word/settings.xml"}, {"fontTable.xml", "word/fontTable.xml"}, {"footer.xml", "word/footer1.xml"}, {"core.xml", "docProps/core.xml"},
}

// Template is the built-in template as a docx, also for schools to change: A4, 宋体 for the text,
// 黑体 for the headings, page numbers in the footer.
func Template() ([]byte, error) {
	a := &archive{parts: map[string][]byte{}}
	for _, p := range templateParts {
		body, err := assets.Report.ReadFile("report/template/" + p.file)
		if err != nil {
			return nil, fmt.Errorf("built-in report template: %w", err)
		}
		a.set(p.name, body)
	}
	return a.pack()
}
