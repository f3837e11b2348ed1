package approval

import (
	"fmt"

	"github.com/shopspring/decimal"

	"crmlab/domain/company"
	"crmlab/domain/record"
)

// Document is what approval needs to know of a kind whose records it takes through a
// flow: the module that owns the kind supplies it.
type Document struct {
	Title  func(record.Reader, record.Record) string
	Amount func(record.Record) decimal.Decimal // 元; decides which points apply
	// Authority refuses when the approver may not give the last word on the document (a
	// discount above the position's ceiling). nil: everybody may.
	Authority func(record.Reader, record.Record, record.Hat) error
	// The four ends; each saves the document in its new state.
	Passed, Refused, Returned, Withdrawn func(record.Tx, record.Record) error
}

var documents = map[string]Document{}

// Submit opens a way through the enabled flow for the document. Without a flow it
// passes at once (免审).
func Submit(tx record.Tx, doc record.Record) error {
	target := record.TargetOf(doc)
	d := documents[target.Kind]
	flow, err := enabledFlow(tx, target.Kind)
	if err != nil {
		return err
	}
	if flow == nil {
		return d.Passed(tx, doc)
	}
	h := tx.Hat()
	if h.Employee == 0 {
		return record.Refuse("approval.submitter", "不能提交 "+doc.Head().No, "审批要有提交人", "换成一位员工的身份再提交")
	}
	round := 1
	if err := tx.Each(Instances.Kind, []record.Cond{record.Where("doc", targetValue(target))}, func(record.Row) bool { round++; return true }); err != nil {
		return err
	}
	in := &Instance{Doc: target, Title: d.Title(tx, doc), Submitter: record.Ref[company.Employee](h.Employee), FromDept: record.Ref[company.Department](h.Dept),
		Day: tx.Today(), Round: round, Comment: flow.Comment, Status: InReview, Point: -1}
	amount := d.Amount(doc)
	for _, p := range flow.Points {
		if p.From.IsZero() || amount.GreaterThanOrEqual(p.From) {
			in.Points = append(in.Points, p)
		}
	}
	for _, p := range in.Points { // better now than when half of them have agreed
		who, err := approvers(tx, p, in)
		if err != nil {
			return err
		}
		if len(who) == 0 {
			return nobody("不能提交 "+in.Title, p)
		}
	}
	if err := tx.ByRule().Save(in); err != nil {
		return err
	}
	return advance(tx, d, in, doc)
}

func nobody(what string, p Point) error {
	return record.Refuse("approval.nobody", what, "审批点「"+p.Name+"」没有人能审批：没有在职的员工，或者只有提交人自己", "在审批流程定义里改正这个审批点，或给相应职位安排员工")
}

// HasFlow reports whether documents of the kind are approved before they run.
func HasFlow(r record.Reader, kind string) (bool, error) {
	f, err := enabledFlow(r, kind)
	return f != nil, err
}

func targetValue(t record.Target) record.Value {
	return record.Value{T: record.TypeTarget, S: t.Kind, N: int64(t.ID)}
}

// advance opens the next point, or ends the way when there is none.
func advance(tx record.Tx, d Document, in *Instance, doc record.Record) error {
	in.Point++
	if in.Point >= len(in.Points) {
		return end(tx, in, Passed, func() error { return d.Passed(tx, doc) })
	}
	p := in.Points[in.Point]
	who, err := approvers(tx, p, in)
	if err != nil {
		return err
	}
	if len(who) == 0 {
		return nobody("不能继续审批 "+in.Title, p)
	}
	if err := tx.ByRule().Save(in); err != nil {
		return err
	}
	for i, e := range who {
		t := &Task{Instance: record.Ref[Instance](in.ID), Doc: in.Doc, Point: in.Point, Name: p.Name, Approver: e, Answer: Pending}
		if p.Mode == Sequential && i > 0 {
			t.Answer = Queued
		}
		if err := tx.ByRule().Save(t); err != nil {
			return err
		}
	}
	return nil
}

func end(tx record.Tx, in *Instance, s Status, then func() error) error {
	in.Status, in.Finished = s, tx.Today()
	if err := tx.ByRule().Save(in); err != nil {
		return err
	}
	return then()
}

// approvers finds who answers at a point. Nobody approves an own document: the
// submitter's superior stands in.
func approvers(r record.Reader, p Point, in *Instance) ([]record.Ref[company.Employee], error) {
	var found []record.Ref[company.Employee]
	submitter, err := record.Get(r, in.Submitter)
	if err != nil {
		return nil, err
	}
	switch p.Who {
	case ByEmployee:
		found = append(found, p.Employee)
	case BySuperior:
		found = append(found, submitter.Superior)
	case ByManager:
		for id, steps := in.FromDept, 0; id != 0 && steps < 50; steps++ {
			dept, err := record.Get(r, id)
			if err != nil {
				return nil, err
			}
			if dept.Manager != 0 && dept.Manager != in.Submitter {
				found = append(found, dept.Manager)
				break
			}
			id = dept.Parent
		}
	case ByPosition:
		es, err := record.Find(r, company.Employees)
		if err != nil {
			return nil, err
		}
		for _, e := range es {
			for _, post := range e.Posts {
				if post.Position == p.Position {
					found = append(found, record.Ref[company.Employee](e.ID))
					break
				}
			}
		}
	}
	var out []record.Ref[company.Employee]
	seen := map[record.Ref[company.Employee]]bool{}
	for _, e := range found {
		if e == in.Submitter {
			e = submitter.Superior
		}
		if e == 0 || seen[e] {
			continue
		}
		seen[e] = true
		emp, err := record.Get(r, e)
		if err != nil {
			return nil, err
		}
		if emp.Standing != company.Left {
			out = append(out, e)
		}
	}
	return out, nil
}

// Under finds the running approval of a document; nil if there is none.
func Under(r record.Reader, doc record.Target) (*Instance, error) {
	in, err := record.Find(r.Whole(), Instances, record.Where("doc", targetValue(doc)), record.Where("status", record.ChoiceValue(InReview)))
	if err != nil || len(in) == 0 {
		return nil, err
	}
	return in[0], nil
}

// Opinions lists what all approvers of a document said, oldest first.
func Opinions(r record.Reader, doc record.Target) ([]*Task, error) {
	return record.Find(r.Whole(), Tasks, record.Where("doc", targetValue(doc)))
}

// mine finds the hat's own open task on a document, with the running instance.
func mine(r record.Reader, doc record.Target) (*Instance, *Task, error) {
	in, err := Under(r, doc)
	if err != nil || in == nil {
		return in, nil, err
	}
	ts, err := record.Find(r.Whole(), Tasks, record.Where("instance", record.LinkValue(in.ID)), record.Where("answer", record.ChoiceValue(Pending)),
		record.Where("approver", record.LinkValue(r.Hat().Employee)))
	if err != nil || len(ts) == 0 {
		return in, nil, err
	}
	return in, ts[0], nil
}

// mayAnswer refuses whoever is not asked for an answer.
func mayAnswer(r record.Reader, doc record.Record) error {
	what := "不能审批 " + doc.Head().No
	in, t, err := mine(r, record.TargetOf(doc))
	if err != nil {
		return err
	}
	if in == nil {
		return record.Refuse("approval.none", what, "它不在审批中", "先由负责人提交审批")
	}
	if in.Submitter.ID() == r.Hat().Employee {
		return record.Refuse("approval.self", what, "提交人不能审批自己提交的单据", "换成审批人的身份："+waitingFor(r, in))
	}
	if t == nil {
		return record.Refuse("approval.notyours", what, "它现在等的是 "+waitingFor(r, in), "换成审批人的身份")
	}
	return nil
}

func waitingFor(r record.Reader, in *Instance) string {
	s := ""
	// A failed look-up only leaves the sentence shorter.
	_ = r.Whole().Each(Tasks.Kind, []record.Cond{record.Where("instance", record.LinkValue(in.ID)), record.Where("answer", record.ChoiceValue(Pending))}, func(row record.Row) bool {
		if s != "" {
			s += "、"
		}
		s += r.Title(company.Employees.Kind, row.Value(Tasks.Field("approver")).ID())
		return true
	})
	return s
}

// answer records the hat's answer and moves the document on.
func answer(tx record.Tx, doc record.Record, a Answer, opinion string) error {
	in, t, err := mine(tx, record.TargetOf(doc))
	if err != nil {
		return err
	}
	if err := mayAnswer(tx, doc); err != nil {
		return err
	}
	if opinion == "" && (in.Comment || a == SendBack || a == Reject) {
		return record.RefuseField("approval.opinion", "opinion", "没有提交审批意见", "不同意或流程要求时必须写明意见", "写下理由再提交")
	}
	d := documents[in.Doc.Kind]
	t.Answer, t.Opinion, t.Day = a, opinion, tx.Today()
	if err := tx.ByRule().Save(t); err != nil {
		return err
	}
	p := in.Points[in.Point]
	if a == PassOn {
		more, err := othersOpen(tx, in, p)
		if err != nil || more {
			return err
		}
		if in.Point+1 < len(in.Points) {
			if err := cancelOpen(tx, in); err != nil {
				return err
			}
			return advance(tx, d, in, doc)
		}
	}
	if err := cancelOpen(tx, in); err != nil {
		return err
	}
	switch a {
	case PassOn, Finish:
		if d.Authority != nil {
			if err := d.Authority(tx, doc, tx.Hat()); err != nil {
				return err
			}
		}
		return end(tx, in, Passed, func() error { return d.Passed(tx, doc) })
	case SendBack:
		return end(tx, in, SentBack, func() error { return d.Returned(tx, doc) })
	case Reject:
		return end(tx, in, Refused, func() error { return d.Refused(tx, doc) })
	default: // states of a task, not answers
		return fmt.Errorf("no such answer %q", a)
	}
}

// othersOpen reports whether the point waits for more approvers after one agreed, and
// calls the next one of a sequence.
func othersOpen(tx record.Tx, in *Instance, p Point) (bool, error) {
	if p.Mode == AnySign {
		return false, nil
	}
	open, err := record.Find(tx, Tasks, record.Where("instance", record.LinkValue(in.ID)), record.Where("answer", record.ChoiceValue(Pending), record.ChoiceValue(Queued)))
	if err != nil || len(open) == 0 {
		return false, err
	}
	if p.Mode == Sequential {
		open[0].Answer = Pending
		return true, tx.ByRule().Save(open[0])
	}
	return true, nil
}

func cancelOpen(tx record.Tx, in *Instance) error {
	open, err := record.Find(tx, Tasks, record.Where("instance", record.LinkValue(in.ID)), record.Where("answer", record.ChoiceValue(Pending), record.ChoiceValue(Queued)))
	if err != nil {
		return err
	}
	for _, t := range open {
		t.Answer, t.Day = Cancelled, tx.Today()
		if err := tx.ByRule().Save(t); err != nil {
			return err
		}
	}
	return nil
}

// forget removes the ended ways of a document that is deleted; a running one keeps it.
func forget(tx record.Tx, doc record.Target) error {
	ways, err := record.Find(tx, Instances, record.Where("doc", targetValue(doc)))
	if err != nil {
		return err
	}
	for _, in := range ways {
		if err := tx.ByRule().Delete(Instances.Kind, in.ID); err != nil {
			return err
		}
	}
	return nil
}
