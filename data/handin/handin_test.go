package handin_test

import (
	"path/filepath"
	"slices"
	"testing"
	"time"

	"crmlab/data/handin"
	"crmlab/domain/lab"
)

// What the recorded solutions of experiments 7, 8 and 9 lead to comes back with every point,
// and without a word of doubt.
func TestARecordedSolutionThatIsHandedInKeepsEveryPoint(t *testing.T) {
	v := review(t, solvedHandin(t))
	for _, f := range v.Findings {
		t.Errorf("%s: %s", f.About, f.Text)
	}
	if len(v.Progress) != 3 {
		t.Fatalf("%d experiments were graded", len(v.Progress))
	}
	for i, p := range v.Progress {
		if p.No != 7+i || p.Score != (lab.Score{Earned: 100, Possible: 100}) {
			t.Errorf("experiment %d: %+v", p.No, p.Score)
		}
	}
	if v.Student != li || len(v.Work) != 16 || len(v.Code) != 8 || v.Steps < 15_000 || v.Records < 12_000 {
		t.Errorf("%+v", v)
	}
}

func TestAHandInSaysWhoseItIsAndWhatItHolds(t *testing.T) {
	h, err := handin.Parse("作业.crmsub", solvedHandin(t))
	if err != nil {
		t.Fatal(err)
	}
	v, m := review(t, solvedHandin(t)), h.Manifest
	if m.Student != li || m.Work != v.Work || m.Code != v.Code || m.Steps != v.Steps || m.Records != v.Records || m.Program != "crmlab test" || !m.Made.Equal(wall().Add(time.Hour)) {
		t.Errorf("%+v", m)
	}
	if string(h.Reports[8]) != "PK report 8" || len(h.Reports) != 3 || len(h.Said) != 3 || h.Said[1].Earned != 100 {
		t.Errorf("reports %v, %+v", h.Reports, h.Said)
	}
	if name := handin.FileName(m.Student, m.Experiments); name != "信管2301-20230101-李明-实验7到9.crmsub" {
		t.Error(name)
	}
	if size := len(solvedHandin(t)); size > 8<<20 {
		t.Errorf("it has %d bytes", size)
	}
}

func TestOnlyTheExperimentsAskedForAreHandedIn(t *testing.T) {
	path := filepath.Join(t.TempDir(), "w.crmwork")
	if err := work(path, zhu, wall, solve(8)); err != nil {
		t.Fatal(err)
	}
	c, err := course()
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		asked []int
		want  []int
	}{{nil, []int{1, 8}}, {[]int{7}, []int{7}}} {
		content, m, err := handin.Make(path, handin.Order{Course: c, Experiments: x.asked, Made: wall()})
		if err != nil {
			t.Fatal(err)
		}
		v := review(t, content)
		if !slices.Equal(m.Experiments, x.want) || len(v.Progress) != len(x.want) || v.Progress[0].No != x.want[0] || len(v.Findings) > 0 {
			t.Errorf("asked for %v: %v, %+v", x.asked, m.Experiments, v.Findings)
		}
	}
}

func TestTheNameOfTheFileIsSafe(t *testing.T) {
	for _, c := range []struct {
		who  handin.Student
		nos  []int
		want string
	}{
		{handin.Student{}, nil, "作业.crmsub"},
		{handin.Student{Name: "../../etc/passwd"}, []int{8}, "etc_passwd-实验8.crmsub"},
		{handin.Student{Class: "A:1\n", No: "..", Name: " a\\b\u202e"}, []int{9, 1, 2}, "A_1-a_b-实验1、2、9.crmsub"},
		{handin.Student{Name: "李-明"}, []int{1, 2, 3, 7}, "李_明-实验1到3、7.crmsub"},
	} {
		if got := handin.FileName(c.who, c.nos); got != c.want {
			t.Errorf("%+v: %q, want %q", c.who, got, c.want)
		}
	}
}

func BenchmarkReview(b *testing.B) {
	content := solvedHandin(b)
	b.ResetTimer()
	for b.Loop() {
		review(b, content)
	}
}
