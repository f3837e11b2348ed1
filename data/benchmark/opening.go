package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"time"

	"golang.org/x/sys/unix"

	"crmlab/data"
	"crmlab/domain"
	"crmlab/domain/company"
	"crmlab/domain/lab"
	"crmlab/domain/record"
)

// probeWord makes the program a probe: it opens a file, says what that took, and ends.
// Opening and memory are measured in a process of their own, which has nothing else.
const probeWord = "-probe"

// probed is what a probe says.
type probed struct {
	Opened, Header, Desk, Ready time.Duration // since the start of opening
	Heap                        uint64        // bytes that are alive
	Anon, File                  uint64        // bytes of the process that are in memory: its own, and those of mapped files
	Records                     int
}

// probe opens the file of its one argument; without, it only says what an empty process needs.
func probe(args []string) {
	p, err := probing(args)
	if err == nil {
		err = json.NewEncoder(os.Stdout).Encode(p)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func probing(args []string) (p probed, err error) {
	if len(args) == 0 {
		return p, p.weigh()
	}
	began := time.Now()
	store, err := data.Open(args[0], domain.Kinds)
	if err != nil {
		return p, err
	}
	defer func() { _ = store.Close() }() // only read
	book, err := domain.Open(store, time.Now)
	if err != nil {
		return p, err
	}
	p.Opened = time.Since(began)
	// What the window shows whatever the page: the company, the date and the hats.
	var hats []company.HatChoice
	if err := book.Read(record.Hat{}, func(r record.Reader) error {
		if _, err := company.Current(r); err != nil {
			return err
		}
		hats, err = company.Hats(r)
		return err
	}); err != nil {
		return p, err
	}
	p.Header = time.Since(began)
	ready := make(chan time.Duration, 1)
	go func() {
		<-store.Ready()
		ready <- time.Since(began)
	}()
	hat := record.Hat{}
	if len(hats) > 0 {
		hat = hats[0].Hat
	}
	if err := book.Read(hat, func(r record.Reader) error { _, err := lab.DeskOf(r); return err }); err != nil {
		return p, err
	}
	p.Desk = time.Since(began)
	p.Ready = <-ready
	data.Lean() // as the window does
	if err := store.Err(); err != nil {
		return p, err
	}
	if err := p.weigh(); err != nil {
		return p, err
	}
	return p, book.Read(record.Hat{}, func(r record.Reader) error {
		for _, k := range domain.Kinds {
			page, err := r.Query(record.Query{Kind: k, Size: 1})
			if err != nil {
				return err
			}
			p.Records += page.Total
		}
		return nil
	})
}

// weigh reads the memory of the process as it stands, then what of it is alive.
func (p *probed) weigh() error {
	for name, into := range map[string]*uint64{"RssAnon": &p.Anon, "RssFile": &p.File} {
		if _, err := fmt.Sscanf(valueIn("/proc/self/status", name), "%d", into); err != nil {
			return fmt.Errorf("%s of this process: %w", name, err)
		}
		*into <<= 10
	}
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	p.Heap = m.HeapAlloc
	return nil
}

// callProbe runs this program as a probe.
func callProbe(args ...string) (p probed, err error) {
	self, err := os.Executable()
	if err != nil {
		return p, err
	}
	c := exec.Command(self, append([]string{probeWord}, args...)...)
	c.Stderr = os.Stderr
	out, err := c.Output()
	if err != nil {
		return p, fmt.Errorf("probe %v: %w", args, err)
	}
	return p, json.Unmarshal(out, &p)
}

// forget drops a file from the system's cache, as if the computer had just been started.
func forget(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := f.Sync(); err != nil {
		return err
	}
	return unix.Fadvise(int(f.Fd()), 0, 0, unix.FADV_DONTNEED)
}

// opening measures how long opening takes, and what an open file weighs.
func (m *measuring) opening() error {
	if !m.wantsAny("open/first", "open/cold", "open/desk", "open/columns", "open/columns-cold", "memory/own", "memory/heap", "memory/mapped", "size/record") {
		return nil
	}
	times := 5
	if m.quick {
		times = 1
	}
	empty, err := callProbe()
	if err != nil {
		return err
	}
	var warm, cold []probed
	for range times {
		for into, isCold := range map[*[]probed]bool{&cold: true, &warm: false} {
			if isCold {
				if err := forget(m.path); err != nil {
					return err
				}
			}
			p, err := callProbe(m.path)
			if err != nil {
				return err
			}
			*into = append(*into, p)
		}
	}
	m.addSpan("open/first", "打开文件，到窗口和第一页可画", warm, func(p probed) time.Duration { return p.Header }, time.Second)
	m.addSpan("open/cold", "打开文件，到窗口和第一页可画，文件不在系统缓存里", cold, func(p probed) time.Duration { return p.Header }, time.Second)
	m.addSpan("open/columns", "打开文件，到内存列就绪", warm, func(p probed) time.Duration { return p.Ready }, 3*time.Second)
	m.addSpan("open/columns-cold", "打开文件，到内存列就绪，文件不在系统缓存里", cold, func(p probed) time.Duration { return p.Ready }, 3*time.Second)
	m.addSpan("open/desk", "打开文件，到我的桌面的数字齐全（参考）", warm, func(p probed) time.Duration { return p.Desk }, 0)
	m.addWeight("memory/own", "内存：列就绪时，高于空进程", warm, func(p probed) uint64 { return p.Anon - min(p.Anon, empty.Anon) }, 400<<20)
	m.addWeight("memory/heap", "内存：其中活的（参考）", warm, func(p probed) uint64 { return p.Heap - min(p.Heap, empty.Heap) }, 0)
	m.addWeight("memory/mapped", "内存：映射的文件页，系统可随时收回（参考）", warm, func(p probed) uint64 { return p.File - min(p.File, empty.File) }, 0)
	return m.addFileSize(warm[0].Records)
}

func (m *measuring) wantsAny(names ...string) bool { return slices.ContainsFunc(names, m.wants) }

func (m *measuring) addSpan(name, label string, probes []probed, of func(probed) time.Duration, most time.Duration) {
	if !m.wants(name) {
		return
	}
	var taken []time.Duration
	for _, p := range probes {
		taken = append(taken, of(p))
	}
	w := &work{name: name, label: label, goal: goal{within: most}}
	m.add(timed(w, m.size, "", compared{ours: timingOf(taken)}))
}

func (m *measuring) addWeight(name, label string, probes []probed, of func(probed) uint64, most uint64) {
	if !m.wants(name) {
		return
	}
	var all []uint64
	for _, p := range probes {
		all = append(all, of(p))
	}
	slices.Sort(all)
	bytes := at(all, 0.5)
	r := result{Work: name, Label: label, Ours: megabytes(bytes), Value: float64(bytes)}
	if most > 0 {
		r.Goal, r.Met = "≤ "+megabytes(most), judge(bytes <= most)
	}
	m.add(r)
}

func megabytes(n uint64) string { return digits(float64(n)/(1<<20)) + " MB" }

// addFileSize compares files. Ours holds the journal of every change beside the records,
// and SQLite's holds indexes that ours makes in memory.
func (m *measuring) addFileSize(records int) error {
	if !m.wants("size/record") {
		return nil
	}
	ours, err := os.Stat(m.path)
	if err != nil {
		return err
	}
	lite, err := os.Stat(m.mirror)
	if err != nil {
		return err
	}
	per := func(n int64) string {
		return fmt.Sprintf("%s，每条 %.0f 字节", megabytes(uint64(n)), float64(n)/float64(max(records, 1)))
	}
	m.add(result{Work: "size/record", Label: fmt.Sprintf("文件大小，%d 条记录，本程序连同日志（参考）", records), Ours: per(ours.Size()), Lite: per(lite.Size()),
		Value: float64(ours.Size()) / float64(max(records, 1))})
	return nil
}
