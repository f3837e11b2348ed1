// Package party holds what is special about the pages of experiment 3: the whole of the business
// with a customer as tabs of its record page.
package party

import (
	"crmlab/domain/catalog"
	"crmlab/domain/finance"
	"crmlab/domain/order"
	"crmlab/domain/party"
	"crmlab/domain/record"
	"crmlab/domain/sales"
	"crmlab/domain/task"
	"crmlab/ui/page"
)

// Shapes are what customers, leads and competitors add to the generic pages.
func Shapes() map[*record.Kind]*page.Shape {
	return map[*record.Kind]*page.Shape{
		party.Customers.Kind: {
			Related: []string{party.Contacts.Name, party.FollowUps.Name, task.Tasks.Name, sales.Opportunities.Name, sales.Quotes.Name, order.Orders.Name,
				finance.Receipts.Name, catalog.CustomerDiscounts.Name, party.Grants.Name},
			Tabs: []page.Tab{progressTab(), productTab()},
		},
		party.Contacts.Kind:    {Related: []string{party.FollowUps.Name, task.Tasks.Name, sales.Opportunities.Name, sales.Quotes.Name, order.Orders.Name}},
		party.Leads.Kind:       {Related: []string{party.FollowUps.Name}},
		party.Competitors.Kind: {Related: []string{task.Meetings.Name}},
	}
}
