package paper

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"crmlab/domain/record"
)

// Bounds of a template. A school's form has a few pages and a badge.
const (
	mostFile   = 20 << 20 // bytes of the docx
	mostWhole  = 80 << 20 // bytes of everything in it, unpacked
	mostMarkup = 8 << 20  // bytes of one part that is filled
	mostParts  = 1000
	mostNodes  = 600_000
	mostDepth  = 200
)

const (
	typesPart  = "[Content_Types].xml"
	mainType   = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
	dotType    = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
	headerType = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"
	footerType = "application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"
)

// archive is a docx in memory.
type archive struct {
	names []string // in the order of the file
	parts map[string][]byte
}

// refuseTemplate says why a template cannot be used.
func refuseTemplate(why, fix string) error {
	return record.Refuse("report.template", "没有用上这个报告模板", why, fix)
}

const saveAgain = "在 Word 或 WPS 里打开它，另存为「Word 文档（.docx）」，再选一次"

// open unpacks a docx within the bounds.
func open(content []byte) (*archive, error) {
	switch {
	case len(content) > mostFile:
		return nil, refuseTemplate(fmt.Sprintf("文件有 %d MB，最多 %d MB", len(content)>>20, mostFile>>20), "删去里面的大图片")
	case bytes.HasPrefix(content, []byte{0xD0, 0xCF, 0x11, 0xE0}):
		return nil, refuseTemplate("它是旧的 .doc 格式，或者加了密码", saveAgain+"；有密码的先去掉密码")
	case bytes.HasPrefix(content, []byte("%PDF")):
		return nil, refuseTemplate("它是 PDF，不能填写", "选 .docx 格式的模板")
	}
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, refuseTemplate("它不是 Word 文档（.docx）", saveAgain)
	}
	if len(z.File) > mostParts {
		return nil, refuseTemplate(fmt.Sprintf("里面有 %d 个部件，最多 %d 个", len(z.File), mostParts), saveAgain)
	}
	a := &archive{parts: map[string][]byte{}}
	room := int64(mostWhole)
	for _, f := range z.File {
		if strings.HasSuffix(f.Name, "/") {
			continue
		}
		if !fine(f.Name) || a.parts[f.Name] != nil {
			return nil, refuseTemplate("里面的部件名称不对："+shorten(f.Name), saveAgain)
		}
		body, err := unpack(f, room)
		if err != nil {
			return nil, err
		}
		room -= int64(len(body))
		a.names, a.parts[f.Name] = append(a.names, f.Name), body
	}
	return a, nil
}

// fine reports whether a name stays within the package.
func fine(name string) bool {
	return name != "" && len(name) < 260 && !strings.ContainsAny(name, "\\\x00") && path.Clean("/"+name) == "/"+name
}

func shorten(s string) string {
	if r := []rune(strings.ToValidUTF8(s, "?")); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}

var errRoom = errors.New("too large")

// unpack reads a part without trusting what the file says of its size.
func unpack(f *zip.File, room int64) ([]byte, error) {
	in, err := f.Open()
	if err != nil {
		return nil, refuseTemplate("部件 "+shorten(f.Name)+" 打不开", saveAgain)
	}
	defer in.Close()
	body, err := io.ReadAll(io.LimitReader(in, room+1))
	switch {
	case err != nil:
		return nil, refuseTemplate("文件不完整，部件 "+shorten(f.Name)+" 读不出来", "重新取一份模板")
	case int64(len(body)) > room:
		return nil, refuseTemplate(fmt.Sprintf("展开以后超过 %d MB", mostWhole>>20), "删去里面的大图片")
	case body == nil:
		body = []byte{}
	}
	return body, nil
}

// pack writes the docx. Times are left out, so the same report gives the same file.
func (a *archive) pack() ([]byte, error) {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, name := range a.names {
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
		if err != nil {
			return nil, fmt.Errorf("pack %s: %w", name, err)
		}
		if _, err := w.Write(a.parts[name]); err != nil {
			return nil, fmt.Errorf("pack %s: %w", name, err)
		}
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("pack the docx: %w", err)
	}
	return out.Bytes(), nil
}

func (a *archive) set(name string, body []byte) {
	if a.parts[name] == nil {
		a.names = append(a.names, name)
	}
	a.parts[name] = body
}

// markup reads a part as XML.
func (a *archive) markup(name string) (*node, error) {
	body, ok := a.parts[name]
	if !ok {
		return nil, refuseTemplate("里面缺少部件 "+name, saveAgain)
	}
	if len(body) > mostMarkup {
		return nil, refuseTemplate(fmt.Sprintf("部件 %s 有 %d MB，最多 %d MB", name, len(body)>>20, mostMarkup>>20), "模板只留要填的几页")
	}
	if err := wellFormed(body); err != nil {
		return nil, refuseTemplate("部件 "+name+" 的内容不对", saveAgain)
	}
	root, err := parse(string(body))
	if err != nil {
		return nil, refuseTemplate("部件 "+name+" 的内容不对："+err.Error(), saveAgain)
	}
	return root, nil
}

// wellFormed lets only plain XML in UTF-8 through: no document type, so no entities of its own.
func wellFormed(body []byte) error {
	d := xml.NewDecoder(bytes.NewReader(body))
	depth, nodes := 0, 0
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch t.(type) {
		case xml.Directive:
			return errors.New("a document type")
		case xml.StartElement:
			depth++
		case xml.EndElement:
			depth--
		}
		if nodes++; depth > mostDepth || nodes > mostNodes {
			return errRoom
		}
	}
}
