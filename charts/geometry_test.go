package charts

import (
	"bytes"
	"image/png"
	"math"
	"testing"
)

var page = Options{Size: Size{560, 360}, Empty: "暂无数据"}

// topWidth is the length of an area's upper edge.
func topWidth(a Area) float64 { return a.Outline[1].X - a.Outline[0].X }

// firstAreas returns the first area of each index and series: the shapes themselves.
func firstAreas(p Picture) map[[2]int]Area {
	out := map[[2]int]Area{}
	for _, a := range p.Areas {
		at := [2]int{a.Index, a.Series}
		if _, seen := out[at]; !seen {
			out[at] = a
		}
	}
	return out
}

func near(t *testing.T, what string, got, want, within float64) {
	t.Helper()
	if math.Abs(got-want) > within {
		t.Errorf("%s: got %.3f, want %.3f", what, got, want)
	}
}

func TestFunnelWidthsAreProportional(t *testing.T) {
	for by, values := range map[Measure][]float64{ByAmount: {820000, 640000, 510000, 260000}, ByCount: {9, 7, 5, 2}} {
		for _, size := range sampleSizes {
			p := Funnel(Options{Size: size, Scale: 2}, by, "个", sampleStages)
			areas := firstAreas(p)
			first := topWidth(areas[[2]int{0, 0}])
			for i, v := range values {
				area := areas[[2]int{i, 0}]
				near(t, "top edge", topWidth(area)/first, v/values[0], 1e-9)
				if i+1 < len(values) {
					near(t, "bottom edge", area.Outline[2].X-area.Outline[3].X, topWidth(areas[[2]int{i + 1, 0}]), 1e-9)
				}
			}
		}
	}
}

func TestFunnelShowsItsColoursAndAnswersClicks(t *testing.T) {
	o := page
	o.Scale = 2
	p := Funnel(o, ByAmount, "个", sampleStages)
	for i, area := range firstAreas(p) {
		at := Point{area.Outline[0].X + topWidth(area)/2, area.Outline[0].Y + 2}
		want := Light().Series[i[0]]
		got := p.Image.RGBAAt(int(at.X*2), int(at.Y*2))
		if got.R != want.R || got.G != want.G || got.B != want.B {
			t.Errorf("stage %d is %v, want %v", i[0], got, want)
		}
		if hit, ok := p.At(at); !ok || hit.Index != i[0] {
			t.Errorf("a click on stage %d gave %v %v", i[0], hit.Index, ok)
		}
	}
	if _, ok := p.At(Point{1, 1}); ok {
		t.Error("a click on the ground hit a stage")
	}
}

func TestFunnelLabelsLieOnTheirStageOrBesideIt(t *testing.T) {
	long := append([]Stage(nil), sampleStages...)
	long[3].Label = "商务谈判与合同条款确认（含法务审核及总经理批示）的超长阶段名称"
	for _, size := range append(sampleSizes, Size{220, 160}) {
		c := newCanvas(Options{Size: size})
		height := (c.body.h() - 3*stageGap) / 4
		rows := make([]stage, len(long))
		for i, s := range long {
			y := c.body.y0 + float64(i)*(height+stageGap)
			rows[i] = stage{index: i, y0: y, y1: y + height}
			rows[i].lines, rows[i].faces = s.words(height, "个")
		}
		middle := c.arrange(rows, long, ByAmount, 820000, c.body.h())
		for _, row := range rows {
			if !row.beside {
				if !row.fits() {
					t.Errorf("%v: label %d is clipped by its stage", size, row.index)
				}
				continue
			}
			if end := middle + row.edge() + leader + leaderGap + row.widest(); end > c.body.x1+0.01 {
				t.Errorf("%v: label %d ends at %.1f beyond %.1f", size, row.index, end, c.body.x1)
			}
		}
	}
}

func TestStageWorthNothingCanBeSeen(t *testing.T) {
	p := Funnel(page, ByAmount, "个", []Stage{{"有", 3, 100, 20}, {"无", 0, 0, NoRate}, {"负", 1, -50, 0}})
	for i := 1; i <= 2; i++ {
		near(t, "narrowest width", topWidth(firstAreas(p)[[2]int{i, 0}]), stageNarrow, 1e-9)
	}
}

func TestBarLengthsAreProportional(t *testing.T) {
	items := []Item{{"甲", 400}, {"乙", 100}, {"丙", 300}, {"丁", -200}}
	upright := firstAreas(Bars(page, Upright, "其他", items))
	lying := firstAreas(Bars(page, Lying, "其他", items))
	for i, item := range items {
		tall := func(a Area) float64 { return a.Outline[2].Y - a.Outline[1].Y }
		near(t, "upright "+item.Label, tall(upright[[2]int{i, 0}])/tall(upright[[2]int{0, 0}]), math.Abs(item.Value)/400, 1e-6)
		// The area of a lying bar reaches two pixels over its start.
		wide := func(a Area) float64 { return topWidth(a) - 2 }
		near(t, "lying "+item.Label, wide(lying[[2]int{i, 0}])/wide(lying[[2]int{0, 0}]), math.Abs(item.Value)/400, 1e-6)
	}
	if base := upright[[2]int{0, 0}].Outline[2].Y; upright[[2]int{3, 0}].Outline[0].Y < base-1e-6 {
		t.Error("the negative bar does not hang from the zero line")
	}
}

func TestCompositionKeepsTheLargestAndAddsTheRest(t *testing.T) {
	shares := sampleShares(14)
	shares[0], shares[13] = shares[13], shares[0]
	p := Composition(Options{Size: Size{900, 420}}, Lying, [3]string{"本期", "上期", "去年同期"}, "其他", shares)
	areas := firstAreas(p)
	for i := range shares {
		_, shown := areas[[2]int{i, 0}]
		small := i == 0 || i >= 10 && i != 13
		if shown == small {
			t.Errorf("item %d: shown %v", i, shown)
		}
	}
	rest := 0.0
	for _, i := range []int{0, 10, 11, 12} {
		rest += shares[i].LastYear
	}
	got := topWidth(areas[[2]int{Rest, 2}]) - 2
	want := (topWidth(areas[[2]int{13, 2}]) - 2) * rest / shares[13].LastYear
	near(t, "sum of the rest", got, want, 0.5)
}

func TestStackedBarsEndWhereTheNextBegin(t *testing.T) {
	p := Stacked(page, Upright, "其他", []string{"一季度"}, []Series{
		{"甲", []float64{30}}, {"乙", []float64{20}}, {"丙", []float64{-10}}, {"丁", []float64{math.NaN()}},
	})
	a := firstAreas(p)
	near(t, "second on first", a[[2]int{0, 1}].Outline[2].Y, a[[2]int{0, 0}].Outline[0].Y, 1e-6)
	near(t, "third below zero", a[[2]int{0, 2}].Outline[0].Y, a[[2]int{0, 0}].Outline[2].Y, 1e-6)
	if _, drawn := a[[2]int{0, 3}]; drawn {
		t.Error("a missing value has a bar")
	}
}

func TestDonutSharesAreProportional(t *testing.T) {
	p := Donut(page, "合计", "其他", []Item{{"表扬", 75}, {"投诉", 25}, {"撤回", -5}, {"无", 0}})
	areas := firstAreas(p)
	near(t, "ratio of areas", polygonArea(areas[[2]int{0, 0}])/polygonArea(areas[[2]int{1, 0}]), 3, 0.01)
	if n := len(areas[[2]int{2, 0}].Outline); n != 4 {
		t.Errorf("a negative item has a slice of %d corners", n)
	}
	got := p.Image.RGBAAt(int(areas[[2]int{0, 0}].Outline[0].X)+6, int(areas[[2]int{0, 0}].Outline[0].Y)+8)
	if want := Light().Series[0]; got.R != want.R || got.G != want.G || got.B != want.B {
		t.Errorf("first slice is %v at its top, want %v", got, want)
	}
}

func polygonArea(a Area) float64 {
	sum := 0.0
	for i, p := range a.Outline {
		q := a.Outline[(i+1)%len(a.Outline)]
		sum += p.X*q.Y - q.X*p.Y
	}
	return math.Abs(sum) / 2
}

func TestLinePointsLieAtTheirValues(t *testing.T) {
	p := Lines(page, []string{"一月", "二月", "三月", "四月"}, []Series{{"销售额", []float64{0, 50, math.NaN(), 100}}})
	areas := firstAreas(p)
	y := func(i int) float64 {
		a := areas[[2]int{i, 0}]
		return (a.Outline[0].Y + a.Outline[2].Y) / 2
	}
	near(t, "half way", y(1), (y(0)+y(3))/2, 1e-6)
	if _, drawn := areas[[2]int{2, 0}]; drawn {
		t.Error("a missing value has a point")
	}
	if hit, ok := p.At(Point{(areas[[2]int{2, Whole}].Outline[0].X + areas[[2]int{2, Whole}].Outline[1].X) / 2, y(1)}); !ok || hit.Index != 2 || hit.Series != Whole {
		t.Errorf("a click on the gap gave %+v", hit)
	}
}

func TestPNGDecodesToTheScaledSize(t *testing.T) {
	data, err := Funnel(Options{Size: Size{301, 203}, Scale: 1.5}, ByAmount, "个", sampleStages).PNG()
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if b := img.Bounds(); b.Dx() != 452 || b.Dy() != 305 {
		t.Errorf("picture is %v", b)
	}
}

func TestNothingToShowDrawsOnlyTheSentence(t *testing.T) {
	blank := Donut(Options{Size: page.Size}, "合计", "其他", nil)
	for name, p := range map[string]Picture{
		"funnel": Funnel(page, ByAmount, "个", nil), "bars": Bars(page, Auto, "其他", nil),
		"composition": Composition(page, Auto, [3]string{}, "其他", nil), "stacked": Stacked(page, Auto, "其他", nil, nil),
		"lines": Lines(page, nil, nil), "donut of zeros": Donut(page, "合计", "其他", []Item{{"无", 0}}),
	} {
		if bytes.Equal(p.Image.Pix, blank.Image.Pix) {
			t.Errorf("%s: the sentence is missing", name)
		}
		if len(p.Areas) != 0 {
			t.Errorf("%s: an empty chart answers clicks", name)
		}
	}
}
