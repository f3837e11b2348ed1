//go:build !linux

package data

import bolt "go.etcd.io/bbolt"

// readAhead is for Linux; other systems read ahead unless they are told not to.
func readAhead(*bolt.DB, int64, bool) {}
