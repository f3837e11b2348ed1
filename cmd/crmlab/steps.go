package main

import (
	"fmt"

	"github.com/spf13/pflag"

	"crmlab/data/pack"
	"crmlab/domain/lab"
	"crmlab/domain/record"
)

// Verbs that walk along the journal, and the one that moves the business date.
var (
	undoVerb = stepVerb("undo", "撤销最近的一步", "没有可以撤销的操作", func(b *record.Book, h record.Hat) (*record.Entry, error) { return b.Undo(h) })
	redoVerb = stepVerb("redo", "重做刚撤销的一步", "没有可以重做的操作", func(b *record.Book, h record.Hat) (*record.Entry, error) { return b.Redo(h) })
)

// stepVerb makes a verb of a step that needs nothing but the file.
func stepVerb(name, about, nothing string, step func(*record.Book, record.Hat) (*record.Entry, error)) verb {
	return verb{
		name: name, args: "FILE", least: 1, most: 1, about: about,
		setup: func(fs *pflag.FlagSet) act {
			as := fs.String("as", "", asUsage)
			form := formatFlag(fs)
			return func(c *console, args []string) error {
				return onFile(openWork, args[0], *as, func(w *workFile, hat record.Hat) error {
					e, err := step(w.book, hat)
					if err != nil {
						return err
					}
					if e == nil && *form == asTable {
						_, err := fmt.Fprintln(c.out, nothing)
						return err
					}
					return printSteps(c, w.book, *form, e)
				})
			}
		},
	}
}

var restoreVerb = verb{
	name: "restore", args: "FILE", least: 1, most: 1, about: "回到文件开始时的状态，或重做一个实验（都可以撤销）",
	more: `写 --experiment 时先把整个文件存档，再回到开始做这个实验之前，之后的步骤都退回。

  crmlab restore 作业.crmwork --experiment 8`,
	setup: func(fs *pflag.FlagSet) act {
		as := fs.String("as", "", asUsage)
		no := fs.Int("experiment", 0, "重做第`几`个实验")
		form := formatFlag(fs)
		return func(c *console, args []string) error {
			return onFile(openWork, args[0], *as, func(w *workFile, hat record.Hat) error {
				var e *record.Entry
				var err error
				nothing := "文件就在开始时的状态"
				if *no == 0 {
					e, err = w.book.Restore(hat, "回到开始")
				} else {
					nothing = "这个实验还没有开始做"
					e, err = again(c, w, hat, *no, *form)
				}
				if err != nil {
					return err
				}
				if e == nil && *form == asTable {
					_, err := fmt.Fprintln(c.out, nothing)
					return err
				}
				return printSteps(c, w.book, *form, e)
			})
		}
	},
}

// again archives the work and takes it back to before an experiment was begun; nil, nil when it
// was not.
func again(c *console, w *workFile, hat record.Hat, no int, f format) (*record.Entry, error) {
	course, err := pack.BuiltIn()
	if err != nil {
		return nil, err
	}
	x := course.Experiment(no)
	if x == nil {
		return nil, record.Refuse("experiment", fmt.Sprintf("没有第 %d 个实验", no), "实验包里有：实验 "+experimentNumbers(course), "写其中一个")
	}
	board, err := lab.Watch(w.book, course)
	if err != nil {
		return nil, err
	}
	defer board.Close()
	a, err := board.Attempt(no)
	if a == nil || err != nil {
		return nil, err
	}
	kept, err := w.store.Archive(fmt.Sprintf("实验%d %d分 %s", no, a.Score.Earned, w.book.Now().Format("20060102-150405")))
	if err != nil {
		return nil, err
	}
	if f == asTable {
		fmt.Fprintln(c.out, "已存档到 "+kept)
	}
	return w.book.RestoreTo(hat, fmt.Sprintf("重做实验%d", no), a.After)
}

var dateVerb = verb{
	name: "date", args: "FILE [DATE]", least: 1, most: 2,
	about: "显示业务日期，或把它推进到 DATE",
	setup: func(fs *pflag.FlagSet) act {
		as := fs.String("as", "", asUsage)
		return func(c *console, args []string) error {
			open := readWork
			if len(args) == 2 {
				open = openWork
			}
			return onFile(open, args[0], *as, func(w *workFile, hat record.Hat) error {
				if len(args) == 2 {
					if _, err := moveDate(w.book, hat, args[1]); err != nil {
						return err
					}
				}
				day, err := w.book.Today()
				if err != nil {
					return err
				}
				_, err = fmt.Fprintln(c.out, day)
				return err
			})
		}
	},
}
