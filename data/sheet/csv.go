package sheet

import (
	"strconv"
	"strings"

	"crmlab/domain/exchange"
)

// readCSV reads the text of a csv file into a table. Quotes work as everywhere ("" is one
// quote, separators and line breaks may stand inside); a quote in the middle of a plain
// cell is a sign like any other. Rows keep the cells that they have.
func readCSV(name string, content []byte, opt Options) (*exchange.Table, error) {
	text, _, err := decodeText(name, content, opt.Encoding)
	if err != nil {
		return nil, err
	}
	comma := separator(text)
	t := &exchange.Table{File: name, Comma: string(comma)}
	c := &csvReader{text: text, comma: comma}
	limits := counter{name: name}
	for c.more() {
		cells, ok := c.row()
		if !ok {
			return nil, refuseFile(name, "有一处引号没有配对，从第 "+strconv.Itoa(c.no)+" 行起读不下去", "用表格软件打开，另存为 csv 后再试")
		}
		if len(cells) == 1 && cells[0] == "" {
			continue
		}
		if err := limits.row(cells); err != nil {
			return nil, err
		}
		for i := range cells {
			cells[i] = unguard(cells[i])
		}
		t.Rows = append(t.Rows, exchange.Row{No: c.no, Cells: cells})
	}
	return headed(t, opt), nil
}

// separator finds what stands between the cells: the sign of which the first rows have
// most, outside quotes.
func separator(text string) byte {
	best, most := byte(','), 0
	for _, sign := range []byte{',', ';', '\t'} {
		n, lines, quoted := 0, 0, false
		for i := 0; i < len(text) && i < 8192 && lines < 5; i++ {
			switch {
			case text[i] == '"':
				quoted = !quoted
			case quoted:
			case text[i] == sign:
				n++
			case text[i] == '\n':
				lines++
			}
		}
		if n > most {
			best, most = sign, n
		}
	}
	return best
}

// csvReader walks the rows of a text. It is not encoding/csv because rows are counted as
// a spreadsheet counts them, empty lines included.
type csvReader struct {
	text  string
	comma byte
	no    int // number of the row that was read last
}

func (c *csvReader) more() bool { return c.text != "" }

// row reads the next row; ok is false when a quote is never closed.
func (c *csvReader) row() (cells []string, ok bool) {
	c.no++
	for {
		var cell string
		if strings.HasPrefix(c.text, `"`) {
			if cell, ok = c.quoted(); !ok {
				return nil, false
			}
		}
		// What follows a closing quote belongs to the cell, as spreadsheets read it.
		end := strings.IndexAny(c.text, string(c.comma)+"\r\n")
		if end < 0 {
			cells = append(cells, cell+c.text)
			c.text = ""
			return cells, true
		}
		cells = append(cells, cell+c.text[:end])
		sign := c.text[end]
		c.text = c.text[end+1:]
		if sign == c.comma {
			continue
		}
		if sign == '\r' {
			c.text = strings.TrimPrefix(c.text, "\n")
		}
		return cells, true
	}
}

// quoted reads a cell in quotes and leaves the text behind it.
func (c *csvReader) quoted() (string, bool) {
	var b strings.Builder
	rest := c.text[1:]
	for {
		end := strings.IndexByte(rest, '"')
		if end < 0 {
			return "", false
		}
		b.WriteString(rest[:end])
		rest = rest[end+1:]
		if !strings.HasPrefix(rest, `"`) {
			c.text = rest
			return b.String(), true
		}
		b.WriteByte('"')
		rest = rest[1:]
	}
}
