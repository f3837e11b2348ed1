package company

import (
	"fmt"
	"slices"
	"strings"

	"crmlab/domain/record"
)

// Leaving 办理离职: who takes over what the employee has in hand.
type Leaving struct {
	Successor record.Ref[Employee]
}

// Leave 办理离职 ends an employee's work here and gives what is in hand to a successor, in one step.
var Leave = record.Act(Employees, "leave", "办理离职", leave,
	record.Input(record.Link("successor", 1, "交接人", func(l *Leaving) *record.Ref[Employee] { return &l.Successor }, record.Required,
		record.Hint("接手名下的客户、任务和单据"))),
	record.When(func(_ record.Reader, e *Employee) error {
		if e.Standing == Left {
			return record.Refuse("employee.left", "不能办理离职 "+e.Name, "该员工已经离职", "不需要再办理")
		}
		return nil
	}),
	record.Warn(func(r record.Reader, e *Employee) string {
		hand, err := record.InHand(r, e.ID)
		if err != nil || len(hand) == 0 {
			return "办理后 " + e.Name + " 不能再登录；名下没有需要交接的记录。"
		}
		return "办理后 " + e.Name + " 不能再登录，名下的 " + inHandWords(hand) + "交给交接人。"
	}))

func init() { Employees.Rule(keepsNothing) }

func leave(tx record.Tx, e *Employee, in *Leaving) error {
	what := "没有办理离职 " + e.Name
	if in.Successor.ID() == e.ID {
		return record.RefuseField("leave.self", "successor", what, "交接人是本人", "换一位在职员工")
	}
	to, err := record.Get(tx, in.Successor)
	if err != nil {
		return err
	}
	if to.Standing == Left || len(to.Posts) == 0 {
		return record.RefuseField("leave.successor", "successor", what, to.Name+" 已离职或没有任职", "换一位在职员工")
	}
	hand, err := record.InHand(tx, e.ID)
	if err != nil {
		return err
	}
	for _, k := range sortedKinds(hand) {
		for _, id := range hand[k] {
			rec, err := tx.Load(k, id)
			if err != nil {
				return err
			}
			if rec.Head().Owner != e.ID {
				continue // it followed what was handed over before
			}
			rec.Head().Owner = to.ID
			if err := tx.ByRule().Save(rec); err != nil {
				return err
			}
		}
	}
	if err := succeed(tx, e, to); err != nil {
		return err
	}
	e.Standing = Left
	return tx.ByRule().Save(e)
}

// succeed gives the leaver's place in the organisation to others: subordinates report one step
// higher, departments are headed by the successor.
func succeed(tx record.Tx, e, to *Employee) error {
	below, err := record.Find(tx, Employees, record.Where("superior", record.LinkValue(e.ID)))
	if err != nil {
		return err
	}
	for _, b := range below {
		b.Superior = e.Superior
		if err := tx.ByRule().Save(b); err != nil {
			return err
		}
	}
	headed, err := record.Find(tx, Departments, record.Where("manager", record.LinkValue(e.ID)))
	if err != nil {
		return err
	}
	for _, d := range headed {
		d.Manager = record.Ref[Employee](to.ID)
		if err := tx.ByRule().Save(d); err != nil {
			return err
		}
	}
	return nil
}

// keepsNothing refuses to note that somebody has left who still has work in hand. The program
// itself, making a case, may.
func keepsNothing(tx record.Tx, e, old *Employee) error {
	if old == nil || old.Standing == Left || e.Standing != Left || tx.Ruled() || tx.Hat() == (record.Hat{}) {
		return nil
	}
	hand, err := record.InHand(tx, e.ID)
	if err != nil || len(hand) == 0 {
		return err
	}
	return record.RefuseField("employee.inhand", "standing", "没有保存员工 "+e.Name, "名下还有 "+strings.TrimSuffix(inHandWords(hand), " "), "打开该员工，用「办理离职」交给接手的人")
}

// inHandWords are the kinds and numbers of records in hand: 12 个客户、3 个任务.
func inHandWords(hand map[*record.Kind][]record.ID) string {
	var words []string
	for _, k := range sortedKinds(hand) {
		words = append(words, fmt.Sprintf("%s %d 条", k.Label, len(hand[k])))
	}
	return strings.Join(words, "、") + " "
}

func sortedKinds(hand map[*record.Kind][]record.ID) []*record.Kind {
	var out []*record.Kind
	for k := range hand {
		out = append(out, k)
	}
	slices.SortFunc(out, func(a, b *record.Kind) int {
		if a.Module != b.Module {
			return slices.Index(record.Modules, a.Module) - slices.Index(record.Modules, b.Module)
		}
		return strings.Compare(a.Name, b.Name)
	})
	return out
}
