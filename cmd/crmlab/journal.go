package main

import (
	"encoding/hex"
	"time"

	"github.com/spf13/pflag"

	"crmlab/domain/record"
)

var journalVerb = verb{
	name: "journal", args: "FILE", least: 1, most: 1,
	about: "列出操作日志，最新的在前",
	more: `json 里每一步还有各记录各字段的原值和新值，以及本步的哈希值。

  crmlab journal 作业.crmwork --last 5
  crmlab journal 作业.crmwork --last 0 --format json     全部`,
	setup: func(fs *pflag.FlagSet) act {
		last := fs.Int("last", 20, "最新的`几`步，0 为全部")
		form := formatFlag(fs)
		return func(c *console, args []string) error {
			if *last < 0 {
				return misuse("--last 不能是负数")
			}
			return onFile(readWork, args[0], "", func(w *workFile, hat record.Hat) error {
				return w.book.Read(hat, func(r record.Reader) error {
					limit := *last
					if limit == 0 {
						limit = int(r.LastSeq())
					}
					entries, err := r.Journal(0, limit)
					if err != nil {
						return err
					}
					return journalSheet(printer{r}, entries, *form).print(c.out, *form)
				})
			})
		}
	},
}

func journalSheet(p printer, entries []*record.Entry, f format) *rowset {
	s := &rowset{columns: []column{{name: "seq", label: "序号", right: true}, {name: "time", label: "时间"}, {name: "day", label: "业务日期"},
		{name: "employee", label: "员工"}, {name: "position", label: "职位"}, {name: "op", label: "方式"}, {name: "action", label: "动作"},
		{name: "label", label: "操作"}, {name: "target", label: "对象"}, {name: "records", label: "记录数", right: true}}}
	if f == asJSON {
		s.columns = append(s.columns, column{name: "changes"}, column{name: "hash"})
	}
	for _, e := range entries {
		wall := time.UnixMilli(e.Wall)
		row := []cell{number(int(e.Seq)), {wall.Format("2006-01-02 15:04:05"), wall.UTC().Format(time.RFC3339)}, text(e.Day.String()),
			p.person(record.EmployeeKind, e.Hat.Employee), p.person("position", e.Hat.Position), text(e.Op), text(e.Action), text(e.Label),
			text(p.target(e.Target)), number(len(e.Changes))}
		if f == asJSON {
			row = append(row, cell{json: p.changes(e)}, cell{json: hex.EncodeToString(e.Hash[:])})
		}
		s.add(row...)
	}
	return s
}

// person is a part of a hat; 系统 where the program itself acted.
func (p printer) person(kind string, id record.ID) cell {
	if id == 0 {
		return cell{"系统", nil}
	}
	k := record.KindNamed(kind)
	return cell{p.title(k, id), p.number(k, id)}
}

func (p printer) changes(e *record.Entry) []object {
	out := make([]object, 0, len(e.Changes))
	for _, ch := range e.Changes {
		fields := make([]object, 0, len(ch.Fields))
		for _, fc := range p.fields(ch) {
			fields = append(fields, object{{"field", fc.field.Name}, {"old", p.json(fc.field, fc.old)}, {"new", p.json(fc.field, fc.new)}})
		}
		out = append(out, object{{"kind", ch.Kind}, {"no", ch.No}, {"op", ch.Op}, {"fields", fields}})
	}
	return out
}
