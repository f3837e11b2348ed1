// Package shell is the window of crmlab: the sidebar of the eleven experiments, the header, the
// guide panel, the routes with their history, search, and what a page may ask of the window it
// stands in (page.Host). It knows the generic contract of pages and records, but no page and no
// kind by name beyond the ones it shows itself (操作日志 and 你是谁). It never opens a file: data,
// bbolt and fyne's app package may not enter, so that whole windows run in tests without a display.
package shell
