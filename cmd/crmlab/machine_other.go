//go:build !linux && !windows

package main

import (
	"errors"
	"runtime"
)

func systemName() (name string, old bool) { return runtime.GOOS, false }

func freeSpace(string) (uint64, error) { return 0, errors.ErrUnsupported }

func memoryOf() (all, unused uint64) { return 0, 0 }
