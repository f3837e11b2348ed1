package page

import (
	"fmt"
	"strings"

	"crmlab/domain/record"
)

// Difference is one field before and after a step, in words.
type Difference struct{ Field, Old, New string }

// Differences tells one field's change; lines inside a record are told one by one, those that
// differ.
func Differences(r record.Reader, f *record.Field, c record.FieldChange) []Difference {
	if f.Type != record.TypeRows {
		return []Difference{{f.Label, historyText(r, f, c.Old), historyText(r, f, c.New)}}
	}
	var out []Difference
	for i := range max(len(c.Old.R), len(c.New.R)) {
		before, after := lineText(r, f, c.Old, i), lineText(r, f, c.New, i)
		if before != after {
			out = append(out, Difference{fmt.Sprintf("%s 第 %d 行", f.Label, i+1), before, after})
		}
	}
	return out
}

// lineText is one line in words: its values, and of what is yes or no the names of what is yes.
func lineText(r record.Reader, f *record.Field, v record.Value, line int) string {
	if line >= len(v.R) {
		return ""
	}
	var parts []string
	for j, c := range f.Columns {
		if j >= len(v.R[line]) || c.Hidden || r.Access().Hides(c) {
			continue
		}
		text := historyText(r, c, v.R[line][j])
		if c.Type == record.TypeBool {
			text = ""
			if v.R[line][j].Bool() {
				text = c.Label
			}
		}
		if text != "" {
			parts = append(parts, text)
		}
	}
	return strings.Join(parts, " · ")
}
