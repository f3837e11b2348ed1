// Package theme is the look of crmlab: the colours, sizes, fonts and icons that every widget
// draws with, in a light and a dark set, and the Chinese words for Fyne's own buttons. It
// knows no widget, no page and no record. Colours are asked for by name at every refresh, so a
// change of mode shows at once.
package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

// Mode says which colour set is shown.
type Mode int

// The modes that the settings page offers.
const (
	Light  Mode = iota // the set the pictures are drawn in, and the default
	Dark               // the same tokens on a dark ground
	System             // whatever the desktop asks for
)

// Theme is crmlab's fyne.Theme. Set a new one with app.Settings().SetTheme to change the mode
// of a running program.
type Theme struct {
	mode Mode
}

// New returns the theme in the given mode.
func New(mode Mode) *Theme { return &Theme{mode: mode} }

// Mode returns the mode that the theme was made with.
func (t *Theme) Mode() Mode { return t.mode }

// Color returns the colour of a name, ours or Fyne's. The variant counts in System mode only.
func (t *Theme) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	switch t.mode {
	case Light:
		variant = fynetheme.VariantLight
	case Dark:
		variant = fynetheme.VariantDark
	}
	pair, ok := tokens[name]
	if !ok {
		return fynetheme.DefaultTheme().Color(name, variant)
	}
	if variant == fynetheme.VariantDark {
		return pair.dark
	}
	return pair.light
}

// Size returns a length in device independent pixels.
func (t *Theme) Size(name fyne.ThemeSizeName) float32 {
	if size, ok := sizes[name]; ok {
		return size
	}
	return fynetheme.DefaultTheme().Size(name)
}

// Font returns Noto Sans SC for every style. An italic or monospace file would lack Chinese, so
// those styles get the upright one. Symbols stay with Fyne's own font.
func (t *Theme) Font(style fyne.TextStyle) fyne.Resource {
	switch {
	case style.Symbol:
		return fynetheme.DefaultTheme().Font(style)
	case style.Bold:
		return bold
	default:
		return regular
	}
}

// Icon returns one of Fyne's own icons. Ours are asked for with the function Icon.
func (t *Theme) Icon(name fyne.ThemeIconName) fyne.Resource {
	return fynetheme.DefaultTheme().Icon(name)
}

// Color returns the colour of a name in the mode that is shown now.
func Color(name fyne.ThemeColorName) color.Color { return fynetheme.Color(name) }

// Size returns the length of a name in the theme that is shown now.
func Size(name fyne.ThemeSizeName) float32 { return fynetheme.Size(name) }
