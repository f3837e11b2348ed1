package charts

import (
	"image"
	"image/color"
	"math"

	"github.com/golang/freetype/raster"
)

// pattern is a fine drawing over a fill, so that neighbours differ in print and to people who do
// not see colours. Pattern 0 is plain.
type pattern int

const (
	plain pattern = iota
	risingLines
	dots
	fallingLines
	levelLines
	crossedLines
	uprightLines
	checks
)

const (
	patternPeriod = 7.0 // logical pixels from one line to the next
	patternStroke = 1.3 // width of a line
	patternWeight = 0.3 // share of the contrasting colour at a line
)

// seriesPattern returns the pattern of the series or slice at a position.
func seriesPattern(i int) pattern { return pattern(i % 8) }

// patternPainter paints spans in one colour, or in a colour and a pattern over it. It is what
// lets any outline carry a pattern without being clipped against it.
type patternPainter struct {
	solid   *raster.RGBAPainter
	base    color.NRGBA
	pattern pattern
	scale   float64
}

func newPatternPainter(img *image.RGBA, scale float64) *patternPainter {
	return &patternPainter{solid: raster.NewRGBAPainter(img), scale: scale}
}

// SetColor sets the colour of the next fill or stroke.
func (p *patternPainter) SetColor(c color.Color) {
	p.base = color.NRGBAModel.Convert(c).(color.NRGBA)
	p.solid.SetColor(c)
}

// Paint draws the spans of one rasterized outline.
func (p *patternPainter) Paint(spans []raster.Span, done bool) {
	if p.pattern == plain {
		p.solid.Paint(spans, done)
		return
	}
	light := on(p.base)
	for _, span := range spans {
		for x := max(span.X0, 0); x < span.X1; x++ {
			weight := p.pattern.weight((float64(x)+0.5)/p.scale, (float64(span.Y)+0.5)/p.scale, p.scale)
			p.solid.SetColor(mix(p.base, light, weight*patternWeight))
			p.solid.Paint([]raster.Span{{Y: span.Y, X0: x, X1: x + 1, Alpha: span.Alpha}}, false)
		}
	}
	p.solid.SetColor(p.base)
}

// weight says how much of the pattern's ink lies on a place, from 0 to 1.
func (p pattern) weight(x, y, scale float64) float64 {
	line := func(across float64) float64 {
		distance := math.Abs(math.Mod(math.Mod(across, patternPeriod)+patternPeriod, patternPeriod) - patternPeriod/2)
		return clamp((patternStroke/2-distance)*scale+0.5, 0, 1)
	}
	rising, falling := (x+y)/math.Sqrt2, (x-y)/math.Sqrt2
	switch p {
	case risingLines:
		return line(rising)
	case dots:
		dx := math.Mod(x, patternPeriod) - patternPeriod/2
		dy := math.Mod(y, patternPeriod) - patternPeriod/2
		return clamp((1.4-math.Hypot(dx, dy))*scale+0.5, 0, 1)
	case fallingLines:
		return line(falling)
	case levelLines:
		return line(y)
	case crossedLines:
		return math.Max(line(rising), line(falling))
	case uprightLines:
		return line(x)
	case checks:
		return math.Max(line(x), line(y))
	}
	return 0
}

// mix returns a with the given share of b.
func mix(a, b color.NRGBA, share float64) color.NRGBA {
	blend := func(x, y uint8) uint8 { return uint8(float64(x)*(1-share) + float64(y)*share + 0.5) }
	return color.NRGBA{R: blend(a.R, b.R), G: blend(a.G, b.G), B: blend(a.B, b.B), A: a.A}
}

func clamp(v, low, high float64) float64 { return math.Max(low, math.Min(high, v)) }
