package paper

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"

	"crmlab/domain/record"
)

func TestTheBuiltInTemplateIsFilledWhole(t *testing.T) {
	out, warnings, err := Docx(sample(), samplePictures(t), nil)
	if err != nil || len(warnings) > 0 {
		t.Fatal(err, warnings)
	}
	parts := sound(t, out)
	text := words(parts["word/document.xml"])
	for _, want := range []string{"实 验 报 告", "实验八 订单管理", "李明 & <友>", "王老师", "2026年11月23日", "12 / 12", "1. 开一张订单", "任务 1　开一张订单（完成，28/28 分）",
		"表 1　回款计划", "金额（元）", "2,994.05", "5,988.10", "表 3　订单执行", "还没有交货。", "图 1　各期回款", "15511", "K7Q29XPD", "1. 会让步吗？", "但要换首付。", "（未填写）", "合计要一分不差。"} {
		if !strings.Contains(text, want) {
			t.Errorf("the report does not say %q", want)
		}
	}
	if strings.Contains(text, "{{") {
		t.Errorf("a placeholder is left:\n%s", text)
	}
	if !strings.Contains(parts["word/footer1.xml"], "PAGE") || !strings.Contains(parts["word/styles.xml"], `w:eastAsia="黑体"`) || !strings.Contains(parts["word/document.xml"], `w:w="11906" w:h="16838"`) {
		t.Error("page numbers, 黑体 or A4 are missing")
	}
	again, _, err := Docx(sample(), samplePictures(t), nil)
	if err != nil || !bytes.Equal(out, again) {
		t.Error("the same report gives another file")
	}
}

func TestAPlaceholderIsFoundHoweverWordSplitsIt(t *testing.T) {
	for _, c := range []struct{ name, body, says string }{
		{"one run", "<w:p>" + run1("姓名：{{姓名}}。") + "</w:p>", "姓名：李明 & <友>。"},
		{"split anywhere", "<w:p>" + run1("学号{") + run1("{学") + `<w:proofErr w:type="spellStart"/>` + run1("号") + run1("}") + run1("}完") + "</w:p>", "学号2022040117完"},
		{"two in a paragraph", "<w:p>" + run1("{{班级}}{{学") + run1("号}}-{{姓名}}") + "</w:p>", "22电商1班2022040117-李明 & <友>"},
		{"full-width braces and spaces", "<w:p>" + run1("｛｛ 日期 ｝｝") + "</w:p>", "2026年11月23日"},
		{"inside a link and a tracked insertion", `<w:p><w:hyperlink w:anchor="x">` + run1("{{实验") + `</w:hyperlink><w:ins w:id="1">` + run1("名称}}") + "</w:ins></w:p>", "订单管理"},
		{"in a cell", "<w:tbl><w:tr><w:tc><w:tcPr><w:tcW w:w=\"3000\" w:type=\"dxa\"/></w:tcPr><w:p>" + run1("{{得分}}/{{满分}}") + "</w:p></w:tc></w:tr></w:tbl>", "12/12"},
		{"in a text box", "<w:p><w:r><w:pict><v:textbox xmlns:v=\"urn:v\"><w:txbxContent><w:p>" + run1("{{校验码}}") + "</w:p></w:txbxContent></v:textbox></w:pict></w:r></w:p>", "K7Q29XPD"},
		{"other spelling", "<w:p>" + run1("{{课程名称}} {{任课教师}}") + "</w:p>", "客户关系管理 王老师"},
		{"escaped text around", "<w:p>" + run1("A &amp; B {{学号}} &lt;x&gt;") + "</w:p>", "A & B 2022040117 <x>"},
	} {
		doc, warnings := filled(t, form(t, c.body))
		if text := words(doc); !strings.Contains(text, c.says) || len(warnings) > 0 {
			t.Errorf("%s: %q, %v", c.name, text, warnings)
		}
	}
}

func TestABlockTakesThePlaceOfItsParagraphInTheLookOfTheTemplate(t *testing.T) {
	doc, warnings := filled(t, form(t, `<w:p><w:pPr><w:pStyle w:val="Mine"/><w:numPr><w:numId w:val="3"/></w:numPr><w:jc w:val="both"/></w:pPr><w:r><w:rPr><w:rFonts w:eastAsia="楷体"/><w:highlight w:val="yellow"/><w:sz w:val="24"/></w:rPr><w:t>{{回答:1}}</w:t></w:r></w:p><w:p>`+run1("表如下：{{表:回款计划}}")+"</w:p>"))
	if len(warnings) > 0 {
		t.Fatal(warnings)
	}
	if n := strings.Count(doc, `<w:pStyle w:val="Mine"/><w:jc w:val="both"/>`); n != 2 || !strings.Contains(doc, `<w:rFonts w:eastAsia="楷体"/><w:sz w:val="24"/>`) {
		t.Errorf("two paragraphs of the answer should look as the placeholder: %s", doc)
	}
	if strings.Contains(doc, "highlight") || strings.Contains(doc, "numPr") {
		t.Error("the marker's colour or the numbering came along")
	}
	before, after, ok := strings.Cut(doc, "表如下：")
	if !ok || strings.Contains(before, "<w:tbl") || !strings.Contains(after, "<w:tbl") {
		t.Error("the table does not stand below its words")
	}
	if !strings.Contains(after, `<w:jc w:val="right"/></w:pPr><w:r><w:rPr><w:sz w:val="18"/><w:szCs w:val="18"/></w:rPr><w:t xml:space="preserve">2,994.05</w:t>`) {
		t.Error("amounts do not stand at the right")
	}
}

func TestATableInACellEndsWithAParagraph(t *testing.T) {
	doc, _ := filled(t, form(t, `<w:tbl><w:tr><w:tc><w:tcPr><w:tcW w:w="6000" w:type="dxa"/></w:tcPr><w:p>`+run1("{{表:订单}}")+`</w:p></w:tc></w:tr></w:tbl>`))
	if strings.Contains(doc, "</w:tbl></w:tc>") {
		t.Error("Word calls a cell that ends with a table damaged")
	}
	if !strings.Contains(doc, `<w:tblW w:w="5784" w:type="dxa"/>`) {
		t.Errorf("the table is not as wide as the cell: %s", doc)
	}
}

func TestAPictureIsPutIntoThePackage(t *testing.T) {
	out, warnings, err := Docx(sample(), samplePictures(t), form(t, "<w:p>"+run1("{{图:各期回款}}")+"</w:p>"))
	if err != nil || len(warnings) > 0 {
		t.Fatal(err, warnings)
	}
	parts := sound(t, out)
	if parts["word/media/crmlab1.png"] != string(samplePictures(t)["各期回款"]) || !strings.Contains(parts["word/_rels/document.xml.rels"], `Id="rIdCrmlab1"`) || !strings.Contains(parts["word/document.xml"], `r:embed="rIdCrmlab1"`) {
		t.Error("the picture is not there or nothing leads to it")
	}
	// Twice as wide as high, and not wider than the lines.
	var cx, cy int
	if _, err := fmt.Sscanf(parts["word/document.xml"][strings.Index(parts["word/document.xml"], "<wp:extent"):], `<wp:extent cx="%d" cy="%d"/>`, &cx, &cy); err != nil || cx != 2*cy || cx > 9070*emuPerTwip {
		t.Errorf("%d × %d, %v", cx, cy, err)
	}
}

func TestWhatTheReportDoesNotHaveStaysAndIsNamed(t *testing.T) {
	doc, warnings := filled(t, form(t, "<w:p>"+run1("{{爱好}} {{表:收款}} {{姓名}} {{问题:9}}")+"</w:p>"))
	text := words(doc)
	if !strings.Contains(text, "{{爱好}} {{表:收款}} 李明") {
		t.Errorf("%q", text)
	}
	all := strings.Join(warnings, "\n")
	for _, want := range []string{"不认识占位符 {{爱好}}", "{{表:收款}} 要的内容这个实验没有", "有：回款计划、订单、订单执行", "有 2 道思考题"} {
		if !strings.Contains(all, want) {
			t.Errorf("no warning %q in\n%s", want, all)
		}
	}
	if _, warnings = filled(t, form(t, "<w:p>"+run1("没有占位符")+"</w:p>")); len(warnings) != 1 || !strings.Contains(warnings[0], "模板里没有占位符") {
		t.Errorf("%v", warnings)
	}
}

func TestHeadersAndFootersTakeTextsOnly(t *testing.T) {
	types := strings.Replace(mainTypes, "</Types>", `<Override PartName="/word/header1.xml" ContentType="`+headerType+`"/></Types>`, 1)
	out, warnings, err := Docx(sample(), samplePictures(t), formOf(t, map[string]string{typesPart: types,
		"word/document.xml": `<w:document xmlns:w="` + wordSpace + `"><w:body><w:p>` + run1("{{姓名}}") + `</w:p></w:body></w:document>`,
		"word/header1.xml":  `<w:hdr xmlns:w="` + wordSpace + `"><w:p>` + run1("{{班级}} {{自检}}") + `</w:p></w:hdr>`}))
	if err != nil {
		t.Fatal(err)
	}
	if head := words(sound(t, out)["word/header1.xml"]); !strings.Contains(head, "22电商1班 {{自检}}") || len(warnings) != 1 || !strings.Contains(warnings[0], "移到正文") {
		t.Errorf("%q, %v", head, warnings)
	}
}

func TestAnotherPrefixForWordIsUnderstood(t *testing.T) {
	doc, warnings := filled(t, formOf(t, map[string]string{"word/document.xml": `<ns0:document xmlns:ns0="` + wordSpace + `"><ns0:body><ns0:p><ns0:pPr><ns0:jc ns0:val="both"/></ns0:pPr><ns0:r><ns0:t>{{姓名}}</ns0:t></ns0:r></ns0:p><ns0:p><ns0:r><ns0:t>{{表}}{{图}}{{心得}}</ns0:t></ns0:r></ns0:p></ns0:body></ns0:document>`}))
	if text := words(doc); len(warnings) > 0 || !strings.Contains(text, "李明") || !strings.Contains(text, "2,994.05") || !strings.Contains(text, "合计要一分不差。") {
		t.Errorf("%q %v", text, warnings)
	}
}

func TestATemplateThatIsNoneIsRefusedInWords(t *testing.T) {
	bomb := func() []byte {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		w, err := z.Create("word/document.xml")
		if err != nil {
			t.Fatal(err)
		}
		zeros := make([]byte, 1<<20)
		for range mostWhole>>20 + 1 {
			if _, err := w.Write(zeros); err != nil {
				t.Fatal(err)
			}
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	names := func(ns ...string) []byte {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for _, n := range ns {
			if _, err := z.CreateHeader(&zip.FileHeader{Name: n}); err != nil {
				t.Fatal(err)
			}
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	macro := strings.Replace(mainTypes, mainType, "application/vnd.ms-word.document.macroEnabled.main+xml", 1)
	document := func(s string) []byte { return formOf(t, map[string]string{"word/document.xml": s}) }
	whole := form(t, "<w:p/>")
	for _, c := range []struct {
		name, says string
		content    []byte
	}{
		{"nothing", "不是 Word 文档", []byte{}},
		{"a text", "不是 Word 文档", []byte("你好")},
		{"an old .doc or one with a password", "旧的 .doc 格式，或者加了密码", append([]byte{0xD0, 0xCF, 0x11, 0xE0}, make([]byte, 600)...)},
		{"a PDF", "它是 PDF", []byte("%PDF-1.7 x")},
		{"cut off", "不是 Word 文档", whole[:len(whole)/2]},
		{"another zip", "缺少部件", names("a.txt")},
		{"no document", "不是 Word 文档", formOf(t, map[string]string{typesPart: `<Types xmlns="x"/>`})},
		{"the document is missing", "缺少部件 word/document.xml", formOf(t, map[string]string{typesPart: mainTypes})},
		{"macros", "宏", formOf(t, map[string]string{typesPart: macro})},
		{"a bomb", "展开以后超过 80 MB", bomb()},
		{"a name that leads out", "部件名称不对", names("../../evil")},
		{"a name twice", "部件名称不对", names("a", "a")},
		{"too many parts", "个部件", names(func() (out []string) {
			for i := range mostParts + 1 {
				out = append(out, fmt.Sprint(i))
			}
			return out
		}()...)},
		{"not XML", "内容不对", document("<w:document")},
		{"a document type", "内容不对", document(`<!DOCTYPE x [<!ENTITY a "b">]><w:document xmlns:w="` + wordSpace + `"/>`)},
		{"very deep", "内容不对", document(strings.Repeat("<a>", mostDepth+2) + strings.Repeat("</a>", mostDepth+2))},
		{"strict", "严格", document(`<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"/>`)},
	} {
		_, _, err := Docx(sample(), nil, c.content)
		if !record.IsRefusal(err, "report.template") || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestMarkupIsWrittenAsItWasRead(t *testing.T) {
	for _, s := range []string{
		`<?xml version="1.0"?><a b="1" c='>'><!-- x > y --><d/> t &amp; u<e></e><![CDATA[<z>]]></a>`,
		"<a\n x=\"1\"\n/>",
		`<w:p w:rsidR="00A" xml:space="preserve"> x </w:p>`,
	} {
		n, err := parse(s)
		if err != nil || n.String() != s {
			t.Errorf("%q became %q, %v", s, n.String(), err)
		}
	}
}

func FuzzDocx(f *testing.F) {
	f.Add(form(f, "<w:p>"+run1("{{姓名}}{{表}}{{图}}")+"</w:p>"))
	f.Add(form(f, "<w:p>"+run1("{{学")+run1("号}}")+"</w:p><w:tbl><w:tr><w:tc><w:p>"+run1("{{自检}}")+"</w:p></w:tc></w:tr></w:tbl>"))
	whole, err := Template()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole)
	f.Add([]byte("PK\x03\x04"))
	r, pics := sample(), samplePictures(f)
	f.Fuzz(func(t *testing.T, content []byte) {
		out, _, err := Docx(r, pics, content)
		if err != nil {
			if !record.IsRefusal(err, "") {
				t.Fatalf("a fault: %v", err)
			}
			return
		}
		if _, err := open(out); err != nil {
			t.Fatalf("what was written cannot be read: %v", err)
		}
	})
}

// FuzzDocument reaches the markup at once, which FuzzDocx finds only through a zip.
func FuzzDocument(f *testing.F) {
	f.Add("<w:p>" + run1("{{姓名}} 和 {{表:回款计划}}") + "</w:p>")
	f.Add("<w:p><w:pPr><w:sectPr/></w:pPr>" + run1("{") + run1("{图}") + run1("}") + "</w:p>")
	f.Add(`<w:tbl><w:tr><w:tc><w:p><w:r><w:tab/><w:t xml:space="preserve"> {{分析}} </w:t></w:r></w:p></w:tc></w:tr></w:tbl>`)
	r, pics := sample(), samplePictures(f)
	f.Fuzz(func(t *testing.T, body string) {
		out, _, err := Docx(r, pics, form(t, body))
		if err != nil {
			if !record.IsRefusal(err, "") {
				t.Fatalf("a fault: %v", err)
			}
			return
		}
		a, err := open(out)
		if err != nil {
			t.Fatal(err)
		}
		if err := wellFormed(a.parts["word/document.xml"]); err != nil {
			t.Fatalf("%v\n%s", err, a.parts["word/document.xml"])
		}
	})
}
