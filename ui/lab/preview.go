package lab

import (
	"fmt"

	"fyne.io/fyne/v2"

	"crmlab/domain/lab/report"
	"crmlab/ui/kit"
	"crmlab/ui/theme"
)

// beside is the width that the widest tables need: with less, what the report contains stands
// below what is written.
const beside = 720

// fill shows what the report will contain.
func (p *reportPage) fill(r *report.Report) {
	p.stopCharts()
	cards := []fyne.CanvasObject{quiet("下面的表、图和自检由系统从你的记录里填进报告，不用自己写。")}
	for _, t := range r.Tables {
		cards = append(cards, &kit.Card{Title: "表：" + t.Name, Flush: len(t.Rows) > 0 && !t.Facts, Content: tableOf(t)})
	}
	for _, c := range r.Charts {
		cards = append(cards, &kit.Card{Title: "图：" + c.Name, Content: p.chartOf(c)})
	}
	p.content.Objects = append(cards, &kit.Card{Title: "自检：" + r.Score.String() + " 分", Flush: true, Content: tableOf(shortCheck(r))})
	p.content.Refresh()
}

// shortCheck is the self-check without what only paper needs.
func shortCheck(r *report.Report) report.Table {
	t := r.CheckTable()
	t.Columns = t.Columns[:5]
	t.Note = ""
	return t
}

func quiet(s string) fyne.CanvasObject {
	return &kit.Paragraph{Text: s, Color: theme.ColorTextSecond, TextSize: theme.SizeSmall}
}

func tableOf(t report.Table) fyne.CanvasObject {
	switch {
	case len(t.Rows) == 0:
		return quiet(t.Empty)
	case t.Facts:
		items := make([]kit.Fact, len(t.Rows))
		for i, row := range t.Rows {
			items[i] = kit.Fact{Label: row[0], Value: row[1]}
		}
		return &kit.Facts{Items: items}
	}
	table := &kit.RowTable{Fit: true, Count: func() int { return len(t.Rows) },
		Cell: func(row, column int) kit.Cell { return kit.Cell{Text: t.Rows[row][column]} }}
	for i, c := range t.Columns {
		longest := utf8Width(c.Label)
		for _, row := range t.Rows {
			longest = max(longest, utf8Width(row[i]))
		}
		if t.Total != nil {
			longest = max(longest, utf8Width(t.Total[i])+1) // it is bold
		}
		wide := float32(min(longest, longText))*7 + 22
		column := kit.Column{ID: fmt.Sprint(i), Title: c.Label, Width: wide, Weight: 1, MinWidth: min(wide, 110)}
		if longest > longText { // it has use for the room that the others do not need
			column.Weight = float32(longest)
		}
		if c.Right {
			column.Kind = kit.NumberColumn
			column.MinWidth = wide
		}
		table.Columns = append(table.Columns, column)
	}
	if t.Total != nil {
		table.Summary = func(column int) kit.Cell { return kit.Cell{Text: t.Total[column], Bold: true} }
	}
	if t.Note == "" {
		return table
	}
	return kit.Stack{}.Of(table, kit.Inset(10, quiet(t.Note)))
}

// longText is from how many signs on a text shares a column's room with others of its kind.
const longText = 22

// utf8Width counts Chinese signs twice.
func utf8Width(s string) (n int) {
	for _, r := range s {
		n++
		if r >= 0x2E80 {
			n++
		}
	}
	return n
}

func (p *reportPage) chartOf(c report.Chart) fyne.CanvasObject {
	if !c.Drawn() {
		return quiet(c.Empty)
	}
	view := &kit.ChartView{Runner: p.host.Runner(), MinHeight: float32(heightOf(c)) * 0.9,
		Draw: func(ask kit.DrawRequest) (kit.Picture, error) { return preview(ask, c), nil }}
	p.charts = append(p.charts, view)
	if c.Note == "" {
		return view
	}
	return kit.Stack{Gap: 6}.Of(view, quiet(c.Note))
}
