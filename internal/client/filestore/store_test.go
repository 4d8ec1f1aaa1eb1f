package filestore_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/ncruces/go-sqlite3"

	"pleach/internal/client"
	"pleach/internal/client/filestore"
	"pleach/internal/client/storagetest"
	"pleach/internal/replica"
	"pleach/internal/replica/localtest"
	"pleach/wire"
)

func open(t *testing.T, cfg filestore.Config) *filestore.Store {
	t.Helper()
	s, err := filestore.Open(cfg)
	if err != nil {
		t.Fatalf("Open: %v", err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	return s
}

// device is a folder whose program ends and starts again at every restart. What
// was opened before speaks to the program that runs now, as the suites expect.
type device struct {
	*filestore.Store
	t   *testing.T
	dir string
}

func newDevice(t *testing.T) *device {
	d := &device{t: t, dir: t.TempDir()}
	d.Store = open(t, filestore.Config{Dir: d.dir})
	return d
}

func (d *device) restart() *device {
	d.t.Helper()
	if err := d.Close(); err != nil {
		d.t.Fatalf("Close: %v", err)
	}
	d.Store = open(d.t, filestore.Config{Dir: d.dir})
	return d
}

func (d *device) Space(id wire.ID) replica.Local { return local{d, id} }

type local struct {
	*device
	id wire.ID
}

func (l local) Load(ctx context.Context) (replica.Saved, error) {
	return l.Store.Space(l.id).Load(ctx)
}

func (l local) Save(ctx context.Context, c replica.Change) error {
	return l.Store.Space(l.id).Save(ctx, c)
}

func TestStorageConformance(t *testing.T) {
	storagetest.Run(t, func(t *testing.T) func() client.Storage {
		d := newDevice(t)
		return func() client.Storage { return d.restart() }
	})
}

func TestLocalConformance(t *testing.T) {
	localtest.Run(t, func(t *testing.T) func() replica.Local {
		d := newDevice(t)
		return func() replica.Local { return d.restart().Space(wire.ID{7}) }
	})
}

// Two programs on one folder would each miss what the other wrote.
func TestOneProgramAtATimeHasTheFolder(t *testing.T) {
	dir := t.TempDir()
	first := open(t, filestore.Config{Dir: dir})
	if _, err := filestore.Open(filestore.Config{Dir: dir}); !errors.Is(err, filestore.ErrInUse) {
		t.Fatalf("the second one got %v, want ErrInUse", err)
	}
	if err := first.Put(t.Context(), "vault", []byte("v")); err != nil {
		t.Errorf("the first one cannot write any more: %v", err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	second := open(t, filestore.Config{Dir: dir})
	if got, err := second.Get(t.Context(), "vault"); string(got) != "v" || err != nil {
		t.Errorf("after the first has ended: %q, %v", got, err)
	}
}

func TestTheFolderIsItsOwnersAlone(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "an old folder")
	if err := os.Mkdir(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	s := open(t, filestore.Config{Dir: dir})
	if err := s.Put(t.Context(), "vault", []byte("v")); err != nil {
		t.Fatal(err)
	}
	files := 0
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		want := fs.FileMode(0o600)
		if files++; d.IsDir() {
			want = 0o700
		}
		if err == nil && info.Mode().Perm() != want {
			t.Errorf("%s has mode %o, want %o", d.Name(), info.Mode().Perm(), want)
		}
		return err
	})
	if err != nil || files < 3 {
		t.Errorf("%d files and folders, %v", files, err)
	}
}

// A folder in which a question mark or a space stands is one like any other.
func TestAnyFolderWillDo(t *testing.T) {
	parent := t.TempDir()
	dir := filepath.Join(parent, "100% ours? & #1")
	s := open(t, filestore.Config{Dir: dir})
	if err := s.Put(t.Context(), "vault", []byte("v")); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(parent)
	if err != nil || len(entries) != 1 {
		t.Errorf("beside the folder there is more: %v, %v", entries, err)
	}
}

func TestAFileOfANewerPleachIsLeftAlone(t *testing.T) {
	dir := t.TempDir()
	if err := open(t, filestore.Config{Dir: dir}).Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "device.db")
	db, err := sqlite3.Open("file:" + path)
	if err == nil {
		err = errors.Join(db.Exec("PRAGMA user_version = 99"), db.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
	before, _ := os.ReadFile(path)
	if _, err := filestore.Open(filestore.Config{Dir: dir}); !errors.Is(err, filestore.ErrNewer) {
		t.Errorf("got %v, want ErrNewer", err)
	}
	if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
		t.Error("the file was changed")
	}
}

// What was taken off the device is not left lying in the files.
func TestAWipeLeavesNoBytes(t *testing.T) {
	dir := t.TempDir()
	s := open(t, filestore.Config{Dir: dir})
	canary := bytes.Repeat([]byte("canary"), 2000)
	change := replica.Change{State: canary, Snapshot: canary, Log: canary, Enqueue: [][]byte{canary}}
	if err := errors.Join(s.Put(t.Context(), "vault", canary), s.Space(wire.ID{1}).Save(t.Context(), change)); err != nil {
		t.Fatal(err)
	}
	if !holds(t, dir, "canary") {
		t.Fatal("the search does not find what is there")
	}
	if err := s.Wipe(t.Context()); err != nil {
		t.Fatal(err)
	}
	if holds(t, dir, "canary") {
		t.Error("it is still in the files")
	}
}

func holds(t *testing.T, dir, text string) (found bool) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		found = found || bytes.Contains(data, []byte(text))
	}
	return found
}

func TestAClosedStoreSaysSo(t *testing.T) {
	s := open(t, filestore.Config{Dir: t.TempDir()})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := s.Put(t.Context(), "vault", []byte("v")); !errors.Is(err, filestore.ErrClosed) {
		t.Errorf("got %v, want ErrClosed", err)
	}
}
