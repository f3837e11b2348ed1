package data

import (
	"sync"
	"time"
)

// stateLock is a read-write lock over the columns. A waiting writer goes before new
// readers, as in sync.RWMutex, but only for a moment at a time: a reader inside a reader,
// which a page makes by accident when it asks the book for the date while it reads, would
// otherwise wait for ever. Moments in which readers wait and moments in which they pass
// follow each other until the writer has its turn, for readers that come without end must
// not keep it out either; the former grow longer, for readers may be slow.
type stateLock struct {
	mu      sync.Mutex
	changed sync.Cond
	readers int
	writing bool
	waiting int  // writers
	passing bool // a writer has waited for a moment: readers may pass
	turning bool // moments are being counted
	hold    time.Duration
}

// precedence is how long a moment is at first.
const precedence = 20 * time.Millisecond

func (l *stateLock) init() { l.changed.L = &l.mu }

func (l *stateLock) RLock() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for l.writing || l.waiting > 0 && (l.readers == 0 || !l.passing) {
		l.changed.Wait()
	}
	l.readers++
}

func (l *stateLock) RUnlock() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.readers--; l.readers == 0 {
		l.changed.Broadcast()
	}
}

func (l *stateLock) Lock() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.writing || l.readers > 0 {
		l.waiting++
		if !l.turning {
			l.turning, l.passing, l.hold = true, false, precedence
			time.AfterFunc(l.hold, l.turn)
		}
		for l.writing || l.readers > 0 {
			l.changed.Wait()
		}
		l.waiting--
	}
	l.writing = true
}

// turn changes between moments in which readers wait and in which they pass, as long as a
// writer waits.
func (l *stateLock) turn() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.waiting == 0 {
		l.turning, l.passing = false, false
		return
	}
	l.passing = !l.passing
	if l.passing {
		l.changed.Broadcast()
		time.AfterFunc(precedence, l.turn)
	} else {
		l.hold *= 2
		time.AfterFunc(l.hold, l.turn)
	}
}

func (l *stateLock) Unlock() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.writing = false
	l.changed.Broadcast()
}
