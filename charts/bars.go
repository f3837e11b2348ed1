package charts

import "math"

// Direction says which way bars grow.
type Direction int

// The directions of bars. Auto lets them lie when names or numbers of bars ask for it.
const (
	Auto Direction = iota
	Upright
	Lying
)

const (
	mostLabels   = 10   // bars shown by name before the rest is added up
	barThickest  = 36.0 // logical pixels
	barThinnest  = 3.0
	barFill      = 0.68 // share of a label's band that its bars take
	barCorner    = 2.5
	tickGap      = 6.0
	pixelsPerRow = 42.0 // wanted between two grid lines
)

// barChart is a set of bars ready to be placed.
type barChart struct {
	labels    []string
	index     []int // positions of the labels in the caller's list, Rest for the sum
	series    []Series
	fills     []int // palette position of each series
	stacked   bool
	direction Direction
	axis      axis
	figures   bool // write the value at the end of each bar
}

// Bars draws one bar an item in the given order, so a ranking is ranked by the caller. With more
// than ten items the smallest are added up as rest (其他).
func Bars(o Options, direction Direction, rest string, items []Item) Picture {
	labels, values := make([]string, len(items)), make([]float64, len(items))
	for i, item := range items {
		labels[i], values[i] = item.Label, item.Value
	}
	return drawBars(o, rest, barChart{
		labels: labels, series: []Series{{Values: values}}, fills: []int{0}, direction: direction, figures: true,
	})
}

// Share is one item of a sales composition: what it sold now, in the period before, and in the
// same period of last year.
type Share struct {
	Label                       string
	Current, Previous, LastYear float64
}

// Composition draws the three values of each item beside each other; names are those of the
// three periods (本期, 上期, 去年同期). With more than ten items those that sell least now are added
// up as rest. The Series of a hit area is 0 for current, 1 for previous, 2 for last year.
func Composition(o Options, direction Direction, names [3]string, rest string, items []Share) Picture {
	chart := barChart{fills: []int{0, 4, 2}, direction: direction, figures: true}
	for _, name := range names {
		chart.series = append(chart.series, Series{Name: name, Values: make([]float64, len(items))})
	}
	for i, item := range items {
		chart.labels = append(chart.labels, item.Label)
		for s, v := range []float64{item.Current, item.Previous, item.LastYear} {
			chart.series[s].Values[i] = v
		}
	}
	return drawBars(o, rest, chart)
}

// Stacked draws one bar a label, made of the series' values one upon the other; what is below
// zero is stacked downwards. With more than ten labels the smallest are added up as rest.
func Stacked(o Options, direction Direction, rest string, labels []string, series []Series) Picture {
	chart := barChart{labels: append([]string(nil), labels...), stacked: true, direction: direction}
	for i, s := range series {
		values := make([]float64, len(labels))
		copy(values, s.Values)
		chart.series = append(chart.series, Series{Name: s.Name, Values: values})
		chart.fills = append(chart.fills, i)
	}
	return drawBars(o, rest, chart)
}

func drawBars(o Options, rest string, b barChart) Picture {
	c := newCanvas(o)
	if len(b.labels) == 0 || len(b.series) == 0 || c.tooSmall() {
		return c.empty()
	}
	for i := range b.labels {
		b.labels[i] = oneLine(b.labels[i])
	}
	var keys []key
	if len(b.series) > 1 {
		for i, s := range b.series {
			keys = append(keys, key{oneLine(s.Name), i})
		}
	}
	unit := c.legend(keys, magnitudeOf(b.bounds()).unit(c.options.Unit), func(i int, at Point) {
		c.square(b.fills[i], b.pattern(i), at)
	})
	if c.tooSmall() {
		return c.picture
	}
	across, thinnest := c.body.w(), 14.0
	if b.lies(c.body) {
		across, thinnest = c.body.h()-20, max(float64(b.perBand())*barThinnest+4, labelFace.line())
	}
	b.reduce(min(mostLabels+1, max(1, int(across/thinnest))), oneLine(rest))
	unit(magnitudeOf(b.extent()).unit(c.options.Unit))
	if b.lies(c.body) {
		c.lyingBars(b)
	} else {
		c.uprightBars(b)
	}
	return c.picture
}

// perBand is how many bars stand beside each other for one label.
func (b barChart) perBand() int {
	if b.stacked {
		return 1
	}
	return len(b.series)
}

func (b barChart) pattern(series int) pattern {
	if series == 0 {
		return plain
	}
	return seriesPattern(series)
}

// lies settles Auto: bars stand when every name has room below its band.
func (b barChart) lies(body rect) bool {
	if b.direction != Auto {
		return b.direction == Lying
	}
	band := (body.w() - 50) / float64(min(len(b.labels), mostLabels+1))
	return smallFace.widest(b.labels) > band-4 || float64(b.perBand())*10 > band
}

// extent lists what the axis must hold.
func (b barChart) extent() []float64 {
	var out []float64
	if !b.stacked {
		for _, s := range b.series {
			out = append(out, s.Values...)
		}
		return out
	}
	for i := range b.labels {
		up, down := 0.0, 0.0
		for _, s := range b.series {
			v := clean(s.Values[i])
			up, down = clean(up+max(0, v)), clean(down+min(0, v))
		}
		out = append(out, up, down)
	}
	return out
}

// bounds are values beyond which none lies whatever is added up as rest.
func (b barChart) bounds() []float64 {
	most := 0.0
	for _, s := range b.series {
		sum := 0.0
		for _, v := range s.Values {
			sum = clean(sum + math.Abs(clean(v)))
		}
		if b.stacked {
			most = clean(most + sum)
		} else {
			most = max(most, sum)
		}
	}
	return []float64{most}
}

// reduce adds up the smallest labels when there are more than can be shown.
func (b *barChart) reduce(most int, rest string) {
	sizes := make([]float64, len(b.labels))
	for i := range sizes {
		sizes[i] = clean(b.series[0].Values[i])
		if b.stacked {
			for _, s := range b.series[1:] {
				sizes[i] = clean(sizes[i] + clean(s.Values[i]))
			}
		}
	}
	keep, left := largestOf(sizes, most)
	labels := make([]string, 0, most)
	for _, i := range keep {
		labels = append(labels, b.labels[i])
	}
	b.index = append([]int(nil), keep...)
	if len(left) > 0 {
		labels, b.index = append(labels, rest), append(b.index, Rest)
	}
	b.labels = labels
	for s := range b.series {
		values, sum := make([]float64, 0, most), 0.0
		for _, i := range keep {
			values = append(values, b.series[s].Values[i])
		}
		for _, i := range left {
			sum = clean(sum + clean(b.series[s].Values[i]))
		}
		if len(left) > 0 {
			values = append(values, sum)
		}
		b.series[s].Values = values
	}
}

// bar is one bar along the axis: from and to are values, slot its place in the band.
type bar struct {
	series   int
	from, to float64
	slot     int
}

// band returns the bars of one label; missing values have none.
func (b barChart) band(label int) []bar {
	var out []bar
	up, down := 0.0, 0.0
	for i, s := range b.series {
		v := s.Values[label]
		if math.IsNaN(v) {
			continue
		}
		v = clean(v)
		switch {
		case !b.stacked:
			out = append(out, bar{series: i, to: v, slot: i})
		case v >= 0:
			out = append(out, bar{series: i, from: up, to: clean(up + v)})
			up = clean(up + v)
		default:
			out = append(out, bar{series: i, from: down, to: clean(down + v)})
			down = clean(down + v)
		}
	}
	return out
}

// thickness returns how thick a bar is in a band of the given width, and the step to the next.
func (b barChart) thickness(band float64) (thick, step float64) {
	step = min(band*barFill/float64(b.perBand()), barThickest+2)
	thick = step
	if b.perBand() > 1 && step > 6 {
		thick = step - 1.5
	}
	return max(thick, 1), step
}

// drawBar fills one bar; the corners at its far end are round.
func (c *canvas) drawBar(b barChart, br bar, box rect, lying bool) {
	if box.w() <= 0 || box.h() <= 0 {
		return
	}
	r := min(barCorner, box.w()/2, box.h()/2)
	if b.stacked {
		r = 0
	}
	outline := rounded(box, r, r, 0, 0)
	switch {
	case lying && br.to >= br.from:
		outline = rounded(box, 0, r, r, 0)
	case lying:
		outline = rounded(box, r, 0, 0, r)
	case br.to < br.from:
		outline = rounded(box, 0, 0, r, r)
	}
	c.fill(outline, c.style.series(b.fills[br.series]), b.pattern(br.series))
	if b.stacked && min(box.w(), box.h()) > 4 {
		c.stroke(box.outline(), c.style.Ground, 1, nil, true)
	}
}

// figure writes the value at a bar's end, with the grid kept out of it. Values of the first
// series are the ones read first.
func (c *canvas) figure(text string, x, y float64, f face, series int) {
	c.fill(rect{x - 1, y - f.size/2, x + f.width(text) + 1, y + f.size/2}.outline(), c.style.Ground, plain)
	ink := c.style.Text
	if series > 0 {
		ink = c.style.Muted
	}
	c.text(text, x, y, alignLeft, f, ink)
}
