package client_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pleach/internal/remote"
	"pleach/internal/replica"
	"pleach/internal/testkit/lies"
)

// lied is two people who have shared a few things over a server that can lie.
type lied struct {
	*world
	server    *lies.Server
	ada, noor *device
	words     int // so that no two are the same
}

func newLied(t *testing.T) *lied {
	t.Helper()
	l := &lied{world: newWorld(t), server: lies.NewServer()}
	l.ada, l.noor = l.person("Ada"), l.person("Noor")
	l.ada.signUp("Ada")
	l.noor.signUp("Noor")
	pair(l.ada, l.noor, true)
	l.give(l.ada)
	l.give(l.noor)
	settled(l.ada, l.noor)
	return l
}

// person is a device whose way goes over the server.
func (l *lied) person(name string) *device {
	d := l.device()
	d.wire.Transport = l.server.Way(name, d.wire.Transport)
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

// scenes are what the two do while the server lies, up to the exchange with it.
// Each returns what was written, and how Noor's exchange ended.
var scenes = map[lies.Scene]func(*lied) (written, error){
	lies.Writing: func(l *lied) (written, error) { return l.written(), nil },
	lies.NewKey: func(l *lied) (written, error) {
		l.ada.now = l.ada.now.AddDate(0, 1, 3) // so that her next words begin a new epoch
		return l.written(), nil
	},
	lies.Reopened: func(l *lied) (written, error) {
		w := l.written()
		l.noor.Lock()
		l.noor.open(l.origin)
		return w, l.noor.Unlock(ctx, "a long enough password")
	},
}

// written is what the two have written before the server lies: Noor's is still
// on her device, Ada's is at the relay.
type written struct{ private, noors, adas []string }

func (l *lied) written() written {
	l.t.Helper()
	var w written
	w.adas = append(w.adas, l.give(l.ada))
	l.ada.must(l.ada.Person().Sync(ctx))
	w.adas = append(w.adas, l.give(l.ada))
	l.ada.must(l.ada.Person().Sync(ctx))
	w.private = append(w.private, l.keep(l.noor))
	w.noors = append(w.noors, l.give(l.noor))
	return w
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
		t.Run(a.Name, func(t *testing.T) {
			l.use(t)
			l.suffer(a)
			if t.Failed() {
				l = nil // what comes next is not to suffer from this
			}
		})
	}
}

// suffer plays one attack.
func (l *lied) suffer(a lies.Attack) {
	t := l.t
	w, err := scenes[a.Scene](l)
	l.noor.must(err)
	l.server.Begin(a)
	err = l.noor.Person().Sync(ctx)
	if a.Want == nil && err != nil || !errors.Is(err, a.Want) {
		t.Errorf("the exchange ends with %v, want %v", err, a.Want)
	}
	if a.Want != nil && replica.IsTrouble(a.Want) && !errors.Is(l.noor.Person().Trouble(), a.Want) {
		t.Errorf("the trouble that stays is %v, want %v", l.noor.Person().Trouble(), a.Want)
	}
	l.holds(w.private, l.noor.notes(), "Noor's notes, while the server lies")
	l.holds(w.noors, shown(l.noor), "what Noor gave, while the server lies")
	told, calls := l.server.End()
	if told == 0 || calls > 60 {
		t.Errorf("the lie was told %d times in %d calls", told, calls)
	}
	l.heals(w)
}

// heals looks at both after the server has become honest.
func (l *lied) heals(w written) {
	l.noor.must(l.noor.Person().Sync(ctx))
	w.adas, w.noors = append(w.adas, l.give(l.ada)), append(w.noors, l.give(l.noor))
	settled(l.ada, l.noor)
	for _, d := range []*device{l.ada, l.noor} {
		name := d.Person().Private().Name
		l.holds(slices.Concat(w.adas, w.noors), shown(d), name+"'s shared pages, afterwards")
		if err := d.Person().Trouble(); err != nil || d.Person().Pending() > 0 {
			l.t.Errorf("afterwards %s has trouble %v and %d records to send", name, err, d.Person().Pending())
		}
	}
	l.holds(w.private, l.noor.notes(), "Noor's notes, afterwards")
	l.secret(w)
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
