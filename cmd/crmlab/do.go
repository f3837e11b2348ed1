package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"crmlab/domain/company"
	"crmlab/domain/record"
)

var doVerb = verb{
	name: "do", args: "FILE KIND/NUMBER ACTION [FIELD=VALUE]...", least: 3, most: -1,
	about: "做一步操作：新增、编辑、删除，或记录声明的任何动作",
	more: `新增写 KIND/new create，编辑写 edit，删除写 delete。动作和字段见 crmlab help KIND。
链接写编号或名称；多个用、隔开。明细的每一行依次写各列，用 * 隔开，行用 ; 隔开，@ 后面是手工折扣；
也可以写 json：lines=[{"product":"P-0012","qty":"20"}]。
打印每个改动的字段（原值 → 新值）；不允许时说明原因，退出码 1。

  crmlab do 作业.crmwork order/new create party=C-0184 lines='P-0012*20;P-0031*5@8' --as 李军
  crmlab do 作业.crmwork order/SO-0231 plan mode=shares shares=40、30、30 first=2026-12-01
  crmlab do 作业.crmwork order/SO-0231 submit --as 李军
  crmlab do 作业.crmwork order/SO-0231 finish opinion=同意 --as 周敏 --date 2026-12-05`,
	setup: func(fs *pflag.FlagSet) act {
		as := fs.String("as", "", asUsage)
		date := fs.String("date", "", "先把业务日期推进到这一`天`")
		form := formatFlag(fs)
		return func(c *console, args []string) error {
			kindName, no, _ := strings.Cut(args[1], "/")
			k, err := kindNamed(kindName)
			if err != nil {
				return err
			}
			sets, err := assignments(args[3:])
			if err != nil {
				return err
			}
			d := deed{kind: k, no: no, action: args[2], sets: sets}
			if err := d.wellFormed(); err != nil {
				return err
			}
			return onFile(openWork, args[0], *as, func(w *workFile, hat record.Hat) error {
				d.hat = hat
				var moved *record.Entry
				if *date != "" {
					if moved, err = moveDate(w.book, hat, *date); err != nil {
						return err
					}
				}
				e, err := d.perform(w.book)
				if err != nil {
					if moved != nil {
						fmt.Fprintln(c.err, "业务日期已推进到 "+*date+"。")
					}
					return err
				}
				return printSteps(c, w.book, *form, moved, e)
			})
		}
	},
}

// moveDate moves the business date forward; nil where it is there already.
func moveDate(b *record.Book, h record.Hat, day string) (*record.Entry, error) {
	to, err := record.ParseDate(day)
	if err != nil {
		return nil, record.Refuse("date.parse", "没有推进日期", err.Error(), "改正日期")
	}
	return company.MoveDate(b, h, to)
}

// assignment is FIELD=VALUE.
type assignment struct{ field, value string }

func assignments(args []string) ([]assignment, error) {
	var out []assignment
	for _, a := range args {
		f, v, ok := strings.Cut(a, "=")
		if !ok || f == "" {
			return nil, misuse("「%s」应写成 字段=值", a)
		}
		out = append(out, assignment{strings.TrimSpace(f), v})
	}
	return out, nil
}

// deed is one step that the command line asks for.
type deed struct {
	kind   *record.Kind
	no     string // of the record, or its title; "" or "new" for a new one
	action string
	sets   []assignment
	hat    record.Hat
}

// wellFormed looks for what is wrong without any file.
func (d *deed) wellFormed() error {
	if d.no == "new" {
		d.no = ""
	}
	switch {
	case d.action == "create" && d.no != "":
		return misuse("新增写 %s/new create；编号用 no=%s", d.kind.Name, d.no)
	case d.action != "create" && d.no == "":
		return misuse("写明是哪一个：%s/编号", d.kind.Name)
	case d.action == "edit" && len(d.sets) == 0:
		return misuse("写明要改的字段：字段=值")
	case d.action == "delete" && len(d.sets) > 0:
		return misuse("删除后面不写字段")
	case slices.Contains([]string{"create", "edit", "delete"}, d.action) || d.kind.Action(d.action) != nil:
		return nil
	}
	names := []string{"create", "edit", "delete"}
	for _, a := range d.kind.Actions {
		names = append(names, a.Name)
	}
	return record.Refuse("action.unknown", d.kind.Label+"没有「"+d.action+"」这个动作", "", "可以用："+strings.Join(names, "、"))
}

// perform makes the step. The entry is nil when nothing had to change.
func (d *deed) perform(b *record.Book) (*record.Entry, error) {
	switch d.action {
	case "create":
		return d.create(b)
	case "edit":
		return d.edit(b)
	case "delete":
		return d.remove(b)
	}
	a := d.kind.Action(d.action)
	var id record.ID
	var in any
	err := b.Read(d.hat, func(r record.Reader) error {
		rec, err := d.load(r)
		if err != nil {
			return err
		}
		id = rec.Head().ID
		if err := a.Blocked(r, rec); err != nil { // before words about its input
			return err
		}
		in = a.NewInput(r, rec)
		f := filler{r: r, fields: a.Asks(r), what: "没有" + a.Label + " " + rec.Head().No, row: func() record.Row { return record.RowOf(r, d.kind, rec) }}
		return f.fill(in, d.sets)
	})
	if err != nil {
		return nil, err
	}
	return b.Do(d.hat, a, id, in)
}

func (d *deed) create(b *record.Book) (*record.Entry, error) {
	var rec record.Record
	err := b.Read(d.hat, func(r record.Reader) (err error) {
		if rec, err = record.Blank(r, d.kind); err != nil {
			return err
		}
		return d.form(r, rec, "没有新增"+d.kind.Label)
	})
	if err != nil {
		return nil, err
	}
	return b.Save(d.hat, rec)
}

func (d *deed) edit(b *record.Book) (*record.Entry, error) {
	var rec record.Record
	err := b.Read(d.hat, func(r record.Reader) (err error) {
		if rec, err = d.load(r); err != nil {
			return err
		}
		return d.form(r, rec, "没有编辑"+d.kind.Label+" "+rec.Head().No)
	})
	if err != nil {
		return nil, err
	}
	return b.Save(d.hat, rec)
}

func (d *deed) remove(b *record.Book) (*record.Entry, error) {
	var id record.ID
	err := b.Read(d.hat, func(r record.Reader) error {
		rec, err := d.load(r)
		if err == nil {
			id = rec.Head().ID
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return b.Delete(d.hat, d.kind, id)
}

func (d *deed) load(r record.Reader) (record.Record, error) {
	id, err := r.Resolve(d.kind, d.no)
	if err != nil {
		return nil, err
	}
	return r.Load(d.kind, id)
}

// form fills a record as its form would.
func (d *deed) form(r record.Reader, rec record.Record, what string) error {
	f := filler{r: r, fields: r.Fields(d.kind), what: what, row: func() record.Row { return record.RowOf(r, d.kind, rec) }}
	return f.fill(rec, d.sets)
}
