//go:build !windows

package main

// borrowConsole does nothing: every program has the terminal that it was started from.
func borrowConsole() {}
