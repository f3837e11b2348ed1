package order

import (
	"fmt"

	"crmlab/domain/finance"
	"crmlab/domain/order"
	"crmlab/domain/record"
	"crmlab/domain/sales"
	"crmlab/domain/task"
	"crmlab/ui/page"
)

// The chain of documents, 机会 › 任务 › 报价 › 订单 › 计划 › 收款 › 退货: whichever record is open,
// the ones before it are found by its links, the ones after it by theirs.
type chain struct {
	r           record.Reader
	registry    *page.Registry
	opportunity record.ID
	task        record.ID
	quote       record.ID
	order       record.ID
	back        record.ID // the return that is open
}

// Chain makes the chain of a record as links; the record itself is among them.
func Chain(registry *page.Registry) func(record.Reader, record.Record) []page.Link {
	return func(r record.Reader, rec record.Record) []page.Link {
		c := &chain{r: r.Whole(), registry: registry}
		switch d := rec.(type) {
		case *sales.Opportunity:
			c.opportunity, c.task = d.ID, d.Task.ID()
		case *task.Task:
			c.task = d.ID
		case *sales.Quote:
			c.quote, c.task = d.ID, d.Task.ID()
		case *order.Order:
			c.order, c.quote, c.task = d.ID, d.Quote.ID(), d.Task.ID()
		case *order.Return:
			c.order, c.back = d.Order.ID(), d.ID
			if o, err := record.Get(c.r, d.Order); err == nil {
				c.quote, c.task = o.Quote.ID(), o.Task.ID()
			}
		default:
			return nil
		}
		c.fill()
		return c.links()
	}
}

// fill finds the neighbours that the record itself does not name.
func (c *chain) fill() {
	if c.opportunity == 0 && c.task != 0 {
		c.opportunity = c.newest(sales.Opportunities.Kind, "task", c.task)
	}
	if c.quote == 0 && c.task != 0 && c.order == 0 {
		c.quote = c.newest(sales.Quotes.Kind, "task", c.task)
	}
	if c.order == 0 && c.quote != 0 {
		c.order = c.newest(order.Orders.Kind, "quote", c.quote)
	}
	if c.order == 0 && c.task != 0 {
		c.order = c.newest(order.Orders.Kind, "task", c.task)
	}
}

func (c *chain) newest(k *record.Kind, link string, id record.ID) record.ID {
	page, err := c.r.Query(record.Query{Kind: k, Where: []record.Cond{record.Where(link, record.LinkValue(id))}, Size: 1})
	if err != nil || len(page.Rows) == 0 {
		return 0
	}
	return page.Rows[0].ID()
}

func (c *chain) count(k *record.Kind, link string, id record.ID) int {
	page, err := c.r.Query(record.Query{Kind: k, Where: []record.Cond{record.Where(link, record.LinkValue(id))}, Size: 1})
	if err != nil {
		return 0
	}
	return page.Total
}

func (c *chain) links() []page.Link {
	var out []page.Link
	for _, d := range []struct {
		kind *record.Kind
		id   record.ID
		word string
	}{{sales.Opportunities.Kind, c.opportunity, "机会"}, {task.Tasks.Kind, c.task, "任务"}, {sales.Quotes.Kind, c.quote, "报价"}, {order.Orders.Kind, c.order, "订单"}} {
		row, ok := c.r.Row(d.kind, d.id)
		if !ok {
			continue
		}
		route, _ := c.registry.OpenRoute(d.kind, d.id)
		out = append(out, page.Link{Text: row.Value(d.kind.Field("no")).S + " " + d.word, Route: route})
	}
	if c.order == 0 {
		return out
	}
	for _, d := range []struct {
		kind *record.Kind
		text string
	}{{order.Plans.Kind, "回款计划 %d 期"}, {finance.Receipts.Kind, "收款 %d 笔"}} {
		n := c.count(d.kind, "order", c.order)
		link := page.Link{Text: fmt.Sprintf(d.text, n)}
		if list, ok := c.registry.OpenRoute(d.kind, 0); ok && n > 0 {
			link.Route = page.Route{Name: list.Name, Preset: page.LinkPreset(c.r, d.kind.Field("order"), c.order)}
		}
		out = append(out, link)
	}
	if row, ok := c.r.Row(order.Returns.Kind, c.back); ok {
		route, _ := c.registry.OpenRoute(order.Returns.Kind, c.back)
		out = append(out, page.Link{Text: row.Value(order.Returns.Field("no")).S + " 退货", Route: route})
	}
	return out
}
