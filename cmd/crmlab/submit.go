package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"crmlab/data"
	"crmlab/data/handin"
	"crmlab/domain/lab"
	"crmlab/domain/record"
)

var submitVerb = verb{
	name: "submit", args: "FILE", least: 1, most: 1,
	about: "交作业：把记录、操作记录和自查做成一个提交包（" + handin.Extension + "）",
	more: `不写 --experiment 时，有进展的实验都在其中。--out 写文件夹或文件名；不写则放在工作文件旁边，
以 班级-学号-姓名-实验N 命名，已有的不会被替换。没做完也可以交，得分按记录计算。每个实验附上它的实验报告。

  crmlab submit 作业.crmwork --experiment 8
  crmlab submit 作业.crmwork --out /media/usb`,
	setup: func(fs *pflag.FlagSet) act {
		numbers := fs.IntSlice("experiment", nil, "交第`几`个实验，可写多个：7,8")
		out := fs.String("out", "", "放到这个`文件夹`，或用这个文件名")
		folder := fs.String("pack", "", "实验包的`文件夹`")
		report := fs.String("report", "", "附上自己改过的实验报告（docx `文件`），只用于交一个实验")
		return func(c *console, args []string) error {
			o := handin.Order{Program: versionText(), Made: time.Now()}
			var err error
			if o.Course, err = courseOf(*folder); err != nil {
				return err
			}
			if o.Experiments, err = experimentsIn(o.Course, *numbers); err != nil {
				return err
			}
			if o.Report, err = reportsFor(*report, *numbers); err != nil {
				return err
			}
			return submit(c, args[0], *out, o)
		}
	},
}

// reportsFor makes the reports of a hand-in, or takes the one that the student has edited.
func reportsFor(edited string, numbers []int) (func(*lab.Board, int) ([]byte, error), error) {
	if edited == "" {
		return func(b *lab.Board, no int) ([]byte, error) {
			content, _, _, err := reportPaper(b, no, asDocx, "")
			return content, err
		}, nil
	}
	if len(numbers) != 1 {
		return nil, record.Refuse("report.one", "没有附上实验报告", "一份报告只属于一个实验", "用 --experiment 写明交哪一个")
	}
	content, err := os.ReadFile(edited)
	if err != nil {
		return nil, record.Refuse("report.file", "没有附上实验报告", "打不开 "+edited, "检查文件的位置")
	}
	return func(*lab.Board, int) ([]byte, error) { return content, nil }, nil
}

// experimentsIn checks the numbers that were asked for; nil stays nil.
func experimentsIn(course *lab.Course, numbers []int) ([]int, error) {
	for _, no := range numbers {
		if course.Experiment(no) == nil {
			return nil, record.Refuse("experiment", fmt.Sprintf("没有第 %d 个实验", no), "实验包里有：实验 "+experimentNumbers(course), "写其中一个")
		}
	}
	if len(numbers) == 0 {
		return nil, nil
	}
	return numbers, nil
}

func submit(c *console, file, out string, o handin.Order) error {
	content, m, err := makeHandin(file, o)
	if err != nil {
		return err
	}
	if out == "" {
		out = filepath.Dir(file)
	}
	path := out
	if info, err := os.Stat(out); err == nil && info.IsDir() {
		path, err = handin.Save(out, m, content)
		if err != nil {
			return err
		}
	} else {
		if _, err := os.Lstat(out); err == nil {
			return record.Refuse("file.exists", "没有生成「"+filepath.Base(out)+"」", "这个位置已有同名文件（"+out+"）", "换一个文件名，或只写文件夹")
		}
		if err := handin.SaveAs(out, content); err != nil {
			return err
		}
	}
	fmt.Fprintln(c.out, "已生成 "+path)
	fmt.Fprintln(c.out, "学生："+studentText(m.Student))
	h, err := handin.Parse(path, content)
	if err != nil {
		return err
	}
	for _, s := range h.Said {
		fmt.Fprintf(c.out, "实验 %d %s：%d / %d 分\n", s.No, s.Title, s.Earned, s.Possible)
	}
	_, err = fmt.Fprintf(c.out, "校验码：%s（第 %d 步）\n", m.Code, m.Steps)
	return err
}

// makeHandin makes a hand-in of a copy of the file, which stays as it is.
func makeHandin(file string, o handin.Order) (content []byte, m *handin.Manifest, err error) {
	folder, err := os.MkdirTemp("", "crmlab-submit")
	if err != nil {
		return nil, nil, fmt.Errorf("temporary folder: %w", err)
	}
	defer os.RemoveAll(folder)
	snapshot := filepath.Join(folder, "提交"+extension)
	if err := onFile(readWork, file, "", func(w *workFile, _ record.Hat) error { return w.store.CopyTo(snapshot) }); err != nil {
		return nil, nil, err
	}
	return handin.Make(snapshot, o)
}

func studentText(s handin.Student) string {
	parts := slices.DeleteFunc([]string{s.Class, s.No, s.Name}, func(p string) bool { return p == "" })
	if len(parts) == 0 {
		return "没有登记"
	}
	return strings.Join(parts, " ")
}

var readVerb = verb{
	name: "read", args: "SUBMISSION", least: 1, most: 1,
	about: "读提交包：核对操作记录和记录，重新检查各实验，列出与制作时不同的地方",
	more: `得分只按操作记录重新算出，不看提交包自己写的分数。有没完成的检查，或有任何发现时退出码 1。
csv 和 json 里，发现的 state 是 finding，entry 是步骤。

  crmlab read 信管2301-20230101-李明-实验8.crmsub`,
	setup: func(fs *pflag.FlagSet) act {
		numbers := fs.IntSlice("experiment", nil, "只看第`几`个实验，可写多个：7,8")
		pack := fs.String("pack", "", "实验包的`文件夹`")
		reports := fs.String("reports", "", "把实验报告取出来，放到这个`文件夹`")
		form := formatFlag(fs)
		return func(c *console, args []string) error {
			course, err := courseOf(*pack)
			if err != nil {
				return err
			}
			only, err := experimentsIn(course, *numbers)
			if err != nil {
				return err
			}
			folder, err := os.MkdirTemp("", "crmlab-read")
			if err != nil {
				return fmt.Errorf("temporary folder: %w", err)
			}
			defer os.RemoveAll(folder)
			h, err := handin.Read(args[0])
			if err != nil {
				return err
			}
			v, err := h.Review(folder, course, only)
			if err != nil {
				return err
			}
			if *reports != "" {
				if err := takeReports(h, *reports); err != nil {
					return err
				}
			}
			return showReview(c, h, v, *form)
		}
	},
}

// takeReports writes the reports of a hand-in into a folder; those that are there already stay.
func takeReports(h *handin.Handin, folder string) error {
	for no, content := range h.Reports {
		name := strings.TrimSuffix(handin.FileName(h.Manifest.Student, []int{no}), handin.Extension) + ".docx"
		path := filepath.Join(folder, name)
		if _, err := os.Lstat(path); err == nil {
			return record.Refuse("file.exists", "没有取出实验报告", "这个位置已有同名文件（"+path+"）", "换一个文件夹")
		}
		if err := data.PlaceBytes(path, content); err != nil {
			return err
		}
	}
	return nil
}

func showReview(c *console, h *handin.Handin, v *handin.Review, f format) error {
	s := rowset{columns: checkColumns}
	whole := len(v.Findings) == 0
	var text strings.Builder
	for _, p := range v.Progress {
		writeProgress(&text, p)
		for _, st := range p.Checks {
			whole = whole && st.Outcome == lab.Fulfilled
		}
		addChecks(&s, p)
	}
	if f == asTable {
		fmt.Fprintf(c.out, "学生：%s\n制作：%s，校验码 %s，%d 步，%d 条记录\n", studentText(v.Student), h.Manifest.Made.Local().Format("2006-01-02 15:04"), v.Code, v.Steps, v.Records)
		for _, no := range slices.Sorted(maps.Keys(h.Reports)) {
			fmt.Fprintf(c.out, "附有实验 %d 的实验报告，%d KB\n", no, (len(h.Reports[no])+1023)>>10)
		}
		if len(v.Findings) == 0 {
			fmt.Fprintln(c.out, "操作记录完整，与记录和自查一致")
		} else {
			fmt.Fprintf(c.out, "有 %d 处请老师看一看：\n", len(v.Findings))
		}
		for _, d := range v.Findings {
			fmt.Fprintf(c.out, "  %s：%s\n", d.About, d.Text)
		}
		fmt.Fprint(c.out, "\n"+text.String())
	} else {
		for _, d := range v.Findings {
			row := make([]cell, len(s.columns))
			for i, col := range s.columns {
				switch col.name {
				case "state":
					row[i] = cell{"发现", "finding"}
				case "title":
					row[i] = cell{d.About, d.About}
				case "found":
					row[i] = cell{d.Text, d.Text}
				case "entry":
					row[i] = number(int(d.Step))
				}
			}
			s.add(row...)
		}
		if err := s.print(c.out, f); err != nil {
			return err
		}
	}
	if !whole {
		return errUnsound
	}
	return nil
}
