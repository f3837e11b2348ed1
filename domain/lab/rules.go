package lab

import (
	"fmt"
	"strings"

	"crmlab/domain/record"
)

// rule says in words what a check looks at, for 评分依据. Nothing about a check is hidden
// from the student.
func (pt *point) rule(e *env) string {
	of := ""
	if pt.on != nil {
		of = pt.on.label() + "的"
	}
	switch pt.Kind {
	case Exists, FieldsAre:
		name := strings.TrimSuffix(of, "的")
		if pt.set != nil {
			name = of + pt.set.noun
		}
		return "有" + name + withWords(wordsOf(e, pt.require))
	case Counts:
		s := of + pt.set.noun
		switch {
		case pt.Min != "" && pt.Min == pt.Max:
			return s + "正好 " + pt.exp.words(e, pt.Min) + " " + pt.set.unit + withWords(wordsOf(e, pt.set.conds()))
		case pt.Min != "" || pt.Max == "":
			s += "至少 " + pt.exp.words(e, orOne(pt.Min)) + " " + pt.set.unit
		}
		if pt.Max != "" {
			s += "最多 " + pt.exp.words(e, pt.Max) + " " + pt.set.unit
		}
		return s + withWords(wordsOf(e, pt.set.conds()))
	case SumEquals:
		s := of + pt.set.noun + "合计等于" + pt.whole
		if pt.Min != "" {
			s += "（占七成），至少 " + pt.exp.words(e, pt.Min) + " " + pt.set.unit + "（占三成）"
		}
		return s
	case Unique:
		return of + pt.set.noun + "至少 " + pt.exp.words(e, orText(pt.Min, "2")) + " " + pt.set.unit + "，" + pt.whole + "各不相同"
	case Linked:
		s := strings.TrimSuffix(of, "的") + "和" + pt.whole + "连在一起"
		var labels []string
		for _, same := range pt.Same {
			mine, _, _ := strings.Cut(same, "=")
			if f := pt.on.kind.Field(strings.TrimSpace(mine)); f != nil {
				labels = append(labels, f.Label)
			}
		}
		if len(labels) > 0 {
			s += "，两者的" + strings.Join(labels, "、") + "相同"
		}
		return s
	case Happened:
		return strings.TrimSuffix(of, "的") + pt.steps[0].label + "这一步做过，没有被撤销"
	case OrderOf:
		return "先" + pt.steps[0].label + "，后" + pt.steps[1].label
	case DifferentActor:
		return pt.steps[0].label + "和" + pt.steps[1].label + "是两个人做的"
	case Finds:
		return "用保存的查询去查，找到的" + pt.set.noun + "不多不少，正好是这些" + withWords(wordsOf(e, pt.set.conds()))
	case Probed:
		return "系统替你试做一次（不留下记录）：" + pt.exp.words(e, pt.Title)
	case Answered:
		s := "填的数" + pt.slack.say(pt.Unit)
		if len(pt.Office) > 0 {
			s = "以" + strings.Join(pt.Office, "或") + "的身份" + s
		}
		return s + "；填的时候相符就算数，以后数据变了也不扣分"
	}
	return ""
}

func orOne(s string) string { return orText(s, "1") }

func orText(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

func withWords(words []string) string {
	if len(words) == 0 {
		return ""
	}
	return "：" + strings.Join(words, "，")
}

// wordsOf says conditions without a record in hand.
func wordsOf(e *env, cs []*cond) []string {
	var out []string
	for _, c := range cs {
		if c.expr != nil {
			out = append(out, c.spoken(e))
			continue
		}
		f := c.path.hops[len(c.path.hops)-1].of(e.r)
		label := c.Label
		if label == "" && f != nil {
			label = f.Label
		}
		switch c.op {
		case cmpFilled:
			out = append(out, label+"要填写")
		case cmpBlank:
			out = append(out, label+"不填")
		case cmpSame:
			out = append(out, label+"与"+c.same.from.label()+"相同")
		default:
			var values []string
			for _, t := range c.values {
				values = append(values, sayValue(e, f, c, t))
			}
			out = append(out, label+c.words()+strings.Join(values, "或"))
		}
	}
	return out
}

// sayValue puts the value of a condition into words as messages do.
func sayValue(e *env, f *record.Field, c *cond, t *text) string {
	s, whole := t.fill(e, false)
	if f == nil || !whole {
		return "「" + t.show(e) + "」"
	}
	v, err := c.read(e, f, s)
	if err != nil {
		return fmt.Sprintf("「%s」", t.show(e))
	}
	return strings.TrimPrefix(sayIn(e.r, f, v, c.Unit), "是")
}
