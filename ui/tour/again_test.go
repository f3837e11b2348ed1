package tour_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"crmlab/data"
	"crmlab/domain/lab"
)

func earned(t *testing.T, b *lab.Board, no int) int {
	t.Helper()
	p, err := b.Look(no)
	if err != nil {
		t.Fatal(err)
	}
	return p.Score.Earned
}

// archived lists the archive of the work file.
func archived(t *testing.T) []string {
	t.Helper()
	all, err := os.ReadDir(data.ArchiveDir(workPath))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range all {
		out = append(out, e.Name())
	}
	return out
}

func TestAnExperimentIsBegunAnewAndTheOldAttemptArchived(t *testing.T) {
	_, _, r := guided(t, 8)
	r.Follow("重做本实验…")
	if r.Err() == nil {
		t.Fatal("what was never begun can be begun anew")
	}
	s, b, r := guided(t, 8)
	for _, no := range []int{7, 8, 9} {
		play(t, b, no, "")
	}
	a, err := b.Attempt(8)
	if err != nil || a == nil {
		t.Fatal(a, err)
	}
	var others []int
	for _, p := range a.Others {
		others = append(others, p.No)
	}
	if !slices.Equal(others, []int{1, 9}) || a.Score.Earned != 100 || a.Steps == 0 { // a part of 1 is done on the way
		t.Errorf("the attempt: %+v, with %v", a, others)
	}
	r.Follow("重做本实验…")
	sees(t, r, "现在得 100 分", "实验九（现在 100 分）")
	shoot(r, "重做-问")
	r.Press("存档并重做")
	shoot(r, "重做-之后")
	sees(t, r, "原来的工作已存档", "0/100 分")
	for no, want := range map[int]int{7: 100, 8: 0} {
		if got := earned(t, b, no); got != want {
			t.Errorf("experiment %d has %d points after it, want %d", no, got, want)
		}
	}
	if kept := archived(t); len(kept) != 1 || !strings.HasPrefix(kept[0], "实验八 100分 ") {
		t.Errorf("the archive has %v", kept)
	}
	// Reading the journal again comes to the same.
	again, err := lab.Watch(s.Book(), b.Course())
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	for _, no := range []int{7, 8, 9} {
		if x, y := earned(t, b, no), earned(t, again, no); x != y {
			t.Errorf("experiment %d: %d points while working, %d read again", no, x, y)
		}
	}
	play(t, b, 8, "")
	if got := earned(t, b, 8); got != 100 {
		t.Errorf("the second attempt earns %d", got)
	}
	for range b.Course().Experiment(8).Solution.Steps {
		s.Undo()
	}
	s.Undo()
	if got := earned(t, b, 8); got != 100 {
		t.Errorf("with the new beginning taken back there are %d points", got)
	}
	if r.Err() != nil {
		t.Error(r.Err())
	}
}
