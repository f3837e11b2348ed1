package charts

import (
	"image/color"
	"math"
	"testing"
)

// simulations are linear-RGB matrices of how colours look to people without red, green or blue
// receptors (after Viénot, Brettel and Mollon, and for the third after Machado and others).
var simulations = map[string][9]float64{
	"ordinary":     {1, 0, 0, 0, 1, 0, 0, 0, 1},
	"protanopia":   {0.1121, 0.8853, -0.0005, 0.1127, 0.8897, -0.0001, 0.0045, 0, 1.0019},
	"deuteranopia": {0.2920, 0.7054, -0.0003, 0.2934, 0.7089, 0, -0.0210, 0.0256, 1.0019},
	"tritanopia":   {1.2555, -0.0767, -0.1788, -0.0784, 0.9308, 0.1476, 0.0047, 0.6914, 0.3039},
}

// TestPaletteIsToldApart asks for a visible distance (CIE76) between all pairs in ordinary sight
// and between neighbours, which touch in a chart, in each kind of colour blindness; where two
// colours come close, their patterns differ.
func TestPaletteIsToldApart(t *testing.T) {
	for mode, style := range map[string]Style{"light": Light(), "dark": Dark()} {
		for sight, matrix := range simulations {
			for i := range style.Series {
				for j := i + 1; j < len(style.Series); j++ {
					apart := distance(seen(style.Series[i], matrix), seen(style.Series[j], matrix))
					if sight == "ordinary" && apart < 20 {
						t.Errorf("%s: colours %d and %d are %.1f apart", mode, i, j, apart)
					}
					if j == i+1 && apart < 10 {
						t.Errorf("%s, %s: neighbours %d and %d are %.1f apart", mode, sight, i, j, apart)
					}
					if seriesPattern(i) == seriesPattern(j) {
						t.Errorf("patterns %d and %d are the same", i, j)
					}
				}
			}
		}
	}
}

func TestTextCanBeRead(t *testing.T) {
	for mode, style := range map[string]Style{"light": Light(), "dark": Dark()} {
		for i, fill := range style.Series {
			if got := contrast(on(fill), fill); got < 3 {
				t.Errorf("%s: text on colour %d has contrast %.1f", mode, i, got)
			}
			if got := contrast(style.Ground, fill); got < 1.9 {
				t.Errorf("%s: colour %d on the ground has contrast %.1f", mode, i, got)
			}
		}
		if got := contrast(style.Text, style.Ground); got < 7 {
			t.Errorf("%s: text has contrast %.1f", mode, got)
		}
		if got := contrast(style.Muted, style.Ground); got < 4.5 {
			t.Errorf("%s: captions have contrast %.1f", mode, got)
		}
	}
}

// seen returns a colour as CIE L*a*b* after a simulation.
func seen(c color.NRGBA, m [9]float64) [3]float64 {
	in := [3]float64{linear(c.R), linear(c.G), linear(c.B)}
	var v [3]float64
	for row := range 3 {
		v[row] = clamp(m[row*3]*in[0]+m[row*3+1]*in[1]+m[row*3+2]*in[2], 0, 1)
	}
	f := func(x float64) float64 {
		if x > 0.008856 {
			return math.Cbrt(x)
		}
		return 7.787*x + 16.0/116
	}
	x := f((0.4124*v[0] + 0.3576*v[1] + 0.1805*v[2]) / 0.9505)
	y := f(0.2126*v[0] + 0.7152*v[1] + 0.0722*v[2])
	z := f((0.0193*v[0] + 0.1192*v[1] + 0.9505*v[2]) / 1.089)
	return [3]float64{116*y - 16, 500 * (x - y), 200 * (y - z)}
}

func distance(a, b [3]float64) float64 {
	return math.Sqrt((a[0]-b[0])*(a[0]-b[0]) + (a[1]-b[1])*(a[1]-b[1]) + (a[2]-b[2])*(a[2]-b[2]))
}
