package main

import (
	"fmt"

	"github.com/shopspring/decimal"
	"github.com/spf13/pflag"

	"crmlab/domain/analysis"
	"crmlab/domain/company"
	"crmlab/domain/record"
)

// figure prints one analysis of experiment 11.
type figure func(r record.Reader, ask figureAsk) (*rowset, string, error)

// figureAsk is what the flags chose.
type figureAsk struct {
	analysis.Period
	by      analysis.By
	withTax bool
}

var figureNames = []struct {
	name, label string
	make        figure
}{{"funnel", "销售漏斗", funnelFigure}, {"composition", "销售构成", compositionFigure}}

var figuresVerb = verb{
	name: "figures", args: "NAME FILE", least: 2, most: 2,
	about: "列出一种分析的数字：funnel 销售漏斗，composition 销售构成",
	more: `期间不写时是业务日期所在的季度。--as 员工只看他的数据权限以内。
销售构成的 --by：product-class 产品分类，product 产品，customer 客户，employee 员工，department 部门。
csv 和 json 只有各行；合计在表格里。

  crmlab figures funnel 作业.crmwork --from 2026-10-01 --to 2026-12-31
  crmlab figures composition 作业.crmwork --by customer --from 2026-01-01 --to 2026-12-31 --format csv`,
	setup: func(fs *pflag.FlagSet) act {
		from := fs.String("from", "", "从哪一`天`起")
		to := fs.String("to", "", "到哪一`天`止")
		by := fs.String("by", "", "销售构成的`分组`")
		tax := fs.Bool("with-tax", false, "销售构成含税")
		as := fs.String("as", "", asUsage)
		form := formatFlag(fs)
		return func(c *console, args []string) error {
			var work figure
			for _, f := range figureNames {
				if f.name == args[0] || f.label == args[0] {
					work = f.make
				}
			}
			if work == nil {
				return misuse("没有「%s」这种分析", args[0])
			}
			if args[0] == "funnel" && (*by != "" || *tax) {
				return misuse("销售漏斗没有 --by 和 --with-tax")
			}
			ask := figureAsk{by: analysis.ByClass, withTax: *tax}
			if *by != "" {
				ask.by = analysis.By(*by)
				if !knownBy(ask.by) {
					return misuse("不能按「%s」分组", *by)
				}
			}
			return onFile(readWork, args[1], *as, func(w *workFile, hat record.Hat) error {
				return w.book.Read(hat, func(r record.Reader) (err error) {
					if ask.Period, err = periodOf(r, *from, *to); err != nil {
						return err
					}
					s, total, err := work(r, ask)
					if err != nil {
						return err
					}
					if err := s.print(c.out, *form); err != nil || *form != asTable {
						return err
					}
					_, err = fmt.Fprintf(c.out, "%s 至 %s　%s\n", ask.From, ask.To, total)
					return err
				})
			})
		}
	},
}

func knownBy(by analysis.By) bool {
	for _, b := range analysis.Bys {
		if b.Code == string(by) {
			return true
		}
	}
	return false
}

// periodOf is the period of the flags; the fiscal quarter of the business date where they
// say nothing.
func periodOf(r record.Reader, from, to string) (analysis.Period, error) {
	calendar, err := company.CalendarOf(r)
	if err != nil {
		return analysis.Period{}, err
	}
	p := analysis.QuarterOf(r.Today(), calendar)
	for _, end := range []struct {
		text string
		day  *record.Date
	}{{from, &p.From}, {to, &p.To}} {
		if end.text == "" {
			continue
		}
		if *end.day, err = record.ParseDate(end.text); err != nil {
			return p, record.Refuse("date.parse", "没有计算", err.Error(), "改正日期")
		}
	}
	if p.To < p.From {
		return p, record.Refuse("period", "没有计算", "期间的止日 "+p.To.String()+" 早于起日 "+p.From.String(), "改正 --from 或 --to")
	}
	return p, nil
}

func money(d decimal.Decimal) cell { return text(d.StringFixed(2)) }

func funnelFigure(r record.Reader, ask figureAsk) (*rowset, string, error) {
	f, err := analysis.FunnelOf(r, analysis.FunnelAsk{Period: ask.Period})
	if err != nil {
		return nil, "", err
	}
	s := &rowset{columns: []column{{name: "stage", label: "阶段"}, {name: "rate", label: "成功率%", right: true}, {name: "count", label: "任务数", right: true},
		{name: "amount", label: "预测金额", right: true}, {name: "weighted", label: "期望值", right: true}, {name: "reached", label: "曾到达", right: true},
		{name: "next", label: "转化率%", right: true}}}
	for _, x := range f.Stages {
		s.add(text(x.Name), money(x.Rate), number(x.Count), money(x.Amount), money(x.Weighted), number(x.Reached), money(x.Next))
	}
	return s, fmt.Sprintf("合计 %d 个任务，预测 %s，期望 %s；赢单 %d，丢单 %d", f.Count, f.Amount.StringFixed(2), f.Weighted.StringFixed(2), f.Won, f.Lost), nil
}

func compositionFigure(r record.Reader, ask figureAsk) (*rowset, string, error) {
	x, err := analysis.CompositionOf(r, analysis.CompositionAsk{Period: ask.Period, By: ask.by, WithTax: ask.withTax})
	if err != nil {
		return nil, "", err
	}
	s := &rowset{columns: []column{{name: "name", label: "名称"}, {name: "current", label: "本期", right: true}, {name: "share", label: "占比%", right: true},
		{name: "previous", label: "上期", right: true}, {name: "pop", label: "环比", right: true}, {name: "lastYear", label: "去年同期", right: true},
		{name: "yoy", label: "同比", right: true}, {name: "contribution", label: "增长贡献%", right: true}}}
	for _, g := range x.Rows {
		s.add(text(g.Name), money(g.Current), money(g.Share), money(g.Previous), text(g.PoP.String()), money(g.LastYear), text(g.YoY.String()), money(g.Contribution))
	}
	return s, fmt.Sprintf("合计 %s，上期 %s（%s），去年同期 %s（%s）", x.Total.Current.StringFixed(2), x.Total.Previous.StringFixed(2), x.Total.PoP,
		x.Total.LastYear.StringFixed(2), x.Total.YoY), nil
}
