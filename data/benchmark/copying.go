package main

import (
	"errors"
	"path/filepath"
	"time"

	"crmlab/domain/order"
	"crmlab/domain/record"
)

var copyNames = []string{"copy/made", "copy/save", "copy/list"}

// copying makes a safety copy while somebody goes on working.
func (c *changes) copying() error {
	to := filepath.Join(c.dir, c.size+"-copy.crmwork")
	c.made = append(c.made, to)
	var copies []time.Duration
	var calm, busy working
	times := 3
	if c.quick {
		times = 1
	}
	for range times {
		done := make(chan error, 1)
		began := time.Now()
		go func() {
			err := c.file.store.CopyTo(to)
			copies = append(copies, time.Since(began))
			done <- err
		}()
		if err := busy.until(c, done); err != nil {
			return err
		}
		quiet := make(chan error)
		go func() {
			time.Sleep(max(copies[len(copies)-1]/2, 100*time.Millisecond))
			close(quiet)
		}()
		if err := calm.until(c, quiet); err != nil {
			return err
		}
	}
	if c.wants("copy/made") {
		c.add(timed(&work{name: "copy/made", label: "安全副本：写出、刷盘、读回检查（参考）"}, c.size, "", compared{ours: timingOf(copies)}))
	}
	c.beside("copy/save", "做副本时保存订单，对比平时（参考）", busy.saves, calm.saves)
	c.beside("copy/list", "做副本时翻列表页，对比平时（参考）", busy.lists, calm.lists)
	return nil
}

func (c *changes) beside(name, label string, busy, calm []time.Duration) {
	if !c.wants(name) || len(busy) == 0 || len(calm) == 0 {
		return
	}
	with, without := timingOf(busy), timingOf(calm)
	c.add(result{Work: name, Label: label, Ours: withP95(with), Lite: "平时 " + withP95(without), OursNS: int64(with.Median), OursP95: int64(with.P95),
		LiteNS: int64(without.Median), LiteP95: int64(without.P95), Ratio: float64(without.Median) / float64(max(with.Median, 1))})
}

// working is what a user does meanwhile: looks at a page, saves, thinks for a moment.
type working struct{ saves, lists []time.Duration }

func (w *working) until(c *changes, done <-chan error) error {
	for {
		select {
		case err := <-done:
			return err
		default:
		}
		began := time.Now()
		err := c.file.book.Read(record.Hat{}, func(r record.Reader) error {
			p, err := r.Query(record.Query{Kind: order.Orders.Kind, Where: []record.Cond{record.Where("state", record.ChoiceValue(order.Running))},
				Sort: sortBy("total", true), Page: thePage, Size: pageSize})
			if err == nil {
				for _, row := range p.Rows {
					readOrder(r, row)
				}
			}
			return err
		})
		w.lists = append(w.lists, time.Since(began))
		began = time.Now()
		_, saved := c.saveOne()
		w.saves = append(w.saves, time.Since(began))
		if err = errors.Join(err, saved); err != nil {
			return errors.Join(err, <-done)
		}
		time.Sleep(5 * time.Millisecond)
	}
}
