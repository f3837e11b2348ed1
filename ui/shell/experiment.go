package shell

import "strconv"

// experiment is one of the eleven stations of the course; entries of the registry name it by its
// number, from 1.
type experiment struct {
	Numeral, Label string
}

var experiments = [...]experiment{
	{"一", "熟悉系统原理"}, {"二", "企业基础设置"}, {"三", "客户管理"}, {"四", "产品管理"}, {"五", "业务审批"}, {"六", "市场管理"},
	{"七", "销售管理"}, {"八", "订单管理"}, {"九", "财务处理"}, {"十", "客户服务"}, {"十一", "分析决策"},
}

// experimentNo is 实验三, or "" for what belongs to no experiment.
func experimentNo(n int) string {
	if n < 1 || n > len(experiments) {
		return ""
	}
	return "实验" + experiments[n-1].Numeral
}

// experimentTitle is 实验三 客户管理.
func experimentTitle(n int) string {
	if n < 1 || n > len(experiments) {
		return ""
	}
	return experimentNo(n) + " " + experiments[n-1].Label
}

func parseExperiment(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > len(experiments) {
		return 0 // nothing was remembered
	}
	return n
}
