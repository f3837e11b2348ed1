package main

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"time"

	"crmlab/data/handin"
	"crmlab/data/pack"
	"crmlab/domain/lab"
	"crmlab/domain/record"
	"crmlab/ui/shell"
)

// keyHandInFolder is the folder of the last hand-in among the settings.
const keyHandInFolder = "handin.folder"

// handIn is 交作业 for the window.
func (s *session) handIn(d *desktop) *shell.HandIn {
	return &shell.HandIn{
		Who: s.enrolled,
		Folder: func() string {
			if last := d.memory.Get(keyHandInFolder); last != "" {
				if info, err := os.Stat(last); err == nil && info.IsDir() {
					return last
				}
			}
			return string(d.home)
		},
		Make: func(folder string, experiments []int) (shell.Handed, error) {
			done, err := s.makeHandin(folder, experiments, d.memory.Get(keyTemplate))
			if err == nil {
				d.memory.Set(keyHandInFolder, folder)
			}
			return done, err
		},
		Report: s.unwritten,
		Reveal: func(path string) error {
			place := url.URL{Scheme: "file", Path: filepath.ToSlash(filepath.Dir(path))}
			if err := d.app.OpenURL(&place); err != nil {
				return record.Refuse("reveal", "没有打开文件夹", "系统不能显示它："+err.Error(), "自己打开 "+filepath.Dir(path))
			}
			return nil
		},
	}
}

// enrolled is whose work the file is, as it stands in the file; "" for nobody's.
func (s *session) enrolled() (text string) {
	err := s.book.Read(record.Hat{}, func(r record.Reader) error {
		who, err := lab.StudentOf(r)
		if err == nil && who != nil {
			text = studentText(handin.Student{Class: who.Class, No: who.StudentNo, Name: who.Name})
		}
		return err
	})
	if err != nil {
		s.log.report(err)
	}
	return text
}

// unwritten says how much of a report is still to be written; "" for nothing.
func (s *session) unwritten(no int) string {
	b := s.board.Load()
	if b == nil {
		return ""
	}
	r, err := b.Report(no)
	if err != nil {
		s.log.report(err)
		return ""
	}
	open := 0
	for _, part := range append(slices.Clone(r.Parts), r.Summary) {
		if len(part.Lines()) == 0 {
			open++
		}
	}
	if open == 0 {
		return ""
	}
	return fmt.Sprintf("「%s」的实验报告还有 %d 处没有写。", r.Title, open)
}

// makeHandin makes a hand-in of the file as it is now, while the work goes on. template is the
// school's own form of the reports; "" is the built-in one.
func (s *session) makeHandin(folder string, experiments []int, template string) (done shell.Handed, err error) {
	course, err := pack.BuiltIn()
	if err != nil {
		return done, err
	}
	temp, err := os.MkdirTemp("", "crmlab-submit")
	if err != nil {
		return done, fmt.Errorf("temporary folder: %w", err)
	}
	defer os.RemoveAll(temp)
	snapshot := filepath.Join(temp, "提交"+extension)
	if err := s.store.CopyTo(snapshot); err != nil {
		return done, err
	}
	content, m, err := handin.Make(snapshot, handin.Order{Course: course, Experiments: experiments, Program: versionText(), Made: time.Now(),
		Report: func(b *lab.Board, no int) ([]byte, error) {
			content, _, _, err := reportPaper(b, no, asDocx, template)
			return content, err
		}})
	if err != nil {
		return done, err
	}
	// Read back as a teacher would, so that whoever hands in learns first what there is to tell.
	if done.Doubts, err = doubts(content, course, temp); err != nil {
		return done, err
	}
	done.Path, err = handin.Save(folder, m, content)
	done.Code = m.Code
	return done, err
}

// doubts grades a fresh hand-in and gives what a teacher would be told of it.
func doubts(content []byte, course *lab.Course, temp string) (out []string, err error) {
	h, err := handin.Parse("提交包", content)
	if err != nil {
		return nil, err
	}
	v, err := h.Review(temp, course, nil)
	if err != nil {
		return nil, err
	}
	for _, f := range v.Findings {
		out = append(out, f.Text)
	}
	return out, nil
}
