// Package storagetest is the conformance suite of client.Storage. Every adapter
// runs it: memory here, IndexedDB inside a real browser.
//
// Left out on purpose: speed, power cuts and full disks, which each adapter
// tests where it can cause them.
package storagetest

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"pleach/internal/client"
	"pleach/internal/replica"
	"pleach/wire"
)

// Fresh prepares an empty device and returns a function that opens it. Each
// call of that function is a program that starts again on the same device.
type Fresh func(t *testing.T) (open func() client.Storage)

// Run runs the whole suite against an adapter.
func Run(t *testing.T, fresh Fresh) {
	for _, c := range []struct {
		name string
		test func(t *testing.T, open func() client.Storage)
	}{
		{"an empty device has nothing", empty},
		{"a value is read as it was put", values},
		{"values belong to the store, not to the caller", aliasing},
		{"names are listed by prefix, ascending", names},
		{"a space is loaded as it was saved", space},
		{"the outbox is a queue", outbox},
		{"a refused change changes nothing", atomic},
		{"spaces do not see each other", apart},
		{"everything is there after a restart", reopen},
		{"nothing is there after a wipe", wipe},
		{"a cancelled call changes nothing", cancelled},
		{"many writers lose nothing", concurrent},
		{"a long history comes back whole and in order", long},
	} {
		t.Run(strings.ReplaceAll(c.name, " ", "_"), func(t *testing.T) { c.test(t, fresh(t)) })
	}
}

var (
	ours  = wire.ID{1, 2, 3}
	yours = wire.ID{1, 2, 4}
)

func empty(t *testing.T, open func() client.Storage) {
	s := open()
	wantValue(t, s, "vault", nil)
	wantNames(t, s, "")
	wantSaved(t, s, ours, replica.Saved{})
}

func values(t *testing.T, open func() client.Storage) {
	s := open()
	put(t, s, "vault", []byte{0, 1, 255})
	wantValue(t, s, "vault", []byte{0, 1, 255})
	put(t, s, "vault", []byte("another"))
	wantValue(t, s, "vault", []byte("another"))
	put(t, s, "vault", nil)
	wantValue(t, s, "vault", nil)
	put(t, s, "vault", nil) // deleting twice is fine
}

func aliasing(t *testing.T, open func() client.Storage) {
	s := open()
	b := []byte("kept")
	put(t, s, "name", b)
	b[0] = 'X'
	wantValue(t, s, "name", []byte("kept"))
	got, _ := s.Get(t.Context(), "name")
	got[0] = 'X'
	wantValue(t, s, "name", []byte("kept"))
}

func names(t *testing.T, open func() client.Storage) {
	s := open()
	for _, n := range []string{"draft/pulse", "vault", "draft/checkin", "draft", "drafts"} {
		put(t, s, n, []byte("x"))
	}
	wantNames(t, s, "draft/", "draft/checkin", "draft/pulse")
	wantNames(t, s, "", "draft", "draft/checkin", "draft/pulse", "drafts", "vault")
	wantNames(t, s, "nothing")
}

func space(t *testing.T, open func() client.Storage) {
	s := open()
	save(t, s, ours, replica.Change{State: []byte("s1"), Snapshot: []byte("p1"), Log: []byte("l1")})
	save(t, s, ours, replica.Change{State: []byte("s2"), Log: []byte("l2")})
	save(t, s, ours, replica.Change{})
	wantSaved(t, s, ours, replica.Saved{
		State: []byte("s2"), Snapshot: []byte("p1"), Log: [][]byte{[]byte("l1"), []byte("l2")},
	})
}

func outbox(t *testing.T, open func() client.Storage) {
	s := open()
	save(t, s, ours, replica.Change{Enqueue: [][]byte{{1}, {2}}})
	save(t, s, ours, replica.Change{Enqueue: [][]byte{{3}}})
	wantSaved(t, s, ours, replica.Saved{Outbox: [][]byte{{1}, {2}, {3}}})
	save(t, s, ours, replica.Change{Dequeue: 2, Enqueue: [][]byte{{4}}})
	wantSaved(t, s, ours, replica.Saved{Outbox: [][]byte{{3}, {4}}})
	save(t, s, ours, replica.Change{Dequeue: 2})
	wantSaved(t, s, ours, replica.Saved{})
	save(t, s, ours, replica.Change{Enqueue: [][]byte{{5}}})
	wantSaved(t, s, ours, replica.Saved{Outbox: [][]byte{{5}}})
}

// Taking out more than there is would hide a lost or doubled entry, so it is
// refused, and like every refusal it leaves no half behind.
func atomic(t *testing.T, open func() client.Storage) {
	s := open()
	save(t, s, ours, replica.Change{State: []byte("s"), Enqueue: [][]byte{{1}}})
	err := s.Space(ours).Save(t.Context(), replica.Change{
		State: []byte("other"), Snapshot: []byte("p"), Log: []byte("l"), Enqueue: [][]byte{{9}}, Dequeue: 2,
	})
	if err == nil {
		t.Error("dequeuing 2 of 1 was accepted")
	}
	wantSaved(t, s, ours, replica.Saved{State: []byte("s"), Outbox: [][]byte{{1}}})
}

func apart(t *testing.T, open func() client.Storage) {
	s := open()
	save(t, s, ours, replica.Change{State: []byte("a"), Log: []byte("la"), Enqueue: [][]byte{{1}}})
	save(t, s, yours, replica.Change{State: []byte("b"), Log: []byte("lb"), Enqueue: [][]byte{{2}}})
	save(t, s, ours, replica.Change{Dequeue: 1})
	wantSaved(t, s, ours, replica.Saved{State: []byte("a"), Log: [][]byte{[]byte("la")}})
	wantSaved(t, s, yours, replica.Saved{State: []byte("b"), Log: [][]byte{[]byte("lb")}, Outbox: [][]byte{{2}}})
	wantNames(t, s, "") // spaces are no names
}

func reopen(t *testing.T, open func() client.Storage) {
	s := open()
	put(t, s, "vault", []byte("v"))
	save(t, s, ours, replica.Change{State: []byte("s"), Log: []byte("l"), Enqueue: [][]byte{{1}, {2}}})
	again := open()
	wantValue(t, again, "vault", []byte("v"))
	save(t, again, ours, replica.Change{Log: []byte("m"), Dequeue: 1})
	wantSaved(t, open(), ours, replica.Saved{
		State: []byte("s"), Log: [][]byte{[]byte("l"), []byte("m")}, Outbox: [][]byte{{2}},
	})
}

func wipe(t *testing.T, open func() client.Storage) {
	s := open()
	put(t, s, "vault", []byte("v"))
	save(t, s, ours, replica.Change{State: []byte("s"), Snapshot: []byte("p"), Log: []byte("l"), Enqueue: [][]byte{{1}}})
	if err := s.Wipe(t.Context()); err != nil {
		t.Fatalf("Wipe: %v", err)
	}
	empty(t, func() client.Storage { return s })
	empty(t, open)
	put(t, s, "vault", []byte("new")) // and the device can be used again
	wantValue(t, s, "vault", []byte("new"))
}

func cancelled(t *testing.T, open func() client.Storage) {
	s := open()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Put(ctx, "vault", []byte("v")); err == nil {
		t.Error("Put with a cancelled context gave no error")
	}
	if err := s.Space(ours).Save(ctx, replica.Change{Log: []byte("l")}); err == nil {
		t.Error("Save with a cancelled context gave no error")
	}
	empty(t, open)
}

func concurrent(t *testing.T, open func() client.Storage) {
	s := open()
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			save(t, s, ours, replica.Change{Log: []byte{byte(i)}, Enqueue: [][]byte{{byte(i)}}})
		})
	}
	wg.Wait()
	saved := load(t, s, ours)
	if len(saved.Log) != 20 || !reflect.DeepEqual(saved.Log, saved.Outbox) {
		t.Errorf("20 writers left %d log records and %d queued, or in different orders", len(saved.Log), len(saved.Outbox))
	}
	slices.SortFunc(saved.Log, func(a, b []byte) int { return int(a[0]) - int(b[0]) })
	for i, b := range saved.Log {
		if b[0] != byte(i) {
			t.Fatalf("record %d is %d: one is lost or double", i, b[0])
		}
	}
}

func long(t *testing.T, open func() client.Storage) {
	s := open()
	var want replica.Saved
	for i := range 600 {
		record := fmt.Appendf(nil, "%d %s", i, strings.Repeat("x", i))
		save(t, s, ours, replica.Change{Log: record})
		want.Log = append(want.Log, record)
	}
	wantSaved(t, open(), ours, want)

	var parts []replica.Part
	for _, at := range []int{599, 0, 255, 256, 300, 512} {
		parts = append(parts, replica.Part{At: at, Data: fmt.Appendf(nil, "other words, at %d", at)})
		want.Log[at] = parts[len(parts)-1].Data
	}
	save(t, s, ours, replica.Change{Replace: parts})
	wantSaved(t, open(), ours, want)
	if err := s.Space(ours).Save(t.Context(), replica.Change{State: []byte("no"), Replace: []replica.Part{{At: 600}}}); err == nil {
		t.Error("a record that is not there was replaced")
	}
	wantSaved(t, open(), ours, want)
}
