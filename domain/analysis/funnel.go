package analysis

import (
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"crmlab/domain/company"
	"crmlab/domain/record"
	"crmlab/domain/task"
)

// FunnelAsk chooses the tasks of a funnel: sales tasks whose expected close lies in the
// period, within the reader's data scope.
type FunnelAsk struct {
	Period
	Owner, Party, Product record.ID // 0: all
	Dept                  record.ID // with the departments below it; 0: all
}

// Conds are the conditions on tasks that the ask stands for.
func (ask FunnelAsk) Conds(r record.Reader) ([]record.Cond, error) {
	conds := []record.Cond{record.Where("domain", record.ChoiceValue(company.Sales)),
		{Field: "due", Op: record.Within, Values: []record.Value{record.DateValue(ask.From), record.DateValue(ask.To)}}}
	for _, c := range []struct {
		field string
		id    record.ID
	}{{"owner", ask.Owner}, {"party", ask.Party}, {"products", ask.Product}} {
		if c.id != 0 {
			conds = append(conds, record.Where(c.field, record.LinkValue(c.id)))
		}
	}
	if ask.Dept == 0 {
		return conds, nil
	}
	below, err := company.Subtree(r.Whole(), ask.Dept)
	if err != nil {
		return nil, err
	}
	var depts []record.Value
	for _, id := range slices.Sorted(maps.Keys(below)) {
		depts = append(depts, record.LinkValue(id))
	}
	return append(conds, record.Where("dept", depts...)), nil
}

// FunnelStage is one stage of the funnel.
type FunnelStage struct {
	Stage    record.ID
	Name     string
	Rate     decimal.Decimal // % of the stage definition
	Count    int             // open tasks that are in the stage now
	Amount   decimal.Decimal // 元, their forecasts
	Weighted decimal.Decimal // 元, forecasts × each task's own success rate
	OnHold   bool            // 搁置: beside the way, so nobody reaches it or goes on from it
	Reached  int             // tasks of the period, open or closed, that ever came this far
	Next     decimal.Decimal // % of those that also reached the next stage; of the last: were won
}

// Funnel 销售漏斗: the open sales tasks by stage, and what they promise.
type Funnel struct {
	Stages           []FunnelStage
	Count            int
	Amount, Weighted decimal.Decimal
	Won, Lost        int
}

// FunnelOf computes the funnel. Lost and won tasks are not in the current figures; they
// count among those that reached a stage.
func FunnelOf(r record.Reader, ask FunnelAsk) (Funnel, error) {
	var f Funnel
	defs, err := task.Stages(r, company.Sales)
	if err != nil {
		return f, err
	}
	at := map[record.ID]int{}
	way := 0 // stages on the way; those on hold stand behind them
	for _, hold := range []bool{false, true} {
		for _, d := range defs {
			if d.Type == company.StageWon || d.Type == company.StageLost || (d.Type == company.StageOnHold) != hold {
				continue
			}
			at[d.ID] = len(f.Stages)
			f.Stages = append(f.Stages, FunnelStage{Stage: d.ID, Name: d.Name, Rate: d.SuccessRate, OnHold: hold})
		}
		if !hold {
			way = len(f.Stages)
		}
	}
	conds, err := ask.Conds(r)
	if err != nil {
		return f, err
	}
	deepest, err := deepestStages(r, at, way)
	if err != nil {
		return f, err
	}
	of := task.Tasks.Field
	active, done, ended := of("state").Place(string(task.Active)), of("state").Place(string(task.Done)), of("state").Place(string(task.Ended))
	sums := make([]struct{ amount, weighted int64 }, len(f.Stages))
	wins := 0
	err = r.Batches(task.Tasks.Kind, conds, []*record.Field{of("stage"), of("state"), of("forecast"), of("successRate"), of("lostAt")}, func(b *record.Batch) bool {
		for row, id := range b.IDs {
			now, state := record.ID(b.Numbers[0][row]), b.Numbers[1][row]
			far := -1
			if uint64(id) < uint64(len(deepest)) {
				far = int(deepest[id]) - 1
			}
			for _, stage := range []record.ID{now, record.ID(b.Numbers[4][row])} {
				if i, ok := at[stage]; ok && i < way {
					far = max(far, i)
				}
			}
			switch state {
			case active:
				if i, ok := at[now]; ok {
					forecast := b.Numbers[2][row]
					f.Stages[i].Count++
					sums[i].amount += forecast
					sums[i].weighted += task.WeightedMinor(forecast, b.Numbers[3][row])
				}
			case done:
				f.Won++
				wins++
				far = way - 1
			case ended:
				f.Lost++
			}
			for i := 0; i <= far; i++ {
				f.Stages[i].Reached++
			}
		}
		return true
	})
	if err != nil {
		return f, err
	}
	for i, s := range sums {
		f.Stages[i].Amount, f.Stages[i].Weighted = record.FromMinor(s.amount, 2), record.FromMinor(s.weighted, 2)
	}
	for i := range f.Stages {
		s := &f.Stages[i]
		f.Count += s.Count
		f.Amount, f.Weighted = f.Amount.Add(s.Amount), f.Weighted.Add(s.Weighted)
		if s.OnHold {
			continue
		}
		next := wins
		if i+1 < way {
			next = f.Stages[i+1].Reached
		}
		s.Next = shareOf(int64(next), int64(s.Reached))
	}
	return f, nil
}

// deepestStages is the furthest stage that each task's progress ever reached: by the ID of
// the task, counted from 1; 0 where no progress moved it.
func deepestStages(r record.Reader, at map[record.ID]int, way int) ([]uint8, error) {
	var out []uint8
	of := task.Progresses.Field
	err := r.Whole().Batches(task.Progresses.Kind, []record.Cond{{Field: "toStage", Op: record.Filled}}, []*record.Field{of("task"), of("toStage")}, func(b *record.Batch) bool {
		for row, t := range b.Numbers[0] {
			i, ok := at[record.ID(b.Numbers[1][row])]
			if !ok || i >= way || t <= 0 {
				continue
			}
			if t >= int64(len(out)) {
				out = append(out, make([]uint8, t+1)...)
			}
			out[t] = max(out[t], uint8(min(i+1, 255)))
		}
		return true
	})
	return out, err
}
