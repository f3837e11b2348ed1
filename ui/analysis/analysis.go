// Package analysis holds the pages of experiment 11 (分析决策): conditions on top, a row of
// figures, and a chart beside the table of the same figures, each leading to the records
// behind it. The figures come from domain/analysis and the pictures from charts; here they
// are only asked for and arranged. No figure is computed in this package.
package analysis

import "crmlab/ui/page"

// Route names of the pages.
const (
	FunnelEntry      = "funnel"
	CompositionEntry = "composition"
)

// Pages are the entries of experiment 11.
func Pages() []page.Entry {
	return []page.Entry{
		{Name: FunnelEntry, Experiment: 11, Label: funnelTitle,
			Build: func(h page.Host, r page.Route) page.Page { return newFunnelPage(h, r) }},
		{Name: CompositionEntry, Experiment: 11, Label: compositionTitle,
			Build: func(h page.Host, r page.Route) page.Page { return newCompositionPage(h, r) }},
	}
}
