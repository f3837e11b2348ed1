package data

import (
	"fmt"
	"os"
	"runtime"
	"testing"
	"time"

	"crmlab/domain/record"
)

func TestZZScale(t *testing.T) {
	n := 1000000
	path := "/tmp/w/scale.crm"
	os.Remove(path)
	s, err := Create(path, testKinds)
	if err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	err = s.Bulk(func() error {
		for lo := 0; lo < n; lo += 1000 {
			err := s.Update(func(st record.StoreTx) error {
				e := &record.Entry{Op: record.OpDo}
				for i := lo; i < lo+1000; i++ {
					if i%10 == 0 {
						id, _ := st.NextID(companies.Kind)
						c := &company{Name: fmt.Sprintf("%c%c%c科技有限公司%d", 0x4e00+i%3000, 0x5000+i%777, 0x5300+i%1999, i), Level: levels[i%3].Code, City: []string{"深圳", "广州", "北京"}[i%3]}
						c.ID, c.No, c.Owner, c.Dept = id, fmt.Sprintf("TC-%04d", id), record.ID(i%50), record.ID(i%7)
						if err := st.Put(companies.Kind, c); err != nil {
							return err
						}
					}
					id, _ := st.NextID(orders.Kind)
					o := &order{Customer: record.Ref[company](1 + i%100000%(i/10+1)), State: []string{"open", "done", "void", "late"}[i%4], Day: record.Date(18000 + i*7%3000), Total: yuan(int64(i * 7919 % 100000)),
						Lines: []orderLine{{Product: "A", Amount: yuan(1)}, {Product: "B", Amount: yuan(2)}, {Product: "C", Amount: yuan(3)}}}
					o.ID, o.No, o.Owner, o.Dept = id, fmt.Sprintf("TO-%04d", id), record.ID(i%50), record.ID(i%7)
					if err := st.Put(orders.Kind, o); err != nil {
						return err
					}
					e.Changes = append(e.Changes, record.Change{Kind: "torder", ID: id, Op: record.Created, No: o.No})
				}
				return st.Append(e)
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println("built", time.Since(start), s.Size()>>20, "MiB")
	s.Close()
	s = nil
	runtime.GC()
	start = time.Now()
	s, err = Open(path, testKinds)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println("open", time.Since(start))
	<-s.Ready()
	fmt.Println("ready", time.Since(start))
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	fmt.Println("heap", m.HeapAlloc>>20, "MiB")
	q := func(name string, sel record.Selection) {
		for range 3 {
			start := time.Now()
			s.View(func(st record.StoreTx) error {
				_, n, err := st.Select(sel)
				fmt.Println(name, n, err, time.Since(start))
				return nil
			})
		}
	}
	ok, ck := orders.Kind, companies.Kind
	st := record.Test{Field: ok.Field("state"), Op: record.Is, Values: []record.Value{record.TextValue("open")}}
	q("all newest", record.Selection{Kind: ok, Limit: 50, Offset: 100})
	q("state", record.Selection{Kind: ok, Where: []record.Test{st}, Limit: 50, Offset: 100})
	q("state by total", record.Selection{Kind: ok, Where: []record.Test{st}, Sort: []record.SortBy{{Field: ok.Field("total")}}, Limit: 50, Offset: 100})
	q("all by total", record.Selection{Kind: ok, Sort: []record.SortBy{{Field: ok.Field("total"), Desc: true}}, Limit: 50, Offset: 100})
	q("all by no", record.Selection{Kind: ok, Sort: []record.SortBy{{Field: ok.Field("no"), Desc: true}}, Limit: 50, Offset: 100})
	q("all by customer", record.Selection{Kind: ok, Sort: []record.SortBy{{Field: ok.Field("customer")}}, Limit: 50, Offset: 100})
	q("last page by total", record.Selection{Kind: ok, Sort: []record.SortBy{{Field: ok.Field("total")}}, Limit: 50, Offset: 900000})
	q("name search", record.Selection{Kind: ck, Text: "kjyxgs99", Limit: 50})
	q("name search han", record.Selection{Kind: ck, Text: "科技", Limit: 50})
	q("order no search", record.Selection{Kind: ok, Text: "to-9999", Limit: 50})
	q("by name", record.Selection{Kind: ck, Sort: []record.SortBy{{Field: ck.Field("name")}}, Limit: 50})
	a := &record.Access{Self: 3, Depts: map[record.ID]bool{4: true}}
	q("scoped", record.Selection{Kind: ok, Scope: a, Limit: 50})
	for range 3 {
		start = time.Now()
		s.View(func(st record.StoreTx) error {
			var sum int64
			f := ok.Field("lines")
			c := f.Column("amount")
			st.Lines(f, func(o, l record.Row) bool { sum += l.Value(c).N; return true })
			fmt.Println("lines", sum, time.Since(start))
			return nil
		})
		start = time.Now()
		s.Update(func(st record.StoreTx) error {
			rec, _ := st.Get(ok, 500000)
			st.Put(ok, rec)
			return st.Append(&record.Entry{Op: record.OpDo})
		})
		fmt.Println("save", time.Since(start))
	}
	start = time.Now()
	s.View(func(st record.StoreTx) error {
		for i := range 1000 {
			id, _, _ := st.Find(ok.Fields[0], record.TextValue(fmt.Sprintf("TO-%04d", 1+i*997)))
			st.Get(ok, id)
		}
		return nil
	})
	fmt.Println("find+get each", time.Since(start)/1000)
	s.Close()
	os.Remove(path)
}
