package lab

import (
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"crmlab/domain/lab"
	"crmlab/domain/lab/report"
	"crmlab/domain/record"
	"crmlab/ui/kit"
	"crmlab/ui/page"
)

// Papers is what the page needs of the window's owner: files of reports, and a viewer for them.
// A page.Files that is none can only be written on.
type Papers interface {
	// Paper is a report as a file: docx or pdf. Warnings name what the school's template asks for
	// and the report does not have.
	Paper(r *report.Report, format string) (content []byte, warnings []string, err error)
	// Template is the path of the school's template; "" for the built-in one.
	Template() string
	// SetTemplate chooses one, after looking whether it can be filled; "" goes back to the built-in.
	SetTemplate(path string) error
	// SaveTemplate writes the built-in template to be changed.
	SaveTemplate(path string) error
	// Placeholders lists what a template may hold, each with what it becomes.
	Placeholders() [][2]string
	// Show opens a file in the system's viewer.
	Show(path string) error
}

// boarded is a host that knows where the course stands.
type boarded interface{ Board() *lab.Board }

// Pages is the page of the report; the guide leads to it, with the experiment as the route's ID.
func Pages() []page.Entry {
	return []page.Entry{{Name: page.ReportEntry, Label: "实验报告", Hidden: true, Build: newReportPage}}
}

// reportPage is where a student writes 实验报告 of an experiment.
type reportPage struct {
	host   page.Host
	route  page.Route
	no     int
	board  *lab.Board
	report *report.Report
	latest kit.Latest
	closed bool

	lines   []*text // of the title page
	parts   []*text // questions, the summary last
	built   bool
	savedAt time.Time

	title   *kit.Text
	status  *kit.Text
	banner  *kit.Banner
	buttons []*kit.Button
	form    *kit.Button // choice of the template
	facts   *kit.Facts
	body    *fyne.Container
	content *fyne.Container // what the report contains
	charts  []*kit.ChartView
	object  fyne.CanvasObject
}

func newReportPage(h page.Host, route page.Route) page.Page {
	p := &reportPage{host: h, route: route, no: int(route.ID)}
	p.title = kit.Heading("实验报告")
	p.status = kit.Hint("")
	p.banner = &kit.Banner{Tone: kit.ToneBlue}
	p.banner.Clear()
	p.form = &kit.Button{Text: "报告模板", OnTapped: p.templates}
	p.buttons = []*kit.Button{
		{Text: "导出 Word", OnTapped: func() { p.export(docx) }},
		{Text: "导出 PDF", OnTapped: func() { p.export(pdf) }},
		{Text: "打开打印", Kind: kit.Primary, Tip: "写成 PDF，用系统的阅读器打开", OnTapped: p.print},
	}
	p.facts = &kit.Facts{Columns: 3}
	p.content = kit.Stack{Gap: 10}.Of()
	p.body = kit.Stack{Gap: 10}.Of()
	actions := []fyne.CanvasObject{p.form}
	for _, b := range p.buttons {
		actions = append(actions, b)
	}
	p.object = kit.Page{Title: p.title, Beside: []fyne.CanvasObject{p.status}, Actions: actions, Under: p.banner, Body: p.body, Scroll: true}.Object()
	p.Reload()
	return p
}

// Object is what the window shows.
func (p *reportPage) Object() fyne.CanvasObject { return p.object }

// Route names the page.
func (p *reportPage) Route() page.Route { return p.route }

// Trail is the breadcrumb.
func (p *reportPage) Trail() []page.Crumb { return []page.Crumb{{Label: p.title.Text}} }

// Watches is true: any step may change the student's records, and with them the report.
func (p *reportPage) Watches(record.Event) bool { return true }

// Close stops what is under way.
func (p *reportPage) Close() {
	p.closed = true
	p.latest.Drop()
	for _, t := range p.texts() {
		t.wait.Drop()
	}
	p.stopCharts()
}

func (p *reportPage) stopCharts() {
	for _, c := range p.charts {
		c.Stop()
	}
	p.charts = nil
}

// Leave saves what was typed before the page goes. When that cannot be done the user decides.
func (p *reportPage) Leave(leave func()) {
	err := p.saveAll()
	if err == nil {
		leave()
		return
	}
	kit.ConfirmDanger(p.host.Window().Canvas(), kit.Question{
		Title: "有文字没有保存", Text: "没有保存：" + reasonOf(err) + "。离开以后，没有保存的文字要等下次打开这一页才能恢复。", Yes: "离开", OnYes: leave,
	})
}

func (p *reportPage) saveAll() (err error) {
	for _, t := range p.texts() {
		if e := t.saveNow(); err == nil {
			err = e
		}
	}
	return err
}

// Shortcut answers the keys of the page.
func (p *reportPage) Shortcut(key string) bool {
	switch key {
	case "F5":
		p.Reload()
	case "Ctrl+S":
		if err := p.saveAll(); err != nil {
			p.host.Fail(err)
		}
	default:
		return false
	}
	return true
}

// Reload reads the report again; what is being typed stays.
func (p *reportPage) Reload() {
	if b, ok := p.host.(boarded); ok {
		p.board = b.Board()
	}
	if p.board == nil {
		p.trouble("实验的检查还没有读出来，稍等再看。", "再看一次", p.Reload)
		return
	}
	board, no := p.board, p.no
	kit.Fetch(p.host.Runner(), &p.latest, func() (*report.Report, error) { return board.Report(no) }, p.show)
}

// trouble stands in the place of the page.
func (p *reportPage) trouble(text, button string, act func()) {
	p.setReason("现在没有报告可以导出")
	p.built = false
	p.body.Objects = []fyne.CanvasObject{&kit.Card{Content: &kit.EmptyState{Text: text, Button: button, OnTapped: act}}}
	p.body.Refresh()
	p.object.Refresh()
}

func (p *reportPage) setReason(reason string) {
	if _, can := p.papers(); !can && reason == "" {
		reason = "这里不能写文件"
	}
	for _, b := range append(p.buttons, p.form) {
		b.SetReason(reason)
	}
}

func (p *reportPage) papers() (Papers, bool) {
	papers, ok := p.host.Files().(Papers)
	return papers, ok
}

func (p *reportPage) show(r *report.Report, err error) {
	if err != nil {
		p.trouble(err.Error(), "返回", p.host.Back)
		return
	}
	p.report = r
	p.title.SetText("实验报告：" + r.FullTitle())
	p.setReason("")
	if !p.built {
		p.build(r)
	}
	p.takeTexts(r)
	p.facts.SetItems(factsOf(r))
	p.fill(r)
	p.summarize()
	p.object.Refresh()
}

func factsOf(r *report.Report) []kit.Fact {
	return []kit.Fact{
		{Label: "班级", Value: r.Class}, {Label: "学号", Value: r.StudentNo}, {Label: "姓名", Value: r.Name},
		{Label: "实验日期", Value: r.Date}, {Label: "操作得分", Value: r.Score.String()}, {Label: "校验码", Value: r.Stamp.Code},
	}
}

// build makes the fields once, so that the keyboard stays where it is while the rest is read again.
func (p *reportPage) build(r *report.Report) {
	p.lines, p.parts, p.built = nil, nil, true
	var header []fyne.CanvasObject
	for _, l := range lab.HeaderLines {
		t := p.newLine(l)
		p.lines = append(p.lines, t)
		header = append(header, kit.Stack{Gap: 4}.Of(kit.Hint(l.Label), t.field))
	}
	for _, part := range r.Parts {
		p.parts = append(p.parts, p.newText(part.ID, 5))
	}
	p.parts = append(p.parts, p.newText(lab.SummaryPart, 6))
	var write []fyne.CanvasObject
	for _, t := range p.parts {
		write = append(write, t.object())
	}
	cover := &kit.Card{Title: "封面", Right: kit.Hint("各实验共用，填一次就够"), Content: kit.Stack{Gap: 12}.Of(p.facts, kit.Tiles{Gap: 12, MinWidth: 150, Columns: 4}.Of(header...))}
	words := &kit.Card{Title: "问题与分析", Content: kit.Stack{Gap: 14}.Of(write...)}
	p.body.Objects = []fyne.CanvasObject{cover, kit.Tiles{Gap: 10, MinWidth: beside, Columns: 2}.Of(words, p.content)}
	p.takeTexts(r)
	restored := false
	for _, t := range p.texts() {
		restored = t.restore() || restored
	}
	if restored {
		p.banner.Set("", "已恢复上次没有保存的文字。", kit.ToneBlue)
		if err := p.saveAll(); err != nil {
			p.host.Fail(err)
		}
	}
	p.body.Refresh()
}

// summarize says in the title line how far the writing is.
func (p *reportPage) summarize() {
	if !p.built {
		return
	}
	done, dirty := 0, false
	for _, t := range p.parts {
		if strings.TrimSpace(t.field.Value()) != "" {
			done++
		}
	}
	for _, t := range p.texts() {
		dirty = dirty || t.dirty()
	}
	words := fmt.Sprintf("写了 %d / %d 段", done, len(p.parts))
	switch {
	case dirty:
		words += " · 正在写"
	case !p.savedAt.IsZero():
		words += " · " + p.savedAt.Format("15:04") + " 已保存"
	}
	p.status.SetText(words)
}

// The formats that the page writes.
const (
	docx = "docx"
	pdf  = "pdf"
)

// write makes the file of the report, with everything that has been typed until now.
func (p *reportPage) write(format string, done func(content []byte, r *report.Report)) {
	papers, ok := p.papers()
	if !ok {
		return
	}
	if err := p.saveAll(); err != nil {
		p.host.Fail(err)
		return
	}
	board, no, runner := p.board, p.no, p.host.Runner()
	p.setReason("正在写报告")
	runner.Go(func() {
		r, err := board.Report(no)
		var content []byte
		var warnings []string
		if err == nil {
			content, warnings, err = papers.Paper(r, format)
		}
		runner.UI(func() {
			p.setReason("")
			if err != nil {
				p.host.Fail(err)
				return
			}
			p.banner.Clear()
			if len(warnings) > 0 {
				p.banner.Set("模板里有没填上的地方", strings.Join(warnings, "\n"), kit.ToneAmber)
			}
			p.object.Refresh()
			done(content, r)
		})
	})
}

// export asks where to and writes the report there.
func (p *reportPage) export(format string) {
	p.write(format, func(content []byte, r *report.Report) {
		ext := "." + format
		kit.ChooseFile(p.host.Window(), kit.FileChoice{Title: "导出实验报告", Save: true, Folder: p.host.Files().Folder(), Name: r.FileName() + ext, Extensions: []string{ext},
			OnChosen: func(path string) {
				if !strings.EqualFold(filepath.Ext(path), ext) {
					path += ext
				}
				p.keep(path, content, func() {
					kit.ShowToast(p.host.Window().Canvas(), kit.Toast{Text: "已导出到 " + filepath.Base(path), Action: "打开", OnTap: func() { p.open(path) }})
				})
			}})
	})
}

// print writes the PDF beside the work and opens it: the viewer prints.
func (p *reportPage) print() {
	p.write(pdf, func(content []byte, r *report.Report) {
		path := filepath.Join(p.host.Files().Folder(), r.FileName()+"."+pdf)
		p.keep(path, content, func() {
			kit.ShowToast(p.host.Window().Canvas(), kit.Toast{Text: "已写到 " + filepath.Base(path) + "，在打开的阅读器里打印"})
			p.open(path)
		})
	})
}

// keep writes the file away from the interface.
func (p *reportPage) keep(path string, content []byte, done func()) {
	runner := p.host.Runner()
	runner.Go(func() {
		err := p.host.Files().SaveBytes(path, content)
		runner.UI(func() {
			if err != nil {
				p.host.Fail(err)
				return
			}
			done()
		})
	})
}

func (p *reportPage) open(path string) {
	papers, ok := p.papers()
	if !ok {
		return
	}
	if err := papers.Show(path); err != nil {
		p.host.Fail(record.Refuse("report.open", "没有打开 "+filepath.Base(path), "系统没有能打开它的程序："+err.Error(), "文件在 "+filepath.Dir(path)+"，用别的电脑或程序打开"))
	}
}
