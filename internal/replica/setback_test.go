package replica_test

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"pleach/internal/remote"
	"pleach/internal/replica"
	"pleach/internal/testkit"
	"pleach/wire"
)

// TestARelayCannotMakeADeviceDoubtItself: the relay shows Ada's phone her own
// entries other than she wrote them, or more than she wrote. Without her
// signature that proves nothing: she keeps what she holds, her words still go
// out, and nothing is left of it when the relay is honest again.
func TestARelayCannotMakeADeviceDoubtItself(t *testing.T) {
	for name, c := range map[string]struct {
		lie  func([]wire.Item) []wire.Item
		want error
	}{
		"another body": {alter(t, 2, func(e *wire.Entry) { e.Body[30] ^= 1 }), replica.ErrBadSignature},
		"another time": {alter(t, 2, func(e *wire.Entry) { e.Header.Lamport++ }), replica.ErrBadSignature},
		"another time, unsigned": {alter(t, 2, func(e *wire.Entry) {
			e.Header.Lamport++
			e.Sig = nil
		}), replica.ErrBadSignature},
		"one more, which nobody signed":            {oneMore(t, func(e *wire.Entry) { e.Sig = nil }), replica.ErrBadSignature},
		"one more, with the signature of the last": {oneMore(t, func(*wire.Entry) {}), replica.ErrBadSignature},
		"of another space":                         {alter(t, 2, func(e *wire.Entry) { e.Header.Space[3] ^= 1 }), replica.ErrSplice},
	} {
		t.Run(name, func(t *testing.T) {
			w := newCouple(t, 20)
			ada, noor := w.both()
			told := lieFurther(t, w.ada, c.lie)
			write(t, ada, "one")
			wantTrouble(t, ada, c.want, 0)
			write(t, ada, "two")
			wantTrouble(t, ada, c.want, 0)
			wantTexts(t, ada, "one", "two")
			ada = w.open(w.ada)
			wantTexts(t, ada, "one", "two")
			syncAll(t, noor)
			wantTexts(t, noor, "one", "two")
			w.ada.Network.After(nil)
			syncAll(t, ada)
			wantSame(t, ada, noor)
			if *told == 0 || ada.Trouble() != nil {
				t.Fatalf("%d items were lied about; the trouble is %v", *told, ada.Trouble())
			}
		})
	}
}

// lieFurther lies with items that may go on after the last one, and counts.
func lieFurther(t tb, d *testkit.Device, change func([]wire.Item) []wire.Item) *int {
	told := new(int)
	d.Network.After(func(r remote.Request, resp *remote.Response) error {
		if r.Method != "GET" || !strings.Contains(r.Path, "/entries?") || len(resp.Body) == 0 {
			return nil
		}
		items, err := wire.ParseItems(resp.Body)
		ok(t, err)
		items = change(items)
		*told += len(items)
		resp.Body = nil
		for _, it := range items {
			resp.Body = wire.AppendItem(resp.Body, it)
		}
		resp.Header[wire.HeaderNext] = strconv.FormatUint(items[len(items)-1].Pos, 10)
		return nil
	})
	return told
}

// oneMore adds an entry, and ends with it, after the second one of Ada's chain.
func oneMore(t tb, change func(*wire.Entry)) func([]wire.Item) []wire.Item {
	return func(items []wire.Item) []wire.Item {
		for i, it := range items {
			e, err := wire.ParseEntry(it.Data)
			ok(t, err)
			if e.Header.Seq == 2 {
				e.Header.Prev, e.Header.Seq, e.Header.Lamport = e.Hash(), 3, e.Header.Lamport+9
				change(&e)
				items = items[:i+1]
				return append(items, wire.Item{Kind: wire.ItemEntry, Pos: it.Pos + 1, Data: e.Append(nil)})
			}
		}
		return items
	}
}

// TestARelayThatClaimsToHaveAnother: the relay refuses Ada's entry as if it had
// another of hers there, and shows none. It is a claim and no more: her words
// wait, and go out when it gives in.
func TestARelayThatClaimsToHaveAnother(t *testing.T) {
	w := newCouple(t, 21)
	ada, noor := w.both()
	w.ada.Network.After(func(r remote.Request, resp *remote.Response) (err error) {
		if isPush(r) {
			resp.Status = 409
			resp.Body, err = json.Marshal(wire.Problem{Status: 409, Code: wire.CodeFork, Title: "Another one"})
		}
		return err
	})
	write(t, ada, "one")
	wantTrouble(t, ada, replica.ErrFork, 1)
	wantTrouble(t, ada, replica.ErrFork, 1)
	wantTexts(t, ada, "one")
	w.ada.Network.After(nil)
	syncAll(t, ada, noor)
	wantSame(t, ada, noor)
}

// TestHalfABatchIsRemembered: of two entries that were pushed under one
// signature the storage remembers the first alone. The signature shows it.
func TestHalfABatchIsRemembered(t *testing.T) {
	w := newCouple(t, 22)
	ada, noor := w.both()
	write(t, ada, "one")
	backup := w.ada.Local(w.space).Copy()
	write(t, ada, "two")
	syncAll(t, ada, noor)
	w.ada.SetLocal(w.space, backup)
	ada = w.open(w.ada)
	wantTrouble(t, ada, replica.ErrOwnRollback, 3)
	wantTexts(t, ada, "one")
}
