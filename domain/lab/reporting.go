package lab

import (
	"fmt"
	"time"

	"crmlab/domain/analysis"
	"crmlab/domain/company"
	"crmlab/domain/lab/report"
	"crmlab/domain/record"
)

// mostRows is how many records a table of the report lists; of more the newest.
const mostRows = 40

// Report is 实验报告 of an experiment as the file stands: the student's records, figures and
// texts, the self-check, and the code of the journal's head. It is refused if the course has no
// such experiment.
func (d *Board) Report(no int) (*report.Report, error) {
	x := d.course.Experiment(no)
	if x == nil {
		return nil, record.Refuse("report.experiment", "没有写出实验报告", fmt.Sprintf("没有第 %d 个实验的内容", no), "在有检查的实验里写报告")
	}
	for {
		before, err := d.head()
		if err != nil {
			return nil, err
		}
		p, err := d.Look(no)
		if err != nil {
			return nil, err
		}
		// The checks and the code must be of the same moment.
		if out, at, err := d.report(x, p); err != nil || at == before {
			return out, err
		}
	}
}

func (d *Board) head() (seq uint64, err error) {
	err = d.book.Read(record.Hat{}, func(r record.Reader) error { seq = r.LastSeq(); return nil })
	return seq, err
}

func (d *Board) report(x *Experiment, p *Progress) (out *report.Report, at uint64, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	s := d.standingOf(x)
	err = d.book.Read(record.Hat{}, func(r record.Reader) error {
		at = r.LastSeq()
		e := d.env(r, x, s)
		if err := e.bind(x, s); err != nil {
			return err
		}
		w := &reporter{e: e, x: x, p: p, out: &report.Report{No: x.No, Title: x.Title}}
		out = w.out
		return w.all()
	})
	return out, at, err
}

// reporter fills a report.
type reporter struct {
	e           *env
	x           *Experiment
	p           *Progress
	out         *report.Report
	first, last int64 // wall time of the steps that the checks rest on
}

func (w *reporter) all() error {
	w.tasks()
	if err := w.checks(); err != nil {
		return err
	}
	if err := w.header(); err != nil {
		return err
	}
	for _, t := range w.x.tables {
		w.out.Tables = append(w.out.Tables, w.table(t))
	}
	for _, c := range w.x.charts {
		w.out.Charts = append(w.out.Charts, w.chart(c))
	}
	if err := w.parts(); err != nil {
		return err
	}
	return w.stamp()
}

func (w *reporter) tasks() {
	w.out.Overview, w.out.Objectives = w.p.Overview, w.p.Objectives
	for _, t := range w.p.Tasks {
		w.out.Tasks = append(w.out.Tasks, report.Task{Title: t.Title, Text: t.Text, Steps: t.Steps, Points: t.Points, Earned: t.Earned, Done: t.Done})
	}
	w.out.Score = report.Score{Earned: w.p.Score.Earned, Possible: w.p.Score.Possible, Faulty: w.p.Score.Faulty}
}

func (w *reporter) checks() error {
	for _, st := range w.p.Checks {
		c := report.Check{ID: st.ID, Title: st.Title, State: st.Outcome.Label(), Points: st.Points, Earned: st.Earned, Done: st.Outcome == Fulfilled, No: st.No, Step: st.Entry, Found: st.Found}
		if st.Entry != 0 {
			entry, err := w.e.r.Entry(st.Entry)
			if err != nil {
				return fmt.Errorf("read the step of check %s: %w", st.ID, err)
			}
			c.At = minute(entry.Wall)
			w.last = max(w.last, entry.Wall)
			if w.first == 0 || entry.Wall < w.first {
				w.first = entry.Wall
			}
		}
		w.out.Checks = append(w.out.Checks, c)
	}
	return nil
}

func minute(wall int64) string { return time.UnixMilli(wall).Local().Format("2006-01-02 15:04") }

func chineseDay(wall int64) string { return time.UnixMilli(wall).Local().Format("2006年1月2日") }

func (w *reporter) header() error {
	o := w.out
	all, err := record.Find(w.e.r, Students)
	if err != nil {
		return err
	}
	if len(all) > 0 {
		o.Class, o.StudentNo, o.Name = all[0].Class, all[0].StudentNo, all[0].Name
	}
	setting, err := company.Current(w.e.r)
	if err != nil {
		return err
	}
	o.Company = setting.Name
	o.Today = w.e.r.Today().Time().Format("2006年1月2日")
	if w.first == 0 {
		w.first = w.e.book.Now().UnixMilli()
		w.last = w.first
	}
	o.Date = chineseDay(w.first)
	if end := chineseDay(w.last); end != o.Date {
		o.Date += "至" + end
	}
	written, err := writings(w.e.r, 0)
	if err != nil {
		return err
	}
	for _, l := range HeaderLines {
		f := report.Field{ID: l.ID, Label: l.Label, Value: written[l.ID]}
		if f.Value == "" {
			f.Value = l.Usual
		}
		o.Header = append(o.Header, f)
	}
	o.Course = o.Field("course")
	return nil
}

func (w *reporter) parts() error {
	written, err := writings(w.e.r, w.x.No)
	if err != nil {
		return err
	}
	for _, q := range w.x.questions {
		w.out.Parts = append(w.out.Parts, report.Part{ID: q.ID, Ask: q.ask(w.e), Text: written[q.ID]})
	}
	w.out.Summary = report.Part{ID: SummaryPart, Ask: "这次实验做成了什么，哪一步最费劲，学到了什么？", Text: written[SummaryPart]}
	return nil
}

func (w *reporter) stamp() error {
	last := w.e.r.LastSeq()
	if last == 0 {
		return nil
	}
	head, err := w.e.r.Entry(last)
	if err != nil {
		return fmt.Errorf("read the journal's head: %w", err)
	}
	w.out.Stamp = report.Stamp{Code: Code(head.Hash), Step: head.Seq, Wall: minute(head.Wall)}
	return nil
}

// rows are the records or lines of a table or a chart; nil while its subject does not exist.
func (w *reporter) rows(on *subject, members *set) ([]record.Row, error) {
	if on != nil && w.e.at[on].rec == nil {
		return nil, nil
	}
	if members == nil {
		return []record.Row{w.e.at[on].row}, nil
	}
	return members.members(w.e)
}

// nothing says why a table or a chart is empty.
func (w *reporter) nothing(on *subject, members *set, none *text, err error) string {
	switch {
	case err != nil:
		return "没有算出来：" + sayFault(err)
	case len(none.pieces) > 0:
		return none.show(w.e)
	case on != nil && w.e.at[on].rec == nil:
		return on.none.show(w.e) + "。"
	case members != nil:
		return members.none(w.e) + "。"
	}
	return "还没有记录。"
}

// value shows a field; what is not there is blank.
func (c reportColumn) value(e *env, row record.Row) string {
	got, ok := c.in(e.r, row)
	if !ok {
		return ""
	}
	return got.f.Show(got.v, e.r.Title)
}

func (w *reporter) table(t *reportTable) report.Table {
	out := report.Table{Name: t.Name, Facts: t.set == nil, Note: t.note.show(w.e)}
	rows, err := w.rows(t.on, t.set)
	if err != nil || len(rows) == 0 {
		out.Note, out.Empty = "", w.nothing(t.on, t.set, t.none, err)
		return out
	}
	if out.Facts {
		for _, c := range t.columns {
			out.Rows = append(out.Rows, []string{c.head.Head(), c.value(w.e, rows[0])})
		}
		return out
	}
	sums, summed := make([]int64, len(t.columns)), false
	for i, c := range t.columns {
		out.Columns = append(out.Columns, c.head)
		for _, row := range rows {
			if got, ok := c.in(w.e.r, row); ok && c.sum {
				sums[i] += got.v.N
			}
		}
		summed = summed || c.sum
	}
	if summed {
		out.Total = make([]string, len(t.columns))
		out.Total[0] = "合计"
		for i, c := range t.columns {
			if f := c.hops[len(c.hops)-1].field; c.sum && f != nil {
				out.Total[i] = f.Show(record.Value{T: f.Type, N: sums[i]}, w.e.r.Title)
			}
		}
	}
	if over := len(rows) - mostRows; over > 0 {
		rows = rows[over:]
		more := fmt.Sprintf("共 %d 条，这里是最近的 %d 条；合计是全部的。", over+mostRows, mostRows)
		out.Note = more + out.Note
	}
	for _, row := range rows {
		line := make([]string, len(t.columns))
		for i, c := range t.columns {
			line[i] = c.value(w.e, row)
		}
		out.Rows = append(out.Rows, line)
	}
	return out
}

func (w *reporter) chart(c *reportChart) report.Chart {
	out := report.Chart{Name: c.Name, Kind: c.Kind, Note: c.note.show(w.e)}
	var err error
	switch c.Kind {
	case report.Funnel:
		err = w.funnel(c, &out)
	case report.Composition:
		err = w.composition(c, &out)
	default:
		err = w.plot(c, &out)
	}
	if err != nil || !out.Drawn() {
		out.Labels, out.Stages, out.Note = nil, nil, ""
		out.Empty = w.nothing(c.on, c.set, c.none, err)
	}
	return out
}

// plot takes the values of records; a label that comes twice counts once, as when two receipts
// were made for one instalment.
func (w *reporter) plot(c *reportChart, out *report.Chart) error {
	rows, err := w.rows(c.on, c.set)
	if err != nil {
		return err
	}
	out.Series = make([]report.Series, len(c.values))
	for i, v := range c.values {
		out.Series[i].Name, out.Unit = v.head.Label, v.head.Unit
	}
	seen := map[string]bool{}
	label := reportColumn{path: c.label}
	for _, row := range rows {
		name := label.value(w.e, row)
		if name == "" || seen[name] {
			continue
		}
		seen[name] = true
		out.Labels = append(out.Labels, name)
		for i, v := range c.values {
			n := 0.0
			if got, ok := v.in(w.e.r, row); ok {
				n = record.FromMinor(got.v.N, got.f.Places).InexactFloat64()
			}
			out.Series[i].Values = append(out.Series[i].Values, n)
		}
	}
	return nil
}

// quarter is the quarter of the business date.
func quarter(r record.Reader) (analysis.Period, error) {
	calendar, err := company.CalendarOf(r)
	if err != nil {
		return analysis.Period{}, err
	}
	return analysis.QuarterOf(r.Today(), calendar), nil
}

func (w *reporter) funnel(c *reportChart, out *report.Chart) error {
	hat := c.hat.show(w.e)
	return wearing(w.e, hat, func(r record.Reader) error {
		p, err := quarter(r)
		if err != nil {
			return err
		}
		f, err := analysis.FunnelOf(r, analysis.FunnelAsk{Period: p})
		if err != nil || f.Count == 0 {
			return err
		}
		out.Unit = "元"
		for _, s := range f.Stages {
			if s.OnHold {
				continue
			}
			out.Stages = append(out.Stages, report.Stage{Label: s.Name, Count: s.Count, Amount: s.Amount.InexactFloat64(), Rate: s.Rate.InexactFloat64()})
		}
		out.Note += fmt.Sprintf("%s，%s 至 %s：%d 个进行中的任务，预测金额 %s 元，期望值 %s 元。", hat, p.From, p.To, f.Count,
			record.GroupDigits(f.Amount.StringFixed(2)), record.GroupDigits(f.Weighted.StringFixed(2)))
		return nil
	})
}

func (w *reporter) composition(c *reportChart, out *report.Chart) error {
	hat := c.hat.show(w.e)
	return wearing(w.e, hat, func(r record.Reader) error {
		p, err := quarter(r)
		if err != nil {
			return err
		}
		x, err := analysis.CompositionOf(r, analysis.CompositionAsk{Period: p, By: c.Group, Most: 8})
		if err != nil {
			return err
		}
		out.Unit = "元"
		out.Series = []report.Series{{Name: "本期"}, {Name: "上期"}, {Name: "去年同期"}}
		for _, row := range x.Rows {
			out.Labels = append(out.Labels, row.Name)
			out.Series[0].Values = append(out.Series[0].Values, row.Current.InexactFloat64())
			out.Series[1].Values = append(out.Series[1].Values, row.Previous.InexactFloat64())
			out.Series[2].Values = append(out.Series[2].Values, row.LastYear.InexactFloat64())
		}
		out.Note += fmt.Sprintf("%s，%s 至 %s：本期销售 %s 元。", hat, p.From, p.To, record.GroupDigits(x.Total.Current.StringFixed(2)))
		return nil
	})
}
