// Package data keeps the records of one file: a bbolt database with one bucket a kind,
// unique indexes, counters and the journal, and beside it in memory the columns from
// which every list, search and figure is answered. It implements record.Store and
// nothing else of the business: no rule, no kind and no text about a screen may enter,
// except the words in which a file that cannot be used is refused.
package data
