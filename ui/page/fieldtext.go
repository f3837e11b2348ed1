package page

import (
	"strconv"
	"strings"

	"crmlab/domain/record"
)

// textOf is a value as the fields of a form hold it: plain text, an ISO date, the code of a choice,
// "true" for a check, the inner number of a linked record (several joined by commas).
func textOf(f *record.Field, v record.Value) string {
	switch f.Type {
	case record.TypeLink:
		return idText(v.ID())
	case record.TypeLinks:
		parts := make([]string, len(v.L))
		for i, id := range v.L {
			parts[i] = idText(id)
		}
		return strings.Join(parts, ",")
	case record.TypeBool:
		if v.Bool() {
			return "true"
		}
		return ""
	case record.TypeChoice:
		return v.S
	case record.TypeText:
		if f.Many {
			return strings.Join(record.Several(v), ",")
		}
	case record.TypeInt, record.TypeMoney, record.TypeNumber:
		if v.N == 0 {
			return ""
		}
	}
	return f.Plain(v, func(*record.Kind, record.ID) string { return "" })
}

// readText is the inverse of textOf. The error says in words what cannot be read.
func readText(f *record.Field, text string) (record.Value, error) {
	switch f.Type {
	case record.TypeLink:
		return record.LinkValue(parseID(text)), nil
	case record.TypeLinks:
		v := record.Value{T: record.TypeLinks}
		for part := range strings.SplitSeq(text, ",") {
			if id := parseID(part); id != 0 {
				v.L = append(v.L, id)
			}
		}
		return v, nil
	case record.TypeBool:
		return record.BoolValue(text == "true"), nil
	}
	return f.Parse(text, nil)
}

func idText(id record.ID) string {
	if id == 0 {
		return ""
	}
	return strconv.FormatUint(uint64(id), 10)
}

func parseID(text string) record.ID {
	n, err := strconv.ParseUint(strings.TrimSpace(text), 10, 64)
	if err != nil {
		return 0 // pickers hold nothing else; an empty one holds ""
	}
	return record.ID(n)
}
