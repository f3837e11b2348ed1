// Package kit holds the widgets that every page of crmlab is built from: tables, forms and their
// fields, buttons, chips, cards, dialogs, toasts. They speak strings, counts and callbacks and
// know no record, no rule and no page; domain, data, charts and shell may not enter. A widget is
// a struct literal: set its exported fields, place it, and change it later through its methods,
// or by setting fields and calling Refresh. All calls belong to the goroutine of the interface.
package kit
