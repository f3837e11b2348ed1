package main

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"crmlab/data/pack"
	"crmlab/domain/lab"
	"crmlab/domain/record"
	"crmlab/ui/shell"
)

// pupil is whose work the files of these tests are.
var pupil = shell.Student{Class: "22电商1班", No: "2022040117", Name: "李明"}

// solvedFile is a copy of the case in which a student has done an experiment as recorded and
// written a report; written is what stands in it, by part.
func solvedFile(t *testing.T, no int, written map[string]string) string {
	t.Helper()
	f := caseFile(t)
	w, err := openWork(f)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := w.store.Close(); err != nil {
			t.Error(err)
		}
	}()
	if err := lab.Enrol(w.book, pupil.Class, pupil.No, pupil.Name); err != nil {
		t.Fatal(err)
	}
	course, err := pack.BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
	board, err := lab.Watch(w.book, course)
	if err != nil {
		t.Fatal(err)
	}
	defer board.Close()
	x := course.Experiment(no)
	if err := lab.NewPlayer(board, x).Play(x.Solution); err != nil {
		t.Fatal(err)
	}
	parts := []string{lab.SummaryPart}
	for _, q := range x.Questions {
		parts = append(parts, q.ID)
	}
	for _, part := range parts {
		if _, err := board.Write(record.Hat{}, no, part, written[part]); err != nil {
			t.Fatal(err)
		}
	}
	return f
}

// samplesEnv names a folder that keeps the reports of these tests, for people to look at.
const samplesEnv = "CRMLAB_REPORTS"

var essay = map[string]string{
	"q1":      "会有限度地让步。这张订单的毛利率不高，再降 5% 会吃掉大半毛利，所以先问清客户为什么要降。\n如果客户愿意把首付比例提高到一半，可以让 2%，换来的是资金提前到账；超过 2% 就不让。",
	"q2":      "利息只补偿了资金占用，补不了催款的人工和对下一笔生意的影响。应当在到期前三天提醒，逾期当天电话确认原因，超过 15 天暂停发货。",
	"q3":      "差一分也说明有一期的金额没有依据，以后对账时找不到出处。合计相等是一个可以机器检查的规则，“差不多”不是。",
	"summary": "这次实验把一张订单从草稿做到逾期。最费劲的是回款计划：按比例分期之后总差几分钱，后来才明白零头应当放在最后一期。\n学到的是：提交的人和批准的人要分开；业务日期一推进，欠款、利息和账龄就跟着变，这些数不用存，是算出来的。",
}

func documentOf(t *testing.T, content []byte) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	in, err := z.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	body, err := io.ReadAll(in)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func TestTheReportOfTheRecordedSolutionCarriesTheStudentsRecords(t *testing.T) {
	folder := os.Getenv(samplesEnv)
	if folder == "" {
		folder = t.TempDir()
	}
	for _, no := range []string{"1", "7", "8", "9"} {
		f := solvedFile(t, int(no[0]-'0'), essay)
		out := filepath.Join(folder, "实验"+no)
		if d := crmlab("report", f, "--experiment", no, "--out", out+".docx"); d.code != exitFine || d.err != "" {
			t.Fatalf("experiment %s: %+v", no, d)
		}
		if d := crmlab("report", f, "--experiment", no, "--out", out+".pdf"); d.code != exitFine || d.err != "" {
			t.Fatalf("experiment %s: %+v", no, d)
		}
		content, err := os.ReadFile(out + ".docx")
		if err != nil {
			t.Fatal(err)
		}
		text := documentOf(t, content)
		for _, want := range []string{pupil.Class, pupil.No, pupil.Name, "100 / 100", "学到的是：提交的人和批准的人要分开", "校验码 "} {
			if !strings.Contains(text, want) {
				t.Errorf("experiment %s: the docx does not say %q", no, want)
			}
		}
		if strings.Contains(text, "{{") || strings.Contains(text, "没有算出来") || strings.Contains(text, "没有画出来") {
			t.Errorf("experiment %s: something was not filled in", no)
		}
	}
}

func TestASchoolsTemplateIsFilledAndWhatIsMissingIsNamed(t *testing.T) {
	f := solvedFile(t, 8, essay)
	folder := t.TempDir()
	form := filepath.Join(folder, "学校.docx")
	fine(t, "report", "--blank", form)
	content, err := os.ReadFile(form)
	if err != nil {
		t.Fatal(err)
	}
	// The school writes another word into its form, and Word splits it.
	changed := rewritten(t, content, "{{概述}}", `{{学</w:t></w:r><w:r><w:t>号}} 的{{爱好}}`)
	if err := os.WriteFile(form, changed, 0o644); err != nil {
		t.Fatal(err)
	}
	d := crmlab("report", f, "--experiment", "8", "--template", form)
	if d.code != exitFine || !strings.Contains(d.err, "不认识占位符 {{爱好}}") {
		t.Fatalf("%+v", d)
	}
	out, err := os.ReadFile(filepath.Join(filepath.Dir(f), "22电商1班-2022040117-李明-实验8.docx"))
	if err != nil {
		t.Fatal(err)
	}
	if text := documentOf(t, out); !strings.Contains(text, pupil.No) || !strings.Contains(text, "{{爱好}}") || strings.Contains(text, "{{学") {
		t.Error("the form is not filled")
	}
}

// rewritten is a docx with another document in it.
func rewritten(t *testing.T, content []byte, old, now string) []byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	for _, part := range in.File {
		r, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		w, err := out.Create(part.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(bytes.Replace(body, []byte(old), []byte(now), 1)); err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestAReportThatCannotBeWrittenIsRefusedInWords(t *testing.T) {
	f := caseFile(t)
	folder := t.TempDir()
	text := filepath.Join(folder, "不是.docx")
	if err := os.WriteFile(text, []byte("你好"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		code int
		says string
		args []string
	}{
		{exitUsage, "要写明 --experiment", []string{f}},
		{exitUsage, "report 后面应写：FILE", nil},
		{exitUsage, "报告没有「odt」格式", []string{f, "--experiment", "8", "--format", "odt"}},
		{exitUsage, "模板只用于 docx", []string{f, "--experiment", "8", "--out", "x.pdf", "--template", text}},
		{exitRefused, "没有第 99 个实验的内容", []string{f, "--experiment", "99"}},
		{exitRefused, "它不是 Word 文档", []string{f, "--experiment", "8", "--template", text}},
		{exitRefused, "找不到 ", []string{f, "--experiment", "8", "--template", filepath.Join(folder, "没有.docx")}},
		{exitRefused, "文件夹不存在", []string{f, "--experiment", "8", "--out", filepath.Join(folder, "没有", "x.docx")}},
	} {
		d := crmlab(append([]string{"report"}, c.args...)...)
		if d.code != c.code || !strings.Contains(d.err, c.says) {
			t.Errorf("%v: %+v", c.args, d)
		}
	}
	list := fine(t, "report", "--placeholders")
	for _, want := range []string{"{{学号}}", "{{表}}", "{{校验码}}", "{{表:回款计划}}", "分段"} {
		if !strings.Contains(list, want) {
			t.Errorf("the list of placeholders does not name %s", want)
		}
	}
}
