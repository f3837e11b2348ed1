package lab

import (
	"crmlab/domain/record"
)

// deps are the kinds that a result depends on.
type deps struct {
	kinds    map[*record.Kind]bool
	subjects map[*subject]bool // of whatever group
	all      bool              // on everything, the business date among it
}

func (d *deps) name(s *subject) {
	if d.subjects == nil {
		d.subjects = map[*subject]bool{}
	}
	d.subjects[s] = true
	d.add(s.kind)
}

func (d *deps) add(ks ...*record.Kind) {
	if d.kinds == nil {
		d.kinds = map[*record.Kind]bool{}
	}
	for _, k := range ks {
		d.kinds[k] = true
	}
}

func (d *deps) join(o deps) {
	d.all = d.all || o.all
	for k := range o.kinds {
		d.add(k)
	}
	for s := range o.subjects {
		d.name(s)
	}
}

func (d *deps) touched(ks map[*record.Kind]bool) bool {
	if d.all {
		return len(ks) > 0
	}
	for k := range ks {
		if d.kinds[k] {
			return true
		}
	}
	return false
}
