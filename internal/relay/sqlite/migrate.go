package sqlite

import (
	"embed"
	"fmt"
	"io/fs"

	"github.com/ncruces/go-sqlite3"

	"pleach/wire"
)

//go:embed migrations/*.sql
var migrations embed.FS

// moves are what a migration does that SQL cannot, after its SQL.
var moves = map[int]func(*conn) error{2: splitEntries}

// migrate brings the file to the newest schema, in one transaction: a new folder
// waits for the disk once, and a migration that fails leaves the file as it was.
// A file from a newer Pleach is refused with ErrNewer.
func migrate(c *conn) error {
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return err
	}
	have, err := c.count("PRAGMA user_version")
	switch {
	case err != nil || int(have) == len(names):
		return err
	case int(have) > len(names):
		return ErrNewer
	}
	if err := c.Exec("BEGIN IMMEDIATE"); err != nil {
		return err
	}
	for i := int(have); i < len(names); i++ {
		if err := step(c, names[i], i+1); err != nil {
			return undone(c, fmt.Errorf("sqlite: %s: %w", names[i], err))
		}
	}
	if err := c.Exec("COMMIT"); err != nil {
		return undone(c, err)
	}
	return nil
}

func step(c *conn, name string, number int) error {
	sql, err := migrations.ReadFile(name)
	if err != nil {
		return err
	}
	if err := c.Exec(string(sql)); err != nil {
		return err
	}
	if move := moves[number]; move != nil {
		if err := move(c); err != nil {
			return err
		}
	}
	return c.Exec(fmt.Sprintf("PRAGMA user_version = %d", number))
}

// undone leaves the file as it was.
func undone(c *conn, err error) error {
	if !c.GetAutocommit() {
		_ = c.Exec("ROLLBACK")
	}
	return err
}

// splitEntries moves what can be erased of the entries that are stored whole.
func splitEntries(c *conn) error {
	for row := int64(0); ; {
		var it stored
		found, err := c.one(func(r *sqlite3.Stmt) {
			it = stored{column16(r, 0), uint64(r.ColumnInt64(1)), columnBlob(r, 2)}
			row = r.ColumnInt64(3)
		}, `SELECT space_id, pos, data, rowid FROM items WHERE rowid > ? AND kind = ? ORDER BY rowid LIMIT 1`, row, int(wire.ItemEntry))
		if err != nil || !found {
			return err
		}
		c.erased = true // the log has the row as it was
		if err := it.split(c); err != nil {
			return err
		}
	}
}

// stored is an entry as the first schema had it.
type stored struct {
	space wire.ID
	pos   uint64
	data  []byte
}

func (it stored) split(c *conn) error {
	e, err := wire.ParseEntry(it.data)
	if err != nil {
		return fmt.Errorf("item %d: %w", it.pos, err)
	}
	if e.Header.Class != wire.ClassEvent {
		return nil
	}
	if err := putWords(c, it.space, it.pos, e.Wrap, e.Body); err != nil {
		return err
	}
	return c.run(`UPDATE items SET data = ? WHERE space_id = ? AND pos = ?`, e.Erase().Append(nil), it.space, it.pos)
}

// Schema says which schema the store of a folder has, and which one this Pleach
// makes of it when it opens it. It changes nothing. Error: ErrNoStore.
func Schema(cfg Config) (have, want int, err error) {
	if err := present(cfg.Dir); err != nil {
		return 0, 0, err
	}
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return 0, 0, err
	}
	c, err := openConn(cfg.uri("relay.db"))
	if err != nil {
		return 0, 0, fmt.Errorf("sqlite: open: %w", unreadable(err))
	}
	defer c.close()
	n, err := c.count("PRAGMA user_version")
	return int(n), len(names), unreadable(err)
}
