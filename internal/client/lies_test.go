package client_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pleach/internal/client/memstore"
	"pleach/internal/relay"
	"pleach/internal/relay/mem"
	"pleach/internal/relay/relayhttp"
	"pleach/internal/remote"
	"pleach/internal/replica"
	"pleach/internal/testkit"
	"pleach/internal/testkit/lies"
)

// lied is two people who have shared a few things over a server that can lie.
type lied struct {
	t         *testing.T
	store     *mem.Store
	relay     remote.Transport // the honest one
	server    *lies.Server
	ada, noor *device
	words     int    // so that no two are the same
	password  string // Noor's
}

func newLied(t *testing.T) *lied {
	t.Helper()
	l := &lied{t: t, store: mem.New(), server: lies.NewServer()}
	l.relay = relayOn(t, l.store, testkit.Origin)
	l.ada, l.noor = l.person("Ada"), l.person("Noor")
	l.ada.signUp("Ada")
	l.noor.signUp("Noor")
	pair(l.ada, l.noor, true)
	l.password = "a long enough password"
	l.give(l.ada)
	l.give(l.noor)
	settled(l.ada, l.noor)
	return l
}

// relayOn is an honest relay without a socket, that nobody is too fast for.
func relayOn(t *testing.T, store relay.Store, origin string) remote.Transport {
	t.Helper()
	h, err := relayhttp.New(relayhttp.Config{
		Store: store, Hub: relay.NewHub(), Origins: []string{origin}, Signup: relayhttp.SignupOpen,
		PerAccount: relayhttp.Unlimited, PerAddress: relayhttp.Unlimited,
	})
	if err != nil {
		t.Fatal(err)
	}
	return testkit.HandlerTransport{Handler: h}
}

// person is a device whose way goes over the server.
func (l *lied) person(name string) *device {
	d := &device{t: l.t, storage: memstore.New(), wire: &wireCut{Transport: l.server.Way(name, l.relay)},
		now: time.Date(2026, 11, 24, 20, 0, 0, 0, time.UTC)}
	d.open(testkit.Origin)
	return d
}

// give has somebody write one thing to the other, which no text before was.
func (l *lied) give(d *device) string {
	d.t.Helper()
	l.words++
	text := fmt.Sprintf("thanks number %d of %s", l.words, d.Person().Private().Name)
	d.must(d.Person().Appreciate(ctx, text, false))
	return text
}

// keep has somebody note one thing for themselves.
func (l *lied) keep(d *device) string {
	d.t.Helper()
	l.words++
	text := fmt.Sprintf("a thought numbered %d, for myself", l.words)
	d.note(text)
	return text
}

// use has the devices report to another test.
func (l *lied) use(t *testing.T) { l.t, l.ada.t, l.noor.t = t, t, t }

// shown is what was given to each other, as far as a device has it now.
func shown(d *device) []string {
	if d.Person().Shared() == nil {
		return nil
	}
	return given(d.Person())
}

// scenes are what the two do while the server lies.
var scenes = map[lies.Scene]func(*lied, lies.Attack){
	lies.Writing:    (*lied).writing,
	lies.NewKey:     (*lied).newKey,
	lies.Reopened:   (*lied).reopened,
	lies.Answering:  (*lied).answering,
	lies.Unanswered: (*lied).unanswered,
	lies.Strict:     (*lied).strict,
	lies.SigningIn:  (*lied).signingIn,
	lies.Unlocking:  (*lied).unlocking,
	lies.Recovering: (*lied).recovering,
	lies.Pairing:    (*lied).pairing,
	lies.TakenBack:  (*lied).takenBack,
	lies.SetBack:    (*lied).setBack,
	lies.Parted:     (*lied).parted,
}

// TestAServerThatLiesTakesNoWords: Noor has written, and Ada has written to her.
// Then the server lies. The exchange ends with an error that has a name, or the
// lie makes no difference. Nothing that Noor wrote leaves her pages, nothing
// private goes anywhere, and all words are with both once the server is honest
// and each has written again.
func TestAServerThatLiesTakesNoWords(t *testing.T) {
	var l *lied
	for _, a := range lies.All() {
		if l == nil {
			l = newLied(t)
		}
		ended := t.Run(a.Name, func(t *testing.T) {
			l.use(t)
			scenes[a.Scene](l, a)
		})
		if !ended {
			l = nil // what comes next is not to suffer from this
		}
	}
}

// most is how many calls a device makes of one exchange, whatever it is told. It
// reads some megabytes of pages before it judges them.
const most = 400

// during has somebody do something while the server lies, and checks how it
// ends.
func (l *lied) during(a lies.Attack, act func() error) {
	l.t.Helper()
	l.server.Begin(a)
	err := act()
	told, calls := l.server.End()
	if a.Want == nil && err != nil || !errors.Is(err, a.Want) {
		l.t.Errorf("it ends with %v, want %v", err, a.Want)
	}
	if told == 0 || calls > most {
		l.t.Errorf("the lie was told %d times in %d calls", told, calls)
	}
}

// troubled checks that trouble with what was served stays visible.
func (l *lied) troubled(a lies.Attack) {
	l.t.Helper()
	p := l.noor.Person()
	if a.Want != nil && replica.IsTrouble(a.Want) && !errors.Is(p.Trouble(), a.Want) {
		l.t.Errorf("the trouble that stays is %v, want %v", p.Trouble(), a.Want)
	}
}

// holds checks that all of these are there, once each.
func (l *lied) holds(want, got []string, where string) {
	l.t.Helper()
	for _, text := range want {
		n := 0
		for _, g := range got {
			if g == text {
				n++
			}
		}
		if n != 1 {
			l.t.Errorf("%s: %q is there %d times", where, text, n)
		}
	}
}

// secret checks that nothing private is the other's, and that no word went over
// the line as it was written.
func (l *lied) secret(w written) {
	l.t.Helper()
	p := l.ada.Person()
	adas := fmt.Sprintf("%+v %+v", *p.Private(), *p.Shared())
	sent := l.server.Sent()
	for _, text := range w.private {
		if strings.Contains(adas, text) {
			l.t.Errorf("Ada has %q of Noor's", text)
		}
	}
	for _, text := range slices.Concat(w.private, w.noors, w.adas) {
		if bytes.Contains(sent, []byte(text)) {
			l.t.Errorf("%q went over the line in the clear", text)
		}
	}
}

// TestTheLiarIsTold: without an attack the same people have no trouble, and the
// words that a test looks for are found where they are.
func TestTheLiarIsTold(t *testing.T) {
	l := newLied(t)
	w := l.written()
	l.server.Begin(lies.Attack{Lie: func() lies.Lie {
		return func(c *lies.Call) (remote.Response, bool, error) {
			resp, err := c.Ask(c.Request)
			return resp, false, err
		}
	}})
	l.noor.must(l.noor.Person().Sync(ctx))
	if told, calls := l.server.End(); told != 0 || calls == 0 {
		t.Errorf("told %d times in %d calls", told, calls)
	}
	l.heals(w)
	_, err := l.noor.wire.Transport.Do(context.Background(), remote.Request{Method: "POST", Path: "/", Body: []byte(w.private[0])})
	l.noor.must(err)
	if !bytes.Contains(l.server.Sent(), []byte(w.private[0])) {
		t.Error("what goes over the line in the clear is not found")
	}
}
