package sqlite_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"pleach/internal/relay/relaytest"
	"pleach/internal/relay/sqlite"
	"pleach/wire"
)

// needles are pieces of what an erasure must leave no trace of: the key, and
// the words from end to end, because a long body lies on many pages.
func needles(e wire.Entry) [][]byte {
	out := [][]byte{e.Wrap[:32], e.Wrap[40:]}
	for b := e.Body; len(b) >= 32; b = b[min(len(b), 1000):] {
		out = append(out, b[:32])
	}
	return append(out, e.Body[len(e.Body)-32:])
}

// haystack is every byte in the files of a folder.
func haystack(t *testing.T, dir string) []byte {
	t.Helper()
	var all []byte
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		b, err := os.ReadFile(filepath.Join(dir, f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, b...)
	}
	return all
}

// found counts the needles of an entry that are in the haystack.
func found(all []byte, e wire.Entry) (n, of int) {
	for _, needle := range needles(e) {
		if of++; bytes.Contains(all, needle) {
			n++
		}
	}
	return n, of
}

// journal is a couple whose entries are of many sizes, from several devices, so
// that pages fill, split and empty.
type journal struct {
	*relaytest.World
	store   *sqlite.Store
	space   wire.ID
	ada     *relaytest.Person
	chains  []*relaytest.Chain
	entries []wire.Entry
}

func keepJournal(t *testing.T, dir string) *journal {
	t.Helper()
	j := &journal{World: relaytest.NewWorld(7), store: open(t, dir)}
	j.ada, j.space = j.Person(), j.ID()
	if err := j.store.CreateAccount(t.Context(), j.ada.Account()); err != nil {
		t.Fatal(err)
	}
	if err := j.store.CreateSpace(t.Context(), j.ada.ID, wire.NewSpace{Space: j.space, Commit: j.Bytes(100)}, wire.DefaultLimits(), relaytest.Start); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		c := j.Chain(j.space, j.ID())
		j.chains = append(j.chains, c)
		j.push(t, c.Next(1, 129))
	}
	sizes := []int{552, 700, 1100, 5000, 552, 20000}
	for i := range 120 {
		e := j.chains[i%3].Next(1, sizes[i%len(sizes)])
		j.push(t, e)
		j.entries = append(j.entries, e[0])
	}
	return j
}

func (j *journal) push(t *testing.T, entries []wire.Entry) {
	t.Helper()
	if _, err := j.store.Push(t.Context(), j.ada.ID, relaytest.Batch(entries), wire.DefaultLimits()); err != nil {
		t.Fatal(err)
	}
}

// eventually waits for the writer, which empties the log when nobody waits.
func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for range 600 {
		if ok() {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatal("it never came to this: ", what)
}

func TestNothingOfWhatIsErasedIsLeftInTheFiles(t *testing.T) {
	dir := t.TempDir()
	j := keepJournal(t, dir)
	defer func() { _ = j.store.Close() }()
	before := haystack(t, dir)
	for i, e := range j.entries {
		if n, of := found(before, e); n != of {
			t.Fatalf("entry %d: %d of %d pieces are in the files before; this test would find nothing", i, n, of)
		}
	}
	erased := map[int]bool{}
	for i := 0; i < len(j.entries); i += 2 {
		erased[i] = true
		j.push(t, []wire.Entry{j.chains[(i+1)%3].Erasing(j.entries[i])})
	}
	check := func(dir string) {
		t.Helper()
		all := haystack(t, dir)
		for i, e := range j.entries {
			n, of := found(all, e)
			if erased[i] && n > 0 {
				t.Errorf("entry %d was erased, and %d of %d pieces are still in %s", i, n, of, filepath.Base(dir))
			}
			if !erased[i] && n != of {
				t.Errorf("entry %d was not erased, and %d of %d pieces are gone", i, of-n, of)
			}
		}
	}
	eventually(t, "an empty write-ahead log", func() bool { return size(t, dir, "relay.db-wal") == 0 })
	check(dir)
	backup := filepath.Join(t.TempDir(), "backup")
	if err := os.CopyFS(backup, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	check(backup)
	if err := j.store.Close(); err != nil {
		t.Fatal(err)
	}
	check(dir)
}

func size(t *testing.T, dir, name string) int64 {
	t.Helper()
	info, err := os.Stat(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}

// A reader keeps the log from being emptied only while it reads.
func TestReadersDelayAnErasureAndDoNotPreventIt(t *testing.T) {
	dir := t.TempDir()
	j := keepJournal(t, dir)
	defer j.store.Close()
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for {
			select {
			case <-stop:
				return
			default:
				if _, err := j.store.Pull(t.Context(), j.space, 0, 1<<20); err != nil {
					t.Error(err)
					return
				}
			}
		}
	}()
	j.push(t, []wire.Entry{j.chains[0].Erasing(j.entries[3])})
	for range 20 {
		j.push(t, j.chains[1].Next(1, 552))
	}
	close(stop)
	<-stopped
	eventually(t, "no trace", func() bool {
		n, _ := found(haystack(t, dir), j.entries[3])
		return n == 0
	})
}

// oldFile puts testdata/v1.db.gz, a file of the first schema, into a folder, and
// says again what was pushed into it.
func oldFile(t *testing.T) (dir string, ada *relaytest.Person, space wire.ID, chain *relaytest.Chain, entries []wire.Entry) {
	t.Helper()
	f, err := os.Open("testdata/v1.db.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	dir = t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "relay.db"), b, 0o600); err != nil {
		t.Fatal(err)
	}
	w := relaytest.NewWorld(11)
	ada, space = w.Person(), w.ID()
	w.Bytes(100) // the first commit
	chain = w.Chain(space, ada.Device)
	for _, b := range [][2]int{{1, 129}, {4, 552}, {1, 5000}, {3, 552}} {
		entries = append(entries, chain.Next(b[0], b[1])...)
	}
	return dir, ada, space, chain, entries
}

func TestAnOldFileIsMoved(t *testing.T) {
	dir, ada, space, chain, entries := oldFile(t)
	for range 2 { // the second time there is nothing to move
		s := open(t, dir)
		streamIs(t, s, space, entries)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if n, of := found(haystack(t, dir), entries[5]); n != of {
		t.Fatalf("%d of %d pieces are there", n, of)
	}
	s := open(t, dir)
	defer s.Close()
	tomb := chain.Erasing(entries[5])
	if _, err := s.Push(t.Context(), ada.ID, relaytest.Batch([]wire.Entry{tomb}), wire.DefaultLimits()); err != nil {
		t.Fatal(err)
	}
	entries[5], entries = entries[5].Erase(), append(entries, tomb)
	streamIs(t, s, space, entries)
	eventually(t, "no trace of what the old file had", func() bool {
		_, _, _, _, was := oldFile(t)
		n, _ := found(haystack(t, dir), was[5])
		return n == 0
	})
}

func streamIs(t *testing.T, s *sqlite.Store, space wire.ID, want []wire.Entry) {
	t.Helper()
	items, err := relaytest.PullAll(t.Context(), s, space, 0, 1000)
	if err != nil || len(items) != len(want) {
		t.Fatalf("%d items, want %d (%v)", len(items), len(want), err)
	}
	for i, it := range items {
		if !bytes.Equal(it.Data, want[i].Append(nil)) {
			t.Errorf("item %d is not what was pushed", i)
		}
	}
}
