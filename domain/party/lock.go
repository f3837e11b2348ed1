package party

import "crmlab/domain/record"

// A lock protects who looks after a customer: while it lasts the customer does not go to another
// owner, is not merged away and is not deleted. Business with the customer goes on. A customer who
// has bought needs no lock: the orders say whose it is.

// Dealt reports whether a party has bought; package order supplies it. nil: nobody has.
var Dealt func(r record.Reader, party record.ID) bool

// The actions of customers.
var (
	Lock = record.Act(Customers, "lock", "锁定", func(tx record.Tx, c *Customer, _ *record.None) error {
		c.Locked = true
		return tx.ByRule().Save(c)
	}, record.OfferedFor(func(c *Customer) bool { return !c.Locked }), record.When(func(r record.Reader, c *Customer) error {
		switch {
		case c.Locked:
			return record.Refuse("customer.locked", "不能锁定 "+c.Name, "它已经锁定", "需要时先解锁")
		case Dealt != nil && Dealt(r, c.ID):
			return record.Refuse("customer.dealt", "不能锁定 "+c.Name, "已成交的客户归属已经确定，不用锁定", "锁定还在争取的客户")
		}
		return nil
	}))

	Unlock = record.Act(Customers, "unlock", "解锁", func(tx record.Tx, c *Customer, _ *record.None) error {
		c.Locked = false
		return tx.ByRule().Save(c)
	}, record.OfferedFor(func(c *Customer) bool { return c.Locked }), record.When(func(_ record.Reader, c *Customer) error {
		if !c.Locked {
			return record.Refuse("customer.unlocked", "不能解锁 "+c.Name, "它没有锁定", "不用解锁")
		}
		return nil
	}))
)

func init() {
	Customers.OnDelete(func(_ record.Tx, c *Customer) error {
		if c.Locked {
			return record.Refuse("customer.locked", "不能删除客户 "+c.Name, "客户已锁定", "先解锁")
		}
		return nil
	})
}
