package handin

import (
	"fmt"
	"path/filepath"
	"strings"

	"crmlab/domain/attachment"
	"crmlab/domain/record"
)

// What a hand-in may be. The largest course work seen is a fiftieth of this; what is above
// would only keep the teacher's computer busy.
const (
	maxFile      = 64 << 20  // as it is on disk
	maxManifest  = 64 << 10  // unpacked, each
	maxRecords   = 128 << 20 // "
	maxJournal   = 128 << 20
	maxSelfcheck = 1 << 20
	maxReport    = 32 << 20
	maxContents  = attachment.MaxAll + 1<<20 // with the length before each
	maxDirectory = 8 << 10                   // the list of parts at the end of the zip
	maxLine      = 16 << 20
	maxDepth     = 12 // of brackets in JSON
	maxShown     = 60 // characters of a text from a hand-in that are shown
)

// partNames are the parts that a hand-in may have, in their order, and partLimits how large
// they may be.
var partNames, partLimits = func() ([]string, map[string]int64) {
	names := []string{manifestPart, recordsPart, journalPart, selfcheckPart, contentsPart}
	limits := map[string]int64{manifestPart: maxManifest, recordsPart: maxRecords, journalPart: maxJournal, selfcheckPart: maxSelfcheck, contentsPart: maxContents}
	for no := 1; no <= experiments; no++ {
		names = append(names, reportPart(no))
		limits[reportPart(no)] = maxReport
	}
	return names, limits
}()

// experiments is how many a course may have.
const experiments = 11

// reportPart is the part with the report of an experiment.
func reportPart(no int) string { return fmt.Sprintf("report-%02d.docx", no) }

// isReport reports whether a part is a report.
func isReport(name string) bool { return strings.HasPrefix(name, "report-") }

const (
	codeForeign = "handin.foreign" // no hand-in at all
	codeHostile = "handin.hostile" // has what none of ours has
	codeDamaged = "handin.damaged" // was one
	codeLarge   = "handin.large"
	codeNewer   = "handin.newer"
	codeMissing = "handin.missing"
	codeSave    = "handin.save"
)

func refuse(code, name, why, fix string) error {
	return record.Refuse(code, "没有读入「"+plain(filepath.Base(name), maxShown)+"」", why, fix)
}

const askAgain = "请学生用程序里的「交作业」重新制作一份"

func refuseForeign(name string) error {
	return refuse(codeForeign, name, "它不是提交包", "选择由「交作业」制作的 "+Extension+" 文件")
}

func refuseHostile(name, format string, args ...any) error {
	return refuse(codeHostile, name, fmt.Sprintf(format, args...)+"，提交包里不会有", "不要在别的程序里打开它，"+askAgain)
}

func refuseDamaged(name, format string, args ...any) error {
	return refuse(codeDamaged, name, fmt.Sprintf(format, args...), "可能没有复制完；重新复制一次，或"+askAgain)
}

func refuseLarge(name, what string, most int64) error {
	return refuse(codeLarge, name, fmt.Sprintf("%s超过 %d KB", what, most>>10), askAgain)
}
