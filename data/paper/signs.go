package paper

import (
	"fmt"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/image/font/sfnt"

	"crmlab/assets"
)

// missingSign stands for a sign that the font does not have, such as an emoji.
const missingSign = '□'

// printer knows which signs the embedded font has. The PDF library fails on others.
type printer struct {
	font   *sfnt.Font
	buffer sfnt.Buffer
	known  map[rune]bool
}

var fontOnce = sync.OnceValues(func() (*sfnt.Font, error) { return sfnt.Parse(assets.Regular) })

func newPrinter() (*printer, error) {
	f, err := fontOnce()
	if err != nil {
		return nil, fmt.Errorf("read the embedded font: %w", err)
	}
	return &printer{font: f, known: map[rune]bool{}}, nil
}

// clean is a text of signs that the font has: what cannot be seen goes, what it lacks becomes □.
func (p *printer) clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t' || unicode.Is(unicode.Zs, r) && r != '　':
			return ' '
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Cs, unicode.Co) || r == unicode.ReplacementChar || r&0xFFFE == 0xFFFE:
			return -1
		case p.has(r):
			return r
		}
		return missingSign
	}, s)
}

func (p *printer) has(r rune) bool {
	if r > 0xFFFF { // the PDF library counts in sixteen bits
		return false
	}
	has, seen := p.known[r]
	if !seen {
		glyph, err := p.font.GlyphIndex(&p.buffer, r)
		has = err == nil && glyph != 0
		p.known[r] = has
	}
	return has
}
