package domain_test

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"crmlab/domain/catalog"
	"crmlab/domain/company"
	"crmlab/domain/order"
	"crmlab/domain/party"
	"crmlab/domain/record"
	"crmlab/domain/sales"
)

func (s *small) class(name string, n catalog.Nature, up *catalog.ProductCategory) *catalog.ProductCategory {
	s.t.Helper()
	c := &catalog.ProductCategory{Name: name, Nature: n}
	if up != nil {
		c.Parent = record.Ref[catalog.ProductCategory](up.ID)
	}
	s.must(s.book.Save(s.director, c))
	return c
}

func (s *small) product(name string, class *catalog.ProductCategory, price, cost string) *catalog.Product {
	s.t.Helper()
	p := &catalog.Product{Name: name, Category: record.Ref[catalog.ProductCategory](class.ID), Price: dec(price), Cost: dec(cost), Off: catalog.OnSale}
	s.must(s.book.Save(s.director, p))
	return p
}

// laptop is a product with four combinations, which are made.
func (s *small) laptop() (*catalog.Product, []*catalog.Spec) {
	s.t.Helper()
	p := &catalog.Product{Name: "笔记本 N14", Category: s.printer.Category, Price: dec("4999"), Cost: dec("4000"), Off: catalog.OnSale,
		Dims: []catalog.Dim{{Name: "颜色", Values: "银色、深灰"}, {Name: "内存", Values: "16G，32G"}}}
	s.must(s.book.Save(s.director, p))
	s.must(s.book.Do(s.director, catalog.MakeSpecs, p.ID, nil))
	return p, s.specs(p)
}

func (s *small) specs(p *catalog.Product) (out []*catalog.Spec) {
	s.t.Helper()
	if err := s.book.Read(record.Hat{}, func(r record.Reader) (err error) {
		out, err = record.Find(r, catalog.Specs, record.Where("product", record.LinkValue(p.ID)))
		return err
	}); err != nil {
		s.t.Fatal(err)
	}
	return out
}

func (s *small) trial(a catalog.Ask, seller record.ID) (t *catalog.Trial) {
	s.t.Helper()
	if err := s.book.Read(record.Hat{}, func(r record.Reader) (err error) {
		t, err = catalog.TrialOf(r, a, seller)
		return err
	}); err != nil {
		s.t.Fatal(err)
	}
	return t
}

func TestAClassPassesItsNatureDown(t *testing.T) {
	s := newSmall(t)
	parts := s.class("配件", catalog.Part, nil)
	below := s.class("打印配件", catalog.Goods, parts) // what was chosen gives way
	if got := load[catalog.ProductCategory](s, below.ID).Nature; got != catalog.Part {
		t.Errorf("a class below parts is %s", got)
	}
	fuser := s.product("定影组件", below, "560", "355")
	if got := load[catalog.Product](s, fuser.ID).Nature; got != catalog.Part {
		t.Errorf("a product of a class of parts is %s", got)
	}
	s.refused("category.nature")(s.book.Save(s.director, s.reloadClass(below, func(c *catalog.ProductCategory) { c.Parent, c.Nature = 0, catalog.Service })))
	s.refused("category.nature")(s.book.Save(s.director, s.reloadClass(parts, func(c *catalog.ProductCategory) { c.Nature = catalog.Service })))
	s.refused("category.cycle")(s.book.Save(s.director, s.reloadClass(parts, func(c *catalog.ProductCategory) {
		c.Parent = record.Ref[catalog.ProductCategory](below.ID)
	})))
	s.refused("category.name")(s.book.Save(s.director, &catalog.ProductCategory{Name: "打印配件", Parent: record.Ref[catalog.ProductCategory](parts.ID), Nature: catalog.Part}))
}

func (s *small) reloadClass(c *catalog.ProductCategory, change func(*catalog.ProductCategory)) *catalog.ProductCategory {
	fresh := load[catalog.ProductCategory](s, c.ID)
	change(fresh)
	return fresh
}

func TestAClassWithSomethingInItStays(t *testing.T) {
	s := newSmall(t)
	up := s.class("设备", catalog.Goods, nil)
	below := s.class("投影机", catalog.Goods, up)
	s.refused("linked")(s.book.Delete(s.director, catalog.Categories.Kind, up.ID))
	p := s.product("投影机 T310", below, "3299", "2440")
	s.refused("linked")(s.book.Delete(s.director, catalog.Categories.Kind, below.ID))
	s.must(s.book.Delete(s.director, catalog.Products.Kind, p.ID))
	s.must(s.book.Delete(s.director, catalog.Categories.Kind, below.ID))
	s.must(s.book.Delete(s.director, catalog.Categories.Kind, up.ID))
}

func TestAProductNumberIsGivenOnce(t *testing.T) {
	s := newSmall(t)
	p := &catalog.Product{Name: "另一台", Category: s.printer.Category, Off: catalog.OnSale}
	p.No = load[catalog.Product](s, s.printer.ID).No
	s.refused("unique")(s.book.Save(s.director, p))
}

func TestOnlyGoodsAreMadeOfParts(t *testing.T) {
	s := newSmall(t)
	parts, services := s.class("配件", catalog.Part, nil), s.class("服务", catalog.Service, nil)
	fuser, roller := s.product("定影组件", parts, "560", "355"), s.product("搓纸轮", parts, "85", "48")
	of := func(ps ...*catalog.Product) (out []catalog.PartOf) {
		for _, p := range ps {
			out = append(out, catalog.PartOf{Part: record.Ref[catalog.Product](p.ID), Qty: dec("2")})
		}
		return out
	}
	with := func(p *catalog.Product, parts []catalog.PartOf) *catalog.Product {
		fresh := load[catalog.Product](s, p.ID)
		fresh.Parts = parts
		return fresh
	}
	s.must(s.book.Save(s.director, with(s.printer, of(fuser, roller))))
	s.refused("product.part")(s.book.Save(s.director, with(s.printer, of(s.shredder))))
	s.refused("product.part")(s.book.Save(s.director, with(s.printer, of(s.printer)))) // not of itself either
	s.refused("product.part.twice")(s.book.Save(s.director, with(s.printer, of(fuser, fuser))))
	s.refused("product.parts")(s.book.Save(s.director, with(fuser, of(roller))))
	install := s.product("上门安装", services, "60", "38")
	s.refused("product.parts")(s.book.Save(s.director, with(install, of(roller))))
	moved := load[catalog.Product](s, fuser.ID)
	moved.Category = s.printer.Category
	s.refused("product.nature")(s.book.Save(s.director, moved))
	s.refused("linked")(s.book.Delete(s.director, catalog.Products.Kind, fuser.ID))
	if err := s.book.Read(record.Hat{}, func(r record.Reader) error {
		row, _ := r.Row(catalog.Products.Kind, s.printer.ID)
		if got := row.Value(catalog.Products.Field("partsCost")).Money(); !got.Equal(dec("806")) {
			t.Errorf("two fusers and two rollers cost %s, want 2 × 355 + 2 × 48", got)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

func TestEveryCombinationIsMadeOnce(t *testing.T) {
	s := newSmall(t)
	p, specs := s.laptop()
	var names []string
	for _, x := range specs {
		names = append(names, x.No+" "+x.Name)
	}
	no := load[catalog.Product](s, p.ID).No
	want := no + "-1 银色、16G|" + no + "-2 银色、32G|" + no + "-3 深灰、16G|" + no + "-4 深灰、32G"
	if got := strings.Join(names, "|"); got != want {
		t.Errorf("specifications %s, want %s", got, want)
	}
	s.refused("product.specs.all")(s.book.Do(s.director, catalog.MakeSpecs, p.ID, nil))
	s.must(s.book.Delete(s.director, catalog.Specs.Kind, specs[1].ID))
	s.must(s.book.Do(s.director, catalog.MakeSpecs, p.ID, nil))
	if n := len(s.specs(p)); n != 4 {
		t.Errorf("%d specifications after the missing one was made", n)
	}
	s.refused("product.dims.none")(s.book.Do(s.director, catalog.MakeSpecs, s.printer.ID, nil))
}

func TestASpecificationIsOneValueOfEachDimension(t *testing.T) {
	s := newSmall(t)
	p, specs := s.laptop()
	s.must(s.book.Delete(s.director, catalog.Specs.Kind, specs[3].ID))
	spec := func(name string) *catalog.Spec {
		return &catalog.Spec{Product: record.Ref[catalog.Product](p.ID), Name: name, Off: catalog.OnSale}
	}
	s.refused("spec.values")(s.book.Save(s.director, spec("深灰")))
	s.refused("spec.values")(s.book.Save(s.director, spec("红色、32G")))
	s.refused("spec.twice")(s.book.Save(s.director, spec("16G,深灰"))) // in another order
	x := spec("32G；深灰")
	x.Diff, x.Barcode = dec("600"), "6901234567892"
	s.must(s.book.Save(s.director, x))
	if got := load[catalog.Spec](s, x.ID).Name; got != "深灰、32G" {
		t.Errorf("it is kept as %s", got)
	}
	twin := load[catalog.Spec](s, specs[0].ID)
	twin.Barcode = "6901234567892"
	s.refused("unique")(s.book.Save(s.director, twin))
	twin.Barcode, twin.Diff = "", dec("-5000")
	s.refused("spec.price")(s.book.Save(s.director, twin))

	dims := load[catalog.Product](s, p.ID)
	dims.Dims = []catalog.Dim{{Name: "颜色", Values: "银色"}, {Name: "内存", Values: "16G、32G"}}
	s.refused("product.dims")(s.book.Save(s.director, dims)) // a grey one exists
	dims.Dims = []catalog.Dim{{Name: "颜色", Values: "银色、深灰、玫瑰金"}, {Name: "内存", Values: "16G、32G"}}
	s.must(s.book.Save(s.director, dims))
	dims = load[catalog.Product](s, p.ID)
	dims.Dims = append(dims.Dims, catalog.Dim{Name: "颜色", Values: "黑"})
	s.refused("product.dim.twice")(s.book.Save(s.director, dims))
}

func TestALineOfASpecificationHasItsPrice(t *testing.T) {
	s := newSmall(t)
	p, specs := s.laptop()
	big := load[catalog.Spec](s, specs[1].ID)
	big.Diff = dec("600")
	s.must(s.book.Save(s.director, big))
	other := &catalog.Product{Name: "笔记本 N13", Category: p.Category, Price: dec("6599"), Off: catalog.OnSale, Dims: []catalog.Dim{{Name: "颜色", Values: "银色"}}}
	s.must(s.book.Save(s.director, other))
	s.must(s.book.Do(s.director, catalog.MakeSpecs, other.ID, nil))

	o := &order.Order{Party: record.Ref[party.Customer](s.customer.ID), Day: day("2026-11-23"), VAT: dec("13"),
		Lines: []sales.Line{{Product: record.Ref[catalog.Product](p.ID), Spec: record.Ref[catalog.Spec](big.ID), Qty: dec("2")}}}
	s.must(s.book.Save(s.seller, o))
	if l := load[order.Order](s, o.ID).Lines[0]; !l.List.Equal(dec("5599")) || !l.Net.Equal(dec("11198")) || !strings.HasPrefix(l.Why, "标价 5,599.00") {
		t.Errorf("the line costs %s, %s in all (%s)", l.List, l.Net, l.Why)
	}
	wrong := load[order.Order](s, o.ID)
	wrong.Lines[0].Spec = record.Ref[catalog.Spec](s.specs(other)[0].ID)
	s.refused("line.spec")(s.book.Save(s.seller, wrong))
	big = load[catalog.Spec](s, big.ID)
	big.Off = catalog.OffSale
	s.must(s.book.Save(s.director, big))
	same := load[order.Order](s, o.ID)
	same.Signer = "孙立"
	s.must(s.book.Save(s.seller, same)) // what had it keeps it
	late := &order.Order{Party: o.Party, Day: o.Day, VAT: o.VAT, Lines: []sales.Line{{Product: o.Lines[0].Product, Spec: record.Ref[catalog.Spec](big.ID), Qty: dec("1")}}}
	s.refused("line.off")(s.book.Save(s.seller, late))
	s.refused("linked")(s.book.Delete(s.director, catalog.Specs.Kind, big.ID))
}

func TestAProductSoldInSpecificationsIsNotSubmittedWithoutOne(t *testing.T) {
	s := newSmall(t)
	p, specs := s.laptop()
	o := &order.Order{Party: record.Ref[party.Customer](s.customer.ID), Day: day("2026-11-23"), VAT: dec("13"),
		Lines: []sales.Line{{Product: record.Ref[catalog.Product](p.ID), Qty: dec("2")}}}
	s.must(s.book.Save(s.seller, o)) // a draft may leave it open
	s.must(s.book.Do(s.seller, order.GeneratePlan, o.ID, &order.Instalments{Mode: order.Equal, Parts: 1, First: day("2026-12-10")}))
	s.refused("order.spec")(s.book.Do(s.seller, order.Submit, o.ID, nil))
	o = load[order.Order](s, o.ID)
	o.Lines[0].Spec = record.Ref[catalog.Spec](specs[2].ID)
	s.must(s.book.Save(s.seller, o))
	s.must(s.book.Do(s.seller, order.Submit, o.ID, nil))
}

func TestOverlappingDiscountsAreRefused(t *testing.T) {
	s := newSmall(t)
	class := load[catalog.ProductCategory](s, s.printer.Category.ID())
	first := qty(class, "50", "99", "12")
	first.From, first.To = day("2026-01-01"), day("2026-12-31")
	s.must(s.book.Save(s.director, first))
	second := qty(class, "99", "0", "15")
	second.From = day("2026-12-31")
	_, err := s.book.Save(s.director, second)
	s.refused("discount.overlap")(nil, err)
	if !strings.Contains(err.Error(), first.No) || !strings.Contains(err.Error(), "打印机类，50–99") {
		t.Errorf("the other one is not named: %v", err)
	}
	second.From = day("2027-01-01") // the day after
	s.must(s.book.Save(s.director, second))

	offices := record.Ref[company.Position](s.sellerOffice.ID)
	ceiling := func(percent string) *catalog.PositionDiscount {
		d := &catalog.PositionDiscount{Position: offices}
		d.Category, d.Percent = s.printer.Category, dec(percent)
		return d
	}
	s.must(s.book.Save(s.director, ceiling("10")))
	s.refused("discount.overlap")(s.book.Save(s.director, ceiling("0")))
	switchedOff := ceiling("0")
	switchedOff.Off = true
	s.must(s.book.Save(s.director, switchedOff))

	level := func() *catalog.CustomerDiscount {
		d := &catalog.CustomerDiscount{Role: party.RoleCustomer, Level: "A"}
		d.Percent = dec("8")
		return d
	}
	s.must(s.book.Save(s.director, level()))
	s.refused("discount.overlap")(s.book.Save(s.director, level()))
	dates := level()
	dates.From, dates.To = day("2026-12-01"), day("2026-11-01")
	s.refused("discount.dates")(s.book.Save(s.director, dates))
	scope := level()
	scope.Product, scope.Category = record.Ref[catalog.Product](s.printer.ID), s.printer.Category
	s.refused("discount.scope")(s.book.Save(s.director, scope))
}

func TestADiscountIsForItsRole(t *testing.T) {
	s := newSmall(t)
	agent := &party.Customer{Name: "西北总代理", Role: party.RoleAgent, Nature: party.Enterprise}
	s.must(s.book.Save(s.seller, agent))
	d := &catalog.CustomerDiscount{Role: party.RoleCustomer, Party: record.Ref[party.Customer](agent.ID)}
	d.Percent = dec("20")
	s.refused("narrow")(s.book.Save(record.Hat{}, d))
	d.Role = party.RoleAgent
	s.must(s.book.Save(s.director, d))
	tr := s.trial(catalog.Ask{Product: s.printer, Buyer: agent, Qty: dec("1"), Day: day("2026-11-23")}, 0)
	if tr.Rule != "代理" || !tr.Unit.Equal(dec("1519.20")) {
		t.Errorf("the agent pays %s by %s", tr.Unit, tr.Rule)
	}
	none := &catalog.CustomerDiscount{Role: party.RoleAgent}
	none.Percent = dec("5")
	s.refused("discount.buyer")(s.book.Save(s.director, none))
}

// A trial and the price of a line come from one place, so they cannot differ; the trial tells every
// rule on the product and why it counts or not.
func TestATrialTellsEveryRuleAndWhy(t *testing.T) {
	s := newSmall(t)
	class := load[catalog.ProductCategory](s, s.printer.Category.ID())
	s.must(s.book.Save(s.director, qty(class, "50", "0", "15")))
	level := &catalog.CustomerDiscount{Role: party.RoleCustomer, Level: "A"}
	level.Percent = dec("8")
	s.must(s.book.Save(s.director, level))
	mine := &catalog.CustomerDiscount{Role: party.RoleCustomer, Party: record.Ref[party.Customer](s.customer.ID)}
	mine.Percent, mine.To = dec("6"), day("2026-12-31")
	s.must(s.book.Save(s.director, mine))
	elsewhere := qty(s.class("家具", catalog.Goods, nil), "1", "0", "50")
	s.must(s.book.Save(s.director, elsewhere))

	ask := catalog.Ask{Product: s.printer, Buyer: load[party.Customer](s, s.customer.ID), Qty: dec("30"), Day: day("2026-11-23")}
	tr := s.trial(ask, s.sellerOffice.ID)
	if !tr.Unit.Equal(dec("1709.10")) || !tr.Net.Equal(dec("51273")) || tr.Rule != "销量" || tr.Elsewhere != 1 {
		t.Errorf("30 pieces cost %s each, %s in all, by %s; %d rules elsewhere", tr.Unit, tr.Net, tr.Rule, tr.Elsewhere)
	}
	want := []string{"采用 打印机类，20–49：择优：10% 不小于 " + mine.No + " 的 6%",
		"落选 A 级：让位于 " + mine.No + "：它针对这个客户",
		"落选 广州粤达电子商行：择优：让位于 QD-0001 的 10%",
		"不适用 打印机类，50 以上：数量 30 不到 50"}
	var got []string
	for _, x := range tr.Rules {
		word := map[catalog.Standing]string{catalog.Applied: "采用", catalog.Lost: "落选", catalog.Idle: "不适用"}[x.Standing]
		got = append(got, word+" "+x.Scope+"："+x.Why)
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("the trial says\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if err := s.book.Read(record.Hat{}, func(r record.Reader) error {
		p, err := catalog.PriceOf(r, ask)
		if p.Why != tr.Price.Why || !p.Discount.Equal(tr.Discount) {
			t.Errorf("the line says %q, the trial %q", p.Why, tr.Price.Why)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	ask.Day = day("2027-01-01")
	if tr = s.trial(ask, 0); tr.Rules[1].Standing != catalog.Lost || tr.Rules[3].Why != "2026-12-31 已失效" {
		t.Errorf("after the agreement has ended: %+v", tr.Rules)
	}
}

func TestBothSidesMultiplyWhereTheCompanySaysSo(t *testing.T) {
	s := newSmall(t)
	set := load[company.Setting](s, 1)
	set.Discounts = company.Multiply
	s.must(s.book.Save(s.director, set))
	level := &catalog.CustomerDiscount{Role: party.RoleCustomer, Level: "A"}
	level.Percent = dec("8")
	s.must(s.book.Save(s.director, level))
	p := s.product("样品", load[catalog.ProductCategory](s, s.printer.Category.ID()), "100", "60")
	tr := s.trial(catalog.Ask{Product: p, Buyer: load[party.Customer](s, s.customer.ID), Qty: dec("30"), Day: day("2026-11-23")}, 0)
	if !tr.Unit.Equal(dec("82.80")) || tr.Rules[0].Standing != catalog.Applied || tr.Rules[1].Standing != catalog.Applied {
		t.Errorf("100 less 10 %% less 8 %% is %s, %+v", tr.Unit, tr.Rules)
	}
}

func TestTheClosestCeilingHolds(t *testing.T) {
	s := newSmall(t)
	save := func(product, class record.ID, percent string) {
		d := &catalog.PositionDiscount{Position: record.Ref[company.Position](s.sellerOffice.ID)}
		d.Product, d.Category, d.Percent = record.Ref[catalog.Product](product), record.Ref[catalog.ProductCategory](class), dec(percent)
		s.must(s.book.Save(s.director, d))
	}
	at := func() catalog.Ceiling {
		return s.trial(catalog.Ask{Product: s.printer, Qty: dec("1"), Day: day("2026-11-23")}, s.sellerOffice.ID).Ceiling
	}
	if c := at(); !c.Percent.Equal(dec("15")) || c.Rule != "" {
		t.Errorf("without rules the position's own ceiling holds, not %+v", c)
	}
	save(0, s.printer.Category.ID(), "20")
	if c := at(); !c.Percent.Equal(dec("20")) || c.Rule == "" {
		t.Errorf("the rule on the class may be higher: %+v", c)
	}
	save(s.printer.ID, 0, "5")
	if c := at(); !c.Percent.Equal(dec("5")) {
		t.Errorf("the rule on the product is closest: %+v", c)
	}
	tr := s.trial(catalog.Ask{Product: s.printer, Qty: dec("1"), Day: day("2026-11-23")}, s.sellerOffice.ID)
	if !tr.Lowest.Equal(dec("1804.05")) || len(tr.Ceilings) != 2 || tr.Ceilings[1].Standing != catalog.Lost {
		t.Errorf("he may go to %s, %+v", tr.Lowest, tr.Ceilings)
	}

	// 8 % on the shredder is within the class's 20 %, on the printer above its own 5 %.
	o := s.planned()
	o.Lines[0].Manual, o.Lines[0].Discount = true, dec("8")
	o.Lines[1].Manual, o.Lines[1].Discount = true, dec("8")
	s.must(s.book.Save(s.seller, o))
	var says string
	if err := s.book.Read(s.seller, func(r record.Reader) error {
		checks, err := order.Checks(r, load[order.Order](s, o.ID))
		for _, c := range checks {
			if c.Warn {
				says = c.Text
			}
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if want := "激光打印机 M203 的折扣 8% 超过销售代表的上限 5%（职位折扣 PD-0002），须由有权的人审批"; says != want {
		t.Errorf("the check says %q, want %q", says, want)
	}
}

func TestAWholeOrderDiscountCountsOnEveryLine(t *testing.T) {
	l := sales.Line{Discount: dec("10"), Manual: true}
	if got := l.ByHand(dec("10")); !got.Equal(dec("19")) {
		t.Errorf("10 %% and 10 %% on the whole are %s", got)
	}
	if got := (sales.Line{Discount: dec("10")}).ByHand(dec("3")); !got.Equal(decimal.NewFromInt(3)) {
		t.Errorf("what a rule gave is not by hand: %s", got)
	}
}
