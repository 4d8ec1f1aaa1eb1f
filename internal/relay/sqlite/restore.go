package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// ErrOccupied says that a folder has a store already.
var ErrOccupied = errors.New("sqlite: there is a store in this data folder already; it stays as it is")

// Restore reads what Snapshot wrote, brings it to the newest schema, verifies it
// and only then makes it the store of the folder. After an error the folder has
// no store. Errors: ErrOccupied, ErrInUse, ErrNewer, ErrDamaged, those of r and
// of the file system.
func Restore(ctx context.Context, cfg Config, r io.Reader) (got Checked, err error) {
	if err := makeFiles(cfg.Dir, "relay.lock"); err != nil {
		return got, err
	}
	lock, err := takeLock(cfg, "relay.lock", ErrInUse)
	if err != nil {
		return got, err
	}
	defer func() { err = errors.Join(err, lock.close()) }()
	if err := vacant(cfg.Dir); err != nil {
		return got, err
	}
	stage := Config{Dir: filepath.Join(cfg.Dir, "restoring"), VFS: cfg.VFS}
	if err := os.RemoveAll(stage.Dir); err != nil {
		return got, fmt.Errorf("sqlite: restore: %w", err)
	}
	got, err = stage.fill(ctx, r)
	if err == nil {
		err = settle(stage.Dir, cfg.Dir)
	}
	return got, errors.Join(err, os.RemoveAll(stage.Dir))
}

func vacant(dir string) error {
	_, err := os.Lstat(filepath.Join(dir, "relay.db"))
	switch {
	case err == nil:
		return ErrOccupied
	case !errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("sqlite: restore: %w", err)
	}
	return nil
}

// fill makes a store of what r has, in a folder that nobody else uses.
func (cfg Config) fill(ctx context.Context, r io.Reader) (got Checked, err error) {
	if err := os.MkdirAll(cfg.Dir, 0o700); err != nil {
		return got, fmt.Errorf("sqlite: restore: %w", err)
	}
	f, err := os.OpenFile(filepath.Join(cfg.Dir, "relay.db"), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return got, fmt.Errorf("sqlite: restore: %w", err)
	}
	n, err := io.Copy(f, r)
	if err = errors.Join(err, f.Close()); err != nil {
		return got, fmt.Errorf("sqlite: restore: %w", err)
	}
	if n == 0 {
		return got, damaged("the backup is empty")
	}
	s, err := Open(cfg)
	if err != nil {
		return got, unreadable(err)
	}
	got, err = s.Verify(ctx)
	return got, errors.Join(err, s.Close())
}

// settle moves the finished file to its place, durably.
func settle(from, dir string) error {
	file := filepath.Join(from, "relay.db")
	if err := syncPath(file); err != nil {
		return err
	}
	if err := os.Rename(file, filepath.Join(dir, "relay.db")); err != nil {
		return fmt.Errorf("sqlite: restore: %w", err)
	}
	return syncPath(dir)
}

func syncPath(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
