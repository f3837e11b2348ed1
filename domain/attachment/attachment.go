// Package attachment keeps files with records: a contract with an order, a manual with a
// product, a picture with a customer. The contents lie in the work file itself, so that they go
// where it goes. Who may see or change a file is who may see or change the record that it
// belongs to; positions have no rights of its own on the kind.
package attachment

import (
	"fmt"
	"strings"

	"crmlab/domain/record"
)

// How large files may be. A hand-in carries all of them, and a class hands in on one stick.
const (
	MaxFile = 10 << 20 // bytes of one file
	MaxAll  = 40 << 20 // bytes of all contents in a work file, those of deleted attachments included
	maxEach = 100      // files of one record
)

// Attachment 附件 is a file that belongs to a record.
type Attachment struct {
	record.Base
	Of      record.Target
	Name    string // file name with its extension
	Size    int    // bytes
	Content string // SHA-256 of the bytes, see record.Tx.Keep
	Note    string
}

// Attachments is the kind of 附件.
var Attachments = record.Define("attachment", "附件", "attachment", "AT", []record.FieldOf[Attachment]{
	record.Text("name", 1, "文件名", func(a *Attachment) *string { return &a.Name }, record.Required, record.Max(maxName), record.Listed, record.Search),
	record.AnyTarget("of", 2, "所属记录", func(a *Attachment) *record.Target { return &a.Of }, record.Required, record.Cascade, record.Listed),
	record.Int("size", 3, "大小", func(a *Attachment) *int { return &a.Size }, record.Between(0, MaxFile), record.Unit("字节"), record.Listed),
	record.Text("content", 4, "校验值", func(a *Attachment) *string { return &a.Content }, record.ContentHash),
	record.Text("note", 5, "说明", func(a *Attachment) *string { return &a.Note }, record.Max(200), record.Listed),
}, record.Internal)

// Taken reports whether records of a kind can have attachments: those that people make.
func Taken(k *record.Kind) bool { return k != nil && !k.Internal && k.Module != "lab" }

// Add attaches a file to a record within a step. name may be what the file is called elsewhere,
// with a path; it is made safe.
func Add(tx record.Tx, of record.Target, name string, content []byte, note string) (*Attachment, error) {
	name = SafeName(name)
	what := "没有添加附件「" + name + "」"
	if err := MayAdd(tx, of); err != nil {
		return nil, err
	}
	switch size := int64(len(content)); {
	case size == 0:
		return nil, record.Refuse("attachment.empty", what, "这个文件是空的", "选择有内容的文件")
	case size > MaxFile:
		return nil, TooLarge(name, size)
	}
	have, err := Of(tx, of)
	if err != nil {
		return nil, err
	}
	if len(have) >= maxEach {
		return nil, record.Refuse("attachment.many", what, fmt.Sprintf("这条记录已经有 %d 个附件", len(have)), "先删除不再需要的附件")
	}
	hash, err := tx.Keep(content)
	if err != nil {
		return nil, fmt.Errorf("keep %s: %w", name, err)
	}
	if all := tx.ContentSize(); all > MaxAll {
		return nil, record.Refuse("attachment.room", what, fmt.Sprintf("工作文件里的附件最多共 %s，删除过的附件还可以撤销，也算在内；加上它是 %s", Bytes(MaxAll), Bytes(all)),
			"先把文件压缩或改小，再添加")
	}
	for _, a := range have {
		if a.Name == name && a.Content == hash {
			return nil, record.Refuse("attachment.same", what, "这条记录已经有同名同内容的附件 "+a.No, "不用再添加")
		}
	}
	a := &Attachment{Of: of, Name: name, Size: len(content), Content: hash, Note: note}
	return a, tx.ByRule().Save(a)
}

// Attach is Add as a step of its own.
func Attach(b *record.Book, h record.Hat, of record.Target, name string, content []byte, note string) (*record.Entry, error) {
	e, err := b.Write(h, "添加附件 "+SafeName(name), func(tx record.Tx) error {
		a, err := Add(tx, of, name, content, note)
		if err == nil {
			tx.Show(a)
		}
		return err
	})
	return e, err
}

// Remove deletes attachments, of one record or of several, as one step. What is in them stays in
// the file for 撤销.
func Remove(b *record.Book, h record.Hat, ids ...record.ID) (*record.Entry, error) {
	return b.Write(h, "删除附件", func(tx record.Tx) error {
		for _, id := range ids {
			a, err := record.Get(tx, record.Ref[Attachment](id))
			if err != nil {
				return err
			}
			if err := MayRemove(tx, a); err != nil {
				return err
			}
			if err := tx.ByRule().Delete(Attachments.Kind, id); err != nil {
				return err
			}
		}
		return nil
	})
}

// Of lists the attachments of a record, oldest first. r must not be limited more than the record
// is: whoever shows them has shown the record.
func Of(r record.Reader, of record.Target) ([]*Attachment, error) {
	var out []*Attachment
	err := r.Whole().Each(Attachments.Kind, []record.Cond{record.Where("of", record.TargetValue(of))}, func(row record.Row) bool {
		if a, ok := record.Recall(r.Whole(), record.Ref[Attachment](row.ID())); ok {
			out = append(out, a)
		}
		return true
	})
	return out, err
}

// Count is how many attachments a record has.
func Count(r record.Reader, of record.Target) (n int, err error) {
	err = r.Whole().Each(Attachments.Kind, []record.Cond{record.Where("of", record.TargetValue(of))}, func(record.Row) bool { n++; return true })
	return n, err
}

// Read reads an attachment with its content, for a hat that may see the record that it belongs to.
func Read(r record.Reader, id record.ID) (*Attachment, []byte, error) {
	a, err := record.Get(r.Whole(), record.Ref[Attachment](id))
	if err != nil {
		return nil, nil, err
	}
	if _, err := subject(r, a.Of); err != nil {
		return nil, nil, err
	}
	content, err := r.Content(a.Content)
	if err == nil && content == nil {
		err = record.Refuse("attachment.gone", "打不开附件「"+a.Name+"」", "文件里没有它的内容", "从原来的地方再添加一次")
	}
	return a, content, err
}

// subject loads the record that an attachment belongs to as the hat sees it.
func subject(r record.Reader, of record.Target) (record.Record, error) {
	k := record.KindNamed(of.Kind)
	if !Taken(k) {
		return nil, record.Refuse("attachment.kind", "没有添加附件", "这种记录不带附件", "添加到客户、任务或单据上")
	}
	seen, err := record.As(r, r.Hat())
	if err != nil {
		return nil, err
	}
	return seen.Load(k, of.ID)
}

// MayAdd says why the hat cannot attach files to a record; nil if it can. A document that is
// locked takes files: a contract is signed after the order was approved.
func MayAdd(r record.Reader, of record.Target) error {
	_, err := editable(r, of, "添加附件")
	return err
}

// MayRemove says why the hat cannot delete an attachment; nil if it can. What belongs to a locked
// document stays with it.
func MayRemove(r record.Reader, a *Attachment) error {
	rec, err := editable(r, a.Of, "删除附件「"+a.Name+"」")
	if err != nil {
		return err
	}
	k := record.KindOfRecord(rec)
	if st := k.StateOf(rec); !st.Edit {
		return record.Refuse("state", "不能删除附件「"+a.Name+"」", k.Label+" "+rec.Head().No+" 现在是「"+st.Label+"」，它的附件要保留", "需要更正时，再添加一个并在说明里写清楚")
	}
	return nil
}

func editable(r record.Reader, of record.Target, verb string) (record.Record, error) {
	rec, err := subject(r, of)
	if err != nil {
		return nil, err
	}
	k := record.KindOfRecord(rec)
	what := "不能给" + k.Label + " " + rec.Head().No + " " + verb
	switch a := r.Access(); {
	case !a.May(k, record.Edit):
		return nil, record.Refuse("right", what, "当前职位没有"+record.ModuleLabels[k.Module]+"的「编辑」权限", "换一个有权限的身份，或在职位权限管理里授权")
	case !a.Manages(record.RowOf(r, k, rec)):
		return nil, record.Refuse("scope", what, "它不在当前身份的数据权限内，只能查看", "换成负责人或上级的身份")
	}
	return rec, nil
}

// TooLarge refuses a file by its size in bytes, before anybody has read it.
func TooLarge(name string, size int64) error {
	return record.Refuse("attachment.size", "没有添加附件「"+SafeName(name)+"」", fmt.Sprintf("它有 %s，一个附件最多 %s", Bytes(size), Bytes(MaxFile)),
		"压缩或改小后再添加；图片可以降低分辨率")
}

// Bytes writes a size: 860 字节, 12.5 KB, 3.2 MB.
func Bytes(n int64) string {
	switch {
	case n < 1<<10:
		return fmt.Sprintf("%d 字节", n)
	case n < 1<<20:
		return trimZero(fmt.Sprintf("%.1f", float64(n)/(1<<10))) + " KB"
	}
	return trimZero(fmt.Sprintf("%.1f", float64(n)/(1<<20))) + " MB"
}

func trimZero(s string) string { return strings.TrimSuffix(s, ".0") }
