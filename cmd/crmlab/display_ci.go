//go:build ci

package main

import "crmlab/domain/record"

// mayShowWindow refuses: a program built without graphics has no window, only verbs.
func mayShowWindow() error {
	return record.Refuse("display", "没有打开窗口", "这个程序编译时没有带图形界面（标签 ci）", "用 make build 编译带窗口的程序，或用 crmlab help 看不需要窗口的命令")
}
