package handin

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"crmlab/domain/attachment"
)

// Finding is something about a hand-in that a teacher should know. It is no verdict: each
// may have an innocent explanation, and none takes points away.
type Finding struct {
	About string // 操作记录, 记录, 自查 and so on
	Step  uint64 // of the journal; 0 where it is about none
	Text  string // one Chinese sentence
}

// What findings are about.
const (
	aboutParts    = "文件"
	aboutChain    = "操作记录"
	aboutRecords  = "业务记录"
	aboutSaid     = "自查"
	aboutWho      = "身份"
	aboutPack     = "实验包"
	aboutBusiness = "数据一致"
	aboutClock    = "时间"
	aboutAnswers  = "作答"
)

// mostFindings of one subject are listed; the rest is counted.
const mostFindings = 20

// findings gathers them.
type findings struct {
	list  []Finding
	count map[string]int
}

func (f *findings) note(about string, step uint64, format string, args ...any) {
	if f.count == nil {
		f.count = map[string]int{}
	}
	if f.count[about]++; f.count[about] <= mostFindings {
		f.list = append(f.list, Finding{about, step, fmt.Sprintf(format, args...)})
	}
}

func (f *findings) all() []Finding {
	out := slices.Clone(f.list)
	for _, about := range slices.Sorted(maps.Keys(f.count)) {
		if more := f.count[about] - mostFindings; more > 0 {
			out = append(out, Finding{about, 0, fmt.Sprintf("还有 %d 处同类情况没有列出。", more)})
		}
	}
	return out
}

// Handin is a hand-in that could be read. Nothing in it has been believed yet.
type Handin struct {
	Manifest Manifest       // as it says
	Said     []SelfCheck    // what the student's program said
	Reports  map[int][]byte // 实验报告 as docx, by experiment

	name     string
	records  []byte
	entries  [][]byte
	contents [][]byte
	found    findings
}

// Read reads a hand-in. A file that is none, or has what no hand-in has, is refused in
// words; what only does not agree comes out in Review.
func Read(path string) (*Handin, error) {
	content, err := readFile(path)
	if err != nil {
		return nil, err
	}
	return Parse(path, content)
}

// Parse is Read for content in memory; name is for messages.
func Parse(name string, content []byte) (*Handin, error) {
	parts, err := unzip(name, content)
	if err != nil {
		return nil, err
	}
	h := &Handin{name: name, records: parts[recordsPart], Reports: map[int][]byte{}}
	for no := 1; no <= experiments; no++ {
		if part, there := parts[reportPart(no)]; there {
			h.Reports[no] = part
		}
	}
	if err := h.readManifest(parts[manifestPart]); err != nil {
		return nil, err
	}
	if deep(parts[selfcheckPart]) || json.Unmarshal(parts[selfcheckPart], &h.Said) != nil {
		return nil, refuseDamaged(name, "里面的「%s」不合格式", selfcheckPart)
	}
	if h.entries, err = readJournal(name, parts[journalPart]); err != nil {
		return nil, err
	}
	if h.contents, err = readContents(name, parts[contentsPart]); err != nil {
		return nil, err
	}
	for _, part := range partNames[1:] {
		content, there := parts[part]
		sum := sha256.Sum256(content)
		switch said := h.Manifest.Parts[part]; {
		case there && said == "":
			h.found.note(aboutParts, 0, "「%s」不是制作时就有的。", part)
		case there && said != hex.EncodeToString(sum[:]):
			h.found.note(aboutParts, 0, "「%s」在制作之后被改动过。", part)
		case !there && said != "":
			h.found.note(aboutParts, 0, "制作时有「%s」，现在没有了。", part)
		}
	}
	return h, nil
}

func (h *Handin) readManifest(text []byte) error {
	var first struct {
		Format int `json:"format"`
	}
	if deep(text) || json.Unmarshal(text, &first) != nil || first.Format < 1 {
		return refuseDamaged(h.name, "里面的「%s」不合格式", manifestPart)
	}
	if first.Format > Format {
		return refuse(codeNewer, h.name, "它由更新版本的程序制作", "安装新版本后再读")
	}
	if json.Unmarshal(text, &h.Manifest) != nil {
		return refuseDamaged(h.name, "里面的「%s」不合格式", manifestPart)
	}
	return nil
}

// shortestEntry is what an entry has at least: a format byte and two hashes.
const shortestEntry = 1 + 2*sha256.Size

func readJournal(name string, b []byte) ([][]byte, error) {
	var out [][]byte
	for len(b) > 0 {
		size, n := binary.Uvarint(b)
		if n <= 0 || size < shortestEntry || size > uint64(len(b)-n) {
			return nil, refuseDamaged(name, "里面的「%s」在第 %d 步之后不合格式", journalPart, len(out))
		}
		out = append(out, b[n:n+int(size):n+int(size)])
		b = b[n+int(size):]
	}
	return out, nil
}

// readContents reads the attached files. Each is known by its hash alone, so that none can stand
// for another.
func readContents(name string, b []byte) (out [][]byte, err error) {
	for len(b) > 0 {
		size, n := binary.Uvarint(b)
		if n <= 0 || size > attachment.MaxFile || size > uint64(len(b)-n) {
			return nil, refuseDamaged(name, "里面的「%s」在第 %d 个附件之后不合格式", contentsPart, len(out))
		}
		out = append(out, b[n:n+int(size):n+int(size)])
		b = b[n+int(size):]
	}
	return out, nil
}

// readLine reads a line of records.jsonl.
func readLine(b []byte) (l line, ok bool) {
	if len(b) > maxLine || deep(b) || json.Unmarshal(b, &l) != nil {
		return l, false
	}
	for name, raw := range l.Fields {
		var tight bytes.Buffer
		if json.Compact(&tight, raw) != nil {
			return l, false
		}
		l.Fields[name] = tight.Bytes()
	}
	return l, true
}
