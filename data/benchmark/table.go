package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"
)

// result is one row of the table.
type result struct {
	Work   string  `json:"work"`
	Label  string  `json:"label"`
	Size   string  `json:"size"`
	Ours   string  `json:"ours"`
	Lite   string  `json:"sqlite,omitempty"`
	Way    string  `json:"way,omitempty"` // how SQLite did it
	Ratio  float64 `json:"ratio,omitempty"`
	Growth float64 `json:"growth,omitempty"` // from M to L
	Goal   string  `json:"goal,omitempty"`
	Met    verdict `json:"met,omitempty"`

	OursNS  int64   `json:"ours_ns,omitempty"`
	OursP95 int64   `json:"ours_p95_ns,omitempty"`
	LiteNS  int64   `json:"sqlite_ns,omitempty"`
	LiteP95 int64   `json:"sqlite_p95_ns,omitempty"`
	Value   float64 `json:"value,omitempty"` // of what is no time, in the unit that Ours shows
}

// verdict says whether a goal is met; "" where there is none.
type verdict string

const (
	met    verdict = "是"
	missed verdict = "否"
)

func judge(ok bool) verdict {
	if ok {
		return met
	}
	return missed
}

// largest is the size for which the ratios of the speed table are meant.
const largest = "L"

// frame is how long anything may take at size S that a user does at a page: one picture
// of the screen.
const frame = 16 * time.Millisecond

// bound is the goal's time at a size. What takes longer than a page may take (opening,
// importing) is not held to a frame.
func (g goal) bound(size string) time.Duration {
	if size == "S" && g.within > frame && g.within < time.Second {
		return frame
	}
	return g.within
}

func (g goal) text(size string) string {
	var parts []string
	if within := g.bound(size); within > 0 {
		parts = append(parts, "≤ "+plain(within))
	}
	if g.faster > 0 && size == largest {
		parts = append(parts, fmt.Sprintf("≥ %g×", g.faster))
	}
	return strings.Join(parts, "，")
}

// plain prints a goal's time, which is a whole number of its unit.
func plain(d time.Duration) string {
	switch {
	case d < time.Millisecond:
		return fmt.Sprintf("%d µs", d.Microseconds())
	case d < time.Second:
		return fmt.Sprintf("%d ms", d.Milliseconds())
	}
	return fmt.Sprintf("%g s", d.Seconds())
}

func (g goal) verdict(size string, c compared) verdict {
	if g.text(size) == "" {
		return ""
	}
	within := g.bound(size)
	return judge((within == 0 || c.ours.Median <= within) && (size != largest || g.faster == 0 || c.ratio >= g.faster))
}

func timed(w *work, size, way string, c compared) result {
	r := result{Work: w.name, Label: w.label, Size: size, Ours: withP95(c.ours), OursNS: int64(c.ours.Median), OursP95: int64(c.ours.P95),
		Goal: w.goal.text(size), Met: w.goal.verdict(size, c), Way: way}
	if c.ratio > 0 {
		r.Lite, r.LiteNS, r.LiteP95, r.Ratio = withP95(c.lite), int64(c.lite.Median), int64(c.lite.P95), c.ratio
	}
	return r
}

func withP95(t timing) string { return short(t.Median) + "（" + short(t.P95) + "）" }

// grown fills in how much more time a work takes at L than at M, and adds the row that
// judges the worst of them: rows grow tenfold.
func grown(results []result) []result {
	byM := map[string]result{}
	for _, r := range results {
		if r.Size == "M" {
			byM[r.Work] = r
		}
	}
	worst := -1
	for i := range results {
		r := &results[i]
		m := byM[r.Work]
		if r.Size != largest || m.OursNS == 0 || r.OursNS == 0 {
			continue
		}
		r.Growth = float64(r.OursNS) / float64(m.OursNS)
		if worst < 0 || r.Growth > results[worst].Growth {
			worst = i
		}
	}
	if worst < 0 {
		return results
	}
	w := results[worst]
	return append(results, result{Work: "growth", Label: "从 M 到 L 长得最快的：" + w.Label, Size: "M → L", Ours: times(w.Growth), Value: w.Growth,
		Goal: "≤ " + times(linear), Met: judge(w.Growth <= linear)})
}

// linear is how much a work may grow when the rows grow tenfold: with a little for caches
// that L no longer fits into.
const linear = 12

func times(x float64) string { return digits(x) + "×" }

// report is a whole run.
type report struct {
	Machine machine  `json:"machine"`
	Sizes   []string `json:"sizes"`
	Results []result `json:"results"`
}

func (r *report) json(to io.Writer) error {
	e := json.NewEncoder(to)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	return e.Encode(r)
}

// markdown prints the machine and the one table, every work's sizes beneath one another.
func (r *report) markdown(to io.Writer) error {
	var b strings.Builder
	b.WriteString(r.Machine.markdown())
	b.WriteString("\n| 工作 | 规模 | 本程序 | SQLite | 快几倍 | M→L | 目标 | 达到 |\n| --- | --- | ---: | ---: | ---: | ---: | --- | --- |\n")
	for _, row := range r.ordered() {
		ratio, growth := "", ""
		if row.Ratio > 0 {
			ratio = times(row.Ratio)
		}
		if row.Growth > 0 {
			growth = times(row.Growth)
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s | %s | %s |\n", row.Label, row.Size, row.Ours, dash(row.Lite), dash(ratio), dash(growth), dash(row.Goal), dash(string(row.Met)))
	}
	_, err := io.WriteString(to, b.String())
	return err
}

func dash(s string) string {
	if s == "" {
		return "—"
	}
	return s
}

// ordered puts the rows of one work together, in the order in which works came first.
func (r *report) ordered() []result {
	var names []string
	by := map[string][]result{}
	for _, x := range r.Results {
		if by[x.Work] == nil {
			names = append(names, x.Work)
		}
		by[x.Work] = append(by[x.Work], x)
	}
	var out []result
	for _, n := range names {
		out = append(out, by[n]...)
	}
	return out
}
