package paper

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"crmlab/domain/lab/report"
)

// pdfText reads back what the pages say: the text operators of the content streams, whose
// codes are UTF-16 by way of the font's map.
func pdfText(t *testing.T, file []byte) string {
	t.Helper()
	var b strings.Builder
	for _, m := range regexp.MustCompile(`(?s)stream\r?\n(.*?)\r?\nendstream`).FindAllSubmatch(file, -1) {
		z, err := zlib.NewReader(bytes.NewReader(m[1]))
		if err != nil {
			continue
		}
		content, err := io.ReadAll(z)
		if err != nil || !bytes.Contains(content, []byte("Tj")) {
			continue
		}
		for _, s := range regexp.MustCompile(`(?s)\(((?:[^\\)]|\\.)*)\) ?Tj`).FindAllSubmatch(content, -1) {
			raw := unescape(s[1])
			units := make([]uint16, len(raw)/2)
			for i := range units {
				units[i] = uint16(raw[2*i])<<8 | uint16(raw[2*i+1])
			}
			b.WriteString(string(utf16.Decode(units)) + "\n")
		}
	}
	return b.String()
}

func unescape(s []byte) (out []byte) {
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) {
			i++
			switch s[i] {
			case 'n':
				out = append(out, '\n')
			case 'r':
				out = append(out, '\r')
			default:
				out = append(out, s[i])
			}
			continue
		}
		out = append(out, s[i])
	}
	return out
}

func TestThePDFSaysWhatTheReportSays(t *testing.T) {
	file, err := PDF(sample(), samplePictures(t))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(file, []byte("%PDF-")) || !bytes.Contains(file, []byte("/FontFile2")) {
		t.Error("it is no PDF with a font in it")
	}
	text := pdfText(t, file)
	for _, want := range []string{"实 验 报 告", "22电商1班", "2022040117", "李明 & <友>", "王老师", "一、实验目的", "金额（元）", "5,988.10", "还没有交货。", "图 1　各期回款", "K7Q29XPD", "但要换首付。", "（未填写）", "七、成绩评定", "第 1 页 共 "} {
		if !strings.Contains(text, want) {
			t.Errorf("the PDF does not say %q", want)
		}
	}
	pages := bytes.Count(file, []byte("/Type /Page\n"))
	if pages < 2 || !strings.Contains(text, fmt.Sprintf("共 %d 页", pages)) {
		t.Errorf("%d pages, and the footer says otherwise", pages)
	}
	if len(file) > 400_000 {
		t.Errorf("%d bytes: the font is not cut to what is used", len(file))
	}
}

func TestALongTableRepeatsItsHeadOnEveryPage(t *testing.T) {
	r := sample()
	for i := range 120 {
		r.Tables[0].Rows = append(r.Tables[0].Rows, []string{"SO-" + strconv.Itoa(i), "2026-12-03", "1.00"})
	}
	file, err := PDF(r, samplePictures(t))
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(pdfText(t, file), "到期日"); n < 3 {
		t.Errorf("the head stands %d times", n)
	}
}

func TestLinesBreakAsChineseIsSet(t *testing.T) {
	one := func(r rune) float64 {
		if wide(r) {
			return 1
		}
		return 0.5
	}
	for _, c := range []struct {
		text string
		room float64
		want string
	}{
		{"一二三四五六", 3, "一二三|四五六"},
		{"一二三，四五", 3, "一二|三，四|五"},
		{"一二（三四）", 3, "一二|（三|四）"},
		{"合计 12,345.00 元", 5, "合计|12,345.00|元"},
		{"第一段\n\n第二段", 9, "第一段||第二段"},
		{"ABCDEFGHIJ", 3, "ABCDEF|GHIJ"},
		{"", 3, ""},
	} {
		if got := strings.Join(breakLines(c.text, c.room, one), "|"); got != c.want {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
}

func TestNumbersKeepTheirRoomInATable(t *testing.T) {
	table := report.Table{Columns: []report.Column{{Label: "客户"}, {Label: "金额", Unit: "元", Right: true}},
		Rows: [][]string{{strings.Repeat("长名称", 20), "1,234,567.89"}}}
	widths, fits := columnWidths(table, 300, 10, 4)
	if !fits || widths[1] < measure("1,234,567.89")*10+4 || widths[0]+widths[1] > 300.01 {
		t.Errorf("%v, %v", widths, fits)
	}
	table.Rows[0][0] = strings.Repeat("9", 60)
	if _, fits = columnWidths(table, 150, 10, 4); fits {
		t.Error("what does not fit is said to fit")
	}
}

func TestAnySignThatAStudentTypesCanBeWritten(t *testing.T) {
	r := sample()
	r.Name = "李\u0001明\uFFFE"
	r.Summary.Text = "学会了😀𠀀，\t还有 é ñ ₿ \u200B\u202E العربية \xff 和很长的一串" + strings.Repeat("A", 300)
	file, err := PDF(r, samplePictures(t))
	if err != nil {
		t.Fatal(err)
	}
	if text := pdfText(t, file); !strings.Contains(text, "学会了□□，") || !strings.Contains(text, "李明") {
		t.Error("the words around are lost")
	}
	out, _, err := Docx(r, samplePictures(t), nil)
	if err != nil {
		t.Fatal(err)
	}
	if text := words(sound(t, out)["word/document.xml"]); !strings.Contains(text, "学会了😀𠀀，") || !strings.Contains(text, "李明") {
		t.Error("the docx lost more than what no XML may hold")
	}
}
