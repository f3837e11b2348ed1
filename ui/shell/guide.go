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

// guides are the texts by experiment, from 实验一.
var guides = [len(experiments)]guideText{
	{
		Overview: "先看懂这家模拟企业：有哪些人、各管什么、手上有哪些事。一个人可以换着身份，把企业里的几个角色都做一遍。",
		Objectives: []string{
			"知道桌面、页头、侧栏各放什么",
			"会换身份，会推进业务日期",
			"知道每一步都留有记录，也都能撤销",
		},
		Steps: []guideStep{
			{Text: "打开我的桌面，看当前身份手上有哪些待办和逾期款。", Entry: HomeEntry},
			{Text: "点页头的姓名换一个身份，对照两个人的桌面有什么不同。", Entry: HomeEntry},
			{Text: "点页头的日期，推进一周，看哪些事到期、哪些款逾期。", Entry: HomeEntry},
			{Text: "按 Ctrl+K，用拼音首字母找一个客户，打开它的资料。", Entry: "customer"},
			{Text: "在操作日志里找到刚才推进日期的那一步，看它改了什么，再用 Ctrl+Z 撤销。", Entry: JournalEntry},
		},
	},
	{
		Overview: "企业开始用系统之前，先定下组织、职位权限和各种标准。后面十个实验里谁能看什么、能批什么，都由这里决定。",
		Objectives: []string{
			"建立部门、职位和员工，理解数据权限的四个范围",
			"设定任务状态和成功率，它们决定漏斗的预测",
			"设定企业日历、逾期利率和增值税率",
			"为单据设两个审批点的流程",
		},
		Steps: []guideStep{
			{Text: "新增一个部门，选好上级部门和部门主管。", Entry: "department"},
			{Text: "新增一个职位和一名担任它的员工，设好数据权限、折扣上限和各模块的权限。", Entry: "position"},
			{Text: "看一遍任务状态，改一个状态的成功率。", Entry: "task-status"},
			{Text: "给客户加一个自定义属性，再到客户资料里填上它。", Entry: "field"},
			{Text: "查看企业参数：年度首月、逾期日利率、增值税率。", Entry: "setting"},
			{Text: "为销售订单设一个有两个审批点的流程。", Entry: "approval-flow"},
		},
	},
	{
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
	{
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
	{
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
	{
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
	{
		Overview: "从一个机会开始，转成任务跟进，报价，最后成为订单。每往前一步，资料都跟着走，不必重填。",
		Objectives: []string{
			"把机会转为销售任务，推进阶段并留下历史",
			"做一张有折扣说明的报价单",
			"从报价生成订单",
			"丢单时写明原因",
		},
		Steps: []guideStep{
			{Text: "登记一个销售机会，写明客户、预计金额和预计日期。", Entry: "opportunity"},
			{Text: "把机会转为任务，看客户和金额是否已带过去。", Entry: "opportunity"},
			{Text: "为任务登记进程，把阶段推进一步。", Entry: "task"},
			{Text: "从任务做一张报价单，查看每一行价格的来历。", Entry: "quote"},
			{Text: "由报价单生成订单。", Entry: "quote"},
			{Text: "把一个没有谈成的任务标为失败，写明原因。", Entry: "task"},
		},
	},
	{
		Overview: "订单生效前要看信用额度、折扣上限和回款计划；生效后要执行、收款，逾期的款按天计息。",
		Objectives: []string{
			"为订单做合计相符的回款计划",
			"看懂提交前的三项检查",
			"推进业务日期，看逾期和利息怎样算出来",
		},
		Steps: []guideStep{
			{Text: "新增一张订单，选择客户并加上产品。", Entry: "order"},
			{Text: "为订单生成分期的回款计划，合计要等于订单金额。", Entry: "order"},
			{Text: "提交审批，换成上级的身份通过它。", Entry: "order"},
			{Text: "登记一次订单执行。", Entry: "execution"},
			{Text: "推进业务日期越过到期日，在欠款账目里看逾期天数和利息。", Entry: "overdue"},
		},
	},
	{
		Overview: "收到的每一笔钱都要对上一期计划。对上了，客户的欠款和可用信用随之改变。",
		Objectives: []string{
			"按回款计划登记收款",
			"知道一笔收款改变了哪些数字",
			"会改正一笔记错的收款",
		},
		Steps: []guideStep{
			{Text: "找一期到期未收的回款计划。", Entry: "payment-plan"},
			{Text: "登记一笔收款，核销到这一期计划。", Entry: "receipt"},
			{Text: "回到订单，看已收、未收和状态有什么变化。", Entry: "order"},
			{Text: "撤销一笔记错的收款，再看一次数字。", Entry: "receipt"},
		},
	},
	{
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
	{
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
	if experiment < 1 || experiment > len(guides) {
		return nil
	}
	var out []guideStep
	for _, s := range guides[experiment-1].Steps {
		if _, ok := r.Find(s.Entry); ok {
			out = append(out, s)
		}
	}
	return out
}
