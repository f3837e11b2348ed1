package sheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"crmlab/domain/exchange"
)

// momentFormat is how dates of a workbook become text; midnight is cut off.
const momentFormat = "yyyy-mm-dd hh:mm:ss"

// noFormat is the number of no format at all.
const noFormat = -1

// openWorkbook opens a workbook after its size was measured: what a zip says of itself is
// not believed.
func openWorkbook(name string, content []byte) (f *excelize.File, err error) {
	if err := measure(name, content); err != nil {
		return nil, err
	}
	defer func() {
		// A workbook made to break its reader must not break the program.
		if p := recover(); p != nil {
			f, err = nil, broken(name)
		}
	}()
	f, err = excelize.OpenReader(bytes.NewReader(content), excelize.Options{UnzipSizeLimit: maxUnzipped, UnzipXMLSizeLimit: maxUnzipped})
	if err != nil {
		return nil, broken(name)
	}
	return f, nil
}

func broken(name string) error {
	return refuseFile(name, "它不是完好的 xlsx 工作簿", "用表格软件打开，另存为 xlsx 后再试")
}

// measure unpacks a workbook into nothing, up to the caps.
func measure(name string, content []byte) error {
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return broken(name)
	}
	if len(z.File) > maxParts {
		return tooLarge(name, fmt.Sprintf("里面有 %d 个部分", len(z.File)))
	}
	left := int64(maxUnzipped)
	for _, part := range z.File {
		r, err := part.Open()
		if err != nil {
			return broken(name)
		}
		n, err := io.Copy(io.Discard, io.LimitReader(r, left+1))
		r.Close()
		if left -= n; left < 0 {
			return tooLarge(name, fmt.Sprintf("展开后超过 %d MB", maxUnzipped>>20))
		}
		if err != nil {
			return broken(name)
		}
	}
	return nil
}

func readWorkbook(name string, content []byte, opt Options) (t *exchange.Table, err error) {
	f, err := openWorkbook(name, content)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	defer func() {
		if p := recover(); p != nil {
			t, err = nil, broken(name)
		}
	}()
	sheets := f.GetSheetList()
	if len(sheets) == 0 {
		return nil, broken(name)
	}
	sheet := sheets[0]
	if opt.Sheet != "" {
		at := slices.IndexFunc(sheets, func(s string) bool { return strings.EqualFold(s, opt.Sheet) })
		if at < 0 {
			return nil, refuseFile(name, "没有工作表「"+opt.Sheet+"」，它有："+strings.Join(sheets, "、"), "改正工作表的名称")
		}
		sheet = sheets[at]
	}
	if err := plainNumbers(f); err != nil {
		return nil, broken(name)
	}
	t = &exchange.Table{File: name}
	if opt.Sheet != "" {
		t.Sheet = opt.Sheet
	}
	rows, err := f.Rows(sheet)
	if err != nil {
		return nil, broken(name)
	}
	defer rows.Close()
	limits := counter{name: name}
	for no := 1; rows.Next(); no++ {
		cells, err := rows.Columns()
		if err != nil {
			return nil, broken(name)
		}
		if len(cells) == 0 {
			continue
		}
		if err := limits.row(cells); err != nil {
			return nil, err
		}
		for i, s := range cells {
			cells[i] = strings.TrimSuffix(s, " 00:00:00")
		}
		t.Rows = append(t.Rows, exchange.Row{No: no, Cells: cells})
	}
	if rows.Error() != nil {
		return nil, broken(name)
	}
	return headed(t, opt), nil
}

// plainNumbers changes the formats of the workbook in memory so that its cells read as
// values: dates as yyyy-mm-dd, numbers with all their digits and nothing for the eye.
func plainNumbers(f *excelize.File) error {
	format := momentFormat
	style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
	if err != nil {
		return err
	}
	if f.Styles == nil || f.Styles.CellXfs == nil || style >= len(f.Styles.CellXfs.Xf) {
		return errors.New("no styles")
	}
	// A number without a format prints all of its digits; the general format does not.
	moment, none := f.Styles.CellXfs.Xf[style].NumFmtID, noFormat
	codes := map[int]string{}
	if f.Styles.NumFmts != nil {
		for _, n := range f.Styles.NumFmts.NumFmt {
			codes[n.NumFmtID] = n.FormatCode
		}
	}
	for i := range f.Styles.CellXfs.Xf {
		xf := &f.Styles.CellXfs.Xf[i]
		if xf.NumFmtID == nil {
			continue
		}
		if isMoment(*xf.NumFmtID, codes[*xf.NumFmtID]) {
			xf.NumFmtID = moment
		} else {
			xf.NumFmtID = &none
		}
	}
	return nil
}

// isMoment reports whether a number format shows a date.
func isMoment(id int, code string) bool {
	if code == "" {
		return id >= 14 && id <= 17 || id == 22 || id >= 27 && id <= 31 || id == 36 || id >= 50 && id <= 54 || id == 57 || id == 58
	}
	quoted, bracket := false, false
	for i := 0; i < len(code); i++ {
		switch c := code[i]; {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '\\', c == '_', c == '*':
			i++
		case c == '[':
			bracket = true
		case c == ']':
			bracket = false
		case bracket:
		case c == 'y', c == 'Y', c == 'd', c == 'D':
			return true
		}
	}
	return false
}
