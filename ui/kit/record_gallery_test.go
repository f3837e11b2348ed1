package kit

import (
	"errors"
	"image"
	"image/color"
	"image/draw"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"crmlab/ui/theme"
)

func recordPage() (fyne.CanvasObject, *Tabs) {
	lines := &RowTable{
		Fit: true,
		Columns: []Column{
			{ID: "n", Width: 38}, {ID: "product", Title: "产品", Width: 220, Weight: 3}, {ID: "unit", Title: "单位", Width: 56, Weight: 0.1},
			{ID: "count", Title: "数量", Kind: NumberColumn}, {ID: "price", Title: "单价", Kind: MoneyColumn, Width: 90},
			{ID: "discount", Title: "折扣", Width: 90, Weight: 0.1}, {ID: "sum", Title: "小计", Kind: MoneyColumn, Width: 100},
		},
		Count: func() int { return 3 },
		Cell: func(row, col int) Cell {
			return Cell{Text: [][]string{
				{"1", "P-0012 激光打印机 M203", "台", "20", "1,899.00", "10% 销量", "34,182.00"},
				{"2", "P-0031 碎纸机 S8", "台", "5", "899.00", "8% 客户", "4,135.40"},
				{"3", "P-0105 上门安装", "次", "20", "60.00", "—", "1,200.00"},
			}[row][col]}
		},
		Summary: func(col int) Cell { return Cell{Text: map[int]string{1: "合计", 6: "44,654.66"}[col]} },
	}
	plan := &RowTable{
		Columns: []Column{{ID: "n", Title: "期", Width: 60}, {ID: "due", Title: "到期日", Kind: DateColumn, Weight: 1},
			{ID: "share", Title: "比例", Kind: NumberColumn}, {ID: "sum", Title: "金额", Kind: MoneyColumn}, {ID: "state", Title: "状态", Kind: ChipColumn}},
		Count: func() int { return 3 },
		Cell: func(row, col int) Cell {
			return Cell{Text: []string{"1", "2026-12-10", "40%", "17,861.86", "待生效"}[col]}
		},
	}
	tabs := &Tabs{Items: []Tab{
		{ID: "plan", Title: "回款计划", Count: 3, Build: func() fyne.CanvasObject { return plan }},
		{ID: "run", Title: "执行", Build: func() fyne.CanvasObject { return &EmptyState{Text: "还没有执行记录。", Button: "登记执行"} }},
		{ID: "flow", Title: "审批", Count: NoCount}, {ID: "files", Title: "附件", Count: 1}, {ID: "log", Title: "日志", Count: 5},
	}}
	go1 := func() {}
	chain := &Chain{Links: []ChainLink{{Text: "OP-0077 机会", OnTapped: go1}, {Text: "ST-0102 销售任务", OnTapped: go1}, {Text: "QT-0141 报价", OnTapped: go1}, {Text: "SO-0231 订单", Here: true}, {Text: "回款计划 3 期"}, {Text: "收款 0"}}}
	facts := &Facts{Items: []Fact{
		{Label: "客户", Value: "广州粤达电子商行", OnTapped: go1}, {Label: "订单日期", Value: "2026-11-23"},
		{Label: "负责人", Value: "王芳"}, {Label: "交货日期", Value: "2026-12-10"},
		{Label: "币种 / 汇率", Value: "人民币 / 1.0000"}, {Label: "增值税", Value: "13%"},
		{Label: "备注", Value: "客户要求送货上门，安装后三个工作日内完成培训，付款按三期进行。", Wide: true},
	}}
	checks := Stack{Gap: 6}.Of(&Paragraph{Text: "✓ 回款计划合计等于订单金额", Tone: ToneGreen}, &Paragraph{Text: "✓ 信用额度：可用 61,000.00，需 44,654.66", Tone: ToneGreen}, &Paragraph{Text: "! 折扣 10% 在职位上限 15% 以内", Tone: ToneAmber})
	top := Columns{Gap: 10, Weights: []float32{2.2, 1}}.Of(&Card{Content: facts}, &Card{Title: "提交前检查", Content: checks})
	body := &Card{Flush: true, Content: tabs}
	page := Page{
		Title: Heading("SO-0231　广州粤达电子商行"), Beside: []fyne.CanvasObject{&StatusChip{Text: "草稿", Tone: ToneGrey}},
		Actions: []fyne.CanvasObject{&Button{Text: "登记执行", Reason: "订单审批通过后才能登记执行"}, &Button{Text: "终止", Kind: Danger}, &Button{Text: "编辑"}, &Button{Text: "提交审批", Kind: Primary}},
		Under:   chain,
		Body: Stack{Gap: 10, Fill: body}.Of(top, &Card{Flush: true, Content: lines},
			&Banner{Text: "第 1 行的价格：标价 1,899.00 → 销量折扣 10%（打印机类，20–49 台）优于客户折扣 8% → 1,709.10", Tone: ToneBlue, Action: "看价格说明", OnTap: go1}, body),
	}
	return &Frame{Content: page.Object(), Ground: theme.ColorGround}, tabs
}

func TestRecordPicture(t *testing.T) {
	page, tabs := recordPage()
	w, _ := stage(t, page, 846, 768)
	w.Canvas().Focus(tabs.head)
	ShowToast(w.Canvas(), Toast{Text: "已保存订单 SO-0231", Action: "撤销"})
	shoot(t, w, "record")
	test.ApplyTheme(t, theme.New(theme.Dark))
	shoot(t, w, "record-dark")
}

func figurePage() fyne.CanvasObject {
	figures := Tiles{Gap: 10, MinWidth: 170}.Of(
		&FigureCard{Label: "待我审批", Figure: "2", Note: "最早 今天 09:20"},
		&FigureCard{Label: "本月回款 / 计划", Figure: "412,000.00", Note: "计划 680,000.00 · 60.6%"},
		&FigureCard{Label: "漏斗预测（本季）", Figure: "845,000.00", Note: "23 个进行中的任务", Tone: ToneBlue, OnTapped: func() {}},
		&FigureCard{Label: "逾期欠款", Figure: "128,400.00", Note: "5 个订单 · 利息 1,902.60", Tone: ToneRed},
	)
	chart := &ChartView{Runner: Inline{}, Draw: func(r DrawRequest) (Picture, error) {
		img := image.NewNRGBA(image.Rect(0, 0, int(float32(r.Width)*r.Scale), int(float32(r.Height)*r.Scale)))
		draw.Draw(img, image.Rect(40, 20, r.Width-40, 80), image.NewUniform(color.NRGBA{R: 0x24, G: 0x57, B: 0xD6, A: 0xFF}), image.Point{}, draw.Src)
		return Picture{Image: img, Areas: []Area{{ID: "stage", Tip: "验证客户 9 个", X: 0, Y: 0, W: 1, H: 0.5}}}, nil
	}}
	lower := Columns{Gap: 10, Weights: []float32{1, 1}}.Of(
		&Card{Title: "本部门漏斗", Right: &LinkText{Text: "全部", OnTapped: func() {}}, Content: chart},
		&Card{Title: "最近动态", Content: &EmptyState{Text: "今天还没有动态。"}},
	)
	trail := &Breadcrumb{Items: []Crumb{{Text: "实验五", OnTapped: func() {}}, {Text: "业务审批", OnTapped: func() {}}, {Text: "我的桌面"}}}
	pills := Line{Gap: 8, Fill: trail}.Of(trail, Fixed(150, &SearchBox{Placeholder: "搜索　Ctrl+K"}),
		&StatusChip{Text: "2026-11-23", Pill: true}, &StatusChip{Text: "周强 · 销售经理", Tone: ToneBlue, Pill: true}, &StatusChip{Text: "已保存 本机 14:32", Tone: ToneGreen, Pill: true})
	page := Page{Title: Heading("我的桌面"), Beside: []fyne.CanvasObject{Hint("周强 · 销售经理 · 销售部")}, Body: Stack{Gap: 10, Fill: lower}.Of(figures, lower)}
	body := page.Object()
	head := &Frame{Content: pills, PadX: 14, Height: 46, Ground: theme.ColorCard, LineBottom: true}
	return &Frame{Content: Stack{Fill: body}.Of(head, body), Ground: theme.ColorGround}
}

func TestDeskAndDialogPictures(t *testing.T) {
	w, _ := stage(t, figurePage(), 846, 620)
	on := w.Canvas()
	shoot(t, w, "desk")
	m := Error(on, Trouble{What: "订单 SO-0231 没有提交。", Why: "回款计划合计 44,654.60 元，与订单金额 44,654.66 元相差 0.06 元。", Fix: "在回款计划里把最后一期改为 13,396.46 元，再提交审批。", Then: &Button{Text: "去修改计划"}})
	shoot(t, w, "dialog-error")
	m.Close()
	m = ConfirmDanger(on, Question{Title: "删除客户", Text: "删除客户「锦绣家居有限公司」？它的联系人会一起删除，可以撤销。", Yes: "删除"})
	shoot(t, w, "dialog-danger")
	m.Close()
	form := &EditForm{Plain: true, Columns: 2, Sections: []Section{{Fields: []*Field{
		{ID: "opinion", Label: "审批意见", Required: true, Widget: TextArea(3), Span: -1},
		{ID: "next", Label: "下一审批人", Required: true, Widget: &ChoiceField{Options: people}},
		{ID: "date", Label: "日期", Widget: &DateField{Today: today}},
	}}}}
	m = Ask(on, Dialog{Title: "同意并继续审批", Content: form, OK: "同意", OnOK: func() error { return errors.New("这张订单已经被撤回，刷新后再看") }})
	press(w, fyne.KeyTab)
	m.confirm()
	shoot(t, w, "dialog-form")
	m.Close()
	p := ShowProgress(on, ProgressTask{Title: "正在导入客户", OnCancel: func() {}})
	p.Set(0.42, "第 42,000 行，共 100,000 行")
	shoot(t, w, "progress")
	p.Close()
	ShowMenu(on, fyne.NewPos(300, 200), []MenuItem{
		{Text: "打开", Shortcut: "Enter"}, {Text: "编辑", Shortcut: "F2"}, {Text: "提交审批", Reason: "只有草稿可以提交"}, {Separator: true}, {Text: "删除", Shortcut: "Delete", Danger: true},
	})
	press(w, fyne.KeyDown)
	shoot(t, w, "menu")
	press(w, fyne.KeyEscape)
	hostOf(on).tips.reveal("订单审批通过后才能登记执行", fyne.NewPos(500, 100))
	test.ApplyTheme(t, theme.New(theme.Dark))
	shoot(t, w, "desk-dark")
}
