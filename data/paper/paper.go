// Package paper writes 实验报告 as files to hand in: a docx, by filling the placeholders of a
// template (a school's own, or the one that the program brings), and a PDF with the embedded
// font. What stands in a report decides domain/lab; here are only the formats. A school's
// template comes from anywhere, so it is read as hostile input.
package paper

import (
	"bytes"
	"fmt"
	"image"
	_ "image/png" // sizes of pictures
	"strings"

	"crmlab/domain/lab/report"
)

// Pictures are the charts of a report as PNG files, by name.
type Pictures map[string][]byte

// share is the height of a picture for a width of 1.
func share(png []byte) (float64, error) {
	c, _, err := image.DecodeConfig(bytes.NewReader(png))
	if err != nil || c.Width == 0 {
		return 0, fmt.Errorf("read the size of a picture: %w", err)
	}
	return float64(c.Height) / float64(c.Width), nil
}

// unwritten stands where the student has written nothing.
const unwritten = "（未填写）"

// columnWidths shares a width among the columns of a table, in the unit of the width. em is the
// width of a Chinese character, pad what a cell loses on its sides. What has no Chinese (numbers,
// dates, codes) is not broken while there is room for it. fits is false when there is not.
func columnWidths(t report.Table, width, em, pad float64) (out []float64, fits bool) {
	n := len(t.Columns)
	least, best := make([]float64, n), make([]float64, n)
	for i, c := range t.Columns {
		best[i], least[i] = measure(c.Head()), 0
		for part := range strings.SplitSeq(parted(c.Head()), "\n") {
			least[i] = max(least[i], min(measure(part), 5))
		}
		for _, row := range append(t.Rows, t.Total) {
			if i >= len(row) {
				continue
			}
			w := measure(row[i])
			best[i] = max(best[i], w)
			if c.Right || !hasWide(row[i]) {
				least[i] = max(least[i], w+0.5) // fonts of schools may be wider than ours
			} else {
				least[i] = max(least[i], min(w, 4.5))
			}
		}
		best[i], least[i] = min(best[i], 24)*em+pad+1, min(least[i], 14)*em+pad+1
	}
	return spread(least, best, width)
}

// parted is a head of a column in two lines, its unit in the second.
func parted(head string) string { return strings.Replace(head, "（", "\n（", 1) }

// headIn is the head of a column of a width: in one line where it fits.
func headIn(c report.Column, width, em, pad float64) string {
	if measure(c.Head())*em+pad > width {
		return parted(c.Head())
	}
	return c.Head()
}

// spread gives every column its least and shares the rest towards their best.
func spread(least, best []float64, width float64) (out []float64, fits bool) {
	sumLeast, sumBest := 0.0, 0.0
	for i := range best {
		sumLeast += least[i]
		sumBest += best[i]
	}
	out = make([]float64, len(best))
	for i := range out {
		switch {
		case sumBest <= width:
			out[i] = best[i] * width / sumBest
		case sumLeast < width:
			out[i] = least[i] + (best[i]-least[i])*(width-sumLeast)/(sumBest-sumLeast)
		default:
			out[i] = least[i] * width / sumLeast
		}
	}
	return out, sumLeast <= width
}

// measure is about the width of a text in Chinese characters.
func measure(s string) float64 {
	w := 0.0
	for _, r := range s {
		switch {
		case wide(r):
			w++
		case r >= 'A' && r <= 'Z' || r == 'm' || r == 'w' || r == '%':
			w += 0.7
		default:
			w += 0.58
		}
	}
	return w
}

// wide reports whether a sign is as wide as it is high, and lines may break beside it.
func wide(r rune) bool { return r >= 0x2E80 || strings.ContainsRune("“”‘’…—", r) }

func hasWide(s string) bool { return strings.ContainsFunc(s, wide) }
