package theme

import (
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

func TestModeDecidesColours(t *testing.T) {
	light, dark, system := New(Light), New(Dark), New(System)
	for name := range tokens {
		if light.Color(name, fynetheme.VariantDark) != light.Color(name, fynetheme.VariantLight) {
			t.Errorf("%s: the light theme follows the desktop", name)
		}
		if system.Color(name, fynetheme.VariantDark) != dark.Color(name, fynetheme.VariantLight) {
			t.Errorf("%s: the system theme does not follow the desktop", name)
		}
	}
}

// luminance is the relative luminance of WCAG 2.
func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	lin := func(v uint32) float64 {
		x := float64(v) / 65535
		return x * x // close enough to the sRGB curve for a contrast bound
	}
	return 0.2126*lin(r) + 0.7152*lin(g) + 0.0722*lin(b)
}

func TestTextContrastsWithItsGround(t *testing.T) {
	grounds := map[fyne.ThemeColorName][]fyne.ThemeColorName{
		ColorText:       {ColorGround, ColorCard, ColorHeader, ColorSidebar, ColorHover, ColorSelection},
		ColorTextSecond: {ColorGround, ColorCard, ColorHeader, ColorTintGrey},
		ColorBrand:      {ColorCard, ColorTintBrand},
		ColorSuccess:    {ColorTintSuccess},
		ColorDanger:     {ColorCard, ColorTintDanger},
		ColorPurple:     {ColorTintPurple},
		ColorOnBrand:    {ColorBrand},
		ColorOnToast:    {ColorToast},
	}
	for _, mode := range []Mode{Light, Dark} {
		th := New(mode)
		for text, on := range grounds {
			for _, ground := range on {
				a, b := luminance(th.Color(text, 0)), luminance(th.Color(ground, 0))
				if a < b {
					a, b = b, a
				}
				if ratio := (a + 0.05) / (b + 0.05); ratio < 3 {
					t.Errorf("mode %d: %s on %s has contrast %.1f, want at least 3", mode, text, ground, ratio)
				}
			}
		}
	}
}

func TestEveryStyleHasOneChineseFont(t *testing.T) {
	th := New(Light)
	for _, style := range []fyne.TextStyle{{}, {Italic: true}, {Monospace: true}} {
		if th.Font(style) != th.Font(fyne.TextStyle{}) {
			t.Errorf("%+v: a font of its own, which would lack Chinese", style)
		}
	}
	if th.Font(fyne.TextStyle{Bold: true, Italic: true}) != th.Font(fyne.TextStyle{Bold: true}) {
		t.Error("bold italic differs from bold")
	}
	if th.Font(fyne.TextStyle{Bold: true}) == th.Font(fyne.TextStyle{}) {
		t.Error("bold is not bold")
	}
}

func TestEntryIsAsHighAsButtons(t *testing.T) {
	app := test.NewTempApp(t)
	app.Settings().SetTheme(New(Light))
	entry := widget.NewEntry()
	if h := entry.MinSize().Height; h < ControlHeight-0.5 || h > ControlHeight+0.5 {
		t.Errorf("entry is %.2f high, want %.0f", h, ControlHeight)
	}
}

func TestToolkitSpeaksChinese(t *testing.T) {
	test.NewTempApp(t)
	if err := SpeakChinese(); err != nil {
		t.Fatal(err)
	}
	for english, want := range map[string]string{"OK": "确定", "No": "否", "Undo": "撤销"} {
		if got := lang.L(english); got != want {
			t.Errorf("%s is shown as %s, want %s", english, got, want)
		}
	}
}
