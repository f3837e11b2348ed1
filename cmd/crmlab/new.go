package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/pflag"

	"crmlab/data"
	"crmlab/data/casefile"
	"crmlab/domain"
	"crmlab/domain/record"
	"crmlab/ui/shell"
)

var newVerb = verb{
	name: "new", args: "FILE", least: 1, most: 1,
	about: "新建一个工作文件，内容是自带的案例",
	more: `写明学生时，实验里的客户、数量等按学号抽取，作业和报告上有他的名字。

  crmlab new 作业.crmwork
  crmlab new 作业.crmwork --class 2022级电商1班 --no 20220117 --name 陈晓`,
	setup: func(fs *pflag.FlagSet) act {
		class, no, name := fs.String("class", "", "学生的`班级`"), fs.String("no", "", "学生的`学号`"), fs.String("name", "", "学生的`姓名`")
		force := fs.Bool("force", false, "已有同名文件时替换它")
		return func(c *console, args []string) error {
			path := args[0]
			who := shell.Student{Class: *class, No: *no, Name: *name}
			if who.Name == "" && who != (shell.Student{}) {
				return record.Refuse("student.name", "没有新建「"+filepath.Base(path)+"」", "写了班级或学号，没有写姓名", "加上 --name 姓名")
			}
			if err := mayMake(path, *force); err != nil {
				return err
			}
			making := makeCase
			if who.Name != "" {
				making = func(path string, progress func(float64)) error { return makeWork(path, who, progress) }
			}
			if err := making(path, nil); err != nil {
				return err
			}
			_, err := fmt.Fprintln(c.out, "已新建 "+path)
			return err
		}
	},
}

// mayMake says why a file cannot be made at a path. With force a file may be there, but
// not one that another program has open.
func mayMake(path string, force bool) error {
	_, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("look at %s: %w", path, err)
	}
	if !force {
		return record.Refuse("file.exists", "没有新建「"+filepath.Base(path)+"」", "这个位置已有同名文件（"+path+"）", "换一个文件名，或加 --force 替换它")
	}
	store, err := data.Open(path, domain.Kinds)
	if record.IsRefusal(err, "file.inuse") {
		return err
	}
	if err == nil {
		return store.Close()
	}
	return nil // whatever it is, it is to be replaced
}

// makeCase makes the prepared case at a path, replacing what is there. The file appears
// when it is whole. progress, which may be nil, is told how far it is, from 0 to 1.
func makeCase(path string, progress func(float64)) error {
	return makeFile(path, func(making string) error { return casefile.Create(making, progress) })
}
