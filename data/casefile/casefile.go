// Package casefile puts the prepared case into work files.
package casefile

import (
	"errors"
	"runtime/debug"
	"time"

	"crmlab/data"
	"crmlab/domain"
	"crmlab/domain/lab/prepared"
	"crmlab/domain/record"
)

// Create makes a work file with the prepared case at a path, where nothing may be. progress,
// which may be nil, is told how far it is, from 0 to 1.
func Create(path string, progress func(float64)) error {
	store, err := data.Create(path, domain.Kinds)
	if err != nil {
		return err
	}
	return errors.Join(Fill(store, progress), store.Close())
}

// Fill puts the prepared case into an empty store, as Create does.
func Fill(store *data.Store, progress func(float64)) error {
	// Thousands of short steps make much garbage and keep little: collecting less often
	// saves a third of the time.
	defer debug.SetGCPercent(debug.SetGCPercent(400))
	clock := &prepared.Clock{}
	book, err := domain.Open(store, clock.Now)
	if err != nil {
		return err
	}
	if progress != nil {
		done := make(chan struct{})
		defer close(done)
		go watch(clock, progress, done)
	}
	return store.Bulk(func() error { return prepared.Build(book, prepared.Options{Clock: clock}) })
}

// watch tells how far the history has come by the clock that it goes by.
func watch(clock *prepared.Clock, progress func(float64), done <-chan struct{}) {
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	whole := float64(prepared.Last - prepared.First)
	for {
		select {
		case <-done:
			return
		case <-tick.C:
			passed := float64(record.DateOf(clock.Now()) - prepared.First)
			progress(min(max(passed/whole, 0), 1))
		}
	}
}
