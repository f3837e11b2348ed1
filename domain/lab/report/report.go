// Package report is 实验报告 as plain words and numbers: what a student hands in on paper,
// before it becomes a docx or a PDF. It knows neither records nor files nor pictures;
// domain/lab fills it, data/paper writes it.
package report

import (
	"fmt"
	"strings"
)

// Report is the report of one experiment.
type Report struct {
	No     int
	Title  string  // 订单管理
	Course string  // 课程名称
	Header []Field // 学院, 课程, 班级 … in the order of the title page
	Class, StudentNo, Name,
	Company string // of the case
	Date  string // 2026年11月23日, when the work was done; the day of the report while nothing is
	Today string // business date at the end of the work

	Overview   string
	Objectives []string
	Tasks      []Task
	Tables     []Table
	Charts     []Chart
	Checks     []Check
	Score      Score
	Parts      []Part // questions, in their order
	Summary    Part   // 心得与总结
	Stamp      Stamp
}

// Field is one line of the title page; an empty value is left to be written by hand.
type Field struct {
	ID, Label, Value string
}

// Task is one task with what it earned.
type Task struct {
	Title, Text    string
	Steps          []string
	Points, Earned int
	Done           bool
}

// Column is one column of a table.
type Column struct {
	Label string
	Unit  string // 元, %, 天; shown behind the label
	Right bool   // numbers stand at the right
}

// Head is what stands over the column: 金额（元）.
func (c Column) Head() string {
	if c.Unit == "" {
		return c.Label
	}
	return c.Label + "（" + c.Unit + "）"
}

// Table is records of the student. A table of facts shows one record: its rows are label and value.
type Table struct {
	Name    string
	Facts   bool
	Columns []Column // of a table of facts: none
	Rows    [][]string
	Total   []string // last row; nil for none
	Note    string   // under the table
	Empty   string   // said in the place of a table without rows
}

// ChartKind says how a chart is drawn.
type ChartKind string

// Kinds of charts.
const (
	Bars        ChartKind = "bars"        // one value a label
	Stacked     ChartKind = "stacked"     // several values a label, one upon the other
	Donut       ChartKind = "donut"       // shares of a whole
	Funnel      ChartKind = "funnel"      // 销售漏斗
	Composition ChartKind = "composition" // this period, the one before, a year ago
)

// Chart is the figures of a picture.
type Chart struct {
	Name   string
	Kind   ChartKind
	Unit   string
	Labels []string
	Series []Series
	Stages []Stage // of a funnel
	Note   string  // under the picture
	Empty  string  // said in the place of a picture without figures
}

// Drawn reports whether there is anything to draw.
func (c Chart) Drawn() bool { return len(c.Labels) > 0 || len(c.Stages) > 0 }

// Series is one named row of values, each belonging to the label in the same place.
type Series struct {
	Name   string
	Values []float64
}

// Stage is one stage of a funnel.
type Stage struct {
	Label  string
	Count  int
	Amount float64 // 元
	Rate   float64 // %, success
}

// Check is one line of the self-check.
type Check struct {
	ID, Title, State string
	Points, Earned   int
	Done             bool
	No               string // of the record that shows it
	Step             uint64 // of the journal; 0 for none
	At               string // when the step was made: 2026-11-23 14:32
	Found            string // what is there, with the student's own values
}

// Score is what the checks earned.
type Score struct {
	Earned, Possible int
	Faulty           int // points of checks that could not be judged
}

// String is 92 / 100.
func (s Score) String() string { return fmt.Sprintf("%d / %d", s.Earned, s.Possible) }

// Share is the score as a part of full points, rounded half up: 92 of 100 is 55 of 60.
func (s Score) Share(full int) int {
	if s.Possible <= 0 {
		return 0
	}
	return (2*s.Earned*full + s.Possible) / (2 * s.Possible)
}

// Part is a text of the student with what led to it.
type Part struct {
	ID   string
	Ask  string // the question, with the student's own figures
	Text string // as it was written, lines parted by \n
}

// Lines are the paragraphs of the text, without empty ones at its ends.
func (p Part) Lines() []string {
	text := strings.TrimSpace(p.Text)
	if text == "" {
		return nil
	}
	return strings.Split(text, "\n")
}

// Stamp ties the paper to the work file: the head of the journal when the report was made.
type Stamp struct {
	Code string // eight characters
	Step uint64
	Wall string // time of that step: 2026-11-23 14:32
}

// Says explains the code to who reads the paper.
func (s Stamp) Says() string {
	if s.Step == 0 {
		return "工作文件里还没有步骤，所以没有校验码。"
	}
	return fmt.Sprintf("校验码 %s 是操作日志到第 %d 步（%s）为止的指纹：日志里任何一步改过，它就不同。提交的工作文件在这一步的校验码也是它，说明报告和文件是同一份作业。", s.Code, s.Step, s.Wall)
}

// Table finds a table by its name; nil if there is none.
func (r *Report) Table(name string) *Table {
	for i := range r.Tables {
		if same(r.Tables[i].Name, name) {
			return &r.Tables[i]
		}
	}
	return nil
}

// Chart finds a chart by its name; nil if there is none.
func (r *Report) Chart(name string) *Chart {
	for i := range r.Charts {
		if same(r.Charts[i].Name, name) {
			return &r.Charts[i]
		}
	}
	return nil
}

// Part finds a question by its place, counted from 1, or by its id.
func (r *Report) Part(name string) *Part {
	for i := range r.Parts {
		if r.Parts[i].ID == name || fmt.Sprint(i+1) == name {
			return &r.Parts[i]
		}
	}
	return nil
}

// Field is the value of a line of the title page; "" if there is none.
func (r *Report) Field(id string) string {
	for _, f := range r.Header {
		if f.ID == id {
			return f.Value
		}
	}
	return ""
}

func same(a, b string) bool {
	fold := func(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), "")) }
	return fold(a) == fold(b)
}

// numerals are the numbers of experiments and sections as Chinese writes them.
var numerals = []string{"零", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"}

// Numeral is the number in Chinese up to twelve, and in digits beyond.
func Numeral(n int) string {
	if n >= 0 && n < len(numerals) {
		return numerals[n]
	}
	return fmt.Sprint(n)
}

// FullTitle is 实验八 订单管理.
func (r *Report) FullTitle() string { return "实验" + Numeral(r.No) + " " + r.Title }

// FileName is 班级-学号-姓名-实验N without extension; what is not known is left out, and what
// no file system takes is replaced.
func (r *Report) FileName() string {
	var parts []string
	for _, s := range []string{r.Class, r.StudentNo, r.Name} {
		if s = clean(s); s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(append(parts, fmt.Sprintf("实验%d", r.No)), "-")
}

func clean(s string) string {
	s = strings.Map(func(c rune) rune {
		switch {
		case strings.ContainsRune(`/\:*?"<>|`, c):
			return '_'
		case c < ' ':
			return -1
		}
		return c
	}, s)
	return strings.Trim(s, " .")
}

// CheckTable is the self-check as a table.
func (r *Report) CheckTable() Table {
	t := Table{Name: "自检", Columns: []Column{{Label: "编号"}, {Label: "检查内容"}, {Label: "状态"}, {Label: "得分", Right: true}, {Label: "依据"}, {Label: "步骤", Right: true}, {Label: "完成时间"}}}
	for _, c := range r.Checks {
		step := ""
		if c.Step != 0 {
			step = fmt.Sprint(c.Step)
		}
		t.Rows = append(t.Rows, []string{c.ID, c.Title, c.State, fmt.Sprintf("%d/%d", c.Earned, c.Points), c.No, step, c.At})
	}
	t.Total = []string{"合计", "", "", fmt.Sprintf("%d/%d", r.Score.Earned, r.Score.Possible), "", "", ""}
	t.Note = "依据是满足检查的记录，步骤是它在操作日志里的序号。"
	if r.Score.Faulty > 0 {
		t.Note += fmt.Sprintf("另有 %d 分的检查出错，不计。", r.Score.Faulty)
	}
	return t
}
