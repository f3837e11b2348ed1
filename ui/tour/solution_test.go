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
			if p.Score.Earned != 100 {
				t.Errorf("%d points", p.Score.Earned)
			}
		})
	}
}
