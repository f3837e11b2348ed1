package analysis_test

import (
	"testing"

	"crmlab/domain/analysis"
	"crmlab/domain/company"
	"crmlab/domain/party"
	"crmlab/domain/record"
	"crmlab/domain/task"
)

func TestFunnelWeighsForecastsBySuccessRate(t *testing.T) {
	s := newShop(t)
	s.task("验证客户", 100_000, 10, "2026-11-30")
	s.task("方案报价", 200_000, 50, "2026-12-31")
	s.task("商务谈判", 50_000, 100, "2026-10-01")
	s.task("商务谈判", 900_000, 80, "2027-01-01") // after the quarter
	f := s.funnel(s.boss, analysis.FunnelAsk{Period: period(t, "2026-10-01", "2026-12-31")})
	if f.Count != 3 {
		t.Errorf("%d tasks, want 3", f.Count)
	}
	equal(t, "forecast", f.Amount, "350000")
	equal(t, "expectation", f.Weighted, "160000.00") // records.md 2.17
	if len(f.Stages) != 3 {
		t.Fatalf("%d stages, want the three open ones", len(f.Stages))
	}
	equal(t, "expectation of the first stage", f.Stages[0].Weighted, "10000")
	equal(t, "expectation of the last stage", f.Stages[2].Weighted, "50000")
}

func TestFunnelCountsHowFarTasksCame(t *testing.T) {
	s := newShop(t)
	end := "2026-12-31"
	move := func(k *task.Task, stage string) {
		s.act(task.MoveStage, k, &task.Move{Stage: record.Ref[company.TaskStatusDef](s.stages[stage].ID)})
	}
	s.task("验证客户", 100, 10, end)
	back := s.task("验证客户", 100, 10, end)
	move(back, "商务谈判")
	move(back, "方案报价") // stepped back: it had come further
	won := s.task("验证客户", 100, 10, end)
	s.act(task.Complete, won, nil)
	lost := s.task("验证客户", 100, 10, end)
	move(lost, "方案报价")
	s.act(task.Terminate, lost, &task.Loss{Reason: record.Ref[company.DictItem](s.lost.ID)})

	f := s.funnel(s.boss, analysis.FunnelAsk{Period: period(t, "2026-10-01", end)})
	if f.Count != 2 || f.Won != 1 || f.Lost != 1 {
		t.Errorf("open %d, won %d, lost %d; want 2, 1, 1", f.Count, f.Won, f.Lost)
	}
	equal(t, "forecast without the closed ones", f.Amount, "200")
	for i, want := range []struct {
		count, reached int
		next           string
	}{{1, 4, "75"}, {1, 3, "66.67"}, {0, 2, "50"}} {
		got := f.Stages[i]
		if got.Count != want.count || got.Reached != want.reached {
			t.Errorf("%s holds %d and was reached by %d, want %d and %d", got.Name, got.Count, got.Reached, want.count, want.reached)
		}
		equal(t, "share that went on from "+got.Name, got.Next, want.next)
	}
}

func TestFunnelConditionsNarrow(t *testing.T) {
	s := newShop(t)
	s.task("验证客户", 100, 10, "2026-12-31", s.products[0])
	quarter := period(t, "2026-10-01", "2026-12-31")
	for name, c := range map[string]struct {
		ask  analysis.FunnelAsk
		want int
	}{
		"department above":       {analysis.FunnelAsk{Dept: s.sales.ID}, 1},
		"its own department":     {analysis.FunnelAsk{Dept: s.branch.ID}, 1},
		"another owner":          {analysis.FunnelAsk{Owner: s.boss.Employee}, 0},
		"its customer":           {analysis.FunnelAsk{Party: s.far.ID}, 1},
		"another customer":       {analysis.FunnelAsk{Party: s.near.ID}, 0},
		"its product":            {analysis.FunnelAsk{Product: s.products[0].ID}, 1},
		"another product":        {analysis.FunnelAsk{Product: s.products[2].ID}, 0},
		"a department elsewhere": {analysis.FunnelAsk{Dept: 99}, 0},
	} {
		c.ask.Period = quarter
		if got := s.funnel(s.boss, c.ask).Count; got != c.want {
			t.Errorf("%s: %d tasks, want %d", name, got, c.want)
		}
	}
}

func TestFunnelStaysInTheDataScope(t *testing.T) {
	s := newShop(t)
	s.task("验证客户", 100, 10, "2026-12-31")
	other := s.task("验证客户", 900, 10, "2026-12-31")
	s.write(func(tx record.Tx, save func(...record.Record)) error {
		rec, err := record.Get(tx, record.Ref[task.Task](other.ID))
		if err != nil {
			return err
		}
		rec.Owner, rec.Dept, rec.Party = s.boss.Employee, s.sales.ID, record.Ref[party.Customer](s.near.ID)
		save(rec)
		return nil
	})
	quarter := analysis.FunnelAsk{Period: period(t, "2026-10-01", "2026-12-31")}
	equal(t, "what the seller sees", s.funnel(s.seller, quarter).Amount, "100")
	equal(t, "what the director sees", s.funnel(s.boss, quarter).Amount, "1000")
}
