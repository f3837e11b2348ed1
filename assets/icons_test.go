package assets_test

import (
	"bytes"
	"image"
	"image/png"
	"io/fs"
	"os"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
	"github.com/fyne-io/oksvg"
	"github.com/srwiley/rasterx"

	"crmlab/assets"
)

// TestIconsTakeTheThemesColour colours each icon the way a themed resource does and draws it:
// something must show, and nothing in another colour.
func TestIconsTakeTheThemesColour(t *testing.T) {
	test.NewTempApp(t)
	want := fyne.CurrentApp().Settings().Theme().Color(theme.ColorNameError, theme.VariantLight)
	wr, wg, wb, _ := want.RGBA()
	for _, name := range assets.Icons {
		source := assets.Icon(name)
		if source == nil {
			t.Errorf("%s: no such icon", name)
			continue
		}
		resource := theme.NewErrorThemedResource(fyne.NewStaticResource(name+".svg", source))
		picture := rasterize(t, name, resource.Content(), 48)
		inked := 0
		for i := 0; i < len(picture.Pix); i += 4 {
			if picture.Pix[i+3] != 0xff {
				continue
			}
			inked++
			r, g, b := uint32(picture.Pix[i])*0x101, uint32(picture.Pix[i+1])*0x101, uint32(picture.Pix[i+2])*0x101
			if far(r, wr) || far(g, wg) || far(b, wb) {
				t.Errorf("%s: a pixel is not in the theme's colour", name)
				break
			}
		}
		if inked < 30 || inked > 48*48/2 {
			t.Errorf("%s: %d of %d pixels inked", name, inked, 48*48)
		}
	}
}

func far(a, b uint32) bool { return max(a, b)-min(a, b) > 0x202 }

func rasterize(t *testing.T, name string, source []byte, size int) *image.RGBA {
	t.Helper()
	icon, err := oksvg.ReadIconStream(bytes.NewReader(source), oksvg.StrictErrorMode)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	icon.SetTarget(0, 0, float64(size), float64(size))
	picture := image.NewRGBA(image.Rect(0, 0, size, size))
	icon.Draw(rasterx.NewDasher(size, size, rasterx.NewScannerGV(size, size, picture, picture.Bounds())), 1)
	return picture
}

func TestEveryIconFileIsListed(t *testing.T) {
	files, err := fs.Glob(os.DirFS("icons"), "*.svg")
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{"crmlab": true}
	for _, name := range assets.Icons {
		if listed[name] {
			t.Errorf("%s is listed twice", name)
		}
		listed[name] = true
	}
	for _, file := range files {
		if !listed[strings.TrimSuffix(file, ".svg")] {
			t.Errorf("icons/%s is not in Icons", file)
		}
	}
}

func TestIconOfUnknownName(t *testing.T) {
	if assets.Icon("no-such-icon") != nil {
		t.Fatal("an unknown name gave an icon")
	}
}

func TestAppIcon(t *testing.T) {
	picture, err := png.Decode(bytes.NewReader(assets.AppIcon))
	if err != nil {
		t.Fatal(err)
	}
	if b := picture.Bounds(); b.Dx() != 512 || b.Dy() != 512 {
		t.Fatalf("application icon is %v", b)
	}
	if _, _, _, a := picture.At(0, 0).RGBA(); a != 0 {
		t.Error("the corners of the application icon are not clear")
	}
	if r, g, b, _ := picture.At(256, 480).RGBA(); r>>8 != 0x24 || g>>8 != 0x57 || b>>8 != 0xD6 {
		t.Error("the application icon's ground is not the brand colour")
	}
}
