package client_test

import (
	"context"
	"sync"

	"pleach/internal/client"
	"pleach/internal/client/memstore"
	"pleach/internal/replica"
	"pleach/wire"
)

// disk is a device's storage that can be backed up, put back, and filled up.
type disk struct {
	client.Storage
	mu     sync.Mutex
	spaces map[wire.ID]bool
	room   int // writes that still fit; negative when there is room enough
}

func newDisk() *disk {
	return &disk{Storage: memstore.New(), spaces: map[wire.ID]bool{}, room: -1}
}

// backup is another disk with the same content.
func (d *disk) backup() *disk {
	d.mu.Lock()
	defer d.mu.Unlock()
	to := newDisk()
	names, err := d.Storage.Names(ctx, "")
	mustNot(err)
	for _, name := range names {
		value, err := d.Storage.Get(ctx, name)
		mustNot(err)
		mustNot(to.Put(ctx, name, value))
	}
	for id := range d.spaces {
		saved, err := d.Storage.Space(id).Load(ctx)
		mustNot(err)
		local := to.Space(id)
		mustNot(local.Save(ctx, replica.Change{State: saved.State, Snapshot: saved.Snapshot, Enqueue: saved.Outbox}))
		for _, part := range saved.Log {
			mustNot(local.Save(ctx, replica.Change{Log: part}))
		}
	}
	return to
}

// mustNot stops a test whose disk in memory fails, which it never does.
func mustNot(err error) {
	if err != nil {
		panic(err)
	}
}

// fits takes one write, or refuses it.
func (d *disk) fits() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.room == 0 {
		return client.ErrStorageFull
	}
	d.room--
	return nil
}

func (d *disk) setRoom(n int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.room = n
}

// Put fails when the disk is full; deleting always fits.
func (d *disk) Put(ctx context.Context, name string, value []byte) error {
	if value != nil {
		if err := d.fits(); err != nil {
			return err
		}
	}
	return d.Storage.Put(ctx, name, value)
}

func (d *disk) Space(id wire.ID) replica.Local {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.spaces[id] = true
	return diskSpace{d.Storage.Space(id), d}
}

type diskSpace struct {
	replica.Local
	disk *disk
}

func (s diskSpace) Save(ctx context.Context, c replica.Change) error {
	if err := s.disk.fits(); err != nil {
		return err
	}
	return s.Local.Save(ctx, c)
}

// deviceOn is a device with a disk of its own.
func (w *world) deviceOn(s *disk) *device {
	d := w.device()
	d.storage = s
	d.open(w.origin)
	return d
}

// Wipe makes room.
func (d *disk) Wipe(ctx context.Context) error {
	d.setRoom(-1)
	return d.Storage.Wipe(ctx)
}
