package paper

import (
	"fmt"
	"strings"

	"crmlab/domain/lab/report"
)

// Placeholder is a word in double braces that a template may hold.
type Placeholder struct {
	Name  string // as it is written between the braces
	About string
	Block bool // becomes paragraphs, tables or pictures; otherwise a text within the line
}

// placeholder knows what stands in its place. name is what follows the colon: {{表:回款计划}}.
type placeholder struct {
	Placeholder
	also []string // other spellings
	line func(r *report.Report) string
	list func(r *report.Report, name string) ([]block, bool)
}

// block is a part of the page that a placeholder becomes.
type block struct {
	lines  []string // paragraphs
	look   look
	table  *report.Table
	chart  *report.Chart
	ending bool // after a table or a picture: a little room
}

// look is how paragraphs are set.
type look int

const (
	plainText look = iota // as the template sets the placeholder
	strong                // a question, the name of a table
	caption               // over a table
	legend                // under a picture
	quiet                 // a note under a table
	aside                 // a note under a picture
)

func field(id string) func(*report.Report) string {
	return func(r *report.Report) string { return r.Field(id) }
}

// placeholders is the one list of what templates may hold.
var placeholders = []placeholder{
	{Placeholder: Placeholder{Name: "课程", About: "课程名称"}, also: []string{"课程名称"}, line: func(r *report.Report) string { return r.Course }},
	{Placeholder: Placeholder{Name: "学院", About: "学院和专业"}, also: []string{"学院专业", "专业"}, line: field("college")},
	{Placeholder: Placeholder{Name: "班级", About: "班级"}, line: func(r *report.Report) string { return r.Class }},
	{Placeholder: Placeholder{Name: "学号", About: "学号"}, line: func(r *report.Report) string { return r.StudentNo }},
	{Placeholder: Placeholder{Name: "姓名", About: "姓名"}, line: func(r *report.Report) string { return r.Name }},
	{Placeholder: Placeholder{Name: "指导教师", About: "指导教师"}, also: []string{"教师", "任课教师"}, line: field("teacher")},
	{Placeholder: Placeholder{Name: "实验地点", About: "机房、座位"}, also: []string{"地点"}, line: field("place")},
	{Placeholder: Placeholder{Name: "实验序号", About: "八"}, line: func(r *report.Report) string { return report.Numeral(r.No) }},
	{Placeholder: Placeholder{Name: "实验编号", About: "8"}, line: func(r *report.Report) string { return fmt.Sprint(r.No) }},
	{Placeholder: Placeholder{Name: "实验名称", About: "订单管理"}, also: []string{"实验项目"}, line: func(r *report.Report) string { return r.Title }},
	{Placeholder: Placeholder{Name: "实验标题", About: "实验八 订单管理"}, line: func(r *report.Report) string { return r.FullTitle() }},
	{Placeholder: Placeholder{Name: "日期", About: "做实验的日期：2026年11月23日"}, also: []string{"实验日期", "实验时间"}, line: func(r *report.Report) string { return r.Date }},
	{Placeholder: Placeholder{Name: "业务日期", About: "实验结束时案例企业里的日期"}, line: func(r *report.Report) string { return r.Today }},
	{Placeholder: Placeholder{Name: "企业", About: "案例企业的名称"}, line: func(r *report.Report) string { return r.Company }},
	{Placeholder: Placeholder{Name: "得分", About: "检查的得分"}, also: []string{"操作得分"}, line: func(r *report.Report) string { return fmt.Sprint(r.Score.Earned) }},
	{Placeholder: Placeholder{Name: "满分", About: "检查的满分"}, line: func(r *report.Report) string { return fmt.Sprint(r.Score.Possible) }},
	{Placeholder: Placeholder{Name: "折算分", About: "得分折算成 60 分制，用在成绩评定表里"}, line: func(r *report.Report) string { return fmt.Sprint(r.Score.Share(60)) }},
	{Placeholder: Placeholder{Name: "校验码", About: "八位校验码"}, line: func(r *report.Report) string { return r.Stamp.Code }},
	{Placeholder: Placeholder{Name: "校验说明", About: "一句话说明校验码是什么"}, line: func(r *report.Report) string { return r.Stamp.Says() }},
	{Placeholder: Placeholder{Name: "概述", About: "实验概述"}, line: func(r *report.Report) string { return r.Overview }},

	{Placeholder: Placeholder{Name: "目标", About: "实验目标，一条一段", Block: true}, also: []string{"实验目的"}, list: func(r *report.Report, _ string) ([]block, bool) {
		return []block{{lines: numbered(r.Objectives)}}, true
	}},
	{Placeholder: Placeholder{Name: "任务", About: "各项任务：标题、要求、步骤", Block: true}, also: []string{"实验内容"}, list: func(r *report.Report, _ string) ([]block, bool) { return tasks(r), true }},
	{Placeholder: Placeholder{Name: "表", About: "全部记录表；{{表:回款计划}} 只要一张", Block: true}, also: []string{"记录"}, list: tables},
	{Placeholder: Placeholder{Name: "图", About: "全部图；{{图:各期回款}} 只要一张", Block: true}, list: pictures},
	{Placeholder: Placeholder{Name: "自检", About: "自检表：每项检查的状态、得分、依据和时间", Block: true}, list: func(r *report.Report, _ string) ([]block, bool) {
		t := r.CheckTable()
		return tableBlocks(t, ""), true
	}},
	{Placeholder: Placeholder{Name: "分析", About: "思考题和学生的回答；{{问题:1}}、{{回答:1}} 分开放", Block: true}, also: []string{"问题与分析"}, list: analysis},
	{Placeholder: Placeholder{Name: "问题", About: "全部思考题，不带回答；{{问题:1}} 只要一道", Block: true}, list: func(r *report.Report, name string) ([]block, bool) {
		return parts(r, name, func(p report.Part) []string { return []string{p.Ask} })
	}},
	{Placeholder: Placeholder{Name: "回答", About: "全部回答，不带问题；{{回答:1}} 只要一道", Block: true}, list: func(r *report.Report, name string) ([]block, bool) {
		return parts(r, name, written)
	}},
	{Placeholder: Placeholder{Name: "心得", About: "学生的心得与总结", Block: true}, also: []string{"总结", "小结", "心得与总结"}, list: func(r *report.Report, _ string) ([]block, bool) {
		return []block{{lines: written(r.Summary)}}, true
	}},
}

// Placeholders lists what a template may hold, in the order of a report.
func Placeholders() []Placeholder {
	out := make([]Placeholder, len(placeholders))
	for i, p := range placeholders {
		out[i] = p.Placeholder
	}
	return out
}

// find looks a placeholder up by what stands between the braces.
func find(inner string) (p *placeholder, name string) {
	word, name, _ := strings.Cut(strings.ReplaceAll(inner, "：", ":"), ":")
	word, name = strings.TrimSpace(word), strings.TrimSpace(name)
	for i := range placeholders {
		p := &placeholders[i]
		if p.Name == word {
			return p, name
		}
		for _, a := range p.also {
			if a == word {
				return p, name
			}
		}
	}
	return nil, ""
}

func numbered(items []string) []string {
	out := make([]string, len(items))
	for i, s := range items {
		out[i] = fmt.Sprintf("%d. %s", i+1, s)
	}
	return out
}

func written(p report.Part) []string {
	if lines := p.Lines(); len(lines) > 0 {
		return lines
	}
	return []string{unwritten}
}

func tasks(r *report.Report) (out []block) {
	for i, t := range r.Tasks {
		state := "未完成"
		if t.Done {
			state = "完成"
		}
		out = append(out, block{look: strong, lines: []string{fmt.Sprintf("任务 %d　%s（%s，%d/%d 分）", i+1, t.Title, state, t.Earned, t.Points)}}, block{lines: []string{t.Text}})
	}
	return out
}

func tables(r *report.Report, name string) (out []block, ok bool) {
	if name != "" {
		t := r.Table(name)
		if t == nil {
			return nil, false
		}
		return tableBlocks(*t, ""), true
	}
	for i, t := range r.Tables {
		out = append(out, tableBlocks(t, fmt.Sprintf("表 %d　%s", i+1, t.Name))...)
	}
	return out, true
}

// tableBlocks is a table with its title above and its note below. A table that was asked for by
// name stands under the words of the template, and needs no title.
func tableBlocks(t report.Table, title string) (out []block) {
	if title != "" {
		out = append(out, block{look: caption, lines: []string{title}})
	}
	if len(t.Rows) == 0 {
		return append(out, block{look: aside, lines: []string{t.Empty}})
	}
	out = append(out, block{table: &t})
	if t.Note != "" {
		return append(out, block{look: quiet, lines: []string{t.Note}})
	}
	return append(out, block{ending: true})
}

func pictures(r *report.Report, name string) (out []block, ok bool) {
	if name != "" {
		c := r.Chart(name)
		if c == nil {
			return nil, false
		}
		return chartBlocks(*c, c.Name), true
	}
	for i, c := range r.Charts {
		out = append(out, chartBlocks(c, fmt.Sprintf("图 %d　%s", i+1, c.Name))...)
	}
	return out, true
}

func chartBlocks(c report.Chart, title string) (out []block) {
	if !c.Drawn() {
		return []block{{look: caption, lines: []string{title}}, {look: aside, lines: []string{c.Empty}}}
	}
	out = append(out, block{chart: &c}, block{look: legend, lines: []string{title}})
	if c.Note != "" {
		out = append(out, block{look: aside, lines: []string{c.Note}})
	}
	return out
}

func analysis(r *report.Report, _ string) (out []block, ok bool) {
	for i, p := range r.Parts {
		out = append(out, block{look: strong, lines: []string{fmt.Sprintf("%d. %s", i+1, p.Ask)}}, block{lines: written(p)})
	}
	return out, true
}

func parts(r *report.Report, name string, say func(report.Part) []string) (out []block, ok bool) {
	if name != "" {
		p := r.Part(name)
		if p == nil {
			return nil, false
		}
		return []block{{lines: say(*p)}}, true
	}
	for i, p := range r.Parts {
		lines := say(p)
		lines[0] = fmt.Sprintf("%d. %s", i+1, lines[0])
		out = append(out, block{lines: lines})
	}
	return out, true
}
