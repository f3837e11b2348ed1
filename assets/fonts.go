// Package assets holds what the program carries inside itself: fonts and icons here, and in
// folders of its own the experiments and the prepared case. It is data and the shortest way to
// it; no rule, no drawing and no import of another package of this program may enter.
package assets

import _ "embed"

// Regular is Noto Sans SC Regular as static TrueType, cut to GBK, European Latin letters and
// the signs of the screens (scripts/fonts.sh). It serves both the screen and the charts, so a
// chart's text looks like the page around it. Callers must not change the bytes.
//
//go:embed fonts/NotoSansSC-Regular.ttf
var Regular []byte

// Bold is the bold companion of Regular, with the same characters.
//
//go:embed fonts/NotoSansSC-Bold.ttf
var Bold []byte

// FontLicence is the text of the SIL Open Font License under which Regular and Bold are
// distributed; it must travel with them.
//
//go:embed fonts/OFL.txt
var FontLicence string
