// Package exchange moves records between kinds and tables: it reads rows of files into
// records through the gate, as one step that can be undone, and turns records into rows
// for files and the command line.
//
// It knows tables (texts in rows), not file formats: package data/sheet reads and writes
// those. It names no kind of the business; what a file holds is said by a Mapping.
package exchange
