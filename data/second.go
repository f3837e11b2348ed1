package data

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	bolt "go.etcd.io/bbolt"

	"crmlab/domain/record"
)

// A second place is a folder on a stick or a share to which copies of the work go while it
// is under way: on a lab computer that forgets everything at night it is the one that lasts.

// Codes of the refusals that concern the second place.
const (
	codeAway  = "second.away"  // it is not there
	codeTaken = "second.taken" // what lies there is not to be replaced
	codePlace = "second.place" // it does not do as a second place
)

// Kinship is how a data file stands to another.
type Kinship string

// Kinships of the other file.
const (
	SameState  Kinship = "same"     // the same last step
	Earlier    Kinship = "earlier"  // it lacks steps
	Later      Kinship = "later"    // it has more steps, after all of ours
	Diverged   Kinship = "diverged" // the same work went on in both
	OtherWork  Kinship = "other"    // it never was this work, or is no data file at all
	NotThere   Kinship = "none"     // there is no such file
	Unreadable Kinship = "bad"      // it is one of ours, and damaged
)

// Kin tells how the file other stands to the file mine, by the hashes of their journals.
// Both are files that nobody is writing. start is the step at which the work became one of
// its own: the case before it is the same in every student's file.
func Kin(mine, other string, start uint64) (Kinship, error) {
	if _, err := os.Stat(other); errors.Is(err, fs.ErrNotExist) {
		return NotThere, nil
	}
	answer := Unreadable
	err := withChain(mine, func(a *hashes) error {
		return withChain(other, func(b *hashes) error {
			answer = a.kin(b, start)
			return nil
		})
	})
	for _, r := range record.RefusalsIn(err) {
		switch {
		case !strings.Contains(r.Error(), quoted(other)):
		case r.Code == codeForeign:
			return OtherWork, nil
		case r.Code == codeEmpty || r.Code == codeTruncated || r.Code == codeDamaged:
			return Unreadable, nil
		}
	}
	return answer, err
}

// hashes is the journal of a file that nobody writes, as far as hashes go.
type hashes struct {
	b   *bolt.Tx
	end journalEnd
}

func withChain(path string, fn func(*hashes) error) error {
	return readClosed(path, 0, func(b *bolt.Tx) error {
		end, err := journalEndOf(b)
		if err != nil {
			return refusalOf(path, err)
		}
		return fn(&hashes{b, end})
	})
}

// at is the hash of an entry.
func (c *hashes) at(seq uint64) (sum [sha256.Size]byte) {
	if v := c.b.Bucket(journalBucket).Get(seqKey(seq)); len(v) >= journalHead {
		copy(sum[:], v[1+sha256.Size:])
	}
	return sum
}

func (c *hashes) kin(other *hashes, start uint64) Kinship {
	shared := min(c.end.seq, other.end.seq)
	if shared > 0 && c.at(shared) == other.at(shared) || shared == 0 && c.end.seq == other.end.seq {
		switch {
		case shared < c.end.seq:
			if shared < start {
				return OtherWork // a case in which nobody has begun
			}
			return Earlier
		case shared < other.end.seq:
			return Later
		}
		return SameState
	}
	// A hash covers all before it, so the entries agree up to some point and never again.
	low, high := uint64(0), shared
	for low+1 < high {
		if mid := (low + high) / 2; c.at(mid) == other.at(mid) {
			low = mid
		} else {
			high = mid
		}
	}
	if low < max(start, 1) {
		return OtherWork
	}
	return Diverged
}

// Deliver copies a data file that nobody has open to another place, where it appears whole
// and read back, or not at all. What lay there under the name, if anything, stays beside it
// as the generation before. mine and start are as in Kin; nothing is delivered over a file
// that is not an earlier state of the same work, or damaged; that one is kept aside.
func Deliver(from, to string, start uint64) error {
	folder := filepath.Dir(to)
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return refuseAway(folder)
	}
	kin, err := Kin(from, to, start)
	switch {
	case err != nil:
		return err
	case kin == SameState && sameTransaction(from, to): // otherwise drafts differ, which no journal tells
		return nil
	case kin == Later:
		return record.Refuse(codeTaken, "没有写入第二处的"+quoted(to), "那里的一份比现在的做得更多", "打开第二处的那一份接着做，或另存一份")
	case kin == Diverged || kin == OtherWork:
		return record.Refuse(codeTaken, "没有写入第二处的"+quoted(to), "那里同名的文件是另一份作业，或同一份作业的另一种做法", "换一个文件名")
	}
	clearParts(to)
	source, err := os.Open(from)
	if err != nil {
		return refusalOf(from, err)
	}
	defer source.Close()
	sum := sha256.New()
	err = placeFile(to, func(f *os.File) error {
		_, err := io.Copy(io.MultiWriter(f, sum), source)
		return err
	}, func(temp string) error {
		if err := readsAs(temp, sum); err != nil {
			return refusalOf(to, err)
		}
		switch kin {
		case Earlier:
			return refusalOf(to, os.Rename(to, generationBefore(to)))
		case Unreadable: // the generation before it is the better one
			return refusalOf(to, os.Rename(to, unsoundName(to)))
		default: // nothing is there
			return nil
		}
	})
	if _, gone := os.Stat(folder); gone != nil {
		return refuseAway(folder)
	}
	return err
}

// sameTransaction reports whether two files of the same work are of one transaction.
func sameTransaction(a, b string) bool {
	x, errX := inspect(a)
	y, errY := inspect(b)
	return errX == nil && errY == nil && x.txid == y.txid
}

// generationBefore is where Deliver leaves what lay at a path.
func generationBefore(path string) string {
	ext := filepath.Ext(path)
	return strings.TrimSuffix(path, ext) + " 上一份" + ext
}

// readsAs reads a file back and compares it with what was written.
func readsAs(path string, written hash.Hash) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return err
	}
	if string(sum.Sum(nil)) != string(written.Sum(nil)) {
		return io.ErrUnexpectedEOF // as from a stick that does not keep what it takes
	}
	return nil
}

func refuseAway(folder string) error {
	return record.Refuse(codeAway, "没有存到第二处", "找不到「"+folder+"」，U 盘可能拔掉了，或网络断开了", "插好以后会自动接着存")
}

// Weigh says whether a folder does as the second place of a work file: it must take files,
// and not be the folder of the work itself. sameDisk tells that it lies on the same disk,
// which helps only against mistakes.
func Weigh(work, folder string) (sameDisk bool, err error) {
	refuse := func(why, fix string) error {
		return record.Refuse(codePlace, "没有把「"+folder+"」用作第二处", why, fix)
	}
	info, err := os.Stat(folder)
	if err != nil || !info.IsDir() {
		return false, refuse("找不到这个文件夹", "选择 U 盘或共享文件夹里的一个文件夹")
	}
	own := filepath.Dir(work)
	for _, taken := range []string{own, copiesDir(work)} {
		if there, err := os.Stat(taken); err == nil && os.SameFile(info, there) {
			return false, refuse("工作文件就在这个文件夹里，丢失时会一起丢失", "选择 U 盘或共享文件夹里的一个文件夹")
		}
	}
	f, err := os.CreateTemp(folder, ".crmlab-试写-*")
	if err != nil {
		return false, refuse("不能在里面写文件，它可能是只读的", "去掉写保护，或换一个文件夹")
	}
	_, err = f.Write([]byte(program))
	if err = errors.Join(err, f.Sync(), f.Close(), os.Remove(f.Name())); err != nil {
		return false, refuse(fmt.Sprintf("试写时出错：%v", err), "换一个文件夹")
	}
	return sameDevice(own, folder), nil
}
