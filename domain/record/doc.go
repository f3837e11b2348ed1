// Package record is what all records of crmlab share: kinds and their fields,
// values, dates and money, queries, refusals, the journal, and the Book, the one
// gate through which every change goes.
//
// It knows no business (no customer, no order) and no storage: data gives it a
// narrow Store, the modules of domain declare their kinds with it. Nothing that
// draws, and nothing that reads the wall clock by itself, may enter.
package record
