package pack_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"crmlab/assets"
	"crmlab/data/pack"
	"crmlab/domain/lab"
	"crmlab/domain/record"
)

// packWith copies an experiment of the built-in course into a folder, changed as a test wants.
func packWith(t *testing.T, file, old, now string) string {
	t.Helper()
	folder := t.TempDir()
	if err := os.Mkdir(filepath.Join(folder, "08-orders"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"experiment.toml", "solution.toml", "variants.toml", "misses.toml"} {
		content, err := assets.Experiments.ReadFile("experiments/08-orders/" + name)
		if err != nil {
			t.Fatal(err)
		}
		text := string(content)
		if name == file {
			if !strings.Contains(text, old) {
				t.Fatalf("%s does not contain %q", name, old)
			}
			text = strings.Replace(text, old, now, 1)
		}
		if err := os.WriteFile(filepath.Join(folder, "08-orders", name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

func TestAPackThatIsWrittenWronglyNamesFileLineAndRemedy(t *testing.T) {
	for _, c := range []struct{ name, file, old, now, says string }{
		{"no TOML", "experiment.toml", "points = 12", "points = = 12", "experiment.toml 第 104 行。不是正确的 TOML"},
		{"a misspelt key", "experiment.toml", "measure = \"期\"", "mesure = \"期\"", "有不认识的「check.mesure」。改正拼写，或删去它"},
		{"a field that is not there", "experiment.toml", "{ field = \"deliveryDate\"", "{ field = \"delivery\"", "第 116 行。销售订单没有字段「delivery」。用 crmlab help order 看有哪些字段"},
		{"points that do not total 100", "experiment.toml", "points = 12", "points = 2", "各检查的分数合计 90。改到合计 100 分"},
		{"a formula with a name that is not there", "experiment.toml", "{ field = \"terms\", filled = true,", "{ expr = \"totl > 5\", label = \"a\", wanted = \"b\",", "第 116 行。表达式「totl > 5」不能用：第 1 个字附近，没有这个名称"},
		{"a formula without words", "experiment.toml", "{ field = \"terms\", filled = true,", "{ expr = \"total > 5\",", "表达式没有写 label 或 wanted"},
		{"a misspelt key of a script", "solution.toml", "as = \"王芳\"", "who = \"王芳\"", "solution.toml 第 5 行。有不认识的「step.who」"},
	} {
		_, err := pack.Load(packWith(t, c.file, c.old, c.now))
		if !record.IsRefusal(err, "") || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s:\n got %v\nwant %s", c.name, err, c.says)
		}
	}
}

func TestAPackOfOnesOwnIsLoaded(t *testing.T) {
	c, err := pack.Load(packWith(t, "experiment.toml", "title = \"订单管理\"", "title = \"我的订单\""))
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Experiments) != 1 || c.Experiments[0].Title != "我的订单" || len(c.Experiments[0].Variants) < 3 {
		t.Errorf("%+v", c.Experiments)
	}
	for _, folder := range []string{t.TempDir(), filepath.Join(t.TempDir(), "没有")} {
		if _, err := pack.Load(folder); !record.IsRefusal(err, "") {
			t.Errorf("%s: %v", folder, err)
		}
	}
}

// A formula stands among the conditions: it decides, shares points and speaks in its author's
// words.
func TestAFormulaIsACondition(t *testing.T) {
	folder := packWith(t, "experiment.toml", "{ field = \"terms\", filled = true,",
		"{ expr = \"len(lines) > 0 and lines[0].qty >= param.qty and total > yuan（1） and terms != ''\", label = \"订单 {order} 的合计是 {order.total} 元\", wanted = \"第一行不少于 {qty}，写明付款条件\",")
	c, err := pack.Load(folder)
	if err != nil {
		t.Fatal(err)
	}
	x := c.Experiment(8)
	var last *lab.Progress
	in := &lab.Inspection{Course: c, Fresh: fresh(t, t.TempDir()), Saw: func(script string, p *lab.Progress) {
		if script == x.Misses[1].Name { // 没有交货日期，数量少一台
			last = p
		}
	}}
	found, err := in.Run(x)
	if err != nil || len(found) > 0 {
		t.Fatal(found, err)
	}
	st := last.Check("8.1")
	if st.Outcome != lab.Partly || !strings.Contains(st.Found, "的合计是 ") || !strings.Contains(st.Wanted, "第一行不少于 ") || !strings.Contains(st.Rule, "写明付款条件") {
		t.Errorf("%+v", st)
	}
}

func TestWordsOfTheScreenAreKind(t *testing.T) {
	c := builtIn(t)
	for _, x := range c.Experiments {
		say := func(where string, texts ...string) {
			for _, s := range texts {
				if strings.ContainsAny(s, "!！您") {
					t.Errorf("实验 %d %s: 「%s」 uses 您 or an exclamation mark", x.No, where, s)
				}
			}
		}
		say("overview", append(x.Objectives, x.Title, x.Overview)...)
		for _, k := range x.Tasks {
			say(k.ID, append(k.Steps, k.Title, k.Text)...)
		}
		for _, s := range x.Subjects {
			say(s.Name, s.None, s.Next)
		}
		for _, ch := range x.Checks {
			say(ch.ID, append(ch.Hints, ch.Title, ch.Next, ch.Ask)...)
		}
		for _, q := range x.Questions {
			say("question", q.Text, q.Without)
		}
	}
}

func TestAReportThatIsDeclaredWronglyNamesFileLineAndRemedy(t *testing.T) {
	for _, c := range []struct{ old, now, says string }{
		{`columns = ["no=编号", "due",`, `columns = ["no=编号", "dew",`, "行。回款计划没有字段「dew」。用 crmlab help payment-plan 看有哪些字段"},
		{`kind = "stacked"`, `kind = "pie"`, "行。没有「pie」这种图。可以用 bars、stacked、donut、funnel、composition"},
		{`id = "q2"`, `id = "q1"`, "思考题没有编号、编号重复"},
		{`{order.total*0.05}`, `{order.party*0.05}`, "不能计算"},
		{`hat = "王芳"
group`, `hatt = "王芳"
group`, "有不认识的「chart.hatt」"},
	} {
		_, err := pack.Load(packWith(t, "experiment.toml", c.old, c.now))
		if !record.IsRefusal(err, "") || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s:\n got %v\nwant %s", c.now, err, c.says)
		}
	}
	_, err := pack.Load(packWith(t, "experiment.toml", `"due", "method"`, `"dew", "method"`))
	text, readErr := assets.Experiments.ReadFile("experiments/08-orders/experiment.toml")
	if readErr != nil {
		t.Fatal(readErr)
	}
	before, _, _ := strings.Cut(string(text), `"due", "method"`)
	if line := fmt.Sprintf("第 %d 行", strings.Count(before, "\n")+1); err == nil || !strings.Contains(err.Error(), line) {
		t.Errorf("%v does not name %s", err, line)
	}
}

func TestInspectionFindsWhatTheReportOfTheSolutionLacks(t *testing.T) {
	c, err := pack.Load(packWith(t, "experiment.toml", `of = "execution"
by = "order"
columns`, `of = "execution"
by = "order"
where = [{ field = "logistics", is = "不会有的单号" }]
columns`))
	if err != nil {
		t.Fatal(err)
	}
	x := c.Experiments[0]
	x.Variants, x.Misses = nil, nil
	found, err := (&lab.Inspection{Course: c, Fresh: fresh(t, t.TempDir())}).Run(x)
	if err != nil {
		t.Fatal(err)
	}
	said := ""
	for _, f := range found {
		said += f.String() + "\n"
	}
	if !strings.Contains(said, "报告里的表「订单执行」还是空的") || strings.Contains(said, "报告里的图") || strings.Contains(said, "思考题") {
		t.Errorf("found:\n%s", said)
	}
}

// A teacher's word about the lab is read; it changes neither checks nor the sum that tells
// versions of a pack apart.
func TestTheLabOfAClassIsRead(t *testing.T) {
	folder := packWith(t, "experiment.toml", "title = \"订单管理\"", "title = \"我的订单\"")
	before, err := pack.Load(folder)
	if err != nil || before.Wiped || len(before.Sum) != 64 {
		t.Fatalf("%+v, %v", before, err)
	}
	if err := os.WriteFile(filepath.Join(folder, "class.toml"), []byte("wiped = true\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if c, err := pack.Load(folder); err != nil || !c.Wiped || c.Sum != before.Sum {
		t.Errorf("%+v, %v", c, err)
	}
	if err := os.WriteFile(filepath.Join(folder, "class.toml"), []byte("wipes = true\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := pack.Load(folder); !record.IsRefusal(err, "pack.key") {
		t.Errorf("a misspelt key: %v", err)
	}
	other, err := pack.Load(packWith(t, "experiment.toml", "points = 12", "points = 12 "))
	if err != nil || other.Sum == before.Sum {
		t.Errorf("another version has the same sum: %v", err)
	}
}
