package filestore_test

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/util/vfsutil"
	"github.com/ncruces/go-sqlite3/vfs"

	"pleach/internal/client"
	"pleach/internal/client/filestore"
	"pleach/internal/replica"
	"pleach/wire"
)

// disk is the system's disk until it is told to fail: then writes, or syncs,
// give the error that it was told.
type disk struct {
	vfs.VFS
	name        string
	write, sync atomic.Pointer[error]
	failed      atomic.Int64
}

func newDisk(t *testing.T) *disk {
	d := &disk{VFS: vfs.Find(""), name: strings.ReplaceAll(t.Name(), "/", "-")}
	vfs.Register(d.name, d)
	t.Cleanup(func() { vfs.Unregister(d.name) })
	return d
}

func (d *disk) fail(write, sync error) {
	for p, err := range map[*atomic.Pointer[error]]error{&d.write: write, &d.sync: sync} {
		p.Store(nil)
		if err != nil {
			p.Store(&err)
		}
	}
}

func (d *disk) OpenFilename(name *vfs.Filename, flags vfs.OpenFlag) (vfs.File, vfs.OpenFlag, error) {
	f, flags, err := vfsutil.WrapOpenFilename(d.VFS, name, flags)
	if err != nil {
		return f, flags, err
	}
	return &diskFile{File: f, disk: d}, flags, nil
}

type diskFile struct {
	vfs.File
	disk *disk
}

func (f *diskFile) Unwrap() vfs.File               { return f.File }
func (f *diskFile) SharedMemory() vfs.SharedMemory { return vfsutil.WrapSharedMemory(f.File) }
func (f *diskFile) SizeHint(size int64) error      { return vfsutil.WrapSizeHint(f.File, size) }
func (f *diskFile) LockState() vfs.LockLevel       { return vfsutil.WrapLockState(f.File) }

func (f *diskFile) WriteAt(p []byte, off int64) (int, error) {
	if err := f.disk.write.Load(); err != nil {
		f.disk.failed.Add(1)
		return 0, *err
	}
	return f.File.WriteAt(p, off)
}

func (f *diskFile) Sync(flags vfs.SyncFlag) error {
	if err := f.disk.sync.Load(); err != nil {
		f.disk.failed.Add(1)
		return *err
	}
	return f.File.Sync(flags)
}

// Whatever is wrong with the disk, it has a name that a person is told in
// words, nothing of the change is there, what was there can be read, and it
// goes on when the disk does.
func TestADiskThatTakesNothing(t *testing.T) {
	for name, c := range map[string]struct{ write, sync, want error }{
		"full":                     {write: sqlite3.FULL, want: client.ErrStorageFull},
		"failing":                  {write: sqlite3.IOERR_WRITE, want: client.ErrStorageRefused},
		"failing when it must":     {sync: sqlite3.IOERR_FSYNC, want: client.ErrStorageRefused},
		"made read-only meanwhile": {write: sqlite3.READONLY, want: client.ErrStorageRefused},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDisk(t)
			cfg := filestore.Config{Dir: t.TempDir(), VFS: d.name}
			s := open(t, cfg)
			space := s.Space(wire.ID{1})
			kept := replica.Change{State: []byte("s"), Log: []byte("l"), Enqueue: [][]byte{[]byte("o")}}
			if err := errors.Join(s.Put(t.Context(), "vault", []byte("v")), space.Save(t.Context(), kept)); err != nil {
				t.Fatal(err)
			}

			d.fail(c.write, c.sync)
			more := replica.Change{State: []byte("S"), Log: []byte("L"), Dequeue: 1, Enqueue: [][]byte{[]byte("O")}}
			for what, err := range map[string]error{
				"Put": s.Put(t.Context(), "vault", []byte("V")), "Save": space.Save(t.Context(), more), "Wipe": s.Wipe(t.Context()),
			} {
				if !errors.Is(err, c.want) {
					t.Errorf("%s = %v, want %v", what, err, c.want)
				}
			}
			if d.failed.Load() == 0 {
				t.Fatal("the disk was never asked")
			}
			before := replica.Saved{State: []byte("s"), Log: [][]byte{[]byte("l")}, Outbox: [][]byte{[]byte("o")}}
			has(t, s, "v", before)

			d.fail(nil, nil)
			if err := space.Save(t.Context(), more); err != nil {
				t.Fatalf("with a sound disk again: %v", err)
			}
			after := replica.Saved{State: []byte("S"), Log: [][]byte{[]byte("l"), []byte("L")}, Outbox: [][]byte{[]byte("O")}}
			has(t, s, "v", after)
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			has(t, open(t, cfg), "v", after)
		})
	}
}

func has(t *testing.T, s *filestore.Store, vault string, want replica.Saved) {
	t.Helper()
	if got, err := s.Get(t.Context(), "vault"); string(got) != vault || err != nil {
		t.Errorf("the vault is %q, %v; want %q", got, err, vault)
	}
	if got, err := s.Space(wire.ID{1}).Load(t.Context()); !reflect.DeepEqual(got, want) || err != nil {
		t.Errorf("the space is %q, %v; want %q", got, err, want)
	}
}

// The power goes after a change was acknowledged: the files are as they lay
// there, log and all, and a program that starts on them finds the change.
func TestWhatWasAcknowledgedOutlivesThePower(t *testing.T) {
	running, found := t.TempDir(), t.TempDir()
	s := open(t, filestore.Config{Dir: running})
	if err := s.Space(wire.ID{1}).Save(t.Context(), replica.Change{Log: []byte("l")}); err != nil {
		t.Fatal(err)
	}
	if err := s.Put(t.Context(), "vault", []byte("v")); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(filepath.Join(found, "disk"), os.DirFS(running)); err != nil {
		t.Fatal(err)
	}
	has(t, open(t, filestore.Config{Dir: filepath.Join(found, "disk")}), "v", replica.Saved{Log: [][]byte{[]byte("l")}})
}

// A folder that cannot be made is named, so that another can be chosen.
func TestAFolderThatCannotBeMade(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := filestore.Open(filestore.Config{Dir: filepath.Join(file, "folder")})
	if err == nil || !strings.Contains(err.Error(), file) {
		t.Errorf("the error is %v", err)
	}
}
