package analysis

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	figures "crmlab/domain/analysis"
	"crmlab/domain/company"
	"crmlab/domain/record"
	"crmlab/ui/page"
	"crmlab/ui/theme"
)

func (s *stage) openComposition(preset string) *compositionPage {
	s.t.Helper()
	p := s.open(page.Route{Name: CompositionEntry, Preset: preset}).(*compositionPage)
	if len(s.failed) > 0 {
		s.t.Fatal(s.failed[0])
	}
	return p
}

func TestCompositionPageShowsItsFigures(t *testing.T) {
	s := newStage(t)
	s.company.fillOrders(s)
	p := s.openComposition("")
	s.says("销售构成分析", "本期销售额", "559,150.00", "488,550.00", "环比 +14.45%", "同比 +41.22%", "耗材", "+5.92 个百分点",
		"统计已通过审批的订单，按未税金额", "只计前 54 天")
	s.shoot("composition", 846, 722)
	s.shoot("composition-wide", 1400, 900)
	s.shoot("composition-narrow", 504, 654)

	p.tax.SetValue(taxed)
	p.ask()
	s.says("631,839.50", "按含税金额")

	p.by.SetValue(string(figures.ByCustomer))
	p.ask()
	if got := p.table.Columns[0].Title; got != "客户" {
		t.Errorf("the first column is called %s", got)
	}
	if got := len(p.answer.Rows); got != 12 {
		t.Errorf("the table has %d rows, want all 12 customers", got)
	}
	if got := p.table.Summary(6).Text; got != "100.0%" {
		t.Errorf("the shares sum to %s", got)
	}
	s.shoot("composition-customers", 846, 722)
	s.shoot("composition-customers-wide", 1400, 900)
	p.views.Select(shareTab)
	s.shoot("composition-share", 846, 722)
	fyne.CurrentApp().Settings().SetTheme(theme.New(theme.Dark))
	p.share.Reload()
	s.shoot("composition-dark", 846, 722)
}

func TestRowsLeadToTheirRecords(t *testing.T) {
	s := newStage(t)
	s.company.fillOrders(s)
	p := s.openComposition("from=2026-10-01&to=2026-10-31&by=customer")
	row := slices.IndexFunc(p.answer.Rows, func(x figures.CompositionRow) bool { return x.ID == s.company.customers[0].ID })
	p.table.OnLink(row, "name")
	if r := s.last(); r.Name != "order" || s.listed(r) != 1 {
		t.Errorf("a customer with one order in October leads to %+v with %d", r, s.listed(r))
	}
	p.by.SetValue(string(figures.ByDept))
	p.ask()
	orders := 0
	for i := range p.answer.Rows {
		p.table.OnOpen(i)
		orders += s.listed(s.last())
	}
	if orders != 11 {
		t.Errorf("the departments lead to %d orders, want the 11 of October", orders)
	}
	p.by.SetValue(string(figures.ByClass))
	p.ask()
	for i, x := range p.answer.Rows {
		p.table.OnLink(i, "name")
		if r := s.last(); r.Name != "product" || s.listed(r) != 1 { // printers stand in a class below
			t.Errorf("class %s leads to %+v with %d products", x.Name, r, s.listed(r))
		}
	}
	p.by.SetValue(string(figures.ByProduct))
	p.ask()
	p.table.OnLink(0, "name")
	if want := (page.Route{Name: "product", View: page.Open, ID: p.answer.Rows[0].ID}); s.last() != want {
		t.Errorf("a product leads to %+v, want %+v", s.last(), want)
	}
}

func TestTapOnABarOpensItsRow(t *testing.T) {
	s := newStage(t)
	s.company.fillOrders(s)
	p := s.openComposition("")
	area := p.comparison.Picture().Areas[0]
	size := p.comparison.Size()
	test.TapAt(p.comparison, fyne.NewPos((area.X+area.W/2)*size.Width, (area.Y+area.H/2)*size.Height))
	if r := s.last(); r.Name != "product" || !strings.HasPrefix(r.Preset, "category=") {
		t.Errorf("the first bar leads to %+v", r)
	}
	if !strings.HasPrefix(area.Tip, p.answer.Rows[0].Name+"　本期") {
		t.Errorf("under the pointer the first bar says %q", area.Tip)
	}
}

func TestCompositionRouteKeepsTheConditions(t *testing.T) {
	s := newStage(t)
	p := s.openComposition("")
	p.by.SetValue(string(figures.ByEmployee))
	p.tax.SetValue(taxed)
	p.period.name.OnChanged(lastYear)
	if again := s.openComposition(p.Route().Preset); again.query != p.query {
		t.Errorf("after going back the page asks %+v, want %+v", again.query, p.query)
	}
}

func TestCompositionWithoutOrdersSaysWhatToDo(t *testing.T) {
	s := newStage(t)
	p := s.openComposition("")
	s.says("没有已通过审批的订单", "换一个期间，或者提交并审批订单", "上期没有销售额")
	p.table.Empty.OnTapped()
	if s.last().Name != "order" {
		t.Errorf("the button leads to %+v", s.last())
	}
	if p.saveTable.Reason == "" {
		t.Error("nothing can be exported, yet the button is offered")
	}
	s.shoot("composition-empty", 846, 722)
}

func TestCompositionTableForAFile(t *testing.T) {
	s := newStage(t)
	s.company.fillOrders(s)
	p := s.openComposition("")
	header, kinds, rows := p.answer.table()
	if len(header) != len(kinds) || len(rows) != len(p.answer.Rows)+1 {
		t.Fatalf("%d headings, %d kinds, %d rows", len(header), len(kinds), len(rows))
	}
	if total := rows[len(rows)-1]; total[0] != "合计" || total[1] != "559150.00" || total[3] != "+14.45%" || total[7] != "14.45" {
		t.Errorf("the totals row is %v", total)
	}
}

func TestLargestContributionFollowsTheGrowth(t *testing.T) {
	s := newStage(t)
	s.company.fillOrders(s)
	p := s.openComposition("from=2026-10-01&to=2026-10-31&by=customer")
	row, ok := p.answer.largest()
	if !ok {
		t.Fatal("no row contributed")
	}
	falling := p.answer.Total.Current.LessThan(p.answer.Total.Previous)
	for _, x := range p.answer.Rows {
		if c := x.Contribution.Cmp(row.Contribution); falling && c < 0 || !falling && c > 0 {
			t.Errorf("%s contributed %s, more than %s with %s", x.Name, x.Contribution, row.Name, row.Contribution)
		}
	}
}

func TestAnalysisTakesTheRight(t *testing.T) {
	s := newStage(t)
	s.company.fillOrders(s)
	s.withoutAnalysis()
	for _, entry := range []string{FunnelEntry, CompositionEntry} {
		s.open(page.Route{Name: entry})
		s.says("当前职位没有分析决策的「查看」权限")
		if strings.Contains(s.words(), "559,150.00") {
			t.Errorf("%s shows figures to a hat without the right", entry)
		}
	}
}

// withoutAnalysis takes the rights on analyses from the position of the stage's hat.
func (s *stage) withoutAnalysis() {
	s.t.Helper()
	s.write(func(tx record.Tx, save func(...record.Record)) error {
		p, err := record.Get(tx, record.Ref[company.Position](s.hat.Position))
		if err != nil {
			return err
		}
		for i := range p.Rights {
			if p.Rights[i].Module == figures.Module {
				p.Rights[i].View, p.Rights[i].Export = false, false
			}
		}
		save(p)
		return nil
	})
}
