package report

import "testing"

func TestTheFileIsNamedAsTeachersAskForIt(t *testing.T) {
	for _, c := range []struct {
		r    Report
		want string
	}{
		{Report{No: 8, Class: "22电商1班", StudentNo: "2022040117", Name: "李明"}, "22电商1班-2022040117-李明-实验8"},
		{Report{No: 11, Name: "自学"}, "自学-实验11"},
		{Report{No: 1, Class: `a/b\c:d*e?f"g<h>i|j`, Name: " .\x01. "}, "a_b_c_d_e_f_g_h_i_j-实验1"},
	} {
		if got := c.r.FileName(); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

func TestTheScoreIsConvertedHalfUp(t *testing.T) {
	for _, c := range []struct {
		s    Score
		want int
	}{{Score{Earned: 100, Possible: 100}, 60}, {Score{Earned: 92, Possible: 100}, 55}, {Score{Earned: 1, Possible: 40}, 2}, {Score{}, 0}} {
		if got := c.s.Share(60); got != c.want {
			t.Errorf("%v is %d of 60, want %d", c.s, got, c.want)
		}
	}
}
