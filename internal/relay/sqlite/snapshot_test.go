package sqlite_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/ncruces/go-sqlite3"

	"pleach/internal/relay/mem"
	"pleach/internal/relay/relaytest"
	"pleach/internal/relay/sqlite"
	"pleach/wire"
)

func snapshot(t *testing.T, dir string) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := sqlite.Snapshot(t.Context(), sqlite.Config{Dir: dir}, &b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func restore(t *testing.T, backup []byte) (*sqlite.Store, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "restored")
	if _, err := sqlite.Restore(t.Context(), sqlite.Config{Dir: dir}, bytes.NewReader(backup)); err != nil {
		t.Fatal(err)
	}
	s := open(t, dir)
	t.Cleanup(func() { _ = s.Close() })
	return s, dir
}

// Whatever was done to a store, every row of every table is in its backup.
func TestABackupHasEverything(t *testing.T) {
	live := t.TempDir()
	s := open(t, live)
	defer s.Close()
	relaytest.Compare(t, mem.New(), s)
	back, dir := restore(t, snapshot(t, live))
	if got, err := back.Verify(t.Context()); err != nil || got.Entries == 0 || got.Chains == 0 || got.Commits == 0 {
		t.Fatalf("%+v, %v", got, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := back.Close(); err != nil {
		t.Fatal(err)
	}
	if a, b := dump(t, live), dump(t, dir); a != b {
		t.Error("the tables of the backup are not those of the store")
	} else if !strings.Contains(a, "entries") || len(a) < 10000 {
		t.Errorf("only %d bytes were compared", len(a))
	}
}

// dump is every row of every table.
func dump(t *testing.T, dir string) string {
	t.Helper()
	db, err := sqlite3.Open(filepath.Join(dir, "relay.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var b strings.Builder
	for _, table := range rows(t, db, `SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`) {
		fmt.Fprintf(&b, "%s\n%s\n", table, strings.Join(rows(t, db, "SELECT * FROM "+table+" ORDER BY 1, 2"), "\n"))
	}
	return b.String()
}

func rows(t *testing.T, db *sqlite3.Conn, sql string) (out []string) {
	t.Helper()
	s, _, err := db.Prepare(sql)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for s.Step() {
		var cells []string
		for i := range s.ColumnCount() {
			cells = append(cells, s.ColumnText(i))
		}
		out = append(out, strings.Join(cells, "|"))
	}
	if err := s.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// Six devices push as fast as they can, backups are made meanwhile, and each
// has a beginning of every device's history: all that had been acknowledged
// when the backup began, and nothing that was never sent.
func TestABackupUnderLoadIsAPrefixOfWhatWasAcknowledged(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	defer s.Close()
	c := newCrowd(t, s)
	stop, cancel := context.WithCancel(t.Context())
	var done sync.WaitGroup
	for i := range c.devices {
		done.Go(func() { c.devices[i].pushUntil(t, stop, s) })
	}
	for range 5 {
		c.wait(t)
		before := c.acknowledged()
		backup := snapshot(t, dir)
		after := c.acknowledged()
		back, _ := restore(t, backup)
		c.compare(t, back, before, after)
		if err := back.Close(); err != nil {
			t.Fatal(err)
		}
	}
	cancel()
	done.Wait()
	c.compare(t, s, c.acknowledged(), c.acknowledged())
}

// crowd is six devices of one person who write into one space.
type crowd struct {
	space   wire.ID
	devices []*pusher
}

// pusher is one device: what it sends, and how much was acknowledged.
type pusher struct {
	by    wire.ID
	id    wire.ID
	chain *relaytest.Chain

	mu    sync.Mutex
	sent  []wire.Entry
	acked int
}

func newCrowd(t *testing.T, s *sqlite.Store) *crowd {
	t.Helper()
	w := relaytest.NewWorld(21)
	ada := w.Person()
	c := &crowd{space: w.ID()}
	if err := errors.Join(
		s.CreateAccount(t.Context(), ada.Account()),
		s.CreateSpace(t.Context(), ada.ID, wire.NewSpace{Space: c.space, Commit: w.Bytes(50)}, wire.DefaultLimits(), relaytest.Start),
	); err != nil {
		t.Fatal(err)
	}
	for i := range 6 {
		own := relaytest.NewWorld(uint64(100 + i)) // a world is not for several at once
		id := own.ID()
		c.devices = append(c.devices, &pusher{by: ada.ID, id: id, chain: own.Chain(c.space, id)})
	}
	return c
}

func (p *pusher) pushUntil(t *testing.T, until context.Context, s *sqlite.Store) {
	for until.Err() == nil {
		entries := p.chain.Next(1, 700)
		p.mu.Lock()
		p.sent = append(p.sent, entries...)
		p.mu.Unlock()
		if _, err := s.Push(t.Context(), p.by, relaytest.Batch(entries), wire.DefaultLimits()); err != nil {
			t.Error(err)
			return
		}
		p.mu.Lock()
		p.acked++
		p.mu.Unlock()
	}
}

// wait returns when every device has gone on.
func (c *crowd) wait(t *testing.T) {
	was := c.acknowledged()
	eventually(t, "more from every device", func() bool {
		for i, n := range c.acknowledged() {
			if n < was[i]+3 {
				return false
			}
		}
		return true
	})
}

func (c *crowd) acknowledged() (out []int) {
	for _, d := range c.devices {
		d.mu.Lock()
		out = append(out, d.acked)
		d.mu.Unlock()
	}
	return out
}

// compare wants of every device at least so many entries, at most one more than
// were acknowledged afterwards, and those byte for byte.
func (c *crowd) compare(t *testing.T, s *sqlite.Store, least, most []int) {
	t.Helper()
	items, err := relaytest.PullAll(t.Context(), s, c.space, 0, wire.DefaultLimits().Pull)
	if err != nil {
		t.Fatal(err)
	}
	got := map[wire.ID][][]byte{}
	for _, it := range items {
		e, err := wire.ParseEntry(it.Data)
		if err != nil {
			t.Fatal(err)
		}
		got[e.Header.Device] = append(got[e.Header.Device], it.Data)
	}
	for i, d := range c.devices {
		have := got[d.id]
		if len(have) < least[i] || len(have) > most[i]+1 {
			t.Errorf("device %d: %d entries, and between %d and %d were acknowledged", i, len(have), least[i], most[i])
		}
		d.mu.Lock()
		for n := range have {
			if !bytes.Equal(have[n], d.sent[n].Append(nil)) {
				t.Errorf("device %d: entry %d is not what was sent", i, n+1)
			}
		}
		d.mu.Unlock()
	}
}

func TestABackupHasNothingOfWhatWasErased(t *testing.T) {
	dir := t.TempDir()
	j := keepJournal(t, dir)
	defer j.store.Close()
	if n, of := found(snapshot(t, dir), j.entries[3]); n != of {
		t.Fatalf("%d of %d pieces are in a backup from before; this test would find nothing", n, of)
	}
	j.push(t, []wire.Entry{j.chains[0].Erasing(j.entries[3])})
	if n, of := found(snapshot(t, dir), j.entries[3]); n != 0 {
		t.Errorf("%d of %d pieces of what was erased are in the backup", n, of)
	}
	if _, err := os.Stat(filepath.Join(dir, "snapshot.db")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the file that the backup was made from is still there (%v)", err)
	}
}

func TestARestoreOverwritesNothing(t *testing.T) {
	dir := t.TempDir()
	j := keepJournal(t, dir)
	backup := snapshot(t, dir)
	again := func(want error) {
		t.Helper()
		if _, err := sqlite.Restore(t.Context(), sqlite.Config{Dir: dir}, bytes.NewReader(backup)); !errors.Is(err, want) {
			t.Fatalf("got %v, want %v", err, want)
		}
	}
	again(sqlite.ErrInUse)
	if err := j.store.Close(); err != nil {
		t.Fatal(err)
	}
	was := dump(t, dir)
	again(sqlite.ErrOccupied)
	if dump(t, dir) != was {
		t.Error("the store is another one")
	}
}

// Each line breaks a store in one way, and the restore of its backup says so and
// leaves nothing behind.
func TestARestoreRefusesWhatIsDamaged(t *testing.T) {
	for what, sql := range map[string]string{
		"the words of entry":     `UPDATE words SET body = zeroblob(length(body)) WHERE pos = 9`,
		"is not the one that":    `UPDATE entries SET hash = zeroblob(32) WHERE seq = 3`,
		"does not follow":        `DELETE FROM entries WHERE seq = 3`,
		"its head is":            `UPDATE chains SET seq = seq + 1`,
		"a chain ends with":      `DELETE FROM chains`,
		"has lost its entries":   `DELETE FROM entries`,
		"the stream of a space":  `UPDATE spaces SET pos = pos + 1`,
		"a commit of a space":    `DELETE FROM commits`,
		"belongs to nothing":     `DELETE FROM items WHERE pos = 5`,
		"cannot be read":         `UPDATE items SET data = x'00' WHERE pos = 5`,
		"is somewhere else":      `UPDATE items SET data = (SELECT data FROM items WHERE pos = 6) WHERE pos = 5`,
		"database disk image is": "",
	} {
		t.Run(what, func(t *testing.T) {
			dir := t.TempDir()
			j := keepJournal(t, dir)
			if err := j.store.Close(); err != nil {
				t.Fatal(err)
			}
			if sql != "" {
				harm(t, dir, sql)
			}
			backup := snapshot(t, dir)
			if sql == "" {
				copy(backup[len(backup)/2:], make([]byte, 5000))
			}
			into := filepath.Join(t.TempDir(), "restored")
			_, err := sqlite.Restore(t.Context(), sqlite.Config{Dir: into}, bytes.NewReader(backup))
			if !errors.Is(err, sqlite.ErrDamaged) || sql != "" && !strings.Contains(err.Error(), what) {
				t.Fatalf("got %v, want it to say %q", err, what)
			}
			left, err := os.ReadDir(into)
			if err != nil || len(left) != 1 { // relay.lock
				t.Errorf("%v is left (%v)", left, err)
			}
		})
	}
}

func harm(t *testing.T, dir, sql string) {
	t.Helper()
	db, err := sqlite3.Open(filepath.Join(dir, "relay.db"))
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(db.Exec("PRAGMA foreign_keys = OFF; "+sql), db.Close()); err != nil {
		t.Fatal(err)
	}
}

func TestAStrangeFileIsNoBackup(t *testing.T) {
	for name, b := range map[string][]byte{"nothing": nil, "a letter": bytes.Repeat([]byte("Dear Noor, "), 1000)} {
		into := filepath.Join(t.TempDir(), "restored")
		if _, err := sqlite.Restore(t.Context(), sqlite.Config{Dir: into}, bytes.NewReader(b)); !errors.Is(err, sqlite.ErrDamaged) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if err := sqlite.Snapshot(t.Context(), sqlite.Config{Dir: t.TempDir()}, &bytes.Buffer{}); !errors.Is(err, sqlite.ErrNoStore) {
		t.Errorf("an empty folder: got %v", err)
	}
}
