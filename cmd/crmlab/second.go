package main

import (
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"crmlab/data"
	"crmlab/data/pack"
	"crmlab/domain/lab"
	"crmlab/domain/record"
	"crmlab/ui/shell"
)

const (
	keySecond = "second." // with the path of the work file: the path of its copy at the second place
	keyWiped  = "wiped"   // whether this computer forgets everything when it is started again: on, off, or as the pack says
)

// retryEvery is how often a second place that could not be written is tried again.
const retryEvery = 15 * time.Second

// second brings the work to its second place, on a goroutine of its own: a stick may be slow,
// and a share may not answer at all.
type second struct {
	s      *session
	memory *memory
	due    chan struct{}
	ended  chan struct{} // the goroutine is over
	retry  time.Duration

	writing sync.Mutex // one copy at a time

	mu     sync.Mutex
	path   string // "" none
	at     time.Time
	seq    uint64 // last step that is there
	busy   bool
	newer  bool
	failed error
	since  time.Time
	wiped  bool // as the pack says
	told   func()
}

// newSecond begins to look after the second place of a session; retry is how often one that is
// away is looked for.
func newSecond(s *session, m *memory, retry time.Duration) *second {
	p := &second{s: s, memory: m, due: make(chan struct{}, 1), ended: make(chan struct{}), retry: retry, path: m.Get(keySecond + s.path)}
	if c, err := pack.BuiltIn(); err == nil { // what is wrong with the course is told where it is shown
		p.wiped = c.Wiped
	}
	go p.run()
	p.poke()
	return p
}

func (p *second) run() {
	defer close(p.ended)
	select {
	case <-p.s.store.Ready(): // the disk is busy enough until then
	case <-p.s.stop:
		return
	}
	tick := time.NewTicker(p.retry)
	defer tick.Stop()
	for {
		select {
		case <-p.s.stop:
			return
		case <-p.due:
			_ = p.copy() // the state tells what went wrong
		case <-tick.C:
			if p.away() {
				_ = p.copy()
			}
		}
	}
}

// away reports whether the place was not there the last time. Other troubles wait for the next
// safety copy.
func (p *second) away() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return record.IsRefusal(p.failed, "second.away")
}

// poke asks for a copy and does not wait for it.
func (p *second) poke() {
	select {
	case p.due <- struct{}{}:
	default: // one is asked for already
	}
}

// change alters the state and tells the window.
func (p *second) change(how func()) {
	p.mu.Lock()
	how()
	told := p.told
	p.mu.Unlock()
	if told != nil {
		told()
	}
}

func (p *second) target() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.path
}

// mostTries are how many names of a second place are tried.
const mostTries = 50

// copy brings the newest safety copy to the second place. Files of others that lie there under
// the name are left alone: the copy then gets a name with a number.
func (p *second) copy() error {
	p.writing.Lock()
	defer p.writing.Unlock()
	path := p.target()
	if path == "" {
		return nil
	}
	p.change(func() { p.busy = true })
	used, seq, newer, err := p.deliver(path)
	p.change(func() {
		p.busy = false
		if p.path != path { // another was chosen meanwhile
			return
		}
		p.newer = newer
		switch {
		case err != nil && p.failed == nil:
			p.since = time.Now()
			p.failed = err
		case err != nil:
			p.failed = err
		case newer:
			p.failed = nil
		default:
			p.path, p.seq, p.at, p.failed = used, seq, writtenAt(used), nil
		}
	})
	if err != nil && !record.IsRefusal(err, "second.away") {
		p.s.log.report(fmt.Errorf("second place: %w", err))
	}
	if used != path && err == nil && !newer {
		p.memory.Set(keySecond+p.s.path, used)
	}
	return err
}

func (p *second) deliver(path string) (used string, seq uint64, newer bool, err error) {
	if info, err := os.Stat(filepath.Dir(path)); err != nil || !info.IsDir() {
		return path, 0, false, refuseAway(filepath.Dir(path))
	}
	from, seq, done, err := p.source(filepath.Dir(path))
	if err != nil {
		return path, 0, false, err
	}
	defer done()
	start, err := p.start()
	if err != nil {
		return path, 0, false, err
	}
	for n := 1; n < mostTries; n++ {
		used = numbered(path, n)
		kin, err := data.Kin(from, used, start)
		switch {
		case err != nil:
			return path, 0, false, err
		case kin == data.Later:
			return path, 0, true, nil
		case kin == data.Diverged || kin == data.OtherWork:
			continue
		}
		return used, seq, false, data.Deliver(from, used, start)
	}
	return path, 0, false, record.Refuse("second.taken", "没有存到第二处", "那里已有太多同名的文件", "换一个文件夹")
}

func writtenAt(path string) time.Time {
	info, err := os.Stat(path)
	if err != nil {
		return time.Now() // it was just there
	}
	return info.ModTime()
}

func refuseAway(folder string) error {
	return record.Refuse("second.away", "没有存到第二处", "找不到「"+folder+"」，U 盘可能拔掉了，或网络断开了", "插好以后会自动接着存")
}

func numbered(path string, n int) string {
	if n == 1 {
		return path
	}
	ext := filepath.Ext(path)
	return fmt.Sprintf("%s %d%s", path[:len(path)-len(ext)], n, ext)
}

// source is a file with the present state that nobody writes: the newest safety copy, or,
// where none can be made on this computer, one that is made at the second place itself.
func (p *second) source(folder string) (path string, seq uint64, done func(), err error) {
	done = func() {}
	if seq, err = p.s.lastSeq(); err != nil {
		return "", 0, done, err
	}
	p.s.copy()
	if path, err = p.s.newestCopy(); err == nil {
		return path, seq, done, nil
	}
	if record.IsRefusal(err, "file.unsound") {
		return "", 0, done, err // what is there is better than that
	}
	path = filepath.Join(folder, ".crmlab-直接-"+filepath.Base(p.s.path))
	if err := p.s.store.CopyTo(path); err != nil {
		return "", 0, done, err
	}
	return path, seq, func() { _ = os.Remove(path) }, nil // it is hidden, and replaced next time
}

func (p *second) start() (start uint64, err error) {
	err = p.s.book.Read(record.Hat{}, func(r record.Reader) error {
		start, err = lab.StartOfWork(r)
		return err
	})
	return start, err
}

// State belongs to shell.SecondPlace.
func (p *second) State() shell.SecondState {
	last, err := p.s.lastSeq()
	p.mu.Lock()
	defer p.mu.Unlock()
	return shell.SecondState{Path: p.path, At: p.at, Current: err == nil && p.path != "" && p.failed == nil && !p.newer && p.seq == last, Busy: p.busy, Newer: p.newer,
		Trouble: p.failed, Since: p.since, Wiped: p.isWiped()}
}

// isWiped is what the user says, and otherwise the pack.
func (p *second) isWiped() bool {
	switch p.memory.Get(keyWiped) {
	case "on":
		return true
	case "off":
		return false
	}
	return p.wiped
}

// choose makes a folder the second place; "" gives it up.
func (p *second) choose(folder string) {
	path := ""
	if folder != "" {
		path = filepath.Join(folder, filepath.Base(p.s.path))
	}
	p.memory.Set(keySecond+p.s.path, path)
	p.change(func() { p.path, p.at, p.seq, p.failed, p.newer = path, time.Time{}, 0, nil, false })
	p.poke()
}

// endWait is how long closing waits for a copy that is under way: a pulled stick may never
// answer, and what it already has stays whole.
const endWait = 3 * time.Second

// end is called when the session has stopped.
func (p *second) end() {
	select {
	case <-p.ended:
	case <-time.After(endWait):
	}
}

// place is the second place for the window.
func (p *second) place(d *desktop, who shell.Student) *shell.SecondPlace {
	return &shell.SecondPlace{
		State: p.State,
		Weigh: func(folder string) (string, error) {
			same, err := data.Weigh(p.s.path, folder)
			if err != nil || !same {
				return "", err
			}
			return "「" + folder + "」和工作文件在同一个磁盘上。磁盘坏了、被还原或清空时，两处会一起丢失。U 盘或共享文件夹更稳妥。", nil
		},
		Choose:    p.choose,
		CopyNow:   p.copy,
		TakeNewer: func() func() { return d.swap(p.s, who, p.target()) },
		SetWiped: func(on bool) {
			p.memory.Set(keyWiped, map[bool]string{true: "on", false: "off"}[on])
		},
		Watch: func(fn func()) {
			p.mu.Lock()
			p.told = fn
			p.mu.Unlock()
		},
	}
}
