// Package domain puts the modules of the business together: the one list of kinds, and
// the Book that knows the company's rules.
package domain

import (
	"crmlab/domain/approval"
	"crmlab/domain/attachment"
	"crmlab/domain/catalog"
	"crmlab/domain/company"
	"crmlab/domain/finance"
	"crmlab/domain/lab"
	"crmlab/domain/message"
	"crmlab/domain/order"
	"crmlab/domain/party"
	"crmlab/domain/record"
	"crmlab/domain/sales"
	"crmlab/domain/task"
)

// Kinds are all kinds of record, in the order of the experiments.
var Kinds = []*record.Kind{
	company.Settings.Kind, company.FiscalYears.Kind, company.Departments.Kind, company.Positions.Kind, company.Employees.Kind, company.TaskStatuses.Kind,
	company.DictItems.Kind, company.FieldDefs.Kind, company.Currencies.Kind, company.NumberRules.Kind, company.Views.Kind,
	party.Customers.Kind, party.Contacts.Kind, party.Grants.Kind,
	party.Leads.Kind, party.Competitors.Kind, party.FollowUps.Kind,
	catalog.Categories.Kind, catalog.Products.Kind, catalog.Specs.Kind, catalog.QtyDiscounts.Kind, catalog.PositionDiscounts.Kind, catalog.CustomerDiscounts.Kind,
	approval.Flows.Kind, approval.Instances.Kind, approval.Tasks.Kind, message.Messages.Kind,
	task.Tasks.Kind, task.Progresses.Kind, task.Meetings.Kind,
	sales.Opportunities.Kind, sales.Quotes.Kind,
	order.Orders.Kind, order.Plans.Kind, order.Executions.Kind, order.Returns.Kind,
	finance.Receipts.Kind,
	attachment.Attachments.Kind,
	lab.Students.Kind, lab.Answers.Kind, lab.Writings.Kind,
}

// Open makes the Book of a store: the gate with the company's access, date and fields.
func Open(store record.Store, clock record.Clock) (*record.Book, error) {
	return record.Open(store, Kinds, record.Org{
		Access:  company.AccessOf,
		Today:   company.Today,
		Custom:  company.CustomFields,
		Numbers: company.Numbers,
		Grants:  []func(record.Reader, record.Hat, *record.Access) error{party.GrantAccess, approval.GrantAccess},
	}, clock)
}
