package page

import (
	"fmt"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"crmlab/domain/attachment"
	"crmlab/domain/record"
	"crmlab/ui/kit"
	"crmlab/ui/theme"
)

// FileOpener is what attachments need of the file system beyond Files; the window's Files have it.
type FileOpener interface {
	// ReadBytes reads a file whole; one that is larger than most bytes is refused unread.
	ReadBytes(path string, most int64) ([]byte, error)
	// ShowBytes shows a temporary copy in the system's viewer.
	ShowBytes(name string, content []byte) error
}

// AttachmentView is one file of a record, ready to be drawn.
type AttachmentView struct {
	ID      record.ID
	Name    string
	Size    string
	Note    string
	Who     string
	When    string // wall time
	Picture bool
	Viewed  bool  // the system may be asked to show it
	Remove  error // why it cannot be deleted; nil if it can
}

// attachmentsOf lists the files of a record that the reader sees, and says why none can be added.
func attachmentsOf(r record.Reader, of record.Target) (out []AttachmentView, blocked error, err error) {
	all, err := attachment.Of(r, of)
	if err != nil {
		return nil, nil, err
	}
	for _, a := range all {
		out = append(out, AttachmentView{ID: a.ID, Name: a.Name, Size: attachment.Bytes(int64(a.Size)), Note: a.Note,
			Who: whoOf(r, record.Hat{Employee: a.CreatedBy}), When: time.UnixMilli(a.CreatedAt).Local().Format("2006-01-02 15:04"),
			Picture: a.Picture(), Viewed: a.Viewed(), Remove: attachment.MayRemove(r, a)})
	}
	return out, attachment.MayAdd(r, of), nil
}

const attachmentTab = "attachments"

// attachments is the tab of a record's files.
func (p *RecordPage) attachments(v *RecordView) fyne.CanvasObject {
	files := v.Attachments
	t := &kit.RowTable{
		Columns: []kit.Column{
			{ID: "name", Title: "文件名", Width: 220, MinWidth: 140, Weight: 3},
			{ID: "size", Title: "大小", Width: 84, MinWidth: 84, Kind: kit.NumberColumn},
			{ID: "note", Title: "说明", Width: 160, MinWidth: 90, Weight: 2},
			{ID: "who", Title: "添加人", Width: 76, MinWidth: 66},
			{ID: "when", Title: "电脑时间", Width: 134, MinWidth: 134, Kind: kit.DateColumn},
		},
		Fit:   true,
		Count: func() int { return len(files) },
		Cell: func(row, column int) kit.Cell {
			f := files[row]
			switch column {
			case 0:
				return kit.Cell{Text: f.Name, Link: true}
			case 1:
				return kit.Cell{Text: f.Size}
			case 2:
				return kit.Cell{Text: f.Note}
			case 3:
				return kit.Cell{Text: f.Who}
			}
			return kit.Cell{Text: f.When}
		},
		OnLink: func(row int, _ string) { p.showAttachment(files[row]) },
		OnOpen: func(row int) { p.showAttachment(files[row]) },
		OnMenu: func(row int) []kit.MenuItem { return p.attachmentMenu(files[row]) },
		Empty:  kit.EmptyState{Text: "还没有附件。"},
	}
	if len(files) == 0 {
		if v.Attach == nil {
			t.Empty.Button, t.Empty.OnTapped = "添加附件", p.chooseAttachment
		} else {
			t.Empty.Text += reason(v.Attach)
		}
		return t
	}
	add := &kit.Button{Text: "添加附件", Small: true, Reason: reason(v.Attach), OnTapped: p.chooseAttachment}
	save := &kit.Button{Text: "另存为", Small: true}
	drop := &kit.Button{Text: "删除", Small: true, Kind: kit.Danger}
	chosen := func(row int) {
		if row < 0 || row >= len(files) {
			save.SetReason("先点一下要保存的附件")
			drop.SetReason("先点一下要删除的附件")
			return
		}
		f := files[row]
		save.OnTapped, drop.OnTapped = func() { p.saveAttachment(f) }, func() { p.removeAttachment(f) }
		save.SetReason("")
		drop.SetReason(reason(f.Remove))
	}
	chosen(-1)
	t.OnSelect = chosen
	return kit.Stack{}.Of(t, &kit.Frame{Content: kit.Line{Gap: theme.Gap2}.Of(add, save, drop), PadX: 10, Height: 42})
}

func (p *RecordPage) attachmentMenu(f AttachmentView) []kit.MenuItem {
	return []kit.MenuItem{
		{Text: "打开", OnTapped: func() { p.showAttachment(f) }},
		{Text: "另存为…", OnTapped: func() { p.saveAttachment(f) }},
		{Separator: true},
		{Text: "删除", Danger: true, Reason: reason(f.Remove), OnTapped: func() { p.removeAttachment(f) }},
	}
}

func (p *RecordPage) target() record.Target {
	return record.Target{Kind: p.kind.Name, ID: p.route.ID}
}

func (p *RecordPage) opener() FileOpener {
	o, _ := p.host.Files().(FileOpener)
	return o
}

func (p *RecordPage) chooseAttachment() {
	kit.ChooseFile(p.host.Window(), kit.FileChoice{Title: "添加附件", Folder: p.host.Files().Folder(), OnChosen: p.AddAttachment})
}

// AddAttachment reads a file and asks for a word about it before it is kept with the record.
func (p *RecordPage) AddAttachment(path string) {
	opener := p.opener()
	if opener == nil {
		return
	}
	name := attachment.SafeName(filepath.Base(path))
	p.host.Runner().Go(func() {
		content, err := opener.ReadBytes(path, attachment.MaxFile)
		p.host.Runner().UI(func() {
			if err != nil {
				p.host.Fail(err)
				return
			}
			p.askAttachment(name, content)
		})
	})
}

func (p *RecordPage) askAttachment(name string, content []byte) {
	note := &kit.TextField{MaxRunes: 200}
	form := &kit.EditForm{Columns: 1, Plain: true, Sections: []kit.Section{{Fields: []*kit.Field{
		{ID: "note", Label: "说明", Hint: "可以不填，如 双方盖章的扫描件", Widget: note}}}}}
	kit.Ask(p.host.Window().Canvas(), kit.Dialog{Title: "添加附件「" + name + "」　" + attachment.Bytes(int64(len(content))), Content: form, OK: "添加", OnOK: func() error {
		e, err := attachment.Attach(p.host.Book(), p.host.Hat(), p.target(), name, content, form.Values()["note"])
		if err != nil {
			return err
		}
		p.tab = attachmentTab
		if p.tabs != nil {
			p.tabs.Select(attachmentTab)
		}
		p.host.Done(e)
		p.Reload()
		return nil
	}})
}

// read gets the content of an attachment as the hat sees it.
func (p *RecordPage) readAttachment(f AttachmentView, then func(content []byte)) {
	p.host.Runner().Go(func() {
		var content []byte
		err := p.host.Book().Read(p.host.Hat(), func(r record.Reader) (err error) {
			_, content, err = attachment.Read(r, f.ID)
			return err
		})
		p.host.Runner().UI(func() {
			if err != nil {
				p.host.Fail(err)
				return
			}
			then(content)
		})
	})
}

// showAttachment shows a picture here, any other document in the system's viewer.
func (p *RecordPage) showAttachment(f AttachmentView) {
	p.readAttachment(f, func(content []byte) {
		if f.Picture {
			if picture, err := decodePicture(content); err == nil {
				p.preview(f, content, picture)
				return
			}
		}
		p.showOutside(f, content)
	})
}

func (p *RecordPage) showOutside(f AttachmentView, content []byte) {
	opener := p.opener()
	switch {
	case !f.Viewed:
		p.host.Fail(record.Refuse("attachment.viewer", "没有打开附件「"+f.Name+"」", "系统可能会运行这类文件，不直接打开", "用「另存为」保存下来，确认可靠再打开"))
	case opener == nil:
	default:
		if err := opener.ShowBytes(f.Name, content); err != nil {
			p.host.Fail(err)
		}
	}
}

func (p *RecordPage) preview(f AttachmentView, content []byte, picture *canvas.Image) {
	var m *kit.Modal
	outside := &kit.Button{Text: "用系统打开", OnTapped: func() { p.showOutside(f, content) }}
	save := &kit.Button{Text: "另存为", OnTapped: func() {
		m.Close()
		p.saveAttachment(f)
	}}
	m = kit.Ask(p.host.Window().Canvas(), kit.Dialog{Title: f.Name + "　" + f.Size, Content: picture, Width: 760, OK: "关闭", Cancel: "-", Extra: []*kit.Button{outside, save}})
}

func (p *RecordPage) saveAttachment(f AttachmentView) {
	p.readAttachment(f, func(content []byte) {
		kit.ChooseFile(p.host.Window(), kit.FileChoice{Title: "另存附件", Save: true, Folder: p.host.Files().Folder(), Name: f.Name,
			OnChosen: func(path string) {
				if err := p.host.Files().SaveBytes(path, content); err != nil {
					p.host.Fail(err)
					return
				}
				kit.ShowToast(p.host.Window().Canvas(), kit.Toast{Text: "已保存到 " + filepath.Base(path)})
			}})
	})
}

func (p *RecordPage) removeAttachment(f AttachmentView) {
	kit.ConfirmDanger(p.host.Window().Canvas(), kit.Question{Title: "删除附件", Text: fmt.Sprintf("删除「%s」？可以撤销。", f.Name), Yes: "删除", OnYes: func() {
		e, err := attachment.Remove(p.host.Book(), p.host.Hat(), f.ID)
		if err != nil {
			p.host.Fail(err)
			return
		}
		p.host.Done(e)
		p.Reload()
	}})
}
