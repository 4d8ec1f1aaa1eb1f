package crashdisk

import (
	"slices"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/util/vfsutil"
	"github.com/ncruces/go-sqlite3/vfs"
)

// file is an open file of the disk.
type file struct {
	vfs.File
	disk  *Disk
	image *image
}

func (f *file) Unwrap() vfs.File               { return f.File }
func (f *file) SharedMemory() vfs.SharedMemory { return vfsutil.WrapSharedMemory(f.File) }
func (f *file) LockState() vfs.LockLevel       { return vfsutil.WrapLockState(f.File) }

// ReadAt implements vfs.File.
func (f *file) ReadAt(p []byte, off int64) (int, error) {
	if f.disk.Dead() {
		return 0, sqlite3.IOERR_READ
	}
	return f.File.ReadAt(p, off)
}

// WriteAt implements vfs.File. Where the power goes in the middle of it, some of
// it may be there afterwards.
func (f *file) WriteAt(p []byte, off int64) (int, error) {
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	ends, began := f.disk.tick()
	if began {
		f.image.pending = append(f.image.pending, change{off, slices.Clone(p)})
	}
	if !ends {
		return 0, sqlite3.IOERR_WRITE
	}
	return f.File.WriteAt(p, off)
}

// Truncate implements vfs.File.
func (f *file) Truncate(size int64) error {
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	ends, began := f.disk.tick()
	if began {
		f.image.pending = append(f.image.pending, change{at: size})
	}
	if !ends {
		return sqlite3.IOERR_TRUNCATE
	}
	return f.File.Truncate(size)
}

// Sync implements vfs.File. The system's disk is not asked: its power stays.
func (f *file) Sync(vfs.SyncFlag) error {
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	if ends, _ := f.disk.tick(); !ends {
		return sqlite3.IOERR_FSYNC
	}
	if !f.disk.deaf {
		f.image.sync()
	}
	return nil
}
