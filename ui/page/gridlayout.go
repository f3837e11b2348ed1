package page

import (
	"slices"

	"fyne.io/fyne/v2"

	"crmlab/domain/record"
	"crmlab/ui/kit"
	"crmlab/ui/theme"
)

const gridNumber, gridButtons float32 = 24, 84 // widths of the ends of a row

// widest is the weight of columns that stand beside each other in the narrowest window; lines of
// more columns than that go on in a second row, every cell under a label of its own.
const widest float32 = 11.5

// strips divides the columns into those that stand beside each other.
func (g *linesGrid) strips() [][]*record.Field {
	var out [][]*record.Field
	room := float32(0)
	for _, c := range g.columns {
		w := columnWeight(c)
		if len(out) == 0 || w > room {
			out, room = append(out, nil), widest
		}
		room -= w
		out[len(out)-1] = append(out[len(out)-1], c)
	}
	return out
}

func (g *linesGrid) label(c *record.Field) *kit.Text {
	text := &kit.Text{Text: labelWithUnit(c), Color: theme.ColorTextSecond, TextSize: theme.SizeSmall, Truncate: true}
	if c.Required {
		text.Text += " *"
	}
	if numeric(c) {
		text.Align = fyne.TextAlignTrailing
	}
	return text
}

func (g *linesGrid) head() fyne.CanvasObject {
	if len(g.strips()) > 1 {
		return kit.Blank(0, 0)
	}
	labels := make([]fyne.CanvasObject, len(g.columns))
	g.titles = map[*record.Field]*kit.Text{}
	for i, c := range g.columns {
		text := g.label(c)
		labels[i], g.titles[c] = text, text
	}
	return g.line(kit.Blank(gridNumber, 18), labels, kit.Blank(gridButtons, 18))
}

// line puts the parts of a row beside each other, columns in shares of the width.
func (g *linesGrid) line(left fyne.CanvasObject, cells []fyne.CanvasObject, right fyne.CanvasObject) fyne.CanvasObject {
	strips := g.strips()
	var rows []fyne.CanvasObject
	for _, strip := range strips {
		weights, least := make([]float32, len(strip)), make([]float32, len(strip))
		for i, c := range strip {
			weights[i], least[i] = columnWeight(c), columnLeast(c)
		}
		parts := slices.Clone(cells[:len(strip)])
		cells = cells[len(strip):]
		if len(strips) > 1 {
			for i, c := range strip {
				parts[i] = kit.Stack{Gap: 2}.Of(g.label(c), parts[i])
			}
		}
		rows = append(rows, kit.Columns{Gap: gridGap, Weights: weights, Least: least}.Of(parts...))
	}
	if len(rows) == 0 {
		rows = []fyne.CanvasObject{kit.Space()}
	}
	middle := rows[0]
	if len(rows) > 1 {
		middle = kit.Stack{Gap: 6}.Of(append(rows, kit.Divider())...)
	}
	return kit.Line{Gap: 6, Fill: middle}.Of(kit.Fixed(gridNumber, left), middle, kit.Fixed(gridButtons, right))
}

const gridGap float32 = 6

// leastWidth is the width below which the cells could not be read.
func (g *linesGrid) leastWidth() float32 {
	most := float32(0)
	for _, strip := range g.strips() {
		w := -gridGap
		for _, c := range strip {
			if g.titles[c] == nil || !g.titles[c].Hidden {
				w += columnLeast(c) + gridGap
			}
		}
		most = max(most, w)
	}
	return most + gridNumber + gridButtons + 2*gridGap
}

// columnLeast is the width that the values of a column need.
func columnLeast(c *record.Field) float32 {
	least := fyne.MeasureText(labelWithUnit(c)+" *", theme.Size(theme.SizeSmall), fyne.TextStyle{}).Width
	switch {
	case c.Type == record.TypeMoney:
		return max(least, 84)
	case !c.Editable():
		return max(least, 60)
	case c.Type == record.TypeDate:
		return max(least, 118)
	case c.NarrowBy != nil:
		return max(least, 110)
	case c.Type == record.TypeLink || c.Type == record.TypeLinks:
		return max(least, 126)
	case c.Type == record.TypeText || c.Type == record.TypeLong || c.Type == record.TypeChoice:
		return max(least, 110)
	}
	return max(least, 60)
}

func columnWeight(c *record.Field) float32 {
	if !c.Editable() {
		return 1.1
	}
	switch c.Type {
	case record.TypeLink, record.TypeLinks:
		if c.NarrowBy != nil {
			return 1.5 // one of the few that belong to what stands beside
		}
		return 2.4
	case record.TypeText, record.TypeLong, record.TypeChoice:
		return 2
	case record.TypeMoney:
		return 1.2
	case record.TypeDate:
		return 1.3
	case record.TypeBool:
		return 0.8
	}
	return 1
}
