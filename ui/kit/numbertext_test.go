package kit

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"
)

func TestParseNumberReadsWhatPeopleType(t *testing.T) {
	cases := []struct {
		text     string
		places   int
		negative bool
		want     string
		wrong    string
	}{
		{"1234.5", 2, false, "1234.5", ""},
		{"1,286,400.00", 2, false, "1286400", ""},
		{"１２３４．５", 2, false, "1234.5", ""},
		{"１，２３４", 2, false, "1234", ""},
		{"￥ 99 元", 2, false, "99", ""},
		{"15%", 2, false, "15", ""},
		{"", 2, false, "0", ""},
		{"  ", 0, false, "0", ""},
		{"－5", 0, true, "-5", ""},
		{"-5", 0, false, "", "这里不能填负数"},
		{"2.5", 0, false, "", "这里只能填整数"},
		{"2.50", 1, false, "2.5", ""},
		{"1.005", 2, false, "", "最多 2 位小数"},
		{"很多", 2, false, "", "这里只能填数字"},
		{"元", 2, false, "", "这里只能填数字"},
		{"1e9", 2, false, "", "这里只能填数字"},
		{"1.2.3", 2, false, "", "这里只能填数字"},
	}
	for _, c := range cases {
		d, err := ParseNumber(c.text, c.places, c.negative)
		switch {
		case c.wrong != "":
			if err == nil || err.Error() != c.wrong {
				t.Errorf("%q: error %v, want %s", c.text, err, c.wrong)
			}
		case err != nil || d.String() != c.want:
			t.Errorf("%q reads as %s, %v; want %s", c.text, d, err, c.want)
		}
	}
}

func TestFormatNumberGroupsThousands(t *testing.T) {
	cases := []struct {
		number  string
		places  int
		grouped bool
		want    string
	}{
		{"1286400", 2, true, "1,286,400.00"}, {"999", 2, true, "999.00"}, {"1000", -1, true, "1,000"},
		{"-1234567.5", 2, true, "-1,234,567.50"}, {"0", 2, true, "0.00"}, {"1234.5", -1, false, "1234.5"}, {"0.125", -1, true, "0.125"},
	}
	for _, c := range cases {
		if got := FormatNumber(decimal.RequireFromString(c.number), c.places, c.grouped); got != c.want {
			t.Errorf("%s in %d places is %s, want %s", c.number, c.places, got, c.want)
		}
	}
}

func TestTheExampleOfANumberFieldIsTakenByIt(t *testing.T) {
	for want, f := range map[string]*NumberField{
		"这里只能填整数，例如 3 期":     {Unit: "期"},
		"这里只能填整数，例如 3":       {},
		"这里只能填数字，例如 12.5%":   PercentField(),
		"这里只能填数字，例如 12.5 台":  {Places: 3, Unit: "台"},
		"这里只能填数字，例如 1234.50": MoneyField(),
	} {
		f.SetValue("abc")
		if err := f.Problem(); err == nil || err.Error() != want {
			t.Errorf("it says %v, want %s", err, want)
			continue
		}
		_, example, _ := strings.Cut(want, "例如 ")
		f.SetValue(example)
		if err := f.Problem(); err != nil {
			t.Errorf("it refuses its own example %s: %v", example, err)
		}
	}
	f := &NumberField{Unit: "期"}
	if f.SetValue("2.5"); f.Problem() == nil || f.Problem().Error() != "这里只能填整数，例如 3 期" {
		t.Errorf("of 2.5 it says %v", f.Problem())
	}
}
