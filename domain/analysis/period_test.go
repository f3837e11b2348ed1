package analysis_test

import (
	"testing"

	"crmlab/domain/analysis"
	"crmlab/domain/company"
	"crmlab/domain/record"
)

func day(t *testing.T, text string) record.Date {
	t.Helper()
	d, err := record.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func period(t *testing.T, from, to string) analysis.Period {
	t.Helper()
	return analysis.Period{From: day(t, from), To: day(t, to)}
}

func TestFiscalQuarterFollowsTheFirstMonth(t *testing.T) {
	for _, c := range []struct {
		day           string
		first         int
		year, quarter int
		from, to      string
	}{
		{"2026-02-10", 4, 2025, 4, "2026-01-01", "2026-03-31"}, // records.md 2.17
		{"2026-04-01", 4, 2026, 1, "2026-04-01", "2026-06-30"},
		{"2026-11-23", 1, 2026, 4, "2026-10-01", "2026-12-31"},
		{"2024-02-29", 3, 2023, 4, "2023-12-01", "2024-02-29"},
		{"2026-01-31", 12, 2025, 1, "2025-12-01", "2026-02-28"},
	} {
		if y, q := analysis.QuarterName(day(t, c.day), company.CalendarFrom(c.first)); y != c.year || q != c.quarter {
			t.Errorf("%s with first month %d is FY%d Q%d, want FY%d Q%d", c.day, c.first, y, q, c.year, c.quarter)
		}
		if got, want := analysis.QuarterOf(day(t, c.day), company.CalendarFrom(c.first)), period(t, c.from, c.to); got != want {
			t.Errorf("the quarter of %s with first month %d is %s..%s, want %s..%s", c.day, c.first, got.From, got.To, want.From, want.To)
		}
	}
}

func TestYearFollowsTheFirstMonth(t *testing.T) {
	for first, want := range map[int]analysis.Period{
		1: period(t, "2026-01-01", "2026-12-31"), 3: period(t, "2025-03-01", "2026-02-28"), 4: period(t, "2025-04-01", "2026-03-31"),
	} {
		if got := analysis.YearOf(day(t, "2026-02-10"), company.CalendarFrom(first)); got != want {
			t.Errorf("with first month %d the year is %s..%s, want %s..%s", first, got.From, got.To, want.From, want.To)
		}
	}
}

func TestPeriodsBefore(t *testing.T) {
	for _, c := range []struct{ from, to, previousFrom, previousTo, yearFrom, yearTo string }{
		{"2026-10-01", "2026-12-31", "2026-07-01", "2026-09-30", "2025-10-01", "2025-12-31"}, // whole quarter
		{"2026-03-01", "2026-03-31", "2026-02-01", "2026-02-28", "2025-03-01", "2025-03-31"}, // months differ in length
		{"2024-02-01", "2024-02-29", "2024-01-01", "2024-01-31", "2023-02-01", "2023-02-28"}, // leap year back
		{"2025-02-01", "2025-02-28", "2025-01-01", "2025-01-31", "2024-02-01", "2024-02-29"}, // and forward
		{"2026-11-10", "2026-11-23", "2026-10-27", "2026-11-09", "2025-11-10", "2025-11-23"}, // the same number of days
	} {
		p := period(t, c.from, c.to)
		if got, want := p.Previous(), period(t, c.previousFrom, c.previousTo); got != want {
			t.Errorf("before %s..%s is %s..%s, want %s..%s", p.From, p.To, got.From, got.To, want.From, want.To)
		}
		if got, want := p.LastYear(), period(t, c.yearFrom, c.yearTo); got != want {
			t.Errorf("a year before %s..%s is %s..%s, want %s..%s", p.From, p.To, got.From, got.To, want.From, want.To)
		}
	}
}

func TestRunningPeriodIsComparedWithTheSameNumberOfDays(t *testing.T) {
	quarter := period(t, "2026-10-01", "2026-12-31")
	if got, want := quarter.Previous().Elapsed(quarter, day(t, "2026-11-23")), period(t, "2026-07-01", "2026-08-23"); got != want {
		t.Errorf("54 days into the quarter: %s..%s, want %s..%s", got.From, got.To, want.From, want.To)
	}
	for _, over := range []string{"2026-12-31", "2027-01-01", "2026-09-30"} {
		if got := quarter.Previous().Elapsed(quarter, day(t, over)); got != quarter.Previous() {
			t.Errorf("on %s the period is not running, yet %s..%s is cut", over, got.From, got.To)
		}
	}
	march := period(t, "2026-03-01", "2026-03-31")
	if got := march.Previous().Elapsed(march, day(t, "2026-03-30")); got != march.Previous() {
		t.Errorf("30 days of February end on %s", got.To)
	}
}

func TestChangeInWords(t *testing.T) {
	for _, c := range []struct {
		previous, current int64
		want              string
	}{{120, 90, "-25.00%"}, {0, 50, "新增"}, {80, 0, "-100.00% 流失"}, {0, 0, "—"}, {100, 150, "+50.00%"}, {70, 70, "0.00%"}, {3, 4, "+33.33%"}} {
		if got := analysis.ChangeOf(c.current, c.previous).String(); got != c.want {
			t.Errorf("%d → %d is %s, want %s", c.previous, c.current, got, c.want)
		}
	}
}
