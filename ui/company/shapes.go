// Package company holds the pages of experiment 2 that are special: what a position may do, as
// matrices of ticks, and why somebody sees a record or does not.
package company

import (
	"fyne.io/fyne/v2"

	"crmlab/domain/company"
	"crmlab/domain/record"
	"crmlab/ui/page"
)

// Shapes are what the company's settings add to the generic pages.
func Shapes() map[*record.Kind]*page.Shape {
	editor := func(make func(page.Host, *company.Position, func()) page.LinesEditor) func(page.Host, *record.Field, record.Record, func()) page.LinesEditor {
		return func(h page.Host, _ *record.Field, rec record.Record, changed func()) page.LinesEditor {
			return make(h, rec.(*company.Position), changed)
		}
	}
	return map[*record.Kind]*page.Shape{
		company.Positions.Kind: {Lines: map[string]func(page.Host, *record.Field, record.Record, func()) page.LinesEditor{
			"rights": editor(newRights), "fields": editor(newLimits),
		}},
		company.Departments.Kind: {Related: []string{company.Employees.Name, company.Departments.Name}},
	}
}

// part is what the editors of a position have in common.
type part struct {
	object fyne.CanvasObject
}

// Object is the editor.
func (p part) Object() fyne.CanvasObject { return p.object }

// Refresh does nothing: no rule computes rights.
func (p part) Refresh(record.Record) {}
