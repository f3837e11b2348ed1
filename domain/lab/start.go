package lab

import "crmlab/domain/record"

// StartOfWork is the step from which a work file is its student's own: the one that enrolled
// the student, or the mark of the start where nobody is enrolled. The steps before it are the
// same in the files of all students.
func StartOfWork(r record.Reader) (uint64, error) {
	s, err := StudentOf(r)
	if err != nil {
		return 0, err
	}
	if s != nil {
		steps, err := r.History(record.Target{Kind: Students.Name, ID: s.ID}, 0)
		if err != nil {
			return 0, err
		}
		if len(steps) > 0 {
			return steps[len(steps)-1].Seq, nil
		}
	}
	t, err := traceOf(r)
	if err != nil {
		return 0, err
	}
	return t.start + 1, nil
}
