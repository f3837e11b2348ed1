package tour_test

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"crmlab/ui/page"
	"crmlab/ui/tour"
)

// Where a place is said to be, a tap meets it: that is what a hand outside of the program relies on.
func TestATapAtAPlaceMeetsIt(t *testing.T) {
	s := window(t)
	w := s.Window().Canvas()
	tapAt := func(kind tour.PlaceKind, name string) {
		t.Helper()
		all := tour.Places(w)
		i := slices.IndexFunc(all, func(p tour.Place) bool { return p.Kind == kind && p.Name == name })
		if i < 0 {
			t.Fatalf("no %s %s among %+v", kind, name, all)
		}
		box, scale := all[i].Box, w.Scale()
		test.TapCanvas(w, fyne.NewPos((float32(box.X)+float32(box.W)/2)/scale, (float32(box.Y)+float32(box.H)/2)/scale))
	}

	tapAt(tour.TextPlace, "客户管理") // opens the experiment in the sidebar
	tapAt(tour.TextPlace, "客户档案")
	if got := s.Here().Name; got != "customer" {
		t.Fatalf("a tap on 客户档案 leads to %s", got)
	}
	tapAt(tour.ButtonPlace, "新增客户")
	if got := s.Here().View; got != page.New {
		t.Fatalf("a tap on 新增客户 shows %v", got)
	}
	tapAt(tour.FieldPlace, "负责人") // opens a list with a line to search in
	if !slices.ContainsFunc(tour.Places(w), func(p tour.Place) bool { return p.Kind == tour.FieldPlace && p.Focused }) {
		t.Error("a tap on 负责人 opens no list")
	}
}

// Behind a menu nothing can be clicked, and nothing there is a place.
func TestAMenuHidesThePlacesBehindIt(t *testing.T) {
	s := window(t)
	r := &tour.Robot{Shell: s}
	r.Open(page.Route{Name: "customer"})
	r.Press("列 ▾")
	if err := r.Err(); err != nil {
		t.Fatal(err)
	}
	for _, p := range tour.Places(s.Window().Canvas()) {
		if p.Name == "新增客户" {
			t.Errorf("%+v can be clicked behind the menu", p)
		}
	}
}
