package shell

import (
	"testing"

	"crmlab/domain/record"
	"crmlab/ui/page"
)

func routeTo(name string) page.Route { return page.Route{Name: name} }

func TestHistoryGoesBackAndForward(t *testing.T) {
	var h history
	for _, name := range []string{"a", "b", "c"} {
		h.push(routeTo(name))
	}
	for range 2 {
		if !h.move(-1) {
			t.Fatal("no way back")
		}
	}
	if h.current().route.Name != "a" {
		t.Fatalf("two steps back from c lead to %v", h.current().route)
	}
	if h.move(-1) {
		t.Error("there is something before the first place")
	}
	if !h.move(1) || h.current().route.Name != "b" {
		t.Errorf("forward leads to %v", h.current().route)
	}
	h.push(routeTo("d"))
	if h.can(1) || len(h.visits) != 3 {
		t.Errorf("a new way keeps the old one: %d places, forward %v", len(h.visits), h.can(1))
	}
	h.replace(routeTo("e"))
	if len(h.visits) != 3 || h.current().route.Name != "e" {
		t.Errorf("replace made %d places and stands at %v", len(h.visits), h.current().route)
	}
}

func TestHistoryLetsOldPagesGo(t *testing.T) {
	var h history
	var pages []*plainPage
	for i := range keptPages + 3 {
		h.push(page.Route{Name: "p", ID: record.ID(i)})
		p := &plainPage{}
		pages = append(pages, p)
		h.current().page = p
		h.showing()
	}
	for i, p := range pages {
		if want := i < 3; (p.closes == 1) != want {
			t.Errorf("page %d was closed %d times", i, p.closes)
		}
	}
	h.move(-1)
	h.showing()
	h.push(routeTo("q"))
	if pages[len(pages)-1].closes != 1 {
		t.Error("what lay ahead was not closed")
	}
	h.dropAll()
	for i, p := range pages {
		if p.closes != 1 {
			t.Errorf("page %d was closed %d times", i, p.closes)
		}
	}
}

func TestRecentNamesEveryPlaceOnce(t *testing.T) {
	var h history
	for _, name := range []string{"a", "b", "a", "c"} {
		h.push(routeTo(name))
	}
	got := h.recent(8)
	if len(got) != 2 || got[0].Name != "a" || got[1].Name != "b" {
		t.Errorf("recent places are %v, want a, b", got)
	}
	if got := h.recent(1); len(got) != 1 {
		t.Errorf("the limit of 1 gives %d", len(got))
	}
}
