package shell

import (
	"strings"
	"testing"

	"crmlab/data/pack"
	"crmlab/ui"
	"crmlab/ui/page"
)

func testRegistry() *page.Registry {
	return &page.Registry{Entries: []page.Entry{
		{Name: HomeEntry, Label: "我的桌面"},
		{Name: "customer", Experiment: 3, Label: "客户档案"},
		{Name: "agent", Experiment: 3, Label: "代理管理"},
		{Name: "secret", Experiment: 3, Label: "看不见的", Hidden: true},
		{Name: "funnel", Experiment: 11, Label: "销售漏斗"},
	}}
}

func labels(items []navItem) string {
	var out []string
	for _, i := range items {
		out = append(out, i.label)
	}
	return strings.Join(out, " ")
}

func TestSidebarListsWhatWorks(t *testing.T) {
	n := nav{registry: testRegistry(), standing: &standing{}, open: 3, at: "agent", waiting: 6}
	want := "我的桌面 熟悉系统原理 企业基础设置 客户管理 客户档案 代理管理 产品管理 业务审批 市场管理 销售管理 订单管理 财务处理 客户服务 分析决策"
	items := n.items()
	if got := labels(items); got != want {
		t.Fatalf("the sidebar lists\n%s\nwant\n%s", got, want)
	}
	if items[0].count != 6 {
		t.Errorf("我的桌面 counts %d", items[0].count)
	}
	for _, i := range items {
		wantLit := i.label == "客户管理" || i.label == "代理管理"
		if i.lit != wantLit {
			t.Errorf("%s: lit is %v", i.label, i.lit)
		}
		wantFaint := strings.Contains("熟悉系统原理 企业基础设置 产品管理 市场管理 销售管理 订单管理 财务处理 客户服务 业务审批", i.label) && i.label != ""
		if i.faint != wantFaint {
			t.Errorf("%s: faint is %v", i.label, i.faint)
		}
	}
	n.open = 0
	if got := len(n.items()); got != 12 {
		t.Errorf("with nothing open there are %d lines", got)
	}
}

func TestGuideShowsStepsThatCanBeDone(t *testing.T) {
	reg := testRegistry()
	for _, s := range stepsFor(reg, 11) {
		if _, ok := reg.Find(s.Entry); !ok {
			t.Errorf("step %q leads to %q, which does not exist", s.Text, s.Entry)
		}
	}
	if got := len(stepsFor(reg, 11)); got != 3 {
		t.Errorf("experiment 11 without compositions shows %d steps, want 3", got)
	}
	if got := stepsFor(reg, 6); got != nil {
		t.Errorf("experiment 6 without pages shows %v", got)
	}
}

func TestGuideWords(t *testing.T) {
	for no, g := range guides {
		texts := append([]string{g.Overview}, g.Objectives...)
		if g.Overview == "" || len(g.Objectives) < 3 || len(g.Steps) < 3 || len(g.Steps) > 6 {
			t.Errorf("%s: overview %q, %d objectives, %d steps", experimentTitle(no), g.Overview, len(g.Objectives), len(g.Steps))
		}
		for _, s := range g.Steps {
			texts = append(texts, s.Text)
			if !strings.HasSuffix(s.Text, "。") || s.Entry == "" {
				t.Errorf("%s: step %q leads to %q", experimentTitle(no), s.Text, s.Entry)
			}
		}
		for _, text := range texts {
			if strings.ContainsAny(text, "您!！") {
				t.Errorf("%s: %q", experimentTitle(no), text)
			}
		}
	}
}

// Experiments 6 and 10 are worked on later; of the others every step must lead somewhere.
func TestGuideLeadsToPagesOfTheProgram(t *testing.T) {
	reg := withJournal(ui.Pages())
	for no, g := range guides {
		can := stepsFor(reg, no)
		if len(can) == 0 {
			t.Errorf("%s has nothing to do", experimentTitle(no))
		}
		if no == 6 || no == 10 {
			continue
		}
		if len(can) != len(g.Steps) {
			t.Errorf("%s: %d of %d steps lead to pages", experimentTitle(no), len(can), len(g.Steps))
		}
	}
}

// Every experiment has a guide: checks of the course, or a text of its own, never both.
func TestEveryExperimentHasOneGuide(t *testing.T) {
	course, err := pack.BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
	for no := 1; no <= len(experiments); no++ {
		_, written := guides[no]
		if inCourse := course.Experiment(no) != nil; inCourse == written {
			t.Errorf("%s: in the course %v, with a text of its own %v", experimentTitle(no), inCourse, written)
		}
	}
}

func TestExperimentTitles(t *testing.T) {
	if got := experimentTitle(11); got != "实验十一 分析决策" {
		t.Errorf("experiment 11 is %q", got)
	}
	if experimentTitle(0) != "" || experimentTitle(12) != "" || experimentNo(-1) != "" {
		t.Error("there are experiments beyond the eleven")
	}
	for text, want := range map[string]int{"3": 3, "": 0, "x": 0, "12": 0, "-1": 0} {
		if got := parseExperiment(text); got != want {
			t.Errorf("%q is experiment %d", text, got)
		}
	}
}
