package client

import (
	"context"
	"errors"

	"pleach/internal/replica"
	"pleach/wire"
)

// Storage is the device's durable memory: the sealed vault, drafts, and one
// log a space. The browser keeps it in IndexedDB, native programs in files,
// tests in memory. Storagetest is the suite that each must pass.
//
// Values may be stored in clear: whatever must not be read is sealed before it
// gets here. Names are short ASCII words with slashes; they reveal nothing.
type Storage interface {
	// Space returns the memory of one space, made on first Save.
	Space(id wire.ID) replica.Local
	// Get returns the value under a name, or nil when there is none.
	Get(ctx context.Context, name string) ([]byte, error)
	// Put stores a value durably; nil deletes the name.
	Put(ctx context.Context, name string, value []byte) error
	// Names lists the names with a prefix, ascending.
	Names(ctx context.Context, prefix string) ([]string, error)
	// Wipe deletes everything, spaces included.
	Wipe(ctx context.Context) error
}

// ErrStorageFull is what every writing method of a Storage returns, wrapped,
// when the device has no room. Nothing of the change was stored.
var ErrStorageFull = errors.New("client: this device has no room left")

// ErrStorageRefused is what every writing method of a Storage returns, wrapped,
// when the device takes nothing in, full or not: a disk that may only be read,
// or one that fails. Nothing of the change was stored.
var ErrStorageRefused = errors.New("client: this device takes nothing in")
