package exchange

import (
	"fmt"

	"crmlab/domain/record"
)

// complete sets the links that waited for rows further down.
func (p *pass) complete() error {
	waiting := p.later
	p.later = nil
	for _, l := range waiting {
		if err := p.completeOne(l); err != nil && !p.refuse(l.at, err) {
			return fmt.Errorf("import link of row: %w", err)
		} else if err != nil {
			p.dirty = true
		}
	}
	return nil
}

func (p *pass) completeOne(l later) error {
	j := p.jobs[l.at.job]
	cells, err := p.cells(j, l.at)
	if err != nil {
		return err
	}
	v, err := l.cell.value(cells, p.look)
	if rs := record.RefusalsIn(err); len(rs) > 0 {
		return record.RefuseField("import.value", l.cell.field.Name, p.what(j), l.cell.field.Label+"："+rs[0].Why, rs[0].Fix)
	}
	if err != nil {
		return err
	}
	rec, err := p.tx.Load(j.kind, l.id)
	if err != nil {
		return err
	}
	if l.cell.field.Get(rec).Equal(v) {
		return nil
	}
	l.cell.field.Set(rec, v)
	if err := p.tx.Save(rec); err != nil {
		return err
	}
	p.saved(j.kind, rec, []*record.Field{l.cell.field})
	p.mark(j.kind, l.id, updated)
	return nil
}

// then does the actions of the mapping to every record that the pass created.
func (p *pass) then() error {
	for _, m := range p.created {
		if len(p.refused[m.at]) > 0 {
			continue
		}
		j := p.jobs[m.at.job]
		for _, a := range j.then {
			if err := p.ctx.Err(); err != nil {
				return err
			}
			err := p.tx.Do(a, m.id, nil)
			if err == nil {
				continue
			}
			if !p.refuse(m.at, err) {
				return fmt.Errorf("%s after import: %w", a.Name, err)
			}
			p.dirty = true
			p.dropLines(j, m.at.row)
			break
		}
	}
	return nil
}
