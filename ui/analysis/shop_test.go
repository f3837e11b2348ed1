package analysis

import (
	"fmt"

	"github.com/shopspring/decimal"

	"crmlab/domain/catalog"
	"crmlab/domain/company"
	"crmlab/domain/order"
	"crmlab/domain/party"
	"crmlab/domain/record"
	"crmlab/domain/sales"
	"crmlab/domain/task"
)

// shop is the company that the tests look at: a sales department with two branches, a director
// who sees all of it, sellers who see their own, customers and products. It has no task and no
// order until a test adds some.
type shop struct {
	director, seller record.Hat
	branches         [2]*company.Department
	customers        []*party.Customer
	products         []*catalog.Product
	stages           []*company.TaskStatusDef
	lost             *company.DictItem
}

func money(n int64) decimal.Decimal { return decimal.NewFromInt(n) }

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

func found(s *stage) *shop {
	c := &shop{}
	s.write(func(tx record.Tx, save func(...record.Record)) error {
		set, err := record.Blank(tx, company.Settings.Kind)
		if err != nil {
			return err
		}
		set.(*company.Setting).Name, set.(*company.Setting).Today = "华云办公设备有限公司", record.NewDate(2026, 11, 23)
		department := &company.Department{Name: "销售部"}
		save(set, department)
		for i, name := range []string{"西北销售组", "华北销售组"} {
			c.branches[i] = &company.Department{Name: name, Parent: record.Ref[company.Department](department.ID)}
			save(c.branches[i])
		}
		position := func(name string, scope company.Scope, letters string) *company.Position {
			p := &company.Position{Name: name, Scope: scope}
			for _, m := range record.Modules {
				p.Rights = append(p.Rights, company.RightsFromLetters(m, letters))
			}
			save(p)
			return p
		}
		director, seller := position("销售总监", company.ScopeTree, "vcex"), position("销售代表", company.ScopeSelf, "vce")
		hat := func(name string, p *company.Position, d *company.Department) record.Hat {
			e := &company.Employee{Name: name, Standing: company.Working,
				Posts: []company.Post{{Department: record.Ref[company.Department](d.ID), Position: record.Ref[company.Position](p.ID)}}}
			save(e)
			return record.Hat{Employee: e.ID, Position: p.ID, Dept: d.ID}
		}
		c.director, c.seller = hat("韩立群", director, department), hat("王芳", seller, c.branches[0])
		other := hat("李军", seller, c.branches[1])
		for i, name := range []string{"中关村恒通科技", "上海浦江贸易", "广州粤达电子商行", "成都锦城设计院", "西安古都旅行社", "武汉东湖医院",
			"杭州西湖软件园管理处", "青岛海风物流", "深圳前海咨询", "哈尔滨冰城食品", "天津滨海制造", "兰州黄河印务"} {
			h := []record.Hat{c.seller, other}[i%2]
			p := &party.Customer{Name: name, Role: party.RoleCustomer, Nature: party.Enterprise}
			p.Owner, p.Dept = h.Employee, h.Dept
			save(p)
			c.customers = append(c.customers, p)
		}
		for i, st := range []struct {
			name string
			kind company.StageType
			rate int64
		}{{"验证客户", company.StageOpen, 20}, {"需求分析", company.StageOngoing, 30}, {"方案报价", company.StageOngoing, 50},
			{"商务谈判", company.StageOngoing, 80}, {"成功", company.StageWon, 100}, {"失败", company.StageLost, 0}} {
			def := &company.TaskStatusDef{Domain: company.Sales, Name: st.name, Order: i + 1, Type: st.kind, SuccessRate: money(st.rate)}
			save(def)
			c.stages = append(c.stages, def)
		}
		c.lost = &company.DictItem{Group: company.GroupLostReason, Name: "价格"}
		save(c.lost)
		c.stock(save)
		return nil
	})
	return c
}

// stock adds a class tree with a product in each class.
func (c *shop) stock(save func(...record.Record)) {
	class := func(name string, up *catalog.ProductCategory) *catalog.ProductCategory {
		k := &catalog.ProductCategory{Name: name, Nature: catalog.Goods}
		if up != nil {
			k.Parent = record.Ref[catalog.ProductCategory](up.ID)
		}
		save(k)
		return k
	}
	root := class("全部产品", nil)
	for _, name := range []string{"打印复印", "计算机", "办公家具", "耗材", "服务"} {
		k := class(name, root)
		if name == "打印复印" {
			k = class("激光打印机", k)
		}
		p := &catalog.Product{Name: name + " 一型", Category: record.Ref[catalog.ProductCategory](k.ID), Nature: catalog.Goods, Price: money(100), Off: catalog.OnSale}
		save(p)
		c.products = append(c.products, p)
	}
}

// fillTasks adds 23 open tasks of this quarter, and closed ones of this quarter and the last.
func (c *shop) fillTasks(s *stage) {
	var won, lost []record.ID
	s.write(func(tx record.Tx, save func(...record.Record)) error {
		add := func(i, at int, forecast int64, due record.Date) record.ID {
			buyer := c.customers[i%len(c.customers)]
			t := &task.Task{Name: fmt.Sprintf("%s采购 %d", buyer.Name, i+1), Domain: company.Sales, State: task.Active, Party: record.Ref[party.Customer](buyer.ID),
				Stage: record.Ref[company.TaskStatusDef](c.stages[at].ID), SuccessRate: c.stages[at].SuccessRate, Forecast: money(forecast), Due: due,
				Products: []record.ID{c.products[i%len(c.products)].ID}}
			t.Owner, t.Dept = buyer.Owner, buyer.Dept
			save(t)
			return t.ID
		}
		n := 0
		for at, want := range []struct{ count, total int64 }{{9, 820_000}, {7, 640_000}, {5, 510_000}, {2, 260_000}} {
			for k := range want.count {
				part := want.total / want.count / 100 * 100
				if k == 0 {
					part = want.total - part*(want.count-1)
				}
				add(n, at, part, record.NewDate(2026, 12, 1+n%28))
				n++
			}
		}
		for k := range 14 { // this quarter: 5 won, 9 lost; the last one: 3 won, 11 lost
			now, before := add(k, 1, 1000, record.NewDate(2026, 11, 1+k)), add(k, 2, 1000, record.NewDate(2026, 8, 1+k))
			for _, x := range []struct {
				id  record.ID
				win bool
			}{{now, k < 5}, {before, k < 3}} {
				if x.win {
					won = append(won, x.id)
				} else {
					lost = append(lost, x.id)
				}
			}
		}
		return nil
	})
	s.write(func(tx record.Tx, _ func(...record.Record)) error {
		for _, id := range won {
			if err := tx.ByRule().Do(task.Complete, id, nil); err != nil {
				return err
			}
		}
		for _, id := range lost {
			if err := tx.ByRule().Do(task.Terminate, id, &task.Loss{Reason: record.Ref[company.DictItem](c.lost.ID)}); err != nil {
				return err
			}
		}
		return nil
	})
}

// fillOrders adds two years of approved orders, one of each customer in most months.
func (c *shop) fillOrders(s *stage) {
	s.write(func(_ record.Tx, save func(...record.Record)) error {
		for month := range 24 {
			for i, buyer := range c.customers {
				if (month+i)%7 == 0 || i == 11 && month < 20 {
					continue
				}
				line := func(p int, net int64) sales.Line {
					return sales.Line{Product: record.Ref[catalog.Product](c.products[p].ID), Qty: money(1), List: money(net), Net: money(net)}
				}
				lines := []sales.Line{line(i%5, int64(8000+900*i+350*month)), line((i+month)%5, int64(3000+700*((i*month)%11)))}
				o := &order.Order{State: order.Running, Party: record.Ref[party.Customer](buyer.ID), Rate: money(1), Lines: lines,
					Day: record.NewDate(2026, 11, 3+i%20).AddMonths(month - 23)}
				o.Owner, o.Dept = buyer.Owner, buyer.Dept
				o.Untaxed = lines[0].Net.Add(lines[1].Net)
				o.Sales = o.Untaxed
				o.Tax = o.Untaxed.Mul(decimal.New(13, -2)).Round(2)
				o.Total = o.Untaxed.Add(o.Tax)
				save(o)
			}
		}
		return nil
	})
}
