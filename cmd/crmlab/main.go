// Command crmlab is the whole program: without a verb it is the window, with one it does
// one thing to a work file and ends. Verbs and window use the same functions of the
// domain. Here is only wiring: flags, files, output. No rule of the business may enter.
package main

import "os"

func main() {
	if len(os.Args) > 1 {
		borrowConsole()
	}
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}
