package prepared_test

import (
	"fmt"
	"sort"
	"testing"

	"crmlab/domain/analysis"
	"crmlab/domain/approval"
	"crmlab/domain/company"
	"crmlab/domain/lab"
	"crmlab/domain/order"
	"crmlab/domain/party"
	"crmlab/domain/record"
	"crmlab/domain/sales"
	"crmlab/domain/task"
)

func TestDump(t *testing.T) {
	b := build(t, 0)
	count := func(r record.Reader, k *record.Kind, f string) {
		m := map[string]int{}
		n := 0
		_ = r.Each(k, nil, func(row record.Row) bool {
			n++
			if f != "" {
				m[row.Value(k.Field(f)).S]++
			}
			return true
		})
		fmt.Println(k.Name, n, m)
	}
	_ = b.Read(record.Hat{}, func(r record.Reader) error {
		fmt.Println("journal", r.LastSeq())
		for _, k := range b.Kinds() {
			f := ""
			if k.States != nil {
				f = "state"
			}
			count(r, k, f)
		}
		count(r, order.Plans.Kind, "status")
		count(r, approval.Instances.Kind, "status")
		count(r, approval.Tasks.Kind, "answer")
		exp := 0
		_ = r.Each(sales.Quotes.Kind, []record.Cond{record.Where("state", record.ChoiceValue("active"))}, func(row record.Row) bool {
			if row.Value(sales.Quotes.Field("expired")).Bool() {
				exp++
			}
			return true
		})
		fmt.Println("expired quotes", exp)
		st := map[string]int{}
		_ = r.Each(task.Tasks.Kind, []record.Cond{record.Where("state", record.ChoiceValue("active"))}, func(row record.Row) bool {
			st[row.Value(task.Tasks.Field("domain")).S+r.Title(company.TaskStatuses.Kind, row.Value(task.Tasks.Field("stage")).ID())]++
			return true
		})
		fmt.Println(st)
		y := map[string]float64{}
		cnt := map[string]int{}
		_ = r.Each(order.Orders.Kind, nil, func(row record.Row) bool {
			if order.Live(order.State(row.Value(order.Orders.Field("state")).S)) {
				d := row.Value(order.Orders.Field("date")).Date()
				v := row.Value(order.Orders.Field("untaxed")).Money().InexactFloat64() * record.FromMinor(row.Value(order.Orders.Field("rate")).N, 6).InexactFloat64()
				y[d.String()[:7]] += v
				cnt[d.String()[:7]]++
				y[d.String()[:4]] += v
				cnt[d.String()[:4]]++
				if d.String()[5:] < "11-24" {
					y[d.String()[:4]+" to 23 nov"] += v
				}
			}
			return true
		})
		var ks []string
		for k := range y {
			ks = append(ks, k)
		}
		sort.Strings(ks)
		for _, k := range ks {
			fmt.Printf("%s %.0f %d\n", k, y[k], cnt[k])
		}
		var rec, over int64
		_ = r.Each(order.Plans.Kind, nil, func(row record.Row) bool {
			s := row.Value(order.Plans.Field("status")).S
			o := row.Value(order.Plans.Field("outstanding")).N
			switch s {
			case "open", "part":
				rec += o
			case "overdue":
				rec += o
				over += o
			}
			return true
		})
		fmt.Println("receivable", rec/100, "overdue", over/100, float64(over)/float64(rec))
		for _, by := range []analysis.By{analysis.ByClass, analysis.ByEmployee, analysis.ByCustomer} {
			c, err := analysis.CompositionOf(r, analysis.CompositionAsk{Period: analysis.Period{From: record.NewDate(2026, 1, 1), To: record.NewDate(2026, 11, 23)}, By: by})
			fmt.Println(err)
			for i, x := range c.Rows {
				if i < 14 {
					fmt.Println(x.Name, x.Current, x.Share, x.YoY)
				}
			}
			fmt.Println(c.Total.Current, c.Total.LastYear, c.Total.YoY)
		}
		f, err := analysis.FunnelOf(r, analysis.FunnelAsk{Period: analysis.Period{From: record.NewDate(2026, 10, 1), To: record.NewDate(2027, 3, 31)}})
		fmt.Printf("%+v %v\n", f, err)
		credit := 0.0
		raised := 0
		_ = r.Each(party.Customers.Kind, nil, func(row record.Row) bool {
			credit += row.Value(party.Customers.Field("credit")).Money().InexactFloat64()
			return true
		})
		fmt.Println("credit", credit, raised)
		return nil
	})
	var hs []company.HatChoice
	_ = b.Read(record.Hat{}, func(r record.Reader) (err error) { hs, err = company.Hats(r); return err })
	for _, h := range hs {
		_ = b.Read(h.Hat, func(r record.Reader) error {
			d, err := lab.DeskOf(r)
			if err != nil {
				fmt.Println(h.Name, err)
				return nil
			}
			m := map[lab.TodoKind]int{}
			for _, x := range d.Todos {
				m[x.Kind]++
			}
			fmt.Println(h.Name, h.Office, m, "open", d.OpenTasks, "overdue", d.Overdue, d.OverdueOrders, "month", d.CollectedMonth, d.PlannedMonth)
			return nil
		})
	}
}
