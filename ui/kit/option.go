package kit

// Option is one thing that can be chosen.
type Option struct {
	Value  string // code or id, "" never
	Label  string // what is shown
	Detail string // second text in the list: number, town, unit
}

// labelOf returns the label of a value, or the value itself where no option has it, so that a
// value that is no longer offered can still be read.
func labelOf(options []Option, value string) string {
	for _, o := range options {
		if o.Value == value {
			return o.Label
		}
	}
	return value
}
