package party

import (
	"strings"

	"fyne.io/fyne/v2"

	"crmlab/domain/catalog"
	"crmlab/domain/company"
	"crmlab/domain/order"
	"crmlab/domain/record"
	"crmlab/domain/task"
	"crmlab/ui/kit"
	"crmlab/ui/page"
)

// mostSteps of the progress of a customer's tasks are shown, the newest; the tasks have all.
const mostSteps = 50

// step is one line of progress.
type step struct {
	task                        record.Target
	day, no, action, text, next string
	stage                       string
}

// stepsOf lists the progress of all tasks of a customer, newest first, as far as the reader sees.
func stepsOf(r record.Reader, customer record.ID, limit int) (out []step, total int, err error) {
	var tasks []record.Value
	if err := r.Each(task.Tasks.Kind, []record.Cond{record.Where("party", record.LinkValue(customer))}, func(row record.Row) bool {
		tasks = append(tasks, record.LinkValue(row.ID()))
		return true
	}); err != nil || len(tasks) == 0 {
		return nil, 0, err
	}
	k := task.Progresses
	if !r.Access().May(k.Kind, record.View) {
		return nil, 0, nil
	}
	answer, err := r.Query(record.Query{Kind: k.Kind, Where: []record.Cond{record.Where("task", tasks...)}, Sort: []record.Sort{{Field: "day", Desc: true}}, Size: limit})
	if err != nil {
		return nil, 0, err
	}
	for _, row := range answer.Rows {
		id := row.Value(k.Field("task")).ID()
		t, _ := r.Whole().Row(task.Tasks.Kind, id)
		out = append(out, step{task: record.Target{Kind: task.Tasks.Name, ID: id}, no: t.Value(task.Tasks.Field("no")).S + " " + r.Whole().Title(task.Tasks.Kind, id),
			day: row.Value(k.Field("day")).Date().String(), action: r.Title(company.DictItems.Kind, row.Value(k.Field("action")).ID()),
			text: row.Value(k.Field("text")).S, stage: r.Title(company.TaskStatuses.Kind, row.Value(k.Field("toStage")).ID()),
			next: row.Value(k.Field("nextOn")).Date().String()})
	}
	return out, answer.Total, nil
}

func progressTab() page.Tab {
	return page.Tab{
		Label: "进程",
		Count: func(r record.Reader, id record.ID) int {
			_, n, err := stepsOf(r, id, 1)
			if err != nil {
				return -1
			}
			return n
		},
		Build: func(h page.Host, id record.ID) fyne.CanvasObject {
			var rows []step
			if err := h.Book().Read(h.Hat(), func(r record.Reader) (err error) {
				rows, _, err = stepsOf(r, id, mostSteps)
				return err
			}); err != nil {
				h.Fail(err)
			}
			return &kit.RowTable{Fit: true, Count: func() int { return len(rows) },
				Columns: []kit.Column{{ID: "day", Title: "日期", Width: 94, Kind: kit.DateColumn}, {ID: "task", Title: "任务", Width: 190, MinWidth: 130, Weight: 2},
					{ID: "action", Title: "执行动作", Width: 84, MinWidth: 76}, {ID: "text", Title: "内容", Width: 240, MinWidth: 140, Weight: 4},
					{ID: "stage", Title: "到达阶段", Width: 84, MinWidth: 76}, {ID: "next", Title: "下次日期", Width: 94, Kind: kit.DateColumn}},
				Cell: func(row, column int) kit.Cell {
					s := rows[row]
					return kit.Cell{Text: []string{s.day, s.no, s.action, s.text, s.stage, s.next}[column], Link: column == 1}
				},
				OnLink: func(row int, _ string) { page.OpenTarget(h, rows[row].task) },
				OnOpen: func(row int) { page.OpenTarget(h, rows[row].task) },
				Empty:  kit.EmptyState{Text: "客户的任务还没有进程。"},
			}
		},
	}
}

func productTab() page.Tab {
	return page.Tab{
		Label: "产品",
		Count: func(r record.Reader, id record.ID) int {
			all, err := order.Concerns(r, id)
			if err != nil {
				return -1
			}
			return len(all)
		},
		Build: func(h page.Host, id record.ID) fyne.CanvasObject {
			type line struct {
				id                        record.ID
				no, name, qty, net, where string
			}
			var rows []line
			if err := h.Book().Read(h.Hat(), func(r record.Reader) error {
				all, err := order.Concerns(r, id)
				for _, in := range all {
					l := line{id: in.Product, name: r.Title(catalog.Products.Kind, in.Product), where: strings.Join(in.Where, "、")}
					if row, ok := r.Row(catalog.Products.Kind, in.Product); ok {
						l.no = row.Value(catalog.Products.Field("no")).S
					}
					if in.Qty.IsPositive() {
						l.qty, l.net = record.GroupDigits(in.Qty.String()), record.GroupDigits(in.Net.StringFixed(2))
						l.where = strings.Join(append([]string{"已购买"}, in.Where...), "、")
					}
					rows = append(rows, l)
				}
				return err
			}); err != nil {
				h.Fail(err)
			}
			return &kit.RowTable{Fit: true, Count: func() int { return len(rows) },
				Columns: []kit.Column{{ID: "no", Title: "编号", Width: 82, MinWidth: 76}, {ID: "name", Title: "产品", Width: 200, MinWidth: 140, Weight: 3},
					{ID: "qty", Title: "已购数量", Width: 88, Kind: kit.NumberColumn}, {ID: "net", Title: "税前金额(元)", Width: 118, Kind: kit.MoneyColumn},
					{ID: "where", Title: "出现在", Width: 180, MinWidth: 120, Weight: 2}},
				Cell: func(row, column int) kit.Cell {
					l := rows[row]
					return kit.Cell{Text: []string{l.no, l.name, l.qty, l.net, l.where}[column], Link: column == 0}
				},
				OnLink: func(row int, _ string) {
					page.OpenTarget(h, record.Target{Kind: catalog.Products.Name, ID: rows[row].id})
				},
				Empty: kit.EmptyState{Text: "还没有买过或关心的产品。在联系人、机会或任务里可以写上产品。"},
			}
		},
	}
}
