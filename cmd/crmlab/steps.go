package main

import (
	"fmt"

	"github.com/spf13/pflag"

	"crmlab/domain/record"
)

// Verbs that walk along the journal, and the one that moves the business date.
var (
	undoVerb    = stepVerb("undo", "撤销最近的一步", "没有可以撤销的操作", func(b *record.Book, h record.Hat) (*record.Entry, error) { return b.Undo(h) })
	redoVerb    = stepVerb("redo", "重做刚撤销的一步", "没有可以重做的操作", func(b *record.Book, h record.Hat) (*record.Entry, error) { return b.Redo(h) })
	restoreVerb = stepVerb("restore", "回到文件开始时的状态（可以撤销）", "文件就在开始时的状态", func(b *record.Book, h record.Hat) (*record.Entry, error) {
		return b.Restore(h, "回到开始")
	})
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
