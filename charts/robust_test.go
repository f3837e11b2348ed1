package charts

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

// TestAnyInputGivesAPicture feeds every chart with random and hostile figures, labels, sizes
// and scales. checkPicture tells whether ink reaches the edge, that is, whether something is cut.
func TestAnyInputGivesAPicture(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 11))
	figures := []float64{
		0, 1, -1, 0.004, 1e-300, 99999.995, 1e8, -3e12, 1e17, 1e308, -1e308,
		math.NaN(), math.Inf(1), math.Inf(-1), math.MaxFloat64,
	}
	labels := []string{"", "甲", "打印设备", "México Århus", strings.Repeat("很长的名称", 60), "两\n行\t字", "\x00\xff", "𠮷🙂", "   "}
	figure := func() float64 {
		if random.IntN(2) == 0 {
			return random.NormFloat64() * math.Pow(10, float64(random.IntN(9)))
		}
		return figures[random.IntN(len(figures))]
	}
	label := func() string { return labels[random.IntN(len(labels))] }
	row := func(n int) []float64 {
		out := make([]float64, n)
		for i := range out {
			out[i] = figure()
		}
		return out
	}
	for range 120 {
		n := random.IntN(16)
		size := Size{1 + random.IntN(700), 1 + random.IntN(500)}
		o := Options{
			Size: size, Scale: []float64{0.5, 1, 1.3, 2}[random.IntN(4)],
			Title: label(), Unit: label(), Empty: "暂无数据",
		}
		var stages []Stage
		var items []Item
		var shares []Share
		var names []string
		for range n {
			stages = append(stages, Stage{label(), random.IntN(1000) - 10, figure(), figure()})
			items = append(items, Item{label(), figure()})
			shares = append(shares, Share{label(), figure(), figure(), figure()})
			names = append(names, label())
		}
		series := []Series{{label(), row(n)}, {label(), row(random.IntN(20))}, {label(), nil}}
		way := Direction(random.IntN(3))
		for name, p := range map[string]Picture{
			"funnel":      Funnel(o, Measure(random.IntN(2)), label(), stages),
			"donut":       Donut(o, label(), label(), items),
			"bars":        Bars(o, way, label(), items),
			"composition": Composition(o, way, [3]string{label(), label(), label()}, label(), shares),
			"stacked":     Stacked(o, way, label(), names, series),
			"lines":       Lines(o, names, series),
		} {
			if size.W < 120 || size.H < 90 { // too small to say anything; it only must not fail
				continue
			}
			checkPicture(t, fmt.Sprintf("%s %dx%d@%g %d items", name, size.W, size.H, o.Scale, n), p, size, o.Scale)
		}
	}
}

func TestSizesAndScalesOutOfReason(t *testing.T) {
	for _, o := range []Options{
		{}, {Size: Size{-5, -5}, Scale: -1}, {Size: Size{300, 200}, Scale: math.NaN()}, {Size: Size{1, 1 << 30}},
		{Size: Size{300, 200}, Scale: math.Inf(1)},
	} {
		if p := Funnel(o, ByAmount, "个", sampleStages); p.Image == nil || p.Image.Bounds().Empty() {
			t.Errorf("%+v gave no picture", o)
		}
	}
}

func TestCallersFiguresStay(t *testing.T) {
	values := []float64{1, math.NaN(), 3}
	Stacked(page, Auto, "其他", []string{"甲", "乙", "丙"}, []Series{{"一", values}})
	if values[0] != 1 || !math.IsNaN(values[1]) || values[2] != 3 {
		t.Errorf("the caller's values became %v", values)
	}
}
