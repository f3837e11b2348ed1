package analysis

import (
	"net/url"

	"github.com/shopspring/decimal"

	"crmlab/charts"
	figures "crmlab/domain/analysis"
	"crmlab/domain/record"
	"crmlab/domain/task"
)

// funnelQuery is what the conditions of the funnel page say.
type funnelQuery struct {
	period         figures.Period
	scope          string // scopeAll, scopeMine or the inner number of a department
	party, product record.ID
}

// encode writes the conditions into a route, so that going back shows the same figures.
func (q funnelQuery) encode() string {
	v := url.Values{"from": {q.period.From.String()}, "to": {q.period.To.String()}, "scope": {q.scope}}
	for name, id := range map[string]record.ID{"party": q.party, "product": q.product} {
		if id != 0 {
			v.Set(name, idText(id))
		}
	}
	return v.Encode()
}

// funnelQueryOf reads a route; what it does not say is taken from usual.
func funnelQueryOf(preset string, usual figures.Period) funnelQuery {
	q := funnelQuery{period: usual, scope: scopeAll}
	v, err := url.ParseQuery(preset)
	if err != nil {
		return q
	}
	if p, ok := periodOf(v); ok {
		q.period = p
	}
	if v.Has("scope") {
		q.scope = v.Get("scope")
	}
	q.party, q.product = parseID(v.Get("party")), parseID(v.Get("product"))
	return q
}

// periodOf reads the ends of a period out of a route.
func periodOf(v url.Values) (figures.Period, bool) {
	from, err1 := record.ParseDate(v.Get("from"))
	to, err2 := record.ParseDate(v.Get("to"))
	if err1 != nil || err2 != nil || from == 0 || to < from {
		return figures.Period{}, false
	}
	return figures.Period{From: from, To: to}, true
}

func (q funnelQuery) ask(h record.Hat) figures.FunnelAsk {
	ask := figures.FunnelAsk{Period: q.period, Party: q.party, Product: q.product}
	narrow(&ask, q.scope, h)
	return ask
}

// funnelAnswer is all that the funnel page shows.
type funnelAnswer struct {
	funnel figures.Funnel
	// before and now are the shares of the closed tasks that were won, in words, of the period
	// before and of this one.
	before, now string
	tasks       string   // preset of the list of all open tasks in the figures
	stageTasks  []string // the same for each stage
	scope       string   // the data scope in words
	export      error    // why the figures cannot be exported
}

func loadFunnel(r record.Reader, q funnelQuery) (*funnelAnswer, error) {
	if err := figures.Allowed(r, record.View); err != nil {
		return nil, err
	}
	ask := q.ask(r.Hat())
	f, err := figures.FunnelOf(r, ask)
	if err != nil {
		return nil, err
	}
	earlier := ask
	earlier.Period = ask.Period.Previous()
	previous, err := figures.FunnelOf(r, earlier)
	if err != nil {
		return nil, err
	}
	conds, err := ask.Conds(r)
	if err != nil {
		return nil, err
	}
	conds = append(conds, record.Where("state", record.ChoiceValue(task.Active)))
	a := &funnelAnswer{funnel: f, before: conversion(previous), now: conversion(f), scope: scopeWords(r), export: figures.Allowed(r, record.Export)}
	stages := make([]record.Value, len(f.Stages))
	for i, s := range f.Stages {
		stages[i] = record.LinkValue(s.Stage)
		a.stageTasks = append(a.stageTasks, record.FormatConds(r, task.Tasks.Kind, append(conds[:len(conds):len(conds)], record.Where("stage", stages[i]))))
	}
	if len(stages) > 0 {
		conds = append(conds, record.Where("stage", stages...))
	}
	a.tasks = record.FormatConds(r, task.Tasks.Kind, conds)
	return a, nil
}

// conversion is the share of won tasks among those that ended.
func conversion(f figures.Funnel) string {
	ended := f.Won + f.Lost
	if ended == 0 {
		return "—"
	}
	return decimal.NewFromInt(int64(f.Won)*100).DivRound(decimal.NewFromInt(int64(ended)), 1).StringFixed(1) + "%"
}

// funnelStages are the stages as charts draw them, at the positions that they have in the funnel;
// none while no task is open. Those on hold stand last and are no part of the way.
func funnelStages(f figures.Funnel) []charts.Stage {
	if f.Count == 0 {
		return nil
	}
	var out []charts.Stage
	for _, s := range f.Stages {
		if !s.OnHold {
			out = append(out, charts.Stage{Label: s.Name, Count: s.Count, Amount: s.Amount.InexactFloat64(), Rate: s.Rate.InexactFloat64()})
		}
	}
	return out
}

// funnelTable is the table as a file holds it, the totals last.
func funnelTable(f figures.Funnel) (header []string, kinds []record.Type, rows [][]string) {
	header = []string{"阶段", "成功率 %", "任务", "预测金额 元", "期望值 元", "到达任务", "转下一步 %"}
	kinds = []record.Type{record.TypeText, record.TypeNumber, record.TypeInt, record.TypeMoney, record.TypeMoney, record.TypeInt, record.TypeNumber}
	for _, s := range f.Stages {
		rows = append(rows, []string{s.Name, s.Rate.String(), count(s.Count), s.Amount.StringFixed(2), s.Weighted.StringFixed(2), count(s.Reached), nextPlain(s)})
	}
	rows = append(rows, []string{"合计", "", count(f.Count), f.Amount.StringFixed(2), f.Weighted.StringFixed(2), "", ""})
	return header, kinds, rows
}

// nextPlain is the share that went on; "" where no task came so far, which is no share of nothing,
// and where tasks wait beside the way.
func nextPlain(s figures.FunnelStage) string {
	if s.Reached == 0 || s.OnHold {
		return ""
	}
	return s.Next.StringFixed(2)
}
