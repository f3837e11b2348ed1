package assets

import "embed"

//go:embed icons/*.svg
var icons embed.FS

// AppIcon is the program's own icon as a PNG of 512 by 512 pixels, for the window and the
// packages; icons/crmlab.svg is its source.
//
//go:embed icons/crmlab.png
var AppIcon []byte

// The names of the icons, for Icon. Each is a single-colour drawing on a 24 px grid.
const (
	IconDesk         = "desk"
	IconBack         = "back"
	IconForward      = "forward"
	IconSearch       = "search"
	IconAdd          = "add"
	IconEdit         = "edit"
	IconDelete       = "delete"
	IconImport       = "import"
	IconExport       = "export"
	IconColumns      = "columns"
	IconFilter       = "filter"
	IconCalendar     = "calendar"
	IconUser         = "user"
	IconUndo         = "undo"
	IconRedo         = "redo"
	IconMore         = "more"
	IconClose        = "close"
	IconCheck        = "check"
	IconWarning      = "warning"
	IconInfo         = "info"
	IconHelp         = "help"
	IconLock         = "lock"
	IconRefresh      = "refresh"
	IconPrint        = "print"
	IconChart        = "chart"
	IconFunnel       = "funnel"
	IconList         = "list"
	IconChevronLeft  = "chevron-left"
	IconChevronRight = "chevron-right"
	IconChevronUp    = "chevron-up"
	IconChevronDown  = "chevron-down"
	IconSortUp       = "sort-up"
	IconSortDown     = "sort-down"
	IconLink         = "link"
	IconAttachment   = "attachment"
	IconClock        = "clock"
	IconSave         = "save"
	IconSettings     = "settings"
	IconCopy         = "copy"
	IconDocument     = "document"
	IconTodo         = "todo" // an empty circle: a task not begun
	IconHalf         = "half" // a half-filled circle: a task under way
	IconDone         = "done" // a ticked circle: a task finished
)

// Icons lists every icon name, in the order of the constants.
var Icons = []string{
	IconDesk, IconBack, IconForward, IconSearch, IconAdd, IconEdit, IconDelete, IconImport,
	IconExport, IconColumns, IconFilter, IconCalendar, IconUser, IconUndo, IconRedo, IconMore,
	IconClose, IconCheck, IconWarning, IconInfo, IconHelp, IconLock, IconRefresh, IconPrint,
	IconChart, IconFunnel, IconList, IconChevronLeft, IconChevronRight, IconChevronUp,
	IconChevronDown, IconSortUp, IconSortDown, IconLink, IconAttachment, IconClock, IconSave,
	IconSettings, IconCopy, IconDocument, IconTodo, IconHalf, IconDone,
}

// Icon returns the SVG of the named icon, or nil when there is none of that name. The drawing
// is filled black (#000000) and has no strokes, so a themed resource can colour all of it.
func Icon(name string) []byte {
	data, err := icons.ReadFile("icons/" + name + ".svg")
	if err != nil {
		return nil
	}
	return data
}
