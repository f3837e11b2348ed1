package main

import (
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"strings"

	"github.com/spf13/pflag"

	"crmlab/domain/record"
)

// Exit codes of the program.
const (
	exitFine    = 0
	exitRefused = 1 // a rule said no, or a check does not hold
	exitUsage   = 2 // the command line cannot be understood
	exitFault   = 3 // the program or the machine failed
)

// console is where a verb writes: rows and results to out, everything else to err.
type console struct{ out, err io.Writer }

// act does the work of a verb with the arguments that are left beside the flags.
type act func(c *console, args []string) error

// verb is one thing that the command line can do.
type verb struct {
	name        string
	args        string // as help shows them
	least, most int    // how many arguments; most < 0: any number
	about       string
	more        string // what else there is to know, with examples
	setup       func(*pflag.FlagSet) act
	hidden      bool // the program calls it itself
}

// usageError says that the command line is not as a verb needs it.
type usageError struct{ says string }

func (e usageError) Error() string { return e.says }

func misuse(format string, args ...any) error { return usageError{fmt.Sprintf(format, args...)} }

// errUnsound ends a verb that has already told what does not hold.
var errUnsound = errors.New("a check does not hold")

// run is the program without the process: it does what args say and returns the exit code.
func run(args []string, out, err io.Writer) int {
	c := &console{out: out, err: err}
	if len(args) == 0 {
		return c.end("", openWindow(""))
	}
	name := args[0]
	switch name {
	case "--help", "-h":
		name = "help"
	case "--selftest": // what people try who cannot see a window
		name = "selftest"
	}
	if v := find(name); v != nil {
		return c.end(v.name, c.do(v, args[1:]))
	}
	if len(args) == 1 && !strings.HasPrefix(name, "-") && looksLikeFile(name) {
		return c.end("", openWindow(name))
	}
	return c.end("", misuse("没有「%s」这个命令", name))
}

// do runs a verb. A panic becomes a fault that names its place: a verb must end with words
// and an exit code whatever happens.
func (c *console) do(v *verb, args []string) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	fs := flagSet(v.name)
	work := v.setup(fs)
	if err := fs.Parse(args); err != nil {
		if errors.Is(err, pflag.ErrHelp) {
			return c.helpVerb(v)
		}
		return flagError(err)
	}
	rest := fs.Args()
	if len(rest) < v.least || v.most >= 0 && len(rest) > v.most {
		return misuse("%s 后面应写：%s", v.name, v.args)
	}
	return work(c, rest)
}

// end tells what went wrong and gives the exit code for it.
func (c *console) end(verb string, err error) int {
	if err == nil {
		return exitFine
	}
	var bad usageError
	switch {
	case errors.As(err, &bad):
		fmt.Fprintln(c.err, bad.says)
		fmt.Fprintln(c.err, strings.TrimSpace("用法见：crmlab help "+verb))
		return exitUsage
	case errors.Is(err, errUnsound):
		return exitRefused
	case record.IsRefusal(err, ""):
		for _, r := range record.RefusalsIn(err) {
			fmt.Fprintln(c.err, r.Error())
		}
		return exitRefused
	}
	fmt.Fprintln(c.err, "程序出错：", err)
	return exitFault
}

func flagSet(name string) *pflag.FlagSet {
	fs := pflag.NewFlagSet(name, pflag.ContinueOnError)
	fs.SetOutput(io.Discard) // end says it, in Chinese
	fs.Usage = func() {}
	fs.SortFlags = false
	return fs
}

// flagError says in Chinese what pflag found.
func flagError(err error) error {
	var unknown *pflag.NotExistError
	var empty *pflag.ValueRequiredError
	var invalid *pflag.InvalidValueError
	switch {
	case errors.As(err, &unknown):
		return misuse("没有「%s」这个选项", dashed(unknown.GetSpecifiedName()))
	case errors.As(err, &empty):
		return misuse("选项「%s」后面要写内容", dashed(empty.GetSpecifiedName()))
	case errors.As(err, &invalid):
		return misuse("选项「--%s」不能写「%s」", invalid.GetFlag().Name, invalid.GetValue())
	}
	return misuse("命令写得不对：%v", err)
}

func dashed(flag string) string {
	if len(flag) == 1 {
		return "-" + flag
	}
	return "--" + flag
}
