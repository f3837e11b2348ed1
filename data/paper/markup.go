package paper

import (
	"errors"
	"html"
	"strings"
)

// node is a piece of XML that is written out exactly as it was read, unless it is changed:
// encoding/xml would rename the prefixes, and Word then calls the file damaged.
type node struct {
	name string // as written, with its prefix; "" for text, comments and instructions
	open string // start tag as written
	raw  string // of what has no name
	kids []*node
}

// parse reads well-formed XML; the one kid of the result that has a name is the root.
func parse(s string) (*node, error) {
	top := &node{}
	stack := []*node{top}
	add := func(n *node) {
		at := stack[len(stack)-1]
		at.kids = append(at.kids, n)
	}
	for s != "" {
		if s[0] != '<' {
			end := strings.IndexByte(s, '<')
			if end < 0 {
				end = len(s)
			}
			add(&node{raw: s[:end]})
			s = s[end:]
			continue
		}
		end, err := tagEnd(s)
		if err != nil {
			return nil, err
		}
		tag := s[:end]
		s = s[end:]
		switch {
		case tag[1] == '?' || tag[1] == '!':
			add(&node{raw: tag})
		case tag[1] == '/':
			if len(stack) < 2 {
				return nil, errors.New("多了一个结束标记")
			}
			stack = stack[:len(stack)-1]
		default:
			n := &node{name: tagName(tag), open: tag}
			add(n)
			if !strings.HasSuffix(tag, "/>") {
				stack = append(stack, n)
			}
		}
	}
	if len(stack) != 1 {
		return nil, errors.New("没有写完")
	}
	return top, nil
}

var errUnfinished = errors.New("标记没有写完")

// tagEnd is the length of the tag, comment or instruction that s begins with.
func tagEnd(s string) (int, error) {
	for _, special := range [][2]string{{"<!--", "-->"}, {"<![CDATA[", "]]>"}, {"<?", "?>"}} {
		if strings.HasPrefix(s, special[0]) {
			i := strings.Index(s[len(special[0]):], special[1])
			if i < 0 {
				return 0, errUnfinished
			}
			return len(special[0]) + i + len(special[1]), nil
		}
	}
	var quote byte
	for i := 1; i < len(s); i++ {
		switch c := s[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			if i < 2 {
				return 0, errUnfinished
			}
			return i + 1, nil
		}
	}
	return 0, errUnfinished
}

func tagName(tag string) string {
	rest := tag[1:]
	if i := strings.IndexAny(rest, " \t\r\n/>"); i >= 0 {
		return rest[:i]
	}
	return rest
}

// root is the element of a parsed part.
func (n *node) root() *node {
	for _, k := range n.kids {
		if k.name != "" {
			return k
		}
	}
	return &node{}
}

// write puts the XML out.
func (n *node) write(b *strings.Builder) {
	switch {
	case n.name == "" && n.raw != "":
		b.WriteString(n.raw)
	case n.name == "":
		for _, k := range n.kids {
			k.write(b)
		}
	case len(n.kids) == 0 && strings.HasSuffix(n.open, "/>"):
		b.WriteString(n.open)
	default:
		b.WriteString(strings.TrimSuffix(strings.TrimSuffix(n.open, ">"), "/"))
		b.WriteByte('>')
		for _, k := range n.kids {
			k.write(b)
		}
		b.WriteString("</" + n.name + ">")
	}
}

func (n *node) String() string {
	var b strings.Builder
	n.write(&b)
	return b.String()
}

// kid is the first element of a name directly inside; nil if there is none.
func (n *node) kid(name string) *node {
	for _, k := range n.kids {
		if k.name == name {
			return k
		}
	}
	return nil
}

// attr is an attribute by its written name; "" if it is not there.
func (n *node) attr(name string) string {
	s := n.open
	for {
		i := strings.Index(s, name)
		if i < 1 {
			return ""
		}
		before, rest := s[i-1], strings.TrimLeft(s[i+len(name):], " \t\r\n")
		s = s[i+len(name):]
		if !strings.ContainsRune(" \t\r\n", rune(before)) || !strings.HasPrefix(rest, "=") {
			continue
		}
		rest = strings.TrimLeft(rest[1:], " \t\r\n")
		if rest == "" {
			return ""
		}
		if value, _, ok := strings.Cut(rest[1:], rest[:1]); ok {
			return html.UnescapeString(value)
		}
		return ""
	}
}

// text is what the texts directly inside say.
func (n *node) text() string {
	var b strings.Builder
	for _, k := range n.kids {
		if k.name != "" {
			continue
		}
		if data, ok := strings.CutPrefix(k.raw, "<![CDATA["); ok {
			b.WriteString(strings.TrimSuffix(data, "]]>"))
		} else if !strings.HasPrefix(k.raw, "<") {
			b.WriteString(html.UnescapeString(k.raw))
		}
	}
	return b.String()
}

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")

// escape makes a text fit for XML; what no XML may hold is left out.
func escape(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "?"))
	return escaper.Replace(s)
}
