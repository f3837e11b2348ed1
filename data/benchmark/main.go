package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime/pprof"
	"strings"
	"time"
)

// options are the flags of a run.
type options struct {
	sizes   []string
	file    string
	only    *regexp.Regexp
	quick   bool
	keep    bool
	json    bool
	profile string
	budget  budget
}

func main() {
	if len(os.Args) > 1 && os.Args[1] == probeWord {
		probe(os.Args[2:])
		return
	}
	o, err := flags(os.Args[1:])
	if err == nil {
		err = run(o)
	}
	if errors.Is(err, flag.ErrHelp) {
		return
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func flags(args []string) (*options, error) {
	o := &options{budget: thorough}
	fs := flag.NewFlagSet("benchmark", flag.ContinueOnError)
	size := fs.String("size", "S", "`规模`，用逗号隔开：S,M,L")
	only := fs.String("only", "", "只做名称符合这个`正则表达式`的工作")
	fs.StringVar(&o.file, "file", "", "用已有的工作`文件`，规模记作 -size 的第一个")
	fs.BoolVar(&o.quick, "quick", false, "每项只量一小会儿：检查答案，数字只供参考")
	fs.BoolVar(&o.keep, "keep", false, "生成的文件留在临时文件夹，下次再用")
	fs.BoolVar(&o.json, "json", false, "打印 JSON")
	fs.StringVar(&o.profile, "profile", "", "把每项工作中本程序一边的 CPU 剖析写进这个`文件夹`")
	if err := fs.Parse(args); err != nil {
		return nil, err
	}
	o.sizes = strings.Split(*size, ",")
	var err error
	if o.only, err = regexp.Compile(*only); err != nil {
		return nil, err
	}
	if o.quick {
		o.budget = quick
	}
	if o.file != "" {
		o.sizes = o.sizes[:1]
	}
	return o, nil
}

func say(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }

func run(o *options) (err error) {
	w, err := newWorkshop(o.keep, say)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	var rep report
	var wrong []error
	for _, size := range o.sizes {
		m := &measuring{options: o, workshop: w, size: size}
		err := m.all()
		rep.Results = append(rep.Results, m.results...)
		wrong = append(wrong, m.wrong...)
		if err != nil {
			return errors.Join(err, errors.Join(wrong...))
		}
		rep.Machine = thisMachine(w.dir, m.version)
	}
	rep.Sizes = o.sizes
	rep.Results = grown(rep.Results)
	print := rep.markdown
	if o.json {
		print = rep.json
	}
	return errors.Join(print(os.Stdout), errors.Join(wrong...))
}

// measuring is the run of one size.
type measuring struct {
	*options
	*workshop
	size    string
	path    string // of the work file
	mirror  string // of its SQLite database
	version string // of SQLite
	results []result
	wrong   []error // works whose answers differ
}

func (m *measuring) add(r result) {
	r.Size = m.size
	m.results = append(m.results, r)
	say("%s %-24s %s | %s | %s %s", m.size, r.Work, r.Ours, dash(r.Lite), dash(r.Goal), r.Met)
}

func (m *measuring) wants(name string) bool { return m.only.MatchString(name) }

func (m *measuring) all() (err error) {
	if m.path = m.file; m.path == "" {
		if m.path, err = m.generate(m.size); err != nil {
			return err
		}
	}
	if m.mirror, err = m.mirrored(m.path); err != nil {
		return err
	}
	for _, part := range []func() error{m.opening, m.reading, m.changing} {
		if err := part(); err != nil {
			return err
		}
	}
	return nil
}

// open opens both sides to read.
func (m *measuring) open() (*bench, error) {
	file, err := openFile(m.path)
	if err != nil {
		return nil, err
	}
	l, err := openLite(m.mirror, forReading)
	if err != nil {
		return nil, errors.Join(err, file.store.Close())
	}
	m.version = l.version()
	f, err := factsOf(file.book)
	if err != nil {
		return nil, errors.Join(err, l.Close(), file.store.Close())
	}
	return &bench{opened: file, lite: l, facts: f}, nil
}

func (b *bench) Close() error { return errors.Join(b.lite.Close(), b.store.Close()) }

// reading checks and times the works that change nothing.
func (m *measuring) reading() error {
	b, err := m.open()
	if err != nil {
		return err
	}
	defer func() { _ = b.Close() }() // only read
	for _, w := range b.works() {
		if !m.wants(w.name) || w.asks == 0 {
			continue
		}
		if err := w.check(); err != nil {
			var d *differs
			if !errors.As(err, &d) {
				return err
			}
			say("%v", err)
			m.wrong = append(m.wrong, err)
			m.add(result{Work: w.name, Label: w.label, Ours: "答案不同", Met: missed})
			continue
		}
		if err := m.time(w); err != nil {
			return err
		}
	}
	return nil
}

func (m *measuring) time(w *work) error {
	ours := &side{asks: w.asks, run: discard(w.ours)}
	var lite *side
	var name string
	if len(w.lite) > 0 {
		var err error
		if lite, name, err = fastest(w.lite, w.asks); err != nil {
			return err
		}
	}
	c, err := compare(ours, lite, m.budget)
	if err != nil {
		return err
	}
	m.add(timed(w, m.size, name, c))
	return m.profiled(w.name, ours)
}

// profiled writes a profile of two seconds of a work.
func (m *measuring) profiled(name string, s *side) error {
	if m.profile == "" {
		return nil
	}
	if err := os.MkdirAll(m.profile, 0o755); err != nil {
		return err
	}
	f, err := os.Create(filepath.Join(m.profile, m.size+"-"+strings.ReplaceAll(name, "/", "-")+".pprof"))
	if err != nil {
		return err
	}
	defer f.Close()
	if err := pprof.StartCPUProfile(f); err != nil {
		return err
	}
	defer pprof.StopCPUProfile()
	for began := time.Now(); time.Since(began) < 2*time.Second; {
		if _, err := s.sample(); err != nil {
			return err
		}
	}
	return nil
}
