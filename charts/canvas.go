package charts

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	"github.com/wcharczuk/go-chart/v2/drawing"
)

// rect is a rectangle in logical pixels.
type rect struct {
	x0, y0, x1, y1 float64
}

func (r rect) w() float64 { return r.x1 - r.x0 }
func (r rect) h() float64 { return r.y1 - r.y0 }

func (r rect) inset(by float64) rect { return rect{r.x0 + by, r.y0 + by, r.x1 - by, r.y1 - by} }

func (r rect) outline() []Point {
	return []Point{{r.x0, r.y0}, {r.x1, r.y0}, {r.x1, r.y1}, {r.x0, r.y1}}
}

// align says which part of a text stands at the given place.
type align int

const (
	alignLeft align = iota
	alignCenter
	alignRight
)

const (
	padding     = 12.0 // from the picture's edge to what is drawn
	largestSide = 4096
	largestZoom = 4
)

// canvas is a picture being drawn. All measures are logical; the device scale is in the
// drawing context's matrix.
type canvas struct {
	options Options
	style   Style
	picture Picture
	context *drawing.RasterGraphicContext
	painter *patternPainter
	bounds  rect // the whole picture
	body    rect // what is left for the chart below the title
}

// newCanvas prepares a picture with its ground and title.
func newCanvas(o Options) *canvas {
	o.Size.W = min(max(o.Size.W, 1), largestSide)
	o.Size.H = min(max(o.Size.H, 1), largestSide)
	if !(o.Scale > 0) {
		o.Scale = 1
	}
	o.Scale = clamp(o.Scale, 0.25, largestZoom)
	if o.Style == (Style{}) {
		o.Style = Light()
	}
	o.Title, o.Unit, o.Empty = oneLine(o.Title), oneLine(o.Unit), oneLine(o.Empty)

	w := int(math.Ceil(float64(o.Size.W) * o.Scale))
	h := int(math.Ceil(float64(o.Size.H) * o.Scale))
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	c := &canvas{
		options: o, style: o.Style, picture: Picture{Image: img},
		painter: newPatternPainter(img, o.Scale),
		bounds:  rect{0, 0, float64(o.Size.W), float64(o.Size.H)},
	}
	c.context = drawing.NewRasterGraphicContextWithPainter(img, c.painter)
	// 64 dots per inch make one point of font size one logical pixel in go-chart's reckoning.
	c.context.SetDPI(64)
	c.context.SetMatrixTransform(drawing.NewScaleMatrix(o.Scale, o.Scale))
	// The fonts' outlines overlap, and so do some of ours: only the winding rule fills them.
	c.context.SetFillRule(drawing.FillRuleWinding)

	draw.Draw(img, img.Bounds(), image.NewUniform(c.style.Ground), image.Point{}, draw.Src)
	c.body = c.bounds.inset(min(padding, c.bounds.w()/8, c.bounds.h()/8))
	if title := titleFace.cut(o.Title, c.body.w()); title != "" && c.body.h() > 60 {
		c.text(title, c.body.x0, c.body.y0+titleFace.line()/2, alignLeft, titleFace, c.style.Text)
		c.body.y0 += titleFace.line() + 8
	}
	return c
}

// tooSmall tells that a chart would be only noise in this picture.
func (c *canvas) tooSmall() bool { return c.body.w() < 60 || c.body.h() < 40 }

// empty finishes a picture that has nothing to show.
func (c *canvas) empty() Picture {
	if sentence := labelFace.cut(c.options.Empty, c.body.w()); c.body.h() >= labelFace.line() {
		c.text(sentence, (c.body.x0+c.body.x1)/2, (c.body.y0+c.body.y1)/2, alignCenter, labelFace, c.style.Muted)
	}
	return c.picture
}

// hit adds an area that answers a click, kept inside the picture.
func (c *canvas) hit(index, series int, outline []Point) {
	kept := make([]Point, len(outline))
	for i, p := range outline {
		kept[i] = Point{clamp(p.X, 0, c.bounds.x1), clamp(p.Y, 0, c.bounds.y1)}
	}
	c.picture.Areas = append(c.picture.Areas, Area{Index: index, Series: series, Outline: kept})
}

// fill paints polygons as one shape; inner ones that run the other way are holes.
func (c *canvas) fill(outline []Point, fill color.NRGBA, p pattern, holes ...[]Point) {
	c.path(outline, true)
	for _, hole := range holes {
		c.path(hole, true)
	}
	c.painter.pattern = p
	c.context.SetFillColor(fill)
	c.context.Fill()
	c.painter.pattern = plain
}

// stroke draws a line through the points.
func (c *canvas) stroke(points []Point, ink color.NRGBA, width float64, dash []float64, closed bool) {
	if len(points) < 2 {
		return
	}
	c.path(points, closed)
	c.context.SetStrokeColor(ink)
	c.context.SetLineWidth(width)
	c.context.SetLineDash(dash, 0)
	c.context.Stroke()
}

func (c *canvas) path(points []Point, closed bool) {
	for i, p := range points {
		if i == 0 {
			c.context.MoveTo(p.X, p.Y)
		} else {
			c.context.LineTo(p.X, p.Y)
		}
	}
	if closed {
		c.context.Close()
	}
}

// level and upright draw thin straight lines that fall on whole device pixels.
func (c *canvas) level(x0, x1, y float64, ink color.NRGBA) {
	y, thick := c.snap(y), c.hairline()
	c.fill(rect{x0, y, x1, y + thick}.outline(), ink, plain)
}

func (c *canvas) upright(x, y0, y1 float64, ink color.NRGBA) {
	x, thick := c.snap(x), c.hairline()
	c.fill(rect{x, y0, x + thick, y1}.outline(), ink, plain)
}

// snap moves a measure to the next device pixel.
func (c *canvas) snap(v float64) float64 { return math.Round(v*c.options.Scale) / c.options.Scale }

// hairline is about one logical pixel in whole device pixels.
func (c *canvas) hairline() float64 { return max(1, math.Round(c.options.Scale)) / c.options.Scale }

// text writes one line with its middle at y.
func (c *canvas) text(text string, x, y float64, how align, f face, ink color.NRGBA) {
	if text == "" {
		return
	}
	switch how {
	case alignCenter:
		x -= f.width(text) / 2
	case alignRight:
		x -= f.width(text)
	}
	// go-chart flattens curves to half a unit, which is too coarse for small characters; so they
	// are set large under a matrix that makes them small.
	const fine = 16
	scale := c.options.Scale
	c.context.SetMatrixTransform(drawing.NewScaleMatrix(scale/fine, scale/fine))
	defer c.context.SetMatrixTransform(drawing.NewScaleMatrix(scale, scale))
	c.context.SetFont(f.font())
	c.context.SetFontSize(f.size * fine)
	c.context.SetFillColor(ink)
	// 0.37 em puts the middle of Chinese characters and of figures at y. A glyph that cannot be
	// loaded leaves the rest of the line out, and there is nothing better to show.
	if _, err := c.context.CreateStringPath(text, c.snap(x)*fine, c.snap(y+f.size*0.37)*fine); err != nil {
		return
	}
	c.context.Fill()
}

// disc returns a circle as a polygon, clockwise on the screen.
func disc(x, y, radius float64) []Point { return sector(x, y, radius, 0, 2*math.Pi) }

// sector returns points of an arc; angles in radians, 0 points right, growing clockwise.
func sector(x, y, radius, from, to float64) []Point {
	steps := max(2, int(math.Ceil(math.Abs(to-from)*math.Sqrt(max(radius, 1))*2)))
	points := make([]Point, steps+1)
	for i := range points {
		a := from + (to-from)*float64(i)/float64(steps)
		points[i] = Point{x + radius*math.Cos(a), y + radius*math.Sin(a)}
	}
	return points
}
