//go:build !ci

package main

import (
	"fmt"
	"runtime"

	"github.com/go-gl/gl/v2.1/gl"
	"github.com/go-gl/glfw/v3.4/glfw"
)

// probeGraphics opens a window that is never shown, as the toolkit will, and asks what draws in it.
// The toolkit itself would end the program with an English box. It must run on the main thread.
func probeGraphics() (g graphics) {
	defer func() {
		if p := recover(); p != nil { // the binding panics on what it does not know
			g.Trouble = fmt.Sprint(p)
		}
	}()
	if runtime.GOOS == "linux" {
		glfw.InitHint(glfw.PlatformHint, int(glfw.PlatformX11)) // as the toolkit is built here
	}
	if err := glfw.Init(); err != nil {
		return graphics{Trouble: err.Error()}
	}
	defer glfw.Terminate()
	if m := glfw.GetPrimaryMonitor(); m != nil {
		_, _, g.Width, g.Height = m.GetWorkarea()
		g.Scale, _ = m.GetContentScale()
	}
	glfw.WindowHint(glfw.Visible, glfw.False)
	glfw.WindowHint(glfw.ContextVersionMajor, 2)
	glfw.WindowHint(glfw.ContextVersionMinor, 1)
	w, err := glfw.CreateWindow(64, 64, "", nil, nil)
	if err != nil {
		g.Trouble = err.Error()
		return g
	}
	defer w.Destroy()
	w.MakeContextCurrent()
	defer glfw.DetachCurrentContext()
	if err := gl.Init(); err != nil {
		g.Trouble = err.Error()
		return g
	}
	say := func(name uint32) string {
		if s := gl.GetString(name); s != nil {
			return gl.GoStr(s)
		}
		return ""
	}
	g.Version, g.Renderer, g.Vendor = say(gl.VERSION), say(gl.RENDERER), say(gl.VENDOR)
	if g.Version == "" {
		g.Trouble = "驱动没有回答"
	}
	return g
}
