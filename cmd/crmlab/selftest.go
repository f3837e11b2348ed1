package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/pflag"
	"golang.org/x/image/font/sfnt"

	"crmlab/assets"
	"crmlab/domain/record"
)

// reportName is the page that selftest writes.
const reportName = "机房检测.txt"

var selftestVerb = verb{
	name: "selftest", args: "[--out FILE]",
	about: "检测这台电脑能不能用：画图、字体、写入、磁盘、内存、时间，写成一页「机房检测」",
	more: `每项一行：正常、注意（能用，有一点不好）、不行（要先处理），后两种写明怎样处理。报告也存成文件，默认在工作文件夹里，交给机房管理员就行。
有一项不行时退出码 1。也可以写成 crmlab --selftest。`,
	setup: func(fs *pflag.FlagSet) act {
		out := fs.String("out", "", "把报告写到这个`文件`；不写时在工作文件夹里")
		return func(c *console, _ []string) error { return selftest(c, *out, lookAround) }
	},
}

// graphicsVerb is what selftest starts in a process of its own: a bad driver takes the process
// along, and the report must tell of that. It is not in the help.
var graphicsVerb = verb{
	name: "graphics", hidden: true,
	setup: func(*pflag.FlagSet) act {
		return func(c *console, _ []string) error {
			if err := mayShowWindow(); err != nil {
				return json.NewEncoder(c.out).Encode(graphics{Trouble: record.RefusalsIn(err)[0].Why})
			}
			return json.NewEncoder(c.out).Encode(probeGraphics())
		}
	},
}

// verdict of one line of the report.
type verdict int

const (
	good verdict = iota
	fair         // it works, and something could be better
	bad          // it does not work until something is done
)

var verdictWords = map[verdict]string{good: "正常", fair: "注意", bad: "不行"}

// finding is one line of the report.
type finding struct {
	what    string
	verdict verdict
	found   string
	fix     string // what to do; "" where the verdict is good
}

// surroundings are what the checks look at, so that a test can set what no test machine has.
type surroundings struct {
	home     home
	homeErr  error
	graphics graphics
	system   string // name and version of the operating system
	oldOS    bool   // it is too old
	free     uint64 // bytes on the disk of the work files
	freeErr  error
	memory   uint64    // bytes in all
	unused   uint64    // bytes that programs can have now
	made     time.Time // when the program was built; zero where that is not known
	now      time.Time
	zone     string
	input    string // input method of Linux desktops; "-" where that is not asked
}

// lookAround asks this computer.
func lookAround() surroundings {
	s := surroundings{now: time.Now(), input: "-"}
	s.home, s.homeErr = findHome()
	s.graphics = graphicsApart()
	s.system, s.oldOS = systemName()
	if s.homeErr == nil {
		s.free, s.freeErr = freeSpace(string(s.home))
	}
	s.memory, s.unused = memoryOf()
	if own, err := os.Executable(); err == nil {
		if info, err := os.Stat(own); err == nil {
			s.made = info.ModTime()
		}
	}
	name, offset := s.now.Zone()
	s.zone = fmt.Sprintf("%s（UTC%+g）", name, float64(offset)/3600)
	if runtime.GOOS == "linux" {
		s.input = os.Getenv("XMODIFIERS")
	}
	return s
}

// graphicsApart probes in a process of its own, for a time.
func graphicsApart() (g graphics) {
	own, err := os.Executable()
	if err != nil {
		return graphics{Trouble: err.Error()}
	}
	ctx, stop := context.WithTimeout(context.Background(), 20*time.Second)
	defer stop()
	out, err := exec.CommandContext(ctx, own, graphicsVerb.name).Output()
	switch {
	case ctx.Err() != nil:
		return graphics{Trouble: "显卡驱动 20 秒没有回答"}
	case err != nil:
		return graphics{Trouble: "显卡驱动让程序中断了"}
	}
	if err := json.Unmarshal(bytes.TrimSpace(out), &g); err != nil {
		return graphics{Trouble: "显卡驱动的回答读不懂"}
	}
	return g
}

// selftest writes the report and says with its exit code whether the computer will do.
func selftest(c *console, out string, look func() surroundings) error {
	s := look()
	found := []finding{checkSystem(s), checkGraphics(s), checkScreen(s), checkFonts(), checkWriting(s), checkDisk(s), checkMemory(s), checkTime(s)}
	if s.input != "-" {
		found = append(found, checkInput(s))
	}
	text := onePage(s, found)
	if _, err := fmt.Fprint(c.out, text); err != nil {
		return err
	}
	if out == "" && s.homeErr == nil {
		out = s.home.file(reportName)
	}
	if out != "" {
		// With the mark at the front every editor of Windows reads it as Chinese.
		if err := os.WriteFile(out, []byte("\ufeff"+strings.ReplaceAll(text, "\n", "\r\n")), 0o644); err != nil {
			fmt.Fprintln(c.err, "报告没有写成文件：", err)
		} else {
			fmt.Fprintln(c.err, "报告在 "+out)
		}
	}
	for _, f := range found {
		if f.verdict == bad {
			return errUnsound
		}
	}
	return nil
}

// onePage is the report for a lab administrator.
func onePage(s surroundings, found []finding) string {
	count := map[verdict]int{}
	for _, f := range found {
		count[f.verdict]++
	}
	var b strings.Builder
	fmt.Fprintf(&b, "机房检测　%s\n%s\n%s\n\n", versionText(), s.now.Format("2006-01-02 15:04"), s.system)
	switch {
	case count[bad] > 0:
		fmt.Fprintf(&b, "结论：这台电脑现在不能用，先处理 %d 项「不行」。\n\n", count[bad])
	case count[fair] > 0:
		fmt.Fprintf(&b, "结论：这台电脑能用，有 %d 项可以改善。\n\n", count[fair])
	default:
		b.WriteString("结论：这台电脑能用。\n\n")
	}
	for _, f := range found {
		fmt.Fprintf(&b, "[%s] %s%s%s\n", verdictWords[f.verdict], f.what, strings.Repeat(" ", max(10-breadth(f.what), 1)), f.found)
		if f.fix != "" {
			fmt.Fprintf(&b, "%s怎么办：%s\n", strings.Repeat(" ", 7), f.fix)
		}
	}
	b.WriteString("\n检测只读取电脑的状态，在工作文件夹里写过一个试写的小文件，已经删除。报告里没有学生的任何信息。\n")
	return b.String()
}

func checkSystem(s surroundings) finding {
	f := finding{what: "系统", found: s.system + "，" + runtime.GOARCH}
	if s.oldOS {
		f.verdict, f.fix = bad, "这个程序要 Windows 10 或更新的版本，升级系统，或换一台电脑"
	}
	return f
}

func checkGraphics(s surroundings) finding {
	g := s.graphics
	f := finding{what: "画图", found: "OpenGL " + g.Version + "，" + g.Renderer}
	switch {
	case g.Trouble != "":
		f.verdict, f.found = bad, "不能用 OpenGL 2.1："+g.Trouble
		f.fix = drawingFix(false)
	case g.inSoftware():
		f.verdict = fair
		f.found += "（由处理器画，没有用到显卡）"
		f.fix = "能用，但画面慢一些。装上显卡厂商的驱动会快；虚拟机里打开 3D 加速；窗口不要开得太大"
	}
	return f
}

// checkScreen says whether the pages fit the screen at its scale.
func checkScreen(s surroundings) finding {
	g := s.graphics
	f := finding{what: "屏幕"}
	if g.Width == 0 {
		f.verdict, f.found, f.fix = fair, "不知道大小", "屏幕至少要 1024 × 700 点"
		return f
	}
	scale := max(g.Scale, 0.5)
	f.found = fmt.Sprintf("可用 %d × %d 点，缩放 %d%%", g.Width, g.Height, int(scale*100+0.5))
	if wide, high := float32(g.Width)/scale, float32(g.Height)/scale; wide < 680 || high < 440 {
		f.verdict, f.fix = bad, "字太大，页面放不下：把系统的显示缩放改小，或在程序的「设置 › 显示大小」里选 100%"
	} else if wide < 1000 || high < 600 {
		f.verdict, f.fix = fair, "能用，侧栏会收起来；把系统的显示缩放改小一级会更好"
	}
	return f
}

// sample is what a font must be able to write: common characters, rare ones of names, and signs.
const sample = "客户关系管理订单审批逾期利息龘镕堃喆“”、—…￥%0123456789ABCabc"

func checkFonts() finding {
	f := finding{what: "字体", found: "自带的中文字体完好，不依赖系统字体"}
	for name, content := range map[string][]byte{"常规": assets.Regular, "粗体": assets.Bold} {
		font, err := sfnt.Parse(content)
		if err == nil {
			var b sfnt.Buffer
			for _, r := range sample {
				if i, e := font.GlyphIndex(&b, r); e != nil || i == 0 {
					err = fmt.Errorf("没有「%c」", r)
				}
			}
		}
		if err != nil {
			return finding{"字体", bad, "自带的" + name + "字体不能用：" + err.Error(), "程序文件坏了，重新复制一份"}
		}
	}
	return f
}

// Limits of a slow disk: a step is not done before it is on the disk.
const (
	slowWrite  = 60 * time.Millisecond
	triedTimes = 12
)

// checkWriting writes as the program does: to the disk, then renamed.
func checkWriting(s surroundings) finding {
	if s.homeErr != nil {
		return finding{"写入", bad, "不能建立工作文件夹：" + plainReason(s.homeErr), "给学生账号「文档」文件夹的写入权限，或用环境变量 CRMLAB_HOME 指定一个能写的文件夹"}
	}
	took, err := tryWriting(string(s.home))
	f := finding{what: "写入", found: fmt.Sprintf("%s 能写，每步 %.0f 毫秒", s.home, float64(took.Microseconds())/1000)}
	switch {
	case err != nil:
		return finding{"写入", bad, fmt.Sprintf("%s 不能写：%s", s.home, plainReason(err)), "给学生账号这个文件夹的写入和改名权限；有「受控文件夹访问」或杀毒软件时，把程序加入允许列表；或用 CRMLAB_HOME 换一个文件夹"}
	case took > slowWrite:
		f.verdict, f.fix = fair, "每一步都要等磁盘写完，这里偏慢：把工作文件夹放在本机硬盘上，不要放在 U 盘、网络盘或漫游目录里"
	}
	return f
}

// plainReason is what the system said, without the path that the line has already.
func plainReason(err error) string {
	var path *os.PathError
	if errors.As(err, &path) {
		return path.Err.Error()
	}
	return err.Error()
}

// tryWriting is how long a small step takes until it is on the disk, the middle of several.
func tryWriting(folder string) (middle time.Duration, err error) {
	path := filepath.Join(folder, "crmlab-试写.tmp")
	defer func() { err = errors.Join(err, removeTried(path), removeTried(path+".2")) }()
	var took []time.Duration
	for range triedTimes {
		began := time.Now()
		f, err := os.Create(path)
		if err != nil {
			return 0, err
		}
		_, err = f.Write(bytes.Repeat([]byte("crmlab\n"), 600))
		if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
			return 0, err
		}
		took = append(took, time.Since(began))
	}
	if err := os.Rename(path, path+".2"); err != nil {
		return 0, err
	}
	for i := range took { // few: the simplest sort will do
		for k := i; k > 0 && took[k] < took[k-1]; k-- {
			took[k], took[k-1] = took[k-1], took[k]
		}
	}
	return took[len(took)/2], nil
}

func removeTried(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

const megabyte = 1 << 20

func checkDisk(s surroundings) finding {
	if s.homeErr != nil || s.freeErr != nil {
		return finding{"磁盘", fair, "不知道剩余空间", "工作文件夹所在的磁盘至少留 500 MB"}
	}
	f := finding{what: "磁盘", found: "剩余 " + sizeText(s.free)}
	switch {
	case s.free < 100*megabyte:
		f.verdict, f.fix = bad, "一份工作和它的副本要几十 MB：清理磁盘，至少留出 500 MB"
	case s.free < 500*megabyte:
		f.verdict, f.fix = fair, "够用，但不宽裕：清理磁盘，至少留出 500 MB"
	}
	return f
}

func checkMemory(s surroundings) finding {
	if s.memory == 0 {
		return finding{"内存", fair, "不知道大小", "至少要 2 GB"}
	}
	f := finding{what: "内存", found: fmt.Sprintf("共 %s，现在可用 %s", sizeText(s.memory), sizeText(s.unused))}
	switch {
	case s.memory < 1500*megabyte || s.unused < 200*megabyte:
		f.verdict, f.fix = bad, "程序要约 300 MB：关闭其他程序，或加内存"
	case s.memory < 3000*megabyte || s.unused < 600*megabyte:
		f.verdict, f.fix = fair, "够用；同时开浏览器和办公软件会慢，上课时关闭用不到的程序"
	}
	return f
}

func sizeText(n uint64) string {
	if n >= 10<<30 {
		return fmt.Sprintf("%d GB", n>>30)
	}
	if n >= 1<<30 {
		return fmt.Sprintf("%.1f GB", float64(n)/(1<<30))
	}
	return fmt.Sprintf("%d MB", n>>20)
}

// checkTime holds the clock against the program itself: it cannot have been made in the future.
func checkTime(s surroundings) finding {
	f := finding{what: "时间", found: s.now.Format("2006-01-02 15:04") + "，时区 " + s.zone}
	switch {
	case s.now.Year() < 2025 || !s.made.IsZero() && s.now.Before(s.made.Add(-24*time.Hour)):
		f.verdict, f.fix = bad, "电脑的时钟慢了：校准日期和时间（还原卡、主板电池没电时常见）。操作记录按这个时间记，提交的作业会显得不对"
	case !strings.Contains(s.zone, "UTC+8"):
		f.verdict, f.fix = fair, "时区不是北京时间；提交时间和日志按这个时区显示，不影响业务日期"
	}
	return f
}

func checkInput(s surroundings) finding {
	if s.input == "" {
		return finding{"输入法", fair, "没有设置 XMODIFIERS", "不能打中文时，在登录设置里写 XMODIFIERS=@im=fcitx 或 @im=ibus，再重新登录"}
	}
	return finding{what: "输入法", found: s.input}
}
