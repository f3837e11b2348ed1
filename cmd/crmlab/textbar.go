package main

import (
	"fmt"
	"io"
	"os"
	"time"
)

// textBar shows on a terminal how far long work is. Where nobody watches it stays silent.
type textBar struct {
	to    io.Writer
	began time.Time
	last  time.Time
}

// show tells how much is done, from 0 to 1.
func (b *textBar) show(done float64) {
	if !isTerminal(b.to) || time.Since(b.last) < 200*time.Millisecond {
		return
	}
	b.last = time.Now()
	fmt.Fprintf(b.to, "\r%3.0f%%  %.0f 秒", done*100, time.Since(b.began).Seconds())
}

func (b *textBar) end() {
	if !b.last.IsZero() {
		fmt.Fprint(b.to, "\r")
	}
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
