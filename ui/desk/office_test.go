package desk

import (
	"github.com/shopspring/decimal"

	"crmlab/domain/approval"
	"crmlab/domain/catalog"
	"crmlab/domain/company"
	"crmlab/domain/finance"
	"crmlab/domain/order"
	"crmlab/domain/party"
	"crmlab/domain/record"
	"crmlab/domain/sales"
	"crmlab/domain/task"
)

// office is the company behind the desk: a manager who sees the department, two sellers who see
// their own, customers and a product.
type office struct {
	manager, seller, other record.Hat
	customers              map[string]*party.Customer
	product                *catalog.Product
	stages                 []*company.TaskStatusDef
}

func money(n int64) decimal.Decimal { return decimal.NewFromInt(n) }

func on(month, day int) record.Date { return record.NewDate(2026, 11, day).AddMonths(month - 11) }

// write makes one step as the program itself.
func (s *stage) write(fn func(tx record.Tx, save func(...record.Record)) error) {
	s.t.Helper()
	_, err := s.book.Write(record.Hat{}, "准备", func(tx record.Tx) error {
		var failed error
		save := func(recs ...record.Record) {
			for _, rec := range recs {
				if failed == nil {
					failed = tx.ByRule().Save(rec)
				}
			}
		}
		if err := fn(tx, save); err != nil {
			return err
		}
		return failed
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

func found(s *stage) *office {
	o := &office{customers: map[string]*party.Customer{}}
	s.write(func(tx record.Tx, save func(...record.Record)) error {
		set, err := record.Blank(tx, company.Settings.Kind)
		if err != nil {
			return err
		}
		set.(*company.Setting).Name, set.(*company.Setting).Today = "华云办公设备有限公司", on(11, 23)
		set.(*company.Setting).Terms = []company.Terms{{From: 1, Overdue: decimal.New(5, -2)}}
		department := &company.Department{Name: "销售部"}
		save(set, department)
		hat := func(name, office string, scope company.Scope, letters string) record.Hat {
			p := &company.Position{Name: office, Scope: scope, MaxDiscount: money(20)}
			for _, m := range record.Modules {
				p.Rights = append(p.Rights, company.RightsFromLetters(m, letters))
			}
			save(p)
			e := &company.Employee{Name: name, Standing: company.Working,
				Posts: []company.Post{{Department: record.Ref[company.Department](department.ID), Position: record.Ref[company.Position](p.ID)}}}
			save(e)
			return record.Hat{Employee: e.ID, Position: p.ID, Dept: department.ID}
		}
		o.manager = hat("周强", "销售经理", company.ScopeTree, "vcedixtao")
		o.seller = hat("王芳", "销售代表", company.ScopeSelf, "vcet")
		o.other = hat("李军", "客户经理", company.ScopeSelf, "vcet")
		for i, name := range []string{"广州粤达电子商行", "上海浦江贸易", "武汉东湖医院", "中关村恒通", "天津滨海制造", "成都锦城设计院"} {
			h := []record.Hat{o.seller, o.other, o.manager}[i%3]
			c := &party.Customer{Name: name, Role: party.RoleCustomer, Nature: party.Enterprise}
			c.Owner, c.Dept = h.Employee, h.Dept
			save(c)
			o.customers[name] = c
		}
		class := &catalog.ProductCategory{Name: "办公设备", Nature: catalog.Goods}
		save(class)
		o.product = &catalog.Product{Name: "激光打印机 M203", Category: record.Ref[catalog.ProductCategory](class.ID), Nature: catalog.Goods, Price: money(100), Off: catalog.OnSale}
		save(o.product)
		for i, st := range []struct {
			name string
			kind company.StageType
			rate int64
		}{{"验证客户", company.StageOpen, 20}, {"需求分析", company.StageOngoing, 30}, {"方案报价", company.StageOngoing, 50},
			{"商务谈判", company.StageOngoing, 80}, {"成功", company.StageWon, 100}, {"失败", company.StageLost, 0}} {
			def := &company.TaskStatusDef{Domain: company.Sales, Name: st.name, Order: i + 1, Type: st.kind, SuccessRate: money(st.rate)}
			save(def)
			o.stages = append(o.stages, def)
		}
		return nil
	})
	return o
}

// order adds an order of a customer with its plan, each part being due on a day.
func (o *office) order(s *stage, h record.Hat, customer string, date record.Date, total int64, dues ...record.Date) *order.Order {
	s.t.Helper()
	rec := &order.Order{Party: record.Ref[party.Customer](o.customers[customer].ID), Day: date,
		Lines: []sales.Line{{Product: record.Ref[catalog.Product](o.product.ID), Qty: money(total / 100)}}}
	rec.Owner, rec.Dept = h.Employee, h.Dept
	s.write(func(_ record.Tx, save func(...record.Record)) error {
		save(rec)
		for _, due := range dues {
			save(&order.PaymentPlan{Order: record.Ref[order.Order](rec.ID), Due: due, Amount: money(total).Div(money(int64(len(dues)))), Remind: 3})
		}
		return nil
	})
	return rec
}

// do makes an action as a hat.
func (s *stage) do(h record.Hat, a *record.Action, id record.ID) {
	s.t.Helper()
	if _, err := s.book.Do(h, a, id, nil); err != nil {
		s.t.Fatal(err)
	}
}

// task adds an open sales task.
func (o *office) task(s *stage, h record.Hat, name, customer string, stage int, forecast int64, due record.Date) *task.Task {
	s.t.Helper()
	t := &task.Task{Name: name, Domain: company.Sales, State: task.Active, Party: record.Ref[party.Customer](o.customers[customer].ID),
		Stage: record.Ref[company.TaskStatusDef](o.stages[stage].ID), SuccessRate: o.stages[stage].SuccessRate, Forecast: money(forecast), Due: due, Remind: 3}
	t.Owner, t.Dept = h.Employee, h.Dept
	s.write(func(_ record.Tx, save func(...record.Record)) error { save(t); return nil })
	return t
}

// fill makes a day on which everything waits: an approval, money overdue and due soon, tasks, a
// birthday.
func (o *office) fill(s *stage) {
	s.t.Helper()
	late := o.order(s, o.manager, "武汉东湖医院", on(10, 12), 80_000, on(11, 11), on(12, 20))
	s.do(o.manager, order.Submit, late.ID) // no flow yet: it passes
	soon := o.order(s, o.seller, "中关村恒通", on(11, 2), 52_000, on(11, 25))
	s.do(o.seller, order.Submit, soon.ID)
	s.write(func(_ record.Tx, save func(...record.Record)) error {
		save(&finance.Receipt{Day: on(11, 20), Nature: finance.ForSale, Order: record.Ref[order.Order](soon.ID), Amount: money(12_000)},
			&approval.Flow{Name: "订单审批", Doc: order.Orders.Name, Enabled: true,
				Points: []approval.Point{{Name: "经理审批", Who: approval.ByEmployee, Employees: []record.Ref[company.Employee]{record.Ref[company.Employee](o.manager.Employee)}, Mode: approval.AnySign}}},
			&party.Contact{Name: "赵敏", Customer: record.Ref[party.Customer](o.customers["成都锦城设计院"].ID), Birthday: record.NewDate(1988, 11, 26)})
		return nil
	})
	for i, t := range []struct {
		name, customer string
		stage          int
		forecast       int64
		due            record.Date
	}{{"回访装机进度", "武汉东湖医院", 2, 210_000, on(11, 24)}, {"打印外包年度合同", "成都锦城设计院", 3, 260_000, on(12, 18)},
		{"复合机更新", "武汉东湖医院", 0, 420_000, on(12, 5)}, {"新校区设备", "成都锦城设计院", 1, 300_000, on(12, 28)},
		{"门店打印机", "广州粤达电子商行", 0, 400_000, on(11, 30)}, {"仓库标签机", "上海浦江贸易", 1, 340_000, on(11, 20)}, {"财务室碎纸机", "中关村恒通", 2, 300_000, on(12, 9)}} {
		o.task(s, []record.Hat{o.manager, o.manager, o.manager, o.manager, o.seller, o.other, o.seller}[i], t.name, t.customer, t.stage, t.forecast, t.due)
	}
	waits := o.order(s, o.seller, "广州粤达电子商行", on(11, 23), 86_400, on(12, 10), on(12, 30))
	s.do(o.seller, order.Submit, waits.ID)
}
