package order

import (
	"crmlab/domain/finance"
	"crmlab/domain/order"
	"crmlab/domain/record"
	"crmlab/domain/sales"
	"crmlab/domain/task"
	"crmlab/ui/approval"
	"crmlab/ui/page"
)

// Shapes are what the sales documents add to the generic pages.
func Shapes(registry *page.Registry) map[*record.Kind]*page.Shape {
	chain := Chain(registry)
	return map[*record.Kind]*page.Shape{
		sales.Opportunities.Kind: {Chain: chain},
		task.Tasks.Kind:          {Chain: chain, Related: []string{task.Progresses.Name, task.Meetings.Name, sales.Quotes.Name, order.Orders.Name}},
		sales.Quotes.Kind:        {Chain: chain, Live: true, Related: []string{order.Orders.Name, sales.Quotes.Name}},
		order.Orders.Kind: {
			Chain: chain, Live: true, Aside: aside,
			Related: []string{order.Plans.Name, order.Executions.Name, finance.Receipts.Name},
			Tabs:    []page.Tab{approval.OpinionsTab(order.Orders.Kind)},
		},
	}
}
