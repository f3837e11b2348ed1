package record

import (
	"fmt"
	"strings"
)

// Delete removes a record, and first what hangs on it by a Cascade link or target.
func (t *tx) Delete(k *Kind, id ID) error {
	old, err := t.st.Get(k, id)
	if err != nil {
		return fmt.Errorf("read %s %d: %w", k.Name, id, err)
	}
	if old == nil {
		return missing(k, "")
	}
	no := old.Head().No
	what := "不能删除" + k.Label + " " + no
	if !t.free {
		if k.Internal || !t.access.May(k, Delete) {
			return Refuse("right", what, "当前职位没有"+moduleLabel(k)+"的「删除」权限", "换一个有权限的身份")
		}
		if !t.access.Covers(t.RowOf(old)) {
			return Refuse("scope", what, "它不在当前身份的数据权限内", "换成负责人或上级的身份")
		}
		if st := k.StateOf(old); !st.Delete {
			return Refuse("state", what, "它现在是「"+st.Label+"」", "这种状态的单据要保留，可以终止或作废")
		}
		if err := k.ChangeBlocked(t, old, Delete); err != nil {
			return err
		}
	}
	for _, check := range k.onDelete {
		if err := check(t, old); err != nil {
			return err
		}
	}
	if err := t.cascade(k, id); err != nil {
		return err
	}
	left, err := t.st.Linked(k, id, 3)
	if err != nil {
		return err
	}
	if len(left) > 0 {
		return Refuse("linked", what, "还有记录与它相关："+t.names(left), "先处理这些记录，再删除")
	}
	if err := t.st.Drop(k, id); err != nil {
		return fmt.Errorf("delete %s %s: %w", k.Name, no, err)
	}
	t.note(Change{Kind: k.Name, ID: id, Op: Deleted, No: no, Fields: difference(k, old, nil)})
	return nil
}

func (t *tx) cascade(k *Kind, id ID) error {
	for _, other := range t.b.kinds {
		for _, f := range other.Fields {
			if !f.Cascade || f.Target() != k && f.Type != TypeTarget {
				continue
			}
			at := LinkValue(id)
			if f.Type == TypeTarget {
				at = TargetValue(Target{k.Name, id})
			}
			rows, _, err := t.st.Select(Selection{Kind: other, Where: []Test{{Field: f, Op: Is, Values: []Value{at}}}})
			if err != nil {
				return err
			}
			for _, row := range rows {
				if err := t.ByRule().Delete(other, row.ID()); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (t *tx) names(targets []Target) string {
	var out []string
	for _, g := range targets {
		k := KindNamed(g.Kind)
		no := ""
		if row, ok := t.st.Row(k, g.ID); ok {
			no = row.Value(k.ByTag(tagNo)).S
		}
		out = append(out, k.Label+" "+no)
	}
	return strings.Join(out, "、")
}
