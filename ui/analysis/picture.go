package analysis

import (
	"math"
	"slices"

	"crmlab/charts"
	"crmlab/ui/kit"
)

// strip is the height of the rectangles that stand for a slanting part of a picture, in logical
// pixels: views know rectangles only.
const strip = 3.0

// drawOptions asks a chart for what a view needs.
func drawOptions(ask kit.DrawRequest) charts.Options {
	o := charts.Options{Size: charts.Size{W: ask.Width, H: ask.Height}, Scale: float64(ask.Scale), Style: charts.Light()}
	if ask.Dark {
		o.Style = charts.Dark()
	}
	return o
}

// saveOptions asks a chart for a picture of a size that leaves the program: in the light colours,
// fine enough for a page of a report, with its own heading.
func saveOptions(title string, size charts.Size) charts.Options {
	return charts.Options{Size: size, Scale: 2, Style: charts.Light(), Title: title}
}

// shown is a chart as a view shows it. tell gives an area its ID and the words under the pointer;
// an area without an ID answers nothing.
func shown(p charts.Picture, ask kit.DrawRequest, tell func(charts.Area) (id, tip string)) kit.Picture {
	out := kit.Picture{Image: p.Image}
	width, height := float32(ask.Width), float32(ask.Height)
	for _, a := range p.Areas {
		id, tip := tell(a)
		if id == "" {
			continue
		}
		for _, r := range rectangles(a.Outline) {
			out.Areas = append(out.Areas, kit.Area{ID: id, Tip: tip,
				X: float32(r.x0) / width, Y: float32(r.y0) / height, W: float32(r.x1-r.x0) / width, H: float32(r.y1-r.y0) / height})
		}
	}
	return out
}

// box is an upright rectangle in logical pixels.
type box struct{ x0, y0, x1, y1 float64 }

// rectangles covers a polygon: one that is upright by itself, any other by thin strips.
func rectangles(outline []charts.Point) []box {
	if len(outline) < 3 {
		return nil
	}
	whole := box{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	for _, p := range outline {
		whole = box{min(whole.x0, p.X), min(whole.y0, p.Y), max(whole.x1, p.X), max(whole.y1, p.Y)}
	}
	if upright(outline, whole) {
		return []box{whole}
	}
	var out []box
	for y := whole.y0; y < whole.y1; y += strip {
		bottom := min(y+strip, whole.y1)
		for _, part := range crossings(outline, (y+bottom)/2) {
			out = append(out, box{part[0], y, part[1], bottom})
		}
	}
	return out
}

// upright reports whether a polygon is the rectangle around it.
func upright(outline []charts.Point, around box) bool {
	if len(outline) != 4 {
		return false
	}
	for _, p := range outline {
		if p.X != around.x0 && p.X != around.x1 || p.Y != around.y0 && p.Y != around.y1 {
			return false
		}
	}
	return true
}

// crossings are the stretches of a level line that lie inside a polygon, from left to right.
func crossings(outline []charts.Point, y float64) [][2]float64 {
	var xs []float64
	for i, a := range outline {
		b := outline[(i+1)%len(outline)]
		if (a.Y > y) != (b.Y > y) {
			xs = append(xs, a.X+(b.X-a.X)*(y-a.Y)/(b.Y-a.Y))
		}
	}
	slices.Sort(xs)
	var out [][2]float64
	for i := 0; i+1 < len(xs); i += 2 {
		out = append(out, [2]float64{xs[i], xs[i+1]})
	}
	return out
}
