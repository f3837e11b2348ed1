package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"crmlab/domain/catalog"
	"crmlab/domain/company"
	"crmlab/domain/party"
	"crmlab/domain/record"
)

var priceVerb = verb{
	name: "price", args: "FILE", least: 1, most: 1,
	about: "价格试算：谁买、谁卖、买多少时是什么价，每条折扣为什么起作用或不起作用",
	more: `产品、规格、买方写编号或名称；卖方写职位，说明他手工还能让多少。日期不写时是业务日期。
csv 和 json 只有考虑过的折扣。

  crmlab price 作业.crmwork --product P-0012 --buyer C-0007 --qty 30 --seller 销售代表`,
	setup: func(fs *pflag.FlagSet) act {
		var q priceAsk
		fs.StringVar(&q.product, "product", "", "哪个`产品`")
		fs.StringVar(&q.spec, "spec", "", "它的哪个`规格`")
		fs.StringVar(&q.buyer, "buyer", "", "买方：`客户`或代理")
		fs.StringVar(&q.seller, "seller", "", "卖方的`职位`")
		fs.StringVar(&q.qty, "qty", "1", "多少`件`")
		fs.StringVar(&q.day, "date", "", "哪一`天`的价格")
		as := fs.String("as", "", asUsage)
		form := formatFlag(fs)
		return func(c *console, args []string) error {
			if q.product == "" {
				return misuse("要写明 --product")
			}
			return onFile(readWork, args[0], *as, func(w *workFile, hat record.Hat) error {
				return w.book.Read(hat, func(r record.Reader) error {
					t, err := q.trial(r)
					if err != nil {
						return err
					}
					return printTrial(c, t, *form)
				})
			})
		}
	},
}

// priceAsk is what the flags say.
type priceAsk struct{ product, spec, buyer, seller, qty, day string }

func (q priceAsk) trial(r record.Reader) (*catalog.Trial, error) {
	a := catalog.Ask{Day: r.Today()}
	n, _, err := record.ParseNumber(q.qty, 3)
	if err != nil || n <= 0 {
		return nil, record.Refuse("trial.qty", "没有试算", "数量「"+q.qty+"」不是大于 0 的数", "改正 --qty")
	}
	a.Qty = record.FromMinor(n, 3)
	if q.day != "" {
		if a.Day, err = record.ParseDate(q.day); err != nil {
			return nil, record.Refuse("date.parse", "没有试算", err.Error(), "改正 --date")
		}
	}
	if a.Product, err = named[catalog.Product](r, catalog.Products.Kind, q.product); err != nil {
		return nil, err
	}
	if q.spec != "" {
		if a.Spec, err = specNamed(r, a.Product, q.spec); err != nil {
			return nil, err
		}
	}
	if q.buyer != "" {
		if a.Buyer, err = named[party.Customer](r, party.Customers.Kind, q.buyer); err != nil {
			return nil, err
		}
	}
	var seller record.ID
	if q.seller != "" {
		if seller, err = r.Whole().Resolve(company.Positions.Kind, q.seller); err != nil {
			return nil, err
		}
	}
	return catalog.TrialOf(r, a, seller)
}

// specNamed finds a specification of a product by its number or its values.
func specNamed(r record.Reader, p *catalog.Product, name string) (*catalog.Spec, error) {
	all, err := record.Find(r, catalog.Specs, record.Where("product", record.LinkValue(p.ID)))
	if err != nil {
		return nil, err
	}
	for _, s := range all {
		if s.No == name || s.Name == name {
			return s, nil
		}
	}
	return nil, record.Refuse("line.spec", "没有试算", p.Name+" 没有规格「"+name+"」", "用 crmlab list spec 看它有哪些规格")
}

// named finds a record of a kind by its number or name.
func named[T any](r record.Reader, k *record.Kind, text string) (*T, error) {
	id, err := r.Resolve(k, text)
	if err != nil {
		return nil, err
	}
	return record.Get(r, record.Ref[T](id))
}

func printTrial(c *console, t *catalog.Trial, form format) error {
	words := map[catalog.Standing]string{}
	for _, x := range catalog.Standings {
		words[catalog.Standing(x.Code)] = x.Label
	}
	s := &rowset{columns: []column{{name: "standing", label: "结果"}, {name: "rule", label: "规则"}, {name: "no", label: "编号"}, {name: "scope", label: "适用范围"},
		{name: "percent", label: "折扣%", right: true}, {name: "why", label: "为什么"}}}
	for _, x := range slices.Concat(t.Rules, t.Ceilings) {
		s.add(text(words[x.Standing]), text(x.Rule), text(x.No), text(x.Scope), text(x.Percent.String()), text(x.Why))
	}
	if form != asTable {
		return s.print(c.out, form)
	}
	var head, foot strings.Builder
	if t.Spec != nil {
		fmt.Fprintf(&head, "规格 %s：产品标价 %s，价差 %s\n", t.Spec.Name, t.Product.Price.StringFixed(2), t.Spec.Diff.StringFixed(2))
	}
	fmt.Fprintf(&head, "%s\n标价 %s　折扣 %s%%　折后 %s　数量 %s　未税 %s　含税 %s\n\n", t.Why, t.List.StringFixed(2), t.Discount, t.Unit.StringFixed(2), t.Qty,
		t.Net.StringFixed(2), t.Gross.StringFixed(2))
	if t.Elsewhere > 0 {
		fmt.Fprintf(&foot, "另有 %d 条折扣适用于别的产品\n", t.Elsewhere)
	}
	if t.Seller {
		fmt.Fprintf(&foot, "%s，每件最低 %s\n", t.Ceiling.Say(), t.Lowest.StringFixed(2))
	}
	if _, err := io.WriteString(c.out, head.String()); err != nil {
		return err
	}
	if err := s.print(c.out, form); err != nil {
		return err
	}
	_, err := io.WriteString(c.out, foot.String())
	return err
}
