package sqlite_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ncruces/go-sqlite3"

	"pleach/internal/relay"
	"pleach/internal/relay/mem"
	"pleach/internal/relay/relaytest"
	"pleach/internal/relay/sqlite"
)

func open(t testing.TB, dir string) *sqlite.Store {
	t.Helper()
	s, err := sqlite.Open(sqlite.Config{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestStore(t *testing.T) {
	relaytest.Run(t, func(t *testing.T) relay.Store { return open(t, t.TempDir()) })
}

func TestStoreOnDisk(t *testing.T) {
	relaytest.RunDisk(t, func(t *testing.T, dir string) relay.Store { return open(t, dir) })
}

func TestStoreIsLikeTheOneInMemory(t *testing.T) {
	s := open(t, t.TempDir())
	defer s.Close()
	relaytest.Compare(t, mem.New(), s)
}

// What the migrations add up to is committed, so that a reviewer sees the
// schema and not only its history. To renew it: UPDATE=1 go test -run Schema
func TestSchemaIsCommitted(t *testing.T) {
	dir := t.TempDir()
	if err := open(t, dir).Close(); err != nil {
		t.Fatal(err)
	}
	got := schema(t, filepath.Join(dir, "relay.db"))
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile("schema.sql", []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("schema.sql")
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("schema.sql is not what the migrations make; the migrations make:\n%s", got)
	}
}

func schema(t *testing.T, file string) string {
	db, err := sqlite3.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, _, err := db.Prepare(`SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var b strings.Builder
	b.WriteString("-- Made by the migrations; see TestSchemaIsCommitted.\n")
	for rows.Step() {
		b.WriteString("\n" + rows.ColumnText(0) + ";\n")
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// The rule that lets one schema run on databases that are spread over machines:
// space_id leads every primary and unique key of the log tables.
func TestSpaceLeadsEveryKeyOfTheLog(t *testing.T) {
	b, err := os.ReadFile("schema.sql")
	if err != nil {
		t.Fatal(err)
	}
	tables := 0
	for _, table := range strings.Split(string(b), ";\n") {
		name, body, ok := strings.Cut(strings.TrimSpace(table), " (")
		name, isTable := strings.CutPrefix(name[strings.LastIndex(name, "\n")+1:], "CREATE TABLE ")
		if !ok || !isTable || !strings.Contains(body, "space_id") || name == "invites" {
			continue
		}
		tables++
		if !strings.Contains(body, "PRIMARY KEY (space_id") && !strings.Contains(body, "space_id BLOB NOT NULL PRIMARY KEY") {
			t.Errorf("the primary key of %s does not begin with space_id", name)
		}
		if strings.Contains(body, "UNIQUE") {
			t.Errorf("%s has a unique key; let space_id lead it, and teach this test", name)
		}
	}
	if tables != 8 {
		t.Errorf("looked at %d tables, want 8", tables)
	}
}

func TestTheFolderIsForItsOwnerOnly(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	s := open(t, dir)
	defer s.Close()
	if err := s.CreateAccount(t.Context(), relaytest.NewWorld(1).Person().Account()); err != nil {
		t.Fatal(err)
	}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err == nil && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %v", d.Name(), info.Mode())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestASecondProcessIsRefused(t *testing.T) {
	dir := t.TempDir()
	first := open(t, dir)
	if _, err := sqlite.Open(sqlite.Config{Dir: dir}); !errors.Is(err, sqlite.ErrInUse) {
		t.Fatalf("got %v, want %v", err, sqlite.ErrInUse)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	if err := open(t, dir).Close(); err != nil {
		t.Fatal(err)
	}
}

func TestAFileOfANewerPleachIsLeftAlone(t *testing.T) {
	dir := t.TempDir()
	if err := open(t, dir).Close(); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "relay.db")
	db, err := sqlite3.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(db.Exec("PRAGMA user_version = 99"), db.Close()); err != nil {
		t.Fatal(err)
	}
	if _, err := sqlite.Open(sqlite.Config{Dir: dir}); !errors.Is(err, sqlite.ErrNewer) {
		t.Fatalf("got %v, want %v", err, sqlite.ErrNewer)
	}
}

// After Close the log is in the one file, so that copying it is a backup.
func TestCloseLeavesOneFile(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	ada := relaytest.NewWorld(1).Person().Account()
	if err := errors.Join(s.CreateAccount(t.Context(), ada), s.Close()); err != nil {
		t.Fatal(err)
	}
	alone := t.TempDir()
	b, err := os.ReadFile(filepath.Join(dir, "relay.db"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(alone, "relay.db"), b, 0o600); err != nil {
		t.Fatal(err)
	}
	again := open(t, alone)
	defer again.Close()
	if _, err := again.Account(t.Context(), ada.ID); err != nil {
		t.Fatal(err)
	}
}

func TestAnEndedContextWritesNothing(t *testing.T) {
	s := open(t, t.TempDir())
	defer s.Close()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	ada := relaytest.NewWorld(1).Person().Account()
	if err := s.CreateAccount(ctx, ada); !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v", err)
	}
	if _, err := s.Account(t.Context(), ada.ID); err == nil {
		t.Fatal("the account is there")
	}
}
