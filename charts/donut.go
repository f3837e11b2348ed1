package charts

import (
	"image/color"
	"math"
)

const (
	mostSlices  = 8    // more become 其他
	ringWidth   = 0.36 // of the radius
	ringLargest = 130.0
	shareOnRing = 0.07 // slices smaller than this carry no percentage on the ring
	legendWide  = 260.0
)

// slice is one item of a donut.
type slice struct {
	index, fill int
	label       string
	value       float64
	share       float64 // of the total, 0 to 1
}

// Donut draws the items' shares of their total, with a legend that names each item, its figure
// and its percentage. caption stands over the total in the middle (合计), rest names what is
// added up when there are more than eight items (其他). Items of zero or below have no slice and
// stand in the legend with their figure.
func Donut(o Options, caption, rest string, items []Item) Picture {
	c := newCanvas(o)
	slices, total := slicesOf(items, oneLine(rest))
	if total <= 0 || c.tooSmall() {
		return c.empty()
	}
	line := 24.0
	legend := float64(len(slices)) * line
	ring, list := c.body, c.body
	if c.body.w() >= c.body.h()*1.15 {
		width := min(legendWide, c.body.w()*0.5)
		ring.x1 = c.body.x1 - width - 16
		list.x0 = c.body.x1 - width
		if ring.w() > 2*ringLargest+120 { // keep ring and legend together on wide pictures
			spare := (ring.w() - 2*ringLargest - 120) / 2
			ring = rect{ring.x0 + spare, ring.y0, ring.x1 - spare, ring.y1}
			list = rect{list.x0 - spare, list.y0, list.x1 - spare, list.y1}
		}
		line = min(line, list.h()/float64(len(slices)))
		list.y0 += (list.h() - line*float64(len(slices))) / 2
	} else {
		ring.y1 = max(c.body.y1-legend-16, c.body.y0+c.body.h()*0.42)
		radius := min(ring.w(), ring.h(), 2*ringLargest) / 2
		ring.y1 = ring.y0 + 2*radius
		list.y0 = ring.y1 + 16
		line = min(line, list.h()/float64(len(slices)))
	}
	c.ring(ring, slices, total, oneLine(caption))
	if line >= smallFace.size+1 {
		c.shares(list, slices, line)
	}
	return c.picture
}

// slicesOf reckons the shares and adds up the smallest items when there are too many.
func slicesOf(items []Item, rest string) ([]slice, float64) {
	values := make([]float64, len(items))
	for i, item := range items {
		values[i] = clean(item.Value)
	}
	keep, left := largestOf(values, mostSlices)
	slices := make([]slice, 0, len(keep)+1)
	total := 0.0
	for _, i := range keep {
		slices = append(slices, slice{index: i, fill: len(slices), label: oneLine(items[i].Label), value: values[i]})
		total = clean(total + max(0, values[i]))
	}
	if len(left) > 0 {
		sum := 0.0
		for _, i := range left {
			sum = clean(sum + values[i])
		}
		slices = append(slices, slice{index: Rest, fill: len(slices), label: rest, value: sum})
		total = clean(total + max(0, sum))
	}
	for i := range slices {
		if total > 0 {
			slices[i].share = max(0, slices[i].value) / total
		}
	}
	return slices, total
}

// ring draws the slices and the total inside them.
func (c *canvas) ring(space rect, slices []slice, total float64, caption string) {
	x, y := (space.x0+space.x1)/2, (space.y0+space.y1)/2
	outer := min(space.w()/2, space.h()/2, ringLargest)
	inner := outer * (1 - ringWidth)
	angle := -math.Pi / 2
	for _, s := range slices {
		if s.share <= 0 {
			continue
		}
		end := angle + s.share*2*math.Pi
		outline := sector(x, y, outer, angle, end)
		outline = append(outline, sector(x, y, inner, end, angle)...)
		fill := c.style.series(s.fill)
		c.fill(outline, fill, seriesPattern(s.fill))
		if s.share < 1 {
			c.stroke(outline, c.style.Ground, 1.5, nil, true)
		}
		c.hit(s.index, 0, outline)
		if middle := (angle + end) / 2; s.share >= shareOnRing && outer-inner >= 30 {
			c.plate(percent(s.share*100), x+(outer+inner)/2*math.Cos(middle), y+(outer+inner)/2*math.Sin(middle), fill)
		}
		angle = end
	}
	room := inner * 1.7
	figure := Number(total)
	f := face{size: clamp(inner/4.2, 11, 18), bold: true}
	for f.size > 11 && f.width(figure) > room {
		f.size--
	}
	if f.width(figure) > room { // a long total is told in 万 or 亿
		m := magnitudeFor(total)
		figure = f.cut(m.figure(total)+m.word, room)
	}
	if inner < 18 {
		return
	}
	if caption == "" {
		c.text(figure, x, y, alignCenter, f, c.style.Text)
		return
	}
	c.text(smallFace.cut(caption, room), x, y-f.size*0.75, alignCenter, smallFace, c.style.Muted)
	c.text(figure, x, y+smallFace.size*0.75, alignCenter, f, c.style.Text)
}

// plate writes a figure on a patterned fill, on a small plain ground so that it can be read.
func (c *canvas) plate(text string, x, y float64, fill color.NRGBA) {
	w := smallFace.width(text)/2 + 3
	c.fill(rounded(rect{x - w, y - 8, x + w, y + 8}, 4, 4, 4, 4), fill, plain)
	c.text(text, x, y, alignCenter, face{size: 11, bold: true}, on(fill))
}

// shares writes the legend: mark, name, figure, percentage.
func (c *canvas) shares(list rect, slices []slice, line float64) {
	percents, figures := make([]string, len(slices)), make([]string, len(slices))
	for i, s := range slices {
		percents[i], figures[i] = percentPlaces(s.share), Number(s.value)
	}
	shareWide := labelFace.widest(percents)
	figureWide := labelFace.widest(figures)
	name := list.w() - swatch - 8 - shareWide - 14
	if name-figureWide-14 < 60 { // the name matters more than the figure
		figureWide = 0
	} else {
		name -= figureWide + 14
	}
	for i, s := range slices {
		y := list.y0 + (float64(i)+0.5)*line
		c.square(s.fill, seriesPattern(s.fill), Point{list.x0 + swatch/2, y})
		c.text(labelFace.cut(s.label, name), list.x0+swatch+8, y, alignLeft, labelFace, c.style.Text)
		if figureWide > 0 {
			c.text(figures[i], list.x1-shareWide-14, y, alignRight, labelFace, c.style.Muted)
		}
		c.text(percents[i], list.x1, y, alignRight, labelFace, c.style.Text)
		c.hit(s.index, 0, rect{list.x0, y - line/2, list.x1, y + line/2}.outline())
	}
}

// percentPlaces writes a share with exactly one place, for columns of them.
func percentPlaces(share float64) string { return grouped(share*100, 1) + "%" }
