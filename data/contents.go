package data

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	bolt "go.etcd.io/bbolt"

	"crmlab/domain/record"
)

// The contents of attached files lie in a bucket of their own, each once under its SHA-256.
// They are written in the transaction of the record that names them and never removed: the
// journal can bring back whatever record there was, and then its content must be there.

// Keep keeps a content under its hash.
func (t *tx) Keep(content []byte) (string, error) {
	if !t.write {
		panic("data: a View may not keep a content")
	}
	sum := sha256.Sum256(content)
	hash := hex.EncodeToString(sum[:])
	if !t.hasContent(hash) {
		t.over.contents[string(sum[:])] = bytes.Clone(content)
		t.over.size += len(content)
	}
	return hash, nil
}

// Content is a copy of the content with a hash; nil if the file does not have it.
func (t *tx) Content(hash string) ([]byte, error) {
	content, ok := t.content(hash)
	if !ok {
		return nil, nil
	}
	if sum := sha256.Sum256(content); hex.EncodeToString(sum[:]) != hash {
		return nil, record.Refuse(codeUnsound, "没有读出附件的内容", "文件里的内容与登记的校验值不符", "从较早的副本恢复，或重新添加这个附件")
	}
	return append([]byte{}, content...), nil
}

func (t *tx) hasContent(hash string) bool {
	_, ok := t.content(hash)
	return ok
}

// content is good while the transaction lasts.
func (t *tx) content(hash string) ([]byte, bool) {
	key, err := hex.DecodeString(hash)
	if err != nil || len(key) != sha256.Size {
		return nil, false
	}
	if t.over != nil {
		if content, ok := t.over.contents[string(key)]; ok {
			return content, true
		}
	}
	t.enter()
	defer t.leave()
	content := t.b.Bucket(contentsBucket).Get(key)
	return content, content != nil
}

// ContentSize adds up all contents. There are few of them, and each is a single entry.
func (t *tx) ContentSize() (size int64) {
	t.enter()
	defer t.leave()
	c := t.b.Bucket(contentsBucket).Cursor()
	for key, content := c.First(); key != nil; key, content = c.Next() {
		size += int64(len(content))
	}
	if t.over != nil {
		for hash, content := range t.over.contents {
			if t.b.Bucket(contentsBucket).Get([]byte(hash)) == nil { // a commit under way is in both
				size += int64(len(content))
			}
		}
	}
	return size
}

// EachContent walks the contents of attached files. A content may not be kept.
func (s *Store) EachContent(fn func(content []byte) error) error {
	return s.view(func(t *tx) error {
		t.enter()
		defer t.leave()
		return t.b.Bucket(contentsBucket).ForEach(func(_, content []byte) error { return fn(content) })
	})
}

// contents checks that every content is what its hash says.
func (r *Report) contents(t *tx) {
	in := r.in("附件内容")
	c := t.b.Bucket(contentsBucket).Cursor()
	for key, content := c.First(); key != nil; key, content = c.Next() {
		if sum := sha256.Sum256(content); !bytes.Equal(sum[:], key) {
			in.note("有一个附件的内容与登记的校验值不符。")
		}
	}
	in.done()
}

// Keep gives the rebuilt file the content of an attached file.
func (p *Rebuilding) Keep(content []byte) { p.contents = append(p.contents, content) }

func flushContents(b *bolt.Tx, contents [][]byte) error {
	for _, content := range contents {
		sum := sha256.Sum256(content)
		if err := b.Bucket(contentsBucket).Put(sum[:], content); err != nil {
			return fmt.Errorf("rebuild the contents: %w", err)
		}
	}
	return nil
}
