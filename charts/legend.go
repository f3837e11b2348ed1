package charts

import "strconv"

const (
	swatch     = 11.0 // side of a legend's colour mark
	legendLine = 20.0
	legendRows = 3 // beyond which the legend says how many names it leaves out
)

// key is one entry of a legend.
type key struct {
	name   string
	series int
}

// legend writes the series' names at the left of the body's top, wrapped, keeps room at its right
// for a unit as wide as the one given, and takes the space from the body. mark draws the sign of
// one series around a point. It returns how the unit is written once it is known: which one it is
// may depend on how many labels fit under the legend.
func (c *canvas) legend(keys []key, widest string, mark func(series int, at Point)) (unit func(string)) {
	if len(keys) == 0 && widest == "" {
		return func(string) {}
	}
	half, right, middle := c.body.w()/2, c.body.x1, c.body.y0+legendLine/2
	room := c.body.w()
	if widest != "" {
		room -= min(smallFace.width(widest), half) + 16
	}
	rows := min(legendRows, max(1, int(c.body.h()*0.3/legendLine)))
	x, row := 0.0, 0
	for i, k := range keys {
		name := smallFace.cut(k.name, min(room-swatch-6, 160))
		width := swatch + 6 + smallFace.width(name)
		more := ""
		if i < len(keys)-1 {
			more = "+" + strconv.Itoa(len(keys)-i)
		}
		limit := room
		if row == rows-1 && more != "" {
			limit -= smallFace.width(more) + 8
		}
		if x > 0 && x+width > limit {
			if row == rows-1 {
				more = "+" + strconv.Itoa(len(keys)-i)
				c.text(more, c.body.x0+x, c.rowY(row), alignLeft, smallFace, c.style.Muted)
				break
			}
			x, row = 0, row+1
		}
		mark(k.series, Point{c.body.x0 + x + swatch/2, c.rowY(row)})
		c.text(name, c.body.x0+x+swatch+6, c.rowY(row), alignLeft, smallFace, c.style.Text)
		x += width + 16
	}
	c.body.y0 += float64(row+1)*legendLine + 6
	return func(text string) {
		c.text(smallFace.cut(text, half), right, middle, alignRight, smallFace, c.style.Muted)
	}
}

// rowY is the middle of a legend row.
func (c *canvas) rowY(row int) float64 { return c.body.y0 + (float64(row)+0.5)*legendLine }

// square is the mark of bars and slices.
func (c *canvas) square(color int, p pattern, at Point) {
	box := rect{at.X - swatch/2, at.Y - swatch/2, at.X + swatch/2, at.Y + swatch/2}
	c.fill(rounded(box, 2, 2, 2, 2), c.style.series(color), p)
}

// rounded returns a rectangle whose corners, from the top left clockwise, have the given radii.
func rounded(r rect, topLeft, topRight, bottomRight, bottomLeft float64) []Point {
	const quarter = 1.5707963267948966
	corner := func(x, y, radius, from float64) []Point {
		if radius <= 0 {
			return []Point{{x, y}}
		}
		return sector(x, y, radius, from, from+quarter)
	}
	var out []Point
	out = append(out, corner(r.x0+topLeft, r.y0+topLeft, topLeft, 2*quarter)...)
	out = append(out, corner(r.x1-topRight, r.y0+topRight, topRight, 3*quarter)...)
	out = append(out, corner(r.x1-bottomRight, r.y1-bottomRight, bottomRight, 0)...)
	return append(out, corner(r.x0+bottomLeft, r.y1-bottomLeft, bottomLeft, quarter)...)
}
