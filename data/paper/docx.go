package paper

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"crmlab/domain/lab/report"
)

const wordSpace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

// Docx fills a template with a report. What the template asks for and the report does not have
// stays as it is written there, and a warning names it. A nil template is the one that the
// program brings. It is refused when the template is no docx that can be filled.
func Docx(r *report.Report, pics Pictures, template []byte) (content []byte, warnings []string, err error) {
	if template == nil {
		if template, err = Template(); err != nil {
			return nil, nil, err
		}
	}
	a, err := open(template)
	if err != nil {
		return nil, nil, err
	}
	parts, err := a.written()
	if err != nil {
		return nil, nil, err
	}
	f := &filling{archive: a, report: r, pics: pics}
	for i, part := range parts {
		if err := f.part(part, i == 0); err != nil {
			return nil, nil, err
		}
	}
	if f.found == 0 {
		f.warn("模板里没有占位符，报告没有填进去；把 {{姓名}}、{{分析}} 这样的占位符写进模板")
	}
	content, err = a.pack()
	return content, f.warnings, err
}

// written lists the parts that hold what people read: the document first, then headers and
// footers.
func (a *archive) written() (out []string, err error) {
	types, err := a.markup(typesPart)
	if err != nil {
		return nil, err
	}
	main, edges := "", []string{}
	for _, k := range types.root().kids {
		name := strings.TrimPrefix(k.attr("PartName"), "/")
		switch kind := k.attr("ContentType"); {
		case k.name == "":
		case kind == mainType || kind == dotType:
			main = name
			// What comes out is a document, also of a template file.
			k.open = strings.Replace(k.open, dotType, mainType, 1)
		case strings.Contains(kind, "macroEnabled") || strings.Contains(kind, "vbaProject"):
			return nil, refuseTemplate("它带有宏（.docm）", "另存为不带宏的「Word 文档（.docx）」")
		case kind == headerType || kind == footerType:
			edges = append(edges, name)
		}
	}
	if main == "" {
		return nil, refuseTemplate("它不是 Word 文档", "选 .docx 格式的模板")
	}
	a.set(typesPart, []byte(types.String()))
	slices.Sort(edges)
	return append([]string{main}, edges...), nil
}

// filling is one template being filled.
type filling struct {
	*archive
	report   *report.Report
	pics     Pictures
	warnings []string
	warned   map[string]bool
	found    int
	pictures int

	name  string // of the part at hand
	body  bool   // it is the document, not a header or footer
	w     string // its prefix for Word's elements, with the colon
	space string // what generated elements must declare; "" where w: is Word's
	width int    // of the lines, in twips
}

func (f *filling) warn(text string) {
	if f.warned == nil {
		f.warned = map[string]bool{}
	}
	if !f.warned[text] {
		f.warned[text] = true
		f.warnings = append(f.warnings, text)
	}
}

var prefixOfWord = regexp.MustCompile(`xmlns:([\pL_][\pL\pN_.-]*)\s*=\s*["']` + regexp.QuoteMeta(wordSpace) + `["']`)

func (f *filling) part(name string, body bool) error {
	if !body && f.parts[name] == nil {
		return nil // named by the list of types only
	}
	doc, err := f.markup(name)
	if err != nil {
		return err
	}
	root := doc.root()
	m := prefixOfWord.FindStringSubmatch(root.open)
	if m == nil {
		return refuseTemplate("它不是普通的 Word 文档（可能是「严格」格式）", saveAgain)
	}
	f.name, f.body, f.w = name, body, m[1]+":"
	f.space = ""
	if f.w != "w:" {
		f.space = ` xmlns:w="` + wordSpace + `"`
	}
	f.width = f.lineWidth(root)
	f.inside(root, f.width)
	f.set(name, []byte(doc.String()))
	return nil
}

// lineWidth is the width between the margins of the last section, in twips: A4 with usual
// margins if it says nothing.
func (f *filling) lineWidth(root *node) int {
	width := 9026
	var walk func(*node)
	walk = func(n *node) {
		for _, k := range n.kids {
			if k.name == f.w+"sectPr" {
				size, margin := k.kid(f.w+"pgSz"), k.kid(f.w+"pgMar")
				if size != nil && margin != nil {
					total := number(size.attr(f.w + "w"))
					if w := total - number(margin.attr(f.w+"left")) - number(margin.attr(f.w+"right")); w > 2000 && w < 30000 {
						width = w
					}
				}
			} else {
				walk(k)
			}
		}
	}
	walk(root)
	return width
}

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}

// inside fills all paragraphs below a node.
func (f *filling) inside(n *node, width int) {
	kids := make([]*node, 0, len(n.kids))
	for _, k := range n.kids {
		if k.name != f.w+"p" {
			f.inside(k, f.widthIn(k, width))
			kids = append(kids, k)
			continue
		}
		kids = append(kids, f.paragraph(k, width)...)
	}
	// A cell ends with a paragraph, or Word calls the file damaged.
	if len(kids) > 0 && n.name == f.w+"tc" && strings.HasPrefix(kids[len(kids)-1].raw, "<w:tbl") {
		kids = append(kids, &node{raw: "<" + f.w + "p/>"})
	}
	n.kids = kids
}

func (f *filling) widthIn(n *node, width int) int {
	if n.name != f.w+"tc" {
		return width
	}
	if pr := n.kid(f.w + "tcPr"); pr != nil {
		if w := pr.kid(f.w + "tcW"); w != nil && w.attr(f.w+"type") == "dxa" {
			if in := number(w.attr(f.w+"w")) - 216; in > 1000 {
				return min(in, width)
			}
		}
	}
	return width
}

// piece is one text of a paragraph with the run that holds it.
type piece struct {
	run, at *node
	text    string
	from    int // where it begins in the text of the paragraph
	changed bool
}

var braces = regexp.MustCompile(`(?:\{\{|｛｛)\s*([^{}｛｝\n]{1,60}?)\s*(?:\}\}|｝｝)`)

// paragraph fills a paragraph and returns what stands in its place.
func (f *filling) paragraph(p *node, width int) []*node {
	pieces, whole := f.pieces(p)
	found := braces.FindAllStringSubmatchIndex(whole, -1)
	var blocks []*node
	for _, m := range slices.Backward(found) {
		line, list, ok := f.answer(whole[m[2]:m[3]], whole[m[0]:m[1]])
		if !ok {
			continue
		}
		f.found++
		host := replace(pieces, m[0], m[1], line)
		if list != nil {
			blocks = append(f.blocks(p, host, list, width), blocks...)
		}
	}
	for _, piece := range pieces {
		if piece.changed {
			f.writeBack(piece)
		}
	}
	if len(blocks) == 0 {
		return []*node{p}
	}
	if f.empty(p, pieces) {
		return blocks
	}
	return append([]*node{p}, blocks...)
}

// pieces are the texts of a paragraph in their order. Word splits a word over several runs as it
// likes; the placeholders are looked for in all of them together. Paragraphs inside (text boxes)
// are filled on their own.
func (f *filling) pieces(p *node) (out []*piece, whole string) {
	var b strings.Builder
	var walk func(n, run *node)
	walk = func(n, run *node) {
		for _, k := range n.kids {
			switch k.name {
			case f.w + "t":
				if run != nil {
					text := k.text()
					out = append(out, &piece{run: run, at: k, text: text, from: b.Len()})
					b.WriteString(text)
				}
			case f.w + "tab", f.w + "br", f.w + "cr":
				b.WriteByte('\n') // no placeholder goes over it
			case f.w + "r":
				walk(k, k)
			case f.w + "txbxContent":
				f.inside(k, f.width/2)
			default:
				walk(k, run)
			}
		}
	}
	walk(p, nil)
	return out, b.String()
}

// answer is what a placeholder becomes: a text in the line, or blocks.
func (f *filling) answer(inner, asWritten string) (line string, list []block, ok bool) {
	p, name := find(inner)
	if p == nil {
		f.warn("不认识占位符 " + asWritten + "，原样留在报告里")
		return "", nil, false
	}
	if !p.Block {
		return p.line(f.report), nil, true
	}
	if !f.body {
		f.warn("占位符 " + asWritten + " 写在页眉或页脚里，放不下，原样留着；把它移到正文")
		return "", nil, false
	}
	list, ok = p.list(f.report, name)
	if !ok {
		f.warn("占位符 " + asWritten + " 要的内容这个实验没有，原样留着；" + f.offers(p.Name))
		return "", nil, false
	}
	if list == nil {
		list = []block{}
	}
	return "", list, true
}

// offers names what may stand behind the colon.
func (f *filling) offers(word string) string {
	var names []string
	switch word {
	case "表":
		for _, t := range f.report.Tables {
			names = append(names, t.Name)
		}
	case "图":
		for _, c := range f.report.Charts {
			names = append(names, c.Name)
		}
	default:
		return fmt.Sprintf("这个实验有 %d 道思考题", len(f.report.Parts))
	}
	return "有：" + strings.Join(names, "、")
}

// replace puts a text in the place of a part of the paragraph and returns the run where it begins.
func replace(pieces []*piece, from, to int, with string) (host *node) {
	for _, p := range pieces {
		// Later places have been filled before; what is left of them stands where it stood.
		if p.from+len(p.text) <= from || p.from >= to {
			continue
		}
		a, b := max(from-p.from, 0), min(to-p.from, len(p.text))
		text := p.text[:a]
		if host == nil {
			host = p.run
			text += with
		}
		p.text, p.changed = text+p.text[b:], true
	}
	return host
}

// writeBack puts a changed text into its run; a new line within it is Word's line break.
func (f *filling) writeBack(p *piece) {
	var out []*node
	for i, line := range strings.Split(p.text, "\n") {
		if i > 0 {
			out = append(out, &node{raw: "<" + f.w + "br/>"})
		}
		if line != "" {
			out = append(out, &node{raw: "<" + f.w + `t xml:space="preserve">` + escape(line) + "</" + f.w + "t>"})
		}
	}
	if i := slices.Index(p.run.kids, p.at); i >= 0 {
		p.run.kids = slices.Replace(p.run.kids, i, i+1, out...)
		return
	}
	// The text stands deeper in the run, as in a ruby.
	var walk func(n *node) bool
	walk = func(n *node) bool {
		if i := slices.Index(n.kids, p.at); i >= 0 {
			n.kids = slices.Replace(n.kids, i, i+1, out...)
			return true
		}
		return slices.ContainsFunc(n.kids, walk)
	}
	walk(p.run)
}

// empty reports whether nothing is left of a paragraph but its settings. One that ends a section
// stays.
func (f *filling) empty(p *node, pieces []*piece) bool {
	for _, piece := range pieces {
		if strings.TrimSpace(piece.text) != "" {
			return false
		}
	}
	kept := false
	var walk func(n *node)
	walk = func(n *node) {
		for _, k := range n.kids {
			switch k.name {
			case f.w + "sectPr", f.w + "drawing", f.w + "pict", f.w + "object", f.w + "fldChar", f.w + "fldSimple", f.w + "commentReference", f.w + "footnoteReference":
				kept = true
			}
			walk(k)
		}
	}
	walk(p)
	return !kept
}

// addPicture puts a picture into the package and returns its relationship.
func (f *filling) addPicture(png []byte) (id string, err error) {
	f.pictures++
	folder, file := path.Split(f.name)
	target := ""
	for n := f.pictures; ; n++ {
		target = fmt.Sprintf("media/crmlab%d.png", n)
		if f.parts[folder+target] == nil {
			break
		}
	}
	f.set(folder+target, png)
	rels := folder + "_rels/" + file + ".rels"
	if f.parts[rels] == nil {
		f.set(rels, []byte(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>`))
	}
	doc, err := f.markup(rels)
	if err != nil {
		return "", err
	}
	used := map[string]bool{}
	for _, k := range doc.root().kids {
		used[k.attr("Id")] = true
	}
	for n := f.pictures; ; n++ {
		if id = fmt.Sprintf("rIdCrmlab%d", n); !used[id] {
			break
		}
	}
	doc.root().kids = append(doc.root().kids, &node{raw: `<Relationship xmlns="http://schemas.openxmlformats.org/package/2006/relationships" Id="` + id +
		`" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="` + target + `"/>`})
	f.set(rels, []byte(doc.String()))

	types, err := f.markup(typesPart)
	if err != nil {
		return "", err
	}
	for _, k := range types.root().kids {
		if strings.EqualFold(k.attr("Extension"), "png") {
			return id, nil
		}
	}
	types.root().kids = slices.Insert(types.root().kids, 0, &node{raw: `<Default xmlns="http://schemas.openxmlformats.org/package/2006/content-types" Extension="png" ContentType="image/png"/>`})
	f.set(typesPart, []byte(types.String()))
	return id, nil
}
