package main

import (
	"fmt"
	"runtime"
	"slices"
	"time"
)

// budget says how long a work is measured.
type budget struct {
	samples int           // at least
	time    time.Duration // at least, for each side
	most    time.Duration // for both sides together, whatever else
}

var (
	thorough = budget{samples: 15, time: time.Second, most: 20 * time.Second}
	quick    = budget{samples: 5, time: 30 * time.Millisecond, most: time.Second}
)

// sampleLength is what one sample takes at least, so that the clock does not count.
const sampleLength = 200 * time.Microsecond

// timing is how long one doing of a work took.
type timing struct {
	Median, P95 time.Duration
	Samples     int
}

func timingOf(samples []time.Duration) timing {
	sorted := slices.Sorted(slices.Values(samples))
	return timing{Median: at(sorted, 0.5), P95: at(sorted, 0.95), Samples: len(sorted)}
}

// side is one of those that are compared: it does question i.
type side struct {
	asks int
	run  func(i int) error
	next int
	each int // questions a sample
}

// sample does each questions and returns the time of one.
func (s *side) sample() (time.Duration, error) {
	began := time.Now()
	for range s.each {
		if err := s.run(s.next); err != nil {
			return 0, err
		}
		if s.next++; s.next == s.asks {
			s.next = 0
		}
	}
	return time.Since(began) / time.Duration(s.each), nil
}

// calibrate warms up and finds out how many questions make a sample.
func (s *side) calibrate() error {
	s.each = 1
	for range 2 {
		one, err := s.sample()
		if err != nil {
			return err
		}
		if one >= sampleLength {
			continue
		}
		s.each = int(sampleLength/max(one, 1)) + 1
		if one, err = s.sample(); err != nil {
			return err
		}
		s.each = max(1, int(sampleLength/max(one, 1))+1)
	}
	return nil
}

// compared is the outcome of two sides that did the same by turns.
type compared struct {
	ours, lite timing
	ratio      float64 // median of how many times longer SQLite took, pair by pair
}

// compare lets both sides work by turns until they are stable; lite may be nil. Garbage
// of what was before is collected first, so that nobody pays for it.
func compare(ours, lite *side, b budget) (compared, error) {
	sides := []*side{ours}
	if lite != nil {
		sides = append(sides, lite)
	}
	for _, s := range sides {
		if err := s.calibrate(); err != nil {
			return compared{}, err
		}
	}
	runtime.GC()
	taken := make([][]time.Duration, len(sides))
	var ratios []float64
	began := time.Now()
	for {
		for i, s := range sides {
			one, err := s.sample()
			if err != nil {
				return compared{}, err
			}
			taken[i] = append(taken[i], one)
		}
		n := len(taken[0])
		if lite != nil {
			ratios = append(ratios, float64(taken[1][n-1])/float64(max(taken[0][n-1], 1)))
		}
		passed := time.Since(began)
		if n >= 3 && passed > b.most || n >= b.samples && passed >= b.time*time.Duration(len(sides)) && stable(taken) {
			break
		}
	}
	c := compared{ours: timingOf(taken[0])}
	if lite != nil {
		slices.Sort(ratios)
		c.lite, c.ratio = timingOf(taken[1]), at(ratios, 0.5)
	}
	return c, nil
}

// stable reports whether the halves of every side's samples say the same to 3 %.
func stable(taken [][]time.Duration) bool {
	for _, t := range taken {
		first, second := timingOf(t[:len(t)/2]).Median, timingOf(t[len(t)/2:]).Median
		if d := first - second; max(d, -d) > max(first, second)*3/100 {
			return false
		}
	}
	return true
}

// fastest finds the way in which SQLite is quickest, by a few tries of each.
func fastest(ways []way, asks int) (*side, string, error) {
	var best *side
	var name string
	var least time.Duration
	for _, w := range ways {
		s := &side{asks: asks, run: discard(w.run)}
		if err := s.calibrate(); err != nil {
			return nil, "", err
		}
		took, err := s.tries()
		if err != nil {
			return nil, "", err
		}
		if best == nil || took < least {
			best, name, least = s, w.name, took
		}
	}
	return best, name, nil
}

// tries is the median of up to seven samples, of fewer where they take long.
func (s *side) tries() (time.Duration, error) {
	var taken []time.Duration
	for began := time.Now(); len(taken) < 7 && (len(taken) < 2 || time.Since(began) < time.Second); {
		one, err := s.sample()
		if err != nil {
			return 0, err
		}
		taken = append(taken, one)
	}
	return timingOf(taken).Median, nil
}

func discard(f func(int) (any, error)) func(int) error {
	return func(i int) error { _, err := f(i); return err }
}

// short prints a time in three digits.
func short(d time.Duration) string {
	switch {
	case d == 0:
		return "—"
	case d < time.Microsecond:
		return fmt.Sprintf("%d ns", d.Nanoseconds())
	case d < time.Millisecond:
		return digits(float64(d)/float64(time.Microsecond)) + " µs"
	case d < time.Second:
		return digits(float64(d)/float64(time.Millisecond)) + " ms"
	}
	return digits(d.Seconds()) + " s"
}

func digits(x float64) string {
	switch {
	case x < 10:
		return fmt.Sprintf("%.2f", x)
	case x < 100:
		return fmt.Sprintf("%.1f", x)
	}
	return fmt.Sprintf("%.0f", x)
}
