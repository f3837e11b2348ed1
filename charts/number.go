package charts

import (
	"math"
	"strconv"
	"strings"
)

// largest is where figures are cut off, so that sums of them stay finite.
const largest = 1e290

// clean makes a figure fit for drawing: what is not a number counts as zero.
func clean(v float64) float64 {
	if math.IsNaN(v) {
		return 0
	}
	return clamp(v, -largest, largest)
}

// Number writes a figure with thousands separators: whole ones without, others with two places.
func Number(v float64) string {
	v = clean(v)
	if math.Abs(v) >= 1e16 {
		return strconv.FormatFloat(v, 'g', 4, 64)
	}
	if v == math.Trunc(v) {
		return grouped(v, 0)
	}
	return grouped(v, 2)
}

// grouped writes a figure with the given places and thousands separators.
func grouped(v float64, places int) string {
	digits := strconv.FormatFloat(math.Abs(v), 'f', places, 64)
	whole, rest, _ := strings.Cut(digits, ".")
	var out strings.Builder
	if v < 0 && strings.Trim(digits, "0.") != "" {
		out.WriteByte('-')
	}
	for i, digit := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			out.WriteByte(',')
		}
		out.WriteRune(digit)
	}
	if rest != "" {
		out.WriteString("." + rest)
	}
	return out.String()
}

// magnitude is the unit of an axis: how many ones it stands for and its word.
type magnitude struct {
	ones float64
	word string
}

// magnitudeFor chooses so that the axis shows at most five digits.
func magnitudeFor(most float64) magnitude {
	switch {
	case most >= 1e13:
		return magnitude{1e12, "万亿"}
	case most >= 1e8:
		return magnitude{1e8, "亿"}
	case most >= 1e5:
		return magnitude{1e4, "万"}
	}
	return magnitude{1, ""}
}

// magnitudeOf is the magnitude for an axis that holds the values. It follows from them alone, so
// that axis, legend and figures agree however many steps the axis has.
func magnitudeOf(values []float64) magnitude {
	most := 0.0
	for _, v := range values {
		if !math.IsNaN(v) {
			most = max(most, math.Abs(clean(v)))
		}
	}
	return magnitudeFor(most)
}

// unit states the unit of an axis, or nothing when there is nothing to state.
func (m magnitude) unit(unit string) string {
	if m.word+unit == "" {
		return ""
	}
	return "单位：" + m.word + unit
}

// figure writes a value at the end of a bar in the axis's unit.
func (m magnitude) figure(v float64) string {
	v = clean(v)
	if m.ones == 1 {
		return Number(v)
	}
	v /= m.ones
	switch {
	case v == 0:
		return "0"
	case math.Abs(v) >= 1e6:
		return strconv.FormatFloat(v, 'g', 3, 64)
	case math.Abs(v) < 1:
		return grouped(v, 2)
	}
	return grouped(v, 1)
}

// axis is a scale of round numbers that holds all values and zero.
type axis struct {
	low, high, step float64
	magnitude       magnitude
}

// newAxis makes an axis of about the given number of steps. When all values are whole, so are
// the steps: half a customer is no tick.
func newAxis(values []float64, steps int) axis {
	low, high, whole := 0.0, 0.0, true
	for _, v := range values {
		if math.IsNaN(v) {
			continue
		}
		v = clean(v)
		low, high = min(low, v), max(high, v)
		whole = whole && v == math.Trunc(v)
	}
	if low == high {
		high = 1
	}
	step := roundStep((high - low) / float64(max(steps, 1)))
	if whole && step < 10 {
		step = max(1, step)
		if step != math.Trunc(step) {
			step = 5 // instead of 2.5
		}
	}
	return axis{
		low: math.Floor(low/step+1e-9) * step, high: math.Ceil(high/step-1e-9) * step, step: step,
		magnitude: magnitudeOf(values),
	}
}

// roundStep returns the next of 1, 2, 2.5 and 5 times a power of ten.
func roundStep(rough float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(rough)))
	for _, factor := range []float64{1, 2, 2.5, 5} {
		if rough <= power*factor*(1+1e-9) {
			return power * factor
		}
	}
	return power * 10
}

// tight returns the axis without what reaches beyond the values: where bars carry their figures,
// the room is worth more than a last tick.
func (a axis) tight(values []float64) axis {
	low, high := 0.0, 0.0
	for _, v := range values {
		low, high = min(low, clean(v)), max(high, clean(v))
	}
	if low < high {
		a.low, a.high = low, high
	}
	return a
}

// share is where a value lies between the ends of the axis, from 0 to 1.
func (a axis) share(v float64) float64 {
	return clamp((clean(v)-a.low)/(a.high-a.low), 0, 1)
}

// ticks returns the values to mark.
func (a axis) ticks() []float64 {
	var out []float64
	first := math.Ceil(a.low/a.step - 1e-9)
	for i := range 25 {
		v := (first + float64(i)) * a.step
		if v > a.high+a.step*1e-6 {
			break
		}
		if math.Abs(v) < a.step/1e6 {
			v = 0
		}
		out = append(out, v)
	}
	return out
}

// tickLabel writes a tick in the axis's unit with as many places as the steps need.
func (a axis) tickLabel(v float64) string {
	v, step := v/a.magnitude.ones, a.step/a.magnitude.ones
	if math.Abs(v) >= 1e6 || v != 0 && math.Abs(v) < 1e-4 {
		return strconv.FormatFloat(v, 'g', 3, 64)
	}
	places := 0
	for scaled := step; places < 6 && math.Abs(scaled-math.Round(scaled)) > 1e-6*scaled; places++ {
		scaled *= 10
	}
	return grouped(v, places)
}

// tickLabels writes all ticks.
func (a axis) tickLabels() []string {
	var out []string
	for _, v := range a.ticks() {
		out = append(out, a.tickLabel(v))
	}
	return out
}
