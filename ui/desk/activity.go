package desk

import (
	"strings"
	"time"

	"crmlab/domain/company"
	"crmlab/domain/record"
	"crmlab/ui/page"
)

const (
	stepsShown = 12  // entries on the desk
	stepsRead  = 300 // entries that are looked through for those which the hat may see
)

// step is one entry of the journal as 最近动态 shows it.
type step struct {
	when string // time of day, or the day where it was not today
	who  string
	what string
	open page.Route // zero where there is nothing to open
}

// recentSteps are the newest steps on records that the hat may see, newest first.
func recentSteps(r record.Reader, reg *page.Registry) ([]step, error) {
	entries, err := r.Journal(0, stepsRead)
	if err != nil {
		return nil, err
	}
	var out []step
	for _, e := range entries {
		if e.Op == record.OpMark {
			continue // the start of a work file is nobody's work
		}
		t := subject(e)
		if !visible(r, t) || t == (record.Target{}) && !concerns(r, e) {
			continue
		}
		s := step{when: moment(e, r.Today()), who: "系统", what: e.Label}
		if e.Hat.Employee != 0 {
			s.who = r.Whole().Title(company.Employees.Kind, e.Hat.Employee)
		}
		if k := record.KindNamed(t.Kind); k != nil && k.Owned {
			if name := r.Title(k, t.ID); name != "" && !strings.Contains(s.what, name) {
				s.what += " " + name
			}
		}
		s.open, _ = openRoute(r, reg, t)
		if out = append(out, s); len(out) == stepsShown {
			break
		}
	}
	return out, nil
}

// subject is the record that a step was about: the one it names, or the only one it touched.
func subject(e *record.Entry) record.Target {
	if e.Target.ID != 0 {
		return e.Target
	}
	if len(e.Changes) == 1 {
		return record.Target{Kind: e.Changes[0].Kind, ID: e.Changes[0].ID}
	}
	return record.Target{}
}

// visible reports whether the hat may see the record of a step. Steps on no single record are
// told to everybody; of a record that is gone nobody knows whose it was, so only those who see
// everything are told.
func visible(r record.Reader, t record.Target) bool {
	k := record.KindNamed(t.Kind)
	if k == nil {
		return true
	}
	access := r.Access()
	if !access.May(k, record.View) {
		return false
	}
	row, ok := r.Row(k, t.ID)
	if !ok {
		return access.Everything
	}
	return access.Sees(row, r.Row)
}

// concerns reports whether a step that names no record touched a kind that the hat may see.
func concerns(r record.Reader, e *record.Entry) bool {
	for _, c := range e.Changes {
		if k := record.KindNamed(c.Kind); k == nil || r.Access().May(k, record.View) {
			return true
		}
	}
	return len(e.Changes) == 0
}

// moment is the time of day of a step that was made on the present business date, and the day of
// an older one.
func moment(e *record.Entry, today record.Date) string {
	switch {
	case e.Day == today || e.Day == 0:
		return time.UnixMilli(e.Wall).Local().Format("15:04")
	case e.Day.Year() == today.Year():
		return e.Day.String()[5:]
	}
	return e.Day.String()
}
