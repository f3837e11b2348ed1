package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"fyne.io/fyne/v2"

	"crmlab/domain/record"
)

// graphics is what this computer can draw with.
type graphics struct {
	Version  string // of OpenGL: 4.5 (Compatibility Profile) Mesa 22.3.6
	Renderer string // the graphics card, or the program that stands in for it
	Vendor   string

	// The main screen without task bars, in its own dots, and the system's scale of it; 0 where
	// they are not known.
	Width, Height int
	Scale         float32

	Trouble string // why no window can be drawn, in the driver's words; "" for none
}

// inSoftware says whether no graphics card draws but the processor, which is slow.
func (g graphics) inSoftware() bool {
	name := strings.ToLower(g.Renderer)
	for _, known := range []string{"llvmpipe", "softpipe", "swrast", "swiftshader", "software", "gdi generic", "basic render", "warp"} {
		if strings.Contains(name, known) {
			return true
		}
	}
	return false
}

// roomFor shrinks a window that is larger than the screen: the pager and the buttons at its foot
// would be under the task bar. scale is the user's own size of letters in percent, 0 for none.
func (g graphics) roomFor(window fyne.Size, scale int) fyne.Size {
	if g.Width == 0 || g.Height == 0 {
		return window
	}
	const title = 32 // of the window, in dots
	s := g.Scale
	if scale > 0 {
		s = float32(scale) / 100
	}
	if s <= 0 {
		s = 1
	}
	return fyne.NewSize(min(window.Width, float32(g.Width)/s), min(window.Height, float32(g.Height-title)/s))
}

// Ways of drawing, as the environment of the program names them.
const (
	drawingEnv  = "CRMLAB_DRAWING"
	bySoftware  = "software" // the compatibility mode
	openingName = "opening.tmp"
)

// opening is the mark that stands in the folder of faults while the window is being opened. One
// that is found at the start says that the program died there: the driver took it along.
type opening struct{ path string }

func openingAt(log *faultLog) opening { return opening{filepath.Join(log.folder(), openingName)} }

// died says in which mode the program died while it opened its window; "" if it did not, or is
// still at it: impatient people start it twice.
func (o opening) died() string {
	content, err := os.ReadFile(o.path)
	if err != nil {
		return ""
	}
	mode, pid := "", 0
	if _, err := fmt.Sscan(string(content), &mode, &pid); err != nil || alive(pid) {
		return ""
	}
	return mode
}

func (o opening) begin() {
	mode := os.Getenv(drawingEnv)
	if mode == "" {
		mode = "card"
	}
	// Without the mark only a driver that crashes would not be found out.
	_ = os.WriteFile(o.path, fmt.Appendf(nil, "%s %d", mode, os.Getpid()), 0o600)
}

func (o opening) done() {
	if err := os.Remove(o.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		// It would send the next start into the compatibility mode: an empty one does not.
		_ = os.WriteFile(o.path, nil, 0o600)
	}
}

// undrawable is why there is no window, and how to go on. tried says that software did not draw
// either.
func undrawable(why string, tried bool) *record.Refusal {
	fix := drawingFix(tried)
	if runtime.GOOS == "windows" {
		fix += "。要知道这台电脑缺什么，在命令提示符里运行 crmlab-cli selftest，把「" + reportName + "」交给机房管理员"
	} else {
		fix += "。运行 crmlab selftest 可以看到这台电脑缺什么"
	}
	return record.Refuse("graphics", "没有打开窗口", "这台电脑现在不能用 OpenGL 2.1 画图（"+why+"）", fix)
}

// drawingFix is how a computer learns to draw.
func drawingFix(tried bool) string {
	fix := "更新显卡驱动后再试；虚拟机里打开 3D 加速；远程桌面里改为在那台电脑前打开"
	switch {
	case runtime.GOOS != "windows":
		return fix + "；没有显卡的电脑装上软件绘图（Debian、Ubuntu：libgl1-mesa-dri）"
	case tried:
		return fix + "。兼容模式也没有打开"
	}
	return fix + "。驱动不能更新时，打开程序旁边「" + softwareFolder + "」文件夹里的 crmlab.exe；没有这个文件夹时，向老师要带它的安装包"
}

// openable makes the computer ready to draw, or says why there can be no window. again is true
// where another process has taken over, which draws by software.
func openable(log *faultLog, args []string) (g graphics, again bool, err error) {
	mark := openingAt(log)
	software := os.Getenv(drawingEnv) == bySoftware
	bySelf := func() bool {
		started, err := startInSoftware(args)
		if err != nil {
			log.report(fmt.Errorf("start in the compatibility mode: %w", err))
		}
		return started
	}
	if died := mark.died(); died != "" && !software {
		mark.done()
		log.line("the program died while it opened its window, drawing by " + died)
		if bySelf() {
			return g, true, nil
		}
	}
	g = probeGraphics()
	if g.Trouble == "" {
		log.line(plainGraphics(g))
		mark.begin()
		return g, false, nil
	}
	log.line("no window: " + plainGraphics(g))
	if !software && bySelf() {
		return g, true, nil
	}
	return g, false, undrawable(g.Trouble, software)
}

// plainGraphics is a line for the log: the names of cards and drivers are no one's.
func plainGraphics(g graphics) string {
	if g.Trouble != "" {
		return "graphics: " + g.Trouble
	}
	return fmt.Sprintf("graphics: OpenGL %s on %s, screen %dx%d at %.2f", g.Version, g.Renderer, g.Width, g.Height, g.Scale)
}

// outsideText is a refusal as a box outside of the window says it.
func outsideText(err error, folder string) string {
	for _, r := range record.RefusalsIn(err) {
		return r.What + "。\n\n" + r.Why + "。\n\n怎么办：" + r.Fix + "。\n\n工作文件没有受影响，命令行的命令也照样能用。出错记录在 " + folder
	}
	return err.Error()
}
