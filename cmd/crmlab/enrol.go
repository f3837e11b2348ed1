package main

import (
	"errors"
	"time"

	"crmlab/data"
	"crmlab/data/casefile"
	"crmlab/domain"
	"crmlab/domain/lab"
	"crmlab/ui/shell"
)

// alone is the name of whoever works without giving one.
const alone = "自学"

// makeWork makes the prepared case for a student at a path. Whose work it is stands in the file,
// because the figures of the experiments are drawn by the 学号.
func makeWork(path string, who shell.Student, progress func(float64)) error {
	return makeFile(path, func(making string) error {
		store, err := data.Create(making, domain.Kinds)
		if err != nil {
			return err
		}
		if err = casefile.Fill(store, progress); err == nil {
			err = enrol(store, who)
		}
		return errors.Join(err, store.Close())
	})
}

func enrol(store *data.Store, who shell.Student) error {
	book, err := domain.Open(store, time.Now)
	if err != nil {
		return err
	}
	if who.Name == "" {
		who.Name = alone
	}
	return lab.Enrol(book, who.Class, who.No, who.Name)
}
