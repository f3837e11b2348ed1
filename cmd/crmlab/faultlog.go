package main

import (
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"crmlab/data"
)

// faultLog keeps what goes wrong in a file, for whoever mends the program.
type faultLog struct {
	path string
	mu   sync.Mutex
}

// longestLog is how large the file may grow before it starts again.
const longestLog = 1 << 20

// startFaultLog also sends there what the Go runtime says when the program dies.
func startFaultLog(path string) *faultLog {
	if info, err := os.Stat(path); err == nil && info.Size() > longestLog {
		// A log that cannot be put aside grows on: better too long than lost.
		_ = os.Rename(path, path+".旧")
	}
	if f, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644); err == nil {
		if err := debug.SetCrashOutput(f, debug.CrashOptions{}); err != nil {
			fmt.Fprintln(os.Stderr, "crash output:", err)
		}
		f.Close() // the runtime has a copy of its own
	}
	return &faultLog{path: path}
}

// report adds an error with the place where it happened, and names the file.
func (l *faultLog) report(err error) (path string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	var b strings.Builder
	fmt.Fprintf(&b, "%s crmlab %s: %v\n", time.Now().Format(time.RFC3339), version, err)
	var fault *data.Fault
	var lost *data.Lost
	switch {
	case errors.As(err, &fault):
		b.Write(fault.Stack)
	case errors.As(err, &lost):
		fmt.Fprintf(&b, "%v\n%s", lost.Cause, lost.Stack)
	default:
		b.Write(debug.Stack())
	}
	b.WriteByte('\n')
	f, openErr := os.OpenFile(l.path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if openErr != nil {
		fmt.Fprint(os.Stderr, b.String())
		return ""
	}
	defer f.Close()
	if _, err := f.WriteString(b.String()); err != nil {
		fmt.Fprint(os.Stderr, b.String())
	}
	return l.path
}
