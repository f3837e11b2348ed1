package kit

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestPagerTurnsAndSaysWhereItIs(t *testing.T) {
	var pages []int
	p := &Pager{Total: 236, Page: 1, OnPage: func(page int) { pages = append(pages, page) }}
	w, _ := stage(t, p, 700, 60)
	if p.count.Text != "共 236 条 · 第 1/12 页 · 每页 20 条" {
		t.Errorf("says %q", p.count.Text)
	}
	if !p.first.Disabled() || !p.prev.Disabled() || p.next.Disabled() {
		t.Error("the first page should only lead on")
	}
	test.Tap(p.prev)
	test.Tap(p.next)
	test.Tap(p.last)
	test.Tap(p.next)
	w.Canvas().Focus(p.jump.FocusTarget())
	typeText(t, w, "５")
	press(w, fyne.KeyReturn)
	typeText(t, w, "99")
	test.Tap(p.jumpGo)
	p.jump.SetValue("三")
	test.Tap(p.jumpGo)
	p.Step(-1)
	if fmt.Sprint(pages) != "[2 12 5 12 11]" {
		t.Errorf("turned to %v", pages)
	}
	if p.jump.Value() != "11" {
		t.Errorf("the jump shows %s", p.jump.Value())
	}
}

func TestPagerOfNothing(t *testing.T) {
	p := &Pager{OnPage: func(int) { t.Error("there is no page to turn to") }}
	stage(t, p, 700, 60)
	p.Set(0, 3)
	p.Step(1)
	p.Step(-1)
	if p.count.Text != "共 0 条 · 第 1/1 页 · 每页 20 条" || !p.next.Disabled() || !p.prev.Disabled() {
		t.Errorf("says %q", p.count.Text)
	}
}

func TestQueryBarAsksOnEnterAndResets(t *testing.T) {
	asked, reset := 0, 0
	name := &TextField{Placeholder: "客户名称"}
	level := &ChoiceField{Options: levels, Nullable: true}
	bar := &QueryBar{
		Inputs:  []QueryInput{{ID: "name", Widget: name}, {ID: "level", Widget: level}},
		OnQuery: func() { asked++ }, OnReset: func() { reset++ },
	}
	w, _ := stage(t, Stack{}.Of(bar), 800, 200)
	bar.Focus()
	typeText(t, w, "锦绣")
	press(w, fyne.KeyReturn)
	level.choose("B")
	test.Tap(findButton(t, bar, "查询"))
	if got := bar.Values(); asked != 2 || len(got) != 2 || got["name"] != "锦绣" || got["level"] != "B" {
		t.Errorf("asked %d times for %v", asked, got)
	}
	test.Tap(findButton(t, bar, "重置"))
	if len(bar.Values()) != 0 || reset != 1 {
		t.Errorf("after reset it holds %v", bar.Values())
	}
}

func TestQueryBarFlowsWhereItIsNarrow(t *testing.T) {
	_, _, bar, _ := listPage()
	if wide, narrow := bar.HeightFor(900), bar.HeightFor(360); narrow <= wide {
		t.Errorf("%.0f high at 360, %.0f at 900", narrow, wide)
	}
}
