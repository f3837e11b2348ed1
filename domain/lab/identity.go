package lab

import (
	"encoding/hex"

	"crmlab/domain/record"
)

// StudentOf is whose work the file is; nil while nobody is enrolled.
func StudentOf(r record.Reader) (*Student, error) {
	all, err := record.Find(r.Whole(), Students)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	return all[0], nil
}

// WorkID tells one work from another, also from that of a student of the same name: it is
// the beginning of the hash of the step that enrolled the student, to the millisecond. A
// file in which nobody is enrolled has none.
func WorkID(r record.Reader) (string, error) {
	s, err := StudentOf(r)
	if err != nil || s == nil {
		return "", err
	}
	steps, err := r.History(record.Target{Kind: Students.Name, ID: s.ID}, 0)
	if err != nil || len(steps) == 0 {
		return "", err
	}
	hash := steps[len(steps)-1].Hash
	return hex.EncodeToString(hash[:8]), nil
}

// Begun reports whether anything of the experiment has been done.
func (p *Progress) Begun() bool {
	for _, st := range p.Checks {
		if st.Earned > 0 || st.Outcome == Partly || st.Typed != "" || st.Outcome == RuleError {
			return true
		}
	}
	return false
}
