package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/spf13/pflag"

	"crmlab/data/pack"
	"crmlab/domain/lab"
	"crmlab/ui/kit"
	"crmlab/ui/shell"
	"crmlab/ui/theme"
	"crmlab/ui/tour"
)

// tourSize is the commonest screen of a lab.
var tourSize = fyne.NewSize(1366, 768)

var tourVerb = verb{
	name:  "tour",
	about: "不用显示器，在新的案例上走一遍真实页面，并把每个页面画成图片",
	more: `先从销售机会做到收款、推进日期和分析图，再打开侧栏的每一页，最后按记录的解答把每个实验在页面上做一遍并报出得分。
有一步走不通时说明在哪里，退出码 3；有一个实验没得满分时退出码 1。

  crmlab tour --out 图片`,
	setup: func(fs *pflag.FlagSet) act {
		out := fs.String("out", "", "把图片写到这个`文件夹`")
		return func(c *console, _ []string) error {
			if *out == "" {
				return misuse("要写明 --out")
			}
			return runTour(c, *out)
		}
	},
}

// runTour makes a fresh prepared case in a temporary folder and drives the program over
// copies of it: the flow with every page, and the recorded solution of each experiment.
func runTour(c *console, out string) error {
	folder, err := os.MkdirTemp("", "crmlab-tour")
	if err != nil {
		return fmt.Errorf("temporary folder: %w", err)
	}
	defer os.RemoveAll(folder)
	t := &tourStage{console: c, folder: folder, out: out, start: filepath.Join(folder, "开始"+extension), log: startFaultLog(filepath.Join(folder, faultFolder))}
	if err := makeCase(t.start, func(float64) {}); err != nil {
		return err
	}
	t.app = test.NewApp()
	defer t.app.Quit()
	t.app.Settings().SetTheme(theme.New(theme.Light))
	if err := theme.SpeakChinese(); err != nil {
		return err
	}
	if err := t.on("巡览", t.pages); err != nil {
		return fmt.Errorf("tour: %w", err)
	}
	course, err := pack.BuiltIn()
	if err != nil {
		return err
	}
	for _, x := range course.Experiments {
		if err := t.on(fmt.Sprintf("实验%02d", x.No), func(w *session, s *shell.Shell) error { return t.solve(w, s, course, x) }); err != nil {
			return fmt.Errorf("tour: %w", err)
		}
	}
	fmt.Fprintf(c.out, "%d 张图片在 %s\n", t.n, out)
	return nil
}

// tourStage is the program without a screen, on one copy of the case after another.
type tourStage struct {
	*console
	folder, out, start string
	app                fyne.App
	log                *faultLog
	n                  int // pictures
}

// on opens a fresh copy of the case in a window of its own.
func (t *tourStage) on(name string, drive func(*session, *shell.Shell) error) (err error) {
	path := filepath.Join(t.folder, name+extension)
	if err := copyFile(t.start, path); err != nil {
		return err
	}
	work, err := openSession(path, t.log)
	if err != nil {
		return err
	}
	d := &desktop{app: t.app, runner: kit.Inline{}, window: test.NewWindow(nil), home: home(t.folder), memory: remember(filepath.Join(t.folder, "settings.toml"), func(error) {}), log: t.log}
	defer func() {
		d.window.Close()
		err = errors.Join(err, work.close(true))
	}()
	shell.DeclineWalk(d.memory)
	s := shell.New(work.config(d, shell.Student{Class: "电商1班", Name: "李明"}, work.firstHat()))
	d.window.Resize(tourSize)
	return drive(work, s)
}

func (t *tourStage) say(station string) {
	t.n++
	fmt.Fprintf(t.console.out, "%3d  %s\n", t.n, station)
}

func (t *tourStage) pages(w *session, s *shell.Shell) error {
	first := s.Hat() // the first employee leads the company and sees everything
	cast, err := tour.CastOf(w.book)
	if err != nil {
		return err
	}
	if err := tour.Flow(s, cast, t.out, t.say); err != nil {
		return err
	}
	s.Wear(first)
	return tour.EveryPage(s, t.out, t.say)
}

// solve plays an experiment's recorded solution, with a picture of every step, and tells
// the score.
func (t *tourStage) solve(w *session, s *shell.Shell, course *lab.Course, x *lab.Experiment) error {
	board, err := lab.Watch(w.book, course)
	if err != nil {
		return err
	}
	defer board.Close()
	if err := tour.Solve(s, board, x, func(no int, st lab.Step, r *tour.Robot) {
		name := fmt.Sprintf("实验%02d-%02d-%s", x.No, no, st.ID)
		t.say(name)
		r.Picture(filepath.Join(t.out, name+".png"))
	}); err != nil {
		return err
	}
	p, err := board.Look(x.No)
	if err != nil {
		return err
	}
	fmt.Fprintf(t.console.out, "实验 %d %s：%d 分\n", p.No, p.Title, p.Score.Earned)
	if p.Next != nil || p.Score.Earned != 100 {
		var text strings.Builder
		writeProgress(&text, p)
		fmt.Fprint(t.console.out, text.String())
		return errUnsound
	}
	return nil
}
