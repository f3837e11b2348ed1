// Package approval holds what is special about the pages of experiment 5: where a document stands
// on its way, what the other approvers said of it, the card on which one's own answer is given, and
// the worklist of approvals. The answers themselves are actions of the document.
package approval

import (
	"strconv"

	"fyne.io/fyne/v2"

	"crmlab/domain/approval"
	"crmlab/domain/company"
	"crmlab/domain/record"
	"crmlab/ui/kit"
	"crmlab/ui/page"
	"crmlab/ui/theme"
)

// opinion is one approver's part as the table shows it.
type opinion struct {
	round, point, approver, answer, text, day string
	tone                                      kit.Tone
	given                                     bool // it is an answer, not a turn that waits or was spared
}

func opinionsOf(r record.Reader, doc record.Target) ([]opinion, error) {
	tasks, err := approval.Opinions(r, doc)
	if err != nil {
		return nil, err
	}
	answers := approval.Tasks.Field("answer")
	out := make([]opinion, 0, len(tasks))
	for _, t := range tasks {
		in, err := record.Get(r.Whole(), t.Instance)
		if err != nil {
			return nil, err
		}
		c, _ := answers.Choice(string(t.Answer))
		out = append(out, opinion{round: number(in.Round), point: t.Name,
			approver: r.Title(company.Employees.Kind, t.Approver.ID()), answer: c.Label, tone: page.ToneOf(c.Tone), text: t.Opinion, day: t.Day.String(),
			given: t.Day != 0 && t.Answer != approval.Cancelled})
	}
	return out, nil
}

func number(n int) string { return strconv.Itoa(n) }

// OpinionsTab shows the way of a document and 其他审批人意见 on its record page.
func OpinionsTab(k *record.Kind) page.Tab {
	target := func(id record.ID) record.Target { return record.Target{Kind: k.Name, ID: id} }
	return page.Tab{
		Label: "审批",
		Count: func(r record.Reader, id record.ID) int {
			all, err := opinionsOf(r, target(id))
			if err != nil {
				return -1
			}
			return len(all)
		},
		Build: func(h page.Host, id record.ID) fyne.CanvasObject {
			var rows []opinion
			if err := h.Book().Read(h.Hat(), func(r record.Reader) (err error) {
				rows, err = opinionsOf(r, target(id))
				return err
			}); err != nil {
				h.Fail(err)
			}
			table := opinionsTable(rows)
			w := wayOf(h, target(id))
			if w == nil || open(w) { // it stands over the facts then
				return table
			}
			way := kit.Stack{Gap: theme.Gap2}.Of(kit.Hint(title(w)), picture(stopsOf(w)))
			return kit.Stack{}.Of(kit.Inset(theme.Gap3, way), kit.Divider(), table)
		},
	}
}

func opinionsTable(rows []opinion) fyne.CanvasObject {
	return &kit.RowTable{
		Columns: []kit.Column{
			{ID: "round", Title: "次", Width: 44}, {ID: "point", Title: "审批点", Width: 120}, {ID: "approver", Title: "审批人", Width: 90},
			{ID: "answer", Title: "意见", Kind: kit.ChipColumn, Width: 130}, {ID: "text", Title: "说明", Width: 200, Weight: 1}, {ID: "day", Title: "日期", Kind: kit.DateColumn, Width: 100},
		},
		Count: func() int { return len(rows) },
		Cell: func(row, col int) kit.Cell {
			o := rows[row]
			switch col {
			case 0:
				return kit.Cell{Text: o.round}
			case 1:
				return kit.Cell{Text: o.point}
			case 2:
				return kit.Cell{Text: o.approver}
			case 3:
				return kit.Cell{Text: o.answer, Tone: o.tone}
			case 4:
				return kit.Cell{Text: o.text}
			}
			return kit.Cell{Text: o.day}
		},
		Empty: kit.EmptyState{Text: "还没有提交过审批。"},
		Fit:   true,
	}
}
