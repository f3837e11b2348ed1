package main

import (
	"fmt"
	"os"
	"time"

	"fyne.io/fyne/v2"
)

// framesEnv names a file in which the window notes how long it was deaf: scripts/window.sh
// measures with it that the window never freezes over a large file.
const framesEnv = "CRMLAB_FRAMES"

// watchFrames asks the interface for its attention all the time and notes, once a second, how
// long it had to wait at most: nothing is drawn and no key is heard in that time.
func watchFrames(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("note how long the window is deaf: %w", err)
	}
	go func() {
		began, last := time.Now(), time.Now()
		longest := time.Duration(0)
		heard := make(chan struct{})
		for {
			asked := time.Now()
			fyne.Do(func() { heard <- struct{}{} })
			<-heard
			longest = max(longest, time.Since(asked))
			if time.Since(last) >= time.Second {
				fmt.Fprintf(f, "%.0f %.1f\n", time.Since(began).Seconds(), float64(longest.Microseconds())/1000)
				longest, last = 0, time.Now()
			}
			time.Sleep(2 * time.Millisecond)
		}
	}()
	return nil
}
