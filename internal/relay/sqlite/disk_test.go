package sqlite_test

import (
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/util/vfsutil"
	"github.com/ncruces/go-sqlite3/vfs"

	"pleach/internal/relay"
	"pleach/internal/relay/relaytest"
	"pleach/internal/relay/sqlite"
	"pleach/wire"
)

// disk is the system's disk, until it is told to fail: then writes, or syncs,
// give the error it was told.
type disk struct {
	vfs.VFS
	write, sync atomic.Pointer[error]
	failed      atomic.Int64
	synced      atomic.Int64
}

func newDisk(t *testing.T) *disk {
	d := &disk{VFS: vfs.Find("")}
	name := strings.ReplaceAll(t.Name(), "/", "-")
	vfs.Register(name, d)
	t.Cleanup(func() { vfs.Unregister(name) })
	return d
}

func (d *disk) fail(write, sync error) {
	set := func(p *atomic.Pointer[error], err error) {
		if err == nil {
			p.Store(nil)
			return
		}
		p.Store(&err)
	}
	set(&d.write, write)
	set(&d.sync, sync)
}

func (d *disk) OpenFilename(name *vfs.Filename, flags vfs.OpenFlag) (vfs.File, vfs.OpenFlag, error) {
	f, flags, err := vfsutil.WrapOpenFilename(d.VFS, name, flags)
	if err != nil {
		return f, flags, err
	}
	return &file{File: f, disk: d}, flags, nil
}

type file struct {
	vfs.File
	disk *disk
}

func (f *file) Unwrap() vfs.File               { return f.File }
func (f *file) SharedMemory() vfs.SharedMemory { return vfsutil.WrapSharedMemory(f.File) }
func (f *file) SizeHint(size int64) error      { return vfsutil.WrapSizeHint(f.File, size) }
func (f *file) LockState() vfs.LockLevel       { return vfsutil.WrapLockState(f.File) }
func (f *file) WriteAt(p []byte, off int64) (int, error) {
	if err := f.disk.write.Load(); err != nil {
		f.disk.failed.Add(1)
		return 0, *err
	}
	return f.File.WriteAt(p, off)
}

func (f *file) Sync(flags vfs.SyncFlag) error {
	if err := f.disk.sync.Load(); err != nil {
		f.disk.failed.Add(1)
		return *err
	}
	f.disk.synced.Add(1)
	return f.File.Sync(flags)
}

// On a full disk everybody is told so, what is there can be read, nothing that
// was refused is there, and it goes on when there is room again.
func TestFullDisk(t *testing.T) {
	for name, fault := range map[string]struct{ write, sync error }{
		"no room to write":   {write: sqlite3.FULL},
		"write error":        {write: sqlite3.IOERR_WRITE},
		"sync error":         {sync: sqlite3.IOERR_FSYNC},
		"made read-only":     {write: sqlite3.READONLY},
		"neither of the two": {write: sqlite3.FULL, sync: sqlite3.IOERR_FSYNC},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDisk(t)
			dir := t.TempDir()
			store, err := sqlite.Open(sqlite.Config{Dir: dir, VFS: strings.ReplaceAll(t.Name(), "/", "-")})
			if err != nil {
				t.Fatal(err)
			}
			w := relaytest.NewWorld(3)
			ada := w.Person()
			space := w.ID()
			l := wire.DefaultLimits()
			if err := errors.Join(
				store.CreateAccount(t.Context(), ada.Account()),
				store.CreateSpace(t.Context(), ada.ID, wire.NewSpace{Space: space, Commit: w.Bytes(50)}, l, relaytest.Start),
			); err != nil {
				t.Fatal(err)
			}
			var before, during []relay.Batch
			for range 16 {
				chain := w.Chain(space, w.ID())
				before = append(before, chain.Batch(1, 500))
				during = append(during, chain.Batch(1, 500))
			}
			for _, err := range pushAll(t, store, ada.ID, before) {
				if err != nil {
					t.Fatal(err)
				}
			}

			d.fail(fault.write, fault.sync)
			for _, err := range pushAll(t, store, ada.ID, during) {
				if !errors.Is(err, &wire.Problem{Code: wire.CodeFull}) {
					t.Fatalf("got %v, want it refused with full", err)
				}
			}
			if d.failed.Load() == 0 {
				t.Fatal("the disk was never asked")
			}
			count(t, store, space, len(before))

			d.fail(nil, nil)
			for range 2 {
				for _, err := range pushAll(t, store, ada.ID, during) {
					if err != nil {
						t.Fatalf("with room again: %v", err)
					}
				}
			}
			count(t, store, space, len(before)+len(during))
			if err := store.Close(); err != nil {
				t.Fatal(err)
			}
			again := open(t, dir)
			defer again.Close()
			count(t, again, space, len(before)+len(during))
		})
	}
}

func pushAll(t *testing.T, s relay.Store, by wire.ID, batches []relay.Batch) []error {
	errs := make([]error, len(batches))
	var all sync.WaitGroup
	for i, b := range batches {
		all.Go(func() { _, errs[i] = s.Push(t.Context(), by, b, wire.DefaultLimits()) })
	}
	all.Wait()
	return errs
}

func count(t *testing.T, s relay.Store, space wire.ID, want int) {
	t.Helper()
	items, err := relaytest.PullAll(t.Context(), s, space, 0, wire.DefaultLimits().Pull)
	if err != nil {
		t.Fatal(err)
	}
	if len(items) != want {
		t.Fatalf("%d items, want %d", len(items), want)
	}
}
