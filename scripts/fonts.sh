#!/bin/sh
# Makes assets/fonts from the npm packages of Noto Sans SC and Source Sans 3, which carry
# static TrueType files. Needs npm, python3 and pyftsubset (fonttools).
#
# The subset is all of GBK, so that any name a student types has its glyphs, and beside it
# the Latin letters of European company names and the few signs that screens and charts use.
# Noto Sans SC takes its Latin from Source Sans, but not all of it: the missing letters of
# Latin Extended-A come from there at Noto's scale, and ▾ ▸ ▴ ◂ ✗, which neither has, are drawn.
# Hinting and layout tables go: at the sizes and with the rasterizers used here they change
# nothing that can be seen, and they cost megabytes.
set -eu

noto=0.4.3
source=0.4.1
root=$(cd "$(dirname "$0")/.." && pwd)
out=$root/assets/fonts
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cd "$work"
mkdir noto source
npm pack --silent "@expo-google-fonts/noto-sans-sc@$noto" "@expo-google-fonts/source-sans-3@$source" >/dev/null
tar xzf expo-google-fonts-noto-sans-sc-*.tgz -C noto --strip-components=1
tar xzf expo-google-fonts-source-sans-3-*.tgz -C source --strip-components=1

python3 - >unicodes.txt <<'PY'
codes = set(range(0x20, 0x7F))            # ASCII
codes |= set(range(0xA0, 0x180))          # Latin-1 and Latin Extended-A
codes |= set(range(0x2010, 0x2028))       # dashes, quotation marks, dots
codes |= set(range(0x2030, 0x203F))       # per mille, primes, angle quotation marks
codes |= set(range(0x2190, 0x219A))       # arrows
codes |= set(range(0x2460, 0x2474))       # circled numbers 1 to 20
codes |= set(range(0x2500, 0x2600))       # box drawing, blocks, geometric shapes
codes |= set(range(0x3000, 0x3040))       # CJK punctuation
codes |= set(range(0xFF00, 0xFFF0))       # full-width forms
codes |= {0x20AC, 0x2116, 0x2122, 0x2212, 0x2248, 0x2260, 0x2264, 0x2265,
          0x2605, 0x2606, 0x2713, 0x2714, 0x2717, 0x2718}
for lead in range(0x81, 0xFF):            # every character that GBK has
    for trail in range(0x40, 0xFF):
        try:
            codes.add(ord(bytes((lead, trail)).decode("gbk")))
        except (UnicodeDecodeError, TypeError):
            pass
for code in sorted(codes):
    print("%04X" % code)
PY

cat >complete.py <<'PY'
import sys
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

path, latin_path, stroke = sys.argv[1], sys.argv[2], float(sys.argv[3])
font = TTFont(path, recalcTimestamp=False)
latin = TTFont(latin_path)

def add(code, glyph, advance):
    name = "added%04X" % code
    font["glyf"][name] = glyph
    glyph.recalcBounds(font["glyf"])
    font["hmtx"][name] = (advance, getattr(glyph, "xMin", 0))
    for table in font["cmap"].tables:
        if table.format in (4, 12):
            table.cmap[code] = name

def letters():
    have, give = font.getBestCmap(), latin.getBestCmap()
    glyphs = latin.getGlyphSet()
    scale = font["glyf"][have[ord("H")]].yMax / latin["glyf"][give[ord("H")]].yMax
    for code in list(range(0x100, 0x180)) + [0x218, 0x219, 0x21A, 0x21B]:
        if code in have or code not in give:
            continue
        outline = DecomposingRecordingPen(glyphs)
        glyphs[give[code]].draw(outline)
        pen = TTGlyphPen(None)
        outline.replay(TransformPen(pen, (scale, 0, 0, scale, 0, 0)))
        add(code, pen.glyph(), round(latin["hmtx"][give[code]][0] * scale))

def cross(half):
    """Two strokes of the given half width, crossing in the middle of a full-width box."""
    x, y, arm, d = 500, 380, 280, round(half * 1.414)
    return [(x - arm, y + arm - d), (x - d, y), (x - arm, y - arm + d), (x - arm + d, y - arm),
            (x, y - d), (x + arm - d, y - arm), (x + arm, y - arm + d), (x + d, y),
            (x + arm, y + arm - d), (x + arm - d, y + arm), (x, y + d), (x - arm + d, y + arm)]

def signs():
    have = font.getBestCmap()
    for code, advance, points in (
        (0x25BE, 600, [(110, 510), (490, 510), (300, 250)]),
        (0x25B4, 600, [(110, 250), (300, 510), (490, 250)]),
        (0x25B8, 600, [(170, 190), (170, 570), (430, 380)]),
        (0x25C2, 600, [(430, 190), (170, 380), (430, 570)]),
        (0x2717, 1000, cross(stroke / 2)),
    ):
        if code in have:
            continue
        pen = TTGlyphPen(None)
        pen.moveTo(points[0])
        for point in points[1:]:
            pen.lineTo(point)
        pen.closePath()
        add(code, pen.glyph(), advance)

letters()
signs()
font.save(path)
PY
# fontTools is imported by the interpreter that pyftsubset itself runs on.
fontpython=$(sed -n '1s/^#! *//p' "$(command -v pyftsubset)")

# make_weight WEIGHT FOLDER STROKE: one weight, from the packages' folder of that name.
make_weight() {
	pyftsubset "noto/$2/NotoSansSC_$2.ttf" --output-file="$out/NotoSansSC-$1.ttf" \
		--unicodes-file=unicodes.txt --no-hinting --layout-features='' \
		--drop-tables+=GSUB,GPOS,GDEF,BASE,VORG,vhea,vmtx,DSIG,STAT,kern \
		--name-IDs='0,1,2,3,4,5,6,13,14' --name-languages='0x409' \
		--no-glyph-names --notdef-outline --no-recalc-timestamp
	"$fontpython" complete.py "$out/NotoSansSC-$1.ttf" "source/$2/SourceSans3_$2.ttf" "$3"
}
mkdir -p "$out"
make_weight Regular 400Regular 76
make_weight Bold 700Bold 122

# Both notices travel with the fonts; the licence text below them is the same.
{
	head -n 1 source/LICENSE_FONT
	cat noto/LICENSE_FONT
} >"$out/OFL.txt"
