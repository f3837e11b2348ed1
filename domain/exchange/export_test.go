package exchange_test

import (
	"slices"
	"testing"

	"crmlab/domain/exchange"
	"crmlab/domain/record"
)

// stocked is a shop whose records try what an export could lose.
func stocked(t *testing.T) *shop {
	s := open(t)
	groupRows := table("groups.csv", "号|名", "G1|茶", "G2|茶", "G3|G1", "G4|酒、水", "G5|果")
	itemRows := table("items.csv", "no|name|group|price|rate|count|sold|rare|since|story|related|colour|remark",
		"A|龙井|G1|-0|1.5|-3|on|是|2026-11-23|第一行; \"引号\"||=红|",
		"B|毛尖|G2|1234567.89|0|0|off|否|||A||备注",
		"C|水|G3|1|0|0|on|否|||A、B||",
		"D|酒|G4|1|0|0|on|否||||007|",
		"E|瓜|G5|1|0|0|on|否||||-|")
	f := exchange.File{Name: "items.csv", Kind: "item"}
	for _, h := range itemRows.Header {
		f.Columns = append(f.Columns, col(h, h))
	}
	res := s.run(exchange.Options{}, &exchange.Mapping{Files: []exchange.File{groupFile, f,
		{Name: "slips.csv", Kind: "slip", Columns: cols("单号", "no", "买家", "buyer")},
		{Name: "lines.csv", Kind: "slip", Into: "lines", Parent: "单号", Columns: cols("货", "item", "量", "qty", "附", "note")}}},
		groupRows, itemRows, table("slips.csv", "单号|买家", "S1|G1"), table("lines.csv", "单号|货|量|附", "S1|A|0.5|x", "S1|A|2|"))
	s.want("refused", refused(res))
	return s
}

func (s *shop) export(k *record.Kind, opt exchange.ExportOptions, columns ...string) *exchange.Export {
	s.Helper()
	var x *exchange.Export
	s.read(func(r record.Reader) (err error) {
		x, err = exchange.Rows(r, record.Query{Kind: k, Sort: []record.Sort{{Field: "no"}}}, columns, opt)
		return err
	})
	return x
}

func asTable(file string, x *exchange.Export) *exchange.Table {
	t := &exchange.Table{File: file, Header: x.Header}
	for i, cells := range x.Rows {
		t.Rows = append(t.Rows, exchange.Row{No: i + 2, Cells: cells})
	}
	return t
}

// TestExportThenImportIsTheIdentity exports every kind, lets the wizard guess what it is
// and imports it: into the same book nothing changes, into an empty one all is the same.
func TestExportThenImportIsTheIdentity(t *testing.T) {
	for _, opt := range []exchange.ExportOptions{{}, {LinksByNumber: true}} {
		s := stocked(t)
		m := &exchange.Mapping{Title: "全部"}
		var tables []*exchange.Table
		for _, k := range []*record.Kind{groups.Kind, items.Kind, slips.Kind} {
			x := asTable(k.Name+".csv", s.export(k, opt))
			tables = append(tables, x)
			s.read(func(r record.Reader) error {
				f := exchange.Guess(r, k, x)
				f.Name = x.File
				m.Files = append(m.Files, f)
				return nil
			})
		}
		var lines *exchange.Table
		s.read(func(r record.Reader) error {
			x, err := exchange.LineRows(r, record.Query{Kind: slips.Kind}, slips.Field("lines"), opt)
			if err != nil {
				return err
			}
			lines = asTable("lines.csv", x)
			f := exchange.GuessLines(slips.Kind, slips.Field("lines"), lines)
			f.Name = "lines.csv"
			m.Files = append(m.Files, f)
			return nil
		})
		tables = append(tables, lines)
		res := s.run(exchange.Options{}, m, tables...)
		if res.Entry != nil || len(res.Refused) > 0 {
			t.Errorf("%+v: the same book changed: %v %v", opt, res.Entry, refused(res))
		}
		empty := open(t)
		res = empty.run(exchange.Options{}, m, tables...)
		empty.want("refused", refused(res))
		for _, k := range []*record.Kind{groups.Kind, items.Kind, slips.Kind} {
			a, b := s.export(k, opt), empty.export(k, opt)
			if !slices.EqualFunc(a.Rows, b.Rows, slices.Equal) {
				t.Errorf("%+v: %s\nwas %q\nis  %q", opt, k.Name, a.Rows, b.Rows)
			}
		}
		empty.want("lines", empty.lines(), s.lines()...)
	}
}

func TestExport(t *testing.T) {
	s := stocked(t)
	x := s.export(items.Kind, exchange.ExportOptions{}, "no", "group", "price", "sold", "stamp", "story", "colour")
	if want := []string{"编号", "分组", "价格", "状态（sold）", "状态（stamp）", "说明", "颜色"}; !slices.Equal(x.Header, want) {
		t.Errorf("header %q", x.Header)
	}
	if x.Types[2] != record.TypeMoney || x.Names[1] != "group" {
		t.Errorf("types %v, names %v", x.Types, x.Names)
	}
	if want := []string{"B", "G2", "1234567.89", "下架", "", "", ""}; !slices.Equal(x.Rows[1], want) {
		t.Errorf("a shared title is %q", x.Rows[1])
	}
	if x.Rows[2][1] != "G3" || x.Rows[3][1] != "G4" || x.Rows[4][1] != "果" || x.Rows[0][5] != "第一行; \"引号\"" {
		t.Errorf("rows %q", x.Rows)
	}
	s.read(func(r record.Reader) error {
		if _, err := exchange.Rows(r, record.Query{Kind: items.Kind}, []string{"weight"}, exchange.ExportOptions{}); !record.IsRefusal(err, "export.field") {
			t.Errorf("an unknown column gave %v", err)
		}
		return nil
	})
	s = open(t)
	s.rights = allRights &^ record.Export
	s.read(func(r record.Reader) error {
		if _, err := exchange.Rows(r, record.Query{Kind: items.Kind}, nil, exchange.ExportOptions{}); !record.IsRefusal(err, "right") {
			t.Errorf("without the right to export: %v", err)
		}
		if _, err := exchange.LineRows(r, record.Query{Kind: slips.Kind}, slips.Field("lines"), exchange.ExportOptions{}); !record.IsRefusal(err, "right") {
			t.Errorf("lines without the right to export: %v", err)
		}
		return nil
	})
}

func TestGuess(t *testing.T) {
	s := open(t)
	s.read(func(r record.Reader) error {
		f := exchange.Guess(r, items.Kind, table("x.csv", "货品编号|*货品名称|分组名称|价格（万元）|Rate|颜色|供应商|状态", "1|a|b|NULL|1|红|x|上架"))
		var got []string
		for _, c := range f.Columns {
			got = append(got, c.From+"="+c.Field+c.Factor)
		}
		s.want("columns", got, "货品编号=no", "*货品名称=name", "分组名称=group", "价格（万元）=price10000", "Rate=rate", "颜色=colour", "状态=sold")
		s.want("key", f.Key, "no")
		s.want("blank", f.Blank, "NULL")
		if f.ExtraColumns != "allow" || f.Kind != "item" {
			t.Errorf("guessed %+v", f)
		}
		f = exchange.Guess(r, items.Kind, table("x.csv", "名称|分组"))
		s.want("key without a number", f.Key, "name", "group")
		f = exchange.GuessLines(slips.Kind, slips.Field("lines"), table("x.csv", "单据编号|货品|数量|小计"))
		if f.Parent != "单据编号" || f.Into != "lines" || len(f.Columns) != 2 {
			t.Errorf("lines guessed %+v", f)
		}
		return nil
	})
}
