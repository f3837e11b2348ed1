module crmlab/data/benchmark

go 1.26.0

replace crmlab => ../..

require (
	crmlab v0.0.0
	github.com/mattn/go-sqlite3 v1.14.53
	github.com/mozillazg/go-pinyin v0.21.0
	github.com/shopspring/decimal v1.6.0
	golang.org/x/text v0.43.0
)

require (
	go.etcd.io/bbolt v1.5.0 // indirect
	golang.org/x/sys v0.49.0 // indirect
)
