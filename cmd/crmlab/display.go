//go:build !ci

package main

import (
	"os"
	"runtime"

	"crmlab/domain/record"
)

// mayShowWindow says why no window can be opened here; nil if one can.
func mayShowWindow() error {
	if runtime.GOOS == "linux" && os.Getenv("DISPLAY") == "" {
		return record.Refuse("display", "没有打开窗口", "这里没有显示器", "用 crmlab help 看不需要窗口的命令，或用 crmlab tour 把各页面画成图片")
	}
	return nil
}
