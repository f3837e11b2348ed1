package kit

import (
	"errors"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"crmlab/ui/theme"
)

var businessDay = time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)

func today() time.Time { return businessDay }

var levels = []Option{{Value: "A", Label: "A 重点"}, {Value: "B", Label: "B 普通"}, {Value: "C", Label: "C 非优先"}}

var people = []Option{
	{Value: "e1", Label: "李军", Detail: "销售部 lj"}, {Value: "e2", Label: "王芳", Detail: "销售部 wf"},
	{Value: "e3", Label: "陈晨", Detail: "市场部 cc"}, {Value: "e4", Label: "周强", Detail: "销售经理 zq"},
}

func sampleForm() (*EditForm, map[string]Input) {
	money, rate, area := MoneyField(), PercentField(), TextArea(3)
	area.Placeholder = "客户的背景、偏好和注意事项"
	f := map[string]Input{
		"name":   &TextField{MaxRunes: 100},
		"level":  &ChoiceField{Options: levels, Nullable: true},
		"owner":  &Picker{Find: func(q string) []Option { return filterOptions(people, q) }, Create: "新增员工…"},
		"credit": money,
		"rate":   rate,
		"since":  &DateField{Today: today},
		"team":   &PickerMulti{Find: func(q string) []Option { return filterOptions(people, q) }},
		"tags":   &MultiChoice{Options: levels},
		"active": &CheckField{Text: "允许赊销"},
		"number": &TextField{},
		"staff":  &NumberField{Unit: "人", Grouped: true},
		"note":   area,
	}
	form := &EditForm{
		Columns: 3,
		Sections: []Section{
			{Title: "基本信息", Fields: []*Field{
				{ID: "number", Label: "客户编号", Widget: f["number"], ReadOnly: true, Hint: "保存时自动编号"},
				{ID: "name", Label: "客户名称", Required: true, Widget: f["name"], Span: 2},
				{ID: "level", Label: "级别", Required: true, Widget: f["level"]},
				{ID: "owner", Label: "负责人", Required: true, Widget: f["owner"]},
				{ID: "since", Label: "成立日期", Widget: f["since"]},
			}},
			{Title: "信用", Fields: []*Field{
				{ID: "credit", Label: "信用额度(元)", Widget: f["credit"], Validate: func() error {
					if d, _ := money.Decimal(); d.IsZero() {
						return errors.New("信用额度要大于 0")
					}
					return nil
				}},
				{ID: "rate", Label: "客户折扣", Widget: f["rate"], Hint: "报价和订单自动采用"},
				{ID: "staff", Label: "员工人数", Widget: f["staff"]},
				{ID: "active", Label: "赊销", Widget: f["active"]},
				{ID: "tags", Label: "标签", Widget: f["tags"]},
				{ID: "team", Label: "协作人", Widget: f["team"], Span: -1},
				{ID: "note", Label: "备注", Widget: f["note"], Span: -1},
			}},
		},
		OnSave: func(bool) error { return nil }, OnCancel: func() {}, WithNext: true,
	}
	return form, f
}

func fillSample(form *EditForm) {
	form.SetValues(map[string]string{
		"number": "C-0237", "name": "锦绣家居有限公司", "level": "A", "credit": "1286400", "rate": "8.5",
		"since": "2011-04-18", "tags": "A,C", "active": "true", "staff": "1260",
	})
	form.boxes["team"].field.Widget.(*PickerMulti).SetValues([]string{"e1", "e2"})
}

func formPage() (fyne.CanvasObject, *EditForm) {
	form, _ := sampleForm()
	page := Page{Title: Heading("新增客户"), Body: form}
	return &Frame{Content: page.Object(), Ground: theme.ColorGround}, form
}

func TestFormPictures(t *testing.T) {
	page, form := formPage()
	w, _ := stage(t, page, 846, 722)
	fillSample(form)
	form.FocusField("name")
	shoot(t, w, "form")
	form.SetValues(map[string]string{"name": "", "level": "", "credit": "很多", "since": "2026-2-30"})
	form.Save(false)
	shoot(t, w, "form-wrong")
}

func TestPopupPictures(t *testing.T) {
	page, form := formPage()
	w, _ := stage(t, page, 846, 722)
	fillSample(form)
	form.boxes["owner"].field.Widget.(*Picker).TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	shoot(t, w, "picker")
	press(w, fyne.KeyEscape)
	form.boxes["since"].field.Widget.(*DateField).openMonth()
	shoot(t, w, "month")
	press(w, fyne.KeyEscape)
	test.Tap(form.boxes["tags"].field.Widget.(*MultiChoice))
	shoot(t, w, "multichoice")
	press(w, fyne.KeyEscape)
	test.Tap(form.boxes["level"].field.Widget.(*ChoiceField))
	shoot(t, w, "choice")
}

func listPage() (fyne.CanvasObject, *RowTable, *QueryBar, *Pager) {
	table := sampleTable(13)
	bar := &QueryBar{
		Inputs: []QueryInput{
			{ID: "number", Widget: &TextField{Placeholder: "客户编号"}, Width: 84},
			{ID: "name", Widget: &TextField{Placeholder: "客户名称"}, Width: 130},
			{ID: "category", Widget: &ChoiceField{Options: levels, Placeholder: "分类", Nullable: true}, Width: 90},
			{ID: "owner", Widget: &ChoiceField{Options: people, Placeholder: "负责人", Nullable: true}, Width: 90},
		},
		OnQuery: func() {}, OnAdvanced: func() {}, OnReset: func() {},
		Right: []fyne.CanvasObject{&Button{Text: "列", Kind: Ghost}},
	}
	pager := &Pager{Total: 236, Page: 1}
	body := &Card{Flush: true, Content: Stack{Fill: table}.Of(table, Divider(), pager)}
	page := Page{
		Title:   Heading("客户档案"),
		Beside:  []fyne.CanvasObject{Hint("共 236 条")},
		Actions: []fyne.CanvasObject{&Button{Text: "导入"}, &Button{Text: "导出", Reason: "没有可以导出的记录"}, &Button{Text: "新增客户", Kind: Primary}},
		Body:    Stack{Gap: 10, Fill: body}.Of(bar, body),
	}
	return &Frame{Content: page.Object(), Ground: theme.ColorGround}, table, bar, pager
}

func TestListPicturesInBothModes(t *testing.T) {
	page, table, _, _ := listPage()
	w, _ := stage(t, page, 846, 722)
	table.Checks = true
	table.Summary = func(col int) Cell {
		return Cell{Text: map[int]string{0: "合计", 6: "4,327,260.00"}[col]}
	}
	table.Refresh()
	table.Select(2)
	table.toggle(1)
	w.Canvas().Focus(table)
	shoot(t, w, "list-checks")
	fyne.CurrentApp().Settings().SetTheme(theme.New(theme.Dark))
	test.ApplyTheme(t, theme.New(theme.Dark))
	shoot(t, w, "list-dark")
}
