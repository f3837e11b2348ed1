package kit

import "fyne.io/fyne/v2"

// ColumnKind says what the cells of a column hold; it decides alignment and least width.
type ColumnKind int

// The kinds of columns.
const (
	TextColumn ColumnKind = iota
	LinkColumn            // the text leads to a record: OnLink
	ChipColumn            // a state on its tint
	MoneyColumn
	NumberColumn
	DateColumn
	BoolColumn // 是 or a dash, written by the caller; centred
)

// ColumnAlign overrides the alignment of a column's kind.
type ColumnAlign int

// The alignments of a column.
const (
	AlignByKind ColumnAlign = iota // money and numbers right, the rest left
	AlignLeft
	AlignCenter
	AlignRight
)

// Column declares one column of a RowTable. Money, numbers and dates keep their width; the rest
// shares what the table has over, in proportion to Weight.
type Column struct {
	ID       string
	Title    string
	Width    float32 // wished width; 0 takes that of the kind
	MinWidth float32 // least width when the table is narrow; 0 means 60, or Width where that is less
	Weight   float32 // share of spare width; 0 means 1 for texts and links and nothing for others
	Align    ColumnAlign
	Kind     ColumnKind
	Sortable bool
	Hidden   bool
}

// Cell is what a RowTable shows in one place.
type Cell struct {
	Text  string
	Tone  Tone // colour of the text, or of the chip
	Chip  bool // a chip in a column of another kind
	Link  bool // a link in a column of another kind
	Plain bool // in a link column: not a link in this row
	Bold  bool
	Tip   string // shown on hover; a text that was cut shows itself
	Depth int    // levels that the text is moved in, in a tree
	Fold  Fold   // the sign before the text, in a tree
}

// Fold says whether the rows below a row of a tree are shown.
type Fold int

// The states of a row of a tree; the zero Fold is a row of an ordinary table.
const (
	NoTree Fold = iota
	Leaf        // nothing is below
	Open        // what is below is shown
	Closed      // what is below is hidden: a tap on the sign, or Right, shows it
)

// SortOrder is the direction of a sort.
type SortOrder int

// The three states of a header.
const (
	Unsorted SortOrder = iota
	Ascending
	Descending
)

// Sort names the column that a table is sorted by.
type Sort struct {
	Column string
	Order  SortOrder
}

func (c *Column) wished() float32 {
	if c.Width > 0 {
		return c.Width
	}
	switch c.Kind {
	case MoneyColumn:
		return 118
	case NumberColumn, BoolColumn:
		return 72
	case DateColumn:
		return 100
	case ChipColumn:
		return 84
	default:
		return 120
	}
}

func (c *Column) least() float32 {
	if c.MinWidth > 0 {
		return c.MinWidth
	}
	return min(60, c.wished())
}

// handLeast is the width below which even a hand cannot draw the column.
func (c *Column) handLeast() float32 {
	if c.MinWidth > 0 {
		return c.MinWidth
	}
	return 48
}

func (c *Column) share() float32 {
	switch {
	case c.Weight > 0:
		return c.Weight
	case c.Kind == TextColumn || c.Kind == LinkColumn:
		return 1
	default:
		return 0
	}
}

func (c *Column) align() fyne.TextAlign {
	switch c.Align {
	case AlignLeft:
		return fyne.TextAlignLeading
	case AlignCenter:
		return fyne.TextAlignCenter
	case AlignRight:
		return fyne.TextAlignTrailing
	}
	switch c.Kind {
	case MoneyColumn, NumberColumn:
		return fyne.TextAlignTrailing
	case BoolColumn:
		return fyne.TextAlignCenter
	default:
		return fyne.TextAlignLeading
	}
}

// columnPlan is where the columns stand. Header, rows and summary share one.
type columnPlan struct {
	shown []int     // indexes of the columns that are not hidden
	x, w  []float32 // beside shown
	total float32
}

// planColumns divides a width. Columns that the user sized by hand keep their width. Where the
// wished widths do not fit, the table is wider than the view and scrolls.
func planColumns(columns []Column, sized map[string]float32, lead, width float32) columnPlan {
	var p columnPlan
	used, shares := lead, float32(0)
	for i := range columns {
		c := &columns[i]
		if c.Hidden {
			continue
		}
		w := c.wished()
		if own, ok := sized[c.ID]; ok {
			w = own
		} else {
			shares += c.share()
		}
		p.shown = append(p.shown, i)
		p.w = append(p.w, w)
		used += w
	}
	if spare := width - used; spare > 0 && shares > 0 {
		for k, i := range p.shown {
			if _, own := sized[columns[i].ID]; !own {
				p.w[k] += spare * columns[i].share() / shares
			}
		}
	} else if spare < 0 {
		p.shrink(columns, sized, -spare)
	}
	x := lead
	for k := range p.w {
		p.x = append(p.x, x)
		x += p.w[k]
	}
	p.total = x
	if p.total > width && p.total < width+0.5 {
		p.total = width // rounding must not bring a scroll bar
	}
	return p
}

// shrink takes width from the columns that share, each as far as it is above its least. Where that
// is not enough the table scrolls.
func (p *columnPlan) shrink(columns []Column, sized map[string]float32, lack float32) {
	above := make([]float32, len(p.w))
	total := float32(0)
	for k, i := range p.shown {
		c := &columns[i]
		if _, own := sized[c.ID]; !own && c.share() > 0 {
			above[k] = max(p.w[k]-c.least(), 0)
			total += above[k]
		}
	}
	if total == 0 {
		return
	}
	part := min(lack/total, 1)
	for k := range p.w {
		p.w[k] -= part * above[k]
	}
}

// at returns the place in shown of the column under x, or -1.
func (p *columnPlan) at(x float32) int {
	for k := range p.shown {
		if x >= p.x[k] && x < p.x[k]+p.w[k] {
			return k
		}
	}
	return -1
}
