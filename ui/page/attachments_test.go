package page_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2/canvas"

	"crmlab/domain/attachment"
	"crmlab/domain/order"
	"crmlab/domain/record"
	"crmlab/ui/kit"
	"crmlab/ui/page"
)

// file writes a file that is to be attached.
func (s *stage) file(name string, content []byte) string {
	s.t.Helper()
	path := filepath.Join(s.folder, name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		s.t.Fatal(err)
	}
	return path
}

// attach adds a file through the page.
func (s *stage) attach(p page.Page, name string, content []byte) {
	s.t.Helper()
	p.(*page.RecordPage).AddAttachment(s.file(name, content))
	s.press("添加")
}

func picture(w, h int) []byte {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for x := range w {
		for y := range h {
			img.Set(x, y, color.RGBA{uint8(x), uint8(y), 120, 255})
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func TestAttachmentsAreAddedShownAndDeleted(t *testing.T) {
	s := newStage(t)
	p := s.open(page.Route{Name: "customer", View: page.Open, ID: 1})
	tabs := find(s, func(*kit.Tabs) bool { return true })
	tabs.Select("attachments")
	s.says("还没有附件。")
	p.(*page.RecordPage).AddAttachment(s.file("合同 2026.pdf", []byte("%PDF-1.7")))
	s.form().SetValues(map[string]string{"note": "双方盖章的扫描件"})
	s.press("添加")
	s.attach(p, "门头.png", picture(600, 400))
	s.says("双方盖章的扫描件")
	s.shoot("attachments")

	table := find(s, func(t *kit.RowTable) bool { return t.Columns[0].Title == "文件名" })
	table.OnLink(0, "name")
	if s.viewed != "合同 2026.pdf=%PDF-1.7" {
		t.Errorf("the system shows %q", s.viewed)
	}
	table.OnLink(1, "name")
	find(s, func(i *canvas.Image) bool { return i.Image != nil && i.Image.Bounds().Dx() == 600 })
	s.shoot("attachment-preview")
	s.press("关闭")

	s.press("添加附件") // the dialog of the system opens, and nothing else happens
	for _, o := range s.window.Canvas().Overlays().List() {
		s.window.Canvas().Overlays().Remove(o)
	}
	table.OnSelect(1)
	s.press("删除")
	s.press("删除") // asked
	if strings.Contains(s.words(), "门头.png") {
		t.Error("the deleted file is still listed")
	}
	if n := len(s.failed); n > 0 {
		t.Error(s.failed)
	}
}

func TestWhatCouldRunIsNotOpenedAndABrokenPictureHurtsNobody(t *testing.T) {
	s := newStage(t)
	p := s.open(page.Route{Name: "customer", View: page.Open, ID: 1})
	s.attach(p, "价格表.exe", []byte("MZ"))
	s.attach(p, "坏.png", picture(40, 40)[:60])
	huge := picture(1, 1)
	copy(huge[16:], []byte{0x7f, 0xff, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff}) // says it has 2^62 pixels
	s.attach(p, "大.png", huge)
	find(s, func(*kit.Tabs) bool { return true }).Select("attachments")
	table := find(s, func(t *kit.RowTable) bool { return t.Columns[0].Title == "文件名" })
	table.OnOpen(0)
	if len(s.failed) != 1 || !record.IsRefusal(s.failed[0], "attachment.viewer") || s.viewed != "" {
		t.Errorf("a program was opened: %q, %v", s.viewed, s.failed)
	}
	for row, name := range []string{"", "坏.png", "大.png"} {
		if row > 0 {
			s.viewed = ""
			table.OnOpen(row)
			if s.viewed == "" {
				t.Errorf("%s is not given to the system", name)
			}
		}
	}
}

func TestFilesOfALockedDocumentStay(t *testing.T) {
	s := newStage(t)
	if _, err := attachment.Attach(s.book, s.hat, record.Target{Kind: order.Orders.Name, ID: 1}, "合同.pdf", []byte("%PDF"), ""); err != nil {
		t.Fatal(err)
	}
	s.inState(order.Running)
	s.open(page.Route{Name: "order", View: page.Open, ID: 1})
	find(s, func(*kit.Tabs) bool { return true }).Select("attachments")
	find(s, func(t *kit.RowTable) bool { return t.Columns[0].Title == "文件名" }).OnSelect(0)
	if b := find(s, func(b *kit.Button) bool { return b.Text == "删除" && b.Small }); b.Reason == "" {
		t.Error("a file of a running order can be deleted")
	}
	if b := find(s, func(b *kit.Button) bool { return b.Text == "添加附件" }); b.Reason != "" {
		t.Errorf("none can be added: %s", b.Reason)
	}
}
