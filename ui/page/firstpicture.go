package page

import (
	"fyne.io/fyne/v2"

	"crmlab/domain/attachment"
	"crmlab/domain/record"
	"crmlab/ui/kit"
)

// FirstPicture shows the first attached picture of a record, at most so high; nil where it has none.
// The picture is read and decoded beside the window and comes when it is ready.
func FirstPicture(h Host, of record.Target, height float32) fyne.CanvasObject {
	var first *attachment.Attachment
	err := h.Book().Read(h.Hat(), func(r record.Reader) error {
		all, err := attachment.Of(r, of)
		for _, a := range all {
			if a.Picture() && first == nil {
				first = a
			}
		}
		return err
	})
	if err != nil || first == nil {
		return nil // the page itself reports what it cannot read
	}
	holder := kit.Stack{}.Of(kit.Blank(1, height))
	h.Runner().Go(func() {
		var content []byte
		err := h.Book().Read(h.Hat(), func(r record.Reader) (err error) {
			_, content, err = attachment.Read(r, first.ID)
			return err
		})
		h.Runner().UI(func() {
			picture, broken := decodePicture(content)
			if err != nil || broken != nil {
				holder.Objects = []fyne.CanvasObject{kit.Hint("图片「" + first.Name + "」显示不了，可以在附件里另存。")}
			} else {
				size := picture.MinSize()
				shrink := min(height/size.Height, 240/size.Width, 1)
				picture.SetMinSize(fyne.NewSize(size.Width*shrink, size.Height*shrink))
				holder.Objects = []fyne.CanvasObject{picture}
			}
			holder.Refresh()
		})
	})
	return holder
}
