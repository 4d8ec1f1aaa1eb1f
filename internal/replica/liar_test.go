package replica_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"

	"pleach/internal/remote"
	"pleach/internal/replica"
	"pleach/internal/testkit"
	"pleach/wire"
)

// lie makes the relay serve other items to a device than it has.
func lie(t tb, d *testkit.Device, change func([]wire.Item) []wire.Item) {
	d.Network.After(func(r remote.Request, resp *remote.Response) error {
		if r.Method != "GET" || !strings.Contains(r.Path, "/entries?") || resp.Status != 200 {
			return nil
		}
		items, err := wire.ParseItems(resp.Body)
		ok(t, err)
		resp.Body = nil
		for _, it := range change(items) {
			resp.Body = wire.AppendItem(resp.Body, it)
		}
		return nil
	})
}

// alter changes the entry with this seq, of any device, as it is served.
func alter(t tb, seq uint64, change func(*wire.Entry)) func([]wire.Item) []wire.Item {
	return func(items []wire.Item) []wire.Item {
		for i, it := range items {
			e, err := wire.ParseEntry(it.Data)
			ok(t, err)
			if e.Header.Seq == seq {
				change(&e)
				items[i].Data = e.Append(nil)
			}
		}
		return items
	}
}

// replaced serves another item in place of every entry with this seq.
func replaced(t tb, seq uint64, data func([]byte) []byte) func([]wire.Item) []wire.Item {
	return func(items []wire.Item) []wire.Item {
		for i, it := range items {
			e, err := wire.ParseEntry(it.Data)
			ok(t, err)
			if e.Header.Seq == seq {
				items[i].Data = data(slices.Clone(it.Data))
			}
		}
		return items
	}
}

func seqOf(t tb, it wire.Item) uint64 {
	e, err := wire.ParseEntry(it.Data)
	ok(t, err)
	return e.Header.Seq
}

func wantTrouble(t tb, r *replica.Replica, want error, seq uint64) {
	t.Helper()
	err := r.Sync(ctx)
	if !errors.Is(err, want) {
		t.Fatalf("Sync gives %v, want %v", err, want)
	}
	if !errors.Is(r.Trouble(), want) {
		t.Fatalf("Trouble is %v, want %v", r.Trouble(), want)
	}
	var at *replica.EntryError
	if seq != 0 && (!errors.As(err, &at) || at.Seq != seq || at.Device.IsZero()) {
		t.Fatalf("%v does not name entry %d", err, seq)
	}
}

// lieAndNext adds entries at the end, and moves the cursor after them.
func lieAndNext(t tb, d *testkit.Device, entries []wire.Entry) {
	d.Network.After(func(r remote.Request, resp *remote.Response) error {
		if r.Method != "GET" || !strings.Contains(r.Path, "/entries?") {
			return nil
		}
		next, err := strconv.ParseUint(resp.Header[wire.HeaderNext], 10, 64)
		ok(t, err)
		for _, e := range entries {
			next++
			resp.Body = wire.AppendItem(resp.Body, wire.Item{Kind: wire.ItemEntry, Pos: next, Data: e.Append(nil)})
		}
		resp.Header[wire.HeaderNext] = strconv.FormatUint(next, 10)
		return nil
	})
}

func lieAboutCommits(t tb, d *testkit.Device, change func([][]byte) [][]byte) {
	d.Network.After(func(r remote.Request, resp *remote.Response) error {
		if r.Method != "GET" || !strings.Contains(r.Path, "/commits?") {
			return nil
		}
		var c wire.Commits
		ok(t, json.Unmarshal(resp.Body, &c))
		c.Commits = change(c.Commits)
		var err error
		resp.Body, err = json.Marshal(c)
		return err
	})
}
