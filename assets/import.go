package assets

import (
	"embed"
	"path"
	"strings"
)

//go:embed import/*.toml
var imports embed.FS

// ImportNames lists the names of the import mappings that the program brings along.
func ImportNames() []string {
	entries, err := imports.ReadDir("import")
	if err != nil {
		return nil
	}
	var names []string
	for _, e := range entries {
		names = append(names, strings.TrimSuffix(e.Name(), path.Ext(e.Name())))
	}
	return names
}

// ImportMapping returns the TOML of the named import mapping; false when there is none of
// that name.
func ImportMapping(name string) ([]byte, bool) {
	data, err := imports.ReadFile("import/" + name + ".toml")
	return data, err == nil
}
