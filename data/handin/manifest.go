package handin

import (
	"slices"
	"strings"
	"time"
)

// Format is the number of the layout. Readers refuse higher numbers in words.
const Format = 1

// Names of the parts.
const (
	manifestPart  = "manifest.json"
	recordsPart   = "records.jsonl"
	journalPart   = "journal.bin"
	selfcheckPart = "selfcheck.json"
	contentsPart  = "contents.bin"
)

// Extension of hand-ins.
const Extension = ".crmsub"

// Manifest is what a hand-in says of itself.
type Manifest struct {
	Format      int               `json:"format"`
	Program     string            `json:"program"` // that made it
	Made        time.Time         `json:"made"`    // by the clock of the student's computer
	Student     Student           `json:"student"`
	Work        string            `json:"work"` // see lab.WorkID
	Experiments []int             `json:"experiments"`
	Pack        Pack              `json:"pack"`
	Records     int               `json:"records"`
	Steps       int               `json:"steps"` // of the journal
	Head        string            `json:"head"`  // hash of the last step, hex
	Code        string            `json:"code"`  // see lab.Code
	Parts       map[string]string `json:"parts"` // SHA-256 of the other parts, hex
}

// Student is whose work it is; empty for those who learn on their own.
type Student struct {
	Class string `json:"class"`
	No    string `json:"no"`
	Name  string `json:"name"`
}

// Pack names the course and its version.
type Pack struct {
	ID  string `json:"id"`
	Sum string `json:"sum"` // see lab.Course
}

// SelfCheck is what the student's program said of one experiment.
type SelfCheck struct {
	No       int       `json:"no"`
	Title    string    `json:"title"`
	Earned   int       `json:"earned"`
	Possible int       `json:"possible"`
	Checks   []Verdict `json:"checks"`
}

// Verdict is what it said of one check.
type Verdict struct {
	ID      string `json:"id"`
	Outcome string `json:"outcome"` // code of a lab.Outcome
	Earned  int    `json:"earned"`
	Points  int    `json:"points"`
}

// unsafeInNames are what some system does not take in the name of a file.
const unsafeInNames = "/\\:*?\"<>|"

// FileName is 班级-学号-姓名-实验N.crmsub, as far as known. It is a hint for people only.
func FileName(s Student, experiments []int) string {
	var parts []string
	for _, part := range []string{s.Class, s.No, s.Name} {
		part = strings.Map(func(r rune) rune {
			if strings.ContainsRune(unsafeInNames, r) || r == '-' {
				return '_'
			}
			return r
		}, plain(part, 24))
		if part = strings.Trim(part, " ._"); part != "" {
			parts = append(parts, part)
		}
	}
	if len(parts) == 0 {
		parts = append(parts, "作业")
	}
	if what := spans(experiments); what != "" {
		parts = append(parts, "实验"+what)
	}
	return strings.Join(parts, "-") + Extension
}

// spans writes numbers shortly: 1、7到9.
func spans(numbers []int) string {
	sorted := slices.Compact(slices.Sorted(slices.Values(numbers)))
	var out []string
	for i := 0; i < len(sorted); {
		j := i
		for j+1 < len(sorted) && sorted[j+1] == sorted[j]+1 {
			j++
		}
		switch {
		case j > i+1:
			out = append(out, itoa(sorted[i])+"到"+itoa(sorted[j]))
			i = j + 1
		default:
			out = append(out, itoa(sorted[i]))
			i++
		}
	}
	return strings.Join(out, "、")
}
