package data

import (
	"sync"
	"testing"
	"time"
)

// Readers that follow each other without a gap must not keep a writer out for ever, and a
// reader inside a reader must not wait for a writer for ever.
func TestAWriterHasItsTurnAmongReadersWithoutEnd(t *testing.T) {
	var l stateLock
	l.init()
	stop := make(chan struct{})
	var readers sync.WaitGroup
	for i := range 3 {
		readers.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				l.RLock()
				if i == 0 {
					time.Sleep(2 * precedence)
					l.RLock() // a writer waits by now
					time.Sleep(time.Microsecond)
					l.RUnlock()
				}
				time.Sleep(precedence + time.Duration(i)*precedence/3) // they overlap, and are slow
				l.RUnlock()
			}
		})
	}
	var writers sync.WaitGroup
	for range 2 {
		writers.Go(func() {
			for range 3 {
				l.Lock()
				l.Unlock() //nolint:staticcheck // to have had a turn is all
			}
		})
	}
	done := make(chan struct{})
	go func() { writers.Wait(); close(done) }()
	select {
	case <-done:
	case <-time.After(20 * time.Second):
		t.Error("writers are kept out")
	}
	close(stop)
	readers.Wait()
}
