package lab

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"crmlab/domain/record"
)

// Text fills the placeholders of a script's text.
func (p *Player) Text(h record.Hat, s string) (out string, err error) {
	err = p.Book.Read(h, func(r record.Reader) error {
		out, err = p.expand(r.Whole(), s)
		return err
	})
	return out, err
}

// expand fills {parameter}, {step}, {step.field}, {kind/number.field} and {today}. A number
// or a date may be reckoned with: {order.total*0.4}, {order.total-0.01}, {today+30}. What is
// reckoned is rounded to the cent.
func (p *Player) expand(r record.Reader, s string) (string, error) {
	var b strings.Builder
	for {
		lit, rest, open := strings.Cut(s, "{")
		b.WriteString(lit)
		if !open {
			return b.String(), nil
		}
		name, after, closed := strings.Cut(rest, "}")
		if !closed {
			return "", fmt.Errorf("花括号没有写完整：「{%s」", rest)
		}
		v, err := p.reckon(r, name)
		if err != nil {
			return "", err
		}
		b.WriteString(v)
		s = after
	}
}

func (p *Player) reckon(r record.Reader, term string) (string, error) {
	// A sign within a record's number (SO-0301-1) is none: what follows must be a number.
	for i := len(term) - 1; i > 0; i-- {
		if !strings.ContainsRune("+-*", rune(term[i])) {
			continue
		}
		by, err := decimal.NewFromString(strings.TrimSpace(term[i+1:]))
		if err != nil {
			continue
		}
		head, err := p.lookUp(r, strings.TrimSpace(term[:i]))
		if err != nil {
			break // the sign belongs to a number: kind/SO-0301-1
		}
		return apply(head, term[i], by)
	}
	return p.lookUp(r, term)
}

func apply(head string, op byte, by decimal.Decimal) (string, error) {
	if day, err := record.ParseDate(head); err == nil && day != 0 && strings.Contains(head, "-") {
		n := int(by.IntPart())
		if op == '-' {
			n = -n
		}
		return day.AddDays(n).String(), nil
	}
	d, err := decimal.NewFromString(head)
	if err != nil {
		return "", fmt.Errorf("「%s」不是数字或日期，不能计算", head)
	}
	switch op {
	case '+':
		d = d.Add(by)
	case '-':
		d = d.Sub(by)
	default:
		d = d.Mul(by)
	}
	return record.Cents(d).String(), nil
}

func (p *Player) lookUp(r record.Reader, name string) (string, error) {
	if v, ok := p.values[name]; ok {
		return v, nil
	}
	if name == "today" {
		return r.Today().String(), nil
	}
	var head, fields string
	var more bool
	if kind, rest, ok := strings.Cut(name, "/"); ok {
		no, f, dot := strings.Cut(rest, ".")
		head, fields, more = kind+"/"+no, f, dot
	} else {
		head, fields, more = strings.Cut(name, ".")
	}
	var k *record.Kind
	var id record.ID
	if t, ok := p.named[head]; ok {
		k, id = record.KindNamed(t.Kind), t.ID
	} else if kind, no, ok := strings.Cut(head, "/"); ok && record.KindNamed(kind) != nil {
		k = record.KindNamed(kind)
		var err error
		if no, err = p.inner(r, no); err != nil {
			return "", err
		}
		if id, err = r.Resolve(k, no); err != nil {
			return "", err
		}
	} else {
		return "", fmt.Errorf("不认识「{%s}」", name)
	}
	row, ok := r.Row(k, id)
	if !ok {
		return "", fmt.Errorf("「%s」的记录已经不在", head)
	}
	if !more {
		return row.Value(k.Field("no")).S, nil
	}
	names := strings.Split(fields, ".")
	for i, n := range names {
		f := k.Field(n)
		if f == nil {
			return "", fmt.Errorf("%s没有字段「%s」", k.Label, n)
		}
		v := row.Value(f)
		if i == len(names)-1 {
			return plain(r, f, v), nil
		}
		if f.Target() == nil {
			break
		}
		if k, row, ok = f.Target(), nil, false; v.ID() != 0 {
			row, ok = r.Row(k, v.ID())
		}
		if !ok {
			return "", fmt.Errorf("「{%s}」的「%s」还没有填写", name, f.Label)
		}
	}
	return "", fmt.Errorf("「{%s}」不是一个字段", name)
}

// inner reads the number of kind/number where it is made of an earlier step: payment-plan/order-1
// is the first instalment of the step "order".
func (p *Player) inner(r record.Reader, no string) (string, error) {
	head, tail, _ := strings.Cut(no, "-")
	t, ok := p.named[head]
	if !ok {
		return no, nil
	}
	row, ok := r.Row(record.KindNamed(t.Kind), t.ID)
	if !ok {
		return no, nil
	}
	out := row.Value(record.KindNamed(t.Kind).Field("no")).S
	if tail != "" {
		out += "-" + tail
	}
	return out, nil
}
