package record

import (
	"fmt"
	"strings"
)

// Lookup finds the record that a person means by a text: its number, or its title.
// It returns a refusal when there is none or more than one.
type Lookup func(k *Kind, text string) (ID, error)

// Parse reads the text of a form, a command line or a file into a value of the field.
// look is asked for links; it may be nil for fields that are none.
// The error is one Chinese sentence without the field's label.
func (f *Field) Parse(s string, look Lookup) (Value, error) {
	s = strings.TrimSpace(s)
	v := Value{T: f.Type}
	if s == "" {
		return v, nil
	}
	switch f.Type {
	case TypeText, TypeLong:
		v.S = s
		switch {
		case f.coded != nil:
			code, err := f.coded.Read(s)
			if err != nil {
				return v, err
			}
			v.S = code
		case f.Many:
			return f.parseMany(s)
		}
	case TypeInt, TypeMoney, TypeNumber:
		n, _, err := ParseNumber(s, f.Places)
		if err != nil {
			return v, err
		}
		v.N = n
	case TypeBool:
		switch strings.ToLower(s) {
		case "1", "是", "true", "yes", "y", "√", "✓":
			v.N = 1
		case "0", "否", "false", "no", "n":
		default:
			return v, fmt.Errorf("「%s」应为 是 或 否", s)
		}
	case TypeDate:
		d, err := ParseDate(s)
		if err != nil {
			return v, err
		}
		v.N = int64(d)
	case TypeChoice:
		for _, c := range f.Choices {
			if c.Code == s || c.Label == s {
				v.S = c.Code
				return v, nil
			}
		}
		return v, fmt.Errorf("「%s」不在可选项里：%s", s, choiceLabels(f.Choices))
	case TypeLink:
		id, err := look(f.Target(), s)
		if err != nil {
			return v, err
		}
		v.N = int64(id)
	case TypeLinks:
		for _, part := range strings.FieldsFunc(s, func(r rune) bool { return r == '、' || r == ';' || r == '；' || r == '|' }) {
			id, err := look(f.Target(), strings.TrimSpace(part))
			if err != nil {
				return v, err
			}
			v.L = append(v.L, id)
		}
	case TypeTarget:
		kind, no, ok := strings.Cut(s, "/")
		k := KindNamed(kind)
		if !ok || k == nil {
			return v, fmt.Errorf("「%s」应写成 记录/编号，如 product/P-0001", s)
		}
		id, err := look(k, no)
		if err != nil {
			return v, err
		}
		return TargetValue(Target{kind, id}), nil
	default:
		return v, fmt.Errorf("%s不能由文字填写", f.Label)
	}
	return v, nil
}

// Several splits the value of a field that holds several choices.
func Several(v Value) []string {
	if v.S == "" {
		return nil
	}
	return strings.Split(v.S, "、")
}

// parseMany reads several choices and puts them into the order of the list.
func (f *Field) parseMany(s string) (Value, error) {
	asked := map[string]bool{}
	for _, part := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("、,，;；|", r) }) {
		part = strings.TrimSpace(part)
		if _, ok := f.Choice(part); !ok && part != "" {
			return Value{T: f.Type}, fmt.Errorf("「%s」不在可选项里：%s", part, choiceLabels(f.Choices))
		}
		asked[part] = true
	}
	var codes []string
	for _, c := range f.Choices {
		if asked[c.Code] {
			codes = append(codes, c.Code)
		}
	}
	return Value{T: f.Type, S: strings.Join(codes, "、")}, nil
}

func choiceLabels(cs []Choice) string {
	var labels []string
	for _, c := range cs {
		labels = append(labels, c.Label)
	}
	return strings.Join(labels, "、")
}

// Titles answers how a linked record is called on the screen ("" if it is gone).
type Titles func(k *Kind, id ID) string

// Show prints a value for the screen: thousands separators, labels of choices,
// titles of links, 是 for yes.
func (f *Field) Show(v Value, titles Titles) string {
	switch f.Type {
	case TypeMoney:
		return Yuan(v.N)
	case TypeInt, TypeNumber:
		if f.Bare {
			return FromMinor(v.N, f.Places).String()
		}
		s := GroupDigits(FromMinor(v.N, f.Places).String())
		if f.Unit == "%" {
			s += "%"
		}
		return s
	}
	return f.text(v, titles)
}

// Plain prints a value for a file or the command line: no separators, money with two
// places, dates as 2006-01-02, links by title.
func (f *Field) Plain(v Value, titles Titles) string {
	switch f.Type {
	case TypeMoney:
		return FromMinor(v.N, 2).StringFixed(2)
	case TypeInt, TypeNumber:
		return FromMinor(v.N, f.Places).String()
	}
	return f.text(v, titles)
}

// mask is what is shown of a Masked field that holds something.
const mask = "••••••"

func (f *Field) text(v Value, titles Titles) string {
	if f.Masked && !v.Empty() {
		return mask
	}
	switch f.Type {
	case TypeText, TypeLong:
		if f.coded != nil && v.S != "" {
			return f.coded.Show(v.S)
		}
		return v.S
	case TypeBool:
		if v.Bool() {
			return "是"
		}
		return "否"
	case TypeDate:
		return v.Date().String()
	case TypeTime:
		if v.N == 0 {
			return ""
		}
		return v.Time().Local().Format("2006-01-02 15:04")
	case TypeChoice:
		if c, ok := f.Choice(v.S); ok {
			return c.Label
		}
		return v.S
	case TypeLink:
		if v.N == 0 {
			return ""
		}
		return titles(f.Target(), v.ID())
	case TypeTarget:
		if k := KindNamed(v.S); k != nil && v.N != 0 {
			return k.Label + " " + titles(k, v.ID())
		}
		return ""
	case TypeLinks:
		var names []string
		for _, id := range v.L {
			names = append(names, titles(f.Target(), id))
		}
		return strings.Join(names, "、")
	case TypeRows:
		if len(v.R) == 0 {
			return ""
		}
		return fmt.Sprintf("%d 行", len(v.R))
	}
	return ""
}
