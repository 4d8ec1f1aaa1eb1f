package relaytest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"pleach/internal/relay"
	"pleach/wire"
)

// Compare has two stores do the same random things, and demands the same
// answers. Each round has ids of its own, so that the stores serve for all.
func Compare(t *testing.T, a, b relay.Store) {
	round := uint64(0)
	rapid.Check(t, func(r *rapid.T) {
		round++
		m := newMachine(NewWorld(round), a, b)
		steps := rapid.IntRange(1, 60).Draw(r, "steps")
		for i := range steps {
			name, call := m.draw(r)
			a, b := outcome(call(m.stores[0])), outcome(call(m.stores[1]))
			if a != b {
				r.Fatalf("step %d, %s: one says %s, the other %s", i+1, name, a, b)
			}
		}
		if a, b := m.everything(0), m.everything(1); a != b {
			r.Fatalf("in the end, one has\n%s\nand the other\n%s", a, b)
		}
	})
}

// machine has few people, spaces, gates and invites, so that calls meet.
type machine struct {
	stores  [2]relay.Store
	people  []*Person
	spaces  []wire.ID
	gates   []wire.ID
	invites []wire.ID
	tokens  []relay.TokenHash
	batches [][]relay.Batch // of a device: batches that overlap, follow and fork
	answers []wire.Answer
	keys    []wire.Key
	blobs   [][]byte
	limits  wire.Limits
	now     time.Time
}

func newMachine(w *World, a, b relay.Store) *machine {
	m := &machine{stores: [2]relay.Store{a, b}, now: Start, limits: wire.DefaultLimits()}
	m.limits.Spaces, m.limits.Devices, m.limits.Invites, m.limits.Space = 2, 2, 2, 6000
	for range 3 {
		m.people = append(m.people, w.Person())
		m.spaces, m.gates = append(m.spaces, w.ID()), append(m.gates, w.ID())
		m.invites, m.tokens = append(m.invites, w.ID()), append(m.tokens, relay.TokenHash(w.Bytes(32)))
		m.blobs = append(m.blobs, w.Bytes(20))
	}
	for _, space := range m.spaces[:2] {
		var before []wire.Entry // of the person before, for whom it is not to erase
		for _, p := range m.people {
			batches, entries := w.branches(space, p.Device, before)
			m.batches, before = append(m.batches, batches), entries
			for _, gate := range m.gates[:2] {
				m.answers = append(m.answers, w.Answer(space, gate, p.Device, false), w.Answer(space, gate, p.Device, true))
				m.keys = append(m.keys, wire.Key{Gate: gate, Device: p.Device, Wrap: w.Bytes(wire.WrapSize)})
			}
		}
	}
	return m
}

// branches are pushes of one device that cannot all be right.
func (w *World) branches(space, device wire.ID, theirs []wire.Entry) ([]relay.Batch, []wire.Entry) {
	chain := w.Chain(space, device)
	entries := chain.Next(3, 30)
	for i := range entries {
		entries[i].Sig = nil
	}
	signed := func(from, to int) relay.Batch {
		part := append([]wire.Entry(nil), entries[from:to]...)
		part[len(part)-1].Sig = w.Bytes(wire.SigSize)
		return Batch(part)
	}
	fork, erasing, taking := w.Chain(space, device), chain.Fork(), chain.Fork()
	batches := []relay.Batch{
		signed(0, 1), signed(0, 2), signed(0, 3), signed(1, 3), signed(2, 3), fork.Batch(2, 10), chain.Batch(2, 1200),
		Batch([]wire.Entry{erasing.Erasing(entries[1])}), Batch([]wire.Entry{erasing.Erasing(entries[2])}),
	}
	if theirs != nil {
		batches = append(batches, Batch([]wire.Entry{taking.Erasing(theirs[1])}))
	}
	return batches, entries
}

type call func(relay.Store) (any, error)

func done(err error) (any, error) { return nil, err }

// pick draws one of a few.
func pick[T any](r *rapid.T, from []T, label string) T {
	return from[rapid.IntRange(0, len(from)-1).Draw(r, label)]
}

// draw chooses what to do next.
func (m *machine) draw(r *rapid.T) (string, call) {
	ctx := context.Background()
	p, space := pick(r, m.people, "who"), pick(r, m.spaces, "space")
	blob, invite := pick(r, m.blobs, "blob"), pick(r, m.invites, "invite")
	n := rapid.Uint32Range(0, 3).Draw(r, "n")
	now, l := m.now, m.limits
	switch op := rapid.IntRange(0, 20).Draw(r, "op"); op {
	case 0, 1:
		return "create account", func(s relay.Store) (any, error) { return done(s.CreateAccount(ctx, p.Account())) }
	case 2:
		i := rapid.IntRange(0, len(m.people)-1).Draw(r, "device") // each has its own token
		return "open session", func(s relay.Store) (any, error) {
			return done(s.OpenSession(ctx, p.Session(m.people[i].Device, m.tokens[i], now), l, now))
		}
	case 3:
		token := pick(r, m.tokens, "token")
		return "session", func(s relay.Store) (any, error) {
			got, err := s.Session(ctx, p.ID, token, now)
			return fmt.Sprint(got.Device, got.Expires.UnixMilli(), got.Status), err
		}
	case 4:
		device := pick(r, m.people, "device").Device
		return "revoke", func(s relay.Store) (any, error) { return done(s.RevokeDevice(ctx, p.ID, device, now)) }
	case 5, 6:
		return "create space", func(s relay.Store) (any, error) {
			return done(s.CreateSpace(ctx, p.ID, wire.NewSpace{Space: space, Commit: blob}, l, now))
		}
	case 7:
		return "put commit", func(s relay.Store) (any, error) { return done(s.PutCommit(ctx, p.ID, space, n, blob, l)) }
	case 8, 9, 10:
		b := pick(r, pick(r, m.batches, "device"), "batch")
		return "push", func(s relay.Store) (any, error) { return s.Push(ctx, p.ID, b, l) }
	case 11:
		after, most := rapid.Uint64Range(0, 9).Draw(r, "after"), rapid.IntRange(0, 3000).Draw(r, "most")
		return "pull", func(s relay.Store) (any, error) {
			page, err := s.Pull(ctx, space, after, most)
			return fmt.Sprintf("%x %d %v", page.Body, page.Next, page.More), err
		}
	case 12, 13:
		a := pick(r, m.answers, "answer")
		return "answer", func(s relay.Store) (any, error) { return s.PutAnswer(ctx, p.ID, a, l) }
	case 14:
		k := pick(r, m.keys, "key")
		return "key", func(s relay.Store) (any, error) { return done(s.PutKey(ctx, p.ID, space, k, l)) }
	}
	if rapid.IntRange(0, 9).Draw(r, "rare") == 0 {
		return m.drawAccount(r, ctx, p)
	}
	return m.drawInvite(r, ctx, p, space, invite, n, blob)
}

func (m *machine) drawAccount(r *rapid.T, ctx context.Context, p *Person) (string, call) {
	if rapid.Bool().Draw(r, "close") {
		return "close account", func(s relay.Store) (any, error) { return done(s.CloseAccount(ctx, p.ID)) }
	}
	was, next, but := pick(r, m.people, "was").Account(), pick(r, m.people, "next").Account(), pick(r, m.people, "but").Device
	was.ID, next.ID = p.ID, p.ID
	return "set keys", func(s relay.Store) (any, error) { return done(s.SetKeys(ctx, was, next, but)) }
}

func (m *machine) drawInvite(r *rapid.T, ctx context.Context, p *Person, space, id wire.ID, n uint32, blob []byte) (string, call) {
	now, l := m.now, m.limits
	switch rapid.IntRange(0, 7).Draw(r, "invite op") {
	case 7:
		out := wire.Leave{N: n, Commit: blob}
		if rapid.Bool().Draw(r, "as the last") {
			out = wire.Leave{}
		}
		return "leave", func(s relay.Store) (any, error) { return done(s.Leave(ctx, p.ID, space, out, l)) }
	case 0, 1:
		inv := relay.Invite{ID: id, Space: space, Inviter: p.ID, Offer: blob, Expires: now.Add(time.Hour)}
		return "put invite", func(s relay.Store) (any, error) { return done(s.PutInvite(ctx, inv, l, now)) }
	case 2:
		return "answer invite", func(s relay.Store) (any, error) { return s.AnswerInvite(ctx, id, p.ID, blob, now) }
	case 3:
		a := wire.Approve{Approval: blob, N: n, Commit: blob}
		return "approve invite", func(s relay.Store) (any, error) { return s.ApproveInvite(ctx, id, p.ID, a, l, now) }
	case 4:
		return "reveal invite", func(s relay.Store) (any, error) { return s.RevealInvite(ctx, id, p.ID, blob, now) }
	case 5:
		return "delete invite", func(s relay.Store) (any, error) { return done(s.DeleteInvite(ctx, id, p.ID)) }
	}
	m.now = m.now.Add(time.Duration(rapid.IntRange(1, 100).Draw(r, "hours")) * time.Hour)
	now = m.now
	return "sweep", func(s relay.Store) (any, error) { return done(s.Sweep(ctx, now)) }
}

// outcome is what a call gave, as text; of an error the code.
func outcome(v any, err error) string {
	var p *wire.Problem
	switch {
	case err == nil:
		return fmt.Sprintf("%+v", v)
	case errors.As(err, &p):
		return "refused: " + string(p.Code)
	}
	return "failed: " + err.Error()
}

// everything is what can be read from a store.
func (m *machine) everything(i int) string {
	ctx, s := context.Background(), m.stores[i]
	var b bytes.Buffer
	for _, p := range m.people {
		spaces, err := s.Spaces(ctx, p.ID)
		fmt.Fprintln(&b, "spaces", outcome(spaces, err))
		devices, err := s.Devices(ctx, p.ID)
		fmt.Fprintln(&b, "devices", len(devices), err)
		a, err := s.Account(ctx, p.ID)
		fmt.Fprintln(&b, "account", outcome(fmt.Sprint(a.Status, a.Login, a.Rescue, a.Wraps), err))
		for _, token := range m.tokens {
			got, err := s.Session(ctx, p.ID, token, m.now)
			fmt.Fprintln(&b, "session", outcome(fmt.Sprint(got.Device, got.Expires.UnixMilli()), err))
		}
	}
	for _, id := range m.spaces {
		members, err := s.Members(ctx, id)
		fmt.Fprintln(&b, "members", outcome(members, err))
		commits, err := s.Commits(ctx, id, 0, 1<<20)
		fmt.Fprintln(&b, "commits", outcome(commits, err))
		items, err := PullAll(ctx, s, id, 0, 1000)
		fmt.Fprintln(&b, "items", outcome(items, err))
	}
	for _, id := range m.invites {
		inv, err := s.Invite(ctx, id)
		fmt.Fprintln(&b, "invite", outcome(inv, err))
	}
	return b.String()
}
