package sheet

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"crmlab/domain/exchange"
	"crmlab/domain/record"
)

// SaveRefused writes the rows that an import refused as it read them, with the reasons
// behind them: once put right, the file can be imported in place of the first. table is
// one of the tables of the import; a mapping that reads several has one such file for
// each. It reports how many rows it wrote, and writes no file when there are none.
func SaveRefused(path string, table *exchange.Table, refused []exchange.Refused) (rows int, err error) {
	type row struct {
		no    int
		cells []string
		why   []string
	}
	byNo := map[int]*row{}
	width := len(table.Header)
	for _, x := range refused {
		if x.File != table.File || x.Sheet != table.Sheet {
			continue
		}
		r := byNo[x.Row]
		if r == nil {
			r = &row{no: x.Row, cells: x.Cells}
			byNo[x.Row] = r
			width = max(width, len(r.cells))
		}
		why := strings.TrimRight(x.Why, "。") + "。" + x.Fix
		if x.Column != "" {
			why = "「" + x.Column + "」" + why
		}
		if !slices.Contains(r.why, why) {
			r.why = append(r.why, why)
		}
	}
	if len(byNo) == 0 {
		return 0, nil
	}
	header := wide(table.Header, width)
	header = append(header, exchange.MarkRow, exchange.MarkWhy)
	var out [][]string
	for _, no := range slices.Sorted(maps.Keys(byNo)) {
		r := byNo[no]
		out = append(out, append(wide(r.cells, width), strconv.Itoa(no), strings.Join(r.why, "；")))
	}
	return len(out), Save(path, "没有导入的行", header, make([]record.Type, len(header)), out)
}

// wide copies cells and fills them up with empty ones.
func wide(cells []string, width int) []string {
	return append(slices.Clone(cells), make([]string, width-len(cells))...)
}
