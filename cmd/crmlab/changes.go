package main

import (
	"fmt"

	"crmlab/domain/record"
)

// stamps are the fields that every save writes; who and when stand in the journal already.
var stamps = map[string]bool{"createdBy": true, "createdAt": true, "updatedBy": true, "updatedAt": true}

// opLabels are what happened to a record.
var opLabels = map[string]string{record.Created: "新增", record.Changed: "编辑", record.Deleted: "删除"}

// printSteps tells field by field what steps changed; nil steps changed nothing.
func printSteps(c *console, b *record.Book, f format, steps ...*record.Entry) error {
	return b.Read(record.Hat{}, func(r record.Reader) error {
		p := printer{r}
		if f == asTable {
			return p.tell(c, steps)
		}
		s := rowset{columns: []column{{name: "step"}, {name: "kind"}, {name: "no"}, {name: "op"}, {name: "field"}, {name: "label"}, {name: "old"}, {name: "new"}}}
		for _, e := range steps {
			if e == nil {
				continue
			}
			for _, ch := range e.Changes {
				for _, fc := range p.fields(ch) {
					s.add(text(e.Label), text(ch.Kind), text(ch.No), text(ch.Op), text(fc.field.Name), text(fc.field.Label),
						p.cell(fc.field, fc.old), p.cell(fc.field, fc.new))
				}
			}
		}
		return s.print(c.out, f)
	})
}

// tell writes the steps as people read them: 合计：1200.00 → 1300.00.
func (p printer) tell(c *console, steps []*record.Entry) error {
	some := false
	for _, e := range steps {
		if e == nil {
			continue
		}
		some = true
		fmt.Fprintln(c.out, e.Label)
		if len(e.Changes) > tellLimit {
			tellCounts(c, e)
			continue
		}
		for _, ch := range e.Changes {
			k := record.KindNamed(ch.Kind)
			if head := opLabels[ch.Op] + k.Label + " " + ch.No; head != e.Label {
				fmt.Fprintln(c.out, head)
			}
			if ch.Op == record.Deleted {
				continue
			}
			for _, fc := range p.fields(ch) {
				was, is := fc.field.Plain(fc.old, p.title), fc.field.Plain(fc.new, p.title)
				if ch.Op == record.Created {
					fmt.Fprintf(c.out, "  %s：%s\n", fc.field.Label, is)
				} else {
					fmt.Fprintf(c.out, "  %s：%s → %s\n", fc.field.Label, orNothing(was), orNothing(is))
				}
			}
		}
		if e.Result.ID != 0 {
			fmt.Fprintln(c.out, "结果："+p.target(e.Result))
		}
	}
	if !some {
		fmt.Fprintln(c.out, "没有变化")
	}
	return nil
}

// tellLimit bounds the records that a step is told of one by one: an import that is undone
// touches thousands. csv and json list them all.
const tellLimit = 50

// tellCounts sums a large step up: 删除销售订单 830.
func tellCounts(c *console, e *record.Entry) {
	counts := map[string]int{}
	var order []string
	for _, ch := range e.Changes {
		what := opLabels[ch.Op] + record.KindNamed(ch.Kind).Label
		if counts[what] == 0 {
			order = append(order, what)
		}
		counts[what]++
	}
	for _, what := range order {
		fmt.Fprintf(c.out, "%s %d\n", what, counts[what])
	}
}

func orNothing(s string) string {
	if s == "" {
		return "（空）"
	}
	return s
}

// fieldChange is a change with its field found.
type fieldChange struct {
	field    *record.Field
	old, new record.Value
}

// fields lists what a change did, without the stamps.
func (p printer) fields(ch record.Change) []fieldChange {
	byTag := map[int]*record.Field{}
	for _, f := range p.r.Fields(record.KindNamed(ch.Kind)) {
		byTag[f.Tag] = f
	}
	var out []fieldChange
	for _, c := range ch.Fields {
		// A field defined at run time may be gone since.
		if f := byTag[c.Tag]; f != nil && !stamps[f.Name] {
			out = append(out, fieldChange{f, c.Old, c.New})
		}
	}
	return out
}
