package main

import (
	"strings"

	"crmlab/domain"
	"crmlab/domain/record"
)

// kindNamed finds a kind by its name or its label.
func kindNamed(name string) (*record.Kind, error) {
	var names []string
	for _, k := range domain.Kinds {
		if k.Name == name || k.Label == name {
			return k, nil
		}
		names = append(names, k.Name)
	}
	return nil, record.Refuse("kind", "不认识「"+name+"」", "没有这种记录", "可以用："+strings.Join(names, "、"))
}

// fieldNamed finds a field by its name or its label; nil if there is none.
func fieldNamed(fields []*record.Field, name string) *record.Field {
	for _, f := range fields {
		if f.Name == name {
			return f
		}
	}
	for _, f := range fields {
		if f.Label == name && !f.Hidden {
			return f
		}
	}
	return nil
}

func fieldNames(fields []*record.Field, keep func(*record.Field) bool) string {
	var names []string
	for _, f := range fields {
		if keep(f) {
			names = append(names, f.Name)
		}
	}
	return strings.Join(names, "、")
}
