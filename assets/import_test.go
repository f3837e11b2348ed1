package assets_test

import (
	"slices"
	"testing"

	"crmlab/assets"
)

func TestImportMappings(t *testing.T) {
	names := assets.ImportNames()
	if !slices.Contains(names, "northwind") {
		t.Fatalf("mappings are %q", names)
	}
	for _, n := range names {
		if content, ok := assets.ImportMapping(n); !ok || len(content) == 0 {
			t.Errorf("%s is empty", n)
		}
	}
	if _, ok := assets.ImportMapping("no-such-mapping"); ok {
		t.Error("an unknown name gave a mapping")
	}
}
