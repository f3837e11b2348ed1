package lab

import (
	"fmt"

	"crmlab/domain/company"
	"crmlab/domain/record"
)

// finds: the saved query that the subject is finds exactly the records that meet the filter, among
// those that are meant at all. Which conditions it is made of does not matter.
func (p *preparer) finds(pt *point) judge {
	if pt.on == nil || pt.on.kind != company.Views.Kind || pt.Of == "" || len(pt.Filter) == 0 {
		p.flaw(pt.ID, "on", "finds 检查没有写哪个查询要找到什么", "on 写保存的查询，of 写查询的记录，filter 写要找到哪些")
		return nil
	}
	s := p.set(pt)
	if s == nil {
		return nil
	}
	pt.deps.all = true // a query may ask for anything
	return func(e *env) (verdict, error) {
		h := e.at[pt.on]
		view := h.rec.(*company.View)
		v := verdict{of: 1, record: h.target()}
		name := "查询「" + view.Name + "」"
		in, _, _, _, err := s.kept(e)
		if err != nil {
			return v, err
		}
		all, err := s.members(e)
		if err != nil {
			return v, err
		}
		want, meant := map[record.ID]bool{}, map[record.ID]bool{}
		for _, row := range in {
			want[row.ID()] = true
		}
		for _, row := range all {
			meant[row.ID()] = true
		}
		wanted := fmt.Sprintf("正好找到 %d %s%s", len(want), s.unit, s.noun)
		q, err := record.ParseQuery(e.r, s.kind, view.Query)
		if err != nil {
			v.miss(name+"已经读不懂：它用到的内容不在了", wanted)
			return v, nil
		}
		page, err := e.r.Query(q)
		if err != nil {
			return v, err
		}
		found, extra := 0, record.Row(nil)
		for _, row := range page.Rows {
			switch {
			case !meant[row.ID()]:
				continue
			case want[row.ID()]:
				delete(want, row.ID())
			case extra == nil:
				extra = row
			}
			found++
		}
		says := fmt.Sprintf("%s找到 %d %s%s", name, found, s.unit, s.noun)
		switch {
		case extra != nil:
			v.miss(says+"，其中"+s.memberName(e, extra)+" 不该有", wanted)
		case len(want) > 0:
			for _, row := range in {
				if want[row.ID()] {
					v.miss(says+"，缺"+s.memberName(e, row), wanted)
					break
				}
			}
		default:
			v.won, v.found = 1, []string{says}
		}
		return v, nil
	}
}
