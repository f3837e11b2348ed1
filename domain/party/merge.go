package party

import "crmlab/domain/record"

func init() {
	Customers.Merges(func(_ record.Reader, keep *Customer, gone []*Customer) error {
		for _, c := range append(gone, keep) {
			switch {
			case c.Role != keep.Role:
				return record.Refuse("merge.role", "没有合并客户", c.No+" 与 "+keep.No+" 一个是客户，一个是代理", "只合并同一种")
			case c.Locked:
				return record.Refuse("customer.locked", "没有合并客户 "+c.No, "客户已锁定", "先解锁")
			}
		}
		return nil
	}, tidyGrants)
	Contacts.Merges(func(_ record.Reader, keep *Contact, gone []*Contact) error {
		for _, c := range gone {
			if c.Customer != keep.Customer {
				return record.Refuse("merge.customer", "没有合并联系人", c.Name+" "+c.No+" 与 "+keep.Name+" "+keep.No+" 属于不同的客户", "客户重复时，先合并客户")
			}
		}
		return nil
	}, nil)
	Leads.Merges(nil, nil)
}

// tidyGrants leaves each employee one grant of a merged customer, the widest, and its owner none.
func tidyGrants(tx record.Tx, keep *Customer) error {
	all, err := record.Find(tx, Grants, record.Where("customer", record.LinkValue(keep.ID)))
	if err != nil {
		return err
	}
	best := map[record.ID]*Grant{}
	for _, g := range all {
		have := best[g.Employee.ID()]
		switch {
		case g.Employee.ID() == keep.Owner:
		case have == nil:
			best[g.Employee.ID()] = g
			continue
		case wider(g, have):
			best[g.Employee.ID()], g = g, have
		}
		if err := tx.Delete(Grants.Kind, g.ID); err != nil {
			return err
		}
	}
	return nil
}

// wider reports whether a grant gives more than another: writing before reading, then the longer.
func wider(a, b *Grant) bool {
	if a.Power != b.Power {
		return a.Power == "write"
	}
	return a.Until == 0 && b.Until != 0 || b.Until != 0 && a.Until > b.Until
}
