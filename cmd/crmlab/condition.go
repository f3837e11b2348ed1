package main

import (
	"strings"

	"crmlab/domain/record"
)

// signs of conditions; longer ones first, so that >= is not read as >.
var signs = []struct {
	sign string
	op   record.Op
}{{"!=", record.Not}, {">=", record.AtLeast}, {"<=", record.AtMost}, {"=", record.Is}, {">", record.More}, {"<", record.Less}, {"~", record.Contains}}

// condition reads 字段=值 and its like.
func condition(r record.Reader, k *record.Kind, s string) (record.Cond, error) {
	at, sign, op := len(s), "", record.Op("")
	for _, x := range signs {
		if i := strings.Index(s, x.sign); i > 0 && i < at {
			at, sign, op = i, x.sign, x.op
		}
	}
	if sign == "" {
		return record.Cond{}, misuse("条件「%s」应写成 字段=值", s)
	}
	name, value := strings.TrimSpace(s[:at]), strings.TrimSpace(s[at+len(sign):])
	fields := r.Fields(k)
	f := fieldNamed(fields, name)
	if f == nil {
		return record.Cond{}, noField(k, fields, name)
	}
	cond := record.Cond{Field: f.Name, Op: op}
	if value == "" && (op == record.Is || op == record.Not) {
		cond.Op = record.IsBlank
		if op == record.Not {
			cond.Op = record.Filled
		}
		return cond, nil
	}
	if op == record.Contains {
		if f.Type != record.TypeText && f.Type != record.TypeLong {
			return cond, misuse("「%s」不是文字，不能用 ~", f.Label)
		}
		cond.Values = []record.Value{record.TextValue(value)}
		return cond, nil
	}
	one := *f
	if f.Type == record.TypeLinks { // a condition names one of them
		one.Type = record.TypeLink
	}
	v, err := one.Parse(value, finder(r, f, nil))
	if err != nil {
		return cond, unreadable(f, "不能按"+f.Label+"查询"+k.Label, err)
	}
	cond.Values = []record.Value{v}
	return cond, nil
}

// unreadable wraps what Parse said about a value: a refusal of a lookup stays as it is.
func unreadable(f *record.Field, what string, err error) error {
	if record.IsRefusal(err, "") {
		return err
	}
	return record.RefuseField("value", f.Name, what, f.Label+"："+err.Error(), "改正后再试")
}

// finder finds the record that a text means for a link: its number, or its title among
// the targets that the field takes.
func finder(r record.Reader, f *record.Field, row record.Row) record.Lookup {
	return func(k *record.Kind, text string) (record.ID, error) {
		if id, ok, err := r.ByNumber(k, text); err != nil || ok {
			return id, err
		}
		narrow := f.NarrowFor(row)
		if len(narrow) == 0 || k.TitleField == nil || k.TitleField.Type != record.TypeText {
			return r.Resolve(k, text)
		}
		among := r
		if !k.Owned {
			among = r.Whole() // definitions are everybody's, whatever the module's rights
		}
		page, err := among.Query(record.Query{Kind: k, Size: 2,
			Where: append([]record.Cond{record.Where(k.TitleField.Name, record.TextValue(text))}, narrow...)})
		if err != nil {
			return 0, err
		}
		if page.Total != 1 {
			return r.Resolve(k, text)
		}
		return page.Rows[0].ID(), nil
	}
}
