package data

import (
	"errors"
	"io"
	"io/fs"
	"path/filepath"
	"strings"
	"syscall"

	berrors "go.etcd.io/bbolt/errors"

	"crmlab/domain/record"
)

// Codes of the refusals with which a file is not opened, made or written.
const (
	codeInUse     = "file.inuse"
	codeMissing   = "file.missing"
	codeExists    = "file.exists"
	codeForeign   = "file.foreign"
	codeEmpty     = "file.empty"
	codeTruncated = "file.truncated"
	codeDamaged   = "file.damaged"
	codeNewer     = "file.newer"
	codeReadOnly  = "file.readonly"
	codeNoSpace   = "file.nospace"
	codeClosed    = "file.closed"
	codeMoved     = "file.moved"
	codeUnsound   = "file.unsound"
)

func quoted(path string) string { return "「" + filepath.Base(path) + "」" }

func refuseInUse(path string) error {
	return record.Refuse(codeInUse, "没有打开"+quoted(path), "它已经在另一个窗口中打开（"+path+"）", "先在那个窗口关闭它，再打开")
}

func refuseMissing(path string) error {
	return record.Refuse(codeMissing, "没有打开"+quoted(path), "这个位置没有这个文件（"+path+"）", "检查文件是否被移动或改名，再重新选择")
}

func refuseExists(path string) error {
	return record.Refuse(codeExists, "没有新建"+quoted(path), "这个位置已有同名文件（"+path+"）", "换一个文件名，或打开已有的文件")
}

func refuseInTheWay(path string) error {
	return record.Refuse(codeExists, "没有写入"+quoted(path), "这个位置已有别的同名文件或文件夹（"+path+"）", "把它移走或改名，再试一次")
}

func refuseForeign(path string) error {
	return record.Refuse(codeForeign, "没有打开"+quoted(path), "它不是本程序的数据文件", "选择由本程序保存的数据文件")
}

func refuseEmpty(path string) error {
	return record.Refuse(codeEmpty, "没有打开"+quoted(path), "文件是空的，长度为 0，可能在复制或拔出 U 盘时没有写完", "从副本恢复，或重新复制一次")
}

func refuseTruncated(path string) error {
	return record.Refuse(codeTruncated, "没有打开"+quoted(path), "文件不完整，后面的内容缺失", "从副本恢复，或从来源重新复制一次")
}

func refuseDamaged(path string) error {
	return record.Refuse(codeDamaged, "不能继续使用"+quoted(path), "文件内容已损坏，或所在磁盘无法读取（"+path+"）", "检查磁盘是否还在，然后从副本恢复")
}

// refuseStale is for a file whose head belongs to another state than its content.
func refuseStale(path string) error {
	return record.Refuse(codeDamaged, "不能使用"+quoted(path), "文件头与内容不是同一次保存的：磁盘没有写下最后的内容，或别的程序改写过它（"+path+"）", "从副本恢复")
}

func refuseRewritten(path string) error {
	return record.Refuse(codeDamaged, "不能继续使用"+quoted(path), "打开之后，别的程序改写或截断了它（"+path+"）", "关闭那个程序，然后从副本恢复")
}

func refuseNewer(path string) error {
	return record.Refuse(codeNewer, "没有打开"+quoted(path), "它由更新版本的程序保存", "安装新版本后再打开")
}

func refuseReadOnly(path string) error {
	return record.Refuse(codeReadOnly, "不能写入"+quoted(path), "文件或所在文件夹是只读的，或没有写入权限（"+path+"）", "去掉只读属性，或复制到自己的文件夹后再打开")
}

func refuseNoSpace(path string) error {
	return record.Refuse(codeNoSpace, "没有写入"+quoted(path), "磁盘空间不足", "清理磁盘后再试，文件保持原样")
}

func refuseNoMemory(path string) error {
	return record.Refuse(codeNoSpace, "没有写入"+quoted(path), "内存不足", "关闭其他程序后再试，文件保持原样")
}

func refuseMoved(path string) error {
	return record.Refuse(codeMoved, "没有写入"+quoted(path), "打开之后，它被移动、改名、删除或换成了别的文件（"+path+"）", "把它放回原处再试，或把现在的内容重新保存到原处")
}

func refuseClosed(path string) error {
	return record.Refuse(codeClosed, "不能使用"+quoted(path), "文件已经关闭", "重新打开它")
}

// refusalOf puts an error of the operating system or of bbolt into words; errors that
// have none stay as they are.
func refusalOf(path string, err error) error {
	switch {
	case err == nil:
		return nil
	case record.IsRefusal(err, ""):
		return err
	case errors.Is(err, errRewritten):
		return refuseRewritten(path)
	case errors.Is(err, berrors.ErrTimeout), saysAny(err, sharingErrors):
		return refuseInUse(path)
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		return refuseMissing(path)
	case errors.Is(err, fs.ErrPermission), saysAny(err, protectedErrors), errors.Is(err, berrors.ErrDatabaseReadOnly):
		return refuseReadOnly(path)
	case saysAny(err, noRoomErrors), errors.Is(err, berrors.ErrMaxSizeReached):
		return refuseNoSpace(path)
	case saysAny(err, memoryErrors):
		return refuseNoMemory(path)
	case errors.Is(err, berrors.ErrIncompatibleValue), errors.Is(err, berrors.ErrInvalid), errors.Is(err, berrors.ErrChecksum), errors.Is(err, berrors.ErrVersionMismatch),
		errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, errCoded), saysAny(err, deviceErrors):
		return refuseDamaged(path)
	}
	return err
}

// saysAny finds one of several errors of the system. bbolt passes some of them on as text.
func saysAny(err error, among []syscall.Errno) bool {
	for _, e := range among {
		if errors.Is(err, e) || strings.HasSuffix(err.Error(), ": "+e.Error()) {
			return true
		}
	}
	return false
}
