package assets

import "embed"

// Case is the raw material of the prepared case, csv files under "case/"; what each file
// and column means stands in case/README.md.
//
//go:embed case/*.csv
var Case embed.FS
