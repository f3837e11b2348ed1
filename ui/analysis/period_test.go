package analysis

import (
	"crmlab/domain/company"
	"testing"

	"crmlab/domain/record"
	"crmlab/ui/page"
)

func TestSpansFollowTheFiscalYear(t *testing.T) {
	want := map[string]string{
		thisMonth: "2026-02-01 至 2026-02-28", thisQuarter: "2026-01-01 至 2026-03-31", thisYear: "2025-04-01 至 2026-03-31",
		lastQuarter: "2025-10-01 至 2025-12-31", lastYear: "2024-04-01 至 2025-03-31",
	}
	spans := spansAt(record.NewDate(2026, 2, 10), company.CalendarFrom(4))
	if len(spans) != len(want) {
		t.Errorf("%d spans, want %d", len(spans), len(want))
	}
	for _, s := range spans {
		if got := words(s.period); got != want[s.id] {
			t.Errorf("%s is %s, want %s", s.label, got, want[s.id])
		}
		if spanOf(spans, s.period) != s.id {
			t.Errorf("%s is not known by its days", s.label)
		}
	}
}

func TestPeriodThatCannotBeUsedIsRefused(t *testing.T) {
	s := newStage(t)
	s.company.fillTasks(s)
	p := s.open(page.Route{Name: FunnelEntry}).(*funnelPage)
	before := p.query
	for name, c := range map[string]struct{ from, to, code string }{
		"no date":     {"2026-13-01", "2026-12-31", "period.date"},
		"empty":       {"2026-10-01", "", "period.date"},
		"wrong order": {"2026-10-02", "2026-10-01", "period.order"},
	} {
		s.failed = nil
		p.period.from.SetValue(c.from)
		p.period.to.SetValue(c.to)
		p.ask()
		if len(s.failed) != 1 || !record.IsRefusal(s.failed[0], c.code) {
			t.Errorf("%s: %v, want one refusal %s", name, s.failed, c.code)
		}
		if p.query != before {
			t.Errorf("%s: the page asked for %v", name, p.query)
		}
	}
}

func TestNameOfThePeriodFollowsTheDays(t *testing.T) {
	s := newStage(t)
	p := s.open(page.Route{Name: FunnelEntry}).(*funnelPage)
	if got := p.period.name.Value(); got != thisQuarter {
		t.Fatalf("the page begins with %q", got)
	}
	p.period.from.SetValue("2026-10-05")
	p.period.from.OnChanged("2026-10-05")
	if got := p.period.name.Value(); got != "" {
		t.Errorf("days of no name are called %q", got)
	}
	p.period.name.OnChanged(thisYear)
	if got := words(p.query.period); got != "2026-01-01 至 2026-12-31" {
		t.Errorf("本年 asks for %s", got)
	}
}
