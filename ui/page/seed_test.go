package page_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"crmlab/domain/catalog"
	"crmlab/domain/company"
	"crmlab/domain/order"
	"crmlab/domain/party"
	"crmlab/domain/record"
	"crmlab/domain/sales"
)

func money(n int64) decimal.Decimal { return decimal.NewFromInt(n) }

// seed writes through the gate, as the program itself.
func (s *stage) seed() {
	s.t.Helper()
	all := company.Everything()
	rights := func(mask record.Right) (out []company.ModuleRights) {
		for _, m := range record.Modules {
			r := all.Rights[m] & mask
			out = append(out, company.ModuleRights{Module: m, View: r&record.View != 0, Create: r&record.Create != 0, Edit: r&record.Edit != 0,
				Delete: r&record.Delete != 0, Import: r&record.Import != 0, Export: r&record.Export != 0, Transfer: r&record.Transfer != 0,
				Approve: r&record.Approve != 0, Cancel: r&record.Void != 0})
		}
		return out
	}
	_, err := s.book.Write(record.Hat{}, "准备", func(tx record.Tx) error {
		save := func(recs ...record.Record) error {
			for _, r := range recs {
				if err := tx.ByRule().Save(r); err != nil {
					return err
				}
			}
			return nil
		}
		dept := &company.Department{Name: "销售部"}
		boss := &company.Position{Name: "销售经理", Scope: company.ScopeAll, Rights: rights(^record.Right(0))}
		seller := &company.Position{Name: "销售代表", Scope: company.ScopeSelf, Rights: rights(record.View | record.Create | record.Edit)}
		set, err := record.Blank(tx, company.Settings.Kind)
		if err != nil {
			return err
		}
		set.(*company.Setting).Name, set.(*company.Setting).Today = "华云办公设备有限公司", record.NewDate(2026, 11, 23)
		if err := save(set, dept, boss, seller); err != nil {
			return err
		}
		names := []string{"周强", "王芳", "李军", "陈晨"}
		var staff []*company.Employee
		for i, n := range names {
			pos := seller
			if i == 0 {
				pos = boss
			}
			e := &company.Employee{Name: n, Standing: company.Working, Posts: []company.Post{{Department: record.Ref[company.Department](dept.ID), Position: record.Ref[company.Position](pos.ID)}}}
			staff = append(staff, e)
			if err := save(e); err != nil {
				return err
			}
		}
		var cats []*company.DictItem
		for _, n := range []string{"企业", "个人"} {
			d := &company.DictItem{Group: company.GroupCategory, Name: n}
			cats = append(cats, d)
			if err := save(d); err != nil {
				return err
			}
		}
		buyers := []string{"中关村恒通科技有限公司", "上海浦江贸易有限公司", "刘建国", "广州粤达电子商行", "成都锦城设计院", "西安古都旅行社", "武汉东湖医院",
			"张晓梅", "杭州西湖软件园管理处", "青岛海风物流", "深圳前海咨询", "哈尔滨冰城食品", "天津滨海制造"}
		for i := range 36 {
			c := &party.Customer{Name: buyers[i%len(buyers)], Role: party.RoleCustomer, Nature: party.Enterprise, City: "北京", Level: string("ABC"[i%3]),
				Category: record.Ref[company.DictItem](cats[i%2].ID), Phone: fmt.Sprintf("010-8800%04d", i), Credit: money(int64(i) * 10000)}
			if i >= len(buyers) {
				c.Name += fmt.Sprint(i/len(buyers) + 1)
			}
			c.Owner, c.Dept = staff[1+i%3].ID, dept.ID
			if err := save(c); err != nil {
				return err
			}
		}
		pc := &catalog.ProductCategory{Name: "打印机", Nature: catalog.Goods}
		if err := save(pc); err != nil {
			return err
		}
		var lines []sales.Line
		for i, n := range []string{"激光打印机 M203", "碎纸机 S8", "上门安装"} {
			p := &catalog.Product{Name: n, Category: record.Ref[catalog.ProductCategory](pc.ID), Nature: catalog.Goods, Price: money(int64(1899 - i*900)), Off: catalog.OnSale}
			if err := save(p); err != nil {
				return err
			}
			lines = append(lines, sales.Line{Product: record.Ref[catalog.Product](p.ID), Qty: money(int64(20 - 5*i))})
		}
		o := &order.Order{Party: 4, Day: record.NewDate(2026, 11, 23), Deliver: record.NewDate(2026, 12, 10), VAT: money(13), Lines: lines}
		o.Owner, o.Dept = staff[1].ID, dept.ID
		if err := save(o); err != nil {
			return err
		}
		for _, n := range []string{"赵敏", "孙立"} {
			c := &party.Contact{Name: n, Customer: 4}
			c.Owner, c.Dept = staff[1].ID, dept.ID
			if err := save(c); err != nil {
				return err
			}
		}
		s.hat = record.Hat{Employee: staff[0].ID, Position: boss.ID, Dept: dept.ID}
		return nil
	})
	if err != nil {
		s.t.Fatal(err)
	}
}
