package record

// opening is a condition on what a new record is added to.
type opening struct {
	link *Field
	ok   func(r Reader, rec, to Record) error
}

// AddedTo adds a condition on the record that a link of a new record points to: an instalment is
// added only to an order that is not in review. Screens ask before anything is filled in, the gate
// at the save of every new record that no rule makes. rec may be blank but for its defaults and
// the link.
func AddedTo[T, P any](k KindOf[T], link string, ok func(r Reader, rec *T, to *P) error) {
	k.openings = append(k.openings, opening{link: k.Field(link), ok: func(r Reader, rec, to Record) error {
		return ok(r, any(rec).(*T), any(to).(*P))
	}})
}

// AddBlocked says why a new record cannot be added to what it links to; nil if it can. What it
// links to need not be within the hat's data scope: the links' own check tells of that.
func (k *Kind) AddBlocked(r Reader, rec Record) error {
	for _, o := range k.openings {
		id := o.link.get(rec).ID()
		if id == 0 {
			continue
		}
		if _, there := r.Whole().Row(o.link.Target(), id); !there {
			continue
		}
		to, err := r.Whole().Load(o.link.Target(), id)
		if err != nil {
			return err
		}
		if err := o.ok(r, rec, to); err != nil {
			return err
		}
	}
	return nil
}
