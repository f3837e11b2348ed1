package charts

import (
	"image/color"
	"math"
	"strconv"
	"strings"
)

// Stage is one step of a funnel.
type Stage struct {
	Label  string
	Count  int     // how many stand at this stage
	Amount float64 // what they are worth
	Rate   float64 // success rate in percent; NoRate when the stage has none
}

// NoRate leaves the rate out of a stage's label.
const NoRate = -1

// Measure says which figure of a stage its width shows.
type Measure int

// The measures of a funnel.
const (
	ByAmount Measure = iota
	ByCount
)

const (
	stageGap      = 4.0
	stageTallest  = 88.0
	stageNarrow   = 8.0  // width of a stage worth nothing, so that it can be seen and clicked
	stageNeck     = 0.55 // bottom of the last stage as a share of its top
	leader        = 12.0 // length of the line to a label beside its stage
	leaderGap     = 5.0
	labelMargin   = 8.0 // between a label and the slanting sides around it
	funnelSlender = 0.3 // smallest share of the picture's width the widest stage may shrink to
)

// nameGap parts name and figures on one line. Names come without double spaces.
const nameGap = "  "

// stage is one trapezoid with its label.
type stage struct {
	index       int
	top, bottom float64 // widths
	y0, y1      float64
	lines       []string
	faces       []face
	beside      bool
	fill        int
}

// Funnel draws the stages from top to bottom. The top edge of each is as wide as its figure, the
// bottom edge as the next stage's, so a step in the outline is what got lost. countUnit follows
// the count, as in 9 个. A label that does not fit on its stage stands beside it.
func Funnel(o Options, by Measure, countUnit string, stages []Stage) Picture {
	c := newCanvas(o)
	if len(stages) == 0 || c.tooSmall() {
		return c.empty()
	}
	most := 0.0
	for _, s := range stages {
		most = max(most, s.value(by))
	}
	n := float64(len(stages))
	gap := min(stageGap, c.body.h()/n/6)
	height := min(stageTallest, (c.body.h()-gap*(n-1))/n)

	rows := make([]stage, len(stages))
	for i, s := range stages {
		y := c.body.y0 + float64(i)*(height+gap)
		rows[i] = stage{index: i, fill: i, y0: y, y1: y + height}
		rows[i].lines, rows[i].faces = s.words(height, oneLine(countUnit))
	}
	middle := c.arrange(rows, stages, by, most, n*(height+gap))
	for _, row := range rows {
		c.drawStage(row, middle)
	}
	return c.picture
}

// value is the figure that a stage's width shows.
func (s Stage) value(by Measure) float64 {
	if by == ByCount {
		return max(0, float64(s.Count))
	}
	return max(0, clean(s.Amount))
}

// words returns the label of a stage in as many lines as its height has room for.
func (s Stage) words(height float64, countUnit string) ([]string, []face) {
	name := oneLine(s.Label)
	if s.Rate >= 0 {
		name += " " + percent(s.Rate)
	}
	count := grouped(float64(s.Count), 0)
	if countUnit != "" {
		count += " " + countUnit
	}
	figures := count + " · " + Number(s.Amount)
	switch {
	case height >= 52:
		return []string{name, figures}, []face{{size: 13, bold: true}, labelFace}
	case height >= 35:
		return []string{name, figures}, []face{boldFace, smallFace}
	case height >= 12:
		return []string{name + nameGap + figures}, []face{{size: min(12, height-2)}}
	}
	return nil, nil
}

// percent writes a rate with one place where it has one.
func percent(rate float64) string {
	return strconv.FormatFloat(math.Round(clamp(clean(rate), -1e6, 1e6)*10)/10, 'f', -1, 64) + "%"
}

// arrange chooses the widest funnel in which every label has room, inside or to the right, and
// returns where its middle stands. When there is none, labels beside are shortened.
func (c *canvas) arrange(rows []stage, stages []Stage, by Measure, most, tall float64) float64 {
	center := (c.body.x0 + c.body.x1) / 2
	widest := min(c.body.w(), tall*1.75)
	narrowest := min(widest, c.body.w()*funnelSlender)
	for width := widest; ; width -= 2 {
		width = max(width, narrowest)
		shape(rows, stages, by, most, width)
		middle := center
		for i := range rows {
			if rows[i].beside {
				middle = min(middle, c.body.x1-rows[i].widest()-leader-leaderGap-rows[i].edge())
			}
		}
		if middle >= c.body.x0+width/2 {
			return middle
		}
		if width == narrowest {
			middle = c.body.x0 + width/2
			for i := range rows {
				rows[i].shorten(c.body.x1 - middle - rows[i].edge() - leader - leaderGap)
			}
			return middle
		}
	}
}

// shape gives every stage its widths and finds which labels do not fit on them.
func shape(rows []stage, stages []Stage, by Measure, most, width float64) {
	wide := func(i int) float64 {
		if most == 0 {
			return stageNarrow
		}
		return max(stageNarrow, width*(stages[i].value(by)/most))
	}
	for i := range rows {
		rows[i].top = wide(i)
		rows[i].bottom = rows[i].top * stageNeck
		if i+1 < len(rows) {
			rows[i].bottom = wide(i + 1)
		}
		rows[i].beside = !rows[i].fits()
	}
}

// lineY returns the middle of a line of the label.
func (s stage) lineY(i int) float64 {
	total := 0.0
	for _, f := range s.faces {
		total += f.line()
	}
	y := (s.y0+s.y1)/2 - total/2
	for _, f := range s.faces[:i] {
		y += f.line()
	}
	return y + s.faces[i].line()/2
}

// width returns how wide the trapezoid is at a height.
func (s stage) width(y float64) float64 {
	return s.top + (s.bottom-s.top)*clamp((y-s.y0)/(s.y1-s.y0), 0, 1)
}

// fits tells whether every line of the label lies within the slanting sides.
func (s stage) fits() bool {
	for i, text := range s.lines {
		y, half := s.lineY(i), s.faces[i].size/2
		if s.faces[i].width(text)+2*labelMargin > min(s.width(y-half), s.width(y+half)) {
			return false
		}
	}
	return true
}

// widest is the room that the label needs.
func (s stage) widest() float64 {
	most := 0.0
	for i, text := range s.lines {
		most = max(most, s.faces[i].width(text))
	}
	return most
}

// edge is how far the stage reaches from the middle beside its label.
func (s stage) edge() float64 {
	if len(s.lines) == 0 {
		return max(s.top, s.bottom) / 2
	}
	return max(s.width(s.lineY(0)-s.faces[0].size*0.6), s.width(s.lineY(len(s.lines)-1)+s.faces[0].size*0.6)) / 2
}

// shorten cuts the lines of a label beside its stage to the room.
func (s *stage) shorten(room float64) {
	if !s.beside {
		return
	}
	for i, text := range s.lines {
		name, figures, together := strings.Cut(text, nameGap)
		if left := room - s.faces[i].width(nameGap+figures); together && left > 2*s.faces[i].size {
			s.lines[i] = s.faces[i].cut(name, left) + nameGap + figures // the figures matter more
			continue
		}
		s.lines[i] = s.faces[i].cut(text, room)
	}
}

func (c *canvas) drawStage(s stage, middle float64) {
	outline := []Point{
		{middle - s.top/2, s.y0}, {middle + s.top/2, s.y0},
		{middle + s.bottom/2, s.y1}, {middle - s.bottom/2, s.y1},
	}
	fill := c.style.series(s.fill)
	c.fill(outline, fill, plain)
	c.hit(s.index, 0, outline)
	if len(s.lines) == 0 {
		return
	}
	if !s.beside {
		for i, text := range s.lines {
			c.text(text, middle, s.lineY(i), alignCenter, s.faces[i], on(fill))
		}
		return
	}
	y := (s.y0 + s.y1) / 2
	x := middle + s.edge() + leader + leaderGap
	c.level(middle+s.width(y)/2+2, x-leaderGap, y, c.style.Axis)
	ink := []color.NRGBA{c.style.Text, c.style.Muted}
	for i, text := range s.lines {
		c.text(text, x, s.lineY(i), alignLeft, s.faces[i], ink[min(i, 1)])
	}
	c.hit(s.index, 0, rect{middle - s.edge(), s.y0, x + s.widest(), s.y1}.outline())
}
