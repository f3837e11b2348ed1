package assets_test

import (
	"strings"
	"testing"

	"github.com/golang/freetype/truetype"

	"crmlab/assets"
)

// screenSigns is what pages, charts and company names write beside plain Chinese.
const screenSigns = "ABCxyz0189!~ éüÅãñßøÆŠžŐłçÉ México Århus Blauer See Delikatessen" +
	"¥€←→↑↓▲▼▾▸▴◂‹›✓✗•·–—…“”‘’「」『』（）％，。：；、？！①②③⑩○●◐★☆□■△▽±×÷≤≥≠≈─│┌┐└┘" +
	"客户关系管理教学实验系统漏斗机会赢单丢单审批退回逾期钅喆堃玥"

func TestFontsHaveEveryScreenSign(t *testing.T) {
	for name, data := range map[string][]byte{"Regular": assets.Regular, "Bold": assets.Bold} {
		font, err := truetype.Parse(data)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, r := range screenSigns {
			if font.Index(r) == 0 {
				t.Errorf("%s has no glyph for %q (U+%04X)", name, r, r)
			}
		}
	}
}

func TestFontLicenceTravelsWithTheFonts(t *testing.T) {
	if !strings.Contains(assets.FontLicence, "SIL Open Font License") {
		t.Fatal("FontLicence is not the OFL")
	}
}
