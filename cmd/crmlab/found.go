package main

import (
	"errors"
	"os"
	"time"

	"github.com/shopspring/decimal"

	"crmlab/data"
	"crmlab/domain/company"
	"crmlab/domain/record"
)

// foundWork makes a work file of a company that has nothing yet but its settings and its
// own currency, for what is imported from elsewhere.
func foundWork(path string, _ ...data.Option) (*workFile, error) {
	w, err := createWork(path)
	if err != nil {
		return nil, err
	}
	if err := found(w.book, record.DateOf(time.Now())); err != nil {
		return nil, errors.Join(err, w.store.Close(), os.Remove(path))
	}
	return w, nil
}

func found(b *record.Book, today record.Date) error {
	var system record.Hat
	_, err := b.Write(system, "新建工作文件", func(tx record.Tx) error {
		rec, err := record.Blank(tx, company.Settings.Kind)
		if err != nil {
			return err
		}
		s := rec.(*company.Setting)
		s.Name, s.Today = "我的企业", today
		if err := tx.Save(s); err != nil {
			return err
		}
		home := &company.Currency{Name: "人民币", Rates: []company.CurrencyRate{{From: today, Rate: decimal.NewFromInt(1)}}}
		home.No = company.HomeCurrency
		return tx.Save(home)
	})
	if err != nil {
		return err
	}
	_, err = b.Mark(system, "文件开始")
	return err
}
