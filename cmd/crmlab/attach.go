package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"crmlab/data/sheet"
	"crmlab/domain/attachment"
	"crmlab/domain/record"
)

var attachVerb = verb{
	name: "attach", args: "FILE KIND/NUMBER [PATH]", least: 2, most: 3,
	about: "给一条记录添加附件；不写 PATH 时列出它的附件，--save 存出一个",
	more: `一个附件最多 10 MB，一个工作文件里的附件最多共 40 MB。

  crmlab attach 作业.crmwork product/P-0012 说明书.pdf --as 周敏
  crmlab attach 作业.crmwork product/P-0012
  crmlab attach 作业.crmwork product/P-0012 说明书.pdf --save`,
	setup: func(fs *pflag.FlagSet) act {
		as := fs.String("as", "", asUsage)
		note := fs.String("note", "", "`说明`")
		save := fs.Bool("save", false, "把同名的附件存到 PATH")
		form := formatFlag(fs)
		return func(c *console, args []string) error {
			kind, no, _ := strings.Cut(args[1], "/")
			k, err := kindNamed(kind)
			if err != nil {
				return err
			}
			if no == "" {
				return misuse("写明是哪一个：%s/编号", kind)
			}
			if *save && len(args) < 3 {
				return misuse("写明存到哪里：附件的文件名，或带文件夹的路径")
			}
			return onFile(openWork, args[0], *as, func(w *workFile, hat record.Hat) error {
				var of record.Target
				if err := w.book.Read(hat, func(r record.Reader) error {
					id, err := r.Resolve(k, no)
					of = record.Target{Kind: k.Name, ID: id}
					return err
				}); err != nil {
					return err
				}
				switch {
				case len(args) < 3:
					return listAttachments(c, w.book, hat, of, *form)
				case *save:
					return saveAttached(c, w.book, hat, of, args[2])
				}
				content, err := readAttachable(args[2], attachment.MaxFile)
				if err != nil {
					return err
				}
				e, err := attachment.Attach(w.book, hat, of, filepath.Base(args[2]), content, *note)
				if err != nil {
					return err
				}
				return printSteps(c, w.book, *form, nil, e)
			})
		}
	},
}

// visibleAttachments are those of a record that the hat may see.
func visibleAttachments(r record.Reader, of record.Target) ([]*attachment.Attachment, error) {
	if _, err := r.Load(record.KindNamed(of.Kind), of.ID); err != nil {
		return nil, err
	}
	return attachment.Of(r, of)
}

func listAttachments(c *console, b *record.Book, h record.Hat, of record.Target, form format) error {
	s := rowset{columns: []column{{name: "no", label: "编号"}, {name: "name", label: "文件名"}, {name: "size", label: "大小"}, {name: "note", label: "说明"}}}
	err := b.Read(h, func(r record.Reader) error {
		all, err := visibleAttachments(r, of)
		for _, a := range all {
			s.add(text(a.No), text(a.Name), text(attachment.Bytes(int64(a.Size))), text(a.Note))
		}
		return err
	})
	if err != nil {
		return err
	}
	return s.print(c.out, form)
}

func saveAttached(c *console, b *record.Book, h record.Hat, of record.Target, path string) error {
	var content []byte
	err := b.Read(h, func(r record.Reader) error {
		all, err := visibleAttachments(r, of)
		if err != nil {
			return err
		}
		for _, a := range all {
			if a.Name == filepath.Base(path) {
				_, content, err = attachment.Read(r, a.ID)
				return err
			}
		}
		return record.Refuse("attachment.none", "没有存出附件", "这条记录没有叫「"+filepath.Base(path)+"」的附件", "不写 PATH 可以列出它的附件")
	})
	if err != nil {
		return err
	}
	if err := sheet.SaveBytes(path, content); err != nil {
		return err
	}
	_, err = fmt.Fprintln(c.out, "已保存到 "+path)
	return err
}

// readAttachable reads a file that is to be attached; one that is too large is refused unread.
func readAttachable(path string, most int64) ([]byte, error) {
	name := filepath.Base(path)
	what := "没有添加附件「" + attachment.SafeName(name) + "」"
	f, err := os.Open(path)
	if err != nil {
		why := "打不开：" + err.Error()
		if errors.Is(err, fs.ErrNotExist) {
			why = "这个位置没有这个文件"
		} else if errors.Is(err, fs.ErrPermission) {
			why = "没有读取它的权限"
		}
		return nil, record.Refuse("attachment.read", what, why, "检查文件的位置和名称")
	}
	defer f.Close()
	info, err := f.Stat()
	switch {
	case err != nil:
		return nil, fmt.Errorf("look at %s: %w", path, err)
	case !info.Mode().IsRegular():
		return nil, record.Refuse("attachment.read", what, "它不是普通的文件", "选择一个文件；文件夹先压缩成 zip")
	case info.Size() > most:
		return nil, attachment.TooLarge(name, info.Size())
	}
	content, err := io.ReadAll(io.LimitReader(f, most+1)) // it may have grown meanwhile
	if err != nil {
		return nil, record.Refuse("attachment.read", what, "读到一半出错："+err.Error(), "检查存放它的盘，再试一次")
	}
	if int64(len(content)) > most {
		return nil, attachment.TooLarge(name, int64(len(content)))
	}
	return content, nil
}

const viewedFolder = "crmlab-view-"

// temporaryCopy writes a file for the system's viewer. It is read-only, because what is changed
// there does not come back; copies of the days before are cleared away.
func temporaryCopy(name string, content []byte) (string, error) {
	old, err := filepath.Glob(filepath.Join(os.TempDir(), viewedFolder+"*"))
	if err != nil {
		return "", fmt.Errorf("look for old copies: %w", err)
	}
	for _, folder := range old {
		if info, err := os.Stat(folder); err == nil && time.Since(info.ModTime()) > 24*time.Hour {
			os.RemoveAll(folder)
		}
	}
	folder, err := os.MkdirTemp("", viewedFolder)
	if err != nil {
		return "", record.Refuse("attachment.copy", "没有打开附件「"+name+"」", "不能写临时文件："+err.Error(), "用「另存为」保存到别的地方再打开")
	}
	path := filepath.Join(folder, attachment.SafeName(name))
	if err := os.WriteFile(path, content, 0o400); err != nil {
		return "", record.Refuse("attachment.copy", "没有打开附件「"+name+"」", "不能写临时文件："+err.Error(), "用「另存为」保存到别的地方再打开")
	}
	return path, nil
}
