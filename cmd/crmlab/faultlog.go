package main

import (
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"

	"gopkg.in/natefinch/lumberjack.v2"

	"crmlab/data"
)

// faultLog keeps what goes wrong in a folder of its own, for whoever mends the program. The folder
// can be sent to anybody: it holds what failed and where in the program, and nothing that a user
// has written (see plainly).
type faultLog struct {
	path string

	mu  sync.Mutex
	out *lumberjack.Logger // made at the first line
}

// Names in the folder.
const (
	faultFolder = "出错记录"
	logName     = "crmlab.log"
	crashName   = "崩溃" // with the moment: 崩溃-20261126-060512.txt
	rawName     = "crash.tmp"
	aboutName   = "说明.txt"
	keptCrashes = 5
)

// aboutFaults is 说明.txt: whoever opens the folder knows what to do with it.
const aboutFaults = `这个文件夹记着程序出错的时间、错误的种类和在程序里的位置，给修改程序的人看。
里面没有姓名、电话、客户、金额，也没有在程序里填写过的任何内容。
要报告问题：把整个文件夹压缩后发给老师或机房管理员，并写上当时在做什么。
`

// startFaultLog opens the log in a folder. What the Go runtime said when the program died last time
// is put beside it, without what it quotes; what it says this time is caught.
func startFaultLog(folder string) *faultLog {
	l := &faultLog{path: filepath.Join(folder, logName)}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		fmt.Fprintln(os.Stderr, "fault log:", err)
		return l
	}
	about := filepath.Join(folder, aboutName)
	if _, err := os.Stat(about); errors.Is(err, os.ErrNotExist) {
		// Without it the folder is as useful.
		_ = os.WriteFile(about, []byte("\ufeff"+strings.ReplaceAll(aboutFaults, "\n", "\r\n")), 0o644)
	}
	raw := filepath.Join(folder, rawName)
	if crash := keepCrash(folder, raw); crash != "" {
		l.line("the program died before; see " + filepath.Base(crash))
	}
	if f, err := os.OpenFile(raw, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600); err == nil {
		if err := debug.SetCrashOutput(f, debug.CrashOptions{}); err != nil {
			fmt.Fprintln(os.Stderr, "crash output:", err)
		}
		f.Close() // the runtime has a copy of its own
	}
	return l
}

// keepCrash makes a crash file of what the runtime wrote at the end of an earlier run, and returns
// its name; "" where that run ended well. The newest few are kept.
func keepCrash(folder, raw string) string {
	content, err := os.ReadFile(raw)
	if err != nil || len(content) == 0 {
		return ""
	}
	when := time.Now()
	if info, err := os.Stat(raw); err == nil {
		when = info.ModTime()
	}
	name := filepath.Join(folder, crashName+"-"+when.Format("20060102-150405")+".txt")
	if err := os.WriteFile(name, []byte("crmlab "+version+" "+runtime.GOOS+"/"+runtime.GOARCH+"\n"+plainCrash(string(content))), 0o644); err != nil {
		return ""
	}
	// What cannot be removed is overwritten at once.
	_ = os.Remove(raw)
	all, _ := filepath.Glob(filepath.Join(folder, crashName+"-*.txt"))
	slices.Sort(all)
	for len(all) > keptCrashes {
		_ = os.Remove(all[0])
		all = all[1:]
	}
	return name
}

// folder is where the log and the crash files are.
func (l *faultLog) folder() string { return filepath.Dir(l.path) }

// report adds an error with the place where it happened, and names the file. The words of the
// error itself stay out: they may quote what the user has written.
func (l *faultLog) report(err error) (path string) {
	stack := debug.Stack()
	var fault *data.Fault
	var lost *data.Lost
	switch {
	case errors.As(err, &fault):
		stack = fault.Stack
	case errors.As(err, &lost):
		stack = lost.Stack
	}
	if !l.line(plainly(err) + "\n" + plainStack(string(stack))) {
		return ""
	}
	return l.path
}

// line adds a line with the moment; false where it cannot be written.
func (l *faultLog) line(text string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.out == nil {
		l.out = &lumberjack.Logger{Filename: l.path, MaxSize: 1, MaxBackups: 3, LocalTime: true} // MB
	}
	line := fmt.Sprintf("%s crmlab %s: %s\n", time.Now().Format(time.RFC3339), version, strings.TrimRight(text, "\n"))
	if _, err := io.WriteString(l.out, line); err != nil {
		fmt.Fprint(os.Stderr, line)
		return false
	}
	return true
}

// Write takes what the toolkit logs, line by line, without what it may quote.
func (l *faultLog) Write(p []byte) (int, error) {
	for text := range strings.Lines(string(p)) {
		if text = strings.TrimSpace(text); text != "" {
			l.line("toolkit: " + plainWords(text))
		}
	}
	return len(p), nil
}

// hearToolkit has the log keep what Fyne says, which a program without a console would lose.
func (l *faultLog) hearToolkit() {
	log.SetFlags(0)
	log.SetOutput(io.MultiWriter(os.Stderr, l))
}
