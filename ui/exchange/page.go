package exchange

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"crmlab/domain/exchange"
	"crmlab/domain/record"
	"crmlab/ui/kit"
	"crmlab/ui/page"
	"crmlab/ui/theme"
)

// Pages is the wizard's entry; lists lead to it, the sidebar does not.
func Pages() []page.Entry {
	return []page.Entry{{Name: "import", Label: "导入", Hidden: true, Build: build}}
}

type wizard struct {
	host  page.Host
	route page.Route
	state state

	path    *kit.TextField
	kind    *kit.ChoiceField
	saved   *kit.ChoiceField
	sheet   *kit.ChoiceField // which table, where the file has several
	sheetAt *kit.Frame
	form    *kit.EditForm
	body    *fyne.Container
	try     *kit.Button
	run     *kit.Button
	root    fyne.CanvasObject
	latest  kit.Latest
}

func build(h page.Host, route page.Route) page.Page {
	w := &wizard{host: h, route: route}
	w.path = &kit.TextField{Placeholder: "csv 或 xlsx 文件，或装有这些文件的文件夹", OnCommit: w.read}
	w.kind = &kit.ChoiceField{Placeholder: "选择要导入的内容", OnChanged: w.chooseKind}
	w.saved = &kit.ChoiceField{Placeholder: "按列名对应", Nullable: true, OnChanged: w.load}
	w.sheet = &kit.ChoiceField{OnChanged: w.chooseSheet}
	w.sheetAt = kit.Fixed(160, w.sheet)
	w.sheetAt.Hide()
	w.try = &kit.Button{Text: "试运行", OnTapped: func() { w.start(true) }}
	w.run = &kit.Button{Text: "导入", Kind: kit.Primary, OnTapped: func() { w.start(false) }}
	w.body = kit.Stack{Gap: 10}.Of()
	w.fillChoices(strings.TrimPrefix(route.Preset, "kind="))
	w.root = kit.Page{
		Title:   kit.Heading("导入"),
		Actions: []fyne.CanvasObject{w.try, w.run},
		Under:   &kit.Paragraph{Text: "先试运行，看清每一行的结果，再导入；整个导入是一步，可以撤销", TextSize: theme.SizeSmall, Color: theme.ColorTextSecond},
		Body:    kit.Stack{Gap: 10}.Of(w.sourceCard(), w.body), Scroll: true,
	}.Object()
	w.show()
	return w
}

// tables is the part of the host's files that the wizard needs.
func (w *wizard) tables() Tables { return w.host.Files().(Tables) }

func (w *wizard) fillChoices(kind string) {
	var options []kit.Option
	w.look(func(r record.Reader) error {
		for _, k := range kinds(r, w.host.Book().Kinds()) {
			options = append(options, kit.Option{Value: k.Name, Label: k.Label})
		}
		return nil
	})
	w.kind.Options = options
	w.kind.SetValue(kind)
	w.state.kind = record.KindNamed(kind)
	w.saved.Options = []kit.Option{{Value: "northwind", Label: "罗斯文贸易公司"}, {Value: "file", Label: "映射文件…"}}
}

// look reads what the hat may see; what goes wrong is shown.
func (w *wizard) look(fn func(record.Reader) error) {
	if err := w.host.Book().Read(w.host.Hat(), fn); err != nil {
		w.host.Fail(err)
	}
}

func (w *wizard) sourceCard() fyne.CanvasObject {
	browse := &kit.Button{Text: "选择文件…", OnTapped: func() {
		kit.ChooseFile(w.host.Window(), kit.FileChoice{Title: "选择要导入的文件", Extensions: []string{".csv", ".xlsx", ".txt"},
			OnChosen: func(path string) { w.path.SetValue(path); w.read(path) }})
	}}
	label := func(s string) fyne.CanvasObject { return kit.Fixed(72, kit.Hint(s)) }
	return &kit.Card{Content: kit.Stack{Gap: 8}.Of(
		kit.Line{Gap: 8, Fill: w.path}.Of(label("文件"), w.path, browse),
		kit.Flow{Gap: 8}.Of(kit.Line{Gap: 8}.Of(label("内容"), kit.Fixed(180, w.kind)), kit.Line{Gap: 8}.Of(label("对应方式"), kit.Fixed(180, w.saved)), w.sheetAt),
	)}
}

// read opens the files that the path names.
func (w *wizard) read(path string) {
	path = strings.TrimSpace(path)
	if path == "" {
		return
	}
	kit.Fetch(w.host.Runner(), &w.latest, func() ([]*exchange.Table, error) { return w.tables().ReadTables(path) }, func(ts []*exchange.Table, err error) {
		if err != nil {
			w.host.Fail(err)
			return
		}
		w.look(func(r record.Reader) error { w.state.setTables(r, path, ts); return nil })
		w.offerSheets()
		w.show()
	})
}

// offerSheets lists the tables of the file, where there are several.
func (w *wizard) offerSheets() {
	var options []kit.Option
	for i, t := range w.state.tables {
		name := t.File
		if t.Sheet != "" {
			name = t.Sheet
		}
		options = append(options, kit.Option{Value: strconv.Itoa(i), Label: name})
	}
	w.sheet.SetOptions(options)
	w.sheet.SetValue("0")
	if len(options) > 1 {
		w.sheetAt.Show()
	} else {
		w.sheetAt.Hide()
	}
	w.root.Refresh() // the line may be higher now
}

func (w *wizard) chooseSheet(value string) {
	n, err := strconv.Atoi(value)
	if err != nil || n >= len(w.state.tables) {
		return
	}
	w.state.table = n
	w.look(func(r record.Reader) error { w.state.guess(r); return nil })
	w.show()
}

func (w *wizard) chooseKind(name string) {
	w.state.kind = record.KindNamed(name)
	w.saved.SetValue("")
	w.look(func(r record.Reader) error { w.state.guess(r); return nil })
	w.show()
}

// load takes a whole mapping over; "" goes back to columns by name.
func (w *wizard) load(name string) {
	take := func(path string) {
		m, err := w.tables().LoadMapping(path)
		if err != nil {
			w.host.Fail(err)
			return
		}
		w.state.mapping, w.state.loaded, w.state.result = m, m.Title, nil
		w.show()
	}
	switch name {
	case "":
		w.look(func(r record.Reader) error { w.state.guess(r); return nil })
		w.show()
	case "file":
		kit.ChooseFile(w.host.Window(), kit.FileChoice{Title: "选择映射文件", Extensions: []string{".toml"}, OnChosen: take})
	default:
		take(name)
	}
}

// show draws what the wizard knows.
func (w *wizard) show() {
	s := &w.state
	ready := s.mapping != nil && len(s.tables) > 0
	reason := ""
	if !ready {
		reason = "先选择文件和要导入的内容"
	}
	w.try.SetReason(reason)
	if ready && !(s.tried && s.result != nil) {
		reason = "先试运行"
	}
	w.run.SetReason(reason)
	var parts []fyne.CanvasObject
	if s.result != nil {
		parts = append(parts, w.resultCard())
	}
	switch {
	case s.mapping == nil:
		parts = append(parts, &kit.Card{Content: kit.Hint("选择文件后，这里列出它的每一列，逐列选择对应的字段。")})
	case s.loaded != "":
		parts = append(parts, w.planCard())
	default:
		parts = append(parts, w.columnsForm())
	}
	w.body.Objects = parts
	w.body.Refresh()
}

func (w *wizard) planCard() fyne.CanvasObject {
	var lines []fyne.CanvasObject
	for _, l := range w.state.plan() {
		lines = append(lines, kit.Label(l))
	}
	return &kit.Card{Title: "映射：" + w.state.loaded, Content: kit.Stack{Gap: 6}.Of(lines...)}
}

// columnsForm offers every source column with the field that it fills.
func (w *wizard) columnsForm() fyne.CanvasObject {
	var options []kit.Option
	w.look(func(r record.Reader) error {
		for _, f := range fields(r, w.state.kind) {
			options = append(options, kit.Option{Value: f.Name, Label: f.Label})
		}
		return nil
	})
	var fs []*kit.Field
	values := map[string]string{}
	for _, c := range w.state.columns() {
		name := c.name
		hint := "例：" + c.samples
		if c.samples == "" {
			hint = "整列为空"
		}
		fs = append(fs, &kit.Field{ID: name, Label: name, Hint: hint, Widget: &kit.ChoiceField{Options: options, Placeholder: "不导入", Nullable: true,
			OnChanged: func(field string) { w.state.assign(name, field); w.show() }}})
		values[name] = c.field
	}
	w.form = &kit.EditForm{Columns: 3, Plain: true, Sections: []kit.Section{{Fields: fs}}}
	w.form.SetValues(values)
	t := w.state.tables[w.state.table]
	save := &kit.Button{Text: "保存映射…", Small: true, OnTapped: w.saveMapping}
	return &kit.Card{Title: fmt.Sprintf("%s：%d 行，%d 列", t.File, len(t.Rows), len(t.Header)), Right: save, Content: w.form}
}

func (w *wizard) saveMapping() {
	kit.ChooseFile(w.host.Window(), kit.FileChoice{Title: "保存映射", Save: true, Name: "映射.toml", Folder: w.host.Files().Folder(), Extensions: []string{".toml"},
		OnChosen: func(path string) {
			if err := w.tables().SaveMapping(path, w.state.mapping); err != nil {
				w.host.Fail(err)
			}
		}})
}

// start tries or runs the import in the background, with progress and a way to stop it.
func (w *wizard) start(dry bool) {
	ctx, cancel := context.WithCancel(context.Background())
	title := "正在导入"
	if dry {
		title = "正在试运行"
	}
	progress := kit.ShowProgress(w.host.Window().Canvas(), kit.ProgressTask{Title: title, OnCancel: cancel})
	run := w.host.Runner()
	kit.Fetch(run, &w.latest, func() (*exchange.Result, error) {
		return exchange.Run(ctx, w.host.Book(), w.host.Hat(), w.state.mapping, w.state.tables, exchange.Options{DryRun: dry,
			Progress: func(done, total int) {
				run.UI(func() { progress.Set(float64(done)/float64(max(total, 1)), fmt.Sprintf("%d / %d 行", done, total)) })
			}})
	}, func(res *exchange.Result, err error) {
		cancel()
		progress.Close()
		switch {
		case errors.Is(err, context.Canceled):
			return // stopped by the user: nothing was written
		case err != nil:
			w.host.Fail(err)
			return
		}
		w.state.result, w.state.tried = res, dry
		if !dry {
			w.host.Done(res.Entry)
		}
		w.show()
	})
}

// resultCard tells what happened, or would happen, row by row.
func (w *wizard) resultCard() fyne.CanvasObject {
	res := w.state.result
	title := "已导入"
	if w.state.tried {
		title = "试运行结果，还没有写入"
	}
	parts := []fyne.CanvasObject{kit.Label(res.Sentence())}
	var right fyne.CanvasObject
	if len(res.Refused) > 0 {
		rows := res.Refused
		parts = append(parts, &kit.RowTable{
			Columns: []kit.Column{{ID: "file", Title: "文件", Width: 130}, {ID: "row", Title: "行", Kind: kit.NumberColumn, Width: 60},
				{ID: "field", Title: "列", Width: 110}, {ID: "why", Title: "原因", Width: 240, Weight: 2}, {ID: "fix", Title: "怎样改正", Width: 160, Weight: 1}},
			Count: func() int { return len(rows) },
			Cell: func(row, col int) kit.Cell {
				x := rows[row]
				return kit.Cell{Text: []string{x.File, fmt.Sprint(x.Row), x.Column, x.Why, x.Fix}[col]}
			},
			Fit: len(rows) <= 12,
		})
		right = &kit.Button{Text: "保存未导入的行…", Small: true, OnTapped: w.saveRefused}
	}
	if len(res.Warned) > 0 {
		rows := res.Warned
		parts = append(parts, &kit.Paragraph{Text: fmt.Sprintf("有 %d 行可能是已经有的记录。它们照样导入；真是重复的，导入后可以合并，或先从文件里去掉。", len(rows)), Tone: kit.ToneAmber},
			&kit.RowTable{
				Columns: []kit.Column{{ID: "file", Title: "文件", Width: 130}, {ID: "row", Title: "行", Kind: kit.NumberColumn, Width: 60}, {ID: "says", Title: "像哪一条", Width: 400, Weight: 3}},
				Count:   func() int { return len(rows) },
				Cell: func(row, col int) kit.Cell {
					x := rows[row]
					return kit.Cell{Text: []string{x.File, fmt.Sprint(x.Row), x.Says}[col]}
				},
				Fit: len(rows) <= 12,
			})
	}
	return &kit.Card{Title: title, Right: right, Content: kit.Stack{Gap: 8}.Of(parts...)}
}

func (w *wizard) saveRefused() {
	kit.ChooseFile(w.host.Window(), kit.FileChoice{Title: "保存未导入的行", Save: true, Name: "未导入的行.csv", Folder: w.host.Files().Folder(), Extensions: []string{".csv", ".xlsx"},
		OnChosen: func(path string) {
			if err := w.tables().SaveRefused(path, w.state.tables, w.state.result.Refused); err != nil {
				w.host.Fail(err)
			}
		}})
}

func (w *wizard) Object() fyne.CanvasObject { return w.root }
func (w *wizard) Route() page.Route         { return w.route }
func (w *wizard) Trail() []page.Crumb       { return []page.Crumb{{Label: "导入"}} }
func (w *wizard) Reload()                   { w.show() }
func (w *wizard) Close()                    { w.latest.Drop() }

// Watches follows the definitions of fields, which columns may fill.
func (w *wizard) Watches(e record.Event) bool {
	k := record.KindNamed("field")
	return k != nil && e.Touches(k)
}
