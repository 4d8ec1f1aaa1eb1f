package browser

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"syscall/js"
	"testing"

	"pleach/internal/client"
	"pleach/internal/client/storagetest"
	"pleach/internal/replica"
	"pleach/wire"
)

// These tests run inside Chromium's worker; package browsertest starts them.

func opened(t *testing.T) Storage {
	t.Helper()
	s, err := OpenStorage(t.Context())
	if err != nil {
		t.Fatalf("OpenStorage: %v", err)
	}
	return s
}

func TestStorageConformance(t *testing.T) {
	storagetest.Run(t, func(t *testing.T) func() client.Storage {
		if err := opened(t).Wipe(t.Context()); err != nil {
			t.Fatalf("Wipe: %v", err)
		}
		return func() client.Storage { return opened(t) }
	})
}

func TestKeeperConformance(t *testing.T) {
	storagetest.RunKeeper(t, func(t *testing.T) func() client.Keeper {
		if err := OpenKeeper(opened(t)).Drop(t.Context()); err != nil {
			t.Fatalf("Drop: %v", err)
		}
		return func() client.Keeper { return OpenKeeper(opened(t)) }
	})
}

// The page forgets its share when somebody takes the quick exit. What is left in
// the database is a key that nobody can read and that makes nothing.
func TestAKeptKeyIsOfNoUseWithoutThePagesShare(t *testing.T) {
	k, salt := OpenKeeper(opened(t)), bytes.Repeat([]byte{1}, 32)
	if err := k.Make(t.Context()); err != nil {
		t.Fatal(err)
	}
	share := js.Global().Get("pleachShare")
	js.Global().Set("pleachShare", js.Null())
	if got, err := k.Use(t.Context(), salt); got != nil || err != nil {
		t.Errorf("without the share: %x, %v", got, err)
	}
	js.Global().Set("pleachShare", share)
	if got, err := k.Use(t.Context(), salt); len(got) != 32 || err != nil {
		t.Errorf("with it: %x, %v", got, err)
	}
	script := `new Promise((resolve, reject) => {
		const open = indexedDB.open("pleach");
		open.onsuccess = () => {
			const get = open.result.transaction("meta").objectStore("meta").get("secret");
			get.onsuccess = () => { open.result.close(); resolve(get.result); };
		};
	}).then((key) => [key.extractable, key.usages.join()].join())`
	got, err := await(t.Context(), js.Global().Call("eval", script))
	if err != nil || got.String() != "false,deriveBits" {
		t.Errorf("the key is %v, %v", got, err)
	}
}

// A tab that was taken over may not know it yet. It must not write.
func TestATabThatWasTakenOverCannotWrite(t *testing.T) {
	s := opened(t)
	if err := s.Wipe(t.Context()); err != nil {
		t.Fatal(err)
	}
	takeOver(t)
	space := s.Space(wire.ID{7})
	for what, err := range map[string]error{
		"Put":  s.Put(t.Context(), "vault", []byte("v")),
		"Save": space.Save(t.Context(), replica.Change{Log: []byte("l")}),
		"Wipe": s.Wipe(t.Context()),
	} {
		if !errors.Is(err, ErrTakenOver) {
			t.Errorf("%s = %v, want ErrTakenOver", what, err)
		}
	}
	if got, err := opened(t).Get(t.Context(), "vault"); got != nil || err != nil {
		t.Errorf("the refused value is there: %q, %v", got, err)
	}
}

// takeOver does what another tab's worker does when it opens the database.
func takeOver(t *testing.T) {
	t.Helper()
	script := `new Promise((resolve, reject) => {
		const open = indexedDB.open("pleach");
		open.onsuccess = () => {
			const tx = open.result.transaction("meta", "readwrite");
			tx.objectStore("meta").put("another", "owner");
			tx.oncomplete = () => { open.result.close(); resolve(); };
			tx.onabort = () => reject(tx.error);
		};
	})`
	if _, err := await(t.Context(), js.Global().Call("eval", script)); err != nil {
		t.Fatal(err)
	}
}

func TestAFullDeviceIsNamed(t *testing.T) {
	for _, c := range []struct {
		name string
		want error
	}{
		{"QuotaExceededError", client.ErrStorageFull},
		{"NotAllowedError", ErrTakenOver},
	} {
		thrown := js.Global().Get("DOMException").New("message", c.name)
		_, err := await(t.Context(), js.Global().Get("Promise").Call("reject", thrown))
		if got := named(err); !errors.Is(got, c.want) {
			t.Errorf("%s became %v, want %v", c.name, got, c.want)
		}
	}
}

// Waiting must let the event loop run: a timer fires while a goroutine waits.
func TestAwaitEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	never := js.Global().Get("Promise").New(js.FuncOf(func(js.Value, []js.Value) any { return nil }))
	js.Global().Call("setTimeout", js.FuncOf(func(js.Value, []js.Value) any { cancel(); return nil }), 10)
	if _, err := await(ctx, never); !errors.Is(err, context.Canceled) {
		t.Errorf("await = %v, want context.Canceled", err)
	}
}

// BenchmarkLoad opens ten years of one couple: 15,000 records of 400 bytes.
func BenchmarkLoad(b *testing.B) {
	s, err := OpenStorage(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	space := s.Space(wire.ID{9})
	fillSpace(b, s, wire.ID{9}, 15_000)
	for b.Loop() {
		saved, err := space.Load(b.Context())
		if err != nil || len(saved.Log) != 15_000 {
			b.Fatal(len(saved.Log), err)
		}
	}
}

// BenchmarkSave is one entry, durable: state, log and outbox.
func BenchmarkSave(b *testing.B) {
	s, err := OpenStorage(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	space := s.Space(wire.ID{10})
	entry := bytes.Repeat([]byte("x"), 400)
	for b.Loop() {
		change := replica.Change{State: entry, Log: entry, Enqueue: [][]byte{entry}}
		if err := space.Save(b.Context(), change); err != nil {
			b.Fatal(err)
		}
	}
}

// fillSpace writes n log records, in blocks as store.js packs them, in one
// transaction: with Save it would take a minute.
func fillSpace(b *testing.B, s Storage, id wire.ID, n int) {
	b.Helper()
	if err := s.Wipe(b.Context()); err != nil {
		b.Fatal(err)
	}
	script := fmt.Sprintf(`new Promise((resolve, reject) => {
		const open = indexedDB.open("pleach");
		open.onsuccess = () => {
			const tx = open.result.transaction("log", "readwrite");
			for (let i = 256; i <= %[1]d; i += 256) {
				const block = { sizes: new Uint32Array(256).fill(400), bytes: new Uint8Array(256 * 400) };
				tx.objectStore("log").put(block, [%[2]q, i]);
			}
			for (let i = %[1]d - %[1]d %% 256 + 1; i <= %[1]d; i++) tx.objectStore("log").put(new Uint8Array(400), [%[2]q, i]);
			tx.oncomplete = () => { open.result.close(); resolve(); };
			tx.onabort = () => reject(tx.error);
		};
	})`, n, id.String())
	if _, err := await(b.Context(), js.Global().Call("eval", script)); err != nil {
		b.Fatal(err)
	}
}
