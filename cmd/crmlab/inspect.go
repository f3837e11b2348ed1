package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/pflag"

	"crmlab/domain/lab"
	"crmlab/domain/record"
)

var inspectVerb = verb{
	name: "inspect", args: "[PACK-FOLDER]", least: 0, most: 1,
	about: "体检实验包：每个检查在开始时不通过，按解答和别的正确做法通过，差一点时不通过",
	more: `在新的案例上把解答、变式和近似的错各做一遍。不写文件夹时体检自带的实验。有问题时逐条列出，退出码 1。

  crmlab inspect
  crmlab inspect 我的实验包`,
	setup: func(fs *pflag.FlagSet) act {
		no := fs.Int("experiment", 0, "只体检第`几`个实验")
		return func(c *console, args []string) error {
			folder := ""
			if len(args) > 0 {
				folder = args[0]
			}
			course, err := courseOf(folder)
			if err != nil {
				return err
			}
			return inspect(c, course, *no)
		}
	},
}

// inspect tries every script of the course on copies of one fresh case.
func inspect(c *console, course *lab.Course, only int) (err error) {
	folder, err := os.MkdirTemp("", "crmlab-inspect")
	if err != nil {
		return fmt.Errorf("temporary folder: %w", err)
	}
	defer os.RemoveAll(folder)
	start := filepath.Join(folder, "开始"+extension)
	if err := makeCase(start, nil); err != nil {
		return err
	}
	in := &lab.Inspection{Course: course, Fresh: func() (*record.Book, func() error, error) {
		path := filepath.Join(folder, "体检"+extension)
		if err := copyFile(start, path); err != nil {
			return nil, nil, err
		}
		w, err := openWork(path)
		if err != nil {
			return nil, nil, err
		}
		return w.book, w.store.Close, nil
	}}
	sound := true
	for _, x := range course.Experiments {
		if only != 0 && x.No != only {
			continue
		}
		found, err := in.Run(x)
		if err != nil {
			return err
		}
		sound = sound && len(found) == 0
		fmt.Fprintf(c.out, "实验 %d %s：%d 个检查，%d 种变式，%d 种近似的错，", x.No, x.Title, len(x.Checks), len(x.Variants), len(x.Misses))
		if len(found) == 0 {
			fmt.Fprintln(c.out, "没有发现问题")
		} else {
			fmt.Fprintf(c.out, "%d 个问题\n", len(found))
		}
		for _, f := range found {
			fmt.Fprintln(c.out, "  "+f.String())
		}
	}
	if !sound {
		return errUnsound
	}
	return nil
}

func copyFile(from, to string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return fmt.Errorf("copy the start file: %w", err)
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		return fmt.Errorf("copy the start file: %w", err)
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	if _, err := io.Copy(out, in); err != nil {
		return fmt.Errorf("copy the start file: %w", err)
	}
	return nil
}
