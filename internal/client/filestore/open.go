package filestore

import (
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/ncruces/go-sqlite3"

	"pleach/internal/client"
)

var (
	// ErrInUse says that another program has the folder.
	ErrInUse = errors.New("filestore: another pleach has this data folder open")
	// ErrNewer says that a newer Pleach wrote the file. Nothing was changed.
	ErrNewer = errors.New("filestore: this data folder was written by a newer pleach; update pleach, nothing was changed")
)

// Config says where a Store lives.
type Config struct {
	Dir string // the data folder; made if it is not there, for its owner only
	VFS string // a registered SQLite VFS, for tests that break the disk; empty means the system's
}

// file is the name of the one file; SQLite keeps its write-ahead log beside it.
const file = "device.db"

//go:embed schema.sql
var schema string

// version is the schema's, in PRAGMA user_version.
const version = 1

// Open opens or makes the store in a folder. Errors: ErrInUse, ErrNewer,
// client.ErrStorageFull, client.ErrStorageRefused.
func Open(cfg Config) (*Store, error) {
	if err := makeFiles(cfg.Dir); err != nil {
		return nil, named(err)
	}
	db, err := sqlite3.OpenFlags(cfg.uri(), sqlite3.OPEN_READWRITE|sqlite3.OPEN_URI)
	if err != nil {
		return nil, named(err)
	}
	if err := prepare(db); err != nil {
		return nil, errors.Join(named(err), db.Close())
	}
	return &Store{db: db}, nil
}

// makeFiles makes the folder and the files that SQLite would make with looser
// permissions. A folder that others may look into is closed to them.
func makeFiles(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	if err := os.Chmod(dir, 0o700); err != nil {
		return err
	}
	for _, name := range []string{file, file + "-wal"} {
		f, err := os.OpenFile(filepath.Join(dir, name), os.O_RDWR|os.O_CREATE, 0o600)
		if err != nil {
			return err
		}
		if err := errors.Join(f.Chmod(0o600), f.Close()); err != nil {
			return err
		}
	}
	return nil
}

func (cfg Config) uri() string {
	path := escaped(filepath.Join(cfg.Dir, file))
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

// pragmas of the connection. The first makes it hold the file's lock for good,
// and keeps the index of the write-ahead log out of a file.
const pragmas = `
PRAGMA locking_mode = EXCLUSIVE;
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA secure_delete = ON;
PRAGMA trusted_schema = OFF;
PRAGMA temp_store = MEMORY;
PRAGMA journal_size_limit = 16777216;
BEGIN EXCLUSIVE; COMMIT;
`

func prepare(db *sqlite3.Conn) error {
	if err := db.Exec(pragmas); err != nil {
		return err
	}
	have := 0
	err := each(db, func(row *sqlite3.Stmt) { have = row.ColumnInt(0) }, "PRAGMA user_version")
	switch {
	case err != nil || have == version:
		return err
	case have > version:
		return ErrNewer
	}
	return db.Exec(fmt.Sprintf("BEGIN IMMEDIATE;\n%s\n;PRAGMA user_version = %d;\nCOMMIT;", schema, version))
}

// named gives the errors that a person can do something about their names. The
// cause stays in the text; it holds a path at most, and nothing that was stored.
func named(err error) error {
	switch {
	case err == nil || isAny(err, ErrInUse, ErrNewer):
		return err
	case isAny(err, sqlite3.BUSY, sqlite3.LOCKED):
		return ErrInUse
	case isAny(err, sqlite3.FULL):
		return fmt.Errorf("%w: %w", client.ErrStorageFull, err)
	case isAny(err, fs.ErrPermission, sqlite3.READONLY, sqlite3.PERM, sqlite3.CANTOPEN, sqlite3.IOERR):
		return fmt.Errorf("%w: %w", client.ErrStorageRefused, err)
	}
	return fmt.Errorf("filestore: %w", err)
}
