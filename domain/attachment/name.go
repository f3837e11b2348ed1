package attachment

import (
	"path"
	"slices"
	"strings"
	"unicode"
)

// maxName is the length of a file name in characters.
const maxName = 80

// refused are signs that some system does not take in the name of a file, and reserved names
// that Windows takes for devices, whatever their extension.
const refused = `/\:*?"<>|`

var reserved = []string{"con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9",
	"lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9"}

// SafeName makes the name of a file out of one that may come from anywhere: no folders, no signs
// that turn the direction of writing or that a system refuses, not too long, never empty. The
// extension stays.
func SafeName(name string) string {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	name = strings.Map(func(r rune) rune {
		switch {
		case r == unicode.ReplacementChar || !unicode.IsPrint(r) && r != ' ':
			return -1
		case strings.ContainsRune(refused, r):
			return '_'
		}
		return r
	}, name)
	name = strings.Trim(name, " .")
	ext := path.Ext(name)
	base := []rune(strings.TrimRight(strings.TrimSuffix(name, ext), " ."))
	if len([]rune(ext)) > 16 {
		base, ext = []rune(name), ""
	}
	if most := maxName - len([]rune(ext)); len(base) > most {
		base = base[:most]
	}
	device, _, _ := strings.Cut(string(base), ".")
	if len(base) == 0 || slices.Contains(reserved, strings.ToLower(strings.TrimSpace(device))) {
		base = append([]rune("附件"), base...)
	}
	return string(base) + ext
}

// viewed are the extensions of files that the system may be asked to show: documents and
// pictures. Whatever the system would run, or a browser would, is only saved.
var viewed = []string{".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".pdf", ".txt", ".md", ".csv", ".docx", ".xlsx", ".pptx", ".doc", ".xls", ".ppt",
	".wps", ".et", ".dps", ".odt", ".ods", ".odp", ".rtf", ".zip", ".mp3", ".wav", ".mp4"}

// Viewed reports whether a file may be given to the system's viewer.
func (a *Attachment) Viewed() bool { return slices.Contains(viewed, a.ext()) }

// Picture reports whether a file can be shown by the program itself.
func (a *Attachment) Picture() bool {
	return slices.Contains([]string{".png", ".jpg", ".jpeg"}, a.ext())
}

func (a *Attachment) ext() string { return strings.ToLower(path.Ext(a.Name)) }
