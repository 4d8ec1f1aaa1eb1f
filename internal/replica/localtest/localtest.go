// Package localtest is the conformance suite of replica.Local. An adapter joins
// by giving Run a way to open one empty device again and again.
//
// Left out on purpose: power cuts and full disks, which each adapter tests
// where it can cause them.
package localtest

import (
	"context"
	"reflect"
	"sync"
	"testing"

	"pleach/internal/replica"
)

// Fresh prepares an empty device and returns a function that opens it. Each
// call of that function is a program that starts again on the same device.
type Fresh func(t *testing.T) (open func() replica.Local)

// Run runs the suite.
func Run(t *testing.T, fresh Fresh) {
	for name, test := range map[string]func(*testing.T, func() replica.Local){
		"a space that was never saved is empty": neverSaved,
		"what is saved is loaded, oldest first": order,
		"the newest state and snapshot count":   newest,
		"the outbox is a queue":                 queue,
		"records of the log can be replaced":    replaced,
		"a change is whole or not there":        whole,
		"bytes belong to the Local":             aliasing,
		"everything is there after a restart":   restart,
		"writers at the same time lose nothing": concurrent,
	} {
		t.Run(name, func(t *testing.T) { test(t, fresh(t)) })
	}
}

func save(t *testing.T, l replica.Local, changes ...replica.Change) {
	t.Helper()
	for _, c := range changes {
		if err := l.Save(context.Background(), c); err != nil {
			t.Fatalf("Save: %v", err)
		}
	}
}

func want(t *testing.T, l replica.Local, want replica.Saved) {
	t.Helper()
	got, err := l.Load(context.Background())
	if err != nil {
		t.Fatalf("Load: %v", err)
	}
	if !reflect.DeepEqual(normal(got), normal(want)) {
		t.Fatalf("Load gives\n%q\nwant\n%q", got, want)
	}
}

// normal makes empty and absent the same.
func normal(s replica.Saved) replica.Saved {
	if len(s.State) == 0 {
		s.State = nil
	}
	if len(s.Snapshot) == 0 {
		s.Snapshot = nil
	}
	if len(s.Log) == 0 {
		s.Log = nil
	}
	if len(s.Outbox) == 0 {
		s.Outbox = nil
	}
	return s
}

func list(words ...string) (out [][]byte) {
	for _, w := range words {
		out = append(out, []byte(w))
	}
	return out
}

func neverSaved(t *testing.T, open func() replica.Local) { want(t, open(), replica.Saved{}) }

func order(t *testing.T, open func() replica.Local) {
	l := open()
	for _, w := range []string{"one", "two", "three"} {
		save(t, l, replica.Change{Log: []byte(w)})
	}
	want(t, l, replica.Saved{Log: list("one", "two", "three")})
}

func newest(t *testing.T, open func() replica.Local) {
	l := open()
	save(t, l,
		replica.Change{State: []byte("a"), Snapshot: []byte("x")},
		replica.Change{State: []byte("b")},
		replica.Change{Snapshot: []byte("y")},
		replica.Change{})
	want(t, l, replica.Saved{State: []byte("b"), Snapshot: []byte("y")})
}

func queue(t *testing.T, open func() replica.Local) {
	l := open()
	save(t, l,
		replica.Change{Enqueue: list("a", "b", "c")},
		replica.Change{Dequeue: 2, Enqueue: list("d")})
	want(t, l, replica.Saved{Outbox: list("c", "d")})
	save(t, l, replica.Change{Dequeue: 2})
	want(t, l, replica.Saved{})
}

func replaced(t *testing.T, open func() replica.Local) {
	l := open()
	for _, w := range []string{"one", "two", "three"} {
		save(t, l, replica.Change{Log: []byte(w)})
	}
	save(t, l, replica.Change{
		Replace: []replica.Part{{At: 1, Data: []byte("second, and longer")}, {At: 0, Data: []byte("1")}}, Log: []byte("four"),
	})
	want(t, open(), replica.Saved{Log: list("1", "second, and longer", "three", "four")})
	for _, at := range []int{-1, 4} {
		nowhere := replica.Change{State: []byte("no"), Log: []byte("no"), Replace: []replica.Part{{At: 2}, {At: at}}}
		if err := l.Save(context.Background(), nowhere); err == nil {
			t.Errorf("Save replaced record %d of four", at)
		}
	}
	want(t, open(), replica.Saved{Log: list("1", "second, and longer", "three", "four")})
}

func whole(t *testing.T, open func() replica.Local) {
	l := open()
	save(t, l, replica.Change{State: []byte("s"), Enqueue: list("a")})
	impossible := replica.Change{State: []byte("no"), Log: []byte("no"), Dequeue: 2, Enqueue: list("no")}
	if err := l.Save(context.Background(), impossible); err == nil {
		t.Fatal("Save took two records off a queue of one")
	}
	want(t, l, replica.Saved{State: []byte("s"), Outbox: list("a")})
}

func aliasing(t *testing.T, open func() replica.Local) {
	l := open()
	b := []byte("kept")
	save(t, l, replica.Change{Log: b, Enqueue: [][]byte{b}})
	copy(b, "gone")
	got, err := l.Load(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	copy(got.Log[0], "gone")
	want(t, l, replica.Saved{Log: list("kept"), Outbox: list("kept")})
}

func restart(t *testing.T, open func() replica.Local) {
	save(t, open(), replica.Change{State: []byte("s"), Snapshot: []byte("p"), Log: []byte("l"), Enqueue: list("a", "b")})
	save(t, open(), replica.Change{Log: []byte("m"), Dequeue: 1})
	want(t, open(), replica.Saved{State: []byte("s"), Snapshot: []byte("p"), Log: list("l", "m"), Outbox: list("b")})
}

func concurrent(t *testing.T, open func() replica.Local) {
	l := open()
	var all sync.WaitGroup
	for i := range 32 {
		all.Go(func() {
			if err := l.Save(context.Background(), replica.Change{Log: []byte{byte(i)}, Enqueue: [][]byte{{byte(i)}}}); err != nil {
				t.Errorf("Save: %v", err)
			}
		})
	}
	all.Wait()
	got, err := l.Load(context.Background())
	if err != nil || !reflect.DeepEqual(got.Log, got.Outbox) || len(got.Log) != 32 {
		t.Fatalf("after 32 changes the log has %d records and the outbox %d, in another order (%v)", len(got.Log), len(got.Outbox), err)
	}
}
