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
	2: {
		Overview: "企业开始用系统之前，先定下组织、职位权限和各种标准。后面十个实验里谁能看什么、能批什么，都由这里决定。",
		Objectives: []string{
			"建立部门、职位和员工，理解数据权限的五种范围",
			"设定任务状态和成功率，它们决定漏斗的预测",
			"设定企业日历、逾期利率和增值税率",
			"为单据设两个审批点的流程",
		},
		Steps: []guideStep{
			{Text: "新增一个部门，选好上级部门和部门主管。", Entry: "department"},
			{Text: "新增一个职位和一名担任它的员工，设好数据权限、折扣上限和各模块的权限。", Entry: "position"},
			{Text: "看一遍任务状态，改一个状态的成功率。", Entry: "task-status"},
			{Text: "给客户加一个自定义属性，再到客户资料里填上它。", Entry: "field"},
			{Text: "登记新的逾期日利率和增值税税率，写上生效日期。", Entry: "setting"},
			{Text: "为销售订单设一个有两个审批点的流程。", Entry: "approval-flow"},
		},
	},
	3: {
		Overview: "客户、代理和联系人是以后每张单据的起点。资料完整、不重复，后面的跟进和分析才可信。",
		Objectives: []string{
			"建立企业客户、个人客户和代理的资料",
			"为客户登记联系人和重要日期",
			"用高级查询找出一批客户，并把条件保存下来",
		},
		Steps: []guideStep{
			{Text: "新增一个企业客户和一个个人客户，比较两者要填的项目。", Entry: "customer"},
			{Text: "新增一个代理，选择代理级别。", Entry: "agent"},
			{Text: "为客户新增联系人，填写生日。", Entry: "contact"},
			{Text: "用高级查询找出某一级别的客户，保存这个查询。", Entry: "customer"},
			{Text: "用拼音首字母查一个客户。", Entry: "customer"},
		},
	},
	4: {
		Overview: "报价里的每个单价都有来历：标价、销量折扣、客户折扣。先把产品和折扣定好，再看价格怎样一步步算出来。",
		Objectives: []string{
			"建立产品分类和产品",
			"设定销量折扣和客户折扣，知道哪一个起作用",
			"能说清一行单价的来历",
		},
		Steps: []guideStep{
			{Text: "在产品分类里新增一个下级分类。", Entry: "product-category"},
			{Text: "新增一个产品，填写单位、标价和分类。", Entry: "product"},
			{Text: "设一条按数量分档的销量折扣。", Entry: "qty-discount"},
			{Text: "给一个客户设一条客户折扣。", Entry: "customer-discount"},
			{Text: "新建报价单，加上刚才的产品，看价格说明。", Entry: "quote"},
		},
	},
	5: {
		Overview: "重要的单据要经过别人同意才生效。提交的人和审批的人不是同一个，这一条由系统保证。",
		Objectives: []string{
			"会提交单据，会以审批人的身份处理",
			"分清同意、提前终止、退回和拒绝四种处理的结果",
			"从记录里看出一张单据经过了谁的手",
		},
		Steps: []guideStep{
			{Text: "打开一张草稿订单，查看提交前检查，然后提交审批。", Entry: "order"},
			{Text: "换成审批人的身份，在我的桌面打开这张订单，写下意见并同意。", Entry: HomeEntry},
			{Text: "退回一张订单，换回提交人修改后再次提交。", Entry: "order"},
			{Text: "看审批单，比较各张单据停在哪一个审批点。", Entry: "approval"},
			{Text: "看订单的审批流程有几个审批点、由谁审批。", Entry: "approval-flow"},
		},
	},
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
