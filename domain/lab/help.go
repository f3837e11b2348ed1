package lab

import (
	"crmlab/domain/record"
)

// Lead is where the third hint takes the student.
type Lead struct {
	Page, View string        // route and view of the page
	Record     record.Target // record to open, if there is one
	Hat        record.Hat    // who does it; the zero Hat: whoever is at work
	HatName    string
	Control    string // words on the button, or label of the field
}

// Help is what a check's hints say: what is meant, where in the program, and where 带我去
// leads. Hints cost nothing.
type Help struct {
	Hints []string
	Lead  Lead
}

// Help gives the hints of a check; nil if there is no such check.
func (d *Board) Help(no int, id string) (*Help, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	x := d.course.Experiment(no)
	if x == nil || x.byID[id] == nil {
		return nil, nil
	}
	s := d.standingOf(x)
	out := &Help{}
	err := d.book.Read(record.Hat{}, func(r record.Reader) error {
		e := d.env(r, x, s)
		if err := e.bind(x, s); err != nil {
			return err
		}
		c := x.byID[id]
		for _, h := range c.Hints {
			out.Hints = append(out.Hints, x.words(e, h))
		}
		if c.Show == nil {
			return nil
		}
		out.Lead = Lead{Page: c.Show.Page, View: c.Show.View, Control: c.Show.Control}
		if sub := x.reader.subjects[c.Show.Record]; sub != nil {
			if h, ok := e.at[sub]; ok {
				out.Lead.Record = h.target()
			}
		}
		if out.Lead.Record.ID == 0 && (out.Lead.View == "open" || out.Lead.View == "edit") {
			out.Lead.View = "list" // there is nothing to open yet
		}
		if c.Show.Hat == "" {
			return nil
		}
		name, whole := x.reader.text("", "", c.Show.Hat).fill(e, false)
		if !whole {
			return nil
		}
		h, err := hatNamed(r, name)
		if record.IsRefusal(err, "") {
			return nil // the student has changed the organisation
		}
		out.Lead.Hat, out.Lead.HatName = h, name
		return err
	})
	return out, err
}
