package page

import (
	"time"

	"crmlab/ui/kit"
)

// pause runs work once the user has stopped typing. It belongs to the goroutine of the interface.
type pause struct {
	runner kit.Runner
	wait   time.Duration
	latest kit.Latest
	waits  bool // see start
}

func newPause(r kit.Runner, wait time.Duration) *pause {
	if kit.IsInline(r) {
		wait = 0 // nobody types, and nobody would wait
	}
	return &pause{runner: r, wait: wait}
}

// run does f on the goroutine of the interface after the pause, unless it is asked again before.
func (p *pause) run(f func()) {
	newest := p.latest.Next()
	p.runner.Go(func() {
		time.Sleep(p.wait)
		p.runner.UI(func() {
			if newest() {
				f()
			}
		})
	})
}

// start is run for work that may not be put off any more: what is asked for meanwhile has to be
// content with the work that already waits.
func (p *pause) start(f func()) {
	if p.waits {
		return
	}
	p.waits = true
	p.run(func() {
		p.waits = false
		f()
	})
}

// drop forgets what waits.
func (p *pause) drop() {
	p.latest.Drop()
	p.waits = false
}
