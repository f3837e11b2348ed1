package task

import (
	"slices"

	"crmlab/domain/company"
	"crmlab/domain/message"
	"crmlab/domain/record"
)

func init() { Tasks.After(tellAssigned) }

// tellAssigned tells whoever is given a task by somebody else. The program itself, which makes
// cases, gives nothing to anybody.
func tellAssigned(tx record.Tx, t, old *Task) error {
	if tx.Hat().Employee == 0 || t.State != Active {
		return nil
	}
	due := ""
	if t.Due != 0 {
		due = "计划 " + t.Due.String() + " 完成"
	}
	tell := func(to record.Ref[company.Employee], word string) error {
		return message.Tell(tx, to, word+"：「"+t.Name+"」", due, record.TargetOf(t))
	}
	owner := record.Ref[company.Employee](t.Owner)
	if old == nil || old.Owner != t.Owner {
		if err := tell(owner, "交给你一项任务"); err != nil {
			return err
		}
	}
	for _, e := range t.Assignees {
		if e == owner || old != nil && slices.Contains(old.Assignees, e) {
			continue
		}
		if err := tell(e, "请你参与任务"); err != nil {
			return err
		}
	}
	return nil
}
