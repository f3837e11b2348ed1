package tour_test

import (
	"fmt"
	"path/filepath"
	"testing"

	"crmlab/data/pack"
	"crmlab/domain/lab"
	"crmlab/ui/tour"
)

// The recorded solutions work through the real pages and earn everything.
func TestEverySolutionWorksThroughThePages(t *testing.T) {
	c, err := pack.BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range c.Experiments {
		t.Run(x.Title, func(t *testing.T) {
			s := window(t)
			b, err := lab.Watch(s.Book(), c)
			if err != nil {
				t.Fatal(err)
			}
			defer b.Close()
			if err := tour.Solve(s, b, x, func(no int, st lab.Step, r *tour.Robot) {
				if dir := pictures(); dir != "" {
					r.Picture(filepath.Join(dir, fmt.Sprintf("实验%02d-%02d-%s.png", x.No, no, st.ID)))
				}
			}); err != nil {
				t.Fatal(err)
			}
			p, err := b.Look(x.No)
			if err != nil {
				t.Fatal(err)
			}
			for _, st := range p.Checks {
				if st.Outcome != lab.Fulfilled {
					t.Errorf("%s: %s %s", st.ID, st.Outcome, st.Found)
				}
			}
			for _, ch := range x.Checks { // where 带我去 leads to
				h, err := b.Help(x.No, ch.ID)
				if err != nil {
					t.Fatal(err)
				}
				e, ok := s.Registry().Find(h.Lead.Page)
				if !ok || h.Lead.HatName == "" && ch.Show.Hat != "" || h.Lead.Control == "" {
					t.Errorf("%s leads to %+v, which is not there", ch.ID, h.Lead)
				}
				if h.Lead.Record.ID != 0 && (e.Kind == nil || e.Kind.Name != h.Lead.Record.Kind) {
					t.Errorf("%s opens %v on the page %s", ch.ID, h.Lead.Record, e.Name)
				}
			}
			if p.Score.Earned != 100 {
				t.Errorf("%d points", p.Score.Earned)
			}
		})
	}
}

// Other correct ways, such as another order of the work, earn everything through the pages, too.
func TestOtherWaysWorkThroughThePages(t *testing.T) {
	c, err := pack.BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range c.Experiments {
		for _, v := range x.Variants {
			t.Run(x.Title+" "+v.Name, func(t *testing.T) {
				s := window(t)
				b, err := lab.Watch(s.Book(), c)
				if err != nil {
					t.Fatal(err)
				}
				defer b.Close()
				if err := tour.Play(s, b, x, v, nil); err != nil {
					t.Fatal(err)
				}
				if got := earned(t, b, x.No); got != 100 {
					t.Errorf("%d points", got)
				}
			})
		}
	}
}
