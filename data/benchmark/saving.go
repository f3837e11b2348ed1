package main

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"crmlab/domain/order"
)

var saveNames = []string{"save/bare", "save/sqlite", "save/rules"}

// warmUps are steps that nobody times.
const warmUps = 3

// saving compares one step with what the disk asks for: a commit of the same bytes by
// bbolt alone, and the same rows in one transaction of SQLite.
func (c *changes) saving() error {
	times := 60
	if c.quick {
		times = 6
	}
	bare, err := c.captured(times + warmUps)
	if err != nil {
		return err
	}
	defer func() { _ = bare.db.Close() }()
	// The first commits cut the pages that the file was made with; both sides of the
	// comparison have that behind them.
	for n := range warmUps {
		if err := bare.commit(n); err != nil {
			return err
		}
	}
	if c.wants("save/rules") {
		if err := c.rules(times); err != nil {
			return err
		}
	}
	lite, err := c.copy(c.mirror, c.size+"-changed.sqlite")
	if err != nil {
		return err
	}
	c.made = append(c.made, lite+"-journal", lite+"-wal", lite+"-shm")
	var ours, alone series
	var best struct {
		series
		way    string
		ratios []float64
	}
	for i, way := range []struct{ name, pragmas string }{{"回滚日志", rollback}, {"WAL", writeAhead}} {
		l, err := newLiteSaver(lite, way.pragmas)
		if err != nil {
			return err
		}
		var theirs series
		var ratios []float64
		for n := range times + warmUps {
			var o *order.Order
			if n == warmUps {
				theirs, ratios = series{}, nil
			}
			one, err := ours.measure(func() (err error) { o, err = c.saveOne(); return err })
			if err != nil {
				return errors.Join(err, l.Close())
			}
			if i == 0 && n >= warmUps {
				if _, err := alone.measure(func() error { return bare.commit(n) }); err != nil {
					return errors.Join(err, l.Close())
				}
			}
			if err := l.take(c.file.book, o, bare.journal[n]); err != nil {
				return errors.Join(err, l.Close())
			}
			two, err := theirs.measure(l.save)
			if err != nil {
				return errors.Join(err, l.Close())
			}
			ratios = append(ratios, float64(two)/float64(one))
		}
		if err := errors.Join(l.check(c.file.book), l.Close()); err != nil {
			return err
		}
		if best.way == "" || theirs.timing().Median < best.timing().Median {
			best.series, best.way, best.ratios = theirs, way.name, ratios
		}
	}
	c.addSaves(ours, alone, best.series, best.way, best.ratios)
	return nil
}

// most is how much longer a step may take than a bare commit of its bytes.
const most = 1.5

func (c *changes) addSaves(ours, alone, theirs series, way string, ratios []float64) {
	mine, bare, lite := ours.timing(), alone.timing(), theirs.timing()
	frames := "" // at S a save, too, is done within a frame
	if c.size == "S" {
		frames = "≤ " + plain(frame) + "，"
	}
	soon := c.size != "S" || mine.Median <= frame
	if c.wants("save/bare") {
		over := float64(mine.Median) / float64(bare.Median)
		c.add(result{Work: "save/bare", Label: "保存订单（十行、三期回款计划、日志）：对比裸 bbolt", Ours: withP95(mine) + "，写 " + ours.kilobytes(),
			Lite: "裸 bbolt " + withP95(bare) + "，写 " + alone.kilobytes(), Ratio: 1 / over, OursNS: int64(mine.Median), OursP95: int64(mine.P95),
			LiteNS: int64(bare.Median), LiteP95: int64(bare.P95), Goal: fmt.Sprintf("%s≤ %g 倍的裸 bbolt（%.2f）", frames, most, over), Met: judge(soon && over <= most)})
	}
	if c.wants("save/sqlite") {
		slices.Sort(ratios)
		ratio := at(ratios, 0.5)
		c.add(result{Work: "save/sqlite", Label: "保存订单：对比 SQLite，synchronous=FULL", Ours: withP95(mine) + "，写 " + ours.kilobytes(),
			Lite: way + " " + withP95(lite) + "，写 " + theirs.kilobytes(), Way: way, Ratio: ratio, OursNS: int64(mine.Median), OursP95: int64(mine.P95),
			LiteNS: int64(lite.Median), LiteP95: int64(lite.P95), Goal: "≥ 1×", Met: judge(ratio >= 1)})
	}
}

// rules measures the same step without its commit.
func (c *changes) rules(times int) error {
	var s series
	for range times {
		if _, err := s.measure(func() error { return c.file.book.Try(c.hat, c.save(c.draft())) }); err != nil {
			return err
		}
	}
	t := s.timing()
	c.add(result{Work: "save/rules", Label: "保存订单：只有规则，不写盘（参考）", Ours: withP95(t), OursNS: int64(t.Median), OursP95: int64(t.P95)})
	return c.profiled("save/rules", &side{asks: 1, each: 1, run: func(int) error { return c.file.book.Try(c.hat, c.save(c.draft())) }})
}

// series are repeated measurements with the bytes that they wrote.
type series struct {
	taken []time.Duration
	wrote int64
}

func (s *series) measure(do func() error) (time.Duration, error) {
	before, began := written(), time.Now()
	err := do()
	took := time.Since(began)
	s.taken, s.wrote = append(s.taken, took), s.wrote+written()-before
	return took, err
}

func (s *series) timing() timing { return timingOf(s.taken) }

func (s *series) kilobytes() string {
	return fmt.Sprintf("%.0f KB", float64(s.wrote)/float64(max(1, len(s.taken)))/1024)
}

// written is how many bytes this process has handed to write calls so far.
func written() int64 {
	var n int64
	if _, err := fmt.Sscanf(valueIn("/proc/self/io", "wchar"), "%d", &n); err != nil {
		return 0
	}
	return n
}
