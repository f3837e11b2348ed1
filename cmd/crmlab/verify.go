package main

import (
	"fmt"

	"github.com/spf13/pflag"

	"crmlab/data"
	"crmlab/domain"
	"crmlab/domain/record"
)

var verifyVerb = verb{
	name: "verify", args: "FILE", least: 1, most: 1,
	about: "检查文件：页面、索引、内存列、操作日志的哈希链，日志能否推出现在的记录，以及业务数字是否一致",
	more: `全部正确时退出码 0，否则逐条列出，退出码 1。

  crmlab verify 作业.crmwork`,
	setup: func(fs *pflag.FlagSet) act {
		form := formatFlag(fs)
		return func(c *console, args []string) error {
			return onFile(readWork, args[0], "", func(w *workFile, hat record.Hat) error {
				var checks []data.Check
				for _, k := range domain.Checks() {
					checks = append(checks, data.Check(k))
				}
				report, err := data.Verify(w.store, w.book, hat, checks...)
				if err != nil {
					return err
				}
				s := rowset{columns: []column{{name: "check", label: "检查"}, {name: "finding", label: "发现"}}}
				for _, f := range report.Findings {
					s.add(text(f.Check), text(f.Text))
				}
				if *form != asTable || !report.OK() {
					if err := s.print(c.out, *form); err != nil {
						return err
					}
				}
				if !report.OK() {
					return errUnsound
				}
				if *form == asTable {
					_, err = fmt.Fprintf(c.out, "检查了 %d 条记录和 %d 步操作，全部正确\n", report.Records, report.Entries)
				}
				return err
			})
		}
	},
}
