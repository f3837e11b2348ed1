package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"crmlab/data"
	"crmlab/domain"
	"crmlab/domain/lab/prepared"
	"crmlab/domain/lab/volume"
	"crmlab/domain/record"
)

// sizes of generated files; S is the prepared case.
var sizes = map[string]volume.Size{"S": {}, "M": volume.M, "L": volume.L}

var generateVerb = verb{
	name: "generate", args: "FILE", least: 1, most: 1,
	about: "生成一个大文件，用来测量速度：同一个种子每次得到相同的记录",
	more: `  --size S   自带的案例
  --size M   1 万个客户，10 万张订单
  --size L   10 万个客户，100 万张订单，每张三行，带回款计划和收款

  crmlab generate --size M 大文件.crmwork`,
	setup: func(fs *pflag.FlagSet) act {
		size := fs.String("size", "M", "`大小`：S、M 或 L")
		seed := fs.Uint64("seed", 1, "随机数的`种子`（M 和 L）")
		force := fs.Bool("force", false, "已有同名文件时替换它")
		return func(c *console, args []string) error {
			name := strings.ToUpper(*size)
			how, known := sizes[name]
			if !known {
				return misuse("--size 应为 S、M 或 L，不是「%s」", *size)
			}
			path := args[0]
			if err := mayMake(path, *force); err != nil {
				return err
			}
			began := time.Now()
			bar := &textBar{to: c.err, began: began}
			var err error
			if name == "S" {
				err = makeCase(path, bar.show)
			} else {
				err = makeVolume(path, how, *seed, bar.show)
			}
			bar.end()
			if err != nil {
				return err
			}
			info, err := os.Stat(path)
			if err != nil {
				return fmt.Errorf("look at the new file: %w", err)
			}
			_, err = fmt.Fprintf(c.out, "已生成 %s，%d MB，用时 %.1f 秒\n", path, info.Size()>>20, time.Since(began).Seconds())
			return err
		}
	},
}

// makeVolume makes a file of the size given, replacing what is there. The file appears when
// it is whole.
func makeVolume(path string, size volume.Size, seed uint64, progress func(float64)) error {
	return makeFile(path, func(making string) error {
		base, err := foundCompany(making)
		if err != nil {
			return err
		}
		return data.Load(making, domain.Kinds, func(l *data.Loader) error {
			return volume.Fill(base, size, seed, l, func(done, about int) { progress(min(float64(done)/float64(about), 1)) })
		})
	})
}

// foundCompany makes the file of a company that has no customers yet.
func foundCompany(path string) (base volume.Base, err error) {
	store, err := data.Create(path, domain.Kinds)
	if err != nil {
		return base, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	clock := &prepared.Clock{}
	book, err := domain.Open(store, clock.Now)
	if err != nil {
		return base, err
	}
	if err := store.Bulk(func() error { return prepared.Found(book, clock, volume.Last) }); err != nil {
		return base, err
	}
	err = book.Read(record.Hat{}, func(r record.Reader) error {
		base, err = volume.Read(r)
		return err
	})
	return base, err
}

// makeFile has a file made under a temporary name beside path and gives it its name when it
// is whole, replacing what is there.
func makeFile(path string, fill func(making string) error) error {
	making := filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+".making")
	if err := os.Remove(making); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("remove what an earlier attempt left: %w", err)
	}
	defer os.Remove(making)
	if err := fill(making); err != nil {
		return err
	}
	if err := os.Rename(making, path); err != nil {
		return fmt.Errorf("move the new file to its place: %w", err)
	}
	return nil
}
