package main

import (
	"fmt"
	"strings"

	"github.com/spf13/pflag"

	"crmlab/domain/record"
)

var listVerb = verb{
	name: "list", args: "KIND FILE", least: 2, most: 2,
	about: "列出一种记录",
	more: `表格只有列表页上的列；csv 和 json 有全部字段，json 还有明细。--fields 另选。
条件可以写 字段=值、字段!=值、字段>=值、字段<=值、字段>值、字段<值、字段~文字（包含，也可以用拼音首字母），
字段= 表示没有填写。写几个 --where 时要同时成立。

  crmlab list order 作业.crmwork --where state=执行中 --where 'total>=100000' --sort -total
  crmlab list customer 作业.crmwork --text hngl --format json
  crmlab list payment-plan 作业.crmwork --where status=逾期 --as 李军`,
	setup: func(fs *pflag.FlagSet) act {
		where := fs.StringArray("where", nil, "`字段=值`，可以写几个")
		words := fs.String("text", "", "编号、名称等含有的`文字`或拼音首字母")
		sort := fs.StringSlice("sort", nil, "按`字段`排序，前面加 - 从大到小")
		fields := fs.StringSlice("fields", nil, "只要这些`字段`，用逗号隔开")
		page := fs.Int("page", 1, "第`几`页")
		size := fs.Int("size", 0, "每页`几`行，不写则全部列出")
		as := fs.String("as", "", asUsage)
		form := formatFlag(fs)
		return func(c *console, args []string) error {
			if *page < 1 || *size < 0 {
				return misuse("--page 从 1 起，--size 不能是负数")
			}
			k, err := kindNamed(args[0])
			if err != nil {
				return err
			}
			return onFile(readWork, args[1], *as, func(w *workFile, hat record.Hat) error {
				return w.book.Read(hat, func(r record.Reader) error {
					q := record.Query{Kind: k, Text: *words, Page: *page, Size: *size}
					if err := narrow(&q, r, *where, *sort); err != nil {
						return err
					}
					shown, err := listFields(r, k, *fields, *form)
					if err != nil {
						return err
					}
					return listRows(c, r, q, shown, *form)
				})
			})
		}
	},
}

// narrow adds the conditions and the order of the flags to a query.
func narrow(q *record.Query, r record.Reader, where, sort []string) error {
	for _, s := range sort {
		name, desc := strings.CutPrefix(s, "-")
		f := fieldNamed(r.Fields(q.Kind), name)
		if f == nil {
			return noField(q.Kind, r.Fields(q.Kind), name)
		}
		q.Sort = append(q.Sort, record.Sort{Field: f.Name, Desc: desc})
	}
	for _, s := range where {
		cond, err := condition(r, q.Kind, s)
		if err != nil {
			return err
		}
		q.Where = append(q.Where, cond)
	}
	return nil
}

// listFields are the fields to print.
func listFields(r record.Reader, k *record.Kind, names []string, f format) ([]*record.Field, error) {
	all := r.Fields(k)
	var out []*record.Field
	for _, n := range names {
		f := fieldNamed(all, n)
		if f == nil {
			return nil, noField(k, all, n)
		}
		out = append(out, f)
	}
	if len(out) > 0 {
		return out, nil
	}
	for _, g := range all {
		switch {
		case g.Hidden:
		case f == asTable && !g.Listed:
		case f == asCSV && g.Type == record.TypeRows:
		default:
			out = append(out, g)
		}
	}
	return out, nil
}

func noField(k *record.Kind, fields []*record.Field, name string) error {
	return record.RefuseField("field.unknown", name, k.Label+"没有「"+name+"」这个字段", "",
		"可以用："+fieldNames(fields, func(f *record.Field) bool { return !f.Hidden }))
}

func listRows(c *console, r record.Reader, q record.Query, fields []*record.Field, f format) error {
	page, err := r.Query(q)
	if err != nil {
		return err
	}
	p := printer{r}
	var s rowset
	stored := false // a field that only the file holds is among them
	for _, g := range fields {
		s.columns = append(s.columns, p.column(g))
		stored = stored || !g.Memory && !g.Derived()
	}
	for _, row := range page.Rows {
		var rec record.Record
		if stored {
			if rec, err = r.Load(q.Kind, row.ID()); err != nil {
				return err
			}
		}
		cells := make([]cell, len(fields))
		for i, g := range fields {
			if rec != nil && !g.Derived() {
				cells[i] = p.cell(g, g.Get(rec))
			} else {
				cells[i] = p.cell(g, row.Value(g))
			}
		}
		s.add(cells...)
	}
	if err := s.print(c.out, f); err != nil || f != asTable {
		return err
	}
	if page.Pages > 1 {
		_, err = fmt.Fprintf(c.out, "共 %d 条，第 %d 页，共 %d 页\n", page.Total, page.Page, page.Pages)
	} else {
		_, err = fmt.Fprintf(c.out, "共 %d 条\n", page.Total)
	}
	return err
}
