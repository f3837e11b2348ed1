package pack_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"crmlab/domain/lab"
)

var update = flag.Bool("update", false, "write the golden files anew")

// 体检: every check is red on the start file, green on the recorded solution with every value
// of its parameters, green on other correct ways, red on near misses. Every sentence that the
// checks say on the way is a text to be read: right, specific, kind. Read the difference before
// it is accepted with -update.
func TestEveryExperimentPassesItsInspection(t *testing.T) {
	c := builtIn(t)
	for _, x := range c.Experiments {
		t.Run(x.Title, func(t *testing.T) {
			said, rules := map[string][]string{}, map[string]string{}
			in := &lab.Inspection{Course: c, Fresh: fresh(t, t.TempDir()), Saw: func(script string, p *lab.Progress) {
				if strings.Contains(script, "学号") {
					return // the same with other figures
				}
				for _, st := range p.Checks {
					line := saying(st)
					rules[st.ID] = st.Rule
					if !slices.Contains(said[st.ID], line) {
						said[st.ID] = append(said[st.ID], line)
					}
				}
			}}
			found, err := in.Run(x)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range found {
				t.Error(f)
			}
			var b strings.Builder
			fmt.Fprintf(&b, "实验 %d %s\n", x.No, x.Title)
			for _, ch := range x.Checks {
				fmt.Fprintf(&b, "\n%s（%d 分）评分依据：%s\n", ch.ID, ch.Points, rules[ch.ID])
				for _, line := range said[ch.ID] {
					b.WriteString(line)
				}
			}
			golden(t, fmt.Sprintf("says-%02d.txt", x.No), b.String())
		})
	}
}

func saying(st *lab.State) string {
	s := fmt.Sprintf("  [%s %d/%d] %s\n    现在：%s\n", st.Outcome.Label(), st.Earned, st.Points, st.Title, st.Found)
	if st.Wanted != "" {
		s += "    应当：" + st.Wanted + "\n"
	}
	if st.Next != "" {
		s += "    下一步：" + st.Next + "\n"
	}
	if st.Candidate != "" {
		s += "    （" + st.Candidate + "）\n"
	}
	return s
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	gl, wl := strings.Split(got, "\n"), strings.Split(string(want), "\n")
	for i := range max(len(gl), len(wl)) {
		var g, w string
		if i < len(gl) {
			g = gl[i]
		}
		if i < len(wl) {
			w = wl[i]
		}
		if g != w {
			t.Errorf("%s line %d:\n got %s\nwant %s", name, i+1, g, w)
			return
		}
	}
}
