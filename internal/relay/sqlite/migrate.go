package sqlite

import (
	"embed"
	"fmt"
	"io/fs"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migrate brings the file to the newest schema, one transaction for each
// number. A file from a newer Pleach is refused with ErrNewer.
func migrate(c *conn) error {
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return err
	}
	have, err := c.count("PRAGMA user_version")
	if err != nil {
		return err
	}
	if int(have) > len(names) {
		return ErrNewer
	}
	for i := int(have); i < len(names); i++ {
		if err := step(c, names[i], i+1); err != nil {
			return fmt.Errorf("sqlite: %s: %w", names[i], err)
		}
	}
	return nil
}

func step(c *conn, name string, number int) error {
	sql, err := migrations.ReadFile(name)
	if err != nil {
		return err
	}
	return c.Exec(fmt.Sprintf("BEGIN IMMEDIATE;\n%s\n;PRAGMA user_version = %d;\nCOMMIT;", sql, number))
}
