package main

import (
	"bytes"
	"fmt"
	"os"
	"runtime"
	"time"

	"fyne.io/fyne/v2"
)

// framesEnv names a file in which the window notes how long it was deaf: scripts/window.sh
// measures with it that the window never freezes over a large file.
const framesEnv = "CRMLAB_FRAMES"

// watchFrames asks the interface for its attention all the time and notes, once a second, how
// long it had to wait at most, in ms: nothing is drawn and no key is heard in that time. On a
// machine without a graphics card most of it is OpenGL painting in software, so it also notes
// the longest wait without the part of it in which the interface was found inside OpenGL, and
// the longest in which it was found inside the store or the business.
func watchFrames(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("note how long the window is deaf: %w", err)
	}
	go func() {
		began, last := time.Now(), time.Now()
		var longest, longestElse, longestOurs time.Duration
		heard := make(chan struct{})
		for {
			asked := time.Now()
			fyne.Do(func() { heard <- struct{}{} })
			painting, ours := waitFor(heard)
			waited := time.Since(asked)
			longest = max(longest, waited)
			longestElse = max(longestElse, time.Duration(float64(waited)*(1-painting)))
			if ours {
				longestOurs = max(longestOurs, waited)
			}
			if time.Since(last) >= time.Second {
				ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
				fmt.Fprintf(f, "%.0f %.1f %.1f %.1f\n", time.Since(began).Seconds(), ms(longest), ms(longestElse), ms(longestOurs))
				longest, longestElse, longestOurs, last = 0, 0, 0, time.Now()
			}
			time.Sleep(2 * time.Millisecond)
		}
	}()
	return nil
}

// waitFor waits until the interface answers. It looks every few milliseconds what the interface
// does meanwhile, and returns the share of the looks that found it inside OpenGL, and whether
// one found it at work in the store or the business.
func waitFor(heard <-chan struct{}) (painting float64, ours bool) {
	stacks := make([]byte, 1<<18)
	looks, inside := 0, 0
	for {
		select {
		case <-heard:
			if looks > 0 {
				painting = float64(inside) / float64(looks)
			}
			return painting, ours
		case <-time.After(10 * time.Millisecond):
			all := stacks[:runtime.Stack(stacks, true)]
			_, main, _ := bytes.Cut(all, []byte("goroutine 1 ["))
			main, _, _ = bytes.Cut(main, []byte("\n\n"))
			looks++
			if bytes.Contains(main, []byte("go-gl/gl")) || bytes.Contains(main, []byte("SwapBuffers")) {
				inside++
			}
			ours = ours || bytes.Contains(main, []byte("crmlab/data.")) || bytes.Contains(main, []byte("crmlab/domain"))
		}
	}
}
