package analysis

import "crmlab/domain/record"

// Module is the unit of rights of analyses.
const Module = "analysis"

// Allowed refuses hats whose position has not the right (View, Export) on analyses. What they
// would see is limited by the data scope in any case.
func Allowed(r record.Reader, right record.Right) error {
	if r.Access().Rights[Module]&right == right {
		return nil
	}
	verb := record.RightLabel(right)
	return record.Refuse("right", "不能"+verb+"分析结果", "当前职位没有"+record.ModuleLabels[Module]+"的「"+verb+"」权限",
		"换一个有权限的身份，或在职位权限管理里授权")
}
