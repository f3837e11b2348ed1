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

// HeldBy adds a condition on the record that a link of a stored record points to: an instalment is
// edited or deleted only while its order is open. Screens ask before anything is offered, the gate
// at every edit and deletion that no rule makes. right is Edit or Delete.
func HeldBy[T, P any](k KindOf[T], link string, ok func(right Right, rec *T, to *P) error) {
	k.holds = append(k.holds, hold{link: k.Field(link), ok: func(right Right, rec, to Record) error {
		return ok(right, any(rec).(*T), any(to).(*P))
	}})
}

// hold is a condition on what a stored record belongs to.
type hold struct {
	link *Field
	ok   func(right Right, rec, to Record) error
}

// AddBlocked says why a new record cannot be added to what it links to; nil if it can. What it
// links to need not be within the hat's data scope: the links' own check tells of that.
func (k *Kind) AddBlocked(r Reader, rec Record) error {
	for _, o := range k.openings {
		to, err := linked(r, o.link, rec)
		if err != nil {
			return err
		}
		if to == nil {
			continue
		}
		if err := o.ok(r, rec, to); err != nil {
			return err
		}
	}
	return nil
}

// ChangeBlocked says why what a stored record belongs to keeps it from being edited or deleted; nil
// if nothing does. Rights, scope and the record's own state are not asked here.
func (k *Kind) ChangeBlocked(r Reader, rec Record, right Right) error {
	for _, h := range k.holds {
		to, err := linked(r, h.link, rec)
		if err != nil {
			return err
		}
		if to == nil {
			continue
		}
		if err := h.ok(right, rec, to); err != nil {
			return err
		}
	}
	return nil
}

// linked loads what a link of a record points to; nil where it is empty or leads nowhere.
func linked(r Reader, link *Field, rec Record) (Record, error) {
	id := link.get(rec).ID()
	if id == 0 {
		return nil, nil
	}
	if _, there := r.Whole().Row(link.Target(), id); !there {
		return nil, nil
	}
	return r.Whole().Load(link.Target(), id)
}
