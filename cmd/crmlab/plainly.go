package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"reflect"
	"strings"
	"syscall"

	"crmlab/data"
	"crmlab/domain/record"
)

// plainly describes an error without quoting anything that a user has written: the type of every
// error in the chain, the code and field of a refusal, what the system said, and of the program's
// own words those that cannot be a name, a number or a value.
func plainly(err error) string {
	var parts []string
	for err != nil {
		part := kindOf(err)
		var next error
		switch e := err.(type) { //nolint:errorlint // every link of the chain is described by itself
		case *record.Refusal:
			part = "refusal " + e.Code
			if e.Field != "" {
				part += " field " + fieldPath(e.Field)
			}
		case *fs.PathError:
			part, next = "path error "+plainWords(e.Op), e.Err
		case *os.LinkError:
			part, next = "link error "+plainWords(e.Op), e.Err
		case *os.SyscallError:
			part, next = "system call "+plainWords(e.Syscall), e.Err
		case syscall.Errno:
			part = fmt.Sprintf("errno %d %s", int(e), e.Error()) // the system's own words
		case *data.Fault:
			part += " cause " + plainCause(e.Cause)
		case *data.Lost:
			part += " cause " + plainCause(e.Cause)
			next = errors.Unwrap(err)
		case interface{ Unwrap() []error }:
			for _, inner := range e.Unwrap() {
				part += " (" + plainly(inner) + ")"
			}
		default:
			if next = errors.Unwrap(err); next != nil {
				words, _ := strings.CutSuffix(err.Error(), next.Error())
				part = plainWords(words)
			} else if words := plainWords(err.Error()); words != "" {
				part += " " + words
			}
		}
		if part = strings.Trim(part, " :"); part != "" {
			parts = append(parts, part)
		}
		err = next
	}
	return strings.Join(parts, ": ")
}

// plainCause describes the value of a panic.
func plainCause(cause any) string {
	if err, ok := cause.(error); ok {
		return plainly(err)
	}
	return fmt.Sprintf("%T %s", cause, plainWords(fmt.Sprint(cause)))
}

func kindOf(err error) string {
	t := reflect.TypeOf(err)
	if t == reflect.TypeOf(errors.New("")) || t == reflect.TypeOf(fmt.Errorf("%w", errUnsound)) {
		return ""
	}
	return t.String()
}

// fieldPath is the name of a field that a refusal names, which the program gives: lines.2.qty. What
// does not look like one is not told.
func fieldPath(name string) string {
	for _, r := range name {
		if r > 'z' || !strings.ContainsRune("._-", r) && (r < '0' || r > '9' && r < 'A' || r > 'Z' && r < 'a') {
			return "?"
		}
	}
	if digits(name) > 3 {
		return "?"
	}
	return name
}

// plainWords keeps the words of a text that cannot be a name, a number, a path or a value: those of
// small Latin letters, as the program's own English is written. Others become a dot. Words in
// quotes are always values.
func plainWords(text string) string {
	var out []string
	quoted := false
	for _, word := range strings.Fields(text) {
		marks := strings.Count(word, `"`) + strings.Count(word, "`")
		if quoted || marks > 0 {
			if marks%2 == 1 {
				quoted = !quoted
			}
			word = "·"
		}
		core := strings.TrimRight(word, ":,.;")
		if core == "" || strings.ContainsFunc(core, func(r rune) bool { return (r < 'a' || r > 'z') && r != '-' && r != '\'' }) {
			word = "·"
		}
		if word == "·" && len(out) > 0 && out[len(out)-1] == "·" {
			continue
		}
		out = append(out, word)
	}
	if len(out) == 1 && out[0] == "·" {
		return ""
	}
	return strings.Join(out, " ")
}

func digits(text string) (n int) {
	for _, r := range text {
		if r >= '0' && r <= '9' {
			n++
		}
	}
	return n
}

// plainStack is a stack without the paths of the machine that the program was built on.
func plainStack(stack string) string {
	var out strings.Builder
	for line := range strings.Lines(stack) {
		if strings.HasPrefix(line, "\t") {
			line = "\t" + place(strings.TrimSpace(line)) + "\n"
		}
		out.WriteString(line)
	}
	return out.String()
}

// place is the end of a path in a stack: the folder, the file and the line.
func place(path string) string {
	path, _, _ = strings.Cut(path, " ") // the offset in the machine code
	parts := strings.Split(strings.ReplaceAll(path, `\`, "/"), "/")
	return strings.Join(parts[max(len(parts)-2, 0):], "/")
}

// plainCrash is what the runtime writes when the program dies, with the value of the panic told
// like any other error: the goroutines hold no values but numbers of memory.
func plainCrash(text string) string {
	head, rest, found := strings.Cut(text, "\ngoroutine ")
	if !found {
		return plainLines(text)
	}
	return plainLines(head) + "\ngoroutine " + plainStack(rest)
}

func plainLines(text string) string {
	var out []string
	for line := range strings.Lines(text) {
		kind, words, isPanic := strings.Cut(strings.TrimSpace(line), ": ")
		if isPanic {
			out = append(out, plainWords(kind)+": "+plainWords(words))
		} else {
			out = append(out, plainWords(kind))
		}
	}
	return strings.Join(out, "\n")
}
