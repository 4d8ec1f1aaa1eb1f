package backup

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// ErrExists says that a file of this name is there. It stays as it is.
var ErrExists = errors.New("backup: there is a file of this name already")

// Names of backups say when they were made, and sort by it.
const (
	prefix = "pleach-"
	stamp  = "20060102T150405Z"
	suffix = ".db.age"
	part   = ".part" // what is not whole yet
)

// Name is the file name of a backup that is made now.
func Name(now time.Time) string { return prefix + now.UTC().Format(stamp) + suffix }

// made is when the backup of a name was made; other names are none of ours.
func made(name string) (time.Time, bool) {
	name, ours := strings.CutPrefix(name, prefix)
	name, backup := strings.CutSuffix(name, suffix)
	t, err := time.Parse(stamp, name)
	return t, ours && backup && err == nil
}

// WriteFile seals what source writes into a new file for its owner only. The
// file has its name when it is whole and on the disk; after an error there is
// none. Errors: ErrExists, source's and the file system's.
func (l Lock) WriteFile(path string, source func(io.Writer) error) error {
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return errors.Join(ErrExists, err)
	}
	f, err := os.CreateTemp(filepath.Dir(path), prefix+"*"+part) // for its owner only
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	err = l.Seal(f, source)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return syncFolder(filepath.Dir(path))
}

func syncFolder(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	return errors.Join(f.Sync(), f.Close())
}
