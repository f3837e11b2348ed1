package data

import (
	"runtime"
	"runtime/debug"
)

// spareMemory is how much garbage may gather before it is collected, where columns are large.
const spareMemory = 64 << 20

// Lean keeps the memory of the process near what the columns of large files need; it is
// called when they are ready. Left alone, Go lets as much garbage gather as there is memory in
// use. Columns hold no pointers, so collecting more often costs next to nothing.
func Lean() {
	debug.FreeOSMemory() // what loading has left
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	if m.HeapAlloc > spareMemory {
		debug.SetGCPercent(max(10, int(spareMemory*100/m.HeapAlloc)))
	}
}
