package browser

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"syscall/js"

	"pleach/internal/client"
	"pleach/internal/replica"
	"pleach/wire"
)

// ErrTakenOver says that another tab has become the one that writes. Nothing of
// the change was stored, and nothing more will be.
var ErrTakenOver = errors.New("browser: another tab has taken over")

// Storage is client.Storage in IndexedDB. A write is one transaction with
// strict durability.
type Storage struct{ store js.Value }

var _ client.Storage = Storage{}

// OpenStorage opens this origin's database, makes it when it is new, and shuts
// every worker out that opened it before.
func OpenStorage(ctx context.Context) (Storage, error) {
	s := Storage{store: js.Global().Get("pleachStore")}
	_, err := s.call(ctx, "open")
	return s, err
}

// call runs one function of store.js. A context that has ended starts nothing;
// one that ends later does not interrupt, so that a caller never has to wonder
// whether a write happened.
func (s Storage) call(ctx context.Context, name string, args ...any) (js.Value, error) {
	if err := ctx.Err(); err != nil {
		return js.Undefined(), err
	}
	v, err := await(context.WithoutCancel(ctx), s.store.Call(name, args...))
	if err != nil {
		return js.Undefined(), fmt.Errorf("browser: storage, %s: %w", name, named(err))
	}
	return v, nil
}

// named gives the errors that a person can do something about their names.
func named(err error) error {
	var e jsError
	switch {
	case !errors.As(err, &e):
		return err
	case e.Name == "QuotaExceededError":
		return client.ErrStorageFull
	case e.Name == "NotAllowedError":
		return ErrTakenOver
	}
	return err
}

// Get implements client.Storage.
func (s Storage) Get(ctx context.Context, name string) ([]byte, error) {
	v, err := s.call(ctx, "get", name)
	if err != nil {
		return nil, err
	}
	return bytesOf(v), nil
}

// Put implements client.Storage.
func (s Storage) Put(ctx context.Context, name string, value []byte) error {
	_, err := s.call(ctx, "put", name, arrayOf(value))
	return err
}

// Names implements client.Storage.
func (s Storage) Names(ctx context.Context, prefix string) ([]string, error) {
	v, err := s.call(ctx, "names", prefix)
	if err != nil || v.String() == "" {
		return nil, err
	}
	return strings.Split(v.String(), "\n"), nil
}

// Wipe implements client.Storage.
func (s Storage) Wipe(ctx context.Context) error {
	_, err := s.call(ctx, "wipe")
	return err
}

// Space implements client.Storage.
func (s Storage) Space(id wire.ID) replica.Local { return local{storage: s, space: id.String()} }

// local is one space's part of the database.
type local struct {
	storage Storage
	space   string
}

// Load implements replica.Local.
func (l local) Load(ctx context.Context) (replica.Saved, error) {
	v, err := l.storage.call(ctx, "load", l.space)
	if err != nil {
		return replica.Saved{}, err
	}
	return replica.Saved{
		State:    bytesOf(v.Get("state")),
		Snapshot: bytesOf(v.Get("snapshot")),
		Log:      split(v.Get("log")),
		Outbox:   split(v.Get("outbox")),
	}, nil
}

// Save implements replica.Local.
func (l local) Save(ctx context.Context, c replica.Change) error {
	queue := js.Global().Get("Array").New()
	for _, b := range c.Enqueue {
		queue.Call("push", arrayOf(b))
	}
	replace := js.Global().Get("Array").New()
	for _, part := range c.Replace {
		replace.Call("push", map[string]any{"at": part.At, "bytes": arrayOf(part.Data)})
	}
	_, err := l.storage.call(ctx, "save", l.space, map[string]any{
		"replace":  replace,
		"state":    arrayOf(c.State),
		"snapshot": arrayOf(c.Snapshot),
		"log":      arrayOf(c.Log),
		"enqueue":  queue,
		"dequeue":  c.Dequeue,
	})
	return err
}

// split takes apart what store.js joined: one copy for all records.
func split(v js.Value) [][]byte {
	sizes, all := bytesOf(v.Get("sizes")), bytesOf(v.Get("bytes"))
	var list [][]byte
	for ; len(sizes) > 0; sizes = sizes[4:] {
		n := binary.LittleEndian.Uint32(sizes)
		list = append(list, all[:n:n])
		all = all[n:]
	}
	return list
}
