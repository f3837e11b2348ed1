package order

import (
	"fyne.io/fyne/v2"

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
			Related: []string{order.Plans.Name, order.Executions.Name, finance.Receipts.Name, order.Returns.Name},
			Tabs:    []page.Tab{approval.OpinionsTab(order.Orders.Kind)},
			Above:   approval.Progress(order.Orders.Kind),
		},
		order.Returns.Kind: {
			Chain: chain, Live: true,
			Aside: func(h page.Host, id record.ID) fyne.CanvasObject {
				return approval.AnswerCard(h, order.Returns.Kind, id)
			},
			Tabs:  []page.Tab{approval.OpinionsTab(order.Returns.Kind)},
			Above: approval.Progress(order.Returns.Kind),
		},
	}
}
