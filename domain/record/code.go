package record

// codeLetters are Crockford's: without I, L, O and U, which are misread.
const codeLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// Code is eight characters of the step's hash, five bits each from its beginning. As every hash
// holds the one before, the code stands for all steps up to this one: printed on paper it tells
// whether a file has the same history.
func (e *Entry) Code() string {
	n := uint64(0)
	for _, b := range e.Hash[:5] {
		n = n<<8 | uint64(b)
	}
	out := make([]byte, 8)
	for i := 7; i >= 0; i-- {
		out[i] = codeLetters[n&31]
		n >>= 5
	}
	return string(out)
}
