package lab

import (
	"strings"
	"testing"

	"crmlab/domain/order"
	"crmlab/domain/party"
	"crmlab/domain/record"
)

func TestParametersAreTheSameOnEveryMachine(t *testing.T) {
	x := &Experiment{No: 8, Params: []Param{{Name: "customer", Pick: []string{"a", "b", "c", "d", "e"}}, {Name: "qty", Int: []int{6, 12}},
		{Name: "amount", Money: []int{2000, 9500}, Step: 500}}}
	for _, want := range []struct{ student, customer, qty, amount string }{
		{"", "c", "11", "3500"}, {"20260001", "a", "12", "9500"}, {"20260002", "c", "8", "9000"}, {"２０２６０００２ ", "c", "8", "9000"},
	} {
		got := x.draw("crmlab", want.student)
		if got["customer"] != want.customer || got["qty"] != want.qty || got["amount"] != want.amount {
			t.Errorf("student %q: %v, want %+v", want.student, got, want)
		}
	}
}

func TestParametersCoverTheirRange(t *testing.T) {
	x := &Experiment{No: 3, Params: []Param{{Name: "n", Int: []int{2, 4}}, {Name: "m", Money: []int{100, 300}, Step: 100}}}
	n, m := map[string]bool{}, map[string]bool{}
	for i := range 60 {
		v := x.draw("p", string(rune('A'+i)))
		n[v["n"]], m[v["m"]] = true, true
	}
	if len(n) != 3 || len(m) != 3 || !n["2"] || !n["4"] || !m["100"] || !m["300"] {
		t.Errorf("drawn: %v, %v", n, m)
	}
}

func TestFoldForgivesHowThingsAreTyped(t *testing.T) {
	for _, s := range []string{"So-0301", "ＳＯ－０３０１", " so -0301", "SO-0301　"} {
		if fold(s) != "so-0301" {
			t.Errorf("%q is folded to %q", s, fold(s))
		}
	}
	if widen("12.5") != "１２．５" || fold(widen("A-1,5")) != "a-1,5" {
		t.Error("widen is not undone by fold")
	}
}

func TestAnswersAreReadAsPeopleTypeThem(t *testing.T) {
	for typed, want := range map[string]string{"1,286.40": "1286.4", "１２８６．４０元": "1286.4", " ¥1286.4 ": "1286.4", "1286.4 元": "1286.4", "10%": "10", "-3": "-3"} {
		got, err := readAnswer(typed, "元")
		if err != nil || got.String() != want {
			t.Errorf("%q is read as %s (%v), want %s", typed, got, err, want)
		}
	}
	for _, typed := range []string{"", "不知道", "1.23456", "12a"} {
		if _, err := readAnswer(typed, "元"); !record.IsRefusal(err, "answer.number") {
			t.Errorf("%q: %v", typed, err)
		}
	}
}

// minimal is an experiment that is right; tests spoil one thing of it.
func minimal() *Experiment {
	show := &Place{Page: "order"}
	hints := []string{"一", "二", "三"}
	return &Experiment{No: 8, Title: "订单", Overview: "订单", Objectives: []string{"订单"}, Tasks: []Task{{ID: "t", Title: "任务"}},
		Params:   []Param{{Name: "qty", Int: []int{1, 2}}},
		Subjects: []Subject{{Name: "order", Kind: "order", None: "还没有", Next: "新增"}},
		Checks: []Check{
			{ID: "1", Task: "t", Title: "状态", Kind: FieldsAre, Points: 60, On: "order", Next: "做", Hints: hints, Show: show, Require: []Cond{{Field: "state", Is: "running"}}},
			{ID: "2", Task: "t", Title: "计划", Kind: SumEquals, Points: 40, On: "order", Next: "做", Hints: hints, Show: show, Of: "payment-plan", By: "order", Field: "amount", Whole: "total"},
		}}
}

func TestAnExperimentThatIsWrittenWronglyIsNotTaken(t *testing.T) {
	if err := (&Course{Experiments: []*Experiment{minimal()}}).Prepare(); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, says string
		spoil      func(*Experiment)
	}{
		{"points", "合计 90", func(x *Experiment) { x.Checks[0].Points = 50 }},
		{"an unknown kind of check", "没有「fields」这种检查", func(x *Experiment) { x.Checks[0].Kind = "fields" }},
		{"an unknown field", "没有字段「status」", func(x *Experiment) { x.Checks[0].Require[0].Field = "status" }},
		{"a path through a text", "不是链接", func(x *Experiment) { x.Checks[0].Require[0].Field = "signer.name" }},
		{"a value that the field cannot read", "状态的值不对", func(x *Experiment) { x.Checks[0].Require[0].Is = "进行中" }},
		{"two comparisons", "2 个比较", func(x *Experiment) { x.Checks[0].Require[0].Filled = true }},
		{"no comparison", "0 个比较", func(x *Experiment) { x.Checks[0].Require[0].Is = "" }},
		{"greater on a choice", "不能比大小", func(x *Experiment) { x.Checks[0].Require[0] = Cond{Field: "state", More: "1"} }},
		{"a member of another kind of check", "field 检查不用「whole」", func(x *Experiment) { x.Checks[0].Whole = "total" }},
		{"an unknown subject", "没有对象「quote」", func(x *Experiment) { x.Checks[0].On = "quote" }},
		{"an unknown placeholder", "不认识「{quantity}」", func(x *Experiment) { x.Checks[0].Next = "改成 {quantity}" }},
		{"an open brace", "花括号没有写完整", func(x *Experiment) { x.Checks[0].Next = "改成 {qty" }},
		{"two hints", "提示有 2 条", func(x *Experiment) { x.Checks[0].Hints = x.Checks[0].Hints[:2] }},
		{"no place to show", "带我去看到哪里", func(x *Experiment) { x.Checks[0].Show = nil }},
		{"needs itself", "不是本实验的另一个检查", func(x *Experiment) { x.Checks[0].Needs = []string{"1"} }},
		{"the same id twice", "编号重复", func(x *Experiment) { x.Checks[1].ID = "1" }},
		{"a link that is none", "没有指向对象的字段", func(x *Experiment) { x.Checks[1].By = "method" }},
		{"a parameter without values", "没有取值", func(x *Experiment) { x.Params[0].Int = nil }},
		{"a subject of no kind", "没有「orders」这种记录", func(x *Experiment) { x.Subjects[0].Kind = "orders" }},
		{"a task that is not there", "不属于任何任务", func(x *Experiment) { x.Checks[0].Task = "other" }},
		{"a tolerance that is no number", "不是数字", func(x *Experiment) { x.Checks[1].Tolerance = "一点" }},
	} {
		x := minimal()
		c.spoil(x)
		err := (&Course{Experiments: []*Experiment{x}}).Prepare()
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want %q", c.name, err, c.says)
		}
	}
}

// What a step cannot have changed is not judged again.
func TestAGroupDependsOnWhatItsChecksRead(t *testing.T) {
	x := minimal()
	if err := (&Course{Experiments: []*Experiment{x}}).Prepare(); err != nil {
		t.Fatal(err)
	}
	d := &x.groups[0].deps
	touches := func(k *record.Kind) bool { return d.touched(map[*record.Kind]bool{k: true}) }
	if !touches(order.Orders.Kind) || !touches(order.Plans.Kind) {
		t.Error("the group does not look at orders and plans")
	}
	if touches(party.Customers.Kind) || touches(order.Executions.Kind) {
		t.Error("the group is judged again for customers and executions, which it does not read")
	}
	derived := minimal()
	derived.Checks[0].Require[0] = Cond{Field: "profit", More: "0"} // from who knows where
	if err := (&Course{Experiments: []*Experiment{derived}}).Prepare(); err != nil {
		t.Fatal(err)
	}
	if !derived.groups[0].deps.touched(map[*record.Kind]bool{party.Customers.Kind: true}) {
		t.Error("a computed field depends on everything")
	}
}
