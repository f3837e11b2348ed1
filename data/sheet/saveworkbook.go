package sheet

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"crmlab/domain/record"
)

const (
	headerFill    = "E8EEF9"
	widthSample   = 200 // rows that the widths of columns are measured on
	minWidth      = 8.0
	maxWidth      = 42.0
	maxSheetRunes = 31
)

// styles of a workbook, by what a cell is.
type styles struct{ head, text, risky, money, number, day, moment int }

func newStyles(f *excelize.File) (styles, error) {
	var s styles
	var err error
	make := func(at *int, st *excelize.Style) {
		if err == nil {
			*at, err = f.NewStyle(st)
		}
	}
	format := func(code string) *excelize.Style { return &excelize.Style{CustomNumFmt: &code} }
	make(&s.head, &excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: &excelize.Alignment{Vertical: "center"},
		Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{headerFill}}})
	make(&s.text, &excelize.Style{})
	make(&s.risky, &excelize.Style{NumFmt: 49}) // text: editing the cell does not make it a formula
	make(&s.money, format("#,##0.00"))
	make(&s.number, &excelize.Style{})
	make(&s.day, format("yyyy-mm-dd"))
	make(&s.moment, format("yyyy-mm-dd hh:mm"))
	return s, err
}

// writeWorkbook writes one sheet: bold frozen header, typed cells, widths that fit. Texts
// are never formulas.
func writeWorkbook(w io.Writer, title string, header []string, kinds []record.Type, rows [][]string) error {
	if len(rows)+1 > excelize.TotalRows {
		return record.Refuse("file.save", "没有保存 "+title, fmt.Sprintf("一张工作表最多 %d 行", excelize.TotalRows), "缩小查询的范围，或保存为 csv")
	}
	f := excelize.NewFile()
	defer f.Close()
	name := sheetName(title)
	if err := f.SetSheetName(f.GetSheetName(0), name); err != nil {
		return fmt.Errorf("name sheet: %w", err)
	}
	st, err := newStyles(f)
	if err != nil {
		return fmt.Errorf("make styles: %w", err)
	}
	out, err := f.NewStreamWriter(name)
	if err != nil {
		return fmt.Errorf("write sheet: %w", err)
	}
	for i := range header {
		if err := out.SetColWidth(i+1, i+1, width(header[i], rows, i)); err != nil {
			return fmt.Errorf("set width: %w", err)
		}
	}
	if err := out.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return fmt.Errorf("freeze header: %w", err)
	}
	cells := make([]any, len(header))
	for i, h := range header {
		cells[i] = excelize.Cell{StyleID: st.head, Value: h}
	}
	if err := out.SetRow("A1", cells, excelize.RowOpts{Height: 20}); err != nil {
		return fmt.Errorf("write header: %w", err)
	}
	for n, row := range rows {
		cells := make([]any, len(row))
		for i, s := range row {
			kind := record.TypeText
			if i < len(kinds) {
				kind = kinds[i]
			}
			cells[i] = st.cell(kind, s)
		}
		if err := out.SetRow("A"+strconv.Itoa(n+2), cells); err != nil {
			return fmt.Errorf("write row %d: %w", n+2, err)
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("finish sheet: %w", err)
	}
	if err := f.Write(w); err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	return nil
}

// cell gives a text its type; what does not read as its type stays text.
func (st styles) cell(kind record.Type, s string) excelize.Cell {
	if s == "" {
		return excelize.Cell{StyleID: st.text}
	}
	switch {
	case isNumber(kind):
		if v, err := strconv.ParseFloat(s, 64); err == nil {
			id := st.number
			if kind == record.TypeMoney {
				id = st.money
			}
			return excelize.Cell{StyleID: id, Value: v}
		}
	case kind == record.TypeDate:
		if t, err := time.Parse("2006-01-02", s); err == nil {
			return excelize.Cell{StyleID: st.day, Value: t}
		}
	case kind == record.TypeTime:
		if t, err := time.Parse("2006-01-02 15:04", s); err == nil {
			return excelize.Cell{StyleID: st.moment, Value: t}
		}
	}
	if risky(s) {
		return excelize.Cell{StyleID: st.risky, Value: s}
	}
	return excelize.Cell{StyleID: st.text, Value: s}
}

// width is how wide a column must be for its header and first rows, in characters.
func width(header string, rows [][]string, column int) float64 {
	most := columns(header) + 2
	for _, row := range rows[:min(len(rows), widthSample)] {
		if column < len(row) {
			most = max(most, columns(row[column])+2)
		}
	}
	return min(max(most, minWidth), maxWidth)
}

// columns counts the places of a text; a Chinese character takes two.
func columns(s string) float64 {
	n := 0.0
	for _, r := range s {
		if n++; r > 0x2E7F {
			n++
		}
	}
	return n
}

// sheetName makes a title fit for a sheet.
func sheetName(title string) string {
	s := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\`, r) || r < ' ' || r == utf8.RuneError {
			return -1
		}
		return r
	}, title)
	s = strings.Trim(strings.TrimSpace(s), "'")
	if runes := []rune(s); len(runes) > maxSheetRunes {
		s = string(runes[:maxSheetRunes])
	}
	if s == "" {
		return "数据"
	}
	return s
}
