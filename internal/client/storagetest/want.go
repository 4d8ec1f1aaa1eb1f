package storagetest

import (
	"bytes"
	"reflect"
	"slices"
	"testing"

	"pleach/internal/client"
	"pleach/internal/replica"
	"pleach/wire"
)

func put(t *testing.T, s client.Storage, name string, value []byte) {
	t.Helper()
	if err := s.Put(t.Context(), name, value); err != nil {
		t.Fatalf("Put(%q): %v", name, err)
	}
}

func save(t *testing.T, s client.Storage, id wire.ID, c replica.Change) {
	t.Helper()
	if err := s.Space(id).Save(t.Context(), c); err != nil {
		t.Errorf("Save: %v", err)
	}
}

func load(t *testing.T, s client.Storage, id wire.ID) replica.Saved {
	t.Helper()
	saved, err := s.Space(id).Load(t.Context())
	if err != nil {
		t.Fatalf("Load: %v", err)
	}
	return saved
}

func wantValue(t *testing.T, s client.Storage, name string, want []byte) {
	t.Helper()
	got, err := s.Get(t.Context(), name)
	if err != nil {
		t.Fatalf("Get(%q): %v", name, err)
	}
	if !bytes.Equal(got, want) || (got == nil) != (want == nil) {
		t.Errorf("Get(%q) = %q, want %q", name, got, want)
	}
}

func wantNames(t *testing.T, s client.Storage, prefix string, want ...string) {
	t.Helper()
	got, err := s.Names(t.Context(), prefix)
	if err != nil {
		t.Fatalf("Names(%q): %v", prefix, err)
	}
	if !slices.Equal(got, want) {
		t.Errorf("Names(%q) = %q, want %q", prefix, got, want)
	}
}

func wantSaved(t *testing.T, s client.Storage, id wire.ID, want replica.Saved) {
	t.Helper()
	got := load(t, s, id)
	for _, list := range []*[][]byte{&got.Log, &got.Outbox} {
		if len(*list) == 0 {
			*list = nil
		}
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("loaded\n%q\nwant\n%q", got, want)
	}
}
