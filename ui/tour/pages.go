package tour

import (
	"fmt"
	"path/filepath"

	"crmlab/ui/page"
	"crmlab/ui/shell"
)

// EveryPage opens every page of the sidebar and takes a picture of it in folder out.
func EveryPage(s *shell.Shell, out string, say func(string)) error {
	r := &Robot{Shell: s}
	for _, e := range s.Registry().Entries {
		if e.Hidden {
			continue
		}
		r.Open(page.Route{Name: e.Name})
		say(e.Label)
		r.Picture(filepath.Join(out, fmt.Sprintf("页-%02d-%s.png", e.Experiment, e.Label)))
	}
	return r.Err()
}
