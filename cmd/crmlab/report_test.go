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
