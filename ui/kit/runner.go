package kit

import "fyne.io/fyne/v2"

// Runner decides where work runs. Pages take one, so that tests can run everything in order.
type Runner interface {
	Go(work func()) // runs work away from the interface
	UI(show func()) // runs show on the goroutine of the interface
}

// Background is the Runner of the running program.
type Background struct{}

// Go starts work on a goroutine of its own.
func (Background) Go(work func()) { go work() }

// UI queues show for the goroutine of the interface and does not wait for it.
func (Background) UI(show func()) { fyne.Do(show) }

// Inline is the Runner of tests: both run at once, on the caller's goroutine.
type Inline struct{}

// Go runs work before it returns.
func (Inline) Go(work func()) { work() }

// UI runs show before it returns.
func (Inline) UI(show func()) { show() }

// Latest lets only the answer to the newest question through: a slow answer to an older question
// must not overwrite a newer one. It belongs to the goroutine of the interface.
type Latest struct {
	asked uint64
}

// Next starts a new question and returns a function that says whether it is still the newest.
func (l *Latest) Next() func() bool {
	l.asked++
	mine := l.asked
	return func() bool { return l.asked == mine }
}

// Drop makes every answer still under way stale, for example when a page closes.
func (l *Latest) Drop() { l.asked++ }

// Fetch asks away from the interface and shows the answer on it, unless a newer question was
// asked meanwhile.
func Fetch[T any](r Runner, l *Latest, ask func() (T, error), show func(T, error)) {
	newest := l.Next()
	r.Go(func() {
		answer, err := ask()
		r.UI(func() {
			if newest() {
				show(answer, err)
			}
		})
	})
}

// IsInline reports whether the runner, or the one that it wraps, does work at once where it is
// asked to: nothing may then wait, and nothing may run later by itself.
func IsInline(r Runner) bool {
	for {
		if _, inline := r.(Inline); inline {
			return true
		}
		w, wraps := r.(interface{ Unwrap() Runner })
		if !wraps {
			return false
		}
		r = w.Unwrap()
	}
}
