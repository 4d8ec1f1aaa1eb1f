package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/ncruces/go-sqlite3"
)

// ErrNoStore says that there is nothing in the folder to back up.
var ErrNoStore = errors.New("sqlite: there is no store in this data folder")

// ErrSnapshot says that somebody else takes a snapshot of this folder.
var ErrSnapshot = errors.New("sqlite: a backup of this data folder is being made already")

// Snapshot writes the store of a folder to w, as one SQLite file, while a server
// may be running on it: the state between two commits, without what was erased
// before. It reads as one reader among others, and a commit does not wait.
//
// The file is first put together in the folder, so that needs as much room as
// the store takes. It is overwritten before it is removed, as all that is erased
// is; one that a power cut left behind is overwritten by the next snapshot.
// Errors: ErrNoStore, ErrSnapshot, CodeFull, those of ctx and of w.
func Snapshot(ctx context.Context, cfg Config, w io.Writer) (err error) {
	if err := present(cfg.Dir); err != nil {
		return err
	}
	if err := makeFiles(cfg.Dir, "snapshot.lock"); err != nil {
		return err
	}
	lock, err := takeLock(cfg, "snapshot.lock", ErrSnapshot)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, lock.close()) }()
	path := filepath.Join(cfg.Dir, "snapshot.db")
	if err := scrub(path); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, scrub(path)) }()
	if err := vacuumInto(ctx, cfg, path); err != nil {
		return err
	}
	return send(ctx, path, w)
}

// present wants a store in a folder.
func present(dir string) error {
	_, err := os.Stat(filepath.Join(dir, "relay.db"))
	if errors.Is(err, fs.ErrNotExist) {
		return ErrNoStore
	}
	return err
}

func vacuumInto(ctx context.Context, cfg Config, path string) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("sqlite: snapshot: %w", err)
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("sqlite: snapshot: %w", err)
	}
	c, err := openConn(cfg.uri("relay.db"))
	if err != nil {
		return fmt.Errorf("sqlite: snapshot: %w", err)
	}
	defer c.close()
	c.SetInterrupt(ctx)
	err = c.run("VACUUM INTO ?", text("file:"+escaped(path)))
	if errors.Is(err, sqlite3.INTERRUPT) && ctx.Err() != nil {
		return ctx.Err()
	}
	return problem(err)
}

// send copies the file, and stops when ctx ends.
func send(ctx context.Context, path string, w io.Writer) error {
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("sqlite: snapshot: %w", err)
	}
	defer f.Close()
	for err == nil && ctx.Err() == nil {
		_, err = io.CopyN(w, f, 1<<20)
	}
	if err == io.EOF {
		return nil
	}
	return errors.Join(err, ctx.Err())
}

// scrub overwrites a file and removes it; one that is not there is gone already.
func scrub(path string) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("sqlite: snapshot: %w", err)
	}
	return errors.Join(overwrite(f), f.Close(), os.Remove(path))
}

func overwrite(f *os.File) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if _, err := io.CopyN(f, zeros{}, info.Size()); err != nil {
		return err
	}
	return f.Sync()
}

// zeros reads as zeros without end.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}
