package page

import (
	"strings"

	"crmlab/domain/record"
)

// CondText is a condition in words, for the line that tells what a list is narrowed to.
func CondText(r record.Reader, k *record.Kind, c record.Cond) string {
	f := record.FieldNamed(r, k, c.Field)
	if f == nil {
		return c.Field
	}
	var values []string
	for _, v := range c.Values {
		values = append(values, condValue(r, f, v))
	}
	switch {
	case len(values) == 0:
		return f.Label + " " + record.OpLabels[c.Op]
	case c.Op == record.Within && len(values) == 2:
		return f.Label + " " + values[0] + " 至 " + values[1]
	case c.Op == record.Is:
		return f.Label + "：" + strings.Join(values, "、")
	}
	return f.Label + " " + record.OpLabels[c.Op] + " " + strings.Join(values, "、")
}

func condValue(r record.Reader, f *record.Field, v record.Value) string {
	titles := r.Whole().Title
	switch f.Type {
	case record.TypeLinks:
		return titles(f.Target(), v.ID())
	case record.TypeTime:
		return record.DayOfMoment(v).String()
	}
	return f.Show(v, titles)
}
