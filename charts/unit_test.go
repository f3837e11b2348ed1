package charts

import "testing"

// TestUnitIsThatOfTheAxis adds up small items to a rest that needs a larger unit than any of them.
func TestUnitIsThatOfTheAxis(t *testing.T) {
	items := make([]Item, 30)
	for i := range items {
		items[i] = Item{Label: "客户", Value: 60_000}
	}
	many, whole := Bars(Options{Size: Size{700, 260}, Unit: "元"}, Upright, "其他", items),
		Bars(Options{Size: Size{700, 260}, Unit: "元"}, Upright, "其他", append(items[:10:10], Item{"其他", 1_200_000}))
	for y := range 30 { // the line in which the unit stands
		for x := 560; x < 700; x++ {
			if many.Image.RGBAAt(x, y) != whole.Image.RGBAAt(x, y) {
				t.Fatalf("the unit over a rest that was added up differs from the one over the same figures given")
			}
		}
	}
}
