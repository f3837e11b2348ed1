package sheet

import (
	"errors"
	"io/fs"
	"strings"
	"syscall"
	"testing"

	"crmlab/domain/record"
)

func TestWhatTheMachineHasAgainstAFileIsSaidInWords(t *testing.T) {
	for _, c := range []struct {
		err  error
		says string
	}{
		{&fs.PathError{Op: "write", Path: "x", Err: syscall.ENOSPC}, "磁盘没有地方了"},
		{&fs.PathError{Op: "write", Path: "x", Err: syscall.EIO}, "写到一半失败"},
	} {
		if err := unwritten("甲.pdf", c.err); !record.IsRefusal(err, "file.save") || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%v: %v", c.err, err)
		}
	}
	if err := unwritten("甲.pdf", errors.New("a mistake of the program")); record.IsRefusal(err, "") {
		t.Errorf("a fault became a refusal: %v", err)
	}
}
