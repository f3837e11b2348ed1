package handin_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"crmlab/data"
	"crmlab/data/handin"
	"crmlab/domain/company"
	"crmlab/domain/lab"
	"crmlab/domain/record"
)

// parts is a hand-in taken apart; together puts it together again.
type parts map[string][]byte

func apart(t testing.TB, content []byte) parts {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	out := parts{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if out[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

func (p parts) together(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range []string{"manifest.json", "records.jsonl", "journal.bin", "selfcheck.json", "contents.bin", "report-07.docx", "report-08.docx", "report-09.docx"} {
		if part, ok := p[name]; ok {
			w, err := z.Create(name)
			if err == nil {
				_, err = w.Write(part)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// manifest changes what the hand-in says of itself.
func (p parts) manifest(t testing.TB, change func(*handin.Manifest)) {
	t.Helper()
	var m handin.Manifest
	if err := json.Unmarshal(p["manifest.json"], &m); err != nil {
		t.Fatal(err)
	}
	change(&m)
	b, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	p["manifest.json"] = b
}

// cover hides from the sums of the manifest that parts were changed, as anybody can who
// looks into the file for a minute.
func (p parts) cover(t testing.TB) {
	t.Helper()
	p.manifest(t, func(m *handin.Manifest) {
		for name := range m.Parts {
			sum := sha256.Sum256(p[name])
			m.Parts[name] = hex.EncodeToString(sum[:])
		}
	})
}

func (p parts) steps(t testing.TB) (out [][]byte) {
	t.Helper()
	for b := p["journal.bin"]; len(b) > 0; {
		size, n := binary.Uvarint(b)
		out = append(out, b[n:n+int(size)])
		b = b[n+int(size):]
	}
	return out
}

func (p parts) setSteps(steps [][]byte) {
	var b []byte
	for _, s := range steps {
		b = append(binary.AppendUvarint(b, uint64(len(s))), s...)
	}
	p["journal.bin"] = b
}

// lastOf finds the newest step with an action, counted from 0.
func lastOf(t testing.TB, steps [][]byte, action string) int {
	t.Helper()
	for i := len(steps) - 1; i >= 0; i-- {
		if e, err := data.ReadEntry(steps[i]); err == nil && e.Action == action {
			return i
		}
	}
	t.Fatalf("no step %s", action)
	return 0
}

// ofZhu is what 朱丽 would hand in after experiment 8.
func ofZhu(t testing.TB) parts {
	t.Helper()
	path := filepath.Join(t.TempDir(), "zhu.crmwork")
	if err := work(path, zhu, func() time.Time { return wall().Add(time.Minute) }, solve(8)); err != nil {
		t.Fatal(err)
	}
	c, err := course()
	if err != nil {
		t.Fatal(err)
	}
	content, _, err := handin.Make(path, handin.Order{Course: c, Experiments: []int{8}, Made: wall().Add(time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	return apart(t, content)
}

// Every change to a hand-in is found and said where it is, also where the sums in the
// manifest were mended; and no change earns a point.
func TestEveryTamperingIsFoundAndSaysWhere(t *testing.T) {
	whole := apart(t, solvedHandin(t))
	n := len(whole.steps(t))
	last := func(t testing.TB, kind, field string) (no, value string) {
		for _, l := range slices.Backward(strings.Split(strings.TrimSpace(string(whole["records.jsonl"])), "\n")) {
			var x struct {
				Kind   string
				Fields map[string]any
			}
			if err := json.Unmarshal([]byte(l), &x); err != nil {
				t.Fatal(err)
			}
			if x.Kind == kind {
				return x.Fields["no"].(string), x.Fields[field].(string)
			}
		}
		t.Fatal("no " + kind)
		return "", ""
	}
	for _, c := range []struct {
		name   string
		tamper func(t *testing.T, p parts)
		says   func(t *testing.T) []string
		score  int // of experiment 8; 100 where the steps still stand
	}{
		{"a field of a record", func(t *testing.T, p parts) {
			no, total := last(t, "order", "total")
			from := bytes.Index(p["records.jsonl"], []byte(`"no":"`+no+`"`))
			at := bytes.Index(p["records.jsonl"][from:], []byte(`"total":"`+total+`"`))
			if from < 0 || at < 0 {
				t.Fatal("no total")
			}
			b := slices.Clone(p["records.jsonl"])
			p["records.jsonl"] = slices.Replace(b, from+at, from+at+len(`"total":"`+total), []byte(`"total":"9999999.00`)...)
		}, func(t *testing.T) []string {
			no, total := last(t, "order", "total")
			return []string{fmt.Sprintf("销售订单 %s 的合计：按操作记录应为 %s，文件里是 9999999.00。", no, total)}
		}, 100},
		{"a record taken out", func(t *testing.T, p parts) {
			lines := bytes.SplitAfter(p["records.jsonl"], []byte("\n"))
			for i, l := range lines {
				if bytes.Contains(l, []byte(`"kind":"order"`)) {
					p["records.jsonl"] = bytes.Join(slices.Delete(slices.Clone(lines), i, i+1), nil)
					return
				}
			}
		}, func(*testing.T) []string { return []string{"在操作记录里有，文件里没有。"} }, 100},
		{"a record twice, and one made up", func(t *testing.T, p parts) {
			b := p["records.jsonl"]
			first := b[:bytes.IndexByte(b, '\n')+1]
			p["records.jsonl"] = slices.Concat(b, first, []byte(`{"kind":"order","id":99999,"fields":{"no":"SO-9999"}}`+"\nnonsense\n"))
		}, func(*testing.T) []string {
			return []string{"与前面的一行是同一条", "销售订单 SO-9999 在文件里有，操作记录里没有它的来历。", "行不合格式。"}
		}, 100},
		{"a step taken out", func(t *testing.T, p parts) { p.setSteps(slices.Delete(p.steps(t), n-30, n-29)) },
			func(*testing.T) []string {
				return []string{fmt.Sprintf("缺少第 %d 步。", n-29), fmt.Sprintf("只按前 %d 步评分", n-30), fmt.Sprintf("制作时有 %d 步，现在只有 %d 步", n, n-1)}
			}, -1},
		{"two steps exchanged", func(t *testing.T, p parts) {
			s := p.steps(t)
			s[n-30], s[n-29] = s[n-29], s[n-30]
			p.setSteps(s)
		}, func(*testing.T) []string {
			return []string{fmt.Sprintf("缺少第 %d 步。", n-29), fmt.Sprintf("第 %d 步排在第 %d 步之后", n-29, n-28)}
		}, -1},
		{"a step edited", func(t *testing.T, p parts) {
			s := p.steps(t)
			at := lastOf(t, s, "plan")
			s[at] = slices.Clone(s[at])
			s[at][len(s[at])-1] ^= 1
			p.setSteps(s)
		}, func(t *testing.T) []string {
			at := lastOf(t, whole.steps(t), "plan")
			return []string{fmt.Sprintf("第 %d 步的内容被改动过，校验值不符。", at+1), fmt.Sprintf("只按前 %d 步评分", at)}
		}, -1},
		{"a step edited with a hash of its own", func(t *testing.T, p parts) {
			s := p.steps(t)
			at := lastOf(t, s, "plan")
			e := slices.Clone(s[at])
			e[len(e)-1] ^= 1
			sum := sha256.Sum256(append(slices.Clone(e[1:33]), e[65:]...))
			copy(e[33:], sum[:])
			s[at] = e
			p.setSteps(s)
		}, func(t *testing.T) []string {
			at := lastOf(t, whole.steps(t), "plan")
			return []string{fmt.Sprintf("第 %d 步接不上第 %d 步，可能来自另一份作业。", at+2, at+1)}
		}, -1},
		{"the end cut off", func(t *testing.T, p parts) { p.setSteps(p.steps(t)[:n-40]) },
			func(*testing.T) []string {
				return []string{fmt.Sprintf("现在只有 %d 步，缺了 40 步。", n-40)}
			}, -1},
		{"the records of another student", func(t *testing.T, p parts) {
			p["records.jsonl"] = ofZhu(t)["records.jsonl"]
		}, func(*testing.T) []string {
			return []string{"学生 XS-0001 的姓名：按操作记录应为 李明，文件里是 朱丽。"}
		}, 100},
		{"the steps of another student behind one's own", func(t *testing.T, p parts) {
			s, other := p.steps(t), ofZhu(t).steps(t)
			at := lastOf(t, s, record.OpMark) + 1
			p.setSteps(slices.Concat(s[:at], other[at:]))
		}, func(t *testing.T) []string {
			at := lastOf(t, whole.steps(t), record.OpMark) + 1
			return []string{fmt.Sprintf("第 %d 步接不上第 %d 步，可能来自另一份作业。", at+1, at)}
		}, 0},
		{"a forged self-check", func(t *testing.T, p parts) {
			var said []handin.SelfCheck
			if err := json.Unmarshal(p["selfcheck.json"], &said); err != nil {
				t.Fatal(err)
			}
			said[1].Earned, said[1].Checks[0].Earned = 120, 32
			p["selfcheck.json"], _ = json.Marshal(said)
		}, func(*testing.T) []string {
			return []string{"实验 8：自查写的是 120 分，按记录是 100 分。", "检查 8.1：自查写的是完成 32 分，按记录是完成 12 分。"}
		}, 100},
		{"another student in the manifest", func(t *testing.T, p parts) {
			p.manifest(t, func(m *handin.Manifest) { m.Student = zhu })
		}, func(*testing.T) []string {
			return []string{"提交包写的学号是「20230102」，操作记录里登记的是「20230101」。", "提交包写的姓名是「朱丽」，操作记录里登记的是「李明」。"}
		}, 100},
		{"another pack", func(t *testing.T, p parts) {
			p.manifest(t, func(m *handin.Manifest) { m.Pack.Sum = "0000" })
		}, func(*testing.T) []string { return []string{"它按实验包「crmlab」的另一个版本制作"} }, 100},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p := parts{}
			for name, part := range whole {
				p[name] = part
			}
			c.tamper(t, p)
			p.cover(t)
			v := review(t, p.together(t))
			var all []string
			for _, f := range v.Findings {
				all = append(all, f.Text)
			}
			for _, want := range c.says(t) {
				if !slices.ContainsFunc(all, func(s string) bool { return strings.Contains(s, want) }) {
					t.Errorf("nothing says %q:\n%s", want, strings.Join(all, "\n"))
				}
			}
			for _, pr := range v.Progress {
				if got := pr.Score.Earned; pr.No == 8 && (got > 100 || c.score >= 0 && got != c.score) {
					t.Errorf("experiment 8 has %d points, want %d", got, c.score)
				}
			}
		})
	}
}

// Without mended sums the manifest itself tells which part was touched.
func TestTheManifestTellsWhichPartWasTouched(t *testing.T) {
	p := apart(t, solvedHandin(t))
	p["selfcheck.json"] = append(p["selfcheck.json"], ' ')
	delete(p, "report-08.docx")
	v := review(t, p.together(t))
	if len(v.Findings) != 2 || v.Findings[0].Text != "「selfcheck.json」在制作之后被改动过。" || v.Findings[1].Text != "制作时有「report-08.docx」，现在没有了。" {
		t.Errorf("%+v", v.Findings)
	}
}

// A figure that the file calls right is looked at again with the records of its moment: one
// that was right then stays right although later work changed it, one that never was earns
// nothing.
func TestAFigureIsNotRightBecauseTheFileSaysSo(t *testing.T) {
	c, err := course()
	if err != nil {
		t.Fatal(err)
	}
	for _, forged := range []bool{false, true} {
		path := filepath.Join(t.TempDir(), "w.crmwork")
		if err := work(path, li, wall, func(book *record.Book, board *lab.Board) error {
			if err := solve(8)(book, board); err != nil {
				return err
			}
			if forged {
				if _, err := book.Write(record.Hat{}, "作答 8.11", func(tx record.Tx) error {
					return tx.ByRule().Save(&lab.Answer{Experiment: 8, Check: "8.11", Typed: "7", Value: decimal.NewFromInt(7), Day: tx.Today(), Right: true})
				}); err != nil {
					return err
				}
			}
			today, err := book.Today()
			if err != nil {
				return err
			}
			if _, err := company.MoveDate(book, record.Hat{}, today.AddDays(30)); err != nil { // the interest grows
				return err
			}
			a, agrees, err := board.Given(8, "8.11")
			if err == nil && (agrees || !a.Right) {
				err = fmt.Errorf("the figure is to be another now: %+v", a)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		content, _, err := handin.Make(path, handin.Order{Course: c, Experiments: []int{8}, Made: wall().Add(time.Hour)})
		if err != nil {
			t.Fatal(err)
		}
		v := review(t, content)
		st := v.Progress[0].Check("8.11")
		said := slices.ContainsFunc(v.Findings, func(f handin.Finding) bool { return f.About == "作答" && strings.Contains(f.Text, "没有给分") })
		want := lab.Score{Earned: 100, Possible: 100}
		if forged {
			want.Earned -= st.Points
		}
		if v.Progress[0].Score != want || said != forged || (st.Outcome == lab.Fulfilled) == forged {
			t.Errorf("forged %v: %+v, %s, %+v", forged, v.Progress[0].Score, st.Outcome, v.Findings)
		}
	}
}
