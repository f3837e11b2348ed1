package tour

import (
	"fmt"
	"path/filepath"

	"github.com/shopspring/decimal"

	"crmlab/domain/company"
	"crmlab/domain/order"
	"crmlab/domain/party"
	"crmlab/domain/record"
	"crmlab/domain/sales"
	"crmlab/domain/task"
	"crmlab/ui/page"
	"crmlab/ui/shell"
)

// Cast are the hats of the prepared case that play in the flow.
type Cast struct {
	Seller, Manager, Director, Cashier record.Hat
}

// Flow works a sale through the pages of a window, from an opportunity to a receipt and
// the charts, and takes a picture of every station in folder out (none where out is "").
// say is told each station.
func Flow(s *shell.Shell, cast Cast, out string, say func(string)) error {
	f := &flow{Robot: Robot{Shell: s}, cast: cast, out: out, say: say}
	for _, part := range []func(){f.desk, f.lists, f.opportunity, f.quote, f.order, f.approve, f.collect, f.figures, f.undo} {
		part()
	}
	return f.err
}

type flow struct {
	Robot
	cast Cast
	out  string
	say  func(string)
	n    int

	task, quoteID, orderID record.ID
}

// station takes the picture of where the flow stands.
func (f *flow) station(name string) {
	if f.err != nil {
		return
	}
	f.n++
	f.say(name)
	if f.out != "" {
		f.Picture(filepath.Join(f.out, fmt.Sprintf("%02d-%s.png", f.n, name)))
	}
}

func (f *flow) read(fn func(record.Reader) error) {
	if f.err != nil {
		return
	}
	if err := f.Shell.Book().Read(f.Shell.Hat(), fn); err != nil {
		f.err = err
	}
}

// newest is the newest record of a kind that the hat sees and that meets the conditions.
func (f *flow) newest(k *record.Kind, conds ...record.Cond) (id record.ID) {
	f.read(func(r record.Reader) error {
		p, err := r.Query(record.Query{Kind: k, Where: conds, Size: 1})
		if err != nil {
			return err
		}
		if len(p.Rows) == 0 {
			return fmt.Errorf("案例里没有合适的%s", k.Label)
		}
		id = p.Rows[0].ID()
		return nil
	})
	return id
}

func (f *flow) desk() {
	f.Wear(f.cast.Seller)
	f.Open(page.Route{Name: shell.HomeEntry})
	f.station("我的桌面")
}

func (f *flow) lists() {
	f.Open(page.Route{Name: "customer"})
	f.station("客户档案")
	f.Press("高级查询")
	f.station("高级查询")
	f.OpenRecord(party.Customers.Kind, f.newest(party.Customers.Kind, record.Where("role", record.ChoiceValue(party.RoleCustomer))))
	f.station("客户")
	f.Press("编辑")
	f.station("编辑客户")
	f.Open(page.Route{Name: "product"})
	f.station("产品目录")
}

// opportunity finds a purchase that a customer may make and turns it into a task.
func (f *flow) opportunity() {
	f.OpenRecord(sales.Opportunities.Kind, f.newest(sales.Opportunities.Kind,
		record.Where("state", record.ChoiceValue(sales.Open)), record.Where("owner", record.LinkValue(f.cast.Seller.Employee))))
	f.station("销售机会")
	f.Press("转为任务")
	f.task = f.Shell.Here().ID
	f.station("销售任务")
	f.Press("改变阶段")
	var second string
	f.read(func(r record.Reader) error {
		stages, err := task.Stages(r, company.Sales)
		if err == nil && len(stages) > 1 {
			second = stages[1].Name
		}
		return err
	})
	f.Fill("新阶段", second)
	f.Fill("进展说明", "电话沟通，客户确认需要二十台打印机")
	f.station("改变阶段")
	f.Press("改变阶段")
}

// quote prices twenty printers, with the discount explained.
func (f *flow) quote() {
	f.Choose("生成报价单")
	f.quoteID = f.Shell.Here().ID
	f.station("报价单")
	f.Press("编辑")
	f.station("编辑报价单")
	f.Press("取消")
}

func (f *flow) order() {
	f.OpenRecord(sales.Quotes.Kind, f.quoteID)
	f.Press("生成订单")
	f.orderID = f.Shell.Here().ID
	f.station("订单草稿")
	f.Press("生成回款计划")
	f.Fill("期数", "3")
	f.station("生成回款计划")
	f.Press("生成回款计划")
	f.station("提交前检查")
	f.Press("提交审批")
	f.station("审批中")
}

func (f *flow) approve() {
	for _, approver := range []record.Hat{f.cast.Manager, f.cast.Director} {
		if f.state() != order.Review {
			return
		}
		f.Wear(approver)
		f.Open(page.Route{Name: shell.HomeEntry})
		f.station("审批人的桌面")
		f.OpenRecord(order.Orders.Kind, f.orderID)
		f.station("待审批的订单")
		f.Fill("审批意见", "价格和回款条件合适")
		f.station("审批意见")
		f.Press("同意，继续审批")
	}
	f.station("审批通过")
}

func (f *flow) state() (s order.State) {
	f.read(func(r record.Reader) error {
		o, err := record.Get(r.Whole(), record.Ref[order.Order](f.orderID))
		if err == nil {
			s = o.State
		}
		return err
	})
	return s
}

// collect receives a part of the first instalment and lets the rest fall overdue.
func (f *flow) collect() {
	f.Wear(f.cast.Cashier)
	var plan record.ID
	var half string
	f.read(func(r record.Reader) error {
		plans, err := record.Find(r.Whole(), order.Plans, record.Where("order", record.LinkValue(f.orderID)))
		if err == nil && len(plans) > 0 {
			plan = plans[0].ID
			half = plans[0].Amount.Div(decimal.NewFromInt(2)).StringFixed(2)
		}
		return err
	})
	f.OpenRecord(order.Plans.Kind, plan)
	f.station("回款计划")
	f.Press("收款")
	f.Fill("金额", half)
	f.station("收款")
	f.Press("收款")
	f.station("部分回款")
	if f.err == nil {
		today, err := f.Shell.Book().Today()
		if err != nil {
			f.err = err
			return
		}
		if _, err := company.MoveDate(f.Shell.Book(), f.Shell.Hat(), today.AddDays(12)); err != nil {
			f.err = err
			return
		}
	}
	f.OpenRecord(order.Plans.Kind, plan)
	f.station("逾期")
	f.Open(page.Route{Name: "overdue"})
	f.station("欠款账目")
}

func (f *flow) figures() {
	f.Wear(f.cast.Director)
	f.Open(page.Route{Name: "funnel"})
	f.station("销售漏斗")
	f.Open(page.Route{Name: "composition"})
	f.station("销售构成分析")
}

func (f *flow) undo() {
	f.Open(page.Route{Name: shell.JournalEntry})
	f.station("操作日志")
	if f.err == nil {
		f.Shell.Undo()
	}
	f.station("撤销之后")
}
