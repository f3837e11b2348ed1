package lab

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"crmlab/domain/record"
)

// number reads a text that must be a number.
func (t *text) number(e *env, what string) (decimal.Decimal, error) {
	s, whole := t.fill(e, false)
	if !whole || strings.TrimSpace(s) == "" {
		return decimal.Zero, faultf("%s没有值", what)
	}
	n, _, err := record.ParseNumber(s, 6)
	if err != nil {
		return decimal.Zero, faultf("%s「%s」不是数字", what, s)
	}
	return record.FromMinor(n, 6), nil
}

// counts: so many records or lines pass the filter.
func (p *preparer) counts(pt *point) judge {
	s := p.set(pt)
	if s == nil {
		return nil
	}
	if pt.Min == "" && pt.Max == "" {
		p.flaw(pt.ID, "min", "count 检查没有写要多少", "写 min 或 max")
		return nil
	}
	least, most := p.textFor(pt.ID, "min", pt.Min, &pt.deps), p.textFor(pt.ID, "max", pt.Max, &pt.deps)
	return func(e *env) (verdict, error) {
		in, near, nearRow, all, err := s.kept(e)
		if err != nil {
			return verdict{}, err
		}
		n, low, high := len(in), 1, -1
		if pt.Min != "" {
			d, err := least.number(e, "min")
			if err != nil {
				return verdict{}, err
			}
			low = int(d.IntPart())
		}
		if pt.Max != "" {
			d, err := most.number(e, "max")
			if err != nil {
				return verdict{}, err
			}
			high = int(d.IntPart())
			if pt.Min == "" {
				low = 0
			}
		}
		v := verdict{of: max(low, 1), won: min(n, max(low, 1)), nothing: n == 0}
		if s.on != nil {
			v.record = e.at[s.on].target()
		}
		if n > 0 {
			v.record = s.target(e, in[n-1])
		}
		total, fit := fmt.Sprintf("%s%s有 %d %s", s.whose(e), s.noun, all, s.unit), ""
		if len(s.conds()) > 0 {
			fit = "合乎要求"
		}
		switch {
		case high >= 0 && n > high:
			v.won = 0
			v.miss(total+fitting(fit, n, s.unit), fmt.Sprintf("最多 %d %s%s", high, s.unit, fit))
		case n < low && all == 0:
			v.miss(s.none(e), fmt.Sprintf("至少 %d %s", low, s.unit))
		case n < low:
			v.miss(total+fitting(fit, n, s.unit), fmt.Sprintf("至少 %d %s%s", low, s.unit, fit))
			if nearRow != nil {
				v.found = append(v.found, of(s.memberName(e, nearRow))+strings.Join(near.found, "，"))
				v.wanted = append(v.wanted, strings.Join(near.wanted, "，"))
				v.next = near.next
			}
		default:
			v.won = v.of
			v.found = []string{total + fitting(fit, n, s.unit)}
		}
		return v, nil
	}
}

func fitting(fit string, n int, unit string) string {
	if fit == "" {
		return ""
	}
	return fmt.Sprintf("，%s的 %d %s", fit, n, unit)
}

// sumEquals: parts total a whole, and there are enough of them.
func (p *preparer) sumEquals(pt *point) judge {
	s := p.set(pt)
	if s == nil {
		return nil
	}
	var field *record.Field
	if s.rows != nil {
		field = s.rows.Column(pt.Field)
	} else {
		field = s.kind.Field(pt.Field)
	}
	if field == nil || pt.on == nil || pt.Whole == "" {
		p.flaw(pt.ID, "field", "sum_equals 检查没有写哪个字段合计、等于什么", "写 on、field（各部分的字段）和 whole（对象的字段）")
		return nil
	}
	pt.deps.all = pt.deps.all || field.Derived()
	whole := p.path(pt.ID, "whole", pt.on.kind, pt.Whole, &pt.deps)
	least := p.textFor(pt.ID, "min", pt.Min, &pt.deps)
	if whole == nil {
		return nil
	}
	slack, ok := p.tolerance(pt)
	if !ok {
		return nil
	}
	label := pt.Label
	if label == "" {
		if f := whole.hops[len(whole.hops)-1].field; f != nil {
			label = f.Label
		}
	}
	pt.whole = label
	return func(e *env) (verdict, error) {
		h := e.at[pt.on]
		in, _, _, _, err := s.kept(e)
		if err != nil {
			return verdict{}, err
		}
		want, ok := whole.in(e.r, h.row)
		if !ok {
			return verdict{}, faultf("%s没有「%s」", called(pt.on, h), pt.Whole)
		}
		sum := decimal.Zero
		for _, row := range in {
			sum = sum.Add(record.FromMinor(row.Value(field).N, field.Places))
		}
		total := record.FromMinor(want.v.N, want.f.Places)
		v := verdict{of: 10, record: h.target(), nothing: len(in) == 0}
		low := 1
		if pt.Min != "" {
			d, err := least.number(e, "min")
			if err != nil {
				return v, err
			}
			low = int(d.IntPart())
		}
		if len(in) == 0 {
			v.miss(s.none(e), "各"+s.unit+"合计等于"+label+" "+amount(want.f, total))
			return v, nil
		}
		say := fmt.Sprintf("%s %d %s%s合计 %s，%s %s", of(called(pt.on, h)), len(in), s.unit, s.noun, amount(field, sum), label, amount(want.f, total))
		diff := total.Sub(sum)
		parts, equal := len(in) >= low, slack.holds(sum, total)
		if parts {
			v.won += 3
		}
		if equal {
			v.won += 7
		}
		switch {
		case !equal:
			word := "还差 "
			if diff.IsNegative() {
				word = "多出 "
			}
			v.miss(say+"，"+word+amount(want.f, diff.Abs()), "各"+s.unit+"合计正好等于"+label)
		default:
			v.found = append(v.found, say)
		}
		if !parts {
			if equal {
				v.found[0] = say + "，正好相符"
			}
			v.miss(fmt.Sprintf("只分了 %d %s", len(in), s.unit), fmt.Sprintf("至少分 %d %s", low, s.unit))
		}
		return v, nil
	}
}

func amount(f *record.Field, d decimal.Decimal) string {
	s := d.String()
	if f.Type == record.TypeMoney {
		s = d.StringFixed(2)
	}
	s = record.GroupDigits(s)
	switch f.Unit {
	case "", "%":
		return s + f.Unit
	}
	return s + " " + f.Unit
}

// unique: no two members say the same.
func (p *preparer) unique(pt *point) judge {
	s := p.set(pt)
	if s == nil {
		return nil
	}
	field := (*record.Field)(nil)
	if s.rows != nil {
		field = s.rows.Column(pt.Field)
	} else {
		field = s.kind.Field(pt.Field)
	}
	if field == nil {
		p.flaw(pt.ID, "field", "unique 检查没有写哪个字段不能相同", "写 field")
		return nil
	}
	pt.deps.all = pt.deps.all || field.Derived()
	least := p.textFor(pt.ID, "min", pt.Min, &pt.deps)
	pt.whole = field.Label
	return func(e *env) (verdict, error) {
		in, _, _, _, err := s.kept(e)
		if err != nil {
			return verdict{}, err
		}
		low := 2
		if pt.Min != "" {
			d, err := least.number(e, "min")
			if err != nil {
				return verdict{}, err
			}
			low = int(d.IntPart())
		}
		v := verdict{of: 1, nothing: len(in) == 0}
		seen := map[string]record.Row{}
		for _, row := range in {
			v.record = s.target(e, row)
			got := field.Show(row.Value(field), e.r.Title)
			if first, twice := seen[fold(got)]; twice {
				v.miss(spaced(s.memberName(e, first))+"和"+of(s.memberName(e, row))+field.Label+"都是「"+got+"」", field.Label+"各不相同")
				return v, nil
			}
			seen[fold(got)] = row
		}
		if len(in) < low {
			say := fmt.Sprintf("%s%s有 %d %s", s.whose(e), s.noun, len(in), s.unit)
			if len(in) == 0 {
				say = s.none(e)
			}
			v.miss(say, fmt.Sprintf("至少 %d %s，%s各不相同", low, s.unit, field.Label))
			return v, nil
		}
		whose := s.whose(e)
		if whose != "" {
			whose += " "
		}
		v.won, v.found = 1, []string{fmt.Sprintf("%s%d %s%s的%s各不相同", whose, len(in), s.unit, s.noun, field.Label)}
		return v, nil
	}
}

// slack is how far a number may be off.
type slack struct {
	by      decimal.Decimal
	percent bool
}

func (p *preparer) tolerance(pt *point) (slack, bool) {
	var s slack
	t := strings.TrimSpace(pt.Tolerance)
	if t == "" {
		return s, true
	}
	s.percent = strings.HasSuffix(t, "%")
	n, _, err := record.ParseNumber(t, 6)
	if err != nil {
		p.flaw(pt.ID, "tolerance", "误差「"+t+"」不是数字", "写 0.01 或 1%")
		return s, false
	}
	s.by = record.FromMinor(n, 6)
	return s, true
}

func (s slack) holds(got, want decimal.Decimal) bool {
	by := s.by
	if s.percent {
		by = want.Abs().Mul(s.by).Shift(-2)
	}
	return got.Sub(want).Abs().LessThanOrEqual(by)
}

func (s slack) say(unit string) string {
	if s.by.IsZero() {
		return "与数据完全相符"
	}
	if s.percent {
		return "与数据相差不超过 " + s.by.String() + "%"
	}
	if unit != "" && unit != "%" {
		unit = " " + unit
	}
	return "与数据相差不超过 " + s.by.String() + unit
}
