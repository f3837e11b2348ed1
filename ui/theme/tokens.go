package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

// The colours of crmlab by meaning. Pages and widgets name a meaning, never a value.
const (
	ColorGround      fyne.ThemeColorName = "crmGround"      // behind the cards
	ColorCard        fyne.ThemeColorName = "crmCard"        // cards, tables, forms, pop-ups
	ColorHeader      fyne.ThemeColorName = "crmHeader"      // head and summary rows of tables
	ColorSidebar     fyne.ThemeColorName = "crmSidebar"     // navigation and guide panel
	ColorLine        fyne.ThemeColorName = "crmLine"        // borders and separators
	ColorLineStrong  fyne.ThemeColorName = "crmLineStrong"  // borders of inputs and buttons
	ColorText        fyne.ThemeColorName = "crmText"        // what is read first
	ColorTextSecond  fyne.ThemeColorName = "crmTextSecond"  // labels, hints, counts
	ColorTextFaint   fyne.ThemeColorName = "crmTextFaint"   // placeholders, disabled words
	ColorBrand       fyne.ThemeColorName = "crmBrand"       // links, primary button, focus
	ColorBrandStrong fyne.ThemeColorName = "crmBrandStrong" // primary button under the pointer
	ColorOnBrand     fyne.ThemeColorName = "crmOnBrand"     // text on the brand colour
	ColorSuccess     fyne.ThemeColorName = "crmSuccess"
	ColorWarning     fyne.ThemeColorName = "crmWarning"
	ColorDanger      fyne.ThemeColorName = "crmDanger"
	ColorPurple      fyne.ThemeColorName = "crmPurple"
	ColorTintGrey    fyne.ThemeColorName = "crmTintGrey" // grounds of chips and notices
	ColorTintBrand   fyne.ThemeColorName = "crmTintBrand"
	ColorTintSuccess fyne.ThemeColorName = "crmTintSuccess"
	ColorTintWarning fyne.ThemeColorName = "crmTintWarning"
	ColorTintDanger  fyne.ThemeColorName = "crmTintDanger"
	ColorTintPurple  fyne.ThemeColorName = "crmTintPurple"
	ColorHover       fyne.ThemeColorName = "crmHover"     // row or item under the pointer
	ColorSelection   fyne.ThemeColorName = "crmSelection" // selected row
	ColorDisabled    fyne.ThemeColorName = "crmDisabled"  // ground of what cannot be used now
	ColorScrim       fyne.ThemeColorName = "crmScrim"     // over the page behind a dialog
	ColorToast       fyne.ThemeColorName = "crmToast"     // ground of toasts and tooltips
	ColorOnToast     fyne.ThemeColorName = "crmOnToast"
)

// pair is one token in both sets.
type pair struct {
	light, dark color.NRGBA
}

// both makes a pair from two 0xRRGGBB values.
func both(light, dark uint32) pair {
	return pair{light: opaque(light), dark: opaque(dark)}
}

func opaque(rgb uint32) color.NRGBA {
	return color.NRGBA{R: uint8(rgb >> 16), G: uint8(rgb >> 8), B: uint8(rgb), A: 0xff}
}

// tokens holds our names and, in the second half, Fyne's names led back to ours, so that the
// toolkit's own widgets (entries, scroll bars, the file dialog) look the same.
var tokens = map[fyne.ThemeColorName]pair{
	ColorGround:      both(0xF5F7FA, 0x14181F),
	ColorCard:        both(0xFFFFFF, 0x1C222B),
	ColorHeader:      both(0xFAFBFC, 0x20272F),
	ColorSidebar:     both(0xFFFFFF, 0x191F27),
	ColorLine:        both(0xE4E8EE, 0x2E3641),
	ColorLineStrong:  both(0xD0D7E2, 0x414B59),
	ColorText:        both(0x1F2733, 0xE6EAF0),
	ColorTextSecond:  both(0x667085, 0x9AA5B5),
	ColorTextFaint:   both(0x98A2B3, 0x6C7787),
	ColorBrand:       both(0x2457D6, 0x6E9BFF),
	ColorBrandStrong: both(0x1C46B0, 0x8DB0FF),
	ColorOnBrand:     both(0xFFFFFF, 0x0E1B3D),
	ColorSuccess:     both(0x1A8F5A, 0x4CC38A),
	ColorWarning:     both(0xB7791F, 0xE0A84A),
	ColorDanger:      both(0xC93A3A, 0xF07C7C),
	ColorPurple:      both(0x6D3FC4, 0xB794F6),
	ColorTintGrey:    both(0xF0F2F5, 0x2A313B),
	ColorTintBrand:   both(0xE8EFFD, 0x1E2E52),
	ColorTintSuccess: both(0xE3F4EB, 0x173629),
	ColorTintWarning: both(0xFCF1DC, 0x3B2F17),
	ColorTintDanger:  both(0xFBE5E5, 0x45232A),
	ColorTintPurple:  both(0xEFE8FB, 0x30254A),
	ColorHover:       both(0xF4F7FD, 0x242C38),
	ColorSelection:   both(0xE8EFFD, 0x1E2E52),
	ColorDisabled:    both(0xF0F2F5, 0x262D37),
	ColorScrim:       {light: color.NRGBA{R: 0x10, G: 0x18, B: 0x28, A: 0x66}, dark: color.NRGBA{A: 0x99}},
	ColorToast:       both(0x263041, 0xE6EAF0),
	ColorOnToast:     both(0xFFFFFF, 0x1C222B),

	fynetheme.ColorNameBackground:          both(0xF5F7FA, 0x14181F),
	fynetheme.ColorNameForeground:          both(0x1F2733, 0xE6EAF0),
	fynetheme.ColorNameButton:              both(0xF0F2F5, 0x2A313B),
	fynetheme.ColorNameDisabledButton:      both(0xF0F2F5, 0x262D37),
	fynetheme.ColorNameDisabled:            both(0x667085, 0x9AA5B5),
	fynetheme.ColorNamePrimary:             both(0x2457D6, 0x6E9BFF),
	fynetheme.ColorNameForegroundOnPrimary: both(0xFFFFFF, 0x0E1B3D),
	fynetheme.ColorNameHyperlink:           both(0x2457D6, 0x6E9BFF),
	fynetheme.ColorNameSuccess:             both(0x1A8F5A, 0x4CC38A),
	fynetheme.ColorNameWarning:             both(0xB7791F, 0xE0A84A),
	fynetheme.ColorNameError:               both(0xC93A3A, 0xF07C7C),
	fynetheme.ColorNameHeaderBackground:    both(0xFAFBFC, 0x20272F),
	fynetheme.ColorNameInputBackground:     both(0xFFFFFF, 0x171C24),
	fynetheme.ColorNameInputBorder:         both(0xD0D7E2, 0x414B59),
	fynetheme.ColorNameMenuBackground:      both(0xFFFFFF, 0x1C222B),
	fynetheme.ColorNameOverlayBackground:   both(0xFFFFFF, 0x1C222B),
	fynetheme.ColorNamePlaceHolder:         both(0x98A2B3, 0x6C7787),
	fynetheme.ColorNameSeparator:           both(0xE4E8EE, 0x2E3641),
	fynetheme.ColorNameSelection:           both(0xC9DAFB, 0x2B4480),
	fynetheme.ColorNameHover:               {light: color.NRGBA{R: 0x24, G: 0x57, B: 0xD6, A: 0x10}, dark: color.NRGBA{R: 0x6E, G: 0x9B, B: 0xFF, A: 0x18}},
	fynetheme.ColorNamePressed:             {light: color.NRGBA{R: 0x24, G: 0x57, B: 0xD6, A: 0x20}, dark: color.NRGBA{R: 0x6E, G: 0x9B, B: 0xFF, A: 0x28}},
	fynetheme.ColorNameFocus:               {light: color.NRGBA{R: 0x24, G: 0x57, B: 0xD6, A: 0x30}, dark: color.NRGBA{R: 0x6E, G: 0x9B, B: 0xFF, A: 0x38}},
	fynetheme.ColorNameScrollBar:           {light: color.NRGBA{R: 0x66, G: 0x70, B: 0x85, A: 0x80}, dark: color.NRGBA{R: 0x9A, G: 0xA5, B: 0xB5, A: 0x80}},
	fynetheme.ColorNameScrollBarBackground: both(0xF0F2F5, 0x20272F),
	fynetheme.ColorNameShadow:              {light: color.NRGBA{R: 0x10, G: 0x18, B: 0x28, A: 0x2A}, dark: color.NRGBA{A: 0x80}},
}

// IsDark says whether the dark set is shown now.
func IsDark() bool {
	red, _, _, _ := Color(ColorGround).RGBA()
	return red < 0x8000
}

// Sizes of crmlab beside Fyne's, by meaning, in device independent pixels.
const (
	SizeFigure fyne.ThemeSizeName = "crmFigure" // big figures of the figure cards
	SizeTitle  fyne.ThemeSizeName = "crmTitle"  // page titles
	SizeText   fyne.ThemeSizeName = fynetheme.SizeNameText
	SizeSmall  fyne.ThemeSizeName = fynetheme.SizeNameCaptionText
)

// Gaps between things. They form one scale, so that edges line up across pages.
const (
	Gap1 float32 = 4
	Gap2 float32 = 8
	Gap3 float32 = 12
	Gap4 float32 = 16
	Gap5 float32 = 24
)

// Fixed measures that the pictures share.
const (
	Corner        float32 = 6  // corners of cards, buttons and inputs
	ChipCorner    float32 = 4  // corners of status chips
	RowHeight     float32 = 34 // rows of tables
	ControlHeight float32 = 30 // buttons and single-line inputs
	SidebarWidth  float32 = 216
	GuideWidth    float32 = 304
	HeaderHeight  float32 = 46
)

var sizes = map[fyne.ThemeSizeName]float32{
	SizeFigure:                             22,
	SizeTitle:                              18,
	fynetheme.SizeNameText:                 13,
	fynetheme.SizeNameCaptionText:          12,
	fynetheme.SizeNameHeadingText:          18,
	fynetheme.SizeNameSubHeadingText:       15,
	fynetheme.SizeNamePadding:              4,
	fynetheme.SizeNameInnerPadding:         entryPadding,
	fynetheme.SizeNameLineSpacing:          4,
	fynetheme.SizeNameInlineIcon:           16,
	fynetheme.SizeNameScrollBar:            10,
	fynetheme.SizeNameScrollBarSmall:       4,
	fynetheme.SizeNameScrollBarRadius:      3,
	fynetheme.SizeNameSeparatorThickness:   1,
	fynetheme.SizeNameInputBorder:          1,
	fynetheme.SizeNameInputRadius:          Corner,
	fynetheme.SizeNameSelectionRadius:      4,
	fynetheme.SizeNameButtonRadius:         Corner,
	fynetheme.SizeNameCardRadius:           Corner,
	fynetheme.SizeNameDialogRadius:         Corner + 2,
	fynetheme.SizeNamePopupRadius:          Corner,
	fynetheme.SizeNameMenuRadius:           Corner,
	fynetheme.SizeNameModalBlurRadius:      0,
	fynetheme.SizeNameWindowButtonRadius:   Corner,
	fynetheme.SizeNameInnerWindowRadius:    Corner,
	fynetheme.SizeNameWindowButtonHeight:   16,
	fynetheme.SizeNameWindowButtonIcon:     14,
	fynetheme.SizeNameWindowTitleBarHeight: 26,
}

// entryPadding makes Fyne's Entry as high as ControlHeight: the line of text at 13 is 18.8 high.
const entryPadding float32 = 5.5
