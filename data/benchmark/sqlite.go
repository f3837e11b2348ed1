package main

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	_ "github.com/mattn/go-sqlite3" // the driver "sqlite3"
)

// lite is an open SQLite database as a program with one window would use it: one
// connection, every statement prepared once.
type lite struct {
	db    *sql.DB
	stmts map[string]*sql.Stmt
}

// How a database is opened. Nobody else opens it, so it may keep its lock; reads get a
// page cache and a memory map that hold all of it.
const (
	forReading = "PRAGMA mmap_size=17179869184; PRAGMA cache_size=-1048576; PRAGMA temp_store=MEMORY; PRAGMA locking_mode=EXCLUSIVE"
	forLoading = "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-1048576; PRAGMA temp_store=MEMORY; PRAGMA locking_mode=EXCLUSIVE"
	rollback   = "PRAGMA journal_mode=DELETE; PRAGMA synchronous=FULL; PRAGMA cache_size=-1048576; PRAGMA locking_mode=EXCLUSIVE"
	writeAhead = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-1048576; PRAGMA locking_mode=EXCLUSIVE"
)

func openLite(path, pragmas string) (*lite, error) {
	db, err := sql.Open("sqlite3", "file:"+path+"?_mutex=no")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	db.SetConnMaxLifetime(0)
	if _, err := db.Exec(pragmas); err != nil {
		_ = db.Close() // the first error is the one to tell
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	return &lite{db: db, stmts: map[string]*sql.Stmt{}}, nil
}

func (l *lite) Close() error { return l.db.Close() }

// prepared gives the statement of a text, prepared when it is first asked for.
func (l *lite) prepared(text string) (*sql.Stmt, error) {
	if s := l.stmts[text]; s != nil {
		return s, nil
	}
	s, err := l.db.Prepare(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", text, err)
	}
	l.stmts[text] = s
	return s, nil
}

// each calls fn for every row of a query, to scan it.
func (l *lite) each(text string, args []any, fn func(*sql.Rows) error) error {
	s, err := l.prepared(text)
	if err != nil {
		return err
	}
	rows, err := s.Query(args...)
	if err != nil {
		return fmt.Errorf("%s: %w", text, err)
	}
	for rows.Next() {
		if err := fn(rows); err != nil {
			rows.Close()
			return err
		}
	}
	return rows.Close()
}

// one scans a single row.
func (l *lite) one(text string, args []any, into ...any) error {
	s, err := l.prepared(text)
	if err != nil {
		return err
	}
	if err := s.QueryRow(args...).Scan(into...); err != nil {
		return fmt.Errorf("%s: %w", text, err)
	}
	return nil
}

// version is the SQLite that the driver brings.
func (l *lite) version() string {
	v := ""
	if err := l.db.QueryRow("SELECT sqlite_version()").Scan(&v); err != nil {
		return "?"
	}
	return v
}

// plan is what EXPLAIN QUERY PLAN says, one step a line.
func (l *lite) plan(text string, args []any) (string, error) {
	rows, err := l.db.QueryContext(context.Background(), "EXPLAIN QUERY PLAN "+text, args...)
	if err != nil {
		return "", err
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var id, parent, unused int
		var step string
		if err := rows.Scan(&id, &parent, &unused, &step); err != nil {
			return "", err
		}
		out = append(out, step)
	}
	return strings.Join(out, "\n"), rows.Err()
}
