package approval

import "crmlab/domain/record"

// Opinion is what every answer asks for, and what 退回 asks besides.
type Opinion struct {
	Text string
	To   string // name of the earlier point to which the document goes back; "": to the submitter
}

// ToSubmitter is how a person calls the submitter where a point could be named.
const ToSubmitter = "提交人"

// For takes the documents of a kind through approval: it gives the kind the four answers
// of an approver and the submitter's 撤回. review is the state that a document is in
// while it waits.
func For[T any](k record.KindOf[T], review string, d Document) {
	documents[k.Name] = d
	reply := func(name, label string, a Answer, opts ...record.ActOption) {
		fields := []record.FieldOf[Opinion]{record.Text("opinion", 1, "审批意见", func(o *Opinion) *string { return &o.Text }, record.Max(300))}
		if a == SendBack {
			fields = append(fields, record.Text("to", 2, "退回到", func(o *Opinion) *string { return &o.To }, record.Max(30), record.Hint("不填退给提交人；也可以写一个已经批过的审批点")))
		}
		record.Act(k, name, label, func(tx record.Tx, doc *T, in *Opinion) error {
			return answer(tx, any(doc).(record.Record), a, in)
		}, append(opts, record.Quiet, record.From(review), record.Needs(record.Approve), record.Input(fields...),
			record.When(func(r record.Reader, doc *T) error { return mayAnswer(r, any(doc).(record.Record)) }))...)
	}
	reply("pass", "同意，继续审批", PassOn, record.Primary)
	reply("finish", "同意，终止审批", Finish)
	reply("back", "不同意，退回", SendBack)
	reply("refuse", "不同意，终止审批", Reject, record.Danger("拒绝后单据不能再提交。要拒绝吗？"))
	record.Act(k, "withdraw", "撤回", func(tx record.Tx, doc *T, _ *record.None) error {
		return withdraw(tx, d, any(doc).(record.Record))
	}, record.From(review), record.Needs(record.Edit), record.When(func(r record.Reader, doc *T) error {
		rec := any(doc).(record.Record)
		in, err := Under(r, record.TargetOf(rec))
		if err != nil {
			return err
		}
		if in == nil || in.Submitter.ID() != r.Hat().Employee {
			return record.Refuse("approval.withdraw", "不能撤回 "+rec.Head().No, "只有提交人可以撤回", "换成提交人的身份")
		}
		return nil
	}))
}

// Waiting lists the tasks that wait for the hat's own answer, oldest first, as memory holds them.
func Waiting(r record.Reader) ([]*Task, error) {
	return record.RecallAll(r.Whole(), Tasks, record.Where("answer", record.ChoiceValue(Pending)), record.Where("approver", record.LinkValue(r.Hat().Employee)))
}

// GrantAccess lets an approver see the documents that wait, or waited, for an answer.
func GrantAccess(r record.Reader, h record.Hat, a *record.Access) error {
	return r.Each(Tasks.Kind, []record.Cond{record.Where("approver", record.LinkValue(h.Employee))}, func(row record.Row) bool {
		doc := row.Value(Tasks.Field("doc"))
		if k := record.KindNamed(doc.S); k != nil {
			a.Grant(k, doc.ID(), record.View, "审批过它，或正等着审批它")
		}
		return true
	})
}
