package prepared_test

import (
	"fmt"
	"testing"

	"crmlab/domain"
	"crmlab/domain/approval"
	"crmlab/domain/order"
	"crmlab/domain/record"
	"crmlab/domain/sales"
	"crmlab/domain/task"
)

func TestSeeds(t *testing.T) {
	for seed := uint64(20261123); seed < 20261133; seed++ {
		c, err := build(t.TempDir(), seed)
		if err != nil {
			t.Error(seed, err)
			continue
		}
		_ = c.book.Read(record.Hat{}, func(r record.Reader) error {
			m := map[string]float64{}
			n := 0
			_ = r.Each(order.Orders.Kind, nil, func(row record.Row) bool {
				n++
				st := row.Value(order.Orders.Field("state")).S
				m["o."+st]++
				if order.Live(order.State(st)) {
					d := row.Value(order.Orders.Field("date")).Date()
					v := row.Value(order.Orders.Field("sales")).Money().InexactFloat64()
					y := d.String()[:4]
					m[y] += v
					if d.String()[5:] < "11-24" {
						m[y+"ytd"] += v
					}
					if d.String()[5:] < "11-01" {
						m[y+"oct"] += v
					}
				}
				return true
			})
			_ = r.Each(order.Plans.Kind, nil, func(row record.Row) bool {
				s := row.Value(order.Plans.Field("status")).S
				m["p."+s]++
				if s == "open" || s == "part" || s == "overdue" {
					m["owed"] += float64(row.Value(order.Plans.Field("outstanding")).N)
				}
				if s == "overdue" {
					m["late"] += float64(row.Value(order.Plans.Field("outstanding")).N)
				}
				return true
			})
			_ = r.Each(task.Tasks.Kind, []record.Cond{record.Where("state", record.ChoiceValue("active"))}, func(row record.Row) bool { m["t."+row.Value(task.Tasks.Field("domain")).S]++; return true })
			_ = r.Each(sales.Opportunities.Kind, []record.Cond{record.Where("state", record.ChoiceValue("open"))}, func(row record.Row) bool { m["opp"]++; return true })
			_ = r.Each(sales.Quotes.Kind, []record.Cond{record.Where("state", record.ChoiceValue("active"))}, func(row record.Row) bool { m["q"]++; return true })
			w := map[record.ID]bool{}
			_ = r.Each(approval.Tasks.Kind, []record.Cond{record.Where("answer", record.ChoiceValue("pending"))}, func(row record.Row) bool { w[row.Value(approval.Tasks.Field("approver")).ID()] = true; return true })
			bad := 0
			for _, k := range domain.Checks() {
				bad += len(k.Run(r))
			}
			fmt.Printf("%d orders %d 2025 %.1fM ytd %.1f%% oct %.1f%% late %.1f%% | dr %v sb %v rv %v(%d) run %v end %v ref %v void %v | part %v wait %v | tasks %v m %v s %v opp %v q %v bad %d seq %d\n", seed, n, m["2025"]/1e6, 100*(m["2026ytd"]/m["2025ytd"]-1), 100*(m["2026oct"]/m["2025oct"]-1), 100*m["late"]/m["owed"],
				m["o.draft"], m["o.sentback"], m["o.review"], len(w), m["o.running"], m["o.ended"], m["o.refused"], m["o.void"], m["p.part"], m["p.waiting"], m["t.sales"], m["t.market"], m["t.service"], m["opp"], m["q"], bad, r.LastSeq())
			return nil
		})
		_ = c.store.Close()
	}
}
