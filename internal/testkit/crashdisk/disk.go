package crashdisk

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"sync"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/util/vfsutil"
	"github.com/ncruces/go-sqlite3/vfs"
)

// Disk is a VFS whose power can be cut. Make it with New.
type Disk struct {
	vfs.VFS
	name string

	mu    sync.Mutex
	files map[string]*image
	rand  *rand.Rand
	left  int // calls until the power goes; 0: it stays
	dead  bool
	deaf  bool // syncs are not heard
}

// New registers a disk under a name, over the system's.
func New(name string) *Disk {
	d := &Disk{VFS: vfs.Find(""), name: name, files: map[string]*image{}}
	vfs.Register(name, d)
	return d
}

// Close takes the disk out of SQLite's list.
func (d *Disk) Close() { vfs.Unregister(d.name) }

// Deaf makes the disk say that it has synced without doing so, as some do.
func (d *Disk) Deaf() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.deaf = true
}

// CutAfter cuts the power in the n-th call from now that writes, syncs,
// truncates or deletes; 0: it stays. What survives follows from the seed.
func (d *Disk) CutAfter(n int, seed uint64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.left, d.rand = n, rand.New(rand.NewPCG(seed, 0))
}

// Cut cuts the power now.
func (d *Disk) Cut(seed uint64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.dead, d.rand = true, rand.New(rand.NewPCG(seed, 0))
}

// Dead reports whether the power is gone.
func (d *Disk) Dead() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.dead
}

// PowerOn leaves in the files what the cut has left. Nobody may have them open.
func (d *Disk) PowerOn() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, path := range slices.Sorted(maps.Keys(d.files)) {
		f := d.files[path]
		f.survive(d.rand)
		if err := os.WriteFile(path, f.durable, 0o600); err != nil {
			return fmt.Errorf("crashdisk: %w", err)
		}
		if err := os.RemoveAll(path + "-shm"); err != nil {
			return fmt.Errorf("crashdisk: %w", err)
		}
	}
	d.dead, d.left = false, 0
	return nil
}

// tick counts a call that changes something. It reports whether the power is
// there until its end, and whether it was at its beginning.
func (d *Disk) tick() (ends, began bool) {
	if d.dead {
		return false, false
	}
	if d.left > 0 {
		d.left--
		d.dead = d.left == 0
	}
	return !d.dead, true
}

// OpenFilename implements vfs.VFSFilename.
func (d *Disk) OpenFilename(name *vfs.Filename, flags vfs.OpenFlag) (vfs.File, vfs.OpenFlag, error) {
	if d.Dead() {
		return nil, flags, sqlite3.CANTOPEN
	}
	under, flags, err := vfsutil.WrapOpenFilename(d.VFS, name, flags)
	if err != nil || flags&(vfs.OPEN_MAIN_DB|vfs.OPEN_WAL|vfs.OPEN_MAIN_JOURNAL) == 0 {
		return under, flags, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	path := name.String()
	f := d.files[path]
	if f == nil {
		f = &image{}
		if f.durable, err = os.ReadFile(path); err != nil {
			_ = under.Close()
			return nil, flags, sqlite3.CANTOPEN
		}
		d.files[path] = f
	}
	return &file{File: under, disk: d, image: f}, flags, nil
}

// Delete implements vfs.VFS.
func (d *Disk) Delete(name string, syncDir bool) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if ends, _ := d.tick(); !ends {
		return sqlite3.IOERR_DELETE
	}
	delete(d.files, name)
	return d.VFS.Delete(name, syncDir)
}
