// Package charts turns plain numbers and labels into pictures: the sales funnel, bars, lines
// and shares. It is the only importer of go-chart, whose drawing layer it uses; go-chart's own
// chart types are left aside because they place Chinese labels by Latin measures, clip them and
// tell no one where their shapes are. Neither Fyne nor a record of the business may enter: a
// page gives figures and gets a picture, and asks the picture which figure lies under a click.
//
// Every chart copes with any input: nothing to show gives the caller's quiet sentence, figures
// that are not numbers count as missing, labels that are too long end in an ellipsis.
package charts

import (
	"bytes"
	"image"
	"image/png"
)

// Size is a width and height in logical pixels, the unit of the page around the picture.
type Size struct {
	W, H int
}

// Options say how any chart is drawn; the figures come separately.
type Options struct {
	Size  Size    // of the picture; it is kept between 1 and 4096 a side
	Scale float64 // device pixels per logical pixel; 0 means 1, at most 4
	Style Style   // colours; the zero value means Light()
	Title string  // a heading inside the picture, for pictures that leave the page; may be ""
	Unit  string  // of the values: 元, 台, 个; the axis adds 万 or 亿 to it; may be ""
	Empty string  // the sentence shown when there is nothing to draw
}

// Item is one named value: a bar or a slice.
type Item struct {
	Label string
	Value float64
}

// Series is one named row of values, each belonging to the label with the same position. A
// value that is missing, or NaN, is a gap.
type Series struct {
	Name   string
	Values []float64
}

// Point is a place in a picture in logical pixels, from the top left corner.
type Point struct {
	X, Y float64
}

const (
	// Rest is the Index of what was added up into 其他.
	Rest = -1
	// Whole is the Series of an area that stands for all series of one label.
	Whole = -1
)

// Area is a part of a picture that answers a click.
type Area struct {
	Index   int     // position in the caller's items, stages, slices or labels; Rest for 其他
	Series  int     // position in the caller's series, 0 where there is only one, Whole for all
	Outline []Point // a polygon inside the picture
}

// Picture is a drawn chart.
type Picture struct {
	Image *image.RGBA // in device pixels: Size times Scale
	Areas []Area      // the more particular ones first
}

// At returns the area under a point given in logical pixels.
func (p Picture) At(at Point) (Area, bool) {
	for _, area := range p.Areas {
		if inside(area.Outline, at) {
			return area, true
		}
	}
	return Area{}, false
}

// PNG returns the picture as a PNG file.
func (p Picture) PNG() ([]byte, error) {
	var file bytes.Buffer
	if err := png.Encode(&file, p.Image); err != nil {
		return nil, err
	}
	return file.Bytes(), nil
}

// inside tells by counting crossings whether a point lies in a polygon.
func inside(outline []Point, at Point) bool {
	in := false
	for i, a := range outline {
		b := outline[(i+1)%len(outline)]
		if (a.Y > at.Y) != (b.Y > at.Y) && at.X < (b.X-a.X)*(at.Y-a.Y)/(b.Y-a.Y)+a.X {
			in = !in
		}
	}
	return in
}
