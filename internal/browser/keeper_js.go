package browser

import (
	"context"
	"syscall/js"

	"pleach/internal/client"
)

// Keeper is client.Keeper: a key of WebCrypto that cannot be exported, in
// IndexedDB beside the Storage, and a share of it that the page has
// (internal/screens/static/store.js).
type Keeper struct{ storage Storage }

var _ client.Keeper = Keeper{}

// OpenKeeper is the keeper of a device, nil where the browser has no WebCrypto:
// it has none for a page that came without TLS from another machine.
func OpenKeeper(s Storage) client.Keeper {
	if js.Global().Get("crypto").Get("subtle").IsUndefined() {
		return nil
	}
	return Keeper{s}
}

// Make implements client.Keeper.
func (k Keeper) Make(ctx context.Context) error {
	_, err := k.storage.call(ctx, "makeSecret")
	return err
}

// Use implements client.Keeper.
func (k Keeper) Use(ctx context.Context, salt []byte) ([]byte, error) {
	v, err := k.storage.call(ctx, "useSecret", arrayOf(salt))
	if err != nil {
		return nil, err
	}
	return bytesOf(v), nil
}

// Drop implements client.Keeper.
func (k Keeper) Drop(ctx context.Context) error {
	_, err := k.storage.call(ctx, "dropSecret")
	return err
}
