//go:build !linux && !windows

package data

import "strings"

// Outside reports whether a path lies on a stick or a share rather than a disk of this
// computer, as far as the system tells.
func Outside(path string) bool { return strings.HasPrefix(path, "/Volumes/") }
