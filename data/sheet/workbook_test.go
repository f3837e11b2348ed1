package sheet

import (
	"archive/zip"
	"bytes"
	"io"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"crmlab/domain/record"
)

// book builds a workbook the way people leave them: formats for the eye, gaps, two sheets.
func book(t testing.TB) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	style := func(code string) int {
		id, err := f.NewStyle(&excelize.Style{CustomNumFmt: &code})
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	builtin, err := f.NewStyle(&excelize.Style{NumFmt: 14})
	if err != nil {
		t.Fatal(err)
	}
	day := time.Date(2026, 11, 3, 0, 0, 0, 0, time.UTC)
	for cell, v := range map[string]any{"A1": "编号", "B1": "金额", "C1": "日期", "D1": "文本", "A2": 7, "B2": 1234.5, "C2": day, "D2": "=1+1",
		"A4": "X-1", "B4": 0.1 + 0.2, "C4": day.Add(90 * time.Minute), "D4": "007"} {
		if err := f.SetCellValue("Sheet1", cell, v); err != nil {
			t.Fatal(err)
		}
	}
	for cell, id := range map[string]int{"B2": style(`"￥"#,##0_);[Red]\(#,##0\)`), "C2": builtin, "C4": style("m/d/yy h:mm")} {
		if err := f.SetCellStyle("Sheet1", cell, cell, id); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := f.NewSheet("第二张"); err != nil {
		t.Fatal(err)
	}
	if err := f.SetSheetRow("第二张", "A1", &[]any{"名称", true}); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestReadWorkbook(t *testing.T) {
	path := write(t, "t.xlsx", book(t))
	got, err := Read(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"编号", "金额", "日期", "文本"}; !reflect.DeepEqual(got.Header, want) {
		t.Errorf("header %q", got.Header)
	}
	if len(got.Rows) != 2 {
		t.Fatalf("rows %v", got.Rows)
	}
	if want := []string{"7", "1234.5", "2026-11-03", "=1+1"}; got.Rows[0].No != 2 || !reflect.DeepEqual(got.Rows[0].Cells, want) {
		t.Errorf("row 2 is %d %q", got.Rows[0].No, got.Rows[0].Cells)
	}
	if want := []string{"X-1", "0.3", "2026-11-03 01:30:00", "007"}; got.Rows[1].No != 4 || !reflect.DeepEqual(got.Rows[1].Cells, want) {
		t.Errorf("row 4 is %d %q", got.Rows[1].No, got.Rows[1].Cells)
	}
	sheets, err := Sheets(path)
	if err != nil || !reflect.DeepEqual(sheets, []string{"Sheet1", "第二张"}) {
		t.Errorf("sheets %v, %v", sheets, err)
	}
	second, err := Read(path, Options{Sheet: "第二张"})
	if err != nil || second.Sheet != "第二张" || second.Header[0] != "名称" {
		t.Errorf("second sheet %+v, %v", second, err)
	}
	if _, err := Read(path, Options{Sheet: "没有"}); !record.IsRefusal(err, "file") || !strings.Contains(err.Error(), "第二张") {
		t.Errorf("unknown sheet gave %v", err)
	}
}

// bomb is a workbook whose one part unpacks to far more than it weighs.
func bomb(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create("xl/worksheets/sheet1.xml")
	if err != nil {
		t.Fatal(err)
	}
	zeros := make([]byte, 1<<20)
	for range maxUnzipped>>20 + 1 {
		if _, err := w.Write(zeros); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestZipBombIsRefused(t *testing.T) {
	content := bomb(t)
	if len(content) > 1<<20 {
		t.Fatalf("the bomb weighs %d bytes", len(content))
	}
	_, err := Read(write(t, "t.xlsx", content), Options{})
	if !record.IsRefusal(err, "file") || !strings.Contains(err.Error(), "展开后超过") {
		t.Fatalf("got %v", err)
	}
}

func TestManyPartsAreRefused(t *testing.T) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := range maxParts + 1 {
		if _, err := z.Create("p" + strings.Repeat("x", i%7) + string(rune('a'+i%26))); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Read(write(t, "t.xlsx", b.Bytes()), Options{}); !record.IsRefusal(err, "file") {
		t.Fatalf("got %v", err)
	}
}

// rebuilt replaces one part of a workbook.
func rebuilt(t *testing.T, content []byte, part, with string) []byte {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, p := range r.File {
		w, err := z.Create(p.Name)
		if err != nil {
			t.Fatal(err)
		}
		if p.Name == part {
			_, err = io.WriteString(w, with)
		} else {
			var in io.ReadCloser
			if in, err = p.Open(); err == nil {
				_, err = io.Copy(w, in)
				in.Close()
			}
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestSparseSheetIsRefused: a few bytes name cells at the far corner of a sheet, so that
// every row would take 16,384 cells.
func TestSparseSheetIsRefused(t *testing.T) {
	far := `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="XFD1"><v>1</v></c></row></sheetData></worksheet>`
	_, err := Read(write(t, "t.xlsx", rebuilt(t, book(t), "xl/worksheets/sheet1.xml", far)), Options{})
	if !record.IsRefusal(err, "file") || !strings.Contains(err.Error(), "列") {
		t.Fatalf("got %v", err)
	}
}

// FuzzWorkbook breaks the inside of a workbook: the zip around it is checked by Go, the
// sheet in it by nobody. Whatever is read has rows in order and within the caps.
func FuzzWorkbook(f *testing.F) {
	whole := book(f)
	head := `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`
	f.Add(head + `<row r="1"><c r="A1" t="inlineStr"><is><t>名称</t></is></c><c r="C1"><v>1</v></c></row><row r="3"><c s="1"><v>46000.5</v></c></row></sheetData></worksheet>`)
	f.Add(head + `<row r="9"><c r="B9" t="s"><v>99999</v></c></row><row r="2"><c t="d"><v>2026-01-01</v></c><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c></row>`)
	f.Add(head + `<row r="1048577"><c r="ZZZZ1"><v>1e999</v></c></row></sheetData>`)
	f.Add(`<worksheet><sheetData><row r="x"><c r="A1"><f>1+1</f></c></row></sheetData></worksheet>`)
	f.Fuzz(func(t *testing.T, xml string) {
		if len(xml) > 1<<16 {
			return
		}
		got, err := readWorkbook("t.xlsx", rebuilt(t, whole, "xl/worksheets/sheet1.xml", xml), Options{NoHeader: true})
		if err != nil {
			if len(record.RefusalsIn(err)) == 0 {
				t.Fatalf("not a refusal: %v", err)
			}
			return
		}
		last := 0
		for _, r := range got.Rows {
			if r.No <= last || len(r.Cells) == 0 || len(r.Cells) > maxColumns {
				t.Fatalf("row %d after %d with %d cells", r.No, last, len(r.Cells))
			}
			last = r.No
		}
	})
}

func TestSaveAndReadAgain(t *testing.T) {
	header := []string{"编号", "金额", "数量", "日期", "时间", "名称"}
	kinds := []record.Type{record.TypeText, record.TypeMoney, record.TypeNumber, record.TypeDate, record.TypeTime, record.TypeText}
	rows := [][]string{
		{"SO-0001", "-1286400.05", "0.125", "2026-11-23", "2026-11-23 09:30", "=HYPERLINK(\"x\")"},
		{"007", "12.00", "3", "", "", "+86 138"},
		{"'x", "0.00", "-4", "2025-01-31", "", "@张,\"三\"\n四"},
		{"'=y", "99999999999.99", "1000", "1996-07-04", "", "\ttab"},
	}
	for _, ext := range []string{".csv", ".xlsx"} {
		t.Run(ext, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "out"+ext)
			if err := Save(path, "销售订单[1]", header, kinds, rows); err != nil {
				t.Fatal(err)
			}
			got, err := Read(path, Options{})
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got.Header, header) {
				t.Errorf("header %q", got.Header)
			}
			for i, r := range got.Rows {
				for j, c := range r.Cells {
					want := rows[i][j]
					if ext == ".xlsx" && (kinds[j] == record.TypeMoney || kinds[j] == record.TypeTime) {
						// The workbook holds numbers and moments, not their texts.
						want = strings.TrimSuffix(strings.TrimSuffix(want, ".00"), "0")
						c = strings.TrimSuffix(strings.TrimSuffix(c, ":00"), "0")
					}
					if c != want {
						t.Errorf("row %d column %d is %q, want %q", i, j, c, want)
					}
				}
			}
			if len(got.Rows) != len(rows) {
				t.Errorf("%d rows", len(got.Rows))
			}
		})
	}
}

// TestNoFormulaLeaves opens what was saved: texts that look like formulas are texts.
func TestNoFormulaLeaves(t *testing.T) {
	path := filepath.Join(t.TempDir(), "out.xlsx")
	if err := Save(path, "", []string{"=1+1"}, []record.Type{record.TypeText}, [][]string{{"=1+1"}, {"-2"}, {"@SUM(A1)"}}); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, cell := range []string{"A1", "A2", "A3", "A4"} {
		formula, err := f.GetCellFormula(f.GetSheetName(0), cell)
		if err != nil || formula != "" {
			t.Errorf("%s holds the formula %q, %v", cell, formula, err)
		}
		kind, err := f.GetCellType(f.GetSheetName(0), cell)
		if err != nil || kind != excelize.CellTypeInlineString {
			t.Errorf("%s is of type %v, %v", cell, kind, err)
		}
	}
	csv := filepath.Join(t.TempDir(), "out.csv")
	if err := Save(csv, "", []string{"a"}, []record.Type{record.TypeText}, [][]string{{"=1+1"}}); err != nil {
		t.Fatal(err)
	}
	content, err := readFile(csv)
	if err != nil || string(content) != "\ufeffa\r\n'=1+1\r\n" {
		t.Errorf("csv is %q, %v", content, err)
	}
}

func TestSaveRefusesOtherFormats(t *testing.T) {
	if err := Save(filepath.Join(t.TempDir(), "a.doc"), "", nil, nil, nil); !record.IsRefusal(err, "file.save") {
		t.Errorf("got %v", err)
	}
	if err := Save(filepath.Join(t.TempDir(), "none", "a.csv"), "", nil, nil, nil); !record.IsRefusal(err, "file.save") {
		t.Errorf("got %v", err)
	}
}
