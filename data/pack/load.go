// Package pack reads experiments from files: the built-in course and a teacher's own. It
// knows TOML and where things stand in a file; what an experiment means knows domain/lab.
package pack

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"crmlab/assets"
	"crmlab/domain/lab"
	"crmlab/domain/record"
)

// BuiltInName is the identity of the course that the program brings along. Parameters of
// students are drawn with it, so it never changes.
const BuiltInName = "crmlab"

// most is the largest file of an experiment that is read.
const most = 1 << 20

// BuiltIn loads the course that the program brings along.
func BuiltIn() (*lab.Course, error) {
	in, err := fs.Sub(assets.Experiments, "experiments")
	if err != nil {
		return nil, fmt.Errorf("built-in experiments: %w", err)
	}
	return read(in, BuiltInName, "")
}

// Load reads the experiments of a folder: one folder an experiment. The folder's name is
// the identity of the pack.
func Load(folder string) (*lab.Course, error) {
	info, err := os.Stat(folder)
	if err != nil || !info.IsDir() {
		return nil, record.Refuse("pack.folder", "没有打开实验包「"+filepath.Base(folder)+"」", "找不到这个文件夹（"+folder+"）", "写实验包文件夹的位置")
	}
	return read(os.DirFS(folder), filepath.Base(filepath.Clean(folder)), folder)
}

func read(in fs.FS, name, at string) (*lab.Course, error) {
	c := &lab.Course{Pack: name, Compile: compile}
	folders, err := fs.Glob(in, "*/experiment.toml")
	if err != nil {
		return nil, fmt.Errorf("list experiments: %w", err)
	}
	if len(folders) == 0 {
		return nil, record.Refuse("pack.empty", "没有打开实验包「"+name+"」", "里面没有实验", "每个实验放一个文件夹，其中有 experiment.toml")
	}
	slices.Sort(folders)
	texts := map[string]string{}
	sum := sha256.New()
	var wrong record.Refusals
	for _, f := range folders {
		folder := path.Dir(f)
		x := &lab.Experiment{File: path.Join(at, f)}
		scripts := []struct {
			file string
			into any
			must bool
		}{
			{"experiment.toml", x, true}, {"solution.toml", &x.Solution, false},
			{"variants.toml", &scriptFile{&x.Variants}, false}, {"misses.toml", &scriptFile{&x.Misses}, false},
		}
		for _, s := range scripts {
			text, err := decode(in, path.Join(folder, s.file), path.Join(at, folder, s.file), s.into, s.must)
			if rs := record.RefusalsIn(err); len(rs) > 0 {
				wrong = append(wrong, rs...)
				continue
			} else if err != nil {
				return nil, err
			}
			if s.must {
				texts[x.File] = text
				fmt.Fprintf(sum, "%s %d\n%s", folder, len(text), text)
			}
		}
		x.Solution.Name = "解答"
		c.Experiments = append(c.Experiments, x)
	}
	var class classFile
	if _, err := decode(in, "class.toml", path.Join(at, "class.toml"), &class, false); len(record.RefusalsIn(err)) > 0 {
		wrong = append(wrong, record.RefusalsIn(err)...)
	} else if err != nil {
		return nil, err
	}
	c.Wiped = class.Wiped
	if len(wrong) > 0 {
		return nil, wrong
	}
	c.Sum = hex.EncodeToString(sum.Sum(nil))
	var flaws lab.Flaws
	if err := c.Prepare(); errors.As(err, &flaws) {
		for _, f := range flaws {
			line := lineOf(texts[f.File], f.ID, f.Key)
			wrong = append(wrong, record.Refuse("pack.wrong", fmt.Sprintf("%s 第 %d 行", f.File, line), f.What, f.Fix))
		}
		return nil, wrong
	} else if err != nil {
		return nil, err
	}
	return c, nil
}

// classFile is what a teacher says of the lab, in class.toml beside the experiments; it need
// not be there, and changes no check.
type classFile struct {
	Wiped bool `toml:"wiped"` // the disks return to their start when a computer is started again
}

// scriptFile is a file of several scripts.
type scriptFile struct {
	Scripts *[]lab.Script `toml:"script"`
}

// decode reads one file; unknown keys are refused, because a misspelt one would silently do
// nothing. A file that need not be there may be missing.
func decode(in fs.FS, name, shown string, into any, must bool) (string, error) {
	what := "没有读入 " + shown
	info, err := fs.Stat(in, name)
	if errors.Is(err, fs.ErrNotExist) && !must {
		return "", nil
	}
	if err != nil {
		return "", record.Refuse("pack.file", what, "文件打不开："+err.Error(), "检查文件是否存在、能否读取")
	}
	if info.Size() > most {
		return "", record.Refuse("pack.size", what, fmt.Sprintf("文件有 %d KB，最多 %d KB", info.Size()>>10, most>>10), "缩短它")
	}
	content, err := fs.ReadFile(in, name)
	if err != nil {
		return "", fmt.Errorf("read %s: %w", shown, err)
	}
	text := strings.TrimPrefix(string(content), "\ufeff")
	meta, err := toml.Decode(text, into)
	if err != nil {
		var at toml.ParseError
		if errors.As(err, &at) {
			return "", record.Refuse("pack.toml", fmt.Sprintf("%s 第 %d 行", shown, at.Position.Line), "不是正确的 TOML："+at.Message, "改正这一行")
		}
		return "", record.Refuse("pack.toml", what, "内容不对："+err.Error(), "对照自带的实验改正")
	}
	var errs record.Refusals
	for _, key := range meta.Undecoded() {
		if slices.Contains(key[:len(key)-1], "set") { // lines of a record are free in form
			continue
		}
		errs = append(errs, record.Refuse("pack.key", fmt.Sprintf("%s 第 %d 行", shown, lineOf(text, "", key[len(key)-1])), "有不认识的「"+key.String()+"」", "改正拼写，或删去它"))
	}
	if len(errs) > 0 {
		return "", errs
	}
	return text, nil
}

// lineOf finds where a member of a table is written: the table by its id or name, then the
// key below it; the table itself where the key is missing.
func lineOf(text, id, key string) int {
	lines := strings.Split(text, "\n")
	start := 0
	if id != "" {
		head := regexp.MustCompile(`^\s*(id|name)\s*=\s*["']` + regexp.QuoteMeta(id) + `["']`)
		for i, l := range lines {
			if head.MatchString(l) {
				start = i
				break
			}
		}
	}
	at := regexp.MustCompile(`(^|[\s{,.\[])["']?` + regexp.QuoteMeta(key) + `["']?\s*[=\].]`)
	for i := start; i < len(lines); i++ {
		l := strings.TrimSpace(lines[i])
		if id != "" && i > start && strings.HasPrefix(l, "[[") {
			break
		}
		if !strings.HasPrefix(l, "#") && at.MatchString(lines[i]) {
			return i + 1
		}
	}
	return start + 1
}
