// Package page holds what all pages are: routes, the host that a page asks, and the
// generic list, record and form pages that come from a record kind. Pages of one
// module stand in that module's folder beside this one; windows and the sidebar in shell.
package page

import (
	"fyne.io/fyne/v2"

	"crmlab/domain/record"
	"crmlab/ui/kit"
)

// Route names a place in the program as a value: it is kept in the history and can be
// compared.
type Route struct {
	Name string    // name of the entry: "order", "desk", "funnel"
	View View      // which of the entry's views
	ID   record.ID // the record of View Open or Edit
	// Preset narrows a list or fills a new form: field=value pairs as the command line
	// writes them, separated by "&" (no Preset: "").
	Preset string
}

// View tells the views of one entry apart.
type View uint8

// Views of an entry.
const (
	List View = iota // the entry's main page
	Open             // one record
	Edit             // its form
	New              // an empty form
)

// Page is one place while it is shown or kept in the history.
type Page interface {
	Object() fyne.CanvasObject
	Route() Route
	// Trail is the breadcrumb behind the experiment's name, the page's own name last.
	Trail() []Crumb
	// Reload reads again; called when the page is shown after records that it watches
	// have changed, and by F5.
	Reload()
	// Watches reports whether the committed step concerns the page.
	Watches(record.Event) bool
	// Close ends timers and subscriptions. The page is not shown again.
	Close()
}

// Leaver is a page that may hold unsaved work: leave is called once the user agrees.
type Leaver interface{ Leave(leave func()) }

// Shortcuts is a page that answers the keys of interface.md.
type Shortcuts interface{ Shortcut(key string) bool }

// Crumb is one part of a breadcrumb; an empty route is plain text.
type Crumb struct {
	Label string
	Route Route
}

// Host is what a page may ask of the window it is in.
type Host interface {
	Book() *record.Book
	// Hat is who acts now.
	Hat() record.Hat
	Window() fyne.Window
	Runner() kit.Runner
	// Go opens a route and puts it into the history; Replace does not.
	Go(Route)
	Replace(Route)
	Back()
	// Done tells of a committed step in a toast with 撤销; nil entries say nothing changed.
	Done(*record.Entry)
	// Fail shows a refusal (what, why, how to go on) or a fault.
	Fail(error)
	// Registry is every entry of the program.
	Registry() *Registry
	// Files reads and writes files for the pages; the window's owner supplies it.
	Files() Files
}

// Files is what pages need of the file system and of file formats.
type Files interface {
	// SaveTable writes rows to a spreadsheet file; the extension (.xlsx, .csv) chooses the format.
	SaveTable(path string, title string, header []string, kinds []record.Type, rows [][]string) error
	// SaveBytes writes a file whole or not at all.
	SaveBytes(path string, content []byte) error
	// Folder is where exports go unless the user says otherwise.
	Folder() string
}

// Entry is one page of the sidebar.
type Entry struct {
	Name       string // route name
	Experiment int    // 0 for 我的桌面 and what belongs to no experiment
	Label      string
	Kind       *record.Kind // nil for pages that are no list of a kind
	Preset     string       // conditions that the list always has: "role=agent"
	Columns    []string     // names of the fields that the list shows at first; nil: those Listed by declaration
	Side       *Side        // a tree beside the list; nil for none
	Noun       string       // what one record is called here; "" is the kind's label (代理 among 客户)
	Hidden     bool         // reachable by links and search, not in the sidebar
	Build      func(Host, Route) Page
}

// noun is what one record of the entry is called.
func (e Entry) noun() string {
	if e.Noun == "" {
		return e.Kind.Label
	}
	return e.Noun
}

// Registry is the one list of entries that sidebar, search and routes read.
type Registry struct {
	Entries []Entry
	Shapes  map[*record.Kind]*Shape
	// Explain tells why somebody may see a record or not; nil: no page offers it.
	Explain func(Host, *record.Kind, record.ID)
}

// Find returns the entry of a route name; false if there is none.
func (r *Registry) Find(name string) (Entry, bool) {
	for _, e := range r.Entries {
		if e.Name == name {
			return e, true
		}
	}
	return Entry{}, false
}

// OpenRoute is the route that shows a record of a kind.
func (r *Registry) OpenRoute(k *record.Kind, id record.ID) (Route, bool) {
	for _, e := range r.Entries {
		if e.Kind == k {
			return Route{Name: e.Name, View: Open, ID: id}, true
		}
	}
	return Route{}, false
}

// Shape is what a module adds to the generic pages of one kind where the work is special.
type Shape struct {
	// Tabs of the record page, between the related kinds and 日志.
	Tabs []Tab
	// Related hides or orders the generic tabs of kinds that link here; nil shows all.
	Related []string // kind names
	// Aside is a card beside the facts (提交前检查); nil for none.
	Aside func(Host, record.ID) fyne.CanvasObject
	// Above is a card over the facts (where a document stands in its approval); nil for none.
	Above func(Host, record.ID) fyne.CanvasObject
	// Chain lists the documents before and after this one, itself included.
	Chain func(record.Reader, record.Record) []Link
	// Lines replaces the generic grid of a TypeRows field on forms; by field name.
	Lines map[string]func(Host, *record.Field, record.Record, func()) LinesEditor
	// Live computes totals of a form that is being filled; it runs the kind's rules in a
	// step that is taken back. nil: nothing is computed before 保存.
	Live bool
}

// Tab is one tab of a record page.
type Tab struct {
	Label string
	Count func(record.Reader, record.ID) int // -1: no count
	Build func(Host, record.ID) fyne.CanvasObject
}

// Link is one station of a chain of documents.
type Link struct {
	Text  string
	Route Route
}

// LinesEditor edits the lines of a record on a form.
type LinesEditor interface {
	Object() fyne.CanvasObject
	// Commit writes the lines into the record that the form edits; it reports the first
	// mistake as a refusal whose Field is field.line.column.
	Commit(rec record.Record) error
	// SetErrors shows refusals at the cells they concern.
	SetErrors(record.Refusals)
	// Refresh shows values that rules computed (prices, totals) in rec; nil where the rules
	// refuse what stands in the form, so that nothing is known.
	Refresh(rec record.Record)
}
