package data

import (
	"sync"
	"time"
)

// stateLock is a read-write lock over the columns. A waiting writer goes before new
// readers, as in sync.RWMutex, but only for a moment: a reader inside a reader, which a
// page makes by accident when it asks the book for the date while it reads, would
// otherwise wait for ever.
type stateLock struct {
	mu      sync.Mutex
	changed sync.Cond
	readers int
	writing bool
	waiting int  // writers
	overdue bool // a writer has waited long enough: readers may pass again
}

// precedence is how long a waiting writer holds new readers back.
const precedence = 20 * time.Millisecond

func (l *stateLock) init() { l.changed.L = &l.mu }

func (l *stateLock) RLock() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for l.writing || l.waiting > 0 && !l.overdue {
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
		late := time.AfterFunc(precedence, func() {
			l.mu.Lock()
			defer l.mu.Unlock()
			if l.waiting > 0 {
				l.overdue = true
				l.changed.Broadcast()
			}
		})
		for l.writing || l.readers > 0 {
			l.changed.Wait()
		}
		late.Stop()
		l.waiting--
	}
	l.writing = true
	if l.waiting == 0 {
		l.overdue = false
	}
}

func (l *stateLock) Unlock() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.writing = false
	l.changed.Broadcast()
}
