package shell

import (
	"testing"

	"fyne.io/fyne/v2"

	"crmlab/ui/page"
	"crmlab/ui/theme"
)

func TestWindowSizeIsRemembered(t *testing.T) {
	m := MemorySettings{}
	if got := WindowSize(m); got != fyne.NewSize(1366, 768) {
		t.Errorf("the first window is %v", got)
	}
	keepWindowSize(m, fyne.NewSize(1500, 900))
	if got := WindowSize(m); got != fyne.NewSize(1500, 900) {
		t.Errorf("the size is remembered as %v", got)
	}
	for _, text := range []string{"10x10", "wide", "axb", "x"} {
		m[keyWindow] = text
		if got := WindowSize(m); got.Width < leastWindow.Width || got.Height < leastWindow.Height {
			t.Errorf("%q gives %v, below the least size", text, got)
		}
	}
}

func TestThemeAndScale(t *testing.T) {
	m := MemorySettings{}
	if ThemeMode(m) != theme.Light || ScalePercent(m) != 0 {
		t.Errorf("at first the mode is %v and the scale %d", ThemeMode(m), ScalePercent(m))
	}
	for mode, name := range themeNames {
		m[keyTheme] = name
		if ThemeMode(m) != mode {
			t.Errorf("%s is read as %v", name, ThemeMode(m))
		}
	}
	m[keyScale] = "125"
	if ScalePercent(m) != 125 {
		t.Errorf("125 is read as %d", ScalePercent(m))
	}
}

func TestListLooksAreKeptAsText(t *testing.T) {
	m := MemorySettings{}
	l := listLooks{m}
	l.SetListLook("customer", page.ListLook{Columns: []string{"no", "name"}, Widths: map[string]float32{"no": 90}, Size: 50})
	got := listLooks{MemorySettings{keyLook + "customer": m[keyLook+"customer"]}}.ListLook("customer")
	if len(got.Columns) != 2 || got.Widths["no"] != 90 || got.Size != 50 {
		t.Errorf("the look comes back as %+v", got)
	}
	if got := l.ListLook("order"); got.Columns != nil || got.Size != 0 {
		t.Errorf("a list never touched looks like %+v", got)
	}
	m[keyLook+"order"] = "{broken"
	if got := l.ListLook("order"); got.Size != 0 {
		t.Errorf("what cannot be read looks like %+v", got)
	}
}
