package kit

import (
	"testing"

	"fyne.io/fyne/v2"

	"crmlab/ui/theme"
)

var sampleRows = [][]string{
	{"C-0001", "中关村恒通科技有限公司", "企业", "A 重点", "李军", "北京 海淀", "1,286,400.00", "执行中"},
	{"C-0002", "上海浦江贸易有限公司", "企业", "B 普通", "王芳", "上海 浦东", "432,900.00", "跟进中"},
	{"C-0003", "刘建国", "个人", "C 非优先", "王芳", "河北 石家庄", "18,600.00", "成交"},
	{"C-0004", "广州粤达电子商行", "企业", "A 重点", "陈晨", "广东 广州", "987,250.00", "逾期"},
	{"C-0005", "成都锦城设计院", "企业", "B 普通", "李军", "四川 成都", "266,300.00", "跟进中"},
	{"C-0008", "张晓梅", "个人", "C 非优先", "李军", "江苏 南京", "6,480.00", "新建"},
}

var sampleTones = map[string]Tone{"执行中": ToneGreen, "跟进中": ToneBlue, "成交": ToneGreen, "逾期": ToneRed, "新建": ToneGrey}

func sampleColumns() []Column {
	return []Column{
		{ID: "number", Title: "编号", Kind: LinkColumn, Width: 75, Weight: 0.1, Sortable: true},
		{ID: "name", Title: "客户名称", Kind: LinkColumn, Width: 160, Weight: 2, Sortable: true},
		{ID: "category", Title: "分类", Width: 56, Weight: 0.1},
		{ID: "level", Title: "级别", Width: 80, Weight: 0.1},
		{ID: "owner", Title: "负责人", Width: 70, Weight: 0.1},
		{ID: "region", Title: "地区", Width: 110},
		{ID: "total", Title: "累计销售额(元)", Kind: MoneyColumn, Sortable: true},
		{ID: "state", Title: "状态", Kind: ChipColumn},
	}
}

func sampleTable(count int) *RowTable {
	return &RowTable{
		Columns: sampleColumns(),
		Count:   func() int { return count },
		Cell: func(row, col int) Cell {
			r := sampleRows[row%len(sampleRows)]
			return Cell{Text: r[col], Tone: map[bool]Tone{true: sampleTones[r[col]]}[col == 7]}
		},
		Sort:  Sort{Column: "name", Order: Ascending},
		Empty: EmptyState{Text: "还没有客户。", Button: "新增客户"},
	}
}

func TestListPagePicture(t *testing.T) {
	table := sampleTable(13)
	page := Page{
		Title:   Heading("客户档案"),
		Beside:  []fyne.CanvasObject{Hint("共 236 条")},
		Actions: []fyne.CanvasObject{&Button{Text: "导入"}, &Button{Text: "导出", Reason: "没有可以导出的记录"}, &Button{Text: "新增客户", Kind: Primary}},
		Body:    &Card{Flush: true, Content: table},
	}
	w, _ := stage(t, &Frame{Content: page.Object(), Ground: theme.ColorGround}, 846, 722)
	table.Select(2)
	w.Canvas().Focus(table)
	shoot(t, w, "list")
}
