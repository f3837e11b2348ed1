package record

import (
	"errors"
	"strings"
)

// Refusal is a rule saying no, in the user's words. Anything else that goes wrong
// is a fault of the program or the machine and is an ordinary error.
type Refusal struct {
	Code  string // stable name of the rule, for tests and checks: "plan.total"
	Field string // name of the field concerned, or ""
	What  string // what was refused
	Why   string // which rule, with the figures
	Fix   string // how to go on
}

// Error is the three sentences in one line.
func (r *Refusal) Error() string {
	var b strings.Builder
	for _, s := range []string{r.What, r.Why, r.Fix} {
		if s == "" {
			continue
		}
		b.WriteString(strings.TrimRight(s, "。"))
		b.WriteString("。")
	}
	return b.String()
}

// Refusals are all that a save found wrong at once, so that a form can show every
// message together.
type Refusals []*Refusal

// Error joins the single refusals.
func (rs Refusals) Error() string {
	parts := make([]string, len(rs))
	for i, r := range rs {
		parts[i] = r.Error()
	}
	return strings.Join(parts, "\n")
}

// RefusalsIn lists the refusals inside err; it is empty when err is a fault.
func RefusalsIn(err error) Refusals {
	var many Refusals
	if errors.As(err, &many) {
		return many
	}
	var one *Refusal
	if errors.As(err, &one) {
		return Refusals{one}
	}
	return nil
}

// IsRefusal reports whether err is a rule's no, with the code given ("" for any).
func IsRefusal(err error, code string) bool {
	for _, r := range RefusalsIn(err) {
		if code == "" || r.Code == code {
			return true
		}
	}
	return false
}

// Refuse builds a refusal without a field.
func Refuse(code, what, why, fix string) *Refusal {
	return &Refusal{Code: code, What: what, Why: why, Fix: fix}
}

// RefuseField builds a refusal that belongs to one field of a form.
func RefuseField(code, field, what, why, fix string) *Refusal {
	return &Refusal{Code: code, Field: field, What: what, Why: why, Fix: fix}
}
