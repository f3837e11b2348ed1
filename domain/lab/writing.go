package lab

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"crmlab/domain/lab/report"
	"crmlab/domain/record"
)

// Writing 实验报告 is one text that the student wrote for a report: the answer to a question,
// the summary, or a line of the title page, which all reports share.
type Writing struct {
	record.Base
	Experiment int // 0: a line of the title page
	Part       string
	Text       string
	Day        record.Date // business date
}

// Writings is the kind of 实验报告; only Board.Write and Board.WriteHeader write it.
var Writings = record.Define("report", "实验报告", "lab", "BG", []record.FieldOf[Writing]{
	record.Int("experiment", 1, "实验", func(w *Writing) *int { return &w.Experiment }, record.Listed, record.Filter),
	record.Text("part", 2, "部分", func(w *Writing) *string { return &w.Part }, record.Required, record.Listed, record.Filter, record.Max(20)),
	record.Long("text", 3, "正文", func(w *Writing) *string { return &w.Text }, record.Max(MostWords)),
	record.Day("day", 4, "业务日期", func(w *Writing) *record.Date { return &w.Day }, record.Listed),
}, record.Internal)

func init() { Writings.TitledBy("part") }

// MostWords is the longest text of one part, in characters.
const MostWords = 5000

// SummaryPart is 心得与总结, which every report has.
const SummaryPart = "summary"

// HeaderLine is a line of the title page that the student fills in once for all reports.
type HeaderLine struct {
	ID, Label string
	Usual     string // what stands there until something is written
	Most      int    // characters
}

// HeaderLines are the lines of the title page beside 班级, 学号 and 姓名.
var HeaderLines = []HeaderLine{
	{"course", "课程名称", "客户关系管理", 30}, {"college", "学院专业", "", 40}, {"teacher", "指导教师", "", 20}, {"place", "实验地点", "", 30},
}

// Write keeps a text of the student for a report: the answer to a question, by its id, or the
// summary. The entry is nil when nothing has changed. It is refused when the experiment has no
// such part or the text is too long.
func (d *Board) Write(h record.Hat, no int, part, text string) (*record.Entry, error) {
	x := d.course.Experiment(no)
	what := ""
	if x != nil {
		for i, q := range x.Questions {
			if q.ID == part {
				what = fmt.Sprintf("思考题 %d", i+1)
			}
		}
		if part == SummaryPart {
			what = "心得与总结"
		}
	}
	if what == "" {
		return nil, record.Refuse("report.part", "没有保存", "这个实验的报告没有「"+part+"」这一部分", "在实验报告的页面里填写")
	}
	return d.write(h, no, part, text, MostWords, fmt.Sprintf("写实验%s报告的%s", report.Numeral(no), what))
}

// WriteHeader keeps a line of the title page, by its id.
func (d *Board) WriteHeader(h record.Hat, id, text string) (*record.Entry, error) {
	for _, l := range HeaderLines {
		if l.ID == id {
			return d.write(h, 0, id, strings.Join(strings.Fields(text), " "), l.Most, "填写报告封面的"+l.Label)
		}
	}
	return nil, record.Refuse("report.part", "没有保存", "报告封面没有「"+id+"」这一行", "在实验报告的页面里填写")
}

func (d *Board) write(h record.Hat, no int, part, text string, most int, label string) (*record.Entry, error) {
	text = tidy(text)
	if n := utf8.RuneCountInString(text); n > most {
		return nil, record.Refuse("report.long", "没有保存", fmt.Sprintf("写了 %d 个字，最多 %d 个", n, most), "删去一些再保存")
	}
	var old *Writing
	if err := d.book.Read(record.Hat{}, func(r record.Reader) (err error) {
		old, err = writing(r, no, part)
		return err
	}); err != nil {
		return nil, err
	}
	if old == nil && text == "" || old != nil && old.Text == text {
		return nil, nil
	}
	return d.book.Write(h, label, func(tx record.Tx) error {
		w, err := writing(tx, no, part) // again, within the step
		if err != nil {
			return err
		}
		if w == nil {
			w = &Writing{Experiment: no, Part: part}
		}
		w.Text, w.Day = text, tx.Today()
		return tx.ByRule().Save(w)
	})
}

// tidy is a text without signs that no document takes, with \n between lines.
func tidy(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n").Replace(strings.ToValidUTF8(s, ""))
	s = strings.Map(func(c rune) rune {
		if c < ' ' && c != '\n' && c != '\t' || c == 0x7f || c == 0xFFFE || c == 0xFFFF || c == 0xFEFF {
			return -1
		}
		return c
	}, s)
	return strings.TrimSpace(s)
}

// writing is what was written for a part; nil if nothing was.
func writing(r record.Reader, no int, part string) (*Writing, error) {
	all, err := record.Find(r.Whole(), Writings, record.Where("experiment", record.IntValue(int64(no))), record.Where("part", record.TextValue(part)))
	if err != nil || len(all) == 0 {
		return nil, err
	}
	return all[len(all)-1], nil
}

// writings are all texts of a report, by part.
func writings(r record.Reader, no int) (map[string]string, error) {
	all, err := record.Find(r.Whole(), Writings, record.Where("experiment", record.IntValue(int64(no))))
	out := map[string]string{}
	for _, w := range all {
		out[w.Part] = w.Text
	}
	return out, err
}
