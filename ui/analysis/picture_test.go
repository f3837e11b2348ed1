package analysis

import (
	"math"
	"testing"

	"crmlab/charts"
	"crmlab/ui/kit"
)

func TestSlantingPartsAreCoveredByStrips(t *testing.T) {
	triangle := []charts.Point{{X: 0, Y: 0}, {X: 100, Y: 0}, {X: 50, Y: 60}}
	area := 0.0
	for _, r := range rectangles(triangle) {
		area += (r.x1 - r.x0) * (r.y1 - r.y0)
	}
	if math.Abs(area-3000) > 60 {
		t.Errorf("the strips cover %.0f, the triangle 3000", area)
	}
	upright := []charts.Point{{X: 10, Y: 10}, {X: 30, Y: 10}, {X: 30, Y: 50}, {X: 10, Y: 50}}
	if got := rectangles(upright); len(got) != 1 || got[0] != (box{10, 10, 30, 50}) {
		t.Errorf("an upright rectangle became %v", got)
	}
	if got := rectangles(triangle[:2]); got != nil {
		t.Errorf("a line became %v", got)
	}
}

// TestViewAnswersWhereTheChartDoes compares the areas of the view with the chart's own answer.
func TestViewAnswersWhereTheChartDoes(t *testing.T) {
	ask := kit.DrawRequest{Width: 520, Height: 300, Scale: 1}
	p := charts.Donut(drawOptions(ask), "合计", rest, []charts.Item{{Label: "甲", Value: 5}, {Label: "乙", Value: 3}, {Label: "丙", Value: 2}})
	names := []string{"甲", "乙", "丙"}
	view := shown(p, ask, func(a charts.Area) (id, tip string) { return names[a.Index], "" })
	same, differ := 0, 0
	for x := 2.0; x < 520; x += 5 {
		for y := 2.0; y < 300; y += 5 {
			want := ""
			if a, ok := p.At(charts.Point{X: x, Y: y}); ok {
				want = names[a.Index]
			}
			got := ""
			for _, a := range view.Areas {
				if fx, fy := float32(x)/520, float32(y)/300; fx >= a.X && fx < a.X+a.W && fy >= a.Y && fy < a.Y+a.H {
					got = a.ID
					break
				}
			}
			if got == want {
				same++
			} else {
				differ++
			}
		}
	}
	if differ*100 > same {
		t.Errorf("%d of %d places answer otherwise than the chart", differ, same+differ)
	}
}
