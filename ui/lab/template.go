package lab

import (
	"path/filepath"

	"crmlab/ui/kit"
)

// templates offers the school's own form.
func (p *reportPage) templates() {
	papers, ok := p.papers()
	if !ok {
		return
	}
	now := papers.Template()
	items := []kit.MenuItem{
		{Text: "自带的模板", Checked: now == "", OnTapped: func() { p.choose("") }},
	}
	if now != "" {
		items = append(items, kit.MenuItem{Text: filepath.Base(now), Checked: true, OnTapped: func() { p.choose(now) }})
	}
	items = append(items,
		kit.MenuItem{Text: "选择学校模板…", OnTapped: func() {
			kit.ChooseFile(p.host.Window(), kit.FileChoice{Title: "选择学校的报告模板", Folder: p.host.Files().Folder(), Extensions: []string{".docx", ".dotx"}, OnChosen: p.choose})
		}},
		kit.MenuItem{Separator: true},
		kit.MenuItem{Text: "另存自带的模板…", OnTapped: func() {
			kit.ChooseFile(p.host.Window(), kit.FileChoice{Title: "另存自带的模板", Save: true, Folder: p.host.Files().Folder(), Name: "实验报告模板.docx", Extensions: []string{".docx"},
				OnChosen: func(path string) {
					if err := papers.SaveTemplate(path); err != nil {
						p.host.Fail(err)
						return
					}
					kit.ShowToast(p.host.Window().Canvas(), kit.Toast{Text: "已写到 " + filepath.Base(path)})
				}})
		}},
		kit.MenuItem{Text: "占位符一览", OnTapped: func() { p.placeholders(papers.Placeholders()) }})
	kit.ShowMenuBelow(p.form, items)
}

// placeholders lists what a school may write into its form.
func (p *reportPage) placeholders(all [][2]string) {
	items := make([]kit.Fact, len(all))
	for i, a := range all {
		items[i] = kit.Fact{Label: "{{" + a[0] + "}}", Value: a[1]}
	}
	kit.Ask(p.host.Window().Canvas(), kit.Dialog{Title: "报告模板里能用的占位符", Width: 560, OK: "知道了", Cancel: "-",
		Content: &kit.Scroller{MinHeight: 380, Content: &kit.Facts{Columns: 1, LabelWidth: 110, Items: items}}})
}

func (p *reportPage) choose(path string) {
	papers, ok := p.papers()
	if !ok {
		return
	}
	if err := papers.SetTemplate(path); err != nil {
		p.host.Fail(err)
		return
	}
	said := "用自带的模板导出 Word"
	if path != "" {
		said = "用 " + filepath.Base(path) + " 导出 Word"
	}
	kit.ShowToast(p.host.Window().Canvas(), kit.Toast{Text: said})
}
