package charts

import (
	"strings"
	"sync"

	"github.com/golang/freetype/truetype"
	"golang.org/x/image/math/fixed"

	"crmlab/assets"
)

// face is a size in logical pixels and a weight of the embedded font.
type face struct {
	size float64
	bold bool
}

var (
	titleFace = face{size: 14, bold: true}
	labelFace = face{size: 12}
	boldFace  = face{size: 12, bold: true}
	smallFace = face{size: 11}
)

const ellipsis = "…"

// fonts parses the embedded fonts once; they are part of the program, so a fault in them is a
// fault of the build.
var fonts = sync.OnceValue(func() [2]*truetype.Font {
	var parsed [2]*truetype.Font
	for i, data := range [][]byte{assets.Regular, assets.Bold} {
		font, err := truetype.Parse(data)
		if err != nil {
			panic("charts: embedded font: " + err.Error())
		}
		parsed[i] = font
	}
	return parsed
})

func (f face) font() *truetype.Font {
	if f.bold {
		return fonts()[1]
	}
	return fonts()[0]
}

// line is the height of one line of text.
func (f face) line() float64 { return f.size * 1.4 }

// width returns how far a text runs in logical pixels.
func (f face) width(text string) float64 {
	font, scale := f.font(), fixed.Int26_6(f.size*64)
	var sum fixed.Int26_6
	for _, r := range text {
		sum += font.HMetric(scale, font.Index(r)).AdvanceWidth
	}
	return float64(sum) / 64
}

// cut returns the text, shortened to end in an ellipsis when it would run wider than the room.
// It is empty when not even one character has room.
func (f face) cut(text string, room float64) string {
	if f.width(text) <= room {
		return text
	}
	room -= f.width(ellipsis)
	runes := []rune(text)
	used, keep := 0.0, 0
	for _, r := range runes {
		used += f.width(string(r))
		if used > room {
			break
		}
		keep++
	}
	if keep == 0 {
		return ""
	}
	return strings.TrimRight(string(runes[:keep]), " ·（(") + ellipsis
}

// oneLine makes a caller's label fit to stand in a picture: without line breaks, and short
// enough that measuring it costs nothing.
func oneLine(text string) string {
	const most = 200
	text = strings.Join(strings.Fields(text), " ")
	if runes := []rune(text); len(runes) > most {
		text = string(runes[:most])
	}
	return text
}

// widest returns the width of the longest of the texts.
func (f face) widest(texts []string) float64 {
	most := 0.0
	for _, text := range texts {
		most = max(most, f.width(text))
	}
	return most
}
