package exchange_test

import (
	"testing"

	"crmlab/domain/exchange"
)

func slipFiles() []exchange.File {
	return []exchange.File{groupFile, itemFile,
		{Name: "slips.csv", Kind: "slip", Then: []string{"adopt"}, Columns: cols("单号", "no", "买家", "buyer")},
		{Name: "lines.csv", Kind: "slip", Into: "lines", Parent: "单号", Columns: cols("货", "item", "量", "qty")}}
}

func withSlips(slips, lines *exchange.Table) []*exchange.Table { return append(goods(), slips, lines) }

func TestLinesGoIntoTheirRecord(t *testing.T) {
	s := open(t)
	m := &exchange.Mapping{Title: "单据", Files: slipFiles()}
	tables := withSlips(table("slips.csv", "单号|买家", "S1|茶", "S2|酒"), table("lines.csv", "单号|货|量", "S2|A|1", "S1|A|2", "S1|B|0.5"))
	res := s.run(exchange.Options{}, m, tables...)
	s.count(res, "slip", exchange.Count{Created: 2, Lines: 3})
	s.want("lines", s.lines(), "S1|龙井|2|", "S1|白干|0.5|", "S2|龙井|1|")
	s.want("slips", s.all(slips.Kind, "no", "state", "total"), "S1|历史|29.00", "S2|历史|12.50")
	if res.Entry.Label != "导入 单据：2 分组、2 货品、2 单据" {
		t.Errorf("the label is %q", res.Entry.Label)
	}

	s.count(s.run(exchange.Options{}, m, tables...), "slip", exchange.Count{Unchanged: 2, Lines: 3})
	tables[3].Rows[0].Cells[2] = "9"
	res = s.run(exchange.Options{}, m, tables...)
	s.count(res, "slip", exchange.Count{Unchanged: 1, Refused: 1, Lines: 2})
	s.want("a record of the past stays", refused(res), "slips.csv 3 : 它现在是「历史」，内容已锁定", "lines.csv 2 : 它所属的单据「S2」没有导入")
}

func TestOneBadLineRefusesItsRecord(t *testing.T) {
	s := open(t)
	m := &exchange.Mapping{Files: slipFiles()}
	tables := withSlips(
		table("slips.csv", "单号|买家", "S1|茶", "S2|酒", "S3|没有", "S4|茶", "S5|茶", "S6|茶"),
		table("lines.csv", "单号|货|量", "S1|A|2", "S1|没有|1", "S2|A|1", "S3|A|1", "S4|A|-1", "S4|B|1", "S9|A|1", "S6|A|1|多"))
	res := s.run(exchange.Options{}, m, tables...)
	s.count(res, "slip", exchange.Count{Created: 1, Refused: 5, Lines: 1})
	s.want("refused", refused(res),
		"slips.csv 2 lines: 它在 lines.csv 第 3 行的明细有错",
		"slips.csv 4 buyer: 买家：找不到分组「没有」",
		"slips.csv 5 lines: 它在 lines.csv 第 6 行的明细有错",
		"slips.csv 6 : 单据没有明细",
		"slips.csv 7 lines: 它在 lines.csv 第 9 行的明细有错",
		"lines.csv 2 : 它所属的单据「S1」没有导入",
		"lines.csv 3 item: 货品：找不到货品「没有」",
		"lines.csv 5 : 它所属的单据「S3」没有导入",
		"lines.csv 6 qty: 明细第 1 行：数量应大于 0",
		"lines.csv 7 : 它所属的单据「S4」没有导入",
		"lines.csv 8 : 文件里没有它所属的单据「S9」",
		"lines.csv 9 : 这一行有 4 格，表头只有 3 格，可能是文字里的分隔符没有加引号")
	s.want("lines", s.lines(), "S2|龙井|1|")
	if n := res.RefusedRows(); n != 12 {
		t.Errorf("%d rows were refused", n)
	}
}

func TestFlatFileRepeatsItsRecord(t *testing.T) {
	s := open(t)
	s.run(exchange.Options{}, &exchange.Mapping{Files: []exchange.File{groupFile, itemFile}}, goods()...)
	m := &exchange.Mapping{Files: []exchange.File{
		{Kind: "slip", Repeat: "first", ExtraColumns: "allow", Columns: cols("单号", "no", "买家", "buyer")},
		{Kind: "slip", Into: "lines", Parent: "单号", ExtraColumns: "allow", Columns: cols("货", "item", "量", "qty")}}}
	flat := table("flat.csv", "单号|买家|货|量", "S1|茶|A|1", "S1|茶|B|2", "S2|酒|B|3")
	res := s.run(exchange.Options{}, m, flat)
	s.count(res, "slip", exchange.Count{Created: 2, Lines: 3})
	s.want("lines", s.lines(), "S1|龙井|1|", "S1|白干|2|", "S2|白干|3|")
	if res.Entry.Label != "导入 flat.csv：2 单据" {
		t.Errorf("the label is %q", res.Entry.Label)
	}
}

func TestLinesOfRecordsThatAreThere(t *testing.T) {
	s := open(t)
	files := slipFiles()
	files[2].Then = nil
	s.run(exchange.Options{}, &exchange.Mapping{Files: files}, withSlips(table("slips.csv", "单号|买家", "S1|茶", "S2|茶"), table("lines.csv", "单号|货|量", "S1|A|2", "S1|B|1"))...)
	notesOnly := exchange.File{Kind: "slip", Into: "lines", Parent: "单号", Key: []string{"item"}, Columns: cols("货", "item", "附", "note", "量", "qty")}
	m := &exchange.Mapping{Files: []exchange.File{notesOnly}}
	res := s.run(exchange.Options{}, m, table("n.csv", "单号|货|附|量", "S1|B|急|1", "S1|A||2", "S7|A||1", "S2|A||x"))
	s.count(res, "slip", exchange.Count{Updated: 1, Refused: 2, Lines: 2})
	s.want("lines", s.lines(), "S1|白干|1|急", "S1|龙井|2|")
	s.want("refused", refused(res), "n.csv 4 : 找不到单据「S7」", "n.csv 5 qty: 数量：「x」不是数字")
}
