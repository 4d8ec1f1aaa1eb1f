package postgres_test

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"pleach/internal/relay"
	"pleach/internal/relay/postgres"
	"pleach/internal/relay/postgres/pgtest"
	"pleach/internal/relay/relaytest"
	"pleach/wire"
)

// never is a pause that no test waits for: what a node hears with it, it was
// told.
const never = time.Hour

// node is one server on a database: its store and its hub.
type node struct {
	*postgres.Store
	hub  *relay.Hub
	stop func()
}

func join(t *testing.T, url string, poll time.Duration) *node {
	t.Helper()
	s, err := postgres.Open(t.Context(), postgres.Config{URL: url, Poll: poll})
	ok(t, err)
	return joined(t, s)
}

func joined(t *testing.T, s *postgres.Store) *node {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	n := &node{Store: s, hub: relay.NewHub()}
	var running sync.WaitGroup
	running.Go(func() { s.Join(ctx, n.hub, slog.New(slog.DiscardHandler)) })
	n.stop = func() { cancel(); running.Wait() }
	t.Cleanup(func() { n.stop(); _ = s.Close() })
	return n
}

// pair is two people with a space, and what they write next.
type pair struct {
	ada, noor *relaytest.Person
	space     wire.ID
	chain     *relaytest.Chain
}

func couple(t *testing.T, s relay.Store) pair {
	t.Helper()
	w, l := relaytest.NewWorld(5), wire.DefaultLimits()
	p := pair{ada: w.Person(), noor: w.Person(), space: w.ID()}
	p.chain = w.Chain(p.space, p.ada.Device)
	ok(t, s.CreateAccount(t.Context(), p.ada.Account()))
	ok(t, s.CreateAccount(t.Context(), p.noor.Account()))
	ok(t, s.CreateSpace(t.Context(), p.ada.ID, wire.NewSpace{Space: p.space, Commit: w.Bytes(50)}, l, relaytest.Start))
	inv := relay.Invite{ID: w.ID(), Space: p.space, Inviter: p.ada.ID, Offer: w.Bytes(50), Expires: relaytest.Start.Add(time.Hour)}
	ok(t, s.PutInvite(t.Context(), inv, l, relaytest.Start))
	_, err := s.AnswerInvite(t.Context(), inv.ID, p.noor.ID, w.Bytes(50), relaytest.Start)
	ok(t, err)
	_, err = s.ApproveInvite(t.Context(), inv.ID, p.ada.ID, wire.Approve{Approval: w.Bytes(50), N: 1, Commit: w.Bytes(50)}, l, relaytest.Start)
	ok(t, err)
	return p
}

func ok(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (p pair) push(t *testing.T, s relay.Store) {
	t.Helper()
	_, err := s.Push(t.Context(), p.ada.ID, p.chain.Batch(1, 100), wire.DefaultLimits())
	ok(t, err)
}

func (p pair) advanced() relay.Notice { return relay.Notice{Event: wire.EventAdvanced, ID: p.space} }

// subscribed opens a stream for Noor, and takes the news that is old for her.
func subscribed(t *testing.T, n *node, p pair) *relaytest.Listener {
	t.Helper()
	sub, err := relaytest.Listen(n.hub, p.noor.ID, p.noor.Device)
	ok(t, err)
	return sub
}

// hears waits until a stream is told something.
func hears(t *testing.T, sub *relaytest.Listener, want relay.Notice) {
	t.Helper()
	for {
		select {
		case <-sub.Wake:
			if slices.Contains(sub.Take(), want) {
				return
			}
		case <-t.Context().Done():
			t.Fatal("never heard")
		}
	}
}

// met waits until one node hears what the other tells.
func met(t *testing.T, from, to *node) {
	t.Helper()
	w := relaytest.NewWorld(99)
	nobody := w.ID()
	sub, err := relaytest.Listen(to.hub, nobody, w.ID())
	ok(t, err)
	defer sub.Close()
	for {
		from.hub.Publish([]wire.ID{nobody}, relay.Notice{Event: wire.EventAdvanced, ID: w.ID()})
		select {
		case <-sub.Wake:
			return
		case <-time.After(20 * time.Millisecond): // it does not listen yet
		}
	}
}

// Ada writes at one node, and Noor, whose stream is at another, is told.
func TestNewsReachTheOtherNode(t *testing.T) {
	url := pgtest.Database(t)
	one, two := join(t, url, never), join(t, url, never)
	met(t, one, two)
	p := couple(t, one)
	sub := subscribed(t, two, p)
	p.push(t, one)
	one.hub.Publish([]wire.ID{p.ada.ID, p.noor.ID}, p.advanced())
	hears(t, sub, p.advanced())

	// A device that is removed at one node is cut off at the other.
	one.hub.End(p.noor.ID, p.noor.Device)
	<-sub.Ended
}

// A node that is told to stop says what it has to say first.
func TestANodeThatStopsSaysItsLastWords(t *testing.T) {
	url := pgtest.Database(t)
	one, two := join(t, url, never), join(t, url, never)
	met(t, one, two)
	p := couple(t, one)
	sub := subscribed(t, two, p)
	one.hub.Publish([]wire.ID{p.noor.ID}, p.advanced())
	one.stop()
	hears(t, sub, p.advanced())
}

// A node that dies between the commit and the news takes nothing along: the
// other finds the entry by looking.
func TestWhatADyingNodeDidNotSayIsFound(t *testing.T) {
	url := pgtest.Database(t)
	two := join(t, url, 20*time.Millisecond)
	dying := open(t, url) // it commits, and never says so
	p := couple(t, dying)
	sub := subscribed(t, two, p)
	hears(t, sub, p.advanced()) // of a stream that is new to it, a node takes everything for news
	for range 3 {
		p.push(t, dying)
		hears(t, sub, p.advanced())
	}

	// An answer that waits in a gate is no news: nobody may learn of it.
	w := relaytest.NewWorld(6)
	_, err := dying.PutAnswer(t.Context(), p.ada.ID, w.Answer(p.space, w.ID(), p.ada.Device, false), wire.DefaultLimits())
	ok(t, err)
	looksTwice(t, two)
	if got := sub.Take(); len(got) > 0 {
		t.Errorf("an answer that waits was told of: %v", got)
	}
}

// looksTwice waits until a node has looked at the store at least twice: a
// stream that is opened is told of its spaces at the look after.
func looksTwice(t *testing.T, n *node) {
	t.Helper()
	for i := range byte(2) {
		w := relaytest.NewWorld(uint64(i) + 100)
		p, space := w.Person(), w.ID()
		ok(t, n.CreateSpace(t.Context(), p.ID, wire.NewSpace{Space: space, Commit: w.Bytes(9)}, wire.DefaultLimits(), relaytest.Start))
		sub, err := relaytest.Listen(n.hub, p.ID, p.Device)
		ok(t, err)
		hears(t, sub, relay.Notice{Event: wire.EventAdvanced, ID: space})
		sub.Close()
	}
}

// A listener whose connection is cut connects again, and looks for what it has
// not heard meanwhile.
func TestAListenerThatWasCutOffComesBack(t *testing.T) {
	url := pgtest.Database(t)
	one, two := join(t, url, never), join(t, url, never)
	met(t, one, two)
	p := couple(t, one)
	sub := subscribed(t, two, p)
	admin, err := pgx.Connect(t.Context(), url)
	ok(t, err)
	defer admin.Close(t.Context())
	_, err = admin.Exec(t.Context(), `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`)
	ok(t, err)
	p.push(t, one) // on a connection that is gone; nobody says that it happened
	hears(t, sub, p.advanced())
}

// A challenge of one node is answered at any, and once.
func TestNodesShareChallenges(t *testing.T) {
	url := pgtest.Database(t)
	w := relaytest.NewWorld(8)
	var all [2]*relay.Challenges
	for i := range all {
		var err error
		all[i], err = relay.SharedChallenges(t.Context(), bytesOf(w), open(t, url))
		ok(t, err)
	}
	ada := w.Person()
	ch, err := all[0].Issue(ada.ID, relaytest.Start)
	ok(t, err)
	l := ada.Login("https://pleach.example", ada.Device, ch, false)
	if !all[1].Valid(l, relaytest.Start) {
		t.Fatal("the other node does not know the challenge")
	}
	ok(t, all[1].Use(t.Context(), l, relaytest.Start))
	for i := range all {
		if err := all[i].Use(t.Context(), l, relaytest.Start); err == nil {
			t.Errorf("node %d takes it again", i)
		}
	}
}

type reader struct{ *relaytest.World }

func bytesOf(w *relaytest.World) reader { return reader{w} }

func (r reader) Read(b []byte) (int, error) { return copy(b, r.Bytes(len(b))), nil }
