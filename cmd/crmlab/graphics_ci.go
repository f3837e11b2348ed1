//go:build ci

package main

// probeGraphics answers for a program that was built without graphics.
func probeGraphics() graphics { return graphics{Trouble: "这个程序编译时没有带图形界面"} }
