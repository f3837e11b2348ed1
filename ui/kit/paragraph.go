package kit

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"crmlab/ui/theme"
)

// Paragraph is text that breaks into lines at any Chinese character, keeps Latin words and
// numbers whole, and puts no closing mark at the start of a line. Its height follows its width.
type Paragraph struct {
	widget.BaseWidget

	Text     string
	Color    fyne.ThemeColorName // empty means by Tone
	Tone     Tone
	TextSize fyne.ThemeSizeName
	Bold     bool

	width float32 // width that the lines were broken for
	lines []string
	key   string // text and style of lines
}

// SetText changes what is shown.
func (p *Paragraph) SetText(text string) {
	if p.Text == text {
		return
	}
	p.Text = text
	p.Refresh()
}

func (p *Paragraph) style() (float32, fyne.TextStyle) {
	size := p.TextSize
	if size == "" {
		size = theme.SizeText
	}
	return theme.Size(size), fyne.TextStyle{Bold: p.Bold}
}

func (p *Paragraph) lineHeight() float32 {
	size, style := p.style()
	return fyne.MeasureText("国", size, style).Height
}

// HeightFor returns the height that the text needs at a width.
func (p *Paragraph) HeightFor(width float32) float32 {
	p.breakFor(width)
	return float32(max(len(p.lines), 1)) * p.lineHeight()
}

// MinSize is narrow, and as high as the text is at the present width.
func (p *Paragraph) MinSize() fyne.Size {
	p.ExtendBaseWidget(p)
	width := p.width
	if width <= 0 {
		size, style := p.style()
		width = fyne.MeasureText(p.Text, size, style).Width + 1
	}
	return fyne.NewSize(theme.Gap5*2, p.HeightFor(width))
}

func (p *Paragraph) breakFor(width float32) {
	size, style := p.style()
	key := p.Text
	if p.Bold {
		key += "\x00b"
	}
	if p.width == width && p.key == key {
		return
	}
	p.width, p.key = width, key
	p.lines = breakLines(p.Text, width, size, style)
}

// CreateRenderer belongs to Fyne.
func (p *Paragraph) CreateRenderer() fyne.WidgetRenderer {
	p.ExtendBaseWidget(p)
	var inks []fyne.CanvasObject
	arrange := func(s fyne.Size) {
		p.breakFor(s.Width)
		size, style := p.style()
		name := p.Color
		if name == "" {
			name = p.Tone.ink()
		}
		height := p.lineHeight()
		for len(inks) < len(p.lines) {
			inks = append(inks, &canvas.Text{})
		}
		inks = inks[:len(p.lines)]
		for i, line := range p.lines {
			ink := inks[i].(*canvas.Text)
			ink.Text, ink.Color, ink.TextSize, ink.TextStyle = line, theme.Color(name), size, style
			place(ink, 0, float32(i)*height, s.Width, height)
			ink.Refresh()
		}
	}
	return paint(painter{
		owner:   p,
		list:    func() []fyne.CanvasObject { return inks },
		min:     p.MinSize,
		arrange: arrange,
	})
}

// Marks that may not begin a line, and marks that may not end one.
const (
	closing = "，。、；：？！）》」』】”’,.;:?!)]}%…·"
	opening = "（《「『【“‘([{"
)

// breakLines splits text into lines no wider than width.
func breakLines(text string, width, size float32, style fyne.TextStyle) []string {
	var lines []string
	for _, part := range strings.Split(text, "\n") {
		lines = append(lines, breakPart(part, width, size, style)...)
	}
	return lines
}

func breakPart(text string, width, size float32, style fyne.TextStyle) []string {
	var lines []string
	line, used := "", float32(0)
	for _, piece := range pieces(text) {
		w := fyne.MeasureText(piece, size, style).Width
		if line != "" && used+w > width {
			lines = append(lines, strings.TrimRight(line, " "))
			line, used = "", 0
			piece = strings.TrimLeft(piece, " ")
			w = fyne.MeasureText(piece, size, style).Width
		}
		for w > width { // a word longer than a line, such as an address, breaks anywhere
			head := fits(piece, width, size, style)
			if head == piece {
				break
			}
			lines = append(lines, head)
			piece = piece[len(head):]
			w = fyne.MeasureText(piece, size, style).Width
		}
		line, used = line+piece, used+w
	}
	return append(lines, line)
}

// fits returns the longest beginning of a word that is no wider than width, one character at least.
func fits(word string, width, size float32, style fyne.TextStyle) string {
	runes := []rune(word)
	low, high := 1, len(runes)
	for low < high {
		mid := (low + high + 1) / 2
		if fyne.MeasureText(string(runes[:mid]), size, style).Width <= width {
			low = mid
		} else {
			high = mid - 1
		}
	}
	return string(runes[:low])
}

// pieces splits text where a line may break: around every wide character, after a Latin word with
// its space, never before a closing or after an opening mark.
func pieces(text string) []string {
	var out []string
	current := ""
	var last rune
	for _, r := range text {
		if current != "" && mayBreak(last, r) {
			out = append(out, current)
			current = ""
		}
		current += string(r)
		last = r
	}
	if current != "" {
		out = append(out, current)
	}
	return out
}

func mayBreak(before, after rune) bool {
	if strings.ContainsRune(closing, after) || strings.ContainsRune(opening, before) || after == ' ' {
		return false
	}
	return before == ' ' || isWide(before) || isWide(after)
}

// isWide says whether a rune is a Chinese character or mark, between which lines may break.
func isWide(r rune) bool { return r >= 0x2E80 }
