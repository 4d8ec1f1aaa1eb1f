package sqlite_test

import (
	"path/filepath"
	"testing"

	"github.com/ncruces/go-sqlite3"

	"pleach/internal/relay/sqlite"
)

// A server that starts waits for the disk as seldom as it can: a new file and
// its log take five times, whatever number of migrations there is, and one that
// is there takes none.
func TestStartingSyncsSeldom(t *testing.T) {
	d, dir := newDisk(t), t.TempDir()
	for _, most := range []int64{5, 0} {
		before := d.synced.Load()
		s, err := sqlite.Open(sqlite.Config{Dir: dir, VFS: t.Name()})
		if err != nil {
			t.Fatal(err)
		}
		if n := d.synced.Load() - before; n > most {
			t.Errorf("it waited for the disk %d times, want at most %d", n, most)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// When something in an old file cannot be moved, the file stays what it was, all
// of it, and the Pleach that wrote it can read it.
func TestAMigrationThatFailsChangesNothing(t *testing.T) {
	dir, _, _, _, _ := oldFile(t)
	name := filepath.Join(dir, "relay.db")
	db, err := sqlite3.Open("file:" + name)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Exec(`UPDATE items SET data = x'00' WHERE pos = (SELECT max(pos) FROM items)`)
	if e := db.Close(); err != nil || e != nil {
		t.Fatal(err, e)
	}
	before := schema(t, name)
	if s, err := sqlite.Open(sqlite.Config{Dir: dir}); err == nil {
		s.Close()
		t.Fatal("an entry that cannot be read was moved")
	}
	if after := schema(t, name); after != before {
		t.Errorf("the schema is now\n%s", after)
	}
	have, _, err := sqlite.Schema(sqlite.Config{Dir: dir})
	if err != nil || have != 1 {
		t.Errorf("schema %d, %v; want 1", have, err)
	}
}
