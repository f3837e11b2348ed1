package approval

import (
	"fmt"

	"crmlab/domain/company"
	"crmlab/domain/message"
	"crmlab/domain/record"
)

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
	before, err := record.Find(tx, Instances, record.Where("doc", targetValue(target)))
	if err != nil {
		return err
	}
	in := &Instance{Doc: target, Title: d.Title(tx, doc), Flow: record.Ref[Flow](flow.ID), Version: flow.Version,
		Submitter: record.Ref[company.Employee](h.Employee), FromDept: record.Ref[company.Department](h.Dept), Day: tx.Today(),
		Round: len(before) + 1, Turn: 1, Comment: flow.Comment, Own: flow.Own, Restart: flow.Restart, Content: contentOf(tx, doc).String(), Status: InReview, Point: -1}
	f, err := factsOf(tx, d, doc)
	if err != nil {
		return err
	}
	for _, p := range flow.Points {
		in.Points = append(in.Points, Station{Point: p, Passed: p.passedOver(f)})
	}
	if len(before) > 0 {
		last := before[len(before)-1]
		in.Changed = last.Content != in.Content
		in.goOn(last)
	}
	// It is known by its document: SO-0231#2 is the second submission of SO-0231.
	no := fmt.Sprintf("%s#%d", doc.Head().No, in.Round)
	if _, taken, err := tx.ByNumber(Instances.Kind, no); err != nil {
		return err
	} else if !taken {
		in.No = no
	}
	for i := range in.Points { // better now than when half of them have agreed
		if in.Points[i].Passed == "" {
			if _, _, err := whoAnswers(tx, &in.Points[i].Point, in, "不能提交 "+in.Title); err != nil {
				return err
			}
		}
	}
	if err := tx.ByRule().Save(in); err != nil {
		return err
	}
	return advance(tx, d, in, doc)
}

// goOn passes over the points that agreed to the document before it was sent back, where the
// flow says so and nothing but texts has changed since.
func (in *Instance) goOn(last *Instance) {
	if in.Restart != FromPoint || last.Status != SentBack || readContent(last.Content).figures != readContent(in.Content).figures || last.Flow != in.Flow || last.Version != in.Version {
		return
	}
	for i := range in.Points {
		if i < last.Point && in.Points[i].Passed == "" {
			in.Points[i].Passed = fmt.Sprintf("第 %d 次提交时已同意", last.Round)
		}
	}
}

// HasFlow reports whether documents of the kind are approved before they run.
func HasFlow(r record.Reader, kind string) (bool, error) {
	f, err := enabledFlow(r, kind)
	return f != nil, err
}

func targetValue(t record.Target) record.Value {
	return record.Value{T: record.TypeTarget, S: t.Kind, N: int64(t.ID)}
}

// advance opens the next point at which the document stops; it has passed when there is none.
func advance(tx record.Tx, d Document, in *Instance, doc record.Record) error {
	for in.Point++; in.Point < len(in.Points); in.Point++ {
		p := &in.Points[in.Point]
		if p.Passed != "" {
			continue
		}
		who, passed, err := whoAnswers(tx, &p.Point, in, "不能继续审批 "+in.Title)
		if err != nil {
			return err
		}
		if p.Passed = passed; passed != "" {
			continue
		}
		if err := tx.ByRule().Save(in); err != nil {
			return err
		}
		return ask(tx, in, who)
	}
	return pass(tx, d, in, doc)
}

// ask opens the present point for its approvers.
func ask(tx record.Tx, in *Instance, who []record.Ref[company.Employee]) error {
	p := in.Points[in.Point]
	for i, e := range who {
		t := &Task{Instance: record.Ref[Instance](in.ID), Doc: in.Doc, Point: in.Point, Turn: in.Turn, Name: p.Name, Approver: e, Answer: Pending}
		if p.Mode == Sequential && i > 0 {
			t.Answer = Queued
		}
		if err := tx.ByRule().Save(t); err != nil {
			return err
		}
	}
	return nil
}

// pass ends the way with a yes, if whoever gives it may.
func pass(tx record.Tx, d Document, in *Instance, doc record.Record) error {
	if d.Authority != nil {
		if err := d.Authority(tx, doc, tx.Hat()); err != nil {
			return err
		}
	}
	return end(tx, in, Passed, func() error { return d.Passed(tx, doc) })
}

func end(tx record.Tx, in *Instance, s Status, then func() error) error {
	in.Status, in.Finished = s, tx.Today()
	if err := tx.ByRule().Save(in); err != nil {
		return err
	}
	return then()
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

// LastNo is the newest answer that sent a document back, as memory holds it; nil if there is none.
func LastNo(r record.Reader, doc record.Target) (*Task, error) {
	all, err := record.RecallAll(r.Whole(), Tasks, record.Where("doc", targetValue(doc)), record.Where("answer", record.ChoiceValue(SendBack)))
	if err != nil || len(all) == 0 {
		return nil, err
	}
	return all[len(all)-1], nil
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
	if in.Submitter.ID() == r.Hat().Employee && (in.Own != OwnAllow || t == nil) {
		return record.Refuse("approval.self", what, "提交人不能审批自己提交的单据", "换成审批人的身份："+WaitingFor(r, in.ID))
	}
	if t == nil {
		return record.Refuse("approval.notyours", what, "它现在等的是 "+WaitingFor(r, in.ID), "换成审批人的身份")
	}
	return nil
}

// WaitingFor names those whose answer an approval waits for.
func WaitingFor(r record.Reader, instance record.ID) string {
	s := ""
	// A failed look-up only leaves the sentence shorter.
	_ = r.Whole().Each(Tasks.Kind, []record.Cond{record.Where("instance", record.LinkValue(instance)), record.Where("answer", record.ChoiceValue(Pending))}, func(row record.Row) bool {
		if s != "" {
			s += "、"
		}
		s += r.Title(company.Employees.Kind, row.Value(Tasks.Field("approver")).ID())
		return true
	})
	return s
}

// answer records the hat's answer and moves the document on.
func answer(tx record.Tx, doc record.Record, a Answer, said *Opinion) error {
	if err := mayAnswer(tx, doc); err != nil {
		return err
	}
	in, t, err := mine(tx, record.TargetOf(doc))
	if err != nil {
		return err
	}
	if said.Text == "" && (in.Comment || a == SendBack || a == Reject) {
		return record.RefuseField("approval.opinion", "opinion", "没有提交审批意见", "不同意或流程要求时必须写明意见", "写下理由再提交")
	}
	to, err := in.pointNamed(said.To)
	if err != nil {
		return err
	}
	d := documents[in.Doc.Kind]
	t.Answer, t.Opinion, t.Day = a, said.Text, tx.Today()
	if err := tx.ByRule().Save(t); err != nil {
		return err
	}
	if a == PassOn {
		if more, err := othersOpen(tx, in); err != nil || more {
			return err
		}
	}
	if err := cancelOpen(tx, in); err != nil {
		return err
	}
	switch a {
	case PassOn:
		err = advance(tx, d, in, doc)
	case Finish:
		in.Early = in.More()
		err = pass(tx, d, in, doc)
	case SendBack:
		if to >= 0 {
			in.Point, in.Turn = to-1, in.Turn+1
			return advance(tx, d, in, doc)
		}
		err = end(tx, in, SentBack, func() error { return d.Returned(tx, doc) })
	case Reject:
		err = end(tx, in, Refused, func() error { return d.Refused(tx, doc) })
	default: // states of a task, not answers
		err = fmt.Errorf("no such answer %q", a)
	}
	if err != nil {
		return err
	}
	return tellOutcome(tx, in, doc, said.Text)
}

// tellOutcome tells the submitter how the way ended. A document that was sent back waits on its
// owner's desk, so only a submitter who is not the owner is told of it.
func tellOutcome(tx record.Tx, in *Instance, doc record.Record, said string) error {
	word := map[Status]string{Passed: " 审批通过", Refused: " 被拒绝"}[in.Status]
	if in.Status == SentBack && doc.Head().Owner != in.Submitter.ID() {
		word = " 被退回"
	}
	if word == "" {
		return nil
	}
	if said != "" {
		said = tx.Title(company.Employees.Kind, tx.Hat().Employee) + "：" + said
	}
	return message.Tell(tx, in.Submitter, in.Title+word, said, in.Doc)
}

// pointNamed finds the earlier point to which a document can be sent back; -1 for the submitter.
func (in *Instance) pointNamed(name string) (int, error) {
	if name == "" || name == ToSubmitter {
		return -1, nil
	}
	for _, i := range in.earlier() {
		if in.Points[i].Name == name {
			return i, nil
		}
	}
	names := ToSubmitter
	for _, i := range in.earlier() {
		names += "、" + in.Points[i].Name
	}
	return 0, record.RefuseField("approval.to", "to", "没有退回", "不能退回到「"+name+"」，它不是已经批过的审批点", "可以退回到："+names)
}

// earlier lists the points at which the document has stopped before the present one.
func (in *Instance) earlier() []int {
	var out []int
	for i := range min(max(in.Point, 0), len(in.Points)) {
		if in.Points[i].Passed == "" {
			out = append(out, i)
		}
	}
	return out
}

// othersOpen reports whether the present point waits for more approvers after one agreed, and
// calls the next one of a sequence.
func othersOpen(tx record.Tx, in *Instance) (bool, error) {
	p := in.Points[in.Point]
	if p.Mode == AnySign {
		return false, nil
	}
	open, err := openTasks(tx, in)
	if err != nil || len(open) == 0 {
		return false, err
	}
	if p.Mode == Sequential {
		open[0].Answer = Pending
		return true, tx.ByRule().Save(open[0])
	}
	return true, nil
}

func openTasks(tx record.Tx, in *Instance) ([]*Task, error) {
	return record.Find(tx, Tasks, record.Where("instance", record.LinkValue(in.ID)), record.Where("answer", record.ChoiceValue(Pending), record.ChoiceValue(Queued)))
}

func cancelOpen(tx record.Tx, in *Instance) error {
	open, err := openTasks(tx, in)
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

// withdraw takes the document back, and tells those whose answer is not needed any more.
func withdraw(tx record.Tx, d Document, doc record.Record) error {
	in, err := Under(tx, record.TargetOf(doc))
	if err != nil {
		return err
	}
	open, err := openTasks(tx, in)
	if err != nil {
		return err
	}
	if err := cancelOpen(tx, in); err != nil {
		return err
	}
	for _, t := range open {
		if t.Answer == Queued {
			continue
		}
		if err := message.Tell(tx, t.Approver, in.Title+" 已被提交人撤回", "不用再审批", in.Doc); err != nil {
			return err
		}
	}
	return end(tx, in, Withdrawn, func() error { return d.Withdrawn(tx, doc) })
}
