package sheet

import (
	"strconv"
	"strings"

	"crmlab/domain/exchange"
	"crmlab/domain/record"
)

// SaveRefused writes the rows that an import refused as they stood in their file, with
// the reasons behind them, so that they can be put right and imported again. table is one
// of the tables of the import; a mapping that reads several has one such file for each.
// It reports how many rows it wrote, and writes no file when there are none.
func SaveRefused(path string, table *exchange.Table, refused []exchange.Refused) (rows int, err error) {
	reasons := map[int][]string{}
	for _, x := range refused {
		if x.File == table.File && x.Sheet == table.Sheet {
			why := strings.TrimRight(x.Why, "。") + "。" + x.Fix
			if x.Column != "" {
				why = "「" + x.Column + "」" + why
			}
			reasons[x.Row] = append(reasons[x.Row], why)
		}
	}
	if len(reasons) == 0 {
		return 0, nil
	}
	width := len(table.Header)
	for _, r := range table.Rows {
		if reasons[r.No] != nil {
			width = max(width, len(r.Cells))
		}
	}
	header := append([]string(nil), table.Header...)
	for len(header) < width {
		header = append(header, "")
	}
	header = append(header, "原文件行号", "原因")
	var out [][]string
	for _, r := range table.Rows {
		if reasons[r.No] == nil {
			continue
		}
		line := append([]string(nil), r.Cells...)
		for len(line) < width {
			line = append(line, "")
		}
		out = append(out, append(line, strconv.Itoa(r.No), strings.Join(reasons[r.No], "；")))
	}
	return len(out), Save(path, "没有导入的行", header, make([]record.Type, len(header)), out)
}
