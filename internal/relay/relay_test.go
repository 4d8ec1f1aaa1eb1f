package relay_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"pleach/internal/relay"
	"pleach/internal/relay/relaytest"
	"pleach/wire"
)

func is(err error, code wire.Code) bool { return errors.Is(err, &wire.Problem{Code: code}) }

// The server cannot read what it keeps, because it does not contain the code
// that could.
func TestTheRelayIsBlind(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", "./...").Output()
	if err != nil {
		t.Fatal(err)
	}
	deps := strings.Fields(string(out))
	if !slices.Contains(deps, "pleach/wire") {
		t.Fatalf("go list gave %d packages, and not the relay's own", len(deps))
	}
	for _, sighted := range []string{"pleach/seal", "pleach/dyad", "pleach/internal/bond", "pleach/internal/content"} {
		if slices.Contains(deps, sighted) {
			t.Errorf("something under internal/relay imports %s, with which a server could read", sighted)
		}
	}
}

// Every code that the API has says what was wrong, what was kept and what to do.
func TestEveryCodeHasItsWords(t *testing.T) {
	codes := codesOf(t, "../../wire/problem.go")
	if len(codes) < 20 {
		t.Fatalf("found only %v", codes)
	}
	for _, code := range codes {
		p := relay.Refuse(code, "detail")
		if p.Code != code || p.Title == "" || p.Kept == "" || p.Todo == "" || p.Status < 400 || p.Detail != "detail" || p.Type != "about:blank" {
			t.Errorf("%s: %+v", code, p)
		}
		if strings.ContainsAny(p.Title+p.Kept+p.Todo, "!") {
			t.Errorf("%s shouts", code)
		}
	}
	if p := relay.Refuse("made up", ""); p.Code != wire.CodeInternal {
		t.Errorf("an unknown code became %s", p.Code)
	}
}

// codesOf reads the Code constants of a file.
func codesOf(t *testing.T, file string) (codes []wire.Code) {
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(f, func(n ast.Node) bool {
		if v, ok := n.(*ast.ValueSpec); ok && strings.HasPrefix(v.Names[0].Name, "Code") {
			codes = append(codes, wire.Code(strings.Trim(v.Values[0].(*ast.BasicLit).Value, `"`)))
		}
		return true
	})
	return codes
}

func TestAChallengeServesOnce(t *testing.T) {
	w := relaytest.NewWorld(1)
	ada, now := w.Person(), relaytest.Start
	c, err := relay.NewChallenges(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	ch, err := c.Issue(ada.ID, now)
	if err != nil {
		t.Fatal(err)
	}
	l := ada.Login("", ada.Device, ch, false)
	if !c.Valid(l, now) || c.Valid(l, ch.Expiry) {
		t.Error("a challenge is valid from its beginning and not at its end")
	}
	for name, change := range map[string]func(*wire.Login){
		"another account": func(l *wire.Login) { l.Account = w.ID() },
		"a later expiry":  func(l *wire.Login) { l.Expiry = l.Expiry.Add(time.Second) },
		"another nonce":   func(l *wire.Login) { l.Nonce = w.Bytes(32) },
		"a short nonce":   func(l *wire.Login) { l.Nonce = l.Nonce[:16] },
		"no nonce":        func(l *wire.Login) { l.Nonce = nil },
	} {
		other := l
		change(&other)
		if c.Valid(other, now) {
			t.Errorf("%s is valid", name)
		}
	}
	if err := c.Use(t.Context(), l, now); err != nil {
		t.Fatal(err)
	}
	if err := c.Use(t.Context(), l, now); !is(err, wire.CodeLoginRefused) {
		t.Errorf("a second use gave %v", err)
	}
	restarted, err := relay.NewChallenges(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if restarted.Valid(l, now) {
		t.Error("a challenge outlived its process")
	}
}

func TestATokenHasOneForm(t *testing.T) {
	ada := relaytest.NewWorld(1).Person()
	tok, err := relay.NewToken(ada.ID, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	got, err := relay.ParseToken(tok.String())
	if err != nil || got != tok || got.Account() != ada.ID || got.Hash() != tok.Hash() {
		t.Errorf("%v %v", got, err)
	}
	s := tok.String()
	for _, bad := range []string{"", s[1:], s + "A", s[:10] + "\n" + s[11:], strings.Repeat("*", len(s))} {
		if _, err := relay.ParseToken(bad); !is(err, wire.CodeUnauthorized) {
			t.Errorf("%q gave %v", bad, err)
		}
	}
}

func TestALimiterForgetsTheIdle(t *testing.T) {
	now := relaytest.Start
	l := relay.NewLimiter(relay.Rate{PerSecond: 2, Burst: 3})
	key := [16]byte{1}
	for i := range 3 {
		if _, ok := l.Allow(key, now); !ok {
			t.Fatalf("refused at %d", i)
		}
	}
	if wait, ok := l.Allow(key, now); ok || wait != 500*time.Millisecond {
		t.Errorf("the fourth at once: %v %v", wait, ok)
	}
	if _, ok := l.Allow([16]byte{2}, now); !ok {
		t.Error("one held up another")
	}
	if _, ok := l.Allow(key, now.Add(500*time.Millisecond)); !ok {
		t.Error("refused after waiting as told")
	}
	for i := range 200_000 { // as from a swarm of addresses
		l.Allow([16]byte{3, byte(i), byte(i >> 8), byte(i >> 16)}, now)
	}
	if n := l.Len(); n > 1<<16 {
		t.Errorf("it remembers %d", n)
	}
}

func TestAHubCoalesces(t *testing.T) {
	w := relaytest.NewWorld(1)
	ada, noor, space, other := w.Person(), w.Person(), w.ID(), w.ID()
	h := relay.NewHub()
	sub, err := relaytest.Listen(h, ada.ID, ada.Device)
	if err != nil {
		t.Fatal(err)
	}
	for range 1000 {
		h.Publish([]wire.ID{ada.ID, noor.ID}, relay.Notice{Event: wire.EventAdvanced, ID: space})
	}
	h.Publish([]wire.ID{ada.ID}, relay.Notice{Event: wire.EventAdvanced, ID: other})
	h.Publish([]wire.ID{noor.ID}, relay.Notice{Event: wire.EventInvite, ID: other})
	<-sub.Wake
	if got := sub.Take(); len(got) != 2 || got[0].ID != space || got[1].ID != other {
		t.Errorf("took %v", got)
	}
	if got := sub.Take(); len(got) != 0 {
		t.Errorf("took %v again", got)
	}

	// One that takes nothing is ended rather than kept in memory.
	for range 1000 {
		h.Publish([]wire.ID{ada.ID}, relay.Notice{Event: wire.EventAdvanced, ID: w.ID()})
	}
	<-sub.Ended
	sub.Close()
	h.Close()
	if _, err := relaytest.Listen(h, ada.ID, ada.Device); !is(err, wire.CodeRate) {
		t.Errorf("a closed hub said %v", err)
	}
}

// An invite's life is cut to what the relay allows.
func TestAnInviteLivesAWeekAtMost(t *testing.T) {
	w := relaytest.NewWorld(1)
	l, now := wire.DefaultLimits(), relaytest.Start
	n := wire.NewInvite{Space: w.ID(), Offer: w.Bytes(9), Expires: now.AddDate(1, 0, 0)}
	inv, err := relay.NewInvite(w.ID(), w.ID(), n, l, now)
	if err != nil || !inv.Expires.Equal(now.AddDate(0, 0, 7)) {
		t.Errorf("%v %v", inv.Expires, err)
	}
	n.Expires = now
	if _, err := relay.NewInvite(w.ID(), w.ID(), n, l, now); !is(err, wire.CodeInviteExpired) {
		t.Errorf("got %v", err)
	}
}

func FuzzReadBatch(f *testing.F) {
	w := relaytest.NewWorld(1)
	chain := w.Chain(w.ID(), w.ID())
	f.Add(wire.AppendBatch(nil, chain.Next(2, 20)))
	f.Add(wire.AppendBatch(nil, chain.Next(1, 0)))
	f.Fuzz(func(t *testing.T, body []byte) {
		b, err := relay.ReadBatch(body, wire.DefaultLimits())
		if err != nil {
			var p *wire.Problem
			if !errors.As(err, &p) {
				t.Fatalf("not a problem: %v", err)
			}
			return
		}
		var again []byte
		for _, e := range b.Entries {
			again = append(again, byte(len(e.Data)>>24), byte(len(e.Data)>>16), byte(len(e.Data)>>8), byte(len(e.Data)))
			again = append(again, e.Data...)
		}
		if !bytes.Equal(again, body) {
			t.Fatal("what is kept is not what was sent")
		}
	})
}
