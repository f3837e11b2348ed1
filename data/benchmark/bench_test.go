package main

import (
	"errors"
	"flag"
	"os"
	"strings"
	"testing"
	"time"
)

// The benchmarks run at the sizes of this flag: go test -bench . -args -size S,M. A kept
// file of an earlier run (-keep) is used again.
var (
	testSizes = flag.String("size", "S", "sizes to run at, separated by commas")
	testKeep  = flag.Bool("keep", false, "keep generated files, and use those of an earlier run")
)

func workshopFor(tb testing.TB) *workshop {
	tb.Helper()
	w, err := newWorkshop(*testKeep, tb.Logf)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := w.Close(); err != nil {
			tb.Error(err)
		}
	})
	return w
}

func sized(tb testing.TB, w *workshop, size string) *measuring {
	tb.Helper()
	m := &measuring{options: &options{budget: quick, quick: true}, workshop: w, size: size}
	var err error
	if m.path, err = w.generate(size); err != nil {
		tb.Fatal(err)
	}
	if m.mirror, err = w.mirrored(m.path); err != nil {
		tb.Fatal(err)
	}
	return m
}

func opens(tb testing.TB, m *measuring) *bench {
	tb.Helper()
	b, err := m.open()
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := b.Close(); err != nil {
			tb.Error(err)
		}
	})
	return b
}

func TestBothSidesAnswerTheSame(t *testing.T) {
	b := opens(t, sized(t, workshopFor(t), "S"))
	for _, w := range b.works() {
		t.Run(w.name, func(t *testing.T) {
			if w.asks == 0 {
				t.Fatal("the file gives no question for it")
			}
			if err := w.check(); err != nil {
				t.Error(err)
			}
		})
	}
}

// One changed cell must be enough to stop a work from being timed: the comparison is
// worth nothing if it cannot fail.
func TestChangedRowsAreNoticed(t *testing.T) {
	shop := workshopFor(t)
	m := sized(t, shop, "S")
	var err error
	if m.mirror, err = shop.copied(m.mirror, "changed.sqlite"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Remove(m.mirror) })
	l, err := openLite(m.mirror, rollback)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{
		"UPDATE orders SET total = total + 1, sales = sales + 1, cost = cost + 1, date = date + 1",
		"UPDATE order_lines SET share = share + 1, net = net + 1, qty = qty + 1",
		"UPDATE receipts SET applied = applied - 1",
		"UPDATE plans SET received = received - 1",
		"UPDATE customers SET name = name || '甲', sold = sold + 1",
		"UPDATE tasks SET forecast = forecast + 100",
	} {
		if _, err := l.db.Exec(s); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	for _, w := range opens(t, m).works() {
		var d *differs
		if err := w.check(); !errors.As(err, &d) {
			t.Errorf("%s: every row was changed on one side, and the check says %v", w.name, err)
		}
	}
}

func TestGoalsAreJudged(t *testing.T) {
	list, figure := goal{within: 5_000_000, faster: 10}, goal{within: 20_000_000}
	for _, c := range []struct {
		goal  goal
		size  string
		ours  int64
		ratio float64
		want  verdict
	}{
		{list, "L", 5_000_000, 10, met}, {list, "L", 5_000_001, 10, missed}, {list, "L", 1_000_000, 9.99, missed},
		{list, "M", 5_000_000, 0.1, met}, {list, "S", 6_000_000, 100, missed}, // ratios are meant for L
		{figure, "M", 20_000_000, 0, met}, {figure, "S", 17_000_000, 0, missed}, // at S everything within a frame
		{goal{}, "L", 1, 1, ""},
	} {
		if got := c.goal.verdict(c.size, compared{ours: timing{Median: time.Duration(c.ours)}, ratio: c.ratio}); got != c.want {
			t.Errorf("at %s, %d ns and %g times as fast: %q, want %q", c.size, c.ours, c.ratio, got, c.want)
		}
	}
}

func TestGrowthIsJudgedByTheWorst(t *testing.T) {
	rows := grown([]result{{Work: "a", Size: "M", OursNS: 100}, {Work: "b", Size: "M", OursNS: 100}, {Work: "a", Size: "L", OursNS: 900}, {Work: "b", Size: "L", OursNS: 2000}})
	last := rows[len(rows)-1]
	if rows[2].Growth != 9 || last.Value != 20 || last.Met != missed {
		t.Errorf("growth %g, worst %g, met %q", rows[2].Growth, last.Value, last.Met)
	}
}

func BenchmarkWorks(b *testing.B) {
	shop := workshopFor(b)
	for _, size := range strings.Split(*testSizes, ",") {
		x := opens(b, sized(b, shop, size))
		for _, w := range x.works() {
			if w.asks == 0 {
				continue
			}
			if err := w.check(); err != nil {
				b.Fatal(err)
			}
			b.Run("size="+size+"/work="+strings.ReplaceAll(w.name, "/", "-")+"/side=crmlab", func(b *testing.B) { repeat(b, w.asks, discard(w.ours)) })
			if len(w.lite) == 0 {
				continue
			}
			b.Run("size="+size+"/work="+strings.ReplaceAll(w.name, "/", "-")+"/side=sqlite", func(b *testing.B) {
				s, _, err := fastest(w.lite, w.asks)
				if err != nil {
					b.Fatal(err)
				}
				repeat(b, w.asks, s.run)
			})
		}
	}
}

func repeat(b *testing.B, asks int, run func(int) error) {
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		if err := run(i % asks); err != nil {
			b.Fatal(err)
		}
		i++
	}
}
