package main

import (
	"errors"
	"os"
	"slices"

	"github.com/shopspring/decimal"

	"crmlab/domain/catalog"
	"crmlab/domain/company"
	"crmlab/domain/order"
	"crmlab/domain/party"
	"crmlab/domain/record"
	"crmlab/domain/sales"
)

// changing measures the works that change the file, on copies.
func (m *measuring) changing() (err error) {
	if !m.wantsAny(saveNames...) && !m.wantsAny(importNames...) && !m.wantsAny(copyNames...) {
		return nil
	}
	c := &changes{measuring: m}
	defer func() { err = errors.Join(err, c.close()) }()
	if err := c.open(); err != nil {
		return err
	}
	for _, part := range []struct {
		names []string
		do    func() error
	}{{saveNames, c.saving}, {copyNames, c.copying}, {importNames, c.importing}} {
		if !m.wantsAny(part.names...) {
			continue
		}
		if err := part.do(); err != nil {
			return err
		}
	}
	return nil
}

// changes is a size on copies that may be changed.
type changes struct {
	*measuring
	file  *opened
	path  string // of the copy
	hat   record.Hat
	buyer record.Ref[party.Customer]
	goods []record.Ref[catalog.Product]
	today record.Date
	vat   decimal.Decimal
	made  []string // files to remove
}

func (c *changes) copy(path, name string) (string, error) {
	to, err := c.copied(path, name)
	c.made = append(c.made, to)
	return to, err
}

func (c *changes) open() (err error) {
	if c.path, err = c.copy(c.measuring.path, c.size+"-changed.crmwork"); err != nil {
		return err
	}
	if c.file, err = openFile(c.path); err != nil {
		return err
	}
	return c.file.book.Read(record.Hat{}, c.choose)
}

func (c *changes) close() (err error) {
	if c.file != nil {
		err = c.file.store.Close()
	}
	for _, path := range c.made {
		err = errors.Join(err, os.RemoveAll(path))
	}
	return err
}

// linesSaved is how long the orders are that are saved, and parts how many instalments they have.
const (
	linesSaved = 10
	parts      = 3
)

// choose finds a seller with a customer of his own, and products to sell.
func (c *changes) choose(r record.Reader) error {
	c.today = r.Today()
	c.vat = company.TermsOf(r).On(c.today).VAT
	status := catalog.Products.Field("status")
	if err := r.Each(catalog.Products.Kind, nil, func(row record.Row) bool {
		if row.Value(status).S == string(catalog.OnSale) {
			c.goods = append(c.goods, record.Ref[catalog.Product](row.ID()))
		}
		return len(c.goods) < linesSaved
	}); err != nil {
		return err
	}
	hats, err := company.Hats(r)
	if err != nil {
		return err
	}
	for _, h := range hats {
		err := r.Each(party.Customers.Kind, []record.Cond{record.Where("owner", record.LinkValue(h.Hat.Employee))}, func(row record.Row) bool {
			c.buyer = record.Ref[party.Customer](row.ID())
			return false
		})
		if err != nil {
			return err
		}
		if p, err := record.Get(r, record.Ref[company.Position](h.Hat.Position)); err != nil {
			return err
		} else if c.buyer != 0 && mayOrder(p) {
			c.hat = h.Hat
			break
		}
		c.buyer = 0
	}
	if c.buyer == 0 || len(c.goods) < linesSaved {
		return errors.New("the file has no seller with a customer, or too few products")
	}
	return nil
}

func mayOrder(p *company.Position) bool {
	return slices.ContainsFunc(p.Rights, func(m company.ModuleRights) bool { return m.Module == order.Orders.Module && m.Create && m.Edit })
}

// draft is a new order of ten lines.
func (c *changes) draft() *order.Order {
	o := &order.Order{Party: c.buyer, Day: c.today, Deliver: c.today + 14, VAT: c.vat}
	for i, g := range c.goods {
		o.Lines = append(o.Lines, sales.Line{Product: g, Qty: decimal.NewFromInt(int64(i + 1))})
	}
	return o
}

// save is one step: a new order with its payment plan, everything that the gate does.
func (c *changes) save(o *order.Order) func(record.Tx) error {
	return func(tx record.Tx) error {
		if err := tx.Save(o); err != nil {
			return err
		}
		return tx.Do(order.GeneratePlan, o.ID, &order.Instalments{Mode: order.Equal, Parts: parts, First: c.today + 30, Months: 1})
	}
}

func (c *changes) saveOne() (*order.Order, error) {
	o := c.draft()
	_, err := c.file.book.Write(c.hat, "新增订单", c.save(o))
	return o, err
}
