package charts

import "math"

const (
	lineWidth  = 2.0
	markerSize = 3.5
	pointReach = 7.0 // half side of the area that answers a click on a point
)

// Lines draws one line a series over the labelled periods. A missing value breaks the line.
// Series differ by colour, marker and dashes.
func Lines(o Options, periods []string, series []Series) Picture {
	c := newCanvas(o)
	var values []float64
	for _, s := range series {
		values = append(values, s.Values[:min(len(s.Values), len(periods))]...)
	}
	if len(values) == 0 || c.tooSmall() {
		return c.empty()
	}
	labels := make([]string, len(periods))
	for i := range periods {
		labels[i] = oneLine(periods[i])
	}
	var keys []key
	if len(series) > 1 {
		for i, s := range series {
			keys = append(keys, key{oneLine(s.Name), i})
		}
	}
	words := magnitudeOf(values).unit(c.options.Unit)
	unit := c.legend(keys, words, func(i int, at Point) {
		c.stroke([]Point{{at.X - 6.5, at.Y}, {at.X + 6.5, at.Y}}, c.style.series(i), lineWidth, dashes(i), false)
		c.marker(i, at)
	})
	if c.tooSmall() {
		return c.picture
	}
	unit(words)
	plot := rect{c.body.x0, c.body.y0 + 6, c.body.x1, c.body.y1 - smallFace.line() - tickGap}
	a := newAxis(values, max(3, int(plot.h()/pixelsPerRow)))
	c.ticksBeside(a, &plot)
	step := plot.w() / float64(len(labels))
	place := func(i int) float64 { return plot.x0 + (float64(i)+0.5)*step }
	c.periods(labels, plot, step)
	c.level(plot.x0, plot.x1, plot.y1-plot.h()*a.share(0), c.style.Axis)

	for s := len(series) - 1; s >= 0; s-- { // the first series lies on top
		var run []Point
		flush := func() {
			c.stroke(run, c.style.series(s), lineWidth, dashes(s), false)
			if step >= 3*markerSize || len(run) == 1 {
				for _, at := range run {
					c.marker(s, at)
				}
			}
			run = nil
		}
		for i := range labels {
			if i >= len(series[s].Values) || math.IsNaN(series[s].Values[i]) {
				flush()
				continue
			}
			run = append(run, Point{place(i), plot.y1 - plot.h()*a.share(series[s].Values[i])})
		}
		flush()
	}
	c.pointAreas(series, plot, a, step, place)
	return c.picture
}

// pointAreas adds the areas of the points, then those of the whole periods.
func (c *canvas) pointAreas(series []Series, plot rect, a axis, step float64, place func(int) float64) {
	count := int(math.Round(plot.w() / step))
	for s := range series {
		for i := range min(count, len(series[s].Values)) {
			if v := series[s].Values[i]; !math.IsNaN(v) {
				x, y := place(i), plot.y1-plot.h()*a.share(v)
				reach := min(pointReach, step/2)
				c.hit(i, s, rect{x - reach, y - pointReach, x + reach, y + pointReach}.outline())
			}
		}
	}
	for i := range count {
		c.hit(i, Whole, rect{place(i) - step/2, plot.y0, place(i) + step/2, c.body.y1}.outline())
	}
}

// periods writes as many labels below the plot as have room, always the same number apart.
func (c *canvas) periods(labels []string, plot rect, step float64) {
	every := max(1, int(math.Ceil((min(smallFace.widest(labels), 90)+10)/step)))
	room := min(step*float64(every)-6, plot.w())
	for i := 0; i < len(labels); i += every {
		text := smallFace.cut(labels[i], room)
		half := smallFace.width(text) / 2
		x := clamp(plot.x0+(float64(i)+0.5)*step, c.body.x0+half, c.body.x1-half)
		c.text(text, x, plot.y1+tickGap+smallFace.line()/2, alignCenter, smallFace, c.style.Muted)
	}
}

// dashes returns the dash pattern of a series; the first of each four is a full line.
func dashes(series int) []float64 {
	return [][]float64{nil, {7, 4}, {2, 4}, {9, 4, 2, 4}}[series%4]
}

// marker draws the sign of a series at a point: a disc, square, triangle or diamond with a rim
// in the ground's colour.
func (c *canvas) marker(series int, at Point) {
	r := markerSize
	var outline []Point
	switch series % 4 {
	case 0:
		outline = disc(at.X, at.Y, r)
	case 1:
		outline = rect{at.X - r*0.9, at.Y - r*0.9, at.X + r*0.9, at.Y + r*0.9}.outline()
	case 2:
		outline = []Point{{at.X, at.Y - r*1.25}, {at.X + r*1.2, at.Y + r*0.9}, {at.X - r*1.2, at.Y + r*0.9}}
	default:
		outline = []Point{{at.X, at.Y - r*1.3}, {at.X + r*1.3, at.Y}, {at.X, at.Y + r*1.3}, {at.X - r*1.3, at.Y}}
	}
	c.stroke(outline, c.style.Ground, 2, nil, true)
	c.fill(outline, c.style.series(series), plain)
}
