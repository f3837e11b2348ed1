package sheet

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/BurntSushi/toml"

	"crmlab/domain/exchange"
)

// LoadMapping reads an import mapping from a TOML file. Unknown keys are refused: a
// misspelt option would silently do nothing.
func LoadMapping(path string) (*exchange.Mapping, error) {
	content, err := readFile(path)
	if err != nil {
		return nil, err
	}
	return ParseMapping(filepath.Base(path), content)
}

// ParseMapping reads an import mapping from TOML; name is what a refusal calls it.
func ParseMapping(name string, content []byte) (*exchange.Mapping, error) {
	content = bytes.TrimPrefix(content, markUTF8)
	var m exchange.Mapping
	meta, err := toml.Decode(string(content), &m)
	if err != nil {
		var at toml.ParseError
		if errors.As(err, &at) {
			return nil, refuseFile(name, fmt.Sprintf("第 %d 行不是正确的 TOML：%s", at.Position.Line, at.Message), "改正这一行")
		}
		return nil, refuseFile(name, "内容与导入方案不符："+err.Error(), "对照自带的方案改正")
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		key := unknown[0]
		return nil, refuseFile(name, fmt.Sprintf("第 %d 行有不认识的「%s」", lineOfKey(string(content), key[len(key)-1]), key), "改正拼写，或删去它")
	}
	return &m, nil
}

// lineOfKey finds where a key is written: in front of an equals sign or in the header of
// a table.
func lineOfKey(text, key string) int {
	at := regexp.MustCompile(`(^|[\s{,.\[])["']?` + regexp.QuoteMeta(key) + `["']?\s*[=\].]`)
	for i, line := range strings.Split(text, "\n") {
		if !strings.HasPrefix(strings.TrimSpace(line), "#") && at.MatchString(line) {
			return i + 1
		}
	}
	return 1
}

// SaveMapping writes an import mapping as TOML, whole or not at all.
func SaveMapping(path string, m *exchange.Mapping) error {
	var b bytes.Buffer
	b.WriteString("# 导入方案：文件里的列怎样成为记录的字段。\n")
	e := toml.NewEncoder(&b)
	e.Indent = "  "
	if err := e.Encode(m); err != nil {
		return fmt.Errorf("write mapping: %w", err)
	}
	return SaveBytes(path, b.Bytes())
}
