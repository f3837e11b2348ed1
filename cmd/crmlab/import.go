package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/pflag"

	"crmlab/assets"
	"crmlab/data/sheet"
	"crmlab/domain/exchange"
	"crmlab/domain/record"
)

var importVerb = verb{
	name: "import", args: "PATH", least: 1, most: 1,
	about: "按导入方案把文件或文件夹里的表格导入工作文件",
	more: `一次导入是一步，可以撤销；再导入一次会更新已有的记录。有一行不能导入时，其余的行照常导入，退出码 1。
--into 的文件不存在时新建一个空的工作文件。--map 也可以写自带方案的名称：` + strings.Join(assets.ImportNames(), "、") + `。

  crmlab import --map northwind --into 练习.crmwork samples/northwind
  crmlab import --map 客户.toml --dry-run --into 作业.crmwork 客户.xlsx --refused 未导入.csv`,
	setup: func(fs *pflag.FlagSet) act {
		var o importing
		fs.StringVar(&o.mapping, "map", "", "导入方案的`文件`，或自带方案的名称")
		fs.StringVar(&o.into, "into", "", "导入到这个工作`文件`")
		fs.BoolVar(&o.dry, "dry-run", false, "只试一次，不改动文件")
		fs.StringVar(&o.refused, "refused", "", "把没有导入的行和原因写到这个`文件`（csv 或 xlsx）")
		fs.StringVar(&o.as, "as", "", asUsage)
		o.form = formatFlag(fs)
		return func(c *console, args []string) error {
			if o.mapping == "" || o.into == "" {
				return misuse("要写明 --map 和 --into")
			}
			return o.run(c, args[0])
		}
	},
}

// importing is one import as the flags describe it.
type importing struct {
	mapping, into, refused, as string
	dry                        bool
	form                       *format
}

func (o *importing) run(c *console, path string) (err error) {
	m, err := mappingNamed(o.mapping)
	if err != nil {
		return err
	}
	tables, err := sheet.Tables(path, m)
	if err != nil {
		return err
	}
	open := openWork
	if _, missing := os.Stat(o.into); errors.Is(missing, fs.ErrNotExist) {
		open = foundWork
		defer func() { // a new file stays only when something was imported into it
			if o.dry || err != nil && !errors.Is(err, errUnsound) {
				if e := os.Remove(o.into); e != nil && err == nil {
					err = fmt.Errorf("remove the file of a dry run: %w", e)
				}
			}
		}()
	}
	return onFile(open, o.into, o.as, func(w *workFile, hat record.Hat) error {
		result, err := exchange.Run(context.Background(), w.book, hat, m, tables, exchange.Options{DryRun: o.dry})
		if err != nil {
			return err
		}
		if o.refused != "" {
			if err := saveRefused(o.refused, tables, result.Refused); err != nil {
				return err
			}
		}
		if err := o.print(c, result); err != nil {
			return err
		}
		if len(result.Refused) > 0 {
			return errUnsound
		}
		return nil
	})
}

// mappingNamed reads a mapping: a file, or one that the program brings.
func mappingNamed(name string) (*exchange.Mapping, error) {
	if _, err := os.Stat(name); errors.Is(err, fs.ErrNotExist) {
		if content, ok := assets.ImportMapping(strings.TrimSuffix(name, ".toml")); ok {
			return sheet.ParseMapping(name, content)
		}
	}
	return sheet.LoadMapping(name)
}

// saveRefused writes the rows that were not imported: one file, or one for each table
// when several have such rows.
func saveRefused(path string, tables []*exchange.Table, refused []exchange.Refused) error {
	var with []*exchange.Table
	for _, t := range tables {
		for _, x := range refused {
			if x.File == t.File && x.Sheet == t.Sheet {
				with = append(with, t)
				break
			}
		}
	}
	for _, t := range with {
		to := path
		if len(with) > 1 {
			ext := filepath.Ext(path)
			from := strings.TrimSuffix(t.File, filepath.Ext(t.File))
			to = strings.TrimSuffix(path, ext) + "-" + from + t.Sheet + ext
		}
		if _, err := sheet.SaveRefused(to, t, refused); err != nil {
			return err
		}
	}
	return nil
}

func (o *importing) print(c *console, result *exchange.Result) error {
	if *o.form == asJSON {
		e := json.NewEncoder(c.out)
		e.SetEscapeHTML(false)
		e.SetIndent("", " ")
		return e.Encode(result)
	}
	s := countsOf(result)
	if err := s.print(c.out, *o.form); err != nil || *o.form == asCSV {
		return err
	}
	verb := "已导入："
	if o.dry {
		verb = "试导入，没有改动文件："
	}
	fmt.Fprintln(c.out, verb+result.Sentence())
	for _, x := range result.Refused {
		fmt.Fprintf(c.out, "%s 第 %d 行 %s：%s。%s\n", x.File, x.Row, x.Column, strings.TrimRight(x.Why, "。"), x.Fix)
	}
	for _, x := range result.Warned {
		fmt.Fprintf(c.out, "%s 第 %d 行：%s。\n", x.File, x.Row, x.Says)
	}
	return nil
}

func countsOf(result *exchange.Result) *rowset {
	s := &rowset{columns: []column{{name: "kind", label: "记录"}, {name: "created", label: "新增", right: true}, {name: "updated", label: "更新", right: true},
		{name: "unchanged", label: "未变", right: true}, {name: "refused", label: "没有导入", right: true}, {name: "lines", label: "明细行", right: true}}}
	for _, k := range result.Order() {
		n := result.Kinds[k.Name]
		s.add(cell{text: k.Label + " " + k.Name}, number(n.Created), number(n.Updated), number(n.Unchanged), number(n.Refused), number(n.Lines))
	}
	return s
}
