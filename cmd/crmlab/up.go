package main

import (
	"fmt"
	"os"
	"time"
)

// upEnv names a file in which the window notes when it is up, in microseconds of the clock:
// scripts/startup.sh measures with it. With a work file it is up once its desk is shown and
// everything in the file has been read.
const upEnv = "CRMLAB_UP"

func noteUp() {
	path := os.Getenv(upEnv)
	if path == "" {
		return
	}
	if err := os.WriteFile(path, []byte(fmt.Sprint(time.Now().UnixMicro())), 0o644); err != nil {
		fmt.Fprintln(os.Stderr, "note that the window is up:", err)
	}
}
