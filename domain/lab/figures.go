package lab

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"crmlab/domain/analysis"
	"crmlab/domain/catalog"
	"crmlab/domain/company"
	"crmlab/domain/finance"
	"crmlab/domain/order"
	"crmlab/domain/party"
	"crmlab/domain/record"
	"crmlab/domain/sales"
)

// figure computes one number of an analysis from its arguments: record numbers, names of
// employees, plain texts.
type figure struct {
	args []string
	of   func(e *env, args map[string]string) (decimal.Decimal, error)
}

// figures are the numbers of analyses that an answer may ask for.
var figures = map[string]figure{
	// What a customer may still order, as 提交前检查 shows it; the order does not count against itself.
	"credit.available": {[]string{"order"}, func(e *env, a map[string]string) (decimal.Decimal, error) {
		id, err := e.r.Resolve(order.Orders.Kind, a["order"])
		if err != nil {
			return decimal.Zero, err
		}
		o, err := record.Get(e.r, record.Ref[order.Order](id))
		if err != nil {
			return decimal.Zero, err
		}
		c, err := order.CreditOf(e.r, o.Party, o.ID)
		return c.Available(), err
	}},
	// The discount, in %, that a quote's line gives on a product, whoever gave it.
	"quote.discount": {[]string{"quote", "product"}, func(e *env, a map[string]string) (decimal.Decimal, error) {
		id, err := e.r.Resolve(sales.Quotes.Kind, a["quote"])
		if err != nil {
			return decimal.Zero, err
		}
		q, err := record.Get(e.r, record.Ref[sales.Quote](id))
		if err != nil {
			return decimal.Zero, err
		}
		product, err := e.r.Resolve(catalog.Products.Kind, a["product"])
		if err != nil {
			return decimal.Zero, err
		}
		for _, l := range q.Lines {
			if l.Product.ID() == product {
				return l.Discount, nil
			}
		}
		return decimal.Zero, faultf("报价单 %s 里没有这个产品", q.No)
	}},
	// What one piece of a product costs a buyer today, as 价格试算 shows it.
	"price.unit": {[]string{"product", "buyer", "qty"}, func(e *env, a map[string]string) (decimal.Decimal, error) {
		ask := catalog.Ask{Day: e.r.Today()}
		product, err := e.r.Resolve(catalog.Products.Kind, a["product"])
		if err != nil {
			return decimal.Zero, err
		}
		buyer, err := e.r.Resolve(party.Customers.Kind, a["buyer"])
		if err != nil {
			return decimal.Zero, err
		}
		if ask.Product, err = record.Get(e.r, record.Ref[catalog.Product](product)); err != nil {
			return decimal.Zero, err
		}
		if ask.Buyer, err = record.Get(e.r, record.Ref[party.Customer](buyer)); err != nil {
			return decimal.Zero, err
		}
		if ask.Qty, err = decimal.NewFromString(a["qty"]); err != nil {
			return decimal.Zero, faultf("数量「%s」不是数字", a["qty"])
		}
		p, err := catalog.PriceOf(e.r, ask)
		return p.Unit, err
	}},
	"prepaid.balance": {[]string{"party"}, func(e *env, a map[string]string) (decimal.Decimal, error) {
		id, err := e.r.Resolve(party.Customers.Kind, a["party"])
		if err != nil {
			return decimal.Zero, err
		}
		return finance.Prepaid(e.r, id), nil
	}},
	"funnel.weighted": {[]string{"hat"}, ofFunnel(func(f analysis.Funnel) decimal.Decimal { return f.Weighted })},
	"funnel.amount":   {[]string{"hat"}, ofFunnel(func(f analysis.Funnel) decimal.Decimal { return f.Amount })},
	"funnel.count":    {[]string{"hat"}, ofFunnel(func(f analysis.Funnel) decimal.Decimal { return decimal.NewFromInt(int64(f.Count)) })},
	"desk.approvals":  {[]string{"hat"}, ofDesk(func(d *Desk) decimal.Decimal { return decimal.NewFromInt(int64(d.Approvals)) })},
	"desk.overdue":    {[]string{"hat"}, ofDesk(func(d *Desk) decimal.Decimal { return d.Overdue })},
	"desk.overdueOrders": {[]string{"hat"}, ofDesk(func(d *Desk) decimal.Decimal {
		return decimal.NewFromInt(int64(d.OverdueOrders))
	})},
}

// figure makes the truth of an answer check that asks for a figure.
func (p *preparer) figure(pt *point) truth {
	f, ok := figures[pt.Figure]
	if !ok {
		var names []string
		for n := range figures {
			names = append(names, n)
		}
		slices.Sort(names)
		p.flaw(pt.ID, "figure", "没有「"+pt.Figure+"」这个数", "可以用 "+strings.Join(names, "、"))
		return nil
	}
	pt.deps.all = true
	args := map[string]*text{}
	for name, s := range pt.Args {
		if !slices.Contains(f.args, name) {
			p.flaw(pt.ID, "args", pt.Figure+" 不用「"+name+"」", "只写 "+strings.Join(f.args, "、"))
		}
		args[name] = p.textFor(pt.ID, "args", s, &pt.deps)
	}
	for _, name := range f.args {
		if args[name] == nil {
			p.flaw(pt.ID, "args", pt.Figure+" 要写「"+name+"」", "在 args 里写上它")
			return nil
		}
	}
	return func(e *env) (decimal.Decimal, error) {
		values := map[string]string{}
		for name, t := range args {
			s, whole := t.fill(e, false)
			if !whole {
				return decimal.Zero, faultf("还没有算这个数要用的记录")
			}
			values[name] = s
		}
		return f.of(e, values)
	}
}

// wearing reads as an employee would, within the data scope.
func wearing(e *env, name string, read func(record.Reader) error) error {
	h, err := hatNamed(e.r, name)
	if err != nil {
		return err
	}
	return e.as(h, read)
}

// hatNamed is the hat of an employee: 王芳, E006, or 苏蕾:销售代表 for a second post.
func hatNamed(r record.Reader, name string) (record.Hat, error) {
	who, office, second := strings.Cut(strings.ReplaceAll(name, "：", ":"), ":")
	id, err := r.Resolve(company.Employees.Kind, who)
	if err != nil {
		return record.Hat{}, err
	}
	hats, err := company.Hats(r)
	if err != nil {
		return record.Hat{}, err
	}
	for _, h := range hats {
		if h.Hat.Employee == id && (!second || h.Office == office) {
			return h.Hat, nil
		}
	}
	return record.Hat{}, record.Refuse("hat", "不能以 "+name+" 的身份工作", "没有这个任职，或已离职", "换一个在职员工")
}

func ofFunnel(take func(analysis.Funnel) decimal.Decimal) func(*env, map[string]string) (decimal.Decimal, error) {
	return func(e *env, a map[string]string) (out decimal.Decimal, err error) {
		err = wearing(e, a["hat"], func(r record.Reader) error {
			calendar, err := company.CalendarOf(r)
			if err != nil {
				return err
			}
			f, err := analysis.FunnelOf(r, analysis.FunnelAsk{Period: analysis.QuarterOf(r.Today(), calendar)})
			out = take(f)
			return err
		})
		return out, err
	}
}

func ofDesk(take func(*Desk) decimal.Decimal) func(*env, map[string]string) (decimal.Decimal, error) {
	return func(e *env, a map[string]string) (out decimal.Decimal, err error) {
		err = wearing(e, a["hat"], func(r record.Reader) error {
			d, err := DeskOf(r)
			if err == nil {
				out = take(d)
			}
			return err
		})
		return out, err
	}
}
