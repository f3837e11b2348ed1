package shell

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"crmlab/domain/company"
	"crmlab/domain/record"
	"crmlab/ui/page"
)

// found asks the search as a hat and returns group titles and lines.
func (s *stage) found(hat record.Hat, query string) string {
	s.t.Helper()
	var out []string
	err := s.book.Read(hat, func(r record.Reader) error {
		groups, err := search(r, s.shell.registry, query)
		for _, g := range groups {
			var titles []string
			for _, h := range g.Hits {
				titles = append(titles, strings.TrimSpace(h.Title+" "+h.Second))
			}
			out = append(out, g.Title+"："+strings.Join(titles, "、"))
		}
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return strings.Join(out, "\n")
}

func TestSearchFindsPagesAndRecords(t *testing.T) {
	s := newStage(t, nil)
	for query, want := range map[string]string{
		"gzyd":   "客户档案：广州粤达电子商行 C-0004",
		"粤达":     "客户档案：广州粤达电子商行 C-0004",
		"C-0007": "客户档案：武汉东湖医院 C-0007",
		"bmgl":   "页面：部门管理",
		"m203":   "产品目录：激光打印机 M203 P-0001",
		"导入":     "页面：导入", // a hidden page is reachable by search
		"没有的东西":  "",
	} {
		if got := s.found(s.boss, query); got != want {
			t.Errorf("%s finds\n%s\nwant\n%s", query, got, want)
		}
	}
	if got := s.found(s.boss, "so-0001"); !strings.Contains(got, "订单管理：广州粤达电子商行 SO-0001") {
		t.Errorf("so-0001 finds %s", got)
	}
}

func TestSearchKeepsToTheHat(t *testing.T) {
	s := newStage(t, nil)
	mine, theirs := 0, 0
	for _, no := range []string{"C-0001", "C-0002", "C-0003", "C-0004", "C-0005", "C-0006"} {
		if s.found(s.seller, no) != "" {
			mine++
		} else {
			theirs++
		}
	}
	if mine != 2 || theirs != 4 {
		t.Errorf("the seller finds %d of 6 customers, want her own 2", mine)
	}
}

func TestSearchLeadsToAllOfMany(t *testing.T) {
	s := newStage(t, nil)
	var last hit
	err := s.book.Read(s.boss, func(r record.Reader) error {
		e, _ := s.shell.registry.Find("customer")
		g, err := recordHits(r, e, "C-000", map[record.Target]bool{})
		last = g.Hits[len(g.Hits)-1]
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if last.Title != "查看全部 9 条" || last.Route.View != page.List || !strings.Contains(last.Route.Preset, "C-000") {
		t.Errorf("the last line is %+v", last)
	}
	s.shell.Go(last.Route)
	s.says("共 9 条")
}

func TestRecordsAreFoundInTheListThatHoldsThem(t *testing.T) {
	s := newStage(t, nil)
	s.shell.registry.Entries = append(s.shell.registry.Entries, page.Entry{Name: "left", Label: "离职员工", Kind: company.Employees.Kind, Preset: "standing=left"})
	slices.Reverse(s.shell.registry.Entries) // the narrower list first
	if got := s.found(s.boss, "wangfang"); got != "" {
		t.Errorf("whole pinyin finds %s", got)
	}
	if got := s.found(s.boss, "王芳"); got != "员工管理：王芳 E-0002" {
		t.Errorf("王芳 is found under %s", got)
	}
}

func TestSearchByKeyboard(t *testing.T) {
	s := newStage(t, nil)
	s.shortcut(control(fyne.KeyK))
	s.typeText("C-000")
	f := s.window.Canvas().Overlays().Top().(*finder)
	if len(f.lines) != hitsShown+1 {
		t.Fatalf("C-00 shows %d lines", len(f.lines))
	}
	want := f.lines[2].line.Title
	s.key(fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyUp, fyne.KeyReturn)
	if s.shell.Here().View != page.Open || s.shell.titleOf(record.KindNamed("customer"), s.shell.Here().ID) != want {
		t.Errorf("Enter on the third line leads to %v, want %s", s.shell.Here(), want)
	}
	if s.window.Canvas().Overlays().Top() != nil {
		t.Error("the search stays open")
	}

	// An empty line offers where the user was; Esc leaves without going anywhere.
	here := s.shell.Here()
	s.shortcut(control(fyne.KeyK))
	s.says("最近打开")
	s.says("我的桌面")
	s.key(fyne.KeyPageDown, fyne.KeyPageUp, fyne.KeyEscape)
	if s.window.Canvas().Overlays().Top() != nil || s.shell.Here() != here {
		t.Error("Esc does not just leave")
	}
}
