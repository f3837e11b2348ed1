package theme

import (
	"fyne.io/fyne/v2"

	"crmlab/assets"
)

// Each weight is one resource for the life of the program: Fyne keys its font cache by them, and
// a parsed font costs megabytes.
var (
	regular = fyne.NewStaticResource("NotoSansSC-Regular.ttf", assets.Regular)
	bold    = fyne.NewStaticResource("NotoSansSC-Bold.ttf", assets.Bold)
)
