package main

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/pflag"

	"crmlab/data/paper"
	"crmlab/data/sheet"
	"crmlab/domain/lab"
	"crmlab/domain/lab/report"
	"crmlab/domain/record"
	uilab "crmlab/ui/lab"
)

// Formats of a report, which are the extensions of its files.
const (
	asDocx = "docx"
	asPDF  = "pdf"
)

var reportVerb = verb{
	name: "report", args: "FILE", least: 0, most: 1,
	about: "写出一个实验的实验报告：Word 或 PDF",
	more: `记录、图、自检和校验码来自工作文件，分析和心得是学生在报告页面里写的。
不写 --out 时写在工作文件旁边，名称是 班级-学号-姓名-实验N。--template 用学校自己的 docx，里面的
占位符（如 {{姓名}}、{{表:回款计划}}）换成内容；--placeholders 列出全部占位符，--blank 写出自带的模板。

  crmlab report 作业.crmwork --experiment 8
  crmlab report 作业.crmwork --experiment 8 --format pdf --out 报告.pdf
  crmlab report 作业.crmwork --experiment 8 --template 学校模板.docx
  crmlab report --placeholders`,
	setup: func(fs *pflag.FlagSet) act {
		no := fs.Int("experiment", 0, "第`几`个实验")
		form := fs.String("format", "", "docx 或 pdf；不写则看 --out 的扩展名，再不然是 docx")
		template := fs.String("template", "", "学校自己的报告模板 `docx`")
		out := fs.String("out", "", "写到这个`文件`")
		folder := fs.String("pack", "", "实验包的`文件夹`")
		list := fs.Bool("placeholders", false, "列出模板里能用的占位符")
		blank := fs.String("blank", "", "把自带的模板写到这个`文件`，改好再用 --template")
		return func(c *console, args []string) error {
			switch {
			case *list:
				return c.placeholders()
			case *blank != "":
				return c.blank(*blank)
			case len(args) == 0:
				return misuse("report 后面应写：FILE")
			case *no == 0:
				return misuse("要写明 --experiment")
			}
			format, err := reportFormat(*form, *out)
			if err != nil {
				return err
			}
			if *template != "" && format == asPDF {
				return misuse("模板只用于 docx；要学校格式的 PDF，先写出 docx，再在 Word 里另存为 PDF")
			}
			course, err := courseOf(*folder)
			if err != nil {
				return err
			}
			open := readWork
			if course.Tries() {
				open = openWork // a probe writes and takes it back
			}
			return onFile(open, args[0], "", func(w *workFile, _ record.Hat) error {
				board, err := lab.Watch(w.book, course)
				if err != nil {
					return err
				}
				defer board.Close()
				content, name, warnings, err := reportPaper(board, *no, format, *template)
				if err != nil {
					return err
				}
				to := *out
				if to == "" {
					to = filepath.Join(filepath.Dir(args[0]), name)
				}
				for _, warning := range warnings {
					fmt.Fprintln(c.err, warning)
				}
				if err := sheet.SaveBytes(to, content); err != nil {
					return err
				}
				_, err = fmt.Fprintln(c.out, "已写到 "+to)
				return err
			})
		}
	},
}

func reportFormat(flag, out string) (string, error) {
	f := strings.ToLower(flag)
	if f == "" {
		f = asDocx
		if strings.EqualFold(filepath.Ext(out), "."+asPDF) {
			f = asPDF
		}
	}
	if f != asDocx && f != asPDF {
		return "", misuse("报告没有「%s」格式，写 docx 或 pdf", flag)
	}
	return f, nil
}

// reportPaper is the report of an experiment as a file to hand in, with the name that the file
// should have. The template is the path of a school's own docx; "" is the built-in one.
// Warnings name what the template asks for and the report does not have.
func reportPaper(board *lab.Board, no int, format, template string) (content []byte, name string, warnings []string, err error) {
	r, err := board.Report(no)
	if err != nil {
		return nil, "", nil, err
	}
	content, warnings, err = writePaper(r, format, template)
	return content, r.FileName() + "." + format, warnings, err
}

func writePaper(r *report.Report, format, template string) (content []byte, warnings []string, err error) {
	pics, err := uilab.Pictures(r)
	if err != nil {
		return nil, nil, err
	}
	if format == asPDF {
		content, err = paper.PDF(r, pics)
		return content, nil, err
	}
	var form []byte
	if template != "" {
		if form, err = readTemplate(template); err != nil {
			return nil, nil, err
		}
	}
	return paper.Docx(r, pics, form)
}

// mostTemplate is the largest template that is read at all; paper has its own bound below it.
const mostTemplate = 64 << 20

func readTemplate(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil || info.IsDir() {
		return nil, record.Refuse("report.template", "没有用上这个报告模板", "找不到 "+path, "重新选择模板，或改用自带的模板")
	}
	if info.Size() > mostTemplate {
		return nil, record.Refuse("report.template", "没有用上这个报告模板", fmt.Sprintf("文件有 %d MB", info.Size()>>20), "选一个普通的 docx 模板")
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, record.Refuse("report.template", "没有用上这个报告模板", "文件打不开："+err.Error(), "关闭正在使用它的程序，再试一次")
	}
	return content, nil
}

func (c *console) placeholders() error {
	var b strings.Builder
	b.WriteString("报告模板里能用的占位符。分段的单独占一段，会换成段落、表格或图；其余写在句子里、表格里、页眉页脚里都行。\n\n")
	var rows [][]cell
	for _, p := range paper.Placeholders() {
		rows = append(rows, []cell{text("  {{" + p.Name + "}}"), text(placeholderAbout(p))})
	}
	writePairs(&b, rows)
	_, err := fmt.Fprint(c.out, b.String())
	return err
}

func (c *console) blank(path string) error {
	content, err := paper.Template()
	if err != nil {
		return err
	}
	if err := sheet.SaveBytes(path, content); err != nil {
		return err
	}
	_, err = fmt.Fprintln(c.out, "已写到 "+path)
	return err
}

// keyTemplate names the school's report template among what the window remembers.
const keyTemplate = "report.template"

// Paper is a report as a file, with the school's template if one was chosen.
func (f files) Paper(r *report.Report, format string) (content []byte, warnings []string, err error) {
	template := f.Template()
	if format == asPDF {
		template = ""
	}
	return writePaper(r, format, template)
}

// Template is the path of the school's template; "" for the built-in one.
func (f files) Template() string {
	if f.memory == nil {
		return ""
	}
	return f.memory.Get(keyTemplate)
}

// SetTemplate chooses the school's template, if it can be filled.
func (f files) SetTemplate(path string) error {
	if path != "" {
		form, err := readTemplate(path)
		if err != nil {
			return err
		}
		if _, _, err := paper.Docx(&report.Report{}, nil, form); err != nil {
			return err
		}
	}
	if f.memory != nil {
		f.memory.Set(keyTemplate, path)
	}
	return nil
}

// SaveTemplate writes the built-in template, to be changed.
func (f files) SaveTemplate(path string) error {
	content, err := paper.Template()
	if err != nil {
		return err
	}
	return sheet.SaveBytes(path, content)
}

// Placeholders lists what a template may hold.
func (f files) Placeholders() (out [][2]string) {
	for _, p := range paper.Placeholders() {
		out = append(out, [2]string{p.Name, placeholderAbout(p)})
	}
	return out
}

func placeholderAbout(p paper.Placeholder) string {
	if p.Block {
		return "分段：" + p.About
	}
	return p.About
}

// Show opens a file in the system's viewer.
func (f files) Show(path string) error {
	if f.open == nil {
		return errors.New("没有窗口系统")
	}
	return f.open(path)
}

// openFile shows a file in the program that the system opens it with. The path goes as it is:
// as a file URL Windows would not find Chinese names.
func (d *desktop) openFile(path string) error { return d.app.OpenURL(&url.URL{Opaque: path}) }
