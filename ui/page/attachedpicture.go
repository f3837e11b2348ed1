package page

import (
	"bytes"
	"fmt"
	"image"
	_ "image/jpeg" // what attached pictures may be
	_ "image/png"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"golang.org/x/image/draw"
)

const (
	mostPixels   = 24 << 20 // of a picture that is decoded: 100 MB in memory
	previewSide  = 1440     // pixels of the longer side that is kept
	previewRoomW = 720
	previewRoomH = 460
)

// decodePicture makes a picture of a file that may come from anybody: its size is asked before
// anything is decoded, and a decoder that fails takes nothing along.
func decodePicture(content []byte) (picture *canvas.Image, err error) {
	defer func() {
		if p := recover(); p != nil {
			picture, err = nil, fmt.Errorf("decode a picture: %v", p)
		}
	}()
	c, _, err := image.DecodeConfig(bytes.NewReader(content))
	if err != nil {
		return nil, err
	}
	if c.Width <= 0 || c.Height <= 0 || c.Width > mostPixels/c.Height {
		return nil, fmt.Errorf("a picture of %d by %d pixels is not shown", c.Width, c.Height)
	}
	img, _, err := image.Decode(bytes.NewReader(content))
	if err != nil {
		return nil, err
	}
	if long := max(c.Width, c.Height); long > previewSide {
		small := image.NewRGBA(image.Rect(0, 0, max(1, c.Width*previewSide/long), max(1, c.Height*previewSide/long)))
		draw.ApproxBiLinear.Scale(small, small.Bounds(), img, img.Bounds(), draw.Src, nil)
		img = small
	}
	picture = canvas.NewImageFromImage(img)
	picture.FillMode = canvas.ImageFillContain
	w, h := float32(c.Width), float32(c.Height)
	shrink := min(previewRoomW/w, previewRoomH/h, 1)
	picture.SetMinSize(fyne.NewSize(w*shrink, h*shrink))
	return picture, nil
}
