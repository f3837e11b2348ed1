package main

import (
	"fmt"
	"os"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/spf13/pflag"

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
	more: `先从销售机会做到收款、推进日期和分析图，再打开侧栏的每一页。有一步走不通时说明在哪里，退出码 3。

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

// runTour makes a fresh prepared case in a temporary folder and drives the program over it.
func runTour(c *console, out string) (err error) {
	folder, err := os.MkdirTemp("", "crmlab-tour")
	if err != nil {
		return fmt.Errorf("temporary folder: %w", err)
	}
	defer os.RemoveAll(folder)
	path := filepath.Join(folder, "巡览"+extension)
	if err := makeCase(path, func(float64) {}); err != nil {
		return err
	}
	log := startFaultLog(filepath.Join(folder, "crmlab.log"))
	work, err := openSession(path, log)
	if err != nil {
		return err
	}
	defer func() {
		if e := work.close(); err == nil {
			err = e
		}
	}()

	app := test.NewApp()
	defer app.Quit()
	app.Settings().SetTheme(theme.New(theme.Light))
	if err := theme.SpeakChinese(); err != nil {
		return err
	}
	d := &desktop{app: app, runner: kit.Inline{}, window: test.NewWindow(nil), home: home(folder), memory: remember(filepath.Join(folder, "settings.toml"), func(error) {}), log: log}
	cfg := work.config(d, shell.Student{Class: "电商1班", Name: "李明"})
	s := shell.New(cfg)
	d.window.Resize(tourSize)
	cast, err := tour.CastOf(work.book)
	if err != nil {
		return err
	}
	n := 0
	say := func(station string) {
		n++
		fmt.Fprintf(c.out, "%3d  %s\n", n, station)
	}
	if err := tour.Flow(s, cast, out, say); err != nil {
		return fmt.Errorf("tour: %w", err)
	}
	s.Wear(cfg.Hat) // the first employee leads the company and sees everything
	if err := tour.EveryPage(s, out, say); err != nil {
		return fmt.Errorf("tour: %w", err)
	}
	fmt.Fprintf(c.out, "%d 张图片在 %s\n", n, out)
	return nil
}
