package sqlite

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/ncruces/go-sqlite3"

	"pleach/internal/relay"
	"pleach/wire"
)

var (
	// ErrInUse says that another process has the folder.
	ErrInUse = errors.New("sqlite: another pleach is running on this data folder; stop it first, or choose another folder")
	// ErrNewer says that the file was written by a newer Pleach.
	ErrNewer = errors.New("sqlite: this data folder was written by a newer pleach; update pleach, nothing was changed")
	// ErrClosed is what methods return after Close.
	ErrClosed = errors.New("sqlite: the store is closed")
)

// Config says where a Store lives.
type Config struct {
	Dir     string // the data folder; made if it is not there, for its owner only
	Readers int    // connections that read at the same time; 0 means 3
	VFS     string // a registered SQLite VFS, for tests that break the disk; empty means the system's
}

// Store is a relay.Store in a file.
type Store struct {
	lock    *conn // holds the folder
	writer  *writer
	readers chan *conn
	count   int
}

// Open opens or makes the store in a folder. Errors: ErrInUse, ErrNewer, and
// those of the file system.
func Open(cfg Config) (*Store, error) {
	if cfg.Readers <= 0 {
		cfg.Readers = 3
	}
	if err := makeFiles(cfg.Dir, "relay.db", "relay.db-wal", "relay.db-shm", "relay.lock"); err != nil {
		return nil, err
	}
	lock, err := takeLock(cfg, "relay.lock", ErrInUse)
	if err != nil {
		return nil, err
	}
	s := &Store{lock: lock, readers: make(chan *conn, cfg.Readers)}
	if err := s.open(cfg); err != nil {
		_ = s.Close()
		return nil, err
	}
	return s, nil
}

// makeFiles makes the folder and the files that SQLite would make with looser
// permissions.
func makeFiles(dir string, names ...string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("sqlite: data folder: %w", err)
	}
	for _, name := range names {
		f, err := os.OpenFile(filepath.Join(dir, name), os.O_RDWR|os.O_CREATE, 0o600)
		if err != nil {
			return fmt.Errorf("sqlite: data folder: %w", err)
		}
		if err := f.Close(); err != nil {
			return fmt.Errorf("sqlite: data folder: %w", err)
		}
	}
	return nil
}

func (cfg Config) uri(name string) string {
	path := escaped(filepath.Join(cfg.Dir, name))
	uri := "file:" + path + "?modeof=" + path // files that SQLite makes get the mode of ours
	if cfg.VFS != "" {
		uri += "&vfs=" + cfg.VFS
	}
	return uri
}

// escaped makes a path safe in an SQLite URI.
func escaped(path string) string {
	out := make([]byte, 0, len(path))
	for _, b := range []byte(filepath.ToSlash(path)) {
		if b == '%' || b == '?' || b == '#' || b == '&' {
			out = fmt.Appendf(out, "%%%02X", b)
			continue
		}
		out = append(out, b)
	}
	return string(out)
}

// takeLock holds an exclusive lock on an empty database beside the real one;
// the system gives it back when the process ends, however it ends. When another
// has it, the error is taken.
func takeLock(cfg Config, name string, taken error) (*conn, error) {
	db, err := sqlite3.OpenFlags(Config{Dir: cfg.Dir}.uri(name), sqlite3.OPEN_READWRITE|sqlite3.OPEN_URI)
	if err != nil {
		return nil, fmt.Errorf("sqlite: lock: %w", err)
	}
	c := &conn{Conn: db}
	err = db.Exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE")
	switch {
	case errors.Is(err, sqlite3.BUSY):
		return nil, c.failed(taken)
	case err != nil:
		return nil, c.failed(fmt.Errorf("sqlite: lock: %w", err))
	}
	return c, nil
}

func (s *Store) open(cfg Config) error {
	w, err := openConn(cfg.uri("relay.db"))
	if err != nil {
		return fmt.Errorf("sqlite: open: %w", err)
	}
	if err := prepare(w); err != nil {
		return w.failed(err)
	}
	s.writer = startWriter(w)
	for range cfg.Readers {
		r, err := openConn(cfg.uri("relay.db"))
		if err != nil {
			return fmt.Errorf("sqlite: open: %w", err)
		}
		s.count++
		s.readers <- r
	}
	return nil
}

func prepare(w *conn) error {
	mode := ""
	_, err := w.one(func(s *sqlite3.Stmt) { mode = s.ColumnText(0) }, "PRAGMA journal_mode = WAL")
	switch {
	case err != nil:
		return fmt.Errorf("sqlite: open: %w", err)
	case mode != "wal":
		return errors.New("sqlite: the data folder's file system cannot hold a write-ahead log")
	}
	return migrate(w)
}

// Close implements relay.Store. The last change is in the file itself, not in
// the write-ahead log, when it returns nil.
func (s *Store) Close() error {
	var errs []error
	if s.writer != nil {
		errs = append(errs, s.writer.stop())
	}
	for range s.count {
		errs = append(errs, (<-s.readers).close())
	}
	s.count = 0
	if s.writer != nil {
		errs = append(errs, s.writer.close())
	}
	if s.lock != nil {
		errs = append(errs, s.lock.close())
		s.lock = nil
	}
	return errors.Join(errs...)
}

// write runs a change in the writer's next group, and returns when that is
// durable or refused.
func (s *Store) write(ctx context.Context, change func(*conn) error) error {
	return s.writer.do(ctx, change)
}

// read runs queries on a free connection, in one read transaction.
func (s *Store) read(ctx context.Context, query func(*conn) error) error {
	return s.look(ctx, func(c *conn) error {
		if err := c.run("BEGIN"); err != nil {
			return err
		}
		err := query(c)
		if e := c.run("COMMIT"); err == nil {
			err = e
		}
		return err
	})
}

// look runs a single query on a free connection; SQLite makes its transaction.
func (s *Store) look(ctx context.Context, query func(*conn) error) error {
	var c *conn
	select {
	case c = <-s.readers:
	case <-s.writer.done:
		return ErrClosed
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { s.readers <- c }()
	return query(c)
}

// problem turns what SQLite says when it cannot write into CodeFull, with the
// reason behind it for the log.
func problem(err error) error {
	for _, code := range []sqlite3.ErrorCode{sqlite3.FULL, sqlite3.READONLY, sqlite3.IOERR, sqlite3.CANTOPEN} {
		if errors.Is(err, code) {
			return fmt.Errorf("%w (%v)", relay.Refuse(wire.CodeFull, ""), err)
		}
	}
	return err
}
