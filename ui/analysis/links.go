package analysis

import (
	"slices"
	"strings"

	"crmlab/domain/record"
	"crmlab/ui/page"
)

// ListRoute is the list of a kind narrowed by a preset. Of several entries of the kind it takes
// the one whose own conditions are all among those of the preset, most of them first, and leaves
// those to the entry; false if there is none.
func ListRoute(reg *page.Registry, k *record.Kind, preset string) (page.Route, bool) {
	wanted := strings.Split(preset, "&")
	route, most := page.Route{}, -1
	for _, e := range reg.Entries {
		if e.Kind != k {
			continue
		}
		var own []string
		if e.Preset != "" {
			own = strings.Split(e.Preset, "&")
		}
		fits := !slices.ContainsFunc(own, func(piece string) bool { return !slices.Contains(wanted, piece) })
		if fits && len(own) > most {
			rest := slices.DeleteFunc(slices.Clone(wanted), func(piece string) bool { return slices.Contains(own, piece) })
			route, most = page.Route{Name: e.Name, Preset: strings.Join(rest, "&")}, len(own)
		}
	}
	return route, most >= 0
}
