package domain_test

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// moduleOrder is the order of the domain's modules: each may import only those before it. The
// package domain itself, which lists the kinds, stands above all of them.
var moduleOrder = []string{"record", "exchange", "attachment", "company", "party", "catalog", "approval", "task", "market", "sales", "order", "finance", "service", "analysis", "lab"}

// graph is every package that crmlab is made of, with what it imports itself.
type graph struct {
	imports  map[string][]string
	standard map[string]bool
}

// readGraph asks go for the packages as tests build them, without cgo and display.
func readGraph(t *testing.T) graph {
	t.Helper()
	cmd := exec.Command("go", "list", "-tags", "ci,migrated_fynedo", "-deps", "-f", `{{.ImportPath}}|{{.Standard}}|{{join .Imports " "}}`, "./...")
	cmd.Dir = ".."
	var says strings.Builder
	cmd.Stderr = &says
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, says.String())
	}
	g := graph{imports: map[string][]string{}, standard: map[string]bool{}}
	for line := range strings.Lines(string(out)) {
		part := strings.Split(strings.TrimSpace(line), "|")
		g.imports[part[0]], g.standard[part[0]] = strings.Fields(part[2]), part[1] == "true"
	}
	for _, p := range []string{"crmlab/domain", "crmlab/domain/record", "crmlab/domain/lab"} {
		if _, ok := g.imports[p]; !ok {
			t.Fatalf("go list does not name %s: the test looks at the wrong place", p)
		}
	}
	return g
}

// own lists the packages of crmlab that lie in a folder.
func (g graph) own(folder string) []string {
	var out []string
	for p := range g.imports {
		if within(p, "crmlab/"+folder) {
			out = append(out, p)
		}
	}
	slices.Sort(out)
	return out
}

// reach lists everything that a package needs, directly or through others, with one way
// in which it comes to need it.
func (g graph) reach(from string) map[string]string {
	way := map[string]string{from: from}
	for next := []string{from}; len(next) > 0; next = next[1:] {
		for _, p := range g.imports[next[0]] {
			if _, seen := way[p]; !seen {
				way[p] = way[next[0]] + " -> " + p
				next = append(next, p)
			}
		}
	}
	delete(way, from)
	return way
}

func within(path, folder string) bool { return path == folder || strings.HasPrefix(path, folder+"/") }

func TestImportsRunOneWay(t *testing.T) {
	g := readGraph(t)
	never := []struct{ folder, reach, why string }{
		{"domain", "crmlab/data", "the business knows no storage"},
		{"domain", "crmlab/ui", "the business knows no screen"},
		{"domain", "crmlab/charts", "the business draws nothing"},
		{"domain", "crmlab/cmd", "cmd stands above everything"},
		{"data", "crmlab/ui", "storage knows no screen"},
		{"data", "crmlab/charts", "storage draws nothing"},
		{"data", "crmlab/cmd", "cmd stands above everything"},
		{"ui", "crmlab/data", "pages read and write through the Book"},
		{"ui", "go.etcd.io/bbolt", "pages read and write through the Book"},
		{"ui", "crmlab/cmd", "cmd stands above everything"},
		{"ui", "fyne.io/fyne/v2/app", "pages must build and run without cgo or a display"},
		{"ui/kit", "crmlab/domain", "widgets know no record"},
		{"ui/theme", "crmlab/domain", "the theme knows no record"},
		{"charts", "crmlab/domain", "charts take plain numbers and labels"},
		{"charts", "crmlab/data", "charts take plain numbers and labels"},
		{"charts", "crmlab/ui", "charts make pictures, not widgets"},
		{"charts", "fyne.io/fyne/v2", "charts make pictures, not widgets"},
		{"assets", "crmlab/domain", "assets are files and nothing else"},
		{"assets", "crmlab/ui", "assets are files and nothing else"},
	}
	for _, rule := range never {
		for _, p := range g.own(rule.folder) {
			for q, way := range g.reach(p) {
				if within(q, rule.reach) {
					t.Errorf("%s must not reach %s (%s): %s", p, rule.reach, rule.why, way)
				}
			}
		}
	}
}

func TestDomainNeedsOnlyStandardLibraryAndDecimal(t *testing.T) {
	g := readGraph(t)
	for _, p := range g.own("domain") {
		for q, way := range g.reach(p) {
			if !g.standard[q] && !within(q, "crmlab/domain") && q != "crmlab/assets" && q != "github.com/shopspring/decimal" {
				t.Errorf("%s needs %s: %s", p, q, way)
			}
		}
	}
}

func TestOneImporter(t *testing.T) {
	g := readGraph(t)
	only := []struct{ of, importer string }{
		{"github.com/wcharczuk/go-chart/v2", "crmlab/charts"},
		{"fyne.io/fyne/v2/app", "crmlab/cmd/crmlab"},
		{"go.etcd.io/bbolt", "crmlab/data"},
	}
	for p, imports := range g.imports {
		if !within(p, "crmlab") {
			continue
		}
		for _, q := range imports {
			for _, o := range only {
				if within(q, o.of) && p != o.importer {
					t.Errorf("%s imports %s; only %s may", p, q, o.importer)
				}
			}
		}
	}
}

func TestModulesOfTheDomainStandInOrder(t *testing.T) {
	g := readGraph(t)
	module := func(p string) string {
		rest, ok := strings.CutPrefix(p, "crmlab/domain/")
		if !ok {
			return ""
		}
		name, _, _ := strings.Cut(rest, "/")
		return name
	}
	for _, p := range g.own("domain") {
		from := module(p)
		if from == "" {
			continue
		}
		at := slices.Index(moduleOrder, from)
		if at < 0 {
			t.Errorf("%s is a module without a place in the order", p)
			continue
		}
		for _, q := range g.imports[p] {
			to := module(q)
			switch {
			case q == "crmlab/domain" && from != "lab":
				t.Errorf("%s imports the list of all kinds", p)
			case to != "" && slices.Index(moduleOrder, to) > at:
				t.Errorf("%s imports %s, which stands below it", p, q)
			case from == "exchange" && to != "" && to != "record" && to != "exchange":
				t.Errorf("%s imports %s; it works with any kind and names none", p, q)
			}
		}
	}
}
