package paper

import (
	"fmt"
	"strings"

	"crmlab/domain/lab/report"
)

// Sizes of what is put into a document, in half points, and the lines of tables.
const (
	captionSize = 19
	tableSize   = 18
	smallSize   = 16 // of tables with many columns
	noteSize    = 17
	cellPad     = 90 // twips on each side of a cell
	emuPerTwip  = 635
	widestPic   = 8600 // twips
)

// blocks sets what a placeholder becomes, in the look of the run that held it.
func (f *filling) blocks(p, host *node, list []block, width int) (out []*node) {
	s := f.lookOf(p, host)
	for _, b := range list {
		switch {
		case b.table != nil:
			out = append(out, &node{raw: f.table(s, *b.table, width)})
		case b.chart != nil:
			if n := f.picture(s, *b.chart, width); n != nil {
				out = append(out, n)
			}
		case b.ending:
			out = append(out, &node{raw: "<w:p" + f.space + `><w:pPr>` + s.style + `<w:spacing w:before="0" w:after="0" w:line="160" w:lineRule="exact"/>` + noIndent + `</w:pPr></w:p>`})
		default:
			for _, line := range b.lines {
				out = append(out, &node{raw: f.line(s, b.look, line)})
			}
		}
	}
	return out
}

// setting is how the template sets a placeholder.
type setting struct {
	style string // paragraph style
	para  string // all of the paragraph's settings that text may take over
	fonts string
	run   string // all of the run's settings that text may take over
}

const noIndent = `<w:ind w:left="0" w:right="0" w:firstLine="0" w:firstLineChars="0"/>`

// lookOf takes the settings over. Numbering, the end of a section and a marker's colour belong
// to the placeholder only.
func (f *filling) lookOf(p, host *node) setting {
	var s setting
	if pr := p.kid(f.w + "pPr"); pr != nil {
		for _, k := range pr.kids {
			switch strings.TrimPrefix(k.name, f.w) {
			case "pStyle":
				s.style = f.standard(k)
				s.para += s.style
			case "", "numPr", "sectPr", "rPr", "pPrChange", "framePr", "pageBreakBefore":
			default:
				s.para += f.standard(k)
			}
		}
	}
	if host == nil {
		return s
	}
	if pr := host.kid(f.w + "rPr"); pr != nil {
		for _, k := range pr.kids {
			switch strings.TrimPrefix(k.name, f.w) {
			case "rFonts":
				s.fonts = f.standard(k)
				s.run += s.fonts
			case "", "highlight", "rPrChange", "vanish", "specVanish", "ins", "del":
			default:
				s.run += f.standard(k)
			}
		}
	}
	return s
}

// standard is a setting with the prefix w:, which everything put in is written with.
func (f *filling) standard(n *node) string {
	text := n.String()
	if f.w == "w:" {
		return text
	}
	text = strings.ReplaceAll(text, "<"+f.w, "<w:")
	text = strings.ReplaceAll(text, "</"+f.w, "</w:")
	return strings.ReplaceAll(text, " "+f.w, " w:")
}

func run(properties, text string) string {
	const begin, end = `<w:t xml:space="preserve">`, "</w:t>"
	return "<w:r><w:rPr>" + properties + "</w:rPr>" + begin + strings.ReplaceAll(escape(text), "\n", end+"<w:br/>"+begin) + end + "</w:r>"
}

// line is one paragraph.
func (f *filling) line(s setting, l look, text string) string {
	open := "<w:p" + f.space + "><w:pPr>"
	switch l {
	case plainText: // below, as the template has it
	case strong:
		return open + s.style + `<w:keepNext/><w:spacing w:before="120" w:after="40"/>` + noIndent + "</w:pPr>" + run(s.fonts+"<w:b/><w:bCs/>"+sizeIn(s.run), text) + "</w:p>"
	case caption:
		return open + s.style + `<w:keepNext/><w:spacing w:before="140" w:after="60"/>` + noIndent + `<w:jc w:val="center"/></w:pPr>` + run(s.fonts+"<w:b/><w:bCs/>"+size(captionSize), text) + "</w:p>"
	case legend:
		return open + s.style + `<w:spacing w:before="40" w:after="60"/>` + noIndent + `<w:jc w:val="center"/></w:pPr>` + run(s.fonts+"<w:b/><w:bCs/>"+size(captionSize), text) + "</w:p>"
	case quiet, aside:
		side := "left"
		if l == aside {
			side = "center"
		}
		return open + s.style + `<w:spacing w:before="50" w:after="120"/>` + noIndent + `<w:jc w:val="` + side + `"/></w:pPr>` + run(s.fonts+`<w:color w:val="555555"/>`+size(noteSize), text) + "</w:p>"
	}
	return open + s.para + "</w:pPr>" + run(s.run, text) + "</w:p>"
}

func size(halfPoints int) string {
	return fmt.Sprintf(`<w:sz w:val="%d"/><w:szCs w:val="%d"/>`, halfPoints, halfPoints)
}

// sizeIn keeps only the size of a run's settings.
func sizeIn(properties string) string {
	out := ""
	for _, tag := range []string{"<w:sz ", "<w:szCs "} {
		if _, rest, ok := strings.Cut(properties, tag); ok {
			if value, _, ok := strings.Cut(rest, ">"); ok {
				out += tag + value + ">"
			}
		}
	}
	return out
}

func (f *filling) table(s setting, t report.Table, width int) string {
	if t.Facts {
		return f.facts(s, t, width)
	}
	half := tableSize
	widths, fits := columnWidths(t, float64(width), float64(half)*10, 2*cellPad)
	if !fits {
		half = smallSize
		widths, _ = columnWidths(t, float64(width), float64(half)*10, 2*cellPad)
	}
	var b strings.Builder
	f.openTable(&b, widths, width, `<w:top w:val="single" w:sz="8" w:space="0" w:color="000000"/><w:bottom w:val="single" w:sz="8" w:space="0" w:color="000000"/><w:insideH w:val="single" w:sz="4" w:space="0" w:color="BFBFBF"/>`)
	row := func(properties string, cells []string, bold, under bool) {
		b.WriteString("<w:tr><w:trPr><w:cantSplit/>" + properties + "</w:trPr>")
		for i, text := range cells {
			side := "left"
			if t.Columns[i].Right {
				side = "right"
			}
			edge := ""
			if under {
				edge = `<w:tcBorders><w:bottom w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:tcBorders>`
			}
			f.cell(&b, s, widths[i], edge, side, half, bold, text)
		}
		b.WriteString("</w:tr>")
	}
	heads := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		heads[i] = headIn(c, widths[i], float64(half)*10, 2*cellPad)
	}
	row("<w:tblHeader/>", heads, true, true)
	for _, cells := range t.Rows {
		row("", cells, false, false)
	}
	if t.Total != nil {
		row("", t.Total, true, false)
	}
	b.WriteString("</w:tbl>")
	return b.String()
}

// facts shows one record, two labels with their values in a line.
func (f *filling) facts(s setting, t report.Table, width int) string {
	label, value := float64(width)*0.17, float64(width)*0.33
	widths := []float64{label, value, label, value}
	line := `w:val="single" w:sz="4" w:space="0" w:color="A6A6A6"/>`
	var b strings.Builder
	f.openTable(&b, widths, width, "<w:top "+line+"<w:left "+line+"<w:bottom "+line+"<w:right "+line+"<w:insideH "+line+"<w:insideV "+line)
	for i := 0; i < len(t.Rows); i += 2 {
		b.WriteString("<w:tr><w:trPr><w:cantSplit/></w:trPr>")
		for k := i; k < i+2; k++ {
			row := []string{"", ""}
			if k < len(t.Rows) {
				row = t.Rows[k]
			}
			f.cell(&b, s, label, `<w:shd w:val="clear" w:color="auto" w:fill="F2F2F2"/>`, "left", tableSize, false, row[0])
			f.cell(&b, s, value, "", "left", tableSize, false, row[1])
		}
		b.WriteString("</w:tr>")
	}
	b.WriteString("</w:tbl>")
	return b.String()
}

func (f *filling) openTable(b *strings.Builder, widths []float64, width int, borders string) {
	fmt.Fprintf(b, `<w:tbl%s><w:tblPr><w:tblW w:w="%d" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>%s</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="%d" w:type="dxa"/><w:right w:w="%d" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>`,
		f.space, width, borders, cellPad, cellPad)
	for _, w := range widths {
		fmt.Fprintf(b, `<w:gridCol w:w="%d"/>`, int(w))
	}
	b.WriteString("</w:tblGrid>")
}

func (f *filling) cell(b *strings.Builder, s setting, width float64, properties, side string, half int, bold bool, text string) {
	weight := ""
	if bold {
		weight = "<w:b/><w:bCs/>"
	}
	fmt.Fprintf(b, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>%s<w:vAlign w:val="center"/></w:tcPr><w:p><w:pPr>%s<w:spacing w:before="30" w:after="30" w:line="240" w:lineRule="auto"/>%s<w:jc w:val="%s"/></w:pPr>%s</w:p></w:tc>`,
		int(width), properties, s.style, noIndent, side, run(s.fonts+weight+size(half), text))
}

// picture is a chart in a paragraph of its own; nil where there is no picture of it.
func (f *filling) picture(s setting, c report.Chart, width int) *node {
	png := f.pics[c.Name]
	ratio, err := share(png)
	if err != nil {
		f.warn("图「" + c.Name + "」没有画出来，报告里少了它")
		return nil
	}
	id, err := f.addPicture(png)
	if err != nil {
		f.warn("图「" + c.Name + "」放不进模板，报告里少了它")
		return nil
	}
	wide := min(width, widestPic) * emuPerTwip
	high := int(float64(wide) * ratio)
	n := 90000 + f.pictures
	return &node{raw: fmt.Sprintf(`<w:p%s><w:pPr>%s<w:keepNext/><w:spacing w:before="120" w:after="0" w:line="240" w:lineRule="auto"/>%s<w:jc w:val="center"/></w:pPr><w:r><w:drawing>`+
		`<wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0"><wp:extent cx="%d" cy="%d"/><wp:docPr id="%d" name="图 %d" descr="%s"/>`+
		`<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">`+
		`<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr><pic:cNvPr id="%d" name="crmlab%d.png"/><pic:cNvPicPr/></pic:nvPicPr>`+
		`<pic:blipFill><a:blip xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="%s"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>`+
		`<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%d" cy="%d"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`,
		f.space, s.style, noIndent, wide, high, n, n, escape(c.Name), n, f.pictures, id, wide, high)}
}
