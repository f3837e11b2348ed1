package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// virtualRows shows any number of rows of one height and keeps objects only for those that can
// be seen. Fyne's List sets gaps between rows and makes a spare row at every refresh.
type virtualRows struct {
	widget.BaseWidget

	rowHeight float32
	count     func() int
	create    func() fyne.CanvasObject
	fill      func(index int, o fyne.CanvasObject) // show the row of an index
	onScroll  func()

	width  float32 // width of a row; the view scrolls sideways where it is narrower
	scroll *wheel
	slots  []rowSlot // row i stands in slot i modulo their number
}

type rowSlot struct {
	object fyne.CanvasObject
	index  int // -1 while nothing is shown
}

func newVirtualRows(v *virtualRows) *virtualRows {
	v.ExtendBaseWidget(v)
	v.scroll = newWheel(v, container.ScrollBoth)
	v.scroll.OnScrolled = func(fyne.Position) {
		v.update(false)
		if v.onScroll != nil {
			v.onScroll()
		}
	}
	return v
}

// MinSize is the room of all rows.
func (v *virtualRows) MinSize() fyne.Size {
	return fyne.NewSize(v.width, float32(v.count())*v.rowHeight)
}

// CreateRenderer belongs to Fyne.
func (v *virtualRows) CreateRenderer() fyne.WidgetRenderer {
	return paint(painter{
		owner: v,
		list: func() []fyne.CanvasObject {
			var shown []fyne.CanvasObject
			for _, s := range v.slots {
				if s.index >= 0 {
					shown = append(shown, s.object)
				}
			}
			return shown
		},
		min:     v.MinSize,
		arrange: func(fyne.Size) { v.update(false) },
	})
}

// resize gives the view a size and the rows a width.
func (v *virtualRows) resize(size fyne.Size, rowWidth float32) {
	v.width = rowWidth
	v.scroll.Resize(size)
	v.reload()
}

// reload shows every row anew, after the data, a width or the mode has changed.
func (v *virtualRows) reload() {
	v.update(true)
	v.scroll.Refresh()
}

// update gives the visible indexes their slots. With all set, rows that stay are filled again.
func (v *virtualRows) update(all bool) {
	height := v.scroll.Size().Height
	count := v.count()
	first := max(int(v.scroll.Offset.Y/v.rowHeight), 0)
	need := min(int(height/v.rowHeight)+2, count)
	if height <= 0 {
		need = 0
	}
	first = min(first, max(count-need, 0))
	for len(v.slots) < need {
		v.slots = append(v.slots, rowSlot{object: v.create(), index: -1})
		all = true // the division of indexes among slots has changed
		for i := range v.slots {
			v.slots[i].index = -1
		}
	}
	used := make([]bool, len(v.slots))
	for i := first; i < first+need; i++ {
		k := i % len(v.slots)
		used[k] = true
		slot := &v.slots[k]
		slot.object.Move(fyne.NewPos(0, float32(i)*v.rowHeight))
		slot.object.Resize(fyne.NewSize(max(v.width, v.scroll.Size().Width), v.rowHeight))
		if all || slot.index != i {
			slot.index = i
			v.fill(i, slot.object)
		}
	}
	for k := range v.slots {
		if !used[k] {
			v.slots[k].index = -1
		}
	}
}

// visible calls do for every row that can be seen.
func (v *virtualRows) visible(do func(index int, o fyne.CanvasObject)) {
	for _, s := range v.slots {
		if s.index >= 0 {
			do(s.index, s.object)
		}
	}
}

// refreshRow shows one row anew if it can be seen.
func (v *virtualRows) refreshRow(index int) {
	v.visible(func(i int, o fyne.CanvasObject) {
		if i == index {
			v.fill(i, o)
		}
	})
}

// reveal scrolls until a row can be seen whole.
func (v *virtualRows) reveal(index int) {
	top, height := v.scroll.Offset.Y, v.scroll.Size().Height
	y := float32(index) * v.rowHeight
	to := top
	switch {
	case y < top:
		to = y
	case y+v.rowHeight > top+height:
		to = y + v.rowHeight - height
	}
	if to != top {
		v.scroll.ScrollToOffset(fyne.NewPos(v.scroll.Offset.X, max(to, 0)))
		v.update(false)
	}
}

// perView is the number of rows that fit.
func (v *virtualRows) perView() int {
	return max(int(v.scroll.Size().Height/v.rowHeight), 1)
}
