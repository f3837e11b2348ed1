package paper

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"image"
	"image/color"
	"image/png"
	"io"
	"strings"
	"testing"

	"crmlab/domain/lab/report"
)

// sample is a report with everything in it.
func sample() *report.Report {
	return &report.Report{
		No: 8, Title: "订单管理", Course: "客户关系管理", Class: "22电商1班", StudentNo: "2022040117", Name: "李明 & <友>", Company: "华云办公设备有限公司",
		Date: "2026年11月23日", Today: "2026年12月11日", Header: []report.Field{{ID: "teacher", Label: "指导教师", Value: "王老师"}},
		Overview: "把约定变成订单。", Objectives: []string{"开一张订单", "分几期回款"},
		Tasks: []report.Task{{Title: "开一张订单", Text: "为客户开单。", Points: 28, Earned: 28, Done: true}},
		Tables: []report.Table{
			{Name: "回款计划", Columns: []report.Column{{Label: "编号"}, {Label: "到期日"}, {Label: "金额", Unit: "元", Right: true}},
				Rows: [][]string{{"SO-0796-1", "2026-12-03", "2,994.05"}, {"SO-0796-2", "2027-01-03", "2,994.05"}}, Total: []string{"合计", "", "5,988.10"}},
			{Name: "订单", Facts: true, Rows: [][]string{{"编号", "SO-0796"}, {"客户", "成都望蜀中学"}, {"合计（元）", "8,982.14"}}},
			{Name: "订单执行", Columns: []report.Column{{Label: "编号"}}, Empty: "还没有交货。"},
		},
		Charts:  []report.Chart{{Name: "各期回款", Kind: report.Bars, Unit: "元", Labels: []string{"一"}, Series: []report.Series{{Values: []float64{1}}}, Note: "每根柱子是一期。"}},
		Checks:  []report.Check{{ID: "8.1", Title: "开了订单", State: "完成", Points: 12, Earned: 12, Done: true, No: "SO-0796", Step: 15511, At: "2026-11-23 14:32"}},
		Score:   report.Score{Earned: 12, Possible: 12},
		Parts:   []report.Part{{ID: "q1", Ask: "会让步吗？", Text: "会。\n但要换首付。"}, {ID: "q2", Ask: "为什么？"}},
		Summary: report.Part{ID: "summary", Ask: "学到了什么？", Text: "合计要一分不差。"},
		Stamp:   report.Stamp{Code: "K7Q29XPD", Step: 15521, Wall: "2026-11-23 15:01"},
	}
}

func samplePictures(t testing.TB) Pictures {
	t.Helper()
	im := image.NewRGBA(image.Rect(0, 0, 40, 20))
	im.Set(3, 3, color.RGBA{B: 200, A: 255})
	var b bytes.Buffer
	if err := png.Encode(&b, im); err != nil {
		t.Fatal(err)
	}
	return Pictures{"各期回款": b.Bytes()}
}

// form is a docx with one body, as small as Word takes it.
func form(t testing.TB, body string) []byte {
	t.Helper()
	return formOf(t, map[string]string{"word/document.xml": `<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="` + wordSpace + `"><w:body>` + body +
		`<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:left="1418" w:right="1418"/></w:sectPr></w:body></w:document>`})
}

const mainTypes = `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="` + mainType + `"/></Types>`

func formOf(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	a := &archive{parts: map[string][]byte{}}
	if parts[typesPart] == "" {
		a.set(typesPart, []byte(mainTypes))
	}
	for name, body := range parts {
		a.set(name, []byte(body))
	}
	content, err := a.pack()
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func run1(text string) string { return "<w:r><w:t>" + text + "</w:t></w:r>" }

// filled fills a form and returns the document's XML, after looking that the whole file is sound.
func filled(t testing.TB, content []byte) (doc string, warnings []string) {
	t.Helper()
	out, warnings, err := Docx(sample(), samplePictures(t), content)
	if err != nil {
		t.Fatal(err)
	}
	return sound(t, out)["word/document.xml"], warnings
}

// sound opens a docx as a reader would: every XML part is well-formed, every relationship leads to
// a part, and every part has a type.
func sound(t testing.TB, content []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]string{}
	for _, f := range z.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		parts[f.Name] = string(body)
	}
	for name, body := range parts {
		if !strings.HasSuffix(name, ".xml") && !strings.HasSuffix(name, ".rels") {
			continue
		}
		d := xml.NewDecoder(strings.NewReader(body))
		for {
			tok, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v\n%s", name, err, body)
			}
			e, ok := tok.(xml.StartElement)
			if !ok {
				continue
			}
			if e.Name.Space == "w" || e.Name.Space == "wp" || e.Name.Space == "a" || e.Name.Space == "pic" {
				t.Fatalf("%s: the prefix %s is not declared", name, e.Name.Space)
			}
			for _, a := range e.Attr {
				if e.Name.Local == "Relationship" && a.Name.Local == "Target" && strings.HasPrefix(a.Value, "media/") && parts["word/"+a.Value] == "" {
					t.Errorf("%s leads to %s, which is not there", name, a.Value)
				}
			}
		}
	}
	for name := range parts {
		if strings.HasSuffix(name, ".png") && !strings.Contains(parts[typesPart], `Extension="png"`) {
			t.Errorf("%s has no type", name)
		}
	}
	return parts
}

// words are the texts of a document, one paragraph a line.
func words(doc string) string {
	var b strings.Builder
	d := xml.NewDecoder(strings.NewReader(doc))
	in := false
	for {
		tok, err := d.Token()
		if err != nil {
			return b.String()
		}
		switch x := tok.(type) {
		case xml.StartElement:
			in = x.Name.Local == "t"
			if x.Name.Local == "br" {
				b.WriteString("|")
			}
		case xml.EndElement:
			if x.Name.Local == "p" {
				b.WriteString("\n")
			}
			in = false
		case xml.CharData:
			if in {
				b.Write(x)
			}
		}
	}
}
