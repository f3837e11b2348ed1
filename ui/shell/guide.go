package shell

import (
	"crmlab/ui/page"
)

// guideText is what the guide panel says of one experiment: what it is for, and what can be done.
type guideText struct {
	Overview   string
	Objectives []string
	Steps      []guideStep
}

// guideStep is one thing to do, with the page where it is done.
type guideStep struct {
	Text  string
	Entry string    // route name; a step whose page does not exist is not shown
	View  page.View // of the page
}

// guides are the texts of the experiments that the course has no content for, by number.
var guides = map[int]guideText{
	6: {
		Overview: "市场部门把活动分成任务，一步步推进，把有意向的人交给销售。",
		Objectives: []string{
			"把一项市场工作拆成任务并登记进程",
			"记录活动的投入和成果",
			"把活动带来的意向转为销售机会",
		},
		Steps: []guideStep{
			{Text: "新增一项市场任务，指定负责人和截止日期。", Entry: "market-task"},
			{Text: "新增一个市场活动，填写预算和时间。", Entry: "campaign"},
			{Text: "为任务登记一次进程。", Entry: "progress"},
		},
	},
	10: {
		Overview: "成交之后的服务决定客户会不会再来：反馈要有人受理，关怀要有人去做。",
		Objectives: []string{
			"受理一条反馈并处理到客户满意",
			"找出该关怀、该回访的客户",
			"从服务里发现新的销售机会",
		},
		Steps: []guideStep{
			{Text: "新增一项服务任务，安排对老客户的回访。", Entry: "service-task"},
			{Text: "登记一条客户反馈，指定受理人。", Entry: "feedback"},
			{Text: "查看联系人的生日，安排一次关怀。", Entry: "care"},
			{Text: "登记一次维修并回访。", Entry: "repair"},
		},
	},
	11: {
		Overview: "前面十个实验留下的记录，在这里变成判断：钱会从哪里来，丢在哪里，下一步做什么。",
		Objectives: []string{
			"读懂销售漏斗的预测金额",
			"比较本期、上期和去年同期",
			"从一个数字出发，找到背后的记录",
		},
		Steps: []guideStep{
			{Text: "打开销售漏斗，读出本季按成功率的预测金额。", Entry: "funnel"},
			{Text: "换一个数据权限不同的身份，再看同一张漏斗。", Entry: "funnel"},
			{Text: "点漏斗的一个阶段，看它由哪些任务组成。", Entry: "funnel"},
			{Text: "按产品分类看销售构成，和去年同期比较。", Entry: "composition"},
			{Text: "导出一张图和它的数据表。", Entry: "composition"},
		},
	},
}

// stepsFor are the steps of an experiment whose pages exist.
func stepsFor(r *page.Registry, experiment int) []guideStep {
	var out []guideStep
	for _, s := range guides[experiment].Steps {
		if _, ok := r.Find(s.Entry); ok {
			out = append(out, s)
		}
	}
	return out
}
