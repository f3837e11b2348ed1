package lab

import (
	"errors"
	"fmt"

	"crmlab/domain/record"
)

// env is what judging looks at: the records, the journal since the start, the student's
// parameters and the records that stand for the subjects.
type env struct {
	r      record.Reader // of everything
	exp    *Experiment
	book   *record.Book // for probes
	trace  *trace
	params map[string]drawn
	values map[string]string
	at     map[*subject]held
	chosen map[string]record.Target // by subject name, of groups judged before
}

// held is a record that stands for a subject.
type held struct {
	k   *record.Kind
	rec record.Record
	row record.Row
}

func (h held) no() string            { return h.rec.Head().No }
func (h held) target() record.Target { return record.Target{Kind: h.k.Name, ID: h.rec.Head().ID} }

func (e *env) hold(k *record.Kind, id record.ID) (held, error) {
	rec, err := e.r.Load(k, id)
	if err != nil {
		return held{}, err
	}
	return held{k, rec, record.RowOf(e.r, k, rec)}, nil
}

// fault is an error of the rule, not of the student.
type fault struct{ says string }

func (f *fault) Error() string { return f.says }

func faultf(format string, args ...any) error { return &fault{fmt.Sprintf(format, args...)} }

// say puts a rule's error into words for the panel.
func sayFault(err error) string {
	var f *fault
	if errors.As(err, &f) {
		return f.says
	}
	if rs := record.RefusalsIn(err); len(rs) > 0 {
		return rs.Error()
	}
	return err.Error()
}

// as reads as another hat would.
func (e *env) as(h record.Hat, read func(record.Reader) error) error {
	r, err := record.As(e.r, h)
	if err != nil {
		return err
	}
	return read(r)
}
