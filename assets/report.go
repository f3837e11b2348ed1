package assets

import "embed"

// Report is the template of 实验报告 that the program brings, as the parts of a docx under
// "report/template/"; data/paper puts them together. Its placeholders are those that a school's
// own template may use.
//
//go:embed report/template/*
var Report embed.FS
