package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/pprof"
	"strings"
	"time"

	"crmlab/data"
	"crmlab/domain"
	"crmlab/domain/analysis"
	"crmlab/domain/company"
	"crmlab/domain/finance"
	"crmlab/domain/order"
	"crmlab/domain/party"
	"crmlab/domain/record"
)

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func status(what string) {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b, _ := os.ReadFile("/proc/self/status")
	out := ""
	for _, l := range strings.Split(string(b), "\n") {
		if strings.HasPrefix(l, "Rss") || strings.HasPrefix(l, "VmRSS") {
			out += strings.Join(strings.Fields(l), " ") + "; "
		}
	}
	fmt.Printf("%s: heap %d MB sys %d MB %s\n", what, m.HeapAlloc>>20, m.Sys>>20, out)
}

func main() {
	prof := os.Getenv("PROF")
	t := time.Now()
	s, err := data.Open(os.Args[1], domain.Kinds)
	must(err)
	fmt.Println("open", time.Since(t))
	if prof == "load" {
		f, _ := os.Create("/tmp/load.prof")
		pprof.StartCPUProfile(f)
	}
	<-s.Ready()
	fmt.Println("ready", time.Since(t))
	if prof == "load" {
		pprof.StopCPUProfile()
	}
	status("loaded")
	book, err := domain.Open(s, time.Now)
	must(err)
	var hat record.Hat
	must(book.Read(record.Hat{}, func(r record.Reader) error {
		hats, err := company.Hats(r)
		for _, h := range hats {
			if h.Name == "周强" {
				hat = h.Hat
			}
		}
		return err
	}))
	if prof == "run" {
		f, _ := os.Create("/tmp/run.prof")
		pprof.StartCPUProfile(f)
		defer pprof.StopCPUProfile()
	}
	measure := func(what string, h record.Hat, fn func(r record.Reader)) {
		best, first := time.Hour, time.Duration(0)
		for i := range 7 {
			t := time.Now()
			must(book.Read(h, func(r record.Reader) error { fn(r); return nil }))
			d := time.Since(t)
			if i == 0 {
				first = d
			}
			best = min(best, d)
		}
		fmt.Printf("%-40s first %8.3f ms  best %8.3f ms\n", what, first.Seconds()*1000, best.Seconds()*1000)
	}
	list := func(what string, h record.Hat, q record.Query) {
		if q.Kind == nil {
			q.Kind = order.Orders.Kind
		}
		q.Page, q.Size = 3, 20
		total := 0
		measure(what, h, func(r record.Reader) {
			p, err := r.Query(q)
			must(err)
			total = p.Total
			for _, row := range p.Rows {
				for _, f := range q.Kind.Fields {
					if f.Listed {
						f.Show(row.Value(f), r.Name)
					}
				}
			}
		})
		fmt.Println("    total", total)
	}
	w := func(f string, op record.Op, vs ...record.Value) record.Cond { return record.Cond{Field: f, Op: op, Values: vs} }
	none := record.Hat{}
	byDate := []record.Sort{{Field: "date", Desc: true}}
	list("no filter, newest", none, record.Query{})
	list("by date desc", none, record.Query{Sort: byDate})
	list("by number", none, record.Query{Sort: []record.Sort{{Field: "no"}}})
	list("state done by date", none, record.Query{Where: []record.Cond{record.Where("state", record.ChoiceValue("done"))}, Sort: byDate})
	list("state void by date", none, record.Query{Where: []record.Cond{record.Where("state", record.ChoiceValue("void"))}, Sort: byDate})
	list("one customer", none, record.Query{Where: []record.Cond{record.Where("party", record.LinkValue(777))}, Sort: byDate})
	d := record.NewDate(2020, 5, 7)
	list("one day", none, record.Query{Where: []record.Cond{w("date", record.Within, record.DateValue(d), record.DateValue(d))}, Sort: byDate})
	list("half the years", none, record.Query{Where: []record.Cond{w("date", record.Within, record.DateValue(d), record.DateValue(d+2000))}, Sort: byDate})
	list("amount range by amount", none, record.Query{Where: []record.Cond{w("total", record.Within, record.MoneyMinor(5000000), record.MoneyMinor(9000000))}, Sort: []record.Sort{{Field: "total", Desc: true}}})
	list("by amount", none, record.Query{Sort: []record.Sort{{Field: "total", Desc: true}}})
	list("by customer name", none, record.Query{Sort: []record.Sort{{Field: "party"}}})
	list("owner+amount by delivery", none, record.Query{Where: []record.Cond{record.Where("owner", record.LinkValue(hat.Employee+2)), w("total", record.AtLeast, record.MoneyMinor(5000000))}, Sort: []record.Sort{{Field: "deliveryDate"}}})
	list("text in orders", none, record.Query{Text: "hxkj"})
	list("number in orders", none, record.Query{Text: "SO-77712"})
	list("scoped newest", hat, record.Query{})
	list("scoped by amount", hat, record.Query{Sort: []record.Sort{{Field: "total", Desc: true}}})
	list("scoped state done by customer", hat, record.Query{Where: []record.Cond{record.Where("state", record.ChoiceValue("done"))}, Sort: []record.Sort{{Field: "party"}}})
	list("plans overdue (derived)", none, record.Query{Kind: order.Plans.Kind, Where: []record.Cond{record.Where("status", record.ChoiceValue("overdue"))}, Sort: []record.Sort{{Field: "due"}}})
	list("customers by sales (derived)", none, record.Query{Kind: party.Customers.Kind, Sort: []record.Sort{{Field: "sales", Desc: true}}})
	list("customers text", none, record.Query{Kind: party.Customers.Kind, Text: "华恒"})
	list("customers initials", none, record.Query{Kind: party.Customers.Kind, Text: "hhkj"})
	list("customers by name", none, record.Query{Kind: party.Customers.Kind, Sort: []record.Sort{{Field: "name"}}})
	list("receipts newest", none, record.Query{Kind: finance.Receipts.Kind})
	list("plans of order", none, record.Query{Kind: order.Plans.Kind, Where: []record.Cond{record.Where("order", record.LinkValue(900000))}})
	measure("record by number", none, func(r record.Reader) {
		for i := range 1000 {
			id, ok, err := r.ByNumber(order.Orders.Kind, fmt.Sprintf("SO-%04d", 1+i*97))
			if !ok || err != nil {
				panic(err)
			}
			_, err = r.Load(order.Orders.Kind, id)
			must(err)
		}
	})
	whole := analysis.Period{From: record.NewDate(2016, 1, 1), To: record.NewDate(2026, 12, 31)}
	year := analysis.Period{From: record.NewDate(2026, 1, 1), To: record.NewDate(2026, 12, 31)}
	for _, h := range []record.Hat{none, hat} {
		for _, by := range analysis.Bys {
			measure(fmt.Sprint("composition year by ", by.Label, h != none), h, func(r record.Reader) {
				_, err := analysis.CompositionOf(r, analysis.CompositionAsk{Period: year, By: analysis.By(by.Code)})
				must(err)
			})
			measure(fmt.Sprint("composition all by ", by.Label, h != none), h, func(r record.Reader) {
				_, err := analysis.CompositionOf(r, analysis.CompositionAsk{Period: whole, By: analysis.By(by.Code)})
				must(err)
			})
		}
		measure("funnel", h, func(r record.Reader) {
			_, err := analysis.FunnelOf(r, analysis.FunnelAsk{Period: whole})
			must(err)
		})
	}
	status("after all")
	t = time.Now()
	_, err = book.Save(none, &party.Customer{Name: "测试", Role: "customer", Nature: "enterprise"})
	must(err)
	fmt.Println("save a customer", time.Since(t))
	_, err = book.Undo(none)
	must(err)
}
