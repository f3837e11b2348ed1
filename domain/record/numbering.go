package record

import (
	"fmt"
	"strings"
)

// Numbering is how the company numbers the new records of a kind (编号规则). Without one they are
// numbered PREFIX-0001 and so on.
type Numbering struct {
	Name  string // tells its counters from those of any other rule
	Parts []NumberPart
	Reset string // layout of the part of the day with whose change counting begins again; "": never
}

// NumberPart is one part of a number: exactly one of Text, Day and Width says what it is.
type NumberPart struct {
	Text  string
	Day   string // layout of the business date: 200601
	Width int    // digits of the running number, at least
	First int    // the first running number
	Step  int
}

// next gives the next number of a rule. The counter is moved on by a step that is taken back, too:
// numbers may have gaps, but never come twice.
func (n *Numbering) next(t *tx) (string, error) {
	day := t.Today().Time()
	counter := "rule." + n.Name
	if n.Reset != "" {
		counter += "." + day.Format(n.Reset)
	}
	count, err := t.st.Count(counter)
	if err != nil {
		return "", fmt.Errorf("count %s: %w", counter, err)
	}
	var out strings.Builder
	for _, p := range n.Parts {
		switch {
		case p.Width > 0:
			fmt.Fprintf(&out, "%0*d", p.Width, p.First+(count-1)*p.Step)
		case p.Day != "":
			out.WriteString(day.Format(p.Day))
		default:
			out.WriteString(p.Text)
		}
	}
	return out.String(), nil
}
