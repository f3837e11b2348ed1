// Package handin makes and reads 提交包 (.crmsub), what a student hands in: a zip of
//
//	manifest.json   who, which experiments, which pack, when, the end of the journal,
//	                the hashes of the other parts
//	records.jsonl   every record, one line each, for people and other programs to read
//	journal.bin     the steps as a chain of hashes, each behind its length
//	selfcheck.json  what the student's own program said of the checks
//	contents.bin    the files attached to records, each behind its length; if there are any
//	report-08.docx  实验报告 of an experiment, if there is one
//
// It is plain data, and to the reader it is hostile until shown otherwise: names, numbers
// and sizes are bounded before anything is unpacked, and no part is believed. The steps are
// played again from nothing into a new file; the records, the student and the score that the
// hand-in claims are only compared with that file, and the checks run on it alone. Even an
// answer that the file calls right is judged again, with the records of its moment.
//
// What this can show: that a hand-in was edited, shortened, reordered or put together from
// two, and where. What it cannot: the chain has no secret, so whoever changes this program,
// or writes one that computes every hash anew, makes a hand-in that reads as if it were
// genuine; and nothing in it says whose hands were on the keyboard. Figures drawn by the
// 学号, the business's own checks and a talk are what is left for that.
package handin
