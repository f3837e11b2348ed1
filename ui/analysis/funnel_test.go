package analysis

import (
	"bytes"
	"image/png"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	figures "crmlab/domain/analysis"
	"crmlab/domain/company"
	"crmlab/domain/party"
	"crmlab/domain/record"
	"crmlab/domain/task"
	"crmlab/ui/page"
	"crmlab/ui/theme"
)

func (s *stage) openFunnel() *funnelPage {
	s.t.Helper()
	p := s.open(page.Route{Name: FunnelEntry}).(*funnelPage)
	if len(s.failed) > 0 {
		s.t.Fatal(s.failed[0])
	}
	return p
}

func TestFunnelPageShowsItsFigures(t *testing.T) {
	s := newStage(t)
	s.company.fillTasks(s)
	p := s.openFunnel()
	s.says("销售漏斗", "进行中的任务", "23", "2,230,000.00", "819,000.00", "21.4% → 35.7%", "按数据权限：本部门及下属部门。")
	if got := p.table.Cell(2, 4).Text; got != "255,000.00" {
		t.Errorf("the third stage promises %s", got)
	}
	if got := p.table.Summary(4).Text; got != "819,000.00" {
		t.Errorf("the totals row says %s", got)
	}
	s.shoot("funnel", 846, 722)
	s.shoot("funnel-wide", 1400, 900)
	s.shoot("funnel-narrow", 504, 654)
	fyne.CurrentApp().Settings().SetTheme(theme.New(theme.Dark))
	p.chart.Reload()
	s.shoot("funnel-dark", 846, 722)
}

func TestCountsLeadToTheTasksThatTheyCount(t *testing.T) {
	s := newStage(t)
	s.company.fillTasks(s)
	p := s.openFunnel()
	check := func(p *funnelPage) {
		t.Helper()
		for i, st := range p.answer.funnel.Stages {
			p.table.OnLink(i, "tasks")
			if r := s.last(); r.Name != "task" || s.listed(r) != st.Count {
				t.Errorf("%s leads to %+v with %d tasks, want %d", st.Name, r, s.listed(r), st.Count)
			}
		}
		test.Tap(p.open)
		if got := s.listed(s.last()); got != p.answer.funnel.Count {
			t.Errorf("the card leads to %d tasks, want %d", got, p.answer.funnel.Count)
		}
	}
	check(p)

	p.scope.SetValue(idText(s.company.branches[0].ID))
	p.party.SetValue(idText(s.company.customers[0].ID))
	p.ask()
	if n := p.answer.funnel.Count; n == 0 || n == 23 {
		t.Fatalf("narrowed to a branch and a customer there are %d tasks", n)
	}
	check(p)
	p.party.SetValue("")
	p.product.SetValue(idText(s.company.products[1].ID))
	p.ask()
	check(p)
}

func TestTapOnAStageListsItsTasks(t *testing.T) {
	s := newStage(t)
	s.company.fillTasks(s)
	p := s.openFunnel()
	area := p.chart.Picture().Areas[0]
	size := p.chart.Size()
	test.TapAt(p.chart, fyne.NewPos((area.X+area.W/2)*size.Width, (area.Y+area.H/2)*size.Height))
	if r := s.last(); !strings.Contains(r.Preset, "stage=") || s.listed(r) != 9 {
		t.Errorf("the widest stage leads to %+v with %d tasks, want 9", r, s.listed(r))
	}
}

func TestFunnelRouteKeepsTheConditions(t *testing.T) {
	s := newStage(t)
	s.company.fillTasks(s)
	p := s.openFunnel()
	p.scope.SetValue(idText(s.company.branches[1].ID))
	p.product.SetValue(idText(s.company.products[2].ID))
	p.period.name.OnChanged(thisYear)
	again := s.open(p.Route()).(*funnelPage)
	if again.query != p.query || again.product.Value() != p.product.Value() || again.period.name.Value() != thisYear {
		t.Errorf("after going back the page asks %+v, want %+v", again.query, p.query)
	}
	s.hat = s.company.seller // sees no department: what was chosen gives way
	again.Reload()
	if again.query.scope != scopeAll || again.scope.Value() != scopeAll {
		t.Errorf("the seller still asks for department %q", again.query.scope)
	}
	if got, want := again.answer.scope, "本人"; got != want {
		t.Errorf("the note says %s, want %s", got, want)
	}
}

func TestScopeChoicesStayInTheDataScope(t *testing.T) {
	s := newStage(t)
	labels := func(h record.Hat) (out []string) {
		s.hat = h
		s.read(func(r record.Reader) error {
			choices, err := scopeChoices(r)
			for _, c := range choices {
				out = append(out, c.label)
			}
			return err
		})
		return out
	}
	for name, c := range map[string]struct {
		hat  record.Hat
		want []string
	}{
		"director": {s.company.director, []string{"销售部及下属", "只看本人", "西北销售组", "华北销售组"}},
		"seller":   {s.company.seller, []string{"本人"}},
		"program":  {record.Hat{}, []string{"全部部门", "销售部及下属", "西北销售组", "华北销售组"}},
	} {
		if got := labels(c.hat); !slices.Equal(got, c.want) {
			t.Errorf("%s chooses among %v, want %v", name, got, c.want)
		}
	}
}

func TestFunnelWithoutTasksSaysWhatToDo(t *testing.T) {
	s := newStage(t)
	p := s.openFunnel()
	s.says("没有进行中的销售任务", "换一个期间或范围", "— → —")
	if p.savePicture.Reason == "" || p.saveTable.Reason == "" {
		t.Error("nothing can be exported, yet the buttons are offered")
	}
	s.shoot("funnel-empty", 846, 722)
}

func TestFunnelExports(t *testing.T) {
	s := newStage(t)
	s.company.fillTasks(s)
	p := s.openFunnel()
	header, kinds, rows := funnelTable(p.answer.funnel)
	if len(header) != len(kinds) || len(rows) != 5 {
		t.Fatalf("%d headings, %d kinds, %d rows", len(header), len(kinds), len(rows))
	}
	for _, row := range rows {
		if len(row) != len(header) {
			t.Errorf("row %v has not one cell a heading", row)
		}
	}
	if rows[4][0] != "合计" || rows[4][4] != "819000.00" {
		t.Errorf("the totals row is %v", rows[4])
	}
	path := filepath.Join(t.TempDir(), "漏斗")
	writeFile(s, withExt(path, ".xlsx"), func(to string) error { return s.SaveTable(to, funnelTitle, header, kinds, rows) })
	if s.path != path+".xlsx" || len(s.saved) != 6 {
		t.Errorf("saved %d rows to %s", len(s.saved), s.path)
	}
	writeFile(s, withExt(path, ".png"), func(to string) error {
		content, err := p.picture().PNG()
		if err != nil {
			return err
		}
		return s.SaveBytes(to, content)
	})
	if shape, err := png.DecodeConfig(bytes.NewReader(s.bytes)); err != nil || shape.Width != 1520 || s.path != path+".png" {
		t.Errorf("the picture in %s is %+v, %v", s.path, shape, err)
	}
}

func TestExportTakesTheRight(t *testing.T) {
	s := newStage(t)
	s.company.fillTasks(s)
	s.hat = s.company.seller // may view and not export
	p := s.openFunnel()
	if !strings.Contains(p.saveTable.Reason, "导出") {
		t.Errorf("the button says %q", p.saveTable.Reason)
	}
}

func TestFunnelWatchesWhatItShows(t *testing.T) {
	s := newStage(t)
	p := s.openFunnel()
	for _, c := range []struct {
		kind *record.Kind
		want bool
	}{{task.Tasks.Kind, true}, {task.Progresses.Kind, true}, {company.TaskStatuses.Kind, true}, {company.Departments.Kind, true},
		{company.Positions.Kind, true}, {company.Currencies.Kind, false}} {
		if got := p.Watches(record.Event{Kinds: map[*record.Kind][]record.ID{c.kind: {1}}}); got != c.want {
			t.Errorf("a step on %s concerns the funnel: %v, want %v", c.kind.Label, got, c.want)
		}
	}
	s.company.fillTasks(s)
	p.Reload()
	if p.open.Figure != "23" {
		t.Errorf("after the step the page says %s tasks", p.open.Figure)
	}
}

func TestStagesOnHoldAreNoPartOfTheFunnel(t *testing.T) {
	s := newStage(t)
	s.write(func(_ record.Tx, save func(...record.Record)) error {
		hold := &company.TaskStatusDef{Domain: company.Sales, Name: "暂缓", Order: 2, Type: company.StageOnHold, SuccessRate: money(10)}
		waits := &task.Task{Name: "暂缓的采购", Domain: company.Sales, State: task.Active, Party: record.Ref[party.Customer](s.company.customers[0].ID),
			SuccessRate: money(10), Forecast: money(1000), Due: record.NewDate(2026, 12, 1)}
		save(hold)
		waits.Stage = record.Ref[company.TaskStatusDef](hold.ID)
		save(waits)
		return nil
	})
	p := s.openFunnel()
	last := len(p.answer.funnel.Stages) - 1
	if drawn := len(funnelStages(p.answer.funnel)); drawn != last {
		t.Errorf("%d stages are drawn, want the %d on the way", drawn, last)
	}
	if name, next := p.table.Cell(last, 0).Text, p.table.Cell(last, 5).Text; name != "暂缓" || next != "—" {
		t.Errorf("the last row is %s with %s going on", name, next)
	}
	if p.open.Figure != "1" {
		t.Errorf("the card counts %s tasks, want the one on hold", p.open.Figure)
	}
	p.goStage(last)
	if n := s.listed(s.last()); n != 1 {
		t.Errorf("its row leads to %d tasks", n)
	}
}

func TestConversionWithoutClosedTasks(t *testing.T) {
	for _, c := range []struct {
		won, lost int
		want      string
	}{{0, 0, "—"}, {0, 3, "0.0%"}, {1, 2, "33.3%"}, {2, 0, "100.0%"}} {
		if got := conversion(figures.Funnel{Won: c.won, Lost: c.lost}); got != c.want {
			t.Errorf("%d won and %d lost convert %s, want %s", c.won, c.lost, got, c.want)
		}
	}
}
