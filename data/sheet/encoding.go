package sheet

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// Encodings of csv files, as a mapping and the wizard name them.
const (
	UTF8    = "utf-8"
	GB18030 = "gb18030"
	utf16   = "utf-16"
)

var (
	markUTF8 = []byte{0xEF, 0xBB, 0xBF}
	markLE   = []byte{0xFF, 0xFE}
	markBE   = []byte{0xFE, 0xFF}
)

// decodeText turns the bytes of a text file into UTF-8 and says what they were. want is
// an encoding, or "" to find out: a mark at the front decides, then valid UTF-8 is taken
// for UTF-8, and everything else for GB18030, the usual one of Chinese Windows.
func decodeText(name string, content []byte, want string) (text, was string, err error) {
	want = strings.ToLower(strings.TrimSpace(want))
	switch want {
	case "", "auto":
		want = detect(content)
	case "utf8":
		want = UTF8
	case "gbk", "gb2312":
		want = GB18030
	case UTF8, GB18030, utf16:
	default:
		return "", "", refuseFile(name, "不认识的编码「"+want+"」", "写 utf-8 或 gb18030，或留空自动判断")
	}
	var enc encoding.Encoding
	switch want {
	case UTF8:
		content = bytes.TrimPrefix(content, markUTF8)
		if !utf8.Valid(content) {
			return "", "", refuseFile(name, "它不是 UTF-8 编码的文字", "把编码改成 gb18030，或留空自动判断")
		}
		return checkText(name, string(content), want)
	case utf16:
		enc = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	default:
		enc = simplifiedchinese.GB18030
	}
	out, err := enc.NewDecoder().Bytes(content)
	if err != nil {
		return "", "", refuseFile(name, "读不出它的文字编码", "用表格软件打开，另存为 UTF-8 编码的 csv")
	}
	if bytes.ContainsRune(out, utf8.RuneError) {
		return "", "", refuseFile(name, "读不出它的文字编码", "用表格软件打开，另存为 UTF-8 编码的 csv")
	}
	return checkText(name, string(out), want)
}

// checkText refuses what is no text: pictures, old workbooks and the like.
func checkText(name, text, was string) (string, string, error) {
	if strings.ContainsRune(text, 0) {
		return "", "", refuseFile(name, "它不是文本文件", "选择 csv 或 xlsx 文件")
	}
	return text, was, nil
}

func detect(content []byte) string {
	switch {
	case bytes.HasPrefix(content, markUTF8):
		return UTF8
	case bytes.HasPrefix(content, markLE), bytes.HasPrefix(content, markBE):
		return utf16
	case utf8.Valid(content):
		return UTF8
	}
	return GB18030
}
