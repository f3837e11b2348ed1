package handin_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"crmlab/data/handin"
	"crmlab/domain/record"
)

// zipped makes a zip with the library, of parts in order.
func zipped(t testing.TB, fill func(z *zip.Writer) error) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	if err := fill(z); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func put(z *zip.Writer, name string, content []byte) error {
	w, err := z.Create(name)
	if err == nil {
		_, err = w.Write(content)
	}
	return err
}

// minimal is the smallest hand-in that can be read.
func minimal() parts {
	return parts{"manifest.json": []byte(`{"format":1}`), "records.jsonl": {}, "journal.bin": {}, "selfcheck.json": []byte(`[]`)}
}

func with(name string, content []byte) parts {
	p := minimal()
	p[name] = content
	return p
}

// What no hand-in of ours has is refused with words, before it costs anything.
func TestHostileFilesAreRefusedInWords(t *testing.T) {
	extra := func(name string, how func(h *zip.FileHeader)) []byte {
		return zipped(t, func(z *zip.Writer) error {
			for n, part := range minimal() {
				if err := put(z, n, part); err != nil {
					return err
				}
			}
			h := &zip.FileHeader{Name: name, Method: zip.Deflate}
			if how != nil {
				how(h)
			}
			w, err := z.CreateHeader(h)
			if err == nil {
				_, err = w.Write([]byte("/etc/passwd"))
			}
			return err
		})
	}
	million := func() []byte {
		return zipped(t, func(z *zip.Writer) error {
			for range 1_000_000 {
				if _, err := z.CreateHeader(&zip.FileHeader{Name: "a", Method: zip.Store}); err != nil {
					return err
				}
			}
			return nil
		})
	}
	// The library goes by the list, not by the number in front of it, modulo 65536.
	lying := func() []byte {
		b := zipped(t, func(z *zip.Writer) error {
			for range 65536 + 4 {
				if _, err := z.CreateHeader(&zip.FileHeader{Name: "a", Method: zip.Store}); err != nil {
					return err
				}
			}
			return nil
		})
		end := b[len(b)-22:]
		binary.LittleEndian.PutUint16(end[8:], 4)
		binary.LittleEndian.PutUint16(end[10:], 4)
		return b
	}
	plain := minimal().together(t)
	for _, c := range []struct {
		name    string
		content []byte
		code    string
		says    string
	}{
		{"nothing", nil, "handin.foreign", "它不是提交包"},
		{"a text", []byte(strings.Repeat("作业", 100)), "handin.foreign", "它不是提交包"},
		{"half a file", plain[:len(plain)/2], "handin.damaged", "压缩包的结尾不完整"},
		{"something behind the end", append(bytes.Clone(plain), 0), "handin.damaged", "压缩包的结尾不完整"},
		{"something in front", append([]byte("PK\x03\x04"), plain...), "handin.hostile", "目录不在应在的位置"},
		{"a bomb", with("records.jsonl", make([]byte, 129<<20)).together(t), "handin.large", "里面的「records.jsonl」超过 131072 KB"},
		{"a bomb that says it is small", small(t, with("manifest.json", make([]byte, 65<<10)).together(t)), "", ""},
		{"a path upwards", extra("../evil.exe", nil), "handin.hostile", "里面有文件「../evil.exe」"},
		{"a path from the root", extra("/etc/cron.d/x", nil), "handin.hostile", "里面有文件「/etc/cron.d/x」"},
		{"a path of Windows", extra(`C:\x\report-08.docx`, nil), "handin.hostile", "里面有文件"},
		{"an unknown part", extra("run.sh", nil), "handin.hostile", "里面有文件「run.sh」"},
		{"a part with a name that lies", extra("report-08\u202excod.docx", nil), "handin.hostile", "里面有文件「report-08xcod.docx」"},
		{"a link", extra("report-08.docx", func(h *zip.FileHeader) { h.SetMode(fs.ModeSymlink | 0o777) }), "handin.hostile", "里面的「report-08.docx」是链接或文件夹"},
		{"a folder", extra("report-08.docx", func(h *zip.FileHeader) { h.SetMode(fs.ModeDir | 0o777) }), "handin.hostile", "是链接或文件夹"},
		{"a part twice", extra("manifest.json", nil), "handin.hostile", "里面有两个「manifest.json」"},
		{"a part under lock", extra("report-08.docx", func(h *zip.FileHeader) { h.Flags |= 1 }), "handin.hostile", "加了密"},
		{"a million parts", million(), "handin.", ""},
		{"65540 parts that say they are four", lying(), "handin.hostile", "压缩包里有 4 个文件"},
		{"a comment", zipped(t, func(z *zip.Writer) error { return z.SetComment("x") }), "handin.foreign", ""},
		{"records that are no UTF-8", with("records.jsonl", []byte("{\"kind\":\"\xff\"}\n")).together(t), "handin.hostile", "「records.jsonl」不是 UTF-8 文字"},
		{"a manifest that is no JSON", with("manifest.json", []byte("{")).together(t), "handin.damaged", "「manifest.json」不合格式"},
		{"a manifest of brackets", with("manifest.json", bytes.Repeat([]byte("["), 60<<10)).together(t), "handin.damaged", "「manifest.json」不合格式"},
		{"a self-check of brackets", with("selfcheck.json", bytes.Repeat([]byte(`{"a":`), 200<<10)).together(t), "handin.damaged", "「selfcheck.json」不合格式"},
		{"a manifest of the future", with("manifest.json", []byte(`{"format":2,"parts":7}`)).together(t), "handin.newer", "它由更新版本的程序制作。安装新版本后再读"},
		{"a step longer than the file", with("journal.bin", binary.AppendUvarint(nil, 1<<62)).together(t), "handin.damaged", "在第 0 步之后不合格式"},
		{"a step shorter than its hashes", with("journal.bin", []byte{3, 1, 2, 3}).together(t), "handin.damaged", "在第 0 步之后不合格式"},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := handin.Parse("作业.crmsub", c.content)
		runtime.ReadMemStats(&after)
		if !record.IsRefusal(err, "") || !strings.Contains(err.Error(), c.says) || !strings.HasPrefix(record.RefusalsIn(err)[0].Code, c.code) {
			t.Errorf("%s: %v", c.name, err)
		}
		if used := after.TotalAlloc - before.TotalAlloc; used > 512<<20 || strings.Contains(c.name, "parts") && used > 1<<20 {
			t.Errorf("%s took %d MB", c.name, used>>20)
		}
	}
	for _, part := range []string{"manifest.json", "records.jsonl", "journal.bin", "selfcheck.json"} {
		p := minimal()
		delete(p, part)
		if _, err := handin.Parse("x", p.together(t)); !record.IsRefusal(err, "handin.damaged") || !strings.Contains(err.Error(), "里面缺少「"+part+"」") {
			t.Errorf("without %s: %v", part, err)
		}
	}
}

// small makes a zip claim in its list that its first part is one byte long.
func small(t testing.TB, b []byte) []byte {
	t.Helper()
	b = bytes.Clone(b)
	at := bytes.LastIndex(b, []byte("PK\x01\x02"))
	for at > 0 && !bytes.HasPrefix(b[at+46:], []byte("manifest.json")) {
		at = bytes.LastIndex(b[:at], []byte("PK\x01\x02"))
	}
	if at < 0 {
		t.Fatal("no list")
	}
	binary.LittleEndian.PutUint32(b[at+24:], 1)
	return b
}

func TestAFileThatIsNoFileIsRefused(t *testing.T) {
	dir := t.TempDir()
	huge := filepath.Join(dir, "huge.crmsub")
	f, err := os.Create(huge)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Truncate(1 << 32); err != nil {
		t.Fatal(err)
	}
	f.Close()
	for _, path := range []string{dir, filepath.Join(dir, "没有.crmsub"), huge} {
		if _, err := handin.Read(path); !record.IsRefusal(err, "") {
			t.Errorf("%s: %v", path, err)
		}
	}
}

// A hand-in of nothing is read, graded, and worth nothing.
func TestAnEmptyHandInIsWorthNothing(t *testing.T) {
	p := minimal()
	p["manifest.json"], _ = json.Marshal(handin.Manifest{Format: 1, Experiments: []int{8}, Pack: handin.Pack{ID: "crmlab"}})
	v := review(t, p.together(t))
	if len(v.Progress) != 1 || v.Progress[0].Score.Earned != 0 {
		t.Errorf("%+v", v.Progress)
	}
}

// Whatever is done to the bytes of the steps, reading ends without a panic and no point is
// earned that the whole hand-in does not have.
func TestStepsOfNoiseEarnNothing(t *testing.T) {
	whole := apart(t, solvedHandin(t))
	rng := rand.New(rand.NewPCG(1, 2))
	for range 2 {
		p := parts{}
		for name, part := range whole {
			p[name] = part
		}
		b := bytes.Clone(p["journal.bin"])
		for range 1 + rng.IntN(20) {
			b[rng.IntN(len(b))] ^= byte(1 + rng.IntN(255))
		}
		p["journal.bin"] = b
		p.cover(t)
		h, err := handin.Parse("x", p.together(t))
		if record.IsRefusal(err, "") {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		c, err := course()
		if err != nil {
			t.Fatal(err)
		}
		v, err := h.Review(t.TempDir(), c, nil)
		if err != nil {
			t.Fatal(err)
		}
		if len(v.Findings) == 0 {
			t.Error("nothing was found")
		}
		for _, pr := range v.Progress {
			if pr.Score.Earned > 100 {
				t.Errorf("experiment %d has %d points", pr.No, pr.Score.Earned)
			}
		}
	}
}
