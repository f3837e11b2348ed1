package exchange_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"crmlab/domain/exchange"
	"crmlab/domain/record"
)

var groupFile = exchange.File{Name: "groups.csv", Kind: "group", Columns: cols("号", "no", "名", "name")}

var itemFile = exchange.File{Name: "items.csv", Kind: "item", Columns: cols("号", "no", "名", "name", "组", "group", "价", "price")}

func goods() []*exchange.Table {
	return []*exchange.Table{
		table("groups.csv", "号|名", "G1|茶", "G2|酒"),
		table("items.csv", "号|名|组|价", "A|龙井|茶|12.50", "B|白干|G2|8"),
	}
}

func TestImportUpdateUndo(t *testing.T) {
	s := open(t)
	m := &exchange.Mapping{Title: "货品表", Files: []exchange.File{groupFile, itemFile}}
	res := s.run(exchange.Options{}, m, goods()...)
	s.count(res, "group", exchange.Count{Created: 2})
	s.count(res, "item", exchange.Count{Created: 2})
	s.want("items", s.all(items.Kind, "no", "name", "group", "price", "sold", "since"), "A|龙井|茶|12.50|上架|2020-01-01", "B|白干|酒|8.00|上架|2020-01-01")
	if res.Entry == nil || res.Entry.Label != "导入 货品表：2 分组、2 货品" {
		t.Errorf("the step is %+v", res.Entry)
	}

	again := s.run(exchange.Options{}, m, goods()...)
	s.count(again, "item", exchange.Count{Unchanged: 2})
	if again.Entry != nil {
		t.Error("an import that changes nothing made a step")
	}

	more := goods()
	more[1].Rows[0].Cells[3] = "13"
	more[1].Rows = append(more[1].Rows, exchange.Row{No: 4, Cells: []string{"C", "黄酒", "酒", "20"}})
	res = s.run(exchange.Options{}, m, more...)
	s.count(res, "item", exchange.Count{Created: 1, Updated: 1, Unchanged: 1})
	if res.Entry.Label != "导入 货品表：2 货品" {
		t.Errorf("the label is %q", res.Entry.Label)
	}
	if res.Sentence() != "新增 1 个货品，更新 1 个货品，未变 2 个分组，未变 1 个货品" {
		t.Errorf("the sentence is %q", res.Sentence())
	}
	s.want("items after the update", s.all(items.Kind, "no", "price"), "A|13.00", "B|8.00", "C|20.00")

	for range 2 {
		if _, err := s.book.Undo(hat); err != nil {
			t.Fatal(err)
		}
	}
	s.want("after undo", s.all(items.Kind, "no"))
	s.want("groups after undo", s.all(groups.Kind, "no"))
	for range 2 {
		if _, err := s.book.Redo(hat); err != nil {
			t.Fatal(err)
		}
	}
	s.want("after redo", s.all(items.Kind, "no", "price"), "A|13.00", "B|8.00", "C|20.00")
}

func TestUpdateTouchesOnlyMappedFields(t *testing.T) {
	s := open(t)
	s.run(exchange.Options{}, &exchange.Mapping{Files: []exchange.File{groupFile, itemFile}}, goods()...)
	prices := exchange.File{Kind: "item", Columns: cols("号", "no", "价", "price", "日", "since")}
	res := s.run(exchange.Options{}, &exchange.Mapping{Title: "调价", Files: []exchange.File{prices}}, table("p.csv", "号|价|日", "A|9|", "Z|1|"))
	s.count(res, "item", exchange.Count{Updated: 1, Refused: 1})
	s.want("items", s.all(items.Kind, "no", "name", "group", "price", "since"), "A|龙井|茶|9.00|", "B|白干|酒|8.00|2020-01-01")
	s.want("refused", refused(res), "p.csv 3 name: 货品名称没有填写", "p.csv 3 group: 分组没有填写")
}

func TestRefusedRowsLeaveTheOthers(t *testing.T) {
	s := open(t)
	m := &exchange.Mapping{Title: "货品", Files: []exchange.File{groupFile, itemFile}}
	rows := table("items.csv", "号|名|组|价",
		"A|龙井|茶|12.50",
		"B|毛尖|没有|1",
		"C|碧螺春|茶|abc",
		"D|普洱|茶|-1",
		"A|龙井二|茶|1",
		"||",
		"E|一二三四五六七八九十一二三四五六七八九十一|茶|1.234",
		"F|红茶|茶|1|多一格",
		"G|绿茶|茶|1||",
		"H|两面派|茶|1",
		"I|白茶|茶|2")
	for _, dry := range []bool{true, false} {
		res := s.run(exchange.Options{DryRun: dry}, m, goods()[0], rows)
		s.count(res, "item", exchange.Count{Created: 3, Refused: 7})
		s.want("refused", refused(res),
			"items.csv 3 group: 分组：找不到分组「没有」",
			"items.csv 4 price: 价格：「abc」不是数字",
			"items.csv 5 price: 价格不能是负数",
			"items.csv 6 : 和 items.csv 第 2 行 是同一个货品",
			"items.csv 8 price: 价格：「1.234」最多 2 位小数",
			"items.csv 9 : 这一行有 5 格，表头只有 4 格，可能是文字里的分隔符没有加引号",
			"items.csv 11 name: 这个名称用不得")
		if x := res.Refused[2]; x.Column != "价" || x.What != "没有保存货品" || x.Fix == "" || x.Kind != "item" {
			t.Errorf("the gate's refusal became %+v", x)
		}
		if dry {
			s.want("a dry run leaves nothing", s.all(items.Kind, "no"))
			if res.Entry != nil {
				t.Error("a dry run made a step")
			}
			continue
		}
		s.want("items", s.all(items.Kind, "no"), "A", "G", "I")
		if res.Entry.Label != "导入 货品：2 分组、3 货品" {
			t.Errorf("the label is %q", res.Entry.Label)
		}
	}
	s.want("a refused row leaves nothing of itself", s.all(notes.Kind, "name"))
}

func TestOptionsOfColumns(t *testing.T) {
	s := open(t)
	s.run(exchange.Options{}, &exchange.Mapping{Files: []exchange.File{groupFile, itemFile}}, goods()...)
	f := exchange.File{Name: "*.csv", Kind: "item", Blank: []string{"NULL"}, SkipIf: map[string]string{"停": "是", "名": ""}, Overflow: "说明", ExtraColumns: "allow",
		Constants: map[string]string{"rare": "是"},
		Columns: []exchange.Column{
			{From: "id", Field: "no", Number: "P-%03d"},
			{Template: "{姓}·{名}", Field: "name"},
			{From: "类", Field: "group", Link: "no", Number: "G%d"},
			{From: "价", Field: "price", Prefix: "约", Suffix: "元"},
			{From: "率", Field: "rate", Factor: "100"},
			{From: "态", Field: "sold", Values: map[string]string{"0": "on", "1": "下架"}},
			{From: "日", Field: "since", Date: "dd/MM/yyyy"},
			{From: "说明", Field: "story"},
			{From: "关", Field: "related", Number: "P-%03d"},
			{From: "色", Field: "colour", Blank: []string{"-"}},
		}}
	rows := table("x.csv", "id|姓|名|类|价|率|态|日|停|说明|关|色",
		"7|甲|一|1|约1,234.50元|0.15000000596|1|03/11/2026|否|街一|二|NULL|红",
		"8|NULL|二|2|NULL|NULL|NULL|NULL||平|A、7|-",
		"9|甲|三|1|1|0|0|01/01/2020|是|平||",
		"10|甲|NULL|1|1|0|0|01/01/2020|否|平||",
		"11|丙|四|1|1|0|0|31/02/2026|否|平||")
	res := s.run(exchange.Options{}, &exchange.Mapping{Files: []exchange.File{f}}, rows)
	s.count(res, "item", exchange.Count{Created: 2, Refused: 1})
	s.want("refused", refused(res), "x.csv 6 since: 上市日期：「31/02/2026」不是 dd/MM/yyyy 样子的日期")
	got := s.all(items.Kind, "no", "name", "group", "price", "rate", "sold", "since", "related", "colour", "rare")[2:]
	s.want("items", got,
		"P-007|甲·一|茶|1234.50|15|下架|2026-11-03||红|是",
		"P-008|·二|酒|0.00|0|上架||龙井、甲·一||是")
	s.read(func(r record.Reader) error {
		id, _, err := r.ByNumber(items.Kind, "P-007")
		if err != nil {
			return err
		}
		rec, err := r.Load(items.Kind, id)
		if err == nil && rec.(*item).Story != "街一,二" {
			t.Errorf("the broken text is %q", rec.(*item).Story)
		}
		return err
	})
}

func TestLinksToRowsFurtherDown(t *testing.T) {
	s := open(t)
	m := &exchange.Mapping{Files: []exchange.File{{Kind: "employee", Columns: cols("id", "no", "名", "name", "上级", "boss")}}}
	rows := table("e.csv", "id|名|上级", "1|甲|2", "2|乙|", "3|丙|9", "4|丁|3", "5|戊|5")
	res := s.run(exchange.Options{}, m, rows)
	s.count(res, "employee", exchange.Count{Created: 3, Refused: 2})
	s.want("refused", refused(res), "e.csv 4 boss: 上级：找不到员工「9」", "e.csv 5 boss: 上级：找不到员工「3」")
	s.want("employees", s.all(employees.Kind, "no", "boss"), "E-0001|", "1|乙", "2|", "5|戊")
	s.count(s.run(exchange.Options{}, m, rows), "employee", exchange.Count{Unchanged: 3, Refused: 2})
}

func TestKeysOfSeveralFields(t *testing.T) {
	s := open(t)
	s.run(exchange.Options{}, &exchange.Mapping{Files: []exchange.File{groupFile, itemFile}}, goods()...)
	m := &exchange.Mapping{Files: []exchange.File{{Kind: "item", Key: []string{"name", "group"}, Columns: cols("名", "name", "组", "group", "价", "price")}}}
	res := s.run(exchange.Options{}, m, table("i.csv", "名|组|价", "龙井|茶|1", "龙井|酒|2", "白干|酒|8"))
	s.count(res, "item", exchange.Count{Created: 1, Updated: 1, Unchanged: 1})
	s.count(s.run(exchange.Options{}, m, table("i.csv", "名|组|价", "龙井|酒|3")), "item", exchange.Count{Updated: 1})
	s.want("items", s.all(items.Kind, "name", "group", "price"), "龙井|茶|1.00", "白干|酒|8.00", "龙井|酒|3.00")
}

// TestOneFileCompletesAnother counts a record that one file makes and another changes
// once, as created.
func TestOneFileCompletesAnother(t *testing.T) {
	s := open(t)
	off := exchange.File{Name: "items.csv", Kind: "item", ExtraColumns: "allow", Columns: cols("号", "no"), Constants: map[string]string{"sold": "off"}}
	m := &exchange.Mapping{Files: []exchange.File{groupFile, itemFile, off}}
	res := s.run(exchange.Options{}, m, goods()...)
	s.count(res, "item", exchange.Count{Created: 2})
	s.want("items", s.all(items.Kind, "no", "sold"), "A|下架", "B|下架")
	s.count(s.run(exchange.Options{}, m, goods()...), "item", exchange.Count{Unchanged: 2})
}

func TestMistakesAreToldBeforeAnythingIsWritten(t *testing.T) {
	base := func() (*exchange.Mapping, []*exchange.Table) {
		f := itemFile
		f.Columns = append([]exchange.Column(nil), itemFile.Columns...)
		return &exchange.Mapping{Files: []exchange.File{groupFile, f}}, goods()
	}
	cases := []struct {
		name, code, why string
		spoil           func(*exchange.Mapping, []*exchange.Table)
	}{
		{"no file in the mapping", "import.mapping", "没有文件", func(m *exchange.Mapping, _ []*exchange.Table) { m.Files = nil }},
		{"missing file", "import.file", "没有找到", func(m *exchange.Mapping, _ []*exchange.Table) { m.Files[1].Name = "x.csv" }},
		{"missing sheet", "import.file", "没有找到", func(m *exchange.Mapping, _ []*exchange.Table) { m.Files[1].Sheet = "S" }},
		{"unknown kind", "import.kind", "「thing」", func(m *exchange.Mapping, _ []*exchange.Table) { m.Files[1].Kind = "thing" }},
		{"unknown field", "import.field", "「weight」", func(m *exchange.Mapping, _ []*exchange.Table) { m.Files[1].Columns[1].Field = "weight" }},
		{"system field", "import.field", "由系统填写", func(m *exchange.Mapping, _ []*exchange.Table) { m.Files[1].Columns[1].Field = "stamp" }},
		{"field mapped twice", "import.field", "两次", func(m *exchange.Mapping, _ []*exchange.Table) { m.Files[1].Columns[1].Field = "no" }},
		{"missing column", "import.column", "没有「价」", func(_ *exchange.Mapping, ts []*exchange.Table) { ts[1].Header[3] = "单价" }},
		{"extra column", "import.extra", "「单价」", func(_ *exchange.Mapping, ts []*exchange.Table) { ts[1].Header = append(ts[1].Header, "单价") }},
		{"required field left out", "import.required", "「分组」", func(m *exchange.Mapping, _ []*exchange.Table) {
			m.Files[1].Columns = cols("名", "name")
			m.Files[1].ExtraColumns = "allow"
		}},
		{"key not mapped", "import.key", "「since」", func(m *exchange.Mapping, _ []*exchange.Table) { m.Files[1].Key = []string{"since"} }},
		{"key not in memory", "import.key", "「备注」", func(m *exchange.Mapping, _ []*exchange.Table) {
			m.Files[1].Columns[1].Field = "remark"
			m.Files[1].Key = []string{"remark"}
		}},
		{"unknown action", "import.action", "「fly」", func(m *exchange.Mapping, _ []*exchange.Table) { m.Files[1].Then = []string{"fly"} }},
		{"broken number pattern", "import.mapping", "P-%s", func(m *exchange.Mapping, _ []*exchange.Table) { m.Files[1].Columns[0].Number = "P-%s" }},
		{"broken factor", "import.mapping", "1e9", func(m *exchange.Mapping, _ []*exchange.Table) { m.Files[1].Columns[3].Factor = "1e9" }},
		{"factor of a text", "import.mapping", "100", func(m *exchange.Mapping, _ []*exchange.Table) { m.Files[1].Columns[1].Factor = "100" }},
		{"date pattern of a text", "import.mapping", "dd/MM/yyyy", func(m *exchange.Mapping, _ []*exchange.Table) { m.Files[1].Columns[1].Date = "dd/MM/yyyy" }},
		{"link by an unknown field", "import.mapping", "code", func(m *exchange.Mapping, _ []*exchange.Table) { m.Files[1].Columns[2].Link = "code" }},
		{"lines of no field", "import.field", "「rows」", func(m *exchange.Mapping, _ []*exchange.Table) { m.Files[1].Into = "rows" }},
		{"repeat of something else", "import.mapping", "last", func(m *exchange.Mapping, _ []*exchange.Table) { m.Files[1].Repeat = "last" }},
		{"extra columns of something else", "import.mapping", "maybe", func(m *exchange.Mapping, _ []*exchange.Table) { m.Files[1].ExtraColumns = "maybe" }},
	}
	s := open(t)
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			m, tables := base()
			c.spoil(m, tables)
			_, err := exchange.Run(context.Background(), s.book, hat, m, tables, exchange.Options{})
			if !record.IsRefusal(err, c.code) || !strings.Contains(err.Error(), c.why) {
				t.Fatalf("got %v, want %s with %q", err, c.code, c.why)
			}
			for _, r := range record.RefusalsIn(err) {
				if r.What == "" || r.Why == "" || r.Fix == "" {
					t.Errorf("half a refusal: %+v", r)
				}
			}
		})
	}
	s.want("groups", s.all(groups.Kind, "no"))
}

func TestRights(t *testing.T) {
	s := open(t)
	s.rights = allRights &^ record.Import
	m := &exchange.Mapping{Files: []exchange.File{groupFile}}
	_, err := exchange.Run(context.Background(), s.book, hat, m, goods()[:1], exchange.Options{})
	if !record.IsRefusal(err, "right") {
		t.Fatalf("without the right to import: %v", err)
	}
	s = open(t)
	s.rights = allRights &^ record.Create
	res := s.run(exchange.Options{}, m, goods()[0])
	s.count(res, "group", exchange.Count{Refused: 2})
	if !strings.Contains(res.Refused[0].Why, "「新增」") {
		t.Errorf("without the right to create: %+v", res.Refused[0])
	}
}

func TestProgressAndCancel(t *testing.T) {
	s := open(t)
	rows := table("g.csv", "号|名")
	for i := range 250 {
		rows.Rows = append(rows.Rows, exchange.Row{No: i + 2, Cells: []string{"", "组"}})
	}
	m := &exchange.Mapping{Files: []exchange.File{{Kind: "group", Columns: cols("号", "no", "名", "name")}}}
	var seen []int
	s.run(exchange.Options{DryRun: true, Progress: func(done, total int) {
		if total != 250 {
			t.Fatalf("total is %d", total)
		}
		seen = append(seen, done)
	}}, m, rows)
	if len(seen) < 3 || seen[0] != 100 || seen[len(seen)-1] != 250 {
		t.Errorf("progress was %v", seen)
	}
	ctx, cancel := context.WithCancel(context.Background())
	_, err := exchange.Run(ctx, s.book, hat, m, []*exchange.Table{rows}, exchange.Options{Progress: func(int, int) { cancel() }})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("cancelled: %v", err)
	}
	s.want("nothing is left", s.all(groups.Kind, "no"))
}

// TestRefusedRowsComeAgain imports what was refused after it was put right: the columns
// behind the rows, and those without name and content, are passed over.
func TestRefusedRowsComeAgain(t *testing.T) {
	s := open(t)
	m := &exchange.Mapping{Files: []exchange.File{groupFile}}
	f := groupFile
	f.Overflow = "名"
	m.Files[0] = f
	res := s.run(exchange.Options{}, m, table("groups.csv", "号|名", "G1|茶", "G2|一二三四五六七八九十|一二三四五六七八九十"))
	s.want("refused", refused(res), "groups.csv 3 name: 分组名称有 21 个字，最多 20 个")
	s.want("the row as it was read", res.Refused[0].Cells, "G2", "一二三四五六七八九十,一二三四五六七八九十")
	res = s.run(exchange.Options{}, m, table("groups.csv", "号|名||"+exchange.MarkRow+"|"+exchange.MarkWhy, "G2|酒||3|太长"))
	s.count(res, "group", exchange.Count{Created: 1})
	s.read(func(r record.Reader) error {
		g := exchange.Guess(r, groups.Kind, table("groups.csv", "编号|名称|"+exchange.MarkRow+"|"+exchange.MarkWhy))
		if len(g.Columns) != 2 {
			t.Errorf("guessed %+v", g.Columns)
		}
		return nil
	})
}

// TestHalfDoneRowIsTakenBack refuses a row after the gate's rules have written for it,
// where nothing else would make the import start again.
func TestHalfDoneRowIsTakenBack(t *testing.T) {
	s := open(t)
	rename := exchange.File{Name: "names.csv", Kind: "item", Columns: cols("号", "no", "新名", "name")}
	m := &exchange.Mapping{Title: "货品", Files: []exchange.File{groupFile, itemFile, rename}}
	res := s.run(exchange.Options{}, m, append(goods(), table("names.csv", "号|新名", "A|两面派", "B|二锅头"))...)
	s.count(res, "item", exchange.Count{Created: 2, Refused: 1})
	s.want("items", s.all(items.Kind, "no", "name"), "A|龙井", "B|二锅头")
	s.want("notes", s.all(notes.Kind, "name"))
	if res.Entry.Label != "导入 货品：2 分组、2 货品" {
		t.Errorf("the label is %q", res.Entry.Label)
	}
}
