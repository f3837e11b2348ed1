package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"crmlab/data/sheet"
	"crmlab/domain/exchange"
	"crmlab/domain/party"
	"crmlab/domain/record"
)

var importNames = []string{"import/csv", "import/undo"}

// importing reads a csv of new customers as one step, and takes the step back.
func (c *changes) importing() error {
	rows := 100_000
	if c.quick {
		rows = 2_000
	}
	path, err := c.table(rows)
	if err != nil {
		return err
	}
	before, err := c.count()
	if err != nil {
		return err
	}
	m := &exchange.Mapping{Title: "客户", Files: []exchange.File{{Kind: party.Customers.Name, Columns: []exchange.Column{
		{From: "编号", Field: "no"}, {From: "名称", Field: "name"}, {From: "级别", Field: "level"}, {From: "城市", Field: "city"},
		{From: "电话", Field: "phone"}, {From: "地址", Field: "address"}, {From: "信用额度", Field: "credit"}, {From: "建档日期", Field: "since"}}}}}
	reports, last := 0, 0
	began := time.Now()
	tables, err := sheet.Tables(path, m)
	if err != nil {
		return err
	}
	read := time.Since(began)
	res, err := exchange.Run(context.Background(), c.file.book, record.Hat{}, m, tables, exchange.Options{Progress: func(done, _ int) {
		reports, last = reports+1, done
	}})
	if err != nil {
		return err
	}
	took := time.Since(began)
	after, err := c.count()
	if err != nil {
		return err
	}
	if n := res.Kinds[party.Customers.Name]; n.Created != rows || len(res.Refused) > 0 || after != before+rows || last != rows || reports < rows/1000 {
		return fmt.Errorf("import of %d rows: %+v, %d refused, %d customers more, progress %d times up to %d", rows, n, len(res.Refused), after-before, reports, last)
	}
	say("%s 其中读 csv %s，进度报告 %d 次", c.size, short(read), reports)
	if c.wants("import/csv") {
		w := &work{name: "import/csv", label: fmt.Sprintf("导入 %d 行 csv（客户），带进度，作为一步", rows), goal: goal{within: 10 * time.Second}}
		c.add(timed(w, c.size, "", compared{ours: timingOf([]time.Duration{took})}))
	}
	began = time.Now()
	if _, err := c.file.book.Undo(record.Hat{}); err != nil {
		return err
	}
	undone := time.Since(began)
	if after, err = c.count(); err != nil {
		return err
	}
	if after != before {
		return fmt.Errorf("undo of the import left %d customers, there were %d", after, before)
	}
	if c.wants("import/undo") {
		w := &work{name: "import/undo", label: fmt.Sprintf("撤销这一步（%d 行）", rows)}
		c.add(timed(w, c.size, "", compared{ours: timingOf([]time.Duration{undone})}))
	}
	return nil
}

func (c *changes) count() (n int, err error) {
	err = c.file.book.Read(record.Hat{}, func(r record.Reader) error {
		p, err := r.Query(record.Query{Kind: party.Customers.Kind, Size: 1})
		if err == nil {
			n = p.Total
		}
		return err
	})
	return n, err
}

// table writes a csv of customers that the file does not have.
func (c *changes) table(rows int) (path string, err error) {
	path = filepath.Join(c.dir, "customers.csv")
	f, err := os.Create(path)
	if err != nil {
		return "", err
	}
	c.made = append(c.made, path)
	w := csv.NewWriter(f)
	cities := []string{"沈阳", "大连", "北京", "上海", "广州", "成都", "西安", "武汉"}
	write := func(cells ...string) {
		if err == nil {
			err = w.Write(cells)
		}
	}
	write("编号", "名称", "级别", "城市", "电话", "地址", "信用额度", "建档日期")
	for i := range rows {
		city := cities[i%len(cities)]
		write(fmt.Sprintf("IMP-%06d", i), fmt.Sprintf("%s远航商贸有限公司%d", city, i), []string{"A", "B", "C"}[i%3], city,
			fmt.Sprintf("024-8%07d", i), fmt.Sprintf("%s市中山路 %d 号", city, i%900+1), strconv.Itoa(i%50*10000), "2026-03-15")
	}
	w.Flush()
	return path, errors.Join(err, w.Error(), f.Close())
}
