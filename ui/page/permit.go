package page

import "crmlab/domain/record"

// The gate decides again when a step is made; these words only tell on the button beforehand what
// it would say.

func rightMissing(k *record.Kind, what, verb string) error {
	module := record.ModuleLabels[k.Module]
	if module == "" {
		module = k.Label
	}
	return record.Refuse("right", what, "当前职位没有"+module+"的「"+verb+"」权限", "换一个有权限的身份，或在职位权限管理里授权")
}

func createBlocked(r record.Reader, k *record.Kind) error {
	switch {
	case k.Internal:
		return record.Refuse("internal", "不能新增"+k.Label, k.Label+"由系统按规则生成", "在对应的单据上操作")
	case !r.Access().May(k, record.Create):
		return rightMissing(k, "不能新增"+k.Label, "新增")
	}
	return nil
}

// addBlocked is createBlocked of a record whose links are known: the order that an instalment
// would be added to may be locked.
func addBlocked(r record.Reader, k *record.Kind, rec record.Record) error {
	if err := createBlocked(r, k); err != nil {
		return err
	}
	return k.AddBlocked(r, rec)
}

func importBlocked(r record.Reader, k *record.Kind) error {
	if !r.Access().May(k, record.Import) {
		return rightMissing(k, "不能导入"+k.Label, "导入")
	}
	return nil
}

func exportBlocked(r record.Reader, k *record.Kind) error {
	if !r.Access().May(k, record.Export) {
		return rightMissing(k, "不能导出"+k.Label, "导出")
	}
	return nil
}

// changeBlocked says why the hat cannot edit or delete a record: right is record.Edit or
// record.Delete.
func changeBlocked(r record.Reader, k *record.Kind, rec record.Record, right record.Right) error {
	row := record.RowOf(r, k, rec)
	verb := record.RightLabel(right)
	what := "不能" + verb + k.Label + " " + row.Value(k.Field("no")).S
	a := r.Access()
	switch {
	case k.Internal:
		return record.Refuse("internal", what, k.Label+"由系统按规则生成", "在对应的单据上操作")
	case !a.May(k, right):
		return rightMissing(k, what, verb)
	case right == record.Delete && !a.Covers(row), !a.Manages(row): // a record given for work is not the hat's to delete
		return record.Refuse("scope", what, "它不在当前身份的数据权限内", "换成负责人或上级的身份")
	}
	if k.States == nil {
		return k.ChangeBlocked(r, rec, right)
	}
	now := k.States.Find(row.Value(k.States.Field).S)
	if right == record.Edit && !now.Edit {
		return record.Refuse("state", what, "它现在是「"+now.Label+"」，内容已锁定", record.LockAdvice(now.Code))
	}
	if right == record.Delete && !now.Delete {
		return record.Refuse("state", what, "它现在是「"+now.Label+"」", "这种状态的单据要保留")
	}
	return k.ChangeBlocked(r, rec, right)
}

// reason is what a disabled button says: why, and how to go on.
func reason(err error) string {
	if err == nil {
		return ""
	}
	if all := record.RefusalsIn(err); len(all) > 0 {
		r := all[0]
		if r.Fix == "" {
			return r.Why
		}
		if r.Why == "" {
			return r.What
		}
		return r.Why + "。" + r.Fix + "。"
	}
	return err.Error()
}
