// Command benchmark measures crmlab's store against SQLite: the same rows, the same
// questions, the same answers, in one process and one run. It is a module of its own, so
// that the program depends neither on SQLite nor on a C compiler.
//
// A work is timed only after both sides have given the same answer to every question that
// it rotates through. README.md says what each side is allowed.
package main
