package replica_test

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"pleach/internal/remote"
	"pleach/internal/replica"
	"pleach/internal/testkit"
	"pleach/wire"
)

// The words that the stories below are told in.

var ctx = context.Background()

func must[T any](t tb) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func ok(t tb, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// tb is what testing and rapid have in common.
type tb interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

// couple is Ada and Noor in one space.
type couple struct {
	tb
	*testkit.World
	ada, noor *testkit.Device
	space     wire.ID
}

func newCouple(t tb, seed uint64) couple {
	t.Helper()
	w := must[*testkit.World](t)(testkit.NewWorld(seed))
	ada, noor, space, err := w.Couple(ctx)
	ok(t, err)
	return couple{t, w, ada, noor, space}
}

func (c couple) open(d *testkit.Device) *replica.Replica {
	c.Helper()
	return must[*replica.Replica](c)(d.Open(ctx, c.space))
}

// both opens both devices and lets them meet.
func (c couple) both() (ada, noor *replica.Replica) {
	c.Helper()
	ada, noor = c.open(c.ada), c.open(c.noor)
	syncAll(c, ada, noor)
	return ada, noor
}

func syncAll(t tb, rs ...*replica.Replica) {
	t.Helper()
	for _, r := range rs {
		ok(t, r.Sync(ctx))
	}
}

func write(t tb, r *replica.Replica, texts ...string) {
	t.Helper()
	var payloads [][]byte
	for _, s := range texts {
		payloads = append(payloads, []byte(s))
	}
	_, err := r.Append(ctx, payloads...)
	ok(t, err)
}

func texts(r *replica.Replica) []string {
	var out []string
	for _, e := range r.Entries() {
		out = append(out, string(e.Payload))
	}
	return out
}

func wantTexts(t tb, r *replica.Replica, want ...string) {
	t.Helper()
	if got := texts(r); !slices.Equal(got, want) {
		t.Fatalf("the entries are %q, want %q", got, want)
	}
}

func wantSame(t tb, rs ...*replica.Replica) {
	t.Helper()
	for _, r := range rs[1:] {
		if a, b := rs[0].Entries(), r.Entries(); !slices.EqualFunc(a, b, same) {
			t.Fatalf("two devices differ:\n%s\n%s", show(a), show(b))
		}
	}
}

func same(a, b replica.Opened) bool { return reflect.DeepEqual(a, b) }

func show(entries []replica.Opened) string {
	var s string
	for _, e := range entries {
		s += fmt.Sprintf("%v/%d@%d %q sent=%v  ", e.Device, e.Seq, e.Lamport, e.Payload, e.Sent)
	}
	return s
}

func answers(r *replica.Replica, gate wire.ID) []string {
	var out []string
	for _, a := range r.Answers(gate) {
		out = append(out, string(a.Payload))
	}
	slices.Sort(out)
	return out
}

func isPush(r remote.Request) bool {
	return r.Method == "POST" && strings.HasSuffix(r.Path, "/entries")
}

func recordPushes(out *[][]byte) func(remote.Request) error {
	return func(r remote.Request) error {
		if isPush(r) {
			*out = append(*out, slices.Clone(r.Body))
		}
		return nil
	}
}

// letPushesBeLost loses the answers to pushes and to nothing else.
func letPushesBeLost(n *testkit.Network) {
	n.SetFaults(testkit.Faults{})
	n.After(func(r remote.Request, _ *remote.Response) error {
		if isPush(r) {
			return testkit.ErrNetwork
		}
		return nil
	})
}
