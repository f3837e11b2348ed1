package charts

import (
	"math"
	"strings"
	"testing"
)

func TestNumber(t *testing.T) {
	for v, want := range map[float64]string{
		0: "0", 12: "12", 820000: "820,000", 1902.6: "1,902.60", -1234567.5: "-1,234,567.50",
		-0.001: "0.00", 999.999: "1,000.00", 1e17: "1e+17", math.Inf(1): "1e+290",
	} {
		if got := Number(v); got != want {
			t.Errorf("Number(%v) = %q, want %q", v, got, want)
		}
	}
	if got := Number(math.NaN()); got != "0" {
		t.Errorf("Number(NaN) = %q", got)
	}
}

func TestAxisTicksAndUnits(t *testing.T) {
	for _, c := range []struct {
		values []float64
		steps  int
		ticks  string
		unit   string
	}{
		{[]float64{820000, 640000}, 5, "0 20 40 60 80 100", "单位：万元"},
		{[]float64{12, 5}, 5, "0 5 10 15", "单位：元"},
		{[]float64{2, 1}, 6, "0 1 2", "单位：元"},
		{[]float64{0.31, 0.2}, 4, "0.0 0.1 0.2 0.3 0.4", "单位：元"},
		{[]float64{-42000, 90000}, 4, "-50,000 0 50,000 100,000", "单位：元"},
		{[]float64{3.2e8}, 4, "0 1 2 3 4", "单位：亿元"},
		{[]float64{2.5e13}, 5, "0 5 10 15 20 25", "单位：万亿元"},
		{[]float64{0, 0}, 5, "0 1", "单位：元"},
		{[]float64{math.NaN()}, 5, "0 1", "单位：元"},
	} {
		a := newAxis(c.values, c.steps)
		if got := strings.Join(a.tickLabels(), " "); got != c.ticks {
			t.Errorf("%v: ticks %q, want %q", c.values, got, c.ticks)
		}
		if got := a.magnitude.unit("元"); got != c.unit {
			t.Errorf("%v: %q, want %q", c.values, got, c.unit)
		}
	}
	if got := (magnitude{1, ""}).unit(""); got != "" {
		t.Errorf("an axis without a unit states %q", got)
	}
}

func TestCutKeepsWithinTheRoom(t *testing.T) {
	const name = "上海浦江贸易有限公司浦东新区分公司"
	for room := 0.0; room < 260; room += 7 {
		got := labelFace.cut(name, room)
		if w := labelFace.width(got); w > room && got != "" {
			t.Errorf("%q is %.1f wide in %.1f", got, w, room)
		}
		if got != name && got != "" && !strings.HasSuffix(got, ellipsis) {
			t.Errorf("%q is cut without a sign", got)
		}
	}
	if got := labelFace.cut(name, 400); got != name {
		t.Errorf("a label with room was cut to %q", got)
	}
}

func TestPercent(t *testing.T) {
	for rate, want := range map[float64]string{20: "20%", 26.14: "26.1%", 0: "0%", 100: "100%", 33.35: "33.4%"} {
		if got := percent(rate); got != want {
			t.Errorf("percent(%v) = %q, want %q", rate, got, want)
		}
	}
}
