package record_test

import (
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"crmlab/domain/record"
)

func TestNumbersAreReadAsPeopleWriteThem(t *testing.T) {
	for _, c := range []struct {
		in     string
		places int32
		want   int64
		given  bool
	}{
		{"", 2, 0, false}, {"  ", 2, 0, false}, {"0", 2, 0, true}, {"1286400", 2, 128640000, true}, {"1,286,400.00", 2, 128640000, true},
		{"￥１，２８６．５０", 2, 128650, true}, {"－３.5", 1, -35, true}, {"8%", 2, 800, true}, {"８％", 2, 800, true}, {"12.50 元", 2, 1250, true},
		{"0.0001", 4, 1, true}, {"-0", 2, 0, true}, {"1.50", 1, 15, true}, {"10000000000000.00", 2, record.MaxMinor, true},
	} {
		got, given, err := record.ParseNumber(c.in, c.places)
		if err != nil || got != c.want || given != c.given {
			t.Errorf("ParseNumber(%q, %d) = %d %t %v, want %d %t", c.in, c.places, got, given, err, c.want, c.given)
		}
	}
}

func TestWhatIsNoNumberIsRefused(t *testing.T) {
	for in, places := range map[string]int32{"abc": 2, "1.234": 2, "1.5": 0, "1e5": 2, "--5": 2, "1.2.3": 2, "￥": 2, "NaN": 2, "∞": 2, "10000000000000.01": 2,
		"99999999999999999999999999999999999999999": 2, "1/2": 2, "五": 0} {
		if n, _, err := record.ParseNumber(in, places); err == nil {
			t.Errorf("ParseNumber(%q, %d) = %d, want an error", in, places, n)
		}
	}
}

func TestMinorKeepsWhatItCanHold(t *testing.T) {
	for _, c := range []struct {
		in     string
		places int32
		want   int64
		ok     bool
	}{{"12.34", 2, 1234, true}, {"-12.34", 2, -1234, true}, {"12.345", 2, 0, false}, {"7.05", 6, 7050000, true}, {"10000000000000.01", 2, 0, false}, {"1e30", 0, 0, false}} {
		if got, ok := record.Minor(decimal.RequireFromString(c.in), c.places); got != c.want || ok != c.ok {
			t.Errorf("Minor(%s, %d) = %d %t", c.in, c.places, got, ok)
		}
	}
}

func TestCentsRoundHalfAwayFromZero(t *testing.T) {
	for in, want := range map[string]string{"1.005": "1.01", "1.004": "1", "-1.005": "-1.01", "2.675": "2.68", "0.005": "0.01"} {
		if got := record.Cents(decimal.RequireFromString(in)); !got.Equal(decimal.RequireFromString(want)) {
			t.Errorf("Cents(%s) = %s, want %s", in, got, want)
		}
	}
}

func TestMoneyIsShownInGroupsOfThree(t *testing.T) {
	for minor, want := range map[int64]string{0: "0.00", 5: "0.05", 99999: "999.99", 100000: "1,000.00", -128640050: "-1,286,400.50", 12345678901: "123,456,789.01"} {
		if got := record.Yuan(minor); got != want {
			t.Errorf("Yuan(%d) = %s, want %s", minor, got, want)
		}
	}
}

func TestDatesAreReadAsPeopleWriteThem(t *testing.T) {
	want := record.NewDate(2026, time.November, 3)
	for _, in := range []string{"2026-11-03", "2026-11-3", "2026/11/3", "2026.11.3", "20261103", "2026年11月3日", " 2026-11-03 ", "2026-11-03 14:32:00", "2026-11-03 14:32:00.000",
		"2026/11/3 14:32", "2026-11-03T23:59:59+08:00", "２０２６－１１－０３", "２０２６／１１／３"} {
		if got, err := record.ParseDate(in); err != nil || got != want {
			t.Errorf("ParseDate(%q) = %s %v", in, got, err)
		}
	}
	if d, err := record.ParseDate("  "); d != 0 || err != nil {
		t.Errorf("no text is no date, got %s %v", d, err)
	}
}

func TestWhatIsNoDateIsRefused(t *testing.T) {
	for _, in := range []string{"2027-02-29", "2026-13-01", "2026-04-31", "26-11-03", "03/11/2026", "明天", "1899-12-31", "2201-01-01", "2026", "1970-01-01"} {
		if d, err := record.ParseDate(in); err == nil {
			t.Errorf("ParseDate(%q) = %s, want an error", in, d)
		}
	}
	if d, err := record.ParseDateAs("03/11/2026", "02/01/2006"); err != nil || d != record.NewDate(2026, time.November, 3) {
		t.Errorf("with its layout: %s %v", d, err)
	}
}

func TestMonthsEndWhereTheyEnd(t *testing.T) {
	date := func(s string) record.Date {
		d, err := record.ParseDate(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for _, c := range []struct {
		from   string
		months int
		want   string
	}{{"2027-01-31", 1, "2027-02-28"}, {"2028-01-31", 1, "2028-02-29"}, {"2028-02-29", 12, "2029-02-28"}, {"2028-02-29", -12, "2027-02-28"}, {"2026-10-31", 1, "2026-11-30"},
		{"2026-12-31", 2, "2027-02-28"}, {"2026-03-31", -1, "2026-02-28"}, {"2026-11-15", -23, "2024-12-15"}} {
		if got := date(c.from).AddMonths(c.months); got != date(c.want) {
			t.Errorf("%s plus %d months = %s, want %s", c.from, c.months, got, c.want)
		}
	}
	for in, want := range map[string]string{"2026-02-10": "2026-02-28", "2028-02-10": "2028-02-29", "2026-12-01": "2026-12-31"} {
		if got := date(in).MonthEnd(); got != date(want) {
			t.Errorf("the month of %s ends on %s, want %s", in, got, want)
		}
	}
	if old := date("1931-07-09"); old.String() != "1931-07-09" || old.Year() != 1931 || old >= 0 {
		t.Errorf("a birthday before 1970 is %s", old)
	}
	if record.Date(0).String() != "" {
		t.Error("no date is shown")
	}
}
