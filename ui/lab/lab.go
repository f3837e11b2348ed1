// Package lab holds the page on which a student writes 实验报告: the questions beside what the
// report will contain. What stands in a report decides domain/lab, files are written by the
// window's owner; here they are only shown and asked for.
package lab
