package kit

import (
	"fyne.io/fyne/v2"

	"crmlab/ui/theme"
)

// Tone is the meaning of a colour, the same in chips, cells, figures and banners.
type Tone int

// The tones. States of records use grey to red as interface.md says.
const (
	TonePlain  Tone = iota // ordinary text; as a chip it looks grey
	ToneGrey               // draft, ended, of second rank
	ToneBlue               // in review, in progress of being decided
	ToneGreen              // running, done, passed
	ToneAmber              // waiting, to be watched
	ToneRed                // refused, overdue, wrong
	TonePurple             // special: teacher, system
)

// ink is the colour of text in the tone.
func (t Tone) ink() fyne.ThemeColorName {
	switch t {
	case ToneGrey:
		return theme.ColorTextSecond
	case ToneBlue:
		return theme.ColorBrand
	case ToneGreen:
		return theme.ColorSuccess
	case ToneAmber:
		return theme.ColorWarning
	case ToneRed:
		return theme.ColorDanger
	case TonePurple:
		return theme.ColorPurple
	default:
		return theme.ColorText
	}
}

// tint is the ground that belongs under ink.
func (t Tone) tint() fyne.ThemeColorName {
	switch t {
	case ToneBlue:
		return theme.ColorTintBrand
	case ToneGreen:
		return theme.ColorTintSuccess
	case ToneAmber:
		return theme.ColorTintWarning
	case ToneRed:
		return theme.ColorTintDanger
	case TonePurple:
		return theme.ColorTintPurple
	default:
		return theme.ColorTintGrey
	}
}
