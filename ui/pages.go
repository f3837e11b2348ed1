// Package ui puts the pages of all modules together: the one registry that the sidebar,
// the global search and the routes read.
package ui

import (
	"maps"

	"crmlab/domain/approval"
	"crmlab/domain/company"
	"crmlab/domain/finance"
	domainorder "crmlab/domain/order"
	"crmlab/domain/party"
	"crmlab/domain/record"
	"crmlab/domain/sales"
	"crmlab/domain/task"
	"crmlab/ui/analysis"
	uiapproval "crmlab/ui/approval"
	"crmlab/ui/catalog"
	uicompany "crmlab/ui/company"
	"crmlab/ui/desk"
	"crmlab/ui/exchange"
	"crmlab/ui/lab"
	"crmlab/ui/order"
	"crmlab/ui/page"
	uiparty "crmlab/ui/party"
)

// Pages is every page of the program, in the order of the sidebar.
func Pages() *page.Registry {
	r := &page.Registry{Shapes: map[*record.Kind]*page.Shape{}}
	add := func(es ...page.Entry) { r.Entries = append(r.Entries, es...) }
	list := func(experiment int, name, label string, k *record.Kind, preset string) *page.Entry {
		e := page.ForKind(k, experiment, label, preset)
		e.Name = name
		add(e)
		return &r.Entries[len(r.Entries)-1]
	}
	add(desk.Pages()...)

	list(2, "setting", "企业日历与参数", company.Settings.Kind, "")
	list(2, "fiscal-year", "企业年度", company.FiscalYears.Kind, "")
	list(2, "department", "部门管理", company.Departments.Kind, "")
	list(2, "position", "职位权限管理", company.Positions.Kind, "")
	list(2, "employee", "员工信息", company.Employees.Kind, "")
	list(2, "task-status", "任务状态定义", company.TaskStatuses.Kind, "")
	list(2, "progress-action", "执行动作定义", company.DictItems.Kind, "group=progress-action")
	list(2, "field", "属性定义", company.FieldDefs.Kind, "")
	list(2, "dict", "其他定义", company.DictItems.Kind, "group!=progress-action")
	list(2, "number-rule", "编号规则", company.NumberRules.Kind, "")
	list(2, "currency", "币种定义", company.Currencies.Kind, "")
	list(2, "grant", "客户分配", party.Grants.Kind, "")
	list(2, "approval-flow", "审批流程定义", approval.Flows.Kind, "")

	list(3, "customer", "客户档案", party.Customers.Kind, "role=customer")
	list(3, "agent", "代理管理", party.Customers.Kind, "role=agent").Noun = "代理"
	list(3, "lead", "潜在客户", party.Leads.Kind, "")
	list(3, "competitor", "竞争对手", party.Competitors.Kind, "")
	list(3, "contact", "联系人", party.Contacts.Kind, "")
	list(3, "follow-up", "跟进记录", party.FollowUps.Kind, "")

	add(catalog.Pages()...)

	add(uiapproval.Worklist(5, "审批管理"))

	list(6, "market-task", "市场任务", task.Tasks.Kind, "domain=market").Noun = "市场任务"

	list(7, "task", "销售任务", task.Tasks.Kind, "domain=sales").Noun = "销售任务"
	list(7, "progress", "销售跟踪", task.Progresses.Kind, "")
	list(7, "task-competitor", "竞争情况", task.Meetings.Kind, "").Hidden = true
	list(7, "opportunity", "销售机会", sales.Opportunities.Kind, "")
	list(7, "quote", "产品报价", sales.Quotes.Kind, "")

	list(8, "order", "订单管理", domainorder.Orders.Kind, "")
	list(8, "payment-plan", "回款计划", domainorder.Plans.Kind, "")
	list(8, "execution", "订单执行", domainorder.Executions.Kind, "")
	list(8, "return", "退货管理", domainorder.Returns.Kind, "")
	list(8, "overdue", "欠款账目", domainorder.Plans.Kind, "status=overdue").Columns = []string{"no", "party", "due", "outstanding", "overdueDays", "interest", "bucket"}

	list(9, "receipt", "收款管理", finance.Receipts.Kind, "")

	list(10, "service-task", "服务任务", task.Tasks.Kind, "domain=service").Noun = "服务任务"

	add(analysis.Pages()...)
	add(exchange.Pages()...)
	add(lab.Pages()...)

	maps.Copy(r.Shapes, catalog.Shapes())
	maps.Copy(r.Shapes, order.Shapes(r))
	maps.Copy(r.Shapes, uicompany.Shapes())
	r.Explain = uicompany.Explain
	maps.Copy(r.Shapes, uiparty.Shapes())
	r.Shapes[approval.Instances.Kind] = &page.Shape{Related: []string{approval.Tasks.Name}}
	return r
}
