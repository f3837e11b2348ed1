package assets

import "embed"

// Experiments are the built-in course, one folder an experiment under "experiments/", each
// with experiment.toml, solution.toml, variants.toml and misses.toml.
//
//go:embed experiments/*/*.toml
var Experiments embed.FS
