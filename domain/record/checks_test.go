package record

import (
	"strings"
	"testing"
)

func TestFieldsCheckTheirOwnLimits(t *testing.T) {
	field := func(typ Type, opts ...Option) *Field { return newField("f", 1, "金额", typ, nil, nil, opts...) }
	text := func(s string) Value { return TextValue(s) }
	for _, c := range []struct {
		name  string
		field *Field
		value Value
		says  string // part of the reason; "" when the value is fine
	}{
		{"required text", field(TypeText, Required), text(""), "没有填写"},
		{"required link", field(TypeLink, Required), LinkValue(0), "没有填写"},
		{"no is an answer", field(TypeBool, Required), BoolValue(false), ""},
		{"nought is a number", field(TypeInt, Required), IntValue(0), ""},
		{"nought below a required least", field(TypeInt, Required, Between(1, 12)), IntValue(0), "不能小于 1"},
		{"an optional number that is left out", field(TypeInt, Between(1, 60)), IntValue(0), ""},
		{"length in characters", field(TypeText, Max(3)), text("四个汉字"), "有 4 个字"},
		{"as long as allowed", field(TypeText, Max(4)), text("四个汉字"), ""},
		{"two lines in one", field(TypeText), text("上\n下"), "换行"},
		{"lines where they belong", field(TypeLong), Value{T: TypeLong, S: "上\n下"}, ""},
		{"negative", field(TypeMoney, NotNegative), MoneyMinor(-1), "不能是负数"},
		{"nought where it must be more", field(TypeMoney, Positive), MoneyMinor(0), "应大于 0"},
		{"a cent is more", field(TypeMoney, Positive), MoneyMinor(1), ""},
		{"below the least", field(TypeInt, Between(5, 9)), IntValue(4), "不能小于 5"},
		{"above the most", field(TypeNumber, Places(2), Between(0, 100)), Value{T: TypeNumber, N: 10001}, "不能大于 100"},
		{"beyond what is stored", field(TypeMoney), MoneyMinor(MaxMinor + 1), "超出范围"},
		{"the largest that is stored", field(TypeMoney), MoneyMinor(MaxMinor), ""},
		{"no such choice", field(TypeChoice), ChoiceValue("x"), "不在"},
	} {
		why, fix := c.field.check(c.value)
		if c.says == "" && why != "" || !strings.Contains(why, c.says) {
			t.Errorf("%s: %q", c.name, why)
		}
		if why != "" && fix == "" {
			t.Errorf("%s: the refusal says no way on", c.name)
		}
	}
}

func TestAccessCoversWhatItSays(t *testing.T) {
	a := &Access{Self: 3, Depts: map[ID]bool{5: true}}
	for _, c := range []struct {
		owner, dept ID
		want        bool
	}{{3, 9, true}, {4, 5, true}, {4, 9, false}, {0, 9, false}, {0, 0, false}} {
		if got := a.covers(c.owner, c.dept); got != c.want {
			t.Errorf("owner %d, department %d: %v", c.owner, c.dept, got)
		}
	}
	if nobody := (&Access{}); nobody.covers(0, 0) {
		t.Error("what belongs to nobody is covered by nobody")
	}
	if !(&Access{Everything: true}).covers(4, 9) || !(*Access)(nil).covers(4, 9) {
		t.Error("everything is covered")
	}
}

func TestRightsAreHeldTogether(t *testing.T) {
	k := &Kind{Name: "order", Module: "order"}
	a := &Access{Rights: map[string]Right{"order": View | Edit}}
	if !a.May(k, View|Edit) || a.May(k, View|Void) || a.May(&Kind{Module: "finance"}, View) {
		t.Error("a hat may exactly what its position says")
	}
	for _, n := range RightNames {
		if RightLabel(n.Right) != n.Label {
			t.Errorf("right %s is called %q", n.Letter, RightLabel(n.Right))
		}
	}
}

func TestARefusalIsThreeSentences(t *testing.T) {
	err := RefuseField("plan.total", "amount", "不能提交 SO-0231", "回款计划合计比订单少 0.01。", "改正回款计划")
	if got := err.Error(); got != "不能提交 SO-0231。回款计划合计比订单少 0.01。改正回款计划。" {
		t.Error(got)
	}
	many := Refusals{err, Refuse("order.lines", "不能提交", "没有明细", "增加产品")}
	if !IsRefusal(many, "order.lines") || IsRefusal(many, "stale") || len(RefusalsIn(many)) != 2 {
		t.Errorf("the refusals in %v", many)
	}
}
