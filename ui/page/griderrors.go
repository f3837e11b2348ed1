package page

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"crmlab/domain/record"
	"crmlab/ui/kit"
)

// gridError is what is wrong with a cell, or with the lines as a whole where column is nil.
type gridError struct {
	row    *gridRow
	column *record.Field
	text   string
	given  bool // by a rule, so that the text names the line already
}

// cellChanged takes back what was said of a cell that can be read now, and of the lines as a
// whole, which are others now.
func (g *linesGrid) cellChanged(row *gridRow, c *record.Field) {
	g.readRow(row)
	g.loosen(row, c)
	g.lock(row)
	_, bad := g.unreadable(row, c)
	before := len(g.errs)
	g.errs = slices.DeleteFunc(g.errs, func(e gridError) bool {
		return e.column == nil || row.locked[e.column] && e.row == row || e.row == row && e.column == c && !bad
	})
	if len(g.errs) != before {
		g.showErrors()
	}
	g.touch()
}

// cellLeft says at once that a cell cannot be read, such as letters in a number.
func (g *linesGrid) cellLeft(row *gridRow, c *record.Field) {
	text, bad := g.unreadable(row, c)
	if !bad {
		return
	}
	g.errs = slices.DeleteFunc(g.errs, func(e gridError) bool { return e.row == row && e.column == c })
	g.errs = append(g.errs, gridError{row: row, column: c, text: text})
	g.showErrors()
}

// unreadable says why the text of a cell is no value of its column.
func (g *linesGrid) unreadable(row *gridRow, c *record.Field) (why string, bad bool) {
	if row.locked[c] {
		return "", false
	}
	in := row.inputs[c]
	if _, err := readText(c, in.Value()); err != nil {
		return err.Error(), true
	}
	if err := in.Problem(); err != nil {
		return "：" + err.Error(), true
	}
	return "", false
}

func (g *linesGrid) inWords(row *gridRow, c *record.Field, why string) string {
	return fmt.Sprintf("%s第 %d 行：%s%s", g.field.Label, slices.Index(g.rows, row)+1, c.Label, why)
}

// SetErrors marks the cells that refusals concern and says all of them under the grid, until the
// cells are changed.
func (g *linesGrid) SetErrors(errs record.Refusals) {
	g.errs = nil
	for _, e := range errs {
		row, c := g.cellAt(e.Field)
		err := gridError{row: row, column: c, text: fieldWords(e), given: true}
		if row != nil {
			if why, bad := g.unreadable(row, c); bad {
				err.text, err.given = why, false // the sentence of the cell itself
			}
		}
		g.errs = append(g.errs, err)
	}
	g.showErrors()
}

// showErrors marks the cells that are wrong and says why under the grid.
func (g *linesGrid) showErrors() {
	wrong := map[kit.Input]bool{}
	var words []string
	for _, e := range g.errs {
		text := e.text
		if e.row != nil {
			wrong[e.row.inputs[e.column]] = true
			if !e.given {
				text = g.inWords(e.row, e.column, text) + "。改正后再保存。"
			}
		}
		words = append(words, text)
	}
	for _, row := range g.rows {
		for _, in := range row.inputs {
			in.SetWrong(wrong[in])
		}
	}
	g.wrong.Text = strings.Join(words, "\n")
	g.wrong.Hidden = len(words) == 0
	g.wrong.Refresh()
	g.object.Refresh()
	if g.resized != nil {
		g.resized()
	}
}

// cellAt finds the cell of field.line.column; nil where there is none.
func (g *linesGrid) cellAt(path string) (*gridRow, *record.Field) {
	parts := strings.Split(path, ".")
	if len(parts) != 3 || parts[0] != g.field.Name {
		return nil, nil
	}
	i, err := strconv.Atoi(parts[1])
	if err != nil || i < 0 || i >= len(g.lines) {
		return nil, nil
	}
	row, c := g.lines[i], g.field.Column(parts[2])
	if row.inputs[c] == nil || !slices.Contains(g.rows, row) {
		return nil, nil
	}
	return row, c
}

// inputAt finds the widget of field.line.column; nil where there is none.
func (g *linesGrid) inputAt(path string) kit.Input {
	if row, c := g.cellAt(path); row != nil {
		return row.inputs[c]
	}
	return nil
}
