package handin

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"unicode/utf8"
)

// readFile reads a hand-in whole; it is small.
func readFile(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		why := "打不开：" + err.Error()
		if errors.Is(err, fs.ErrNotExist) {
			why = "这个位置没有这个文件（" + path + "）"
		} else if errors.Is(err, fs.ErrPermission) {
			why = "没有读取它的权限（" + path + "）"
		}
		return nil, refuse(codeMissing, path, why, "检查文件的位置和名称")
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("look at %s: %w", path, err)
	}
	switch {
	case !info.Mode().IsRegular():
		return nil, refuseForeign(path)
	case info.Size() > maxFile:
		return nil, refuseLarge(path, "文件", maxFile)
	}
	content, err := io.ReadAll(io.LimitReader(f, maxFile+1)) // it may have grown meanwhile
	if err != nil {
		return nil, refuseDamaged(path, "读到一半出错：%v", err)
	}
	if len(content) > maxFile {
		return nil, refuseLarge(path, "文件", maxFile)
	}
	return content, nil
}

// End of a zip's directory, as this package writes it: no comment behind it.
const (
	zipEnd     = 22
	zipEndMark = 0x06054b50
)

// plausible looks at the end of a zip before the library reads its list of parts: the
// library believes the list, however long, and makes something of every line.
func plausible(name string, content []byte) error {
	if len(content) < zipEnd || string(content[:4]) != "PK\x03\x04" {
		return refuseForeign(name)
	}
	le, at := binary.LittleEndian, content[len(content)-zipEnd:]
	if le.Uint32(at) != zipEndMark {
		return refuseDamaged(name, "压缩包的结尾不完整")
	}
	disk, dirDisk, here, all := le.Uint16(at[4:]), le.Uint16(at[6:]), le.Uint16(at[8:]), le.Uint16(at[10:])
	size, from := int64(le.Uint32(at[12:])), int64(le.Uint32(at[16:]))
	switch {
	case disk != 0 || dirDisk != 0 || here != all || le.Uint16(at[20:]) != 0:
		return refuseHostile(name, "压缩包分了卷或带有附注")
	case int(all) > len(partLimits) || size > maxDirectory:
		return refuseHostile(name, "压缩包里有 %d 个文件", all)
	case from+size != int64(len(content)-zipEnd):
		return refuseHostile(name, "压缩包的目录不在应在的位置")
	}
	return nil
}

// unzip takes the parts out of a zip that may be anything.
func unzip(name string, content []byte) (map[string][]byte, error) {
	if err := plausible(name, content); err != nil {
		return nil, err
	}
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, refuseDamaged(name, "压缩包不完整")
	}
	if len(z.File) > len(partLimits) {
		return nil, refuseHostile(name, "压缩包里有 %d 个文件", len(z.File))
	}
	out := map[string][]byte{}
	for _, f := range z.File {
		most, known := partLimits[f.Name]
		switch _, twice := out[f.Name]; {
		case !known:
			return nil, refuseHostile(name, "里面有文件「%s」", plain(f.Name, maxShown))
		case twice:
			return nil, refuseHostile(name, "里面有两个「%s」", f.Name)
		case !f.Mode().IsRegular():
			return nil, refuseHostile(name, "里面的「%s」是链接或文件夹", f.Name)
		case f.Flags&1 != 0 || f.Method != zip.Deflate && f.Method != zip.Store:
			return nil, refuseHostile(name, "里面的「%s」加了密，或用了别的压缩方法", f.Name)
		case f.UncompressedSize64 > uint64(most):
			return nil, refuseLarge(name, "里面的「"+f.Name+"」", most)
		}
		r, err := f.Open()
		if err != nil {
			return nil, refuseDamaged(name, "里面的「%s」读不出来", f.Name)
		}
		part, err := io.ReadAll(io.LimitReader(r, most+1)) // what it says of its size may be wrong
		r.Close()
		switch {
		case int64(len(part)) > most:
			return nil, refuseLarge(name, "里面的「"+f.Name+"」", most)
		case err != nil:
			return nil, refuseDamaged(name, "里面的「%s」有损坏", f.Name)
		case f.Name != journalPart && f.Name != contentsPart && !isReport(f.Name) && !utf8.Valid(part):
			return nil, refuseHostile(name, "里面的「%s」不是 UTF-8 文字，这样的内容", f.Name)
		}
		out[f.Name] = part
	}
	for _, must := range []string{manifestPart, recordsPart, journalPart, selfcheckPart} {
		if _, ok := out[must]; !ok {
			return nil, refuseDamaged(name, "里面缺少「%s」", must)
		}
	}
	return out, nil
}

// deep reports whether JSON has brackets in brackets beyond what a hand-in needs. The
// library follows ten thousand of them.
func deep(text []byte) bool {
	depth, quoted := 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '[' || c == '{':
			if depth++; depth > maxDepth {
				return true
			}
		case c == ']' || c == '}':
			depth--
		}
	}
	return false
}
