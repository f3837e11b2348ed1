package pack

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser"
	"github.com/expr-lang/expr/vm"

	"crmlab/domain/lab"
)

// Limits of an expression: it comes from a file that anybody may have written. The library
// knows no limit of time, so an expression may only go through what a record has, and through
// that within itself once more.
const (
	longestExpr = 500 // characters
	mostNodes   = 200 // parts
	mostMemory  = 1e5 // values that it may make
	deepestLoop = 2
)

// builtins are the functions that expressions have. Others of the library are left out: they
// read the clock, make large values, or (findLast) give wrong answers in the pinned version.
var builtins = []string{"all", "none", "any", "one", "filter", "map", "count", "sum", "len", "abs", "round", "floor", "ceil",
	"min", "max", "trim", "upper", "lower", "hasPrefix", "hasSuffix", "uniq", "int", "float", "string"}

// formula is a compiled expression.
type formula struct {
	program *vm.Program
	names   []string
}

// compile belongs to lab.Compiler. Optimising is off: the library's rewriting of last(filter())
// is wrong.
func compile(source string, names map[string]any) (lab.Expression, error) {
	if n := len([]rune(source)); n > longestExpr {
		return nil, fmt.Errorf("有 %d 个字，最多 %d 个", n, longestExpr)
	}
	source = narrow(source)
	env := map[string]any{}
	for name, v := range names {
		env[name] = v
	}
	options := []expr.Option{expr.Env(env), expr.AsBool(), expr.Optimize(false), expr.MaxNodes(mostNodes), expr.DisableAllBuiltins(),
		expr.Function("yuan", yuan, new(func(int) int), new(func(float64) int)),
		expr.Function("days", days, new(func(string, string) int))}
	for _, name := range builtins {
		options = append(options, expr.EnableBuiltin(name))
	}
	program, err := expr.Compile(source, options...)
	if err != nil {
		return nil, inChinese(err)
	}
	tree, err := parser.Parse(source)
	if err != nil {
		return nil, inChinese(err)
	}
	seen := &surveyor{known: names, depth: map[ast.Node]int{}}
	ast.Walk(&tree.Node, seen)
	if seen.wrong != "" {
		return nil, errors.New(seen.wrong)
	}
	return &formula{program: program, names: seen.found}, nil
}

// surveyor collects the names of the surroundings that an expression reads, and what it may
// not do: the library cannot be told to leave out its own loops.
type surveyor struct {
	known map[string]any
	found []string
	depth map[ast.Node]int // of loops
	wrong string
}

// Visit belongs to ast.Visitor; the parts of a node are visited before it.
func (s *surveyor) Visit(n *ast.Node) {
	switch node := (*n).(type) {
	case *ast.IdentifierNode:
		if _, known := s.known[node.Value]; known && !slices.Contains(s.found, node.Value) {
			s.found = append(s.found, node.Value)
		}
	case *ast.BinaryNode:
		if node.Operator == ".." {
			s.wrong = "不能用「..」"
		}
	case *ast.BuiltinNode:
		if !slices.Contains(builtins, node.Name) {
			s.wrong = "没有函数「" + node.Name + "」"
		}
		inner := &deepest{of: s.depth}
		loops := 0
		for i := range node.Arguments {
			if _, ok := node.Arguments[i].(*ast.PredicateNode); ok {
				loops = 1
			}
			ast.Walk(&node.Arguments[i], inner)
		}
		s.depth[node] = inner.most + loops
		if s.depth[node] > deepestLoop {
			s.wrong = "一层套一层的 any、filter、sum 等太多了"
		}
	}
}

// deepest finds the largest depth that is known of the nodes it visits.
type deepest struct {
	of   map[ast.Node]int
	most int
}

// Visit belongs to ast.Visitor.
func (d *deepest) Visit(n *ast.Node) { d.most = max(d.most, d.of[*n]) }

// Names belongs to lab.Expression.
func (f *formula) Names() []string { return f.names }

// Holds belongs to lab.Expression.
func (f *formula) Holds(values map[string]any) (holds bool, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("算不下去（%v）", r)
		}
	}()
	machine := vm.VM{MemoryBudget: mostMemory}
	v, err := machine.Run(f.program, values)
	if err != nil {
		return false, inChinese(err)
	}
	is, ok := v.(bool)
	if !ok {
		return false, errors.New("结果不是对或错")
	}
	return is, nil
}

// yuan is an amount of 元 in 分.
func yuan(args ...any) (any, error) {
	switch n := args[0].(type) {
	case int:
		return n * 100, nil
	case float64:
		if n < 0 {
			return int(n*100 - 0.5), nil
		}
		return int(n*100 + 0.5), nil
	}
	return nil, errors.New("yuan 要一个数")
}

// days is how many days the second date lies after the first.
func days(args ...any) (any, error) {
	var at [2]time.Time
	for i, a := range args {
		t, err := time.Parse(time.DateOnly, fmt.Sprint(a))
		if err != nil {
			return nil, fmt.Errorf("「%v」不是日期", a)
		}
		at[i] = t
	}
	return int(at[1].Sub(at[0]).Hours() / 24), nil
}

// narrow turns the punctuation of a Chinese keyboard, outside of texts, into that of formulas.
func narrow(s string) string {
	var b strings.Builder
	quote := rune(0)
	for _, r := range s {
		switch {
		case quote != 0:
			if r == quote {
				quote = 0
			}
		case r == '"' || r == '\'' || r == '`':
			quote = r
		case r == '，':
			r = ','
		case r == '\u3000':
			r = ' '
		case r >= '！' && r <= '～': // full-width ASCII
			r -= '！' - '!'
		}
		b.WriteRune(r)
	}
	return b.String()
}

// inChinese says what the library found, and where.
func inChinese(err error) error {
	where, what := "", err.Error()
	var at *file.Error
	if errors.As(err, &at) {
		where, what = fmt.Sprintf("第 %d 个字附近，", at.Column+1), at.Message
	}
	for _, w := range []struct{ part, says string }{
		{"unknown name", "没有这个名称"}, {"has no field", "没有这个名称"}, {"unexpected token", "写法不对"}, {"memory budget", "算得太多"}, {"exceeds maximum allowed nodes", "太长"},
		{"expected bool", "结果不是对或错"}, {"mismatched types", "两边的类型不同，不能比较"}, {"invalid operation", "这两个值不能这样算"}, {"not enough arguments", "函数缺少内容"}, {"too many arguments", "函数的内容太多"},
		{"cannot use", "类型不对"}, {"nil", "其中有一个值是空的"},
	} {
		if strings.Contains(what, w.part) {
			return errors.New(where + w.says + "（" + strings.SplitN(what, "\n", 2)[0] + "）")
		}
	}
	return errors.New(where + "不能用（" + strings.SplitN(what, "\n", 2)[0] + "）")
}
