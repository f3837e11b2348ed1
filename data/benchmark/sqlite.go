package main

import (
	"database/sql"
	"fmt"

	_ "github.com/mattn/go-sqlite3" // the driver "sqlite3"
)

// lite is an open SQLite database as a program with one window would use it: one
// connection, every statement prepared once.
type lite struct {
	db     *sql.DB
	stmts  map[string]*sql.Stmt
	direct *direct // nil until it is asked for
}

// How a database is opened. Nobody else opens it, so it may keep its lock; reads get a
// page cache and a memory map that hold all of it.
const (
	forReading = "PRAGMA mmap_size=17179869184; PRAGMA cache_size=-1048576; PRAGMA temp_store=MEMORY; PRAGMA locking_mode=EXCLUSIVE"
	forLoading = "PRAGMA threads=2; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-1048576; PRAGMA temp_store=MEMORY; PRAGMA locking_mode=EXCLUSIVE"
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

func (l *lite) Close() error {
	if l.direct != nil {
		for _, s := range l.direct.stmts {
			_ = s.Close() // the connection goes anyway
		}
	}
	return l.db.Close()
}

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

// scanner reads one row, as sql.Rows does.
type scanner interface{ Scan(into ...any) error }

// each calls fn for every row of a query, to scan it.
func (l *lite) each(text string, args []any, fn func(scanner) error) error {
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
			_ = rows.Close() // the first error is the one to tell
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
