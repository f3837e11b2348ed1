package prepared

import (
	"sync"
	"time"

	"crmlab/domain/record"
)

// zone is where the company works: the journal's wall time of a step made at nine in the
// morning is nine in the morning there.
var zone = time.FixedZone("CST", 8*60*60)

// Clock is the clock of a Book that Build works on. While Build runs it shows the time of
// the simulated day; afterwards Follow lets it show another clock.
type Clock struct {
	mu   sync.Mutex
	at   time.Time
	real record.Clock
}

// Now is the record.Clock to open the Book with.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.real != nil {
		return c.real()
	}
	return c.at
}

// Follow makes the clock show another clock's time from now on.
func (c *Clock) Follow(real record.Clock) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.real = real
}

// open sets the clock to the start of a working day.
func (c *Clock) open(day record.Date) {
	c.mu.Lock()
	defer c.mu.Unlock()
	y, m, d := day.Time().Date()
	c.at = time.Date(y, m, d, 8, 40, 0, 0, zone)
}

// tick lets some seconds pass; after six in the evening time nearly stands still, so that
// no step falls into the night.
func (c *Clock) tick(seconds int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.at.Hour() >= 18 {
		seconds = 1 + seconds%7
	}
	c.at = c.at.Add(time.Duration(seconds) * time.Second)
}
