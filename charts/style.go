package charts

import (
	"image/color"
	"math"
)

// Style is the set of colours of a picture. The palette is used in order and starts again after
// the eighth; patterns and markers follow the same order, so series differ without colour too.
type Style struct {
	Ground color.NRGBA    // behind everything
	Line   color.NRGBA    // grid and separators
	Axis   color.NRGBA    // the zero line and leader lines
	Text   color.NRGBA    // labels and figures
	Muted  color.NRGBA    // axis numbers, units, captions
	Series [8]color.NRGBA // of stages, series and slices
}

// Light returns the colours for light cards.
func Light() Style {
	return Style{
		Ground: rgb(0xFFFFFF), Line: rgb(0xE4E8EE), Axis: rgb(0xB4BDCB), Text: rgb(0x1F2733), Muted: rgb(0x667085),
		Series: [8]color.NRGBA{
			rgb(0x2457D6), rgb(0x1A8F5A), rgb(0xB7791F), rgb(0x7A5AF8),
			rgb(0x45B5D9), rgb(0xC2417F), rgb(0x364356), rgb(0xE3B341),
		},
	}
}

// Dark returns the colours for dark cards.
func Dark() Style {
	return Style{
		Ground: rgb(0x1C222B), Line: rgb(0x2E3641), Axis: rgb(0x566273), Text: rgb(0xE6EAF0), Muted: rgb(0x9AA5B5),
		Series: [8]color.NRGBA{
			rgb(0x6E9BFF), rgb(0x36AF77), rgb(0xE0A84A), rgb(0xA78BFA),
			rgb(0x7FD6EE), rgb(0xE06BA4), rgb(0x637187), rgb(0xF5D77E),
		},
	}
}

func rgb(value uint32) color.NRGBA {
	return color.NRGBA{R: uint8(value >> 16), G: uint8(value >> 8), B: uint8(value), A: 0xff}
}

// series returns the colour of the series or slice at a position.
func (s Style) series(i int) color.NRGBA { return s.Series[i%len(s.Series)] }

// on returns the colour of text that stands on a fill: white while it can be read at the weight
// used there (contrast 3), else near black.
func on(fill color.NRGBA) color.NRGBA {
	if contrast(rgb(0xFFFFFF), fill) >= 3 {
		return rgb(0xFFFFFF)
	}
	return rgb(0x14181F)
}

// contrast is the WCAG contrast ratio of two colours, from 1 to 21.
func contrast(a, b color.NRGBA) float64 {
	la, lb := luminance(a), luminance(b)
	return (math.Max(la, lb) + 0.05) / (math.Min(la, lb) + 0.05)
}

func luminance(c color.NRGBA) float64 {
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}

// linear undoes the sRGB curve of one channel.
func linear(channel uint8) float64 {
	v := float64(channel) / 255
	if v <= 0.04045 {
		return v / 12.92
	}
	return math.Pow((v+0.055)/1.055, 2.4)
}
