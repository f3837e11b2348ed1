package prepared

import (
	"encoding/csv"
	"fmt"
	"reflect"
	"strconv"

	"github.com/shopspring/decimal"

	"crmlab/assets"
	"crmlab/domain/record"
)

// read decodes one csv file of the case into structs whose fields name their columns.
// File and struct must agree in both directions, so that a renamed column is noticed.
func read[T any](name string) ([]T, error) {
	f, err := assets.Case.Open("case/" + name + ".csv")
	if err != nil {
		return nil, fmt.Errorf("open case file: %w", err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("read case file %s: %w", name, err)
	}
	t := reflect.TypeFor[T]()
	at := map[string]int{}
	for i := range t.NumField() {
		at[t.Field(i).Tag.Get("csv")] = i
	}
	if len(rows) == 0 || len(rows[0]) != len(at) {
		return nil, fmt.Errorf("case file %s has other columns than %s", name, t.Name())
	}
	out := make([]T, len(rows)-1)
	for r, cells := range rows[1:] {
		v := reflect.ValueOf(&out[r]).Elem()
		for c, text := range cells {
			i, ok := at[rows[0][c]]
			if !ok {
				return nil, fmt.Errorf("case file %s: nobody reads column %s", name, rows[0][c])
			}
			if err := parse(v.Field(i), text); err != nil {
				return nil, fmt.Errorf("case file %s, row %d, column %s: %w", name, r+2, rows[0][c], err)
			}
		}
	}
	return out, nil
}

// parse sets a struct field from a cell; an empty cell leaves the zero value.
func parse(v reflect.Value, text string) error {
	if text == "" {
		return nil
	}
	switch p := v.Addr().Interface().(type) {
	case *string:
		*p = text
	case *bool:
		*p = text == "1"
	case *int:
		n, err := strconv.Atoi(text)
		if err != nil {
			return err
		}
		*p = n
	case *float64:
		x, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return err
		}
		*p = x
	case *record.Date:
		d, err := record.ParseDate(text)
		if err != nil {
			return err
		}
		*p = d
	case *decimal.Decimal:
		d, err := decimal.NewFromString(text)
		if err != nil {
			return err
		}
		*p = d
	default:
		return fmt.Errorf("no reader for %s", v.Type())
	}
	return nil
}
