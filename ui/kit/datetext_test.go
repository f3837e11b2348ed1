package kit

import "testing"

func TestParseDateReadsWhatPeopleType(t *testing.T) {
	right := map[string]string{
		"2026-01-05": "2026-01-05", "2026/1/5": "2026-01-05", "2026.1.5": "2026-01-05", "2026年1月5日": "2026-01-05",
		"20260105": "2026-01-05", "２０２６－１－５": "2026-01-05", "1-5": "2026-01-05", "1月5日": "2026-01-05", "0105": "2026-01-05",
		"26-1-5": "2026-01-05", " 2026 1 5 ": "2026-01-05", "2028-2-29": "2028-02-29",
	}
	for text, want := range right {
		if d, err := ParseDate(text, businessDay); err != nil || d.Format(isoDate) != want {
			t.Errorf("%q reads as %s, %v; want %s", text, d.Format(isoDate), err, want)
		}
	}
	wrong := map[string]string{
		"2026-2-30": "没有这一天，请检查月和日", "2026-13-1": "没有这一天，请检查月和日", "明天": "日期请写成 2026-01-05",
		"2026": "没有这一天，请检查月和日", "12": "日期请写成 2026-01-05", "0026-1-1": "年份要在 1900 到 2200 之间",
		"2026-1-5-7": "日期请写成 2026-01-05", "-": "日期请写成 2026-01-05", "99999999999999999999-1-1": "年份要在 1900 到 2200 之间",
	}
	for text, want := range wrong {
		if d, err := ParseDate(text, businessDay); err == nil || err.Error() != want {
			t.Errorf("%q reads as %s, %v; want %s", text, d.Format(isoDate), err, want)
		}
	}
}
