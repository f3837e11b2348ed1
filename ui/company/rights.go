package company

import (
	"crmlab/domain/company"
	"crmlab/domain/record"
	"crmlab/ui/kit"
	"crmlab/ui/page"
	"crmlab/ui/theme"
)

// rights edits what a position may do, module by module.
type rights struct {
	part
	matrix *kit.Matrix
	wrong  *kit.Paragraph
}

func newRights(_ page.Host, p *company.Position, changed func()) page.LinesEditor {
	e := &rights{matrix: &kit.Matrix{OnChanged: changed}, wrong: wrongLine()}
	for _, n := range record.RightNames {
		e.matrix.Columns = append(e.matrix.Columns, n.Label)
	}
	have := map[string]record.Right{}
	for _, m := range p.Rights {
		have[m.Module] |= m.Bits()
	}
	for _, m := range record.Modules {
		row := kit.MatrixRow{Title: record.ModuleLabels[m], On: make([]bool, len(record.RightNames))}
		for j, n := range record.RightNames {
			row.On[j] = have[m]&n.Right != 0
		}
		e.matrix.Rows = append(e.matrix.Rows, row)
	}
	hint := &kit.Paragraph{Text: "点模块名或权限名，整行或整列勾选；键盘用方向键移动，空格勾选", Color: theme.ColorTextSecond, TextSize: theme.SizeSmall}
	e.object = kit.Stack{Gap: theme.Gap2}.Of(wide(e.matrix), hint, e.wrong)
	return e
}

// Commit writes the ticks into the position.
func (e *rights) Commit(rec record.Record) error {
	p := rec.(*company.Position)
	p.Rights = nil
	for i, m := range record.Modules {
		var bits record.Right
		for j, n := range record.RightNames {
			if e.matrix.Rows[i].On[j] {
				bits |= n.Right
			}
		}
		if bits != 0 {
			p.Rights = append(p.Rights, company.RightsOf(m, bits))
		}
	}
	return nil
}

// SetErrors shows what is wrong under the matrix.
func (e *rights) SetErrors(errs record.Refusals) { showWrong(e.wrong, errs) }

func wrongLine() *kit.Paragraph {
	w := &kit.Paragraph{Tone: kit.ToneRed, TextSize: theme.SizeSmall}
	w.Hide()
	return w
}

func showWrong(w *kit.Paragraph, errs record.Refusals) {
	if len(errs) == 0 {
		w.Hide()
		return
	}
	w.SetText(errs[0].Why + "。" + errs[0].Fix + "。")
	w.Show()
}

// wide lets a matrix be scrolled sideways where the window is narrower.
func wide(m *kit.Matrix) *kit.Wide { return &kit.Wide{Content: m, Least: m.MinSize().Width} }
