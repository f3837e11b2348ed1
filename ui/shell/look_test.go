package shell

import (
	"testing"

	"crmlab/ui/page"
)

func TestLookingThroughAnothersHatShowsTheirsAndWritesNothing(t *testing.T) {
	s := newStage(t, nil)
	s.shell.Go(page.Route{Name: "customer"})
	all := s.shell.frame.head.hat.text
	s.shell.Look(s.seller)
	h := s.shell.Hat()
	if !h.Look || h.Employee != s.seller.Employee {
		t.Fatalf("the pages read as %+v", h)
	}
	s.says("的身份查看")
	s.shoot("look")
	if s.shell.frame.head.hat.text == all {
		t.Error("the head names whose hat it was before")
	}
	s.shell.Undo()
	if label, err := s.book.CanRedo(); err != nil || label != "" {
		t.Errorf("looking took back %q, %v", label, err)
	}
	s.shell.Look(s.boss) // the own hat: nothing is left to look through
	if s.shell.Hat() != s.boss {
		t.Errorf("afterwards the hat is %+v", s.shell.Hat())
	}
	s.shell.Look(s.seller)
	s.shell.EndLook()
	if s.shell.Hat() != s.boss || s.shell.frame.look.Visible() {
		t.Error("the end of the look does not bring the own hat back")
	}
	s.shell.Look(s.seller)
	s.shell.Wear(s.seller) // to work as that employee
	if s.shell.Hat() != s.seller || s.shell.frame.look.Visible() {
		t.Error("a hat that is put on can work")
	}
}
