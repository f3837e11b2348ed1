package kit

import (
	"image/color"

	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"crmlab/ui/theme"
)

const (
	dayWidth   float32 = 34
	dayHeight  float32 = 28
	monthHead  float32 = 30
	monthFoot  float32 = 32
	gridWeeks          = 6
	gridDays           = 7 * gridWeeks
	monthWidth         = 7 * dayWidth
)

// monthGrid is a month to choose a day from. Arrows move by days and weeks, PgUp and PgDn by
// months, Shift with them by years, Home is today, Delete clears, Enter chooses.
type monthGrid struct {
	widget.BaseWidget

	chosen time.Time // zero means none
	today  time.Time
	at     time.Time // the day that the keyboard stands on; its month is shown
	over   int       // day under the pointer, or -1
	done   func(time.Time)
	leave  func()

	steps [4]*Button // year and month back, month and year forward
	now   *Button
	clear *Button
}

var (
	_ fyne.Focusable    = (*monthGrid)(nil)
	_ fyne.Tappable     = (*monthGrid)(nil)
	_ desktop.Hoverable = (*monthGrid)(nil)
)

func newMonthGrid(chosen, today time.Time) *monthGrid {
	g := &monthGrid{chosen: chosen, today: today, at: chosen, over: -1}
	if chosen.IsZero() {
		g.at = today
	}
	g.ExtendBaseWidget(g)
	step := func(text, tip string, years, months int) *Button {
		return &Button{Text: text, Tip: tip, Kind: Ghost, OnTapped: func() { g.turn(12*years + months) }}
	}
	g.steps = [4]*Button{
		step("«", "上一年", -1, 0), step("‹", "上一月", 0, -1),
		step("›", "下一月", 0, 1), step("»", "下一年", 1, 0),
	}
	g.now = &Button{Text: "今天", Kind: Ghost, Small: true, OnTapped: func() { g.done(g.today) }}
	g.clear = &Button{Text: "清除", Kind: Ghost, Small: true, OnTapped: func() { g.done(time.Time{}) }}
	return g
}

// turn goes months ahead, to the last day where the new month is shorter.
func (g *monthGrid) turn(months int) {
	first := time.Date(g.at.Year(), g.at.Month()+time.Month(months), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	g.at = first.AddDate(0, 0, min(g.at.Day(), last)-1)
	g.Refresh()
}

// first is the Monday that the grid begins with.
func (g *monthGrid) first() time.Time {
	d := time.Date(g.at.Year(), g.at.Month(), 1, 0, 0, 0, 0, time.UTC)
	return d.AddDate(0, 0, -(int(d.Weekday())+6)%7)
}

// MinSize is fixed.
func (g *monthGrid) MinSize() fyne.Size {
	return fyne.NewSize(monthWidth, monthHead+dayHeight*(gridWeeks+1)+monthFoot)
}

// CreateRenderer belongs to Fyne.
func (g *monthGrid) CreateRenderer() fyne.WidgetRenderer {
	title := &Text{Bold: true, Align: fyne.TextAlignCenter}
	lit := &canvas.Rectangle{CornerRadius: theme.ChipCorner}
	objects := []fyne.CanvasObject{lit, title, g.now, g.clear}
	for _, b := range g.steps {
		objects = append(objects, b)
	}
	var weekdays [7]*canvas.Text
	for i, name := range []string{"一", "二", "三", "四", "五", "六", "日"} {
		weekdays[i] = &canvas.Text{Text: name, Alignment: fyne.TextAlignCenter}
		objects = append(objects, weekdays[i])
	}
	var boxes [gridDays]*canvas.Rectangle
	var days [gridDays]*canvas.Text
	for i := range days {
		boxes[i] = &canvas.Rectangle{CornerRadius: theme.ChipCorner}
		days[i] = &canvas.Text{Alignment: fyne.TextAlignCenter}
		objects = append(objects, boxes[i], days[i])
	}
	return paint(painter{
		owner: g, objects: objects, min: g.MinSize,
		arrange: func(s fyne.Size) {
			title.Text = fmt.Sprintf("%d年%d月", g.at.Year(), int(g.at.Month()))
			place(title, 60, 5, s.Width-120, 20)
			title.Refresh()
			for i, b := range g.steps {
				x := float32(i) * 28
				if i > 1 {
					x = s.Width - float32(4-i)*28
				}
				place(b, x, 1, 28, 28)
				b.Refresh()
			}
			size, small := theme.Size(theme.SizeText), theme.Size(theme.SizeSmall)
			for i, w := range weekdays {
				w.TextSize, w.Color = small, theme.Color(theme.ColorTextSecond)
				place(w, float32(i)*dayWidth, monthHead+middle(dayHeight, w.MinSize().Height), dayWidth, w.MinSize().Height)
				w.Refresh()
			}
			for i := range days {
				d := g.first().AddDate(0, 0, i)
				x, y := float32(i%7)*dayWidth, monthHead+dayHeight*float32(i/7+1)
				g.paintDay(boxes[i], days[i], d, i)
				days[i].TextSize = size
				place(boxes[i], x+1, y+1, dayWidth-2, dayHeight-2)
				h := days[i].MinSize().Height
				place(days[i], x, y+middle(dayHeight, h), dayWidth, h)
				days[i].Refresh()
			}
			y := s.Height - monthFoot + 4
			n, c := g.now.MinSize(), g.clear.MinSize()
			place(g.now, 0, y, n.Width, n.Height)
			place(g.clear, s.Width-c.Width, y, c.Width, c.Height)
		},
	})
}

func (g *monthGrid) paintDay(box *canvas.Rectangle, ink *canvas.Text, d time.Time, i int) {
	ink.Text = fmt.Sprint(d.Day())
	fill, stroke, name := fyne.ThemeColorName(""), fyne.ThemeColorName(""), theme.ColorText
	if d.Month() != g.at.Month() {
		name = theme.ColorTextFaint
	}
	if i == g.over {
		fill = theme.ColorHover
	}
	if d.Equal(g.today) {
		name = theme.ColorBrand
	}
	if d.Equal(g.at) {
		stroke = theme.ColorBrand
	}
	if d.Equal(g.chosen) {
		fill, name = theme.ColorBrand, theme.ColorOnBrand
	}
	ink.TextStyle = fyne.TextStyle{Bold: d.Equal(g.today)}
	ink.Color = theme.Color(name)
	paintBox(box, fill, stroke)
}

func (g *monthGrid) dayAt(p fyne.Position) int {
	if p.Y < monthHead+dayHeight || p.X < 0 || p.X >= monthWidth {
		return -1
	}
	i := int((p.Y-monthHead-dayHeight)/dayHeight)*7 + int(p.X/dayWidth)
	if i >= gridDays {
		return -1
	}
	return i
}

// Tapped chooses the day.
func (g *monthGrid) Tapped(e *fyne.PointEvent) {
	if i := g.dayAt(e.Position); i >= 0 {
		g.done(g.first().AddDate(0, 0, i))
	}
}

// MouseIn lights the day under the pointer.
func (g *monthGrid) MouseIn(e *desktop.MouseEvent) { g.MouseMoved(e) }

// MouseMoved follows the pointer.
func (g *monthGrid) MouseMoved(e *desktop.MouseEvent) {
	if i := g.dayAt(e.Position); i != g.over {
		g.over = i
		g.Refresh()
	}
}

// MouseOut darkens.
func (g *monthGrid) MouseOut() { g.over = -1; g.Refresh() }

// FocusGained belongs to Focusable.
func (g *monthGrid) FocusGained() {}

// FocusLost belongs to Focusable.
func (g *monthGrid) FocusLost() {}

// TypedRune belongs to Focusable.
func (g *monthGrid) TypedRune(rune) {}

// TypedKey moves, chooses and leaves.
func (g *monthGrid) TypedKey(key *fyne.KeyEvent) {
	months := 1
	if shiftHeld() {
		months = 12
	}
	switch key.Name {
	case fyne.KeyLeft:
		g.move(-1)
	case fyne.KeyRight:
		g.move(1)
	case fyne.KeyUp:
		g.move(-7)
	case fyne.KeyDown:
		g.move(7)
	case fyne.KeyPageUp:
		g.turn(-months)
	case fyne.KeyPageDown:
		g.turn(months)
	case fyne.KeyHome:
		g.at = g.today
		g.Refresh()
	case fyne.KeyDelete, fyne.KeyBackspace:
		g.done(time.Time{})
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		g.done(g.at)
	case fyne.KeyEscape:
		g.leave()
	}
}

func (g *monthGrid) move(days int) {
	g.at = g.at.AddDate(0, 0, days)
	g.Refresh()
}

// calendarButton opens the month. It is no stop of its own in the order of Tab: the keyboard
// opens the month from the entry.
type calendarButton struct {
	widget.BaseWidget
	open    func()
	closed  func() bool // true where the field is read-only
	hovered bool
}

// Tapped opens the month.
func (b *calendarButton) Tapped(*fyne.PointEvent) { b.open() }

// Cursor is a hand.
func (b *calendarButton) Cursor() desktop.Cursor { return desktop.PointerCursor }

// MouseIn lights the sign.
func (b *calendarButton) MouseIn(*desktop.MouseEvent) { b.hovered = true; b.Refresh() }

// MouseMoved belongs to Hoverable.
func (b *calendarButton) MouseMoved(*desktop.MouseEvent) {}

// MouseOut ends hovering.
func (b *calendarButton) MouseOut() { b.hovered = false; b.Refresh() }

// MinSize is fixed.
func (b *calendarButton) MinSize() fyne.Size {
	b.ExtendBaseWidget(b)
	return fyne.NewSize(26, theme.ControlHeight-4)
}

// CreateRenderer belongs to Fyne.
func (b *calendarButton) CreateRenderer() fyne.WidgetRenderer {
	b.ExtendBaseWidget(b)
	sheet, head := &canvas.Rectangle{CornerRadius: 2, StrokeWidth: 1.2}, canvas.NewRectangle(color.Transparent)
	left, right := canvas.NewRectangle(color.Transparent), canvas.NewRectangle(color.Transparent)
	return paint(painter{
		owner: b, objects: []fyne.CanvasObject{sheet, head, left, right}, min: b.MinSize,
		update: func() {
			name := theme.ColorTextSecond
			if b.hovered {
				name = theme.ColorBrand
			}
			c := theme.Color(name)
			sheet.StrokeColor, head.FillColor, left.FillColor, right.FillColor = c, c, c, c
			for _, r := range []*canvas.Rectangle{sheet, head, left, right} {
				r.Hidden = b.closed()
				r.Refresh()
			}
		},
		arrange: func(s fyne.Size) {
			x, y := (s.Width-13)/2, (s.Height-12)/2
			place(sheet, x, y+1, 13, 11.5)
			place(head, x, y+4, 13, 1.2)
			place(left, x+3, y-1, 1.2, 3)
			place(right, x+8.8, y-1, 1.2, 3)
		},
	})
}
