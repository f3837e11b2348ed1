package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"crmlab/ui/theme"
)

// What the cells of a tree are moved in by: one level, and the room of the sign before the text.
const (
	treeLevel float32 = 20
	treeSign  float32 = 18
)

// treeIndent is how far the text of a cell is moved in.
func (c Cell) treeIndent() float32 {
	if c.Fold == NoTree {
		return 0
	}
	return float32(c.Depth)*treeLevel + treeSign
}

// showFold draws the sign of a row that has others below it: ▸ closed, ▾ open.
func (c *rowCell) showFold(x float32) {
	shown := c.shown.Fold == Open || c.shown.Fold == Closed
	if c.sign == nil {
		if !shown {
			return
		}
		c.sign = newGlyph()
	}
	x, y := x+cellPad+float32(c.shown.Depth)*treeLevel, (theme.RowHeight-8)/2
	c.sign.paint(shown, theme.ColorTextSecond)
	if c.shown.Fold == Open {
		arrow{c.sign}.move(x, y+2)
		return
	}
	c.sign[0].Position1, c.sign[0].Position2 = fyne.NewPos(x+2, y), fyne.NewPos(x+6, y+4)
	c.sign[1].Position1, c.sign[1].Position2 = fyne.NewPos(x+6, y+4), fyne.NewPos(x+2, y+8)
	for _, l := range c.sign {
		canvas.Refresh(l)
	}
}

// foldAt reports whether the sign of a row stands at x.
func (r *tableRow) foldAt(x float32) bool {
	k := r.table.plan.at(x)
	if k < 0 || k >= len(r.cells) || r.summary {
		return false
	}
	c := r.cells[k]
	if c.shown.Fold != Open && c.shown.Fold != Closed {
		return false
	}
	at := c.x + cellPad + float32(c.shown.Depth)*treeLevel
	return x >= at-4 && x < at+treeSign-2
}

// treeCell is the cell of a row that places it in a tree.
func (t *RowTable) treeCell(row int) Cell {
	if row < 0 || row >= t.count() || t.Cell == nil {
		return Cell{}
	}
	for i := range t.Columns {
		if c := t.Cell(row, i); c.Fold != NoTree {
			return c
		}
	}
	return Cell{}
}

// fold opens or closes a row of a tree. Closing what is closed or has nothing below goes to the
// row above it. It reports whether the table is a tree.
func (t *RowTable) fold(row int, open bool) bool {
	c := t.treeCell(row)
	switch {
	case c.Fold == NoTree:
		return false
	case c.Fold == Closed && open || c.Fold == Open && !open:
		t.Select(row)
		if t.OnFold != nil {
			t.OnFold(row, open)
		}
	case open:
		t.move(row + 1)
	default:
		for up := row - 1; up >= 0; up-- {
			if t.treeCell(up).Depth < c.Depth {
				t.Select(up)
				break
			}
		}
	}
	return true
}
