package paper

import (
	"bytes"
	"fmt"
	"strings"

	"codeberg.org/go-pdf/fpdf"

	"crmlab/assets"
	"crmlab/domain/lab/report"
)

// Measures of the page in millimetres, of type in points.
const (
	pageWidth, pageHeight = 210.0, 297.0
	marginSide            = 24.0
	marginTop             = 22.0
	marginBottom          = 22.0
	textWidth             = pageWidth - 2*marginSide

	titleType, headType, bodyType, cellType, noteType = 20.0, 13.0, 10.5, 8.5, 8.5

	pointMM = 25.4 / 72
	leading = 1.62 // of running text, in ems
	cellRow = 1.42 // of tables
)

// PDF writes a report with the embedded font, which is cut to the characters that are used.
func PDF(r *report.Report, pics Pictures) (content []byte, err error) {
	defer func() {
		// A fault of the library must cost the file, not the window with the student's work in it.
		if p := recover(); p != nil {
			content, err = nil, fmt.Errorf("write the PDF: %v", p)
		}
	}()
	signs, err := newPrinter()
	if err != nil {
		return nil, err
	}
	s := newSheet(r, signs)
	s.pics = pics
	s.cover()
	s.goal()
	s.content()
	s.results()
	s.selfCheck()
	s.analysis()
	s.marks()
	var out bytes.Buffer
	if err := s.pdf.Output(&out); err != nil {
		return nil, fmt.Errorf("write the PDF: %w", err)
	}
	return out.Bytes(), nil
}

// sheet is a PDF being written. y runs down the page.
type sheet struct {
	pdf     *fpdf.Fpdf
	r       *report.Report
	signs   *printer
	pics    Pictures
	section int
	widths  map[bool]map[rune]float64 // of a sign in ems, by weight
	size    float64
	bold    bool
}

func newSheet(r *report.Report, signs *printer) *sheet {
	p := fpdf.New("P", "mm", "A4", "")
	s := &sheet{pdf: p, r: r, signs: signs, widths: map[bool]map[rune]float64{false: {}, true: {}}}
	p.SetMargins(marginSide, marginTop, marginSide)
	p.SetAutoPageBreak(false, marginBottom)
	p.AddUTF8FontFromBytes("sans", "", assets.Regular)
	p.AddUTF8FontFromBytes("sans", "B", assets.Bold)
	p.SetTitle(signs.clean(r.FullTitle()+" 实验报告"), true)
	p.SetAuthor(signs.clean(r.Name), true)
	p.SetSubject(signs.clean(r.Course), true)
	p.SetCreator("crmlab", true)
	p.AliasNbPages("{总页数}")
	p.SetFooterFunc(func() {
		s.font(noteType, false)
		p.SetTextColor(90, 90, 90)
		p.SetXY(marginSide, pageHeight-15)
		p.CellFormat(textWidth, 5, fmt.Sprintf("第 %d 页 共 {总页数} 页", p.PageNo()), "", 0, "C", false, 0, "")
		p.SetTextColor(0, 0, 0)
	})
	p.AddPage()
	return s
}

func (s *sheet) font(size float64, bold bool) {
	s.size, s.bold = size, bold
	style := ""
	if bold {
		style = "B"
	}
	s.pdf.SetFont("sans", style, size)
}

// width of a sign in millimetres in the font that is set.
func (s *sheet) width(r rune) float64 {
	w, known := s.widths[s.bold][r]
	if !known {
		w = s.pdf.GetStringWidth(string(r)) / s.size
		s.widths[s.bold][r] = w
	}
	return w * s.size
}

func (s *sheet) em() float64 { return s.size * pointMM }

// lines breaks a text in the font that is set.
func (s *sheet) lines(text string, room float64) []string {
	return breakLines(s.signs.clean(text), room, s.width)
}

// room turns the page unless a height is left.
func (s *sheet) room(height float64) {
	if s.pdf.GetY()+height > pageHeight-marginBottom {
		s.pdf.AddPage()
		s.pdf.SetY(marginTop)
	}
}

// write puts one line at a place; align is L, C or R.
func (s *sheet) write(x, y, width, height float64, align, text string) {
	text = s.signs.clean(text) // what was not broken into lines
	s.pdf.SetXY(x, y)
	s.pdf.SetCellMargin(0)
	s.pdf.CellFormat(width, height, text, "", 0, align+"M", false, 0, "")
}

// paragraph sets running text; indent is that of the first line in ems.
func (s *sheet) paragraph(text string, indent float64) {
	height := s.em() * leading
	first := strings.Repeat("　", int(indent))
	for i, line := range s.lines(first+text, textWidth) {
		s.room(height)
		y := s.pdf.GetY()
		if i == 0 && first != "" {
			line = strings.TrimPrefix(line, first)
			s.write(marginSide+indent*s.em(), y, textWidth, height, "L", line)
		} else {
			s.write(marginSide, y, textWidth, height, "L", line)
		}
		s.pdf.SetY(y + height)
	}
}

func (s *sheet) gap(mm float64) { s.pdf.SetY(s.pdf.GetY() + mm) }

// head begins a section.
func (s *sheet) head(text string) {
	s.section++
	s.gap(4)
	s.room(24)
	s.font(headType, true)
	s.paragraph(report.Numeral(s.section)+"、"+text, 0)
	s.gap(1)
	s.font(bodyType, false)
}

func (s *sheet) strong(text string) {
	s.gap(1.2)
	s.room(2 * s.em() * leading)
	s.font(bodyType, true)
	s.paragraph(text, 0)
	s.font(bodyType, false)
}

func (s *sheet) note(text, align string) {
	s.font(noteType, false)
	s.pdf.SetTextColor(90, 90, 90)
	s.gap(0.6)
	height := s.em() * leading
	for _, line := range s.lines(text, textWidth) {
		s.room(height)
		y := s.pdf.GetY()
		s.write(marginSide, y, textWidth, height, align, line)
		s.pdf.SetY(y + height)
	}
	s.pdf.SetTextColor(0, 0, 0)
	s.font(bodyType, false)
	s.gap(1.5)
}

func (s *sheet) caption(text string) {
	s.font(bodyType-0.5, true)
	height := s.em() * leading
	s.write(marginSide, s.pdf.GetY(), textWidth, height, "C", text)
	s.gap(height + 0.6)
	s.font(bodyType, false)
}

func (s *sheet) cover() {
	r := s.r
	s.font(titleType, true)
	s.write(marginSide, marginTop, textWidth, 12, "C", "实 验 报 告")
	s.pdf.SetY(marginTop + 13)
	s.font(headType, false)
	s.write(marginSide, s.pdf.GetY(), textWidth, 8, "C", r.FullTitle())
	s.gap(11)
	pairs := [][2]string{
		{"课程名称", r.Course}, {"实验名称", r.Title}, {"学院专业", r.Field("college")}, {"班级", r.Class}, {"学号", r.StudentNo}, {"姓名", r.Name},
		{"指导教师", r.Field("teacher")}, {"实验地点", r.Field("place")}, {"实验日期", r.Date}, {"操作得分", r.Score.String()},
	}
	var rows [][]string
	for _, p := range pairs {
		rows = append(rows, []string{p[0], p[1]})
	}
	s.grid(rows, bodyType, 8)
}

// grid shows labels with their values, two in a line, in a frame.
func (s *sheet) grid(rows [][]string, size, least float64) {
	const label, value = textWidth * 0.17, textWidth * 0.33
	const pad = 2.0
	s.font(size, false)
	s.pdf.SetDrawColor(150, 150, 150)
	s.pdf.SetLineWidth(0.2)
	line := s.em() * cellRow
	for i := 0; i < len(rows); i += 2 {
		var cells [4][]string
		high := 1
		for k := range 2 {
			if i+k >= len(rows) {
				continue
			}
			cells[2*k] = s.lines(rows[i+k][0], label-2*pad)
			cells[2*k+1] = s.lines(rows[i+k][1], value-2*pad)
			high = max(high, len(cells[2*k]), len(cells[2*k+1]))
		}
		height := max(least, float64(high)*line+1.6)
		s.room(height)
		x, y := marginSide, s.pdf.GetY()
		for c, lines := range cells {
			width := label
			s.pdf.SetFillColor(242, 242, 242)
			if c%2 == 1 {
				width = value
				s.pdf.SetFillColor(255, 255, 255)
			}
			s.pdf.Rect(x, y, width, height, "FD")
			top := y + (height-float64(len(lines))*line)/2
			for n, text := range lines {
				s.write(x+pad, top+float64(n)*line, width-2*pad, line, "L", text)
			}
			x += width
		}
		s.pdf.SetY(y + height)
	}
	s.font(bodyType, false)
}

func (s *sheet) goal() {
	s.head("实验目的")
	s.paragraph(s.r.Overview, 2)
	for _, line := range numbered(s.r.Objectives) {
		s.paragraph(line, 2)
	}
}

func (s *sheet) content() {
	s.head("实验内容")
	s.blocks(tasks(s.r))
}

func (s *sheet) blocks(list []block) {
	for _, b := range list {
		for _, line := range b.lines {
			if b.look == strong {
				s.strong(line)
			} else {
				s.paragraph(line, 2)
			}
		}
	}
}

func (s *sheet) results() {
	s.head("实验结果")
	s.paragraph(fmt.Sprintf("以下是%s里本人做的记录，业务日期到%s为止。", s.r.Company, s.r.Today), 2)
	for i, t := range s.r.Tables {
		s.table(t, fmt.Sprintf("表 %d　%s", i+1, t.Name))
	}
	for i, c := range s.r.Charts {
		s.chart(c, fmt.Sprintf("图 %d　%s", i+1, c.Name))
	}
}

func (s *sheet) chart(c report.Chart, title string) {
	ratio, err := share(s.pics[c.Name])
	if !c.Drawn() || err != nil {
		s.gap(2)
		s.room(16)
		s.caption(title)
		if c.Drawn() {
			c.Empty = "这张图没有画出来。"
		}
		s.note(c.Empty, "C")
		return
	}
	const wide = 146.0
	s.gap(2)
	s.room(wide*ratio + 16)
	s.pdf.RegisterImageOptionsReader(c.Name, fpdf.ImageOptions{ImageType: "PNG"}, bytes.NewReader(s.pics[c.Name]))
	y := s.pdf.GetY()
	s.pdf.ImageOptions(c.Name, (pageWidth-wide)/2, y, wide, wide*ratio, false, fpdf.ImageOptions{ImageType: "PNG"}, 0, "")
	s.pdf.SetY(y + wide*ratio + 1)
	s.caption(title)
	if c.Note != "" {
		s.note(c.Note, "C")
	}
}

func (s *sheet) selfCheck() {
	s.head("自检结果")
	s.paragraph(fmt.Sprintf("系统按记录和操作日志检查，得分 %s。", s.r.Score), 2)
	s.table(s.r.CheckTable(), "")
	s.paragraph(s.r.Stamp.Says(), 2)
}

func (s *sheet) analysis() {
	s.head("问题与分析")
	for i, p := range s.r.Parts {
		s.strong(fmt.Sprintf("%d. %s", i+1, p.Ask))
		for _, line := range written(p) {
			s.paragraph(line, 2)
		}
	}
	s.head("心得与总结")
	for _, line := range written(s.r.Summary) {
		s.paragraph(line, 2)
	}
}

// marks is the form that the teacher fills in.
func (s *sheet) marks() {
	const row = 9.0
	s.head("成绩评定")
	s.room(5*row + 4)
	widths := []float64{textWidth * 0.34, textWidth * 0.16, textWidth * 0.16, textWidth * 0.34}
	lines := [][]string{
		{"项目", "满分", "得分", "评语"},
		{"操作结果（系统检查折算）", "60", fmt.Sprint(s.r.Score.Share(60)), ""},
		{"分析与总结", "25", "", ""}, {"报告规范", "5", "", ""}, {"考勤与平时", "10", "", ""},
		{"合计", "100", "", "教师签名：　　　　　日期："},
	}
	s.pdf.SetDrawColor(150, 150, 150)
	s.pdf.SetLineWidth(0.2)
	s.font(bodyType-0.5, false)
	top := s.pdf.GetY()
	for i, cells := range lines {
		x, y := marginSide, top+float64(i)*row
		for c, text := range cells {
			s.pdf.SetFillColor(255, 255, 255)
			if i == 0 {
				s.pdf.SetFillColor(242, 242, 242)
			}
			height := row
			switch {
			case c == 3 && i == 1:
				height = 4 * row // one field for the words of the teacher
			case c == 3 && i > 1 && i < 5:
				height = 0
			}
			if height > 0 {
				s.pdf.Rect(x, y, widths[c], height, "FD")
			}
			align := "C"
			if c == 0 || c == 3 && i > 0 {
				align = "L"
			}
			s.write(x+2, y, widths[c]-4, row, align, text)
			x += widths[c]
		}
	}
	s.pdf.SetY(top + float64(len(lines))*row)
}

// table sets a table of records, its head again on every page.
func (s *sheet) table(t report.Table, title string) {
	s.gap(2)
	if title != "" {
		s.room(26)
		s.caption(title)
	}
	switch {
	case len(t.Rows) == 0:
		s.note(t.Empty, "C")
		return
	case t.Facts:
		s.grid(t.Rows, cellType+0.5, 6.4)
	default:
		s.list(t)
	}
	if t.Note != "" {
		s.note(t.Note, "L")
	} else {
		s.gap(2)
	}
}

func (s *sheet) list(t report.Table) {
	const pad = 1.5
	size := cellType
	s.font(size, false)
	widths, fits := columnWidths(t, textWidth, s.em(), 2*pad)
	if !fits {
		size = cellType - 1
		s.font(size, false)
		widths, _ = columnWidths(t, textWidth, s.em(), 2*pad)
	}
	rule := func(width, grey float64) {
		s.pdf.SetLineWidth(width)
		s.pdf.SetDrawColor(int(grey), int(grey), int(grey))
		y := s.pdf.GetY()
		s.pdf.Line(marginSide, y, marginSide+textWidth, y)
	}
	row := func(cells []string, bold bool) (height float64, put func()) {
		s.font(size, bold)
		line := s.em() * cellRow
		broken, most := make([][]string, len(cells)), 1
		for i, text := range cells {
			broken[i] = s.lines(text, widths[i]-2*pad)
			most = max(most, len(broken[i]))
		}
		height = float64(most)*line + 1.8
		return height, func() {
			s.font(size, bold)
			x, y := marginSide, s.pdf.GetY()
			for i, lines := range broken {
				align := "L"
				if t.Columns[i].Right {
					align = "R"
				}
				top := y + (height-float64(len(lines))*line)/2
				for n, text := range lines {
					s.write(x+pad, top+float64(n)*line, widths[i]-2*pad, line, align, text)
				}
				x += widths[i]
			}
			s.pdf.SetY(y + height)
		}
	}
	heads := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		heads[i] = headIn(c, widths[i], size*pointMM, 2*pad)
	}
	headHeight, putHead := row(heads, true)
	begin := func() {
		rule(0.4, 0)
		putHead()
		rule(0.3, 0)
	}
	s.room(headHeight + 14)
	begin()
	lines := t.Rows
	if t.Total != nil {
		lines = append(lines[:len(lines):len(lines)], t.Total)
	}
	for i, cells := range lines {
		height, put := row(cells, t.Total != nil && i == len(lines)-1)
		if s.pdf.GetY()+height > pageHeight-marginBottom {
			rule(0.4, 0)
			s.room(pageHeight)
			begin()
		}
		if i > 0 {
			rule(0.15, 190)
		}
		put()
	}
	rule(0.4, 0)
	s.font(bodyType, false)
}
