package lab_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"crmlab/domain/lab"
	"crmlab/domain/lab/report"
	"crmlab/domain/record"
)

// reported is an experiment with a report about an order and its instalments.
func reported() *lab.Experiment {
	return &lab.Experiment{Subjects: anOrder,
		Checks: []lab.Check{{ID: "plan", Kind: lab.SumEquals, On: "order", Of: "payment-plan", By: "order", Field: "amount", Whole: "total", Min: "2", Measure: "期"}},
		Tables: []lab.Table{
			{Name: "订单", On: "order", Columns: []string{"no", "party=买方", "total"}},
			{Name: "回款计划", On: "order", Of: "payment-plan", By: "order", Columns: []string{"no=编号", "due", "amount", "order.party=客户"}, Sum: []string{"amount"}},
			{Name: "明细", On: "order", Rows: "lines", Columns: []string{"product", "qty", "discount", "net"}},
			{Name: "全部订单", Of: "order", Own: true, Columns: []string{"no"}},
		},
		Charts: []lab.Chart{{Name: "各期", Kind: report.Stacked, On: "order", Of: "payment-plan", By: "order", Label: "no", Values: []string{"outstanding=未收", "received=已收"}}},
		Questions: []lab.Question{
			{ID: "q1", Text: "订单 {order} 合计 {order.total} 元，降 5% 是 {order.total*0.05} 元，预收 {balance} 元，{order.date+30}？", Without: "还没有订单时问什么？",
				Figures: map[string]lab.Figure{"balance": {Figure: "prepaid.balance", Args: map[string]string{"party": "{order.party}"}}}},
			{ID: "q2", Text: "为什么？"},
		}}
}

func (s *school) report(d *lab.Board) *report.Report {
	s.t.Helper()
	r, err := d.Report(8)
	if err != nil {
		s.t.Fatal(err)
	}
	return r
}

func TestAReportIsMadeOfTheStudentsOwnRecords(t *testing.T) {
	s := newSchool(t)
	d := s.watch(reported())
	empty := s.report(d)
	if got := empty.Table("回款计划"); got == nil || len(got.Rows) != 0 || got.Empty != "还没有order。" {
		t.Errorf("before the start: %+v", got)
	}
	if empty.Parts[0].Ask != "还没有订单时问什么？" || empty.Charts[0].Drawn() || empty.Score.Earned != 0 || empty.Date != "2026年11月23日" {
		t.Errorf("before the start: %+v", empty)
	}
	o := s.order(s.buyer, "3")
	s.plan(o, "1000", "2000")
	r := s.report(d)
	facts := r.Table("订 单") // spaces do not matter
	if facts == nil || !facts.Facts || !slices.Equal(facts.Rows[1], []string{"买方", "广州粤达"}) || !slices.Equal(facts.Rows[2], []string{"合计（元）", "3,000.00"}) {
		t.Errorf("the order: %+v", facts)
	}
	plan := r.Table("回款计划")
	if len(plan.Rows) != 2 || !slices.Equal(plan.Rows[0], []string{o.No + "-1", "2026-12-03", "1,000.00", "广州粤达"}) || !slices.Equal(plan.Total, []string{"合计", "", "3,000.00", ""}) {
		t.Errorf("the instalments: %+v", plan)
	}
	if c := plan.Columns; c[0].Right || !c[2].Right || c[2].Head() != "金额（元）" {
		t.Errorf("the columns: %+v", c)
	}
	if lines := r.Table("明细"); len(lines.Rows) != 1 || lines.Rows[0][0] != "激光打印机 M203" || lines.Rows[0][3] != "3,000.00" || strings.Contains(lines.Columns[2].Head(), "%") {
		t.Errorf("the lines: %+v", lines)
	}
	if all := r.Table("全部订单"); len(all.Rows) != 1 || all.Rows[0][0] != o.No {
		t.Errorf("an order from before the start is not the student's: %+v", all)
	}
	c := r.Chart("各期")
	if !slices.Equal(c.Labels, []string{o.No + "-1", o.No + "-2"}) || !slices.Equal(c.Series[0].Values, []float64{1000, 2000}) || !slices.Equal(c.Series[1].Values, []float64{0, 0}) || c.Unit != "元" {
		t.Errorf("the chart: %+v", c)
	}
	if want := "订单 " + o.No + " 合计 3,000.00 元，降 5% 是 150.00 元，预收 0 元，2026-12-23？"; r.Parts[0].Ask != want {
		t.Errorf("the question is %q, want %q", r.Parts[0].Ask, want)
	}
	ch := r.Checks[0]
	if ch.State != "完成" || ch.Step == 0 || ch.No != o.No || ch.At == "" || r.Score != (report.Score{Earned: 100, Possible: 100}) || !r.Tasks[0].Done {
		t.Errorf("the self-check: %+v", ch)
	}
}

func TestTheCodeOfAReportIsThatOfTheJournalsHead(t *testing.T) {
	s := newSchool(t)
	d := s.watch(reported())
	first := s.report(d).Stamp
	var head *record.Entry
	if err := s.book.Read(record.Hat{}, func(r record.Reader) (err error) { head, err = r.Entry(r.LastSeq()); return err }); err != nil {
		t.Fatal(err)
	}
	if first.Code != lab.Code(head.Hash) || first.Step != head.Seq || len(first.Code) != 8 || strings.ContainsAny(first.Code, "01IO") {
		t.Errorf("%+v, the head is %s", first, lab.Code(head.Hash))
	}
	if again := s.report(d).Stamp; again != first {
		t.Error("making a report changes the code")
	}
	s.order(s.buyer, "1")
	if s.report(d).Stamp.Code == first.Code {
		t.Error("a step does not change the code")
	}
	if !strings.Contains(first.Says(), first.Code) {
		t.Error("the code is not explained")
	}
}

func TestTheStudentsTextIsAStepLikeAnyOther(t *testing.T) {
	s := newSchool(t)
	d := s.watch(reported())
	write := func(part, text string) *record.Entry {
		e, err := d.Write(s.seller, 8, part, text)
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	e := write("q1", "  会让步。\r\n但有条件。\x07 ")
	if e == nil || e.Label != "写实验八报告的思考题 1" || e.Hat != s.seller {
		t.Errorf("the step is %+v", e)
	}
	if got := s.report(d).Part("1"); got.Text != "会让步。\n但有条件。" {
		t.Errorf("kept as %q", got.Text)
	}
	if write("q1", "会让步。\n但有条件。") != nil || write("q2", " ") != nil {
		t.Error("a step without a change")
	}
	write(lab.SummaryPart, "学到很多。")
	write("q1", "不让步。")
	if _, err := s.book.Undo(s.seller); err != nil {
		t.Fatal(err)
	}
	if r := s.report(d); r.Parts[0].Text != "会让步。\n但有条件。" || r.Summary.Text != "学到很多。" {
		t.Errorf("after 撤销: %q, %q", r.Parts[0].Text, r.Summary.Text)
	}
	for _, c := range []struct{ part, text, code string }{
		{"q9", "x", "report.part"}, {"q1", strings.Repeat("长", lab.MostWords+1), "report.long"},
	} {
		if _, err := d.Write(s.seller, 8, c.part, c.text); !record.IsRefusal(err, c.code) {
			t.Errorf("%s: %v", c.code, err)
		}
	}
	if _, err := d.Write(s.seller, 3, "q1", "x"); !record.IsRefusal(err, "report.part") {
		t.Errorf("an experiment that is not there: %v", err)
	}
	if _, err := d.Report(3); !record.IsRefusal(err, "report.experiment") {
		t.Errorf("a report of an experiment that is not there: %v", err)
	}
}

func TestTheTitlePageIsSharedByAllReports(t *testing.T) {
	s := newSchool(t)
	d := s.watch(reported())
	if got := s.report(d); got.Course != "客户关系管理" || got.Field("teacher") != "" {
		t.Errorf("%+v", got.Header)
	}
	if _, err := d.WriteHeader(s.seller, "teacher", " 王 \n 老师 "); err != nil {
		t.Fatal(err)
	}
	if got := s.report(d).Field("teacher"); got != "王 老师" {
		t.Errorf("the teacher is %q", got)
	}
	if _, err := d.WriteHeader(s.seller, "motto", "x"); !record.IsRefusal(err, "report.part") {
		t.Errorf("%v", err)
	}
}

func TestAReportThatIsDeclaredWronglyIsFoundByTheLoader(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*lab.Experiment)
		says   string
	}{
		{"a table of everything", func(x *lab.Experiment) { x.Tables[3].Own = false }, "会列出企业全部的销售订单"},
		{"an unknown column", func(x *lab.Experiment) { x.Tables[0].Columns[0] = "numbr" }, "没有字段「numbr」"},
		{"an unknown column of lines", func(x *lab.Experiment) { x.Tables[2].Columns[0] = "produkt" }, "没有「produkt」这一列"},
		{"a path through what is no link", func(x *lab.Experiment) { x.Tables[1].Columns[1] = "due.party" }, "不是链接"},
		{"a sum of words", func(x *lab.Experiment) { x.Tables[1].Sum = []string{"due"} }, "不能合计「due」"},
		{"no columns", func(x *lab.Experiment) { x.Tables[0].Columns = nil }, "有 0 列"},
		{"a subject that is not there", func(x *lab.Experiment) { x.Tables[0].On = "quote" }, "没有对象「quote」"},
		{"a name twice", func(x *lab.Experiment) { x.Tables[1].Name = "订单" }, "名称重复"},
		{"a name that no placeholder can say", func(x *lab.Experiment) { x.Tables[1].Name = "表：{一}" }, "花括号、冒号"},
		{"an unknown chart", func(x *lab.Experiment) { x.Charts[0].Kind = "pie" }, "没有「pie」这种图"},
		{"a chart of words", func(x *lab.Experiment) { x.Charts[0].Values = []string{"due"} }, "「due」不是数字"},
		{"bars of two values", func(x *lab.Experiment) { x.Charts[0].Kind = report.Bars }, "数值太多"},
		{"a funnel of nobody", func(x *lab.Experiment) { x.Charts[0] = lab.Chart{Name: "漏斗", Kind: report.Funnel} }, "没有写看谁的数据"},
		{"an unknown group", func(x *lab.Experiment) {
			x.Charts[0] = lab.Chart{Name: "构成", Kind: report.Composition, Hat: "王芳", Group: "colour"}
		}, "不能按「colour」分组"},
		{"a question without an id", func(x *lab.Experiment) { x.Questions[1].ID = "" }, "思考题没有编号"},
		{"an id twice", func(x *lab.Experiment) { x.Questions[1].ID = "q1" }, "编号重复"},
		{"an unknown figure", func(x *lab.Experiment) {
			x.Questions[0].Figures = map[string]lab.Figure{"balance": {Figure: "prepaid.sum"}}
		}, "没有「prepaid.sum」这个数"},
		{"reckoning with words", func(x *lab.Experiment) { x.Questions[1].Text = "{order.party*2}" }, "不能计算"},
		{"multiplying a date", func(x *lab.Experiment) { x.Questions[1].Text = "{order.date*2}" }, "不能计算"},
	} {
		x := reported()
		c.change(x)
		x.No, x.Title, x.Overview, x.Objectives, x.Tasks = 8, "订单", "订单", []string{"订单"}, []lab.Task{{ID: "t", Title: "任务"}}
		err := (&lab.Course{Experiments: []*lab.Experiment{x}}).Prepare()
		var flaws lab.Flaws
		if !errors.As(err, &flaws) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}
